"""Oracles: the optimum found slowly, by other means than the library's.

They use `tariffopt.quote` and the rules of items, and nothing of the compiled
curves, the reductions or the formulation. No solver and no test library is needed.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
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
    for _, contracts in itertools.groupby(signed, key=lambda entry: entry[1].id):
        offers = [offer for _, offer in contracts]
        parts = [offers] if _pooled(offers) else [[offer] for offer in offers]
        for part in parts:
            end = start + sum(len(offer.items) for offer in part)
            held, heads = scenario.held_of(offers[0].id), groups.headcount
            purchases = tuple(
                _joint(part, most[start:end], scenario.terms, held, heads)
            )
            people = tuple(item.people for offer in part for item in offer.items)
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


def _pooled(offers: Sequence[Tariff]) -> bool:
    """Tell whether contracts select tiers together."""
    versions = [version for offer in offers for version in offer.versions]
    return any(charge.across for version in versions for charge in version.charges)


def _joint(
    offers: Sequence[Tariff],
    most: Vector,
    terms: Terms,
    held: Mapping[str, int] | None,
    headcount: int,
) -> Iterator[tuple[Vector, Fraction]]:
    """Price what several contracts of one tariff buy at once."""
    if len(offers) == 1:
        yield from price_purchases(offers[0], most, terms, held, headcount)
        return
    names = [item.id for item in offers[0].items]
    size = len(names)
    wanted = [most[n * size : (n + 1) * size] for n in range(len(offers))]
    reach = [max(column) for column in zip(*wanted, strict=True)]
    bounds = [
        tuple(
            map(
                max,
                _useful(offer, own, terms, headcount),
                _useful(offer, tuple(reach), terms, headcount),
            )
        )
        for offer, own in zip(offers, wanted, strict=True)
    ]
    bought = [list(_allowed_vectors(o, b)) for o, b in zip(offers, bounds, strict=True)]
    for vectors in itertools.product(*bought):
        total = [sum(column) for column in zip(*vectors, strict=True)]
        cost = Fraction(0)
        try:
            for offer, own in zip(offers, vectors, strict=True):
                others = {n: t - q for n, t, q in zip(names, total, own, strict=True)}
                mine = dict(zip(names, own, strict=True))
                bill = quote(
                    offer, mine, terms, held=held, others=others, headcount=headcount
                )
                cost += bill.incl_tax.amount
        except QuantityError:
            continue
        yield tuple(itertools.chain.from_iterable(vectors)), cost


def _allowed_vectors(tariff: Tariff, ends: Sequence[int]) -> Iterator[Vector]:
    ranges = [
        [quantity for quantity in range(end + 1) if item.allows(quantity)]
        for item, end in zip(tariff.items, ends, strict=True)
    ]
    yield from itertools.product(*ranges)


def price_purchases(
    tariff: Tariff,
    most: Vector,
    terms: Terms,
    held: Mapping[str, int] | None,
    headcount: int,
) -> Iterator[tuple[Vector, Fraction]]:
    """Price every purchase up to the quantities that can be of use."""
    useful = _useful(tariff, most, terms, headcount)
    names = [item.id for item in tariff.items]
    for bought in _allowed_vectors(tariff, useful):
        try:
            buy = dict(zip(names, bought, strict=True))
            bill = quote(tariff, buy, terms, held=held, headcount=headcount)
        except QuantityError:
            continue
        yield bought, bill.incl_tax.amount


def _useful(tariff: Tariff, most: Vector, terms: Terms, headcount: int) -> list[int]:
    """Bound the quantities of a cheapest purchase.

    Cut any purchase down to these bounds and it still covers the demand, keeps the
    rules, leaves fewer seats idle and costs no more: past the bound of an item
    every charge on it has settled, and one unit more never costs less.
    """
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
            for name, needed in asked(rule, bounds, headcount).items():
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
