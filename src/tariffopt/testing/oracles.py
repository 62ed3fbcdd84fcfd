"""Oracles: the optimum found slowly, by other means than the library's.

They use `tariffopt.quote` and the rules of items, and nothing of the compiled
curves, the reductions or the formulation. No solver and no test library is needed.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from fractions import Fraction

import attrs

from tariffopt.scenario import Scenario
from tariffopt.testing.candidates import candidates
from tariffopt.testing.purchasing import (
    Asking,
    Signed,
    Vector,
    access_sets,
    pooled,
    price_purchases,
    signings,
)


def brute_force(scenario: Scenario) -> Fraction | None:
    """Find the least total payable of a small scenario by trying everything.

    Every way of giving the needed seats to access sets is listed, and for each the
    cheapest purchase that covers it is looked up among all purchases, each priced by
    `tariffopt.quote`. Meant for about 8 seats and a few items; with requirements, or
    groups that may have more seats than they must, for about three groups of three
    seats and three offers.

    Returns
    -------
    Fraction or None
        The least total payable, tax included, in the currency's main unit; ``None``
        when no plan exists, or none within the limits.

    Raises
    ------
    ValueError
        When rules make quantities grow without end.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> from tariffopt.scenario import Group, Scenario
    >>> tariff = to.demo_scenario().offers[0]
    >>> terms = to.Terms(date(2021, 4, 1), 1, to.Tax("10%", "floor", "month"))
    >>> brute_force(Scenario([Group("all", 5, needs={"chat"})], [tariff], terms))
    Fraction(2200, 1)
    """
    if scenario.requirements or scenario.groups.at_most:
        return min((plan.cost for plan in candidates(scenario)), default=None)
    costs = (_brute_force(scenario, held) for held in signings(scenario))
    return min((cost for cost in costs if cost is not None), default=None)


def _brute_force(scenario: Scenario, signed: Signed) -> Fraction | None:
    groups = scenario.groups
    slots = [(body, item) for body, offer in signed for item in offer.items]
    demands = {(0,) * len(slots)}
    for (index, needs), (number, body) in itertools.product(
        enumerate(groups.need_sets), enumerate(groups.bodies)
    ):
        own = [frozenset(item.grants if by == body else ()) for by, item in slots]
        ways = access_sets(needs, own)
        mine = (groups.need == index) & (groups.body == number)
        for _ in range(int(groups.needed[mine, 0].sum())):
            demands = {_with(demand, way) for demand in demands for way in ways}
    if not demands:
        return None
    most = tuple(map(max, zip(*demands, strict=True)))
    surplus = scenario.limits.surplus(groups.seats_needed)
    markets, start = [], 0
    for name, contracts in itertools.groupby(signed, key=lambda entry: entry[1].id):
        held, asked = scenario.held_of(name), tuple(contracts)
        parts = [asked] if pooled(asked) else [(contract,) for contract in asked]
        for part in parts:
            asking = [
                Asking(offer, scenario.terms, held, groups.headcounts[body])
                for body, offer in part
            ]
            people = tuple(item.people for _, offer in part for item in offer.items)
            end = start + len(people)
            purchases = tuple(
                (bought, sum(costs, Fraction(0)))
                for bought, costs in price_purchases(asking, most[start:end])
            )
            markets.append(_Market(slice(start, end), people, purchases, surplus))
            start = end
    return _least(demands, markets, surplus, scenario.limits.budget)


def _with(demand: Vector, way: Vector) -> Vector:
    return tuple(seats + (index in way) for index, seats in enumerate(demand))


@attrs.frozen
class _Market:
    """All purchases of one tariff that can be of use, with what they cost."""

    slots: slice
    people: Vector
    purchases: tuple[tuple[Vector, Fraction], ...]
    surplus: int | None

    def least(self, demand: Vector) -> dict[int, Fraction]:
        """Give the least cost to cover a demand, by how many seats stand idle.

        Without a limit on idle seats they are not told apart: all count as 0.
        """
        least: dict[int, Fraction] = {}
        for bought, cost in self.purchases:
            seats = [b * n for b, n in zip(bought, self.people, strict=True)]
            if any(b < d for b, d in zip(seats, demand, strict=True)):
                continue
            idle = 0 if self.surplus is None else sum(seats) - sum(demand)
            if self.surplus is None or idle <= self.surplus:
                least[idle] = min(cost, least.get(idle, cost))
        return least


def _least(
    demands: set[Vector],
    markets: Sequence[_Market],
    surplus: int | None,
    budget: Fraction | None,
) -> Fraction | None:
    lookups = [functools.cache(market.least) for market in markets]
    best: Fraction | None = None
    for demand in demands:
        total = {0: Fraction(0)}
        for market, lookup in zip(markets, lookups, strict=True):
            total = _added(total, lookup(demand[market.slots]), surplus)
        for cost in total.values():
            best = cost if best is None else min(best, cost)
    return None if best is None or (budget is not None and best > budget) else best


def _added(
    one: dict[int, Fraction], two: dict[int, Fraction], surplus: int | None
) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = {}
    for (idle, cost), (more, price) in itertools.product(one.items(), two.items()):
        if surplus is None or idle + more <= surplus:
            total = cost + price
            sums[idle + more] = min(total, sums.get(idle + more, total))
    return sums
