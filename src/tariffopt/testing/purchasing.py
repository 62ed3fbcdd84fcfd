"""What may be signed and bought, and for how much: for the oracles alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.errors import QuantityError
from tariffopt.scenario import Scenario
from tariffopt.tariff import Item, Tariff, Terms, quote
from tariffopt.testing.asking import asked, carrying
from tariffopt.testing.boundaries import last_of, settled_after

Vector = tuple[int, ...]
Costs = tuple[Fraction, ...]
"""What each of some contracts costs."""
_LOOPS = 50

Signed = tuple[tuple[str, Tariff], ...]
"""Contracts that may be held together: who signs, and what is sold."""


def signings(scenario: Scenario) -> Iterator[Signed]:
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


def pooled(signed: Signed) -> bool:
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
) -> Iterator[tuple[Vector, Costs]]:
    """Price what one contract, or several of one tariff, buy at once, each its own."""
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
            costs = tuple(
                one.cost(own, tuple(t - q for t, q in zip(total, own, strict=True)))
                for one, own in zip(asking, vectors, strict=True)
            )
        except QuantityError:
            continue
        yield tuple(itertools.chain.from_iterable(vectors)), costs


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
