"""Bounds on the quantities that a cheapest plan can need."""

from __future__ import annotations

import itertools

from tariffopt.problem.constraints import Constraint
from tariffopt.problem.model import Contract
from tariffopt.tariff import Curve, Item, last_quantity

_MOST_GROWTH = 10**6  # ends constraints that raise each other's quantities for ever


def greatest_quantities(
    contracts: tuple[Contract, ...],
    places: list[tuple[int, Item]],
    demand: list[int],
    constraints: tuple[Constraint, ...],
) -> list[int]:
    """Bound each quantity by what a cheapest plan can need.

    Past the last place at which the price of any charge it is on falls, one unit less
    never costs more, since the rest of each price rises or stays. So some cheapest
    plan buys no more than the greatest of: the people who might use it, that last
    place, and what constraints demand of it, rounded up to its step.
    """
    wanted = [
        max(need, _last_drop(contracts, n, item))
        for need, (n, item) in zip(demand, places, strict=True)
    ]
    ends = [last_quantity(contracts[n].version, item) for n, item in places]
    bounds = [_bound(w, places[i][1], ends[i]) for i, w in enumerate(wanted)]
    grown, most = True, _MOST_GROWTH * max(bounds)
    while grown and max(bounds) < most:
        grown = False
        for constraint in constraints:
            for supply, needed in constraint.demanded(bounds):
                bound = _bound(needed, places[supply][1], ends[supply])
                grown |= bound > bounds[supply]
                bounds[supply] = max(bounds[supply], bound)
    return bounds


def _bound(wanted: int, item: Item, end: int | None) -> int:
    upper = item.next_allowed(wanted)
    return upper if end is None else min(upper, end)


def _last_fall(curve: Curve) -> int:
    """Find the last position at which a curve costs less than one before it."""
    found = 0
    for before, piece in itertools.pairwise(curve.pieces):
        if before.last is not None and piece.amount(piece.first) < before.amount(
            before.last
        ):
            found = piece.first
        if piece.slope < 0:
            found = piece.last or piece.first
    first = curve.pieces[0]
    return max(found, (first.last or 0) if first.slope < 0 else 0)


def _last_drop(contracts: tuple[Contract, ...], number: int, item: Item) -> int:
    own, starts = contracts[number], [0]
    pooled = [
        compiled
        for contract in contracts
        if contract is not own and contract.key.offer == own.key.offer
        for compiled in contract.charges
        if compiled.charge.across
    ]
    for compiled in (*own.charges, *pooled):
        weight = compiled.charge.selecting.weight(item.id)
        if not weight:
            continue
        branches = compiled.branches
        start = branches[-1].first if branches else _last_fall(compiled.curve)
        starts.append(-(-compiled.first_reading(start) // weight))
    return max(starts)
