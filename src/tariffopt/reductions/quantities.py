"""Leaving out quantities that nobody should buy."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tariffopt.problem import Contract, Problem, Ranges, Supply
from tariffopt.reductions.kinds import Recover
from tariffopt.tariff import Compiled, Curve, Period, Piece
from tariffopt.tariff.curve import add

Key = tuple[Period, str]
"""Period and class of tax: what is of one key stands on the same invoices."""

Costs = dict[Key, Fraction]
Prices = dict[Key, Curve]

COMPARED_AT_MOST = 50
"""Of the later purchases, none of which beats another; more cost more than they cut."""


def keep_useful_quantities(problem: Problem) -> tuple[Problem, Recover] | None:
    """Keep only quantities to which no larger one is preferable (no dead zones).

    Precondition, item by item: a unit more of it harms nothing but its own price. So
    the item stands in no ratio rule, each of its charges counts that item alone, no
    tier of another contract counts it, and no limit on idle seats is set, under which
    the chain does not come here. Then a plan that buys ``n`` in a dead zone can buy a
    larger ``m`` instead, where every period's charges cost no more in sum for each
    invoice and class of tax: the bill is no higher after any rounding, which is
    monotone. Hence the least cost is unchanged. The same contracts are held, so that
    their number does not matter.

    A quantity is left out only if one larger quantity is no dearer in *every* period
    and class of tax at once, and cheaper in one; with one charge that is exactly the
    dead zone.

    Declines when no item has such quantities.
    """
    tied = problem.tied | problem.pooled
    supplies = tuple(
        supply if index in tied else _cut(supply, problem.contracts[supply.contract])
        for index, supply in enumerate(problem.supplies)
    )
    if all(supply.useful is None for supply in supplies):
        return None
    return attrs.evolve(problem, supplies=supplies), lambda rows: rows


def _cut(supply: Supply, contract: Contract) -> Supply:
    return attrs.evolve(supply, useful=_useful(supply, contract))


def _useful(supply: Supply, contract: Contract) -> Ranges | None:
    item = supply.item.id
    mine = [
        c for c in contract.charges if c.charge.meter.item == item and not c.branches
    ]
    pooled = any(c.charge.bears_on(item) for c in contract.charges if c not in mine)
    if pooled or not mine or any(c.lattice for c in mine) or supply.upper < 1:
        return None
    ranges = _alive(_prices(mine), supply)
    whole = ((1, supply.upper),)
    return None if ranges == whole else ranges


def _prices(charges: list[Compiled]) -> Prices:
    """Sum the curves of charges, by period and class of tax."""
    prices: Prices = {}
    for compiled in charges:
        key = (compiled.charge.per, compiled.charge.tax_class)
        curve = compiled.curve
        prices[key] = add(prices[key], curve) if key in prices else curve
    return prices


def _stretches(prices: Prices, upper: int) -> list[tuple[int, int]]:
    """Cut 1 to the upper bound where a piece of any sum starts."""
    starts = {1} | {piece.first for c in prices.values() for piece in c.pieces}
    inside = sorted(s for s in starts if 1 <= s <= upper)
    ends = [*(s - 1 for s in inside[1:]), upper]
    return list(zip(inside, ends, strict=True))


def _alive(prices: Prices, supply: Supply) -> Ranges:
    """Walk from the right; cut each stretch where a later start beats it throughout."""
    kept: list[tuple[int, int]] = []
    later: list[Costs] = []
    for first, last in reversed(_stretches(prices, supply.upper)):
        end = last
        lines = {key: curve.piece(first) for key, curve in prices.items()}
        for costs in later:
            end = min(end, _last_unbeaten(first, last, lines, costs))
        if end >= first:
            kept.append((first, end))
        start = supply.item.next_allowed(first)
        if start <= last:
            costs = {key: curve.amount(start) for key, curve in prices.items()}
            later = _with_least(later, costs)
    joined: list[tuple[int, int]] = []
    for first, last in reversed(kept):
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return tuple(joined)


def _with_least(later: list[Costs], costs: Costs) -> list[Costs]:
    """Add a purchase to those worth comparing with; what it makes needless goes.

    One that costs no less in any period and class beats nothing that the other does
    not beat. With one charge a single purchase stays, the cheapest.
    """
    if any(_no_dearer(other, costs) for other in later):
        return later
    kept = [other for other in later if not _no_dearer(costs, other)]
    return [*kept, costs][-COMPARED_AT_MOST:]


def _no_dearer(one: Costs, other: Costs) -> bool:
    return all(amount <= other[key] for key, amount in one.items())


def _last_unbeaten(first: int, last: int, lines: dict[Key, Piece], costs: Costs) -> int:
    """Give the last quantity of a stretch that a later purchase does not beat.

    On the stretch every sum is affine and rising or level, so the beaten quantities
    are its right end.
    """
    if any(line.slope < 0 for line in lines.values()):
        return last
    ends = [(line, costs[key], first, last) for key, line in lines.items()]
    no_less = max(_reach(*end) for end in ends)
    some_more = min(_reach(*end, strict=True) for end in ends)
    return min(max(no_less, some_more) - 1, last)


def _reach(
    line: Piece, cost: Fraction, first: int, last: int, *, strict: bool = False
) -> int:
    """Find where a line first costs as much as ``cost`` (or more, if strict)."""
    low, high = first, last + 1
    while low < high:
        middle = (low + high) // 2
        amount = line.amount(middle)
        if amount > cost or (amount == cost and not strict):
            high = middle
        else:
            low = middle + 1
    return low
