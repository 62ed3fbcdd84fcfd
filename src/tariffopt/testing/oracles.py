"""Oracles: the optimum found slowly, by other means than the library's.

They use `tariffopt.quote` and the rules of items, and nothing of the compiled
curves, the reductions or the formulation. No solver and no test library is needed.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.errors import QuantityError
from tariffopt.scenario import Scenario
from tariffopt.tariff import (
    Item,
    Tariff,
    Terms,
    quote,
)
from tariffopt.testing.asking import asked, carrying
from tariffopt.testing.boundaries import last_of, settled_after

Vector = tuple[int, ...]
_LOOPS = 50


def brute_force(scenario: Scenario) -> Fraction | None:
    """Find the least total payable of a small scenario by trying everything.

    Every way of giving the needed seats to access sets is listed, and for each the
    cheapest purchase that covers it is looked up among all purchases, each priced by
    `tariffopt.quote`. Meant for about 8 seats and a few items.

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
    costs = (_brute_force(scenario, held) for held in _signings(scenario))
    return min((cost for cost in costs if cost is not None), default=None)


Signed = tuple[tuple[str, Tariff], ...]
"""Contracts that may be held together: who signs, and what is sold."""


def _signings(scenario: Scenario) -> Iterator[Signed]:
    """List the contracts that may be held at once, as tariffs with choices settled.

    Of each offer as many as a body may hold, each with any options, which may recur;
    a contract under which nothing is bought costs nothing.
    """
    markets = []
    for offer in scenario.offers:
        fixed = dict(dict(scenario.choose).get(offer.id, ()))
        options = [
            [fixed[choice.id]] if choice.id in fixed else choice.ids
            for choice in offer.choices
        ]
        names = [choice.id for choice in offer.choices]
        sold = [
            offer.under(dict(zip(names, picked, strict=True)))
            for picked in itertools.product(*options)
        ]
        held = list(itertools.combinations_with_replacement(sold, offer.contracts))
        markets += [
            [[(body, tariff) for tariff in some] for some in held]
            for body in scenario.groups.bodies
        ]
    for signed in itertools.product(*markets):
        yield tuple(itertools.chain.from_iterable(signed))


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
        parts = [asked] if _pooled(asked) else [(contract,) for contract in asked]
        for part in parts:
            asking = [
                Asking(offer, scenario.terms, held, groups.headcounts[body])
                for body, offer in part
            ]
            people = tuple(item.people for _, offer in part for item in offer.items)
            end = start + len(people)
            purchases = tuple(price_purchases(asking, most[start:end]))
            markets.append(_Market(slice(start, end), people, purchases, surplus))
            start = end
    return _least(demands, markets, surplus, scenario.limits.budget)


def access_sets(
    needs: frozenset[str], grants: Sequence[frozenset[str]]
) -> list[Vector]:
    """List the minimal sets of items that together grant all needs, by trying all.

    Examples
    --------
    >>> chat, mail = frozenset({"chat"}), frozenset({"mail"})
    >>> access_sets(chat | mail, [chat, mail, chat | mail])
    [(2,), (0, 1)]
    """
    found: list[Vector] = []
    for size in range(1, len(needs) + 1):
        for chosen in itertools.combinations(range(len(grants)), size):
            granted = frozenset[str]().union(*(grants[index] for index in chosen))
            smaller = any(set(known) <= set(chosen) for known in found)
            if needs <= granted and not smaller:
                found.append(chosen)
    return found


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


def _pooled(signed: Signed) -> bool:
    """Tell whether contracts select tiers together."""
    versions = [version for _, offer in signed for version in offer.versions]
    return any(charge.across for version in versions for charge in version.charges)


@attrs.frozen
class Asking:
    """One contract, and what else its quotes ask for."""

    tariff: Tariff
    terms: Terms
    held: Mapping[str, int] | None
    headcount: int

    def cost(self, bought: Vector, others: Vector) -> Fraction:
        """Quote a purchase beside what other contracts buy."""
        names = [item.id for item in self.tariff.items]
        bill = quote(
            self.tariff,
            dict(zip(names, bought, strict=True)),
            self.terms,
            held=self.held,
            others=dict(zip(names, others, strict=True)),
            headcount=self.headcount,
        )
        return bill.incl_tax.amount


def price_purchases(
    asking: Sequence[Asking], most: Vector
) -> Iterator[tuple[Vector, Fraction]]:
    """Price what one contract, or several of one tariff, buy at once."""
    size = len(asking[0].tariff.items)
    wanted = [most[n * size : (n + 1) * size] for n in range(len(asking))]
    reach = tuple(max(column) for column in zip(*wanted, strict=True))
    bought = [
        list(_allowed_vectors(one.tariff, map(max, _useful(one, own), far)))
        for one, own in zip(asking, wanted, strict=True)
        for far in [_useful(one, reach)]
    ]
    for vectors in itertools.product(*bought):
        total = [sum(column) for column in zip(*vectors, strict=True)]
        try:
            cost = sum(
                (
                    one.cost(own, tuple(t - q for t, q in zip(total, own, strict=True)))
                    for one, own in zip(asking, vectors, strict=True)
                ),
                Fraction(0),
            )
        except QuantityError:
            continue
        yield tuple(itertools.chain.from_iterable(vectors)), cost


def _allowed_vectors(tariff: Tariff, ends: Iterable[int]) -> Iterator[Vector]:
    ranges = [
        [quantity for quantity in range(end + 1) if item.allows(quantity)]
        for item, end in zip(tariff.items, ends, strict=True)
    ]
    yield from itertools.product(*ranges)


def _useful(one: Asking, most: Vector) -> list[int]:
    """Bound the quantities of a cheapest purchase.

    Cut any purchase down to these bounds and it still covers the demand, keeps the
    rules, leaves fewer seats idle and costs no more: past the bound of an item
    every charge on it has settled, and one unit more never costs less.
    """
    tariff, terms = one.tariff, one.terms
    version = tariff.version_for(terms)
    bounds = {}
    for item, need in zip(tariff.items, most, strict=True):
        settled = [
            -(-settled_after(charge) // weight)
            for charge in version.charges
            if (weight := charge.selecting.weight(item.id))
        ]
        units = -(-need // item.people)
        bounds[item.id] = _allowed(tariff, item, max([units, *settled]), terms)
    for _ in range(_LOOPS):
        before = dict(bounds)
        for rule in version.rules:
            for name, needed in asked(rule, bounds, one.headcount).items():
                end = _allowed(tariff, tariff.item(name), needed, terms)
                bounds[name] = max(bounds[name], end)
        for charge in version.charges:
            for name, needed in carrying(charge, tariff, bounds).items():
                end = _allowed(tariff, tariff.item(name), needed, terms)
                bounds[name] = max(bounds[name], end)
        if bounds == before:
            return [bounds[item.id] for item in tariff.items]
    raise ValueError(f"{tariff.id}: rules raise each other's quantities for ever")


def _allowed(tariff: Tariff, item: Item, wanted: int, terms: Terms) -> int:
    """Round up to a quantity that can be bought, or down to the last one."""
    last = last_of(tariff.version_for(terms), item)
    upper = item.next_allowed(wanted)
    return upper if last is None else min(upper, last)
