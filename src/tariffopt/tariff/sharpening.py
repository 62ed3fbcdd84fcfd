"""Sharpening faults: for the mistakes that cost most, a message with the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tariffopt.errors import Fault
from tariffopt.money import exact
from tariffopt.tariff.schedules import (
    Graduated,
    Schedule,
    Tier,
    Volume,
    amount,
)


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
        tiers = _tiers(_charge_at(fault.place.path, document))
        quantity = (tiers[0].up_to or 0) + 1
        both = amount(Volume(tiers), quantity), amount(Graduated(tiers), quantity)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return fault
    fields = {"n": quantity, "volume": both[0], "graduated": both[1]}
    return Fault("scheme-missing", fault.place, fields)


def _prices(fault: Fault, document: Mapping[str, Any]) -> Fault:
    try:
        charge = document["charges"][0]
        tiers = _tiers(charge)
        quantity = (tiers[0].up_to or 0) + 1
        kinds: dict[str, Callable[[tuple[Tier, ...]], Schedule]]
        kinds = {"volume": Volume, "graduated": Graduated}
        kind = kinds[charge["scheme"]]
        net = amount(kind(tiers), quantity) * 12
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


def _tiers(charge: Mapping[str, Any]) -> tuple[Tier, ...]:
    return tuple(
        Tier(tier.get("up_to"), exact(tier["price"]), exact(tier.get("flat", 0)))
        for tier in charge["tiers"]
    )
