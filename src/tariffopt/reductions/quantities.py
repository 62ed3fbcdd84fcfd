"""Leaving out quantities that nobody should buy."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tariffopt.reductions.kinds import Recover
from tariffopt.scenario.problem import Contract, Problem, Supply
from tariffopt.tariff import Compiled, Period, Piece

Ranges = tuple[tuple[int, int], ...]
Costs = dict[tuple[Period, str], Fraction]
"""What a quantity costs, by period and class of tax."""

COMPARED_AT_MOST = 50
"""Of the later purchases, none of which beats another; more cost more than they cut."""


def keep_useful_quantities(problem: Problem) -> tuple[Problem, Recover] | None:
    """Keep only quantities to which no larger one is preferable (no dead zones).

    Precondition, item by item: a unit more of it harms nothing but its own price. So
    the item stands in no ratio rule, no limit on idle seats is set, and each of its
    charges counts that item alone. Then a plan that buys ``n`` in a dead zone can buy
    a larger ``m`` instead, where every period's charges cost no more in sum for each
    invoice and class of tax: the bill is no higher after any rounding, which is
    monotone. Hence the least cost is unchanged.

    A quantity is left out only if one larger quantity is no dearer in *every* period
    and class of tax at once, and cheaper in one; with one charge that is exactly the
    dead zone.

    Declines when no item has such quantities.
    """
    if problem.surplus is not None:
        return None
    bound = {index for pair in problem.rules() for index in pair[:2]}
    useful = tuple(
        None if index in bound else _useful(supply, problem.contracts[supply.contract])
        for index, supply in enumerate(problem.supplies)
    )
    if not any(useful):
        return None
    return attrs.evolve(problem, useful=useful), lambda rows: rows


def _useful(supply: Supply, contract: Contract) -> Ranges | None:
    item = supply.item.id
    mine = [
        c for c in contract.charges if c.charge.meter.item == item and not c.branches
    ]
    pooled = any(c.charge.bears_on(item) for c in contract.charges if c not in mine)
    if pooled or not mine or any(c.lattice for c in mine) or supply.upper < 1:
        return None
    pieces = _common_pieces(mine, supply)
    ranges = _alive(pieces, mine, supply)
    whole = ((1, supply.upper),)
    return None if ranges == whole else ranges


def _common_pieces(mine: list[Compiled], supply: Supply) -> list[tuple[int, int]]:
    """Cut 1 to the upper bound where any charge's piece starts."""
    starts = {1} | {p.first for c in mine for p in c.curve.pieces}
    inside = sorted(s for s in starts if 1 <= s <= supply.upper)
    ends = [*(s - 1 for s in inside[1:]), supply.upper]
    return list(zip(inside, ends, strict=True))


def _alive(
    pieces: list[tuple[int, int]], mine: list[Compiled], supply: Supply
) -> Ranges:
    """Walk from the right; cut each stretch where a later start beats it throughout."""
    kept: list[tuple[int, int]] = []
    later: list[Costs] = []
    for first, last in reversed(pieces):
        end, lines = last, _lines(first, mine)
        for costs in later:
            end = min(end, _last_unbeaten(first, last, lines, costs))
        if end >= first:
            kept.append((first, end))
        start = supply.item.next_allowed(first)
        if start <= last:
            later = _with_least(later, _costs(start, mine))
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


def _costs(quantity: int, mine: list[Compiled]) -> Costs:
    """Sum what a quantity costs, by period and class of tax."""
    costs: Costs = {}
    for compiled in mine:
        key = (compiled.charge.per, compiled.charge.tax_class)
        costs[key] = costs.get(key, Fraction(0)) + compiled.amount(quantity)
    return costs


def _last_unbeaten(
    first: int,
    last: int,
    lines: dict[tuple[Period, str], Piece],
    costs: Costs,
) -> int:
    """Give the last quantity of a stretch that a later purchase does not beat.

    On the stretch every sum is affine and rising or level, so the beaten quantities
    are its right end.
    """
    if any(line.slope < 0 for line in lines.values()):
        return last
    beaten_from = first
    strictly = last + 1
    for key, line in lines.items():
        beaten_from = max(beaten_from, _reach(line, costs[key], first, last))
        strictly = min(strictly, _reach(line, costs[key], first, last, strict=True))
    return (
        max(beaten_from, strictly) - 1 if max(beaten_from, strictly) <= last else last
    )


def _lines(first: int, mine: list[Compiled]) -> dict[tuple[Period, str], Piece]:
    lines: dict[tuple[Period, str], Piece] = {}
    for compiled in mine:
        key = (compiled.charge.per, compiled.charge.tax_class)
        piece = compiled.curve.piece(first)
        before = lines.get(key, Piece(first, None, Fraction(0), Fraction(0)))
        lines[key] = Piece(
            first, None, before.intercept + piece.intercept, before.slope + piece.slope
        )
    return lines


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
