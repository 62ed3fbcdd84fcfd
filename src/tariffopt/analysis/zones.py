"""Dead zones: quantities at which some larger quantity costs strictly less in total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.analysis.payable import Payable, Stretch, payable
from tariffopt.analysis.searching import first_where
from tariffopt.tariff import Tariff, Terms


@attrs.frozen
class DeadZone:
    """Quantities nobody should buy, because more cost less.

    Attributes
    ----------
    first, last
        The least and the greatest such quantity that can be bought, inclusive.
    buy
        The cheapest larger purchase; the smallest of them where several cost the same.
    """

    first: int
    last: int
    buy: int


@attrs.frozen
class Least:
    """The least total payable over some lots, and the fewest lots that give it."""

    cost: Fraction
    lots: int


def better(one: Least, other: Least | None) -> Least:
    """Choose the cheaper, and of equal ones the fewer lots."""
    if other is None or (one.cost, one.lots) <= (other.cost, other.lots):
        return one
    return other


def dead_zones(
    tariff: Tariff,
    terms: Terms | None = None,
    item: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> tuple[DeadZone, ...]:
    """Find the quantities at which a larger purchase costs strictly less in total.

    Every larger quantity counts, not only the next tier; only quantities that can be
    bought count (the item's minimum, maximum and step). Total means with tax, after
    rounding, under the terms.

    Parameters
    ----------
    tariff, terms, item, choices
        As for `payable`.

    Raises
    ------
    ValueError, KeyError, TariffError
        As `payable`.

    Examples
    --------
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> dead_zones(tariff)
    (DeadZone(first=439, last=500, buy=501),)
    """
    return zones_of(payable(tariff, terms, item, choices))


def zones_of(prices: Payable) -> tuple[DeadZone, ...]:
    """Find the dead zones of an item that is already priced."""
    found: list[DeadZone] = []
    for first, last, buy in _runs(prices):
        if found and found[-1].first == last + 1:
            found[-1] = attrs.evolve(found[-1], first=first)
        else:
            found.append(DeadZone(first, last, buy))
    step = prices.item.step
    return tuple(
        DeadZone(zone.first * step, zone.last * step, zone.buy * step)
        for zone in reversed(found)
    )


def _runs(prices: Payable) -> Iterator[tuple[int, int, int]]:
    """Give runs of dead lots and what to buy, from the greatest down."""
    after: Least | None = None
    for stretch in reversed(prices.stretches[1:]):
        if stretch.falls:
            yield from _falling(prices, stretch, after)
        elif after is not None:
            alive = last_within(prices, stretch, after.cost)
            dead = stretch.inside(stretch.first if alive is None else alive + 1)
            if dead:
                yield dead[0], dead[-1], after.lots
        after = better(least_in(prices, stretch, stretch.first), after)


def _falling(
    prices: Payable, stretch: Stretch, after: Least | None
) -> Iterator[tuple[int, int, int]]:
    """Look at every quantity of a stretch on which some charge falls."""
    for lots in reversed(stretch.inside(stretch.first)):
        cost = prices.total(lots)
        if after is not None and cost > after.cost:
            yield lots, lots, after.lots
        else:
            after = Least(cost, lots)


def last_within(prices: Payable, stretch: Stretch, budget: Fraction) -> int | None:
    """Give the greatest lots of a stretch that cost no more than a budget.

    Returns
    -------
    int or None
        ``None`` where none fit. An open stretch must rise.
    """
    if stretch.falls:
        inside = reversed(stretch.inside(stretch.first))
        return next((lots for lots in inside if prices.total(lots) <= budget), None)
    if prices.total(stretch.first) > budget:
        return None
    low, high = stretch.first, stretch.last
    if high is None:
        width = 1
        while prices.total(low + width) <= budget:
            width *= 2
        high = low + width
    return first_where(low, high + 1, lambda lots: prices.total(lots) > budget) - 1


def least_in(prices: Payable, stretch: Stretch, start: int) -> Least:
    """Find the least cost of a stretch from some lots of it on."""
    if not stretch.falls:
        return Least(prices.total(start), start)
    inside = stretch.inside(start)
    if stretch.rises:
        return Least(*min((prices.total(lots), lots) for lots in inside))
    cost = prices.total(inside[-1])
    fewest = first_where(start, inside[-1], lambda lots: prices.total(lots) <= cost)
    return Least(cost, fewest)
