"""Boundaries as a price list prints them, read from schedules, not from curves.

The strategies, the oracles and the conformance kit look for prices here, so that a
fault in the compiled curves cannot hide the place where it would show.
"""

from __future__ import annotations

from tariffopt.tariff import Charge, Count, Item, Scheme, Version


def ends_of_charge(charge: Charge) -> tuple[int, ...]:
    """List the readings after which another price begins, inclusive and rising.

    Readings are those of the meter that selects the tier. Included units end where
    they are used up; a package, or what counts as one, ends with each block, of which
    the first three and the last are given.

    Examples
    --------
    >>> from tariffopt.tariff import Tier, Volume
    >>> ends_of_charge(Charge(Volume((Tier(500, 400), Tier(3000, 350))), "month"))
    (500, 3000)
    """
    schedule = charge.schedule
    ends = set(schedule.ends() if isinstance(schedule, Scheme) else ())
    last = schedule.maximum
    if last is not None:
        ends = {end for end in ends if end <= last} | {last}
    if charge.selector:
        return tuple(sorted(ends))
    blocks = {1, 2, 3} if any(step.key == Count.key for step in charge.steps) else set()
    found = {charge.reading_of(end) for end in {0} | ends | blocks}
    end = charge.last_reading
    return tuple(sorted(f for f in found if f > 0 and (end is None or f <= end)))


def ends_of(version: Version, item: Item) -> tuple[int, ...]:
    """List the quantities of an item after which some charge on it changes.

    The item's own minimum and maximum count as well.
    """
    found = {item.minimum, item.maximum or 0}
    for charge in version.charges:
        weight = charge.selecting.weight(item.id)
        if weight:
            found |= {end // weight for end in ends_of_charge(charge)}
    return tuple(sorted(end for end in found if end > 0))


def last_of(version: Version, item: Item) -> int | None:
    """Give the greatest quantity of an item that can be bought alone.

    Returns
    -------
    int or None
        ``None`` where there is no greatest.
    """
    limits = [] if item.maximum is None else [item.maximum]
    for charge in version.charges:
        weight = charge.selecting.weight(item.id)
        if weight and charge.last_reading is not None:
            limits.append(charge.last_reading // weight)
    return min(limits, default=None)


def settled_after(charge: Charge) -> int:
    """Give a reading from which on one more unit never costs less.

    Raises
    ------
    ValueError
        For a schedule that is not known here and has no last quantity.
    """
    schedule = charge.schedule
    if isinstance(schedule, Scheme):
        settled = schedule.settled()
        return charge.reading_of(settled) if settled else 0
    if schedule.maximum is None:
        raise ValueError(f"{type(schedule).__name__} needs a last quantity")
    return charge.reading_of(schedule.maximum)
