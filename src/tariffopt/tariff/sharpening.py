"""Sharpening faults: for the mistakes that cost most, a message with the figures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tariffopt.errors import Fault
from tariffopt.tariff.schedules import Graduated, Tier, Volume
from tariffopt.tariff.schemes import amount


def sharpen(fault: Fault, document: Mapping[str, Any]) -> Fault:
    """Replace a missing scheme or tax basis by a fault that shows what each means.

    The figures are left out where the rest of the document does not allow them.
    """
    if fault.code != "missing-key":
        return fault
    if fault.place.path.endswith(".scheme"):
        return _scheme(fault, document)
    if fault.place.path == "$.prices":
        return _prices(fault, document)
    return fault


def _scheme(fault: Fault, document: Mapping[str, Any]) -> Fault:
    try:
        charge = _charge_at(fault.place.path, document)
        quantity = _second_tier(charge)
        both = [amount(k.from_keys(charge), quantity) for k in (Volume, Graduated)]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return fault
    fields = {"n": quantity, "volume": both[0], "graduated": both[1]}
    return Fault("scheme-missing", fault.place, fields)


def _prices(fault: Fault, document: Mapping[str, Any]) -> Fault:
    try:
        charge = document["charges"][0]
        if charge["per"] != "month":
            return fault
        kind = {kind.scheme: kind for kind in (Volume, Graduated)}[charge["scheme"]]
        quantity = _second_tier(charge)
        net = amount(kind.from_keys(charge), quantity) * 12
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return fault
    fields = {"n": quantity, "net": net, "gross": net * Fraction(11, 10)}
    return Fault("prices-missing", fault.place, fields)


def _charge_at(path: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = document
    for step in path.removeprefix("$.").removesuffix(".scheme").split("."):
        key, _, index = step.partition("[")
        found = found[key][int(index[:-1])]
    charge: Mapping[str, Any] = found
    return charge


def _second_tier(charge: Mapping[str, Any]) -> int:
    return (Tier.from_keys(charge["tiers"][0]).up_to or 0) + 1
