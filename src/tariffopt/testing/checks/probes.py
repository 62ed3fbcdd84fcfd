"""Where to look: the versions, charges and readings at which a fault would show."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from tariffopt.errors import Place
from tariffopt.tariff import (
    Charge,
    Item,
    Tariff,
    Tax,
    Terms,
    Version,
    bought_alone,
)
from tariffopt.tariff.places import version_place
from tariffopt.testing.boundaries import ends_of, ends_of_charge, last_of

_UNDATED = date(2021, 4, 1)
_RANDOM = 20
_BEYOND = 100
_SOME = 5


@attrs.frozen
class Line:
    """A charge, and where it stands in the tariff."""

    charge: Charge
    version: Version
    place: Place
    number: int


def lines(tariff: Tariff) -> Iterator[Line]:
    """Give all charges of all versions."""
    for index, version in enumerate(tariff.versions):
        for number, charge in enumerate(version.charges):
            place = version_place(tariff, index).at("charges", number)
            yield Line(charge, version, place, number)


def terms_of(version: Version) -> Terms:
    """Give terms under which a version is in force: a month, tax floored."""
    start = version.start
    if start is None and version.until is not None:
        start = version.until - timedelta(days=31)
    classes = {charge.tax_class for charge in version.charges}
    tax = Tax(rates=dict.fromkeys(sorted(classes), "10%"), invoice="month")
    return Terms(start or _UNDATED, 1, tax)


def readings(charge: Charge) -> tuple[int, ...]:
    """List readings worth asking for: 0, 1, ends -1, 0, +1, middles, some at random."""
    if charge.of_contract:
        return (0,)
    ends, last = ends_of_charge(charge), charge.last_reading
    far = last if last is not None else 2 * max(ends, default=0) + _BEYOND
    wanted = {0, 1, far, far - 1}
    for before, end in zip((0, *ends), ends, strict=False):
        wanted |= {end - 1, end, end + 1, (before + end) // 2}
    chance = random.Random(0)  # noqa: S311 - the same ones every time
    wanted |= {chance.randint(0, far) for _ in range(_RANDOM)}
    return tuple(sorted(reading for reading in wanted if 0 <= reading <= far))


def buying(charge: Charge, reading: int) -> tuple[Mapping[str, int], int]:
    """Give quantities that make the selecting meter show a reading, or just below."""
    if charge.of_contract:
        return {}, 0
    own, item = charge.meter.weights[0][0], charge.selecting.weights[0][0]
    if charge.selecting.weight(own):
        item = own
    weight = charge.selecting.weight(item)
    priced = {} if item == own else {own: _SOME}
    return {**priced, item: reading // weight}, reading // weight * weight


def near_ends(version: Version, item: Item) -> set[int]:
    """List quantities around every boundary, raised to what the item's step allows."""
    ends = (0, *ends_of(version, item))
    return {item.next_allowed(end + off) for end in ends for off in (-1, 0, 1, 2)}


def sales(version: Version, item: Item) -> tuple[int, ...]:
    """List quantities of one item that can be bought, around every boundary."""
    item = bought_alone(version.rules, item)
    found, last = near_ends(version, item), last_of(version, item)
    if last is not None:
        found.add(last // item.step * item.step)
    return tuple(
        quantity
        for quantity in sorted(found)
        if item.allows(quantity)
        and (last is None or quantity <= last)
        and all(rule.allows({item.id: quantity}, 0) for rule in version.rules)
    )
