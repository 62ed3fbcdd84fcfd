"""Tiers selected by list-price money, in documents: their ends as whole readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tariffopt.documents import Document
from tariffopt.errors import Fault, Place
from tariffopt.money import decimal_place, decimal_text, exact
from tariffopt.tariff.judging_rules import known_item
from tariffopt.tariff.meters import Meter

_ENDS = ("from", "up_to")
_LARGEST = 10**15
"""The greatest reading: so the schema limits quantities."""


def spending(charge: Mapping[str, Any]) -> Meter | None:
    """Give the meter of money that selects the tier of a charge, if one does.

    Its unit is the finest decimal place among the list prices and the tiers' ends.
    """
    chosen = charge.get("tier_by")
    prices = chosen.get("list_price") if isinstance(chosen, Mapping) else None
    if not isinstance(prices, Mapping):
        return None
    tiers = charge.get("tiers", ())
    ends = [exact(tier[key]) for tier in tiers for key in _ENDS if key in tier]
    return Meter.list_price(
        prices, decimal_place([*map(exact, prices.values()), *ends])
    )


def as_readings(charge: Mapping[str, Any], meter: Meter) -> Document:
    """Give a charge as it would stand if its tiers' ends were readings of a meter."""
    tiers = [
        {
            key: int(exact(value) / (meter.unit or 1)) if key in _ENDS else value
            for key, value in tier.items()
        }
        for tier in charge["tiers"]
    ]
    return {**charge, "tiers": tiers}


def as_money(charge: Document, meter: Meter) -> Document:
    """Give a charge with its tiers' ends as money, from ends that are readings.

    Where the meter counts in a finer place than is then to be seen, the first tier
    says it.
    """
    unit = meter.unit or Fraction(1)
    tiers = [dict(tier) for tier in charge["tiers"]]
    seen = [*meter.list_prices.values()]
    for tier in tiers:
        if "up_to" in tier:
            seen.append(tier["up_to"] * unit)
            tier["up_to"] = decimal_text(seen[-1])
    if decimal_place(seen) != unit:
        tiers[0]["from"] = decimal_text(unit)
    return {**charge, "tiers": tiers}


def size_faults(
    charge: Mapping[str, Any], meter: Meter, place: Place
) -> Iterator[Fault]:
    """Find money that is too many units of the meter; its ends are readings here."""
    at, unit = place.at("tier_by", "list_price"), meter.unit or Fraction(1)
    amounts = [(at.at(item), weight) for item, weight in meter.weights]
    for number, tier in enumerate(charge["tiers"]):
        at = place.at("tiers", number)
        amounts += [(at.at(key), tier[key]) for key in _ENDS if key in tier]
    for where, found in amounts:
        if found > _LARGEST:
            fields = {"found": found * unit, "allowed": _LARGEST * unit, "unit": unit}
            yield Fault("list-price-size", where, fields)


def unknown_listed(document: Mapping[str, Any], root: Place) -> Iterator[Fault]:
    """Find unknown items with a list price in a document that breaks its schema."""
    items, versions = document.get("items"), document.get("versions")
    names = list(items) if isinstance(items, Mapping) else []
    places = [(root, document)]
    if isinstance(versions, list):
        places += [(root.at("versions", n), part) for n, part in enumerate(versions)]
    for place, part in places if names else ():
        charges = _of(part, "charges")
        for number, charge in enumerate(charges if isinstance(charges, list) else ()):
            at = place.at("charges", number, "tier_by", "list_price")
            prices = _of(_of(charge, "tier_by"), "list_price")
            for name in prices if isinstance(prices, Mapping) else ():
                yield from known_item(name, names, at.at(name))


def _of(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, Mapping) else None
