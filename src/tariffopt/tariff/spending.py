"""Tiers selected by list-price money, in documents: their ends as whole readings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tariffopt.documents import Document
from tariffopt.money import decimal_place, decimal_text, exact
from tariffopt.tariff.meters import Meter

_ENDS = ("from", "up_to")


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
