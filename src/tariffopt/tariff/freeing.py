"""Units that other items carry for free: where the price must have an end for that."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.tariff.charges import Charge
from tariffopt.tariff.model import Tariff, Version
from tariffopt.tariff.pieces import compile_charge


def ever_falls(charge: Charge) -> bool:
    """Tell whether one unit more may lower the amount of a charge."""
    return compile_charge(charge).curve.last_fall > 0


def endless_items(tariff: Tariff, version: Version) -> Iterator[tuple[int, str]]:
    """Find items that need a ``maximum`` because of what they carry, or are carried.

    Where a price falls, more of what is carried and more of what carries it may both
    cost less, together and without end.

    Yields
    ------
    tuple
        The position of the charge, and the item.
    """
    for number, charge in enumerate(version.charges):
        if charge.free is not None and ever_falls(charge):
            for item, _ in (*charge.meter.weights, *charge.free.weights):
                if tariff.item(item).maximum is None:
                    yield number, item
