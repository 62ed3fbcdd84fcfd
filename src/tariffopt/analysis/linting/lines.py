"""The charges of a tariff with their places, and what can reach their tiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from tariffopt.analysis.searching import first_where
from tariffopt.errors import Place
from tariffopt.tariff import Charge, Item, Tariff, Tiered, Version, last_quantity
from tariffopt.tariff.places import version_place


@attrs.frozen
class Line:
    """A charge, and where it stands."""

    charge: Charge
    version: Version
    place: Place

    def tiered(self) -> Tiered | None:
        """Give its schedule if that has tiers."""
        schedule = self.charge.schedule
        return schedule if isinstance(schedule, Tiered) else None


def lines(tariff: Tariff) -> Iterator[Line]:
    """Give all charges of all versions."""
    for index, version in enumerate(tariff.versions):
        for number, charge in enumerate(version.charges):
            place = version_place(tariff, index).at("charges", number)
            yield Line(charge, version, place)


def ranges(schedule: Tiered) -> Iterator[tuple[int, int | None]]:
    """Give the first and the last quantity of each tier."""
    first = 1
    for tier in schedule.tiers:
        yield first, tier.up_to
        first = (tier.up_to or 0) + 1


def priced(charge: Charge, reading: int) -> int:
    """Give the units that are left to be priced in the tiers."""
    if charge.selector is not None:
        return reading
    for step in charge.steps:
        reading = step.priced(reading)
    return reading


def reaching(
    charge: Charge, item: Item, version: Version, first: int, last: int | None
) -> tuple[int, int | None] | None:
    """Find the least and the greatest quantity of an item that reach a tier alone.

    Returns
    -------
    tuple or None
        The greatest is ``None`` for an open tier; ``None`` if no quantity that can be
        bought is priced in the tier.
    """
    weight, end = charge.selecting.weight(item.id), last_quantity(version, item)
    most = None if end is None else end // item.step
    least = max(1, -(-item.minimum // item.step))

    def reads(lots: int) -> int:
        return priced(charge, lots * item.step * weight)

    lower = _least(reads, first if first > 1 else 0, least, most)
    if lower is None or (last is not None and reads(lower) > last):
        return None
    above = None if last is None else _least(reads, last + 1, lower, most)
    upper = most if above is None else above - 1
    return lower * item.step, None if upper is None else upper * item.step


def _least(
    reads: Callable[[int], int], wanted: int, least: int, most: int | None
) -> int | None:
    """Find the least lots whose reading is at least the wanted one; readings rise."""
    end = least if most is None else most
    while most is None and reads(end) < wanted:
        end *= 2
    if least > end or reads(end) < wanted:
        return None
    return first_where(least, end, lambda lots: reads(lots) >= wanted)
