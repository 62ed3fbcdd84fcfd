"""Bounds on the quantities that a cheapest plan can need."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tariffopt.errors import Fault, ScenarioError
from tariffopt.problem.constraints import Constraint
from tariffopt.problem.model import Contract
from tariffopt.tariff import Item, last_quantity

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
    place, and what constraints demand of it, or units that it carries for free,
    rounded up to its step.
    """
    wanted = [
        max(item.units_for(need), _last_drop(contracts, n, item))
        for need, (n, item) in zip(demand, places, strict=True)
    ]
    ends = [last_quantity(contracts[n].version, item) for n, item in places]
    bounds = [_bound(w, places[i][1], ends[i]) for i, w in enumerate(wanted)]
    grown, most = True, _MOST_GROWTH * max(1, *bounds)
    while grown and max(bounds) < most:
        grown = False
        asked = [c.demanded(bounds) for c in constraints]
        asked.append(_carrying(contracts, places, bounds))
        for supply, needed in itertools.chain(*asked):
            bound = _bound(needed, places[supply][1], ends[supply])
            grown |= bound > bounds[supply]
            bounds[supply] = max(bounds[supply], bound)
    return bounds


def _bound(wanted: int, item: Item, end: int | None) -> int:
    upper = item.next_allowed(wanted)
    return upper if end is None else min(upper, end)


def _carrying(
    contracts: tuple[Contract, ...],
    places: list[tuple[int, Item]],
    bounds: list[int],
) -> Iterator[tuple[int, int]]:
    """Ask for as many of what carries units for free as carry the most there may be.

    Where the price falls no such number is enough, and all of each are asked for.

    Yields
    ------
    tuple of int
        A supply, and the quantity that some plan may need of it.
    """
    index = {(n, item.id): supply for supply, (n, item) in enumerate(places)}
    for n, contract in enumerate(contracts):
        for compiled in contract.charges:
            meter, free = compiled.charge.meter, compiled.charge.free
            if free is None:
                continue
            most = sum(w * bounds[index[n, item]] for item, w in meter.weights)
            for item, weight in free.weights:
                yield index[n, item], -(-most // weight)
            if compiled.curve.last_fall:
                for item, _ in (*meter.weights, *free.weights):
                    supply = index[n, item]
                    end = places[supply][1].maximum
                    if end is None:
                        raise ScenarioError(Fault("free-falls", fields={"item": item}))
                    yield supply, end


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
        start = branches[-1].first if branches else compiled.curve.last_fall
        starts.append(-(-compiled.first_reading(start) // weight))
    return max(starts)
