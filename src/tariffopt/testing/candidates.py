"""All plans of a small scenario with buyers' requirements, for the oracles."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.scenario import Scenario
from tariffopt.scenario.requirements import Requirement, VendorCount
from tariffopt.testing.purchasing import (
    Asking,
    Costs,
    Signed,
    Vector,
    access_sets,
    pooled,
    price_purchases,
    signings,
)
from tariffopt.testing.requirements import (
    Case,
    Given,
    Slot,
    counted,
    exceeded,
    met_by_people,
    met_by_purchases,
    most_seats,
    units_asked,
)


@attrs.frozen
class Tally:
    """What is counted of purchases.

    Attributes
    ----------
    idle
        Seats given to nobody; 0 where they are not told apart.
    vendors
        Who is bought from; nobody where they are not told apart.
    counts
        What each requirement counts.
    bought
        Units of each slot; empty where they are not told apart.
    """

    idle: int
    vendors: frozenset[str]
    counts: tuple[Fraction, ...]
    bought: Vector = ()

    def plus(self, other: Tally) -> Tally:
        """Add what is bought elsewhere."""
        return Tally(
            self.idle + other.idle,
            self.vendors | other.vendors,
            tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
            self.bought + other.bought,
        )


@attrs.frozen
class Candidate:
    """A plan that keeps all requirements, rules and limits.

    Attributes
    ----------
    slots
        What may be bought under the contracts that it signs.
    given
        What each group is given; empty where it is not told apart.
    tally
        What is bought.
    cost
        Total payable, tax included, in the currency's main unit.
    """

    slots: tuple[Slot, ...]
    given: tuple[Given, ...]
    tally: Tally
    cost: Fraction


def candidates(scenario: Scenario, *, apart: bool = False) -> Iterator[Candidate]:
    """List all plans of a scenario, or the cheapest of those that count alike.

    Every way of giving each group between the seats it must and those it may have to
    its access sets is listed, and every purchase that covers it. Meant for about three
    groups of three seats and three offers; with ``apart`` for half as much.

    Parameters
    ----------
    scenario
        With requirements or without.
    apart
        Tell plans apart by everything they give and buy, not only by what
        requirements and limits count; for measures other than the cost.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> from tariffopt.scenario import Group, Scenario
    >>> tariff = to.demo_scenario().offers[0]
    >>> some = Group("all", 2, needs={"chat"}, coverage=0, at_most="100%")
    >>> scenario = Scenario([some], [tariff], to.Terms(date(2021, 4, 1), 1))
    >>> sorted({plan.cost for plan in candidates(scenario)})
    [Fraction(0, 1), Fraction(400, 1), Fraction(800, 1)]
    """
    for signed in signings(scenario):
        yield from _candidates(scenario, signed, apart=apart)


def _candidates(
    scenario: Scenario, signed: Signed, *, apart: bool
) -> Iterator[Candidate]:
    slots = tuple(
        Slot(body, offer, item.id) for body, offer in signed for item in offer.items
    )
    demands = _demands(scenario, slots, apart=apart)
    if not demands:
        return
    needed = [max(column) for column in zip(*(d for d, _ in demands), strict=True)]
    reach = [
        max(need, slot.tariff.item(slot.item).people * units)
        for need, slot in zip(needed, slots, strict=True)
        for units in [_units(scenario, slot)]
    ]
    markets = list(_markets(scenario, signed, reach, apart=apart))
    lookups = [functools.cache(market.least) for market in markets]
    budget, none = scenario.limits.budget, (Fraction(0),) * len(scenario.requirements)
    for demand, given in demands:
        found = {Tally(0, frozenset(), none): Fraction(0)}
        for market, lookup in zip(markets, lookups, strict=True):
            found = _added(found, lookup(demand[market.span]), markets[0])
        for tally, cost in found.items():
            kept = all(
                met_by_purchases(requirement, count, tally.vendors)
                for requirement, count in zip(
                    scenario.requirements, tally.counts, strict=True
                )
            )
            if kept and (budget is None or cost <= budget):
                yield Candidate(slots, given, tally, cost)


def _units(scenario: Scenario, slot: Slot) -> int:
    """Give the units that may be of use beside those that serve people."""
    wanted = [units_asked(required, slot) for required in scenario.requirements]
    present = dict(dict(scenario.present).get(slot.tariff.id, ()))
    return max([*wanted, present.get(slot.item, 0)])


# --- who is given what ----------------------------------------------------------


def _demands(
    scenario: Scenario, slots: Sequence[Slot], *, apart: bool
) -> set[tuple[Vector, tuple[Given, ...]]]:
    """List the seats of each slot that may be used at once, all requirements kept."""
    case, demands = Case.of(scenario, slots), set()
    choices = [_gifts(scenario, case, group) for group in range(len(case.groups))]
    for given in itertools.product(*choices):
        if all(met_by_people(r, case, given) for r in scenario.requirements):
            used = [0] * len(slots)
            for way, seats in (pair for gift in given for pair in gift.ways):
                for index in way:
                    used[index] += seats
            demands.add((tuple(used), given if apart else ()))
    return demands


def _gifts(scenario: Scenario, case: Case, number: int) -> list[Given]:
    """List what a group may be given, by the contracts of its body."""
    group, groups = case.groups[number], scenario.groups
    body = groups.bodies[groups.body[number]]
    grants = [
        frozenset(slot.tariff.item(slot.item).grants if slot.body == body else ())
        for slot in case.slots
    ]
    ways = access_sets(groups.need_sets[groups.need[number]], grants)
    return [
        Given.of(ways, seats, case.slots)
        for total in range(group.needed, most_seats(group) + 1)
        for seats in _divisions(total, len(ways))
    ]


def _divisions(total: int, parts: int) -> Iterator[Vector]:
    """Divide a number in every way.

    Examples
    --------
    >>> list(_divisions(2, 2))
    [(0, 2), (1, 1), (2, 0)]
    """
    if parts <= 1:
        yield from [(total,)] if parts else [()] * (total == 0)
        return
    for first in range(total + 1):
        for rest in _divisions(total - first, parts - 1):
            yield (first, *rest)


# --- what is bought -------------------------------------------------------------


@attrs.frozen(eq=False)
class _Market:
    """All purchases of one offer that can be of use, and what is counted of them.

    Attributes
    ----------
    span
        Which of all slots are its own.
    slots, people
        Its own slots, and how many people a unit of each serves.
    purchases
        Quantities, with what each contract costs.
    bodies
        Who signs each contract.
    requirements, surplus, case
        Of the scenario.
    apart
        Whether all purchases are told apart.
    """

    span: slice
    slots: tuple[Slot, ...]
    people: Vector
    purchases: tuple[tuple[Vector, Costs], ...]
    bodies: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    surplus: int | None
    case: Case
    apart: bool

    def least(self, demand: Vector) -> dict[Tally, Fraction]:
        """Give the least cost to cover a demand, by all that is counted."""
        found: dict[Tally, Fraction] = {}
        for bought, costs in self.purchases:
            seats = [q * n for q, n in zip(bought, self.people, strict=True)]
            if all(s >= d for s, d in zip(seats, demand, strict=True)):
                tally = self.tally(bought, costs, sum(seats) - sum(demand))
                cost = sum(costs, Fraction(0))
                if not self.too_much(tally):
                    found[tally] = min(cost, found.get(tally, cost))
        return found

    def tally(self, bought: Vector, costs: Costs, idle: int) -> Tally:
        """Count a purchase."""
        paid: dict[str, Fraction] = defaultdict(Fraction)
        for body, cost in zip(self.bodies, costs, strict=True):
            paid[body] += cost
        how = self.slots, bought, paid, self.case
        counts = [counted(required, *how) for required in self.requirements]
        named = self.apart or any(isinstance(r, VendorCount) for r in self.requirements)
        vendor = [self.slots[0].tariff.vendor] if any(bought) and named else []
        told = self.apart or self.surplus is not None
        units = bought if self.apart else ()
        return Tally(idle if told else 0, frozenset(vendor), tuple(counts), units)

    def too_much(self, tally: Tally) -> bool:
        """Tell whether a limit is broken, whatever else is bought."""
        if self.surplus is not None and tally.idle > self.surplus:
            return True
        return any(map(exceeded, self.requirements, tally.counts))


def _markets(
    scenario: Scenario, signed: Signed, reach: Sequence[int], *, apart: bool
) -> Iterator[_Market]:
    groups, start = scenario.groups, 0
    case = Case.of(scenario, ())
    surplus = scenario.limits.surplus(groups.seats_needed)
    for name, contracts in itertools.groupby(signed, key=lambda entry: entry[1].id):
        held, asked = scenario.held_of(name), tuple(contracts)
        for part in [asked] if pooled(asked) else [(one,) for one in asked]:
            asking = [
                Asking(offer, scenario.terms, held, groups.headcounts[body])
                for body, offer in part
            ]
            items = [(body, o, item) for body, o in part for item in o.items]
            end = start + len(items)
            yield _Market(
                span=slice(start, end),
                slots=tuple(Slot(body, offer, item.id) for body, offer, item in items),
                people=tuple(item.people for _, _, item in items),
                purchases=tuple(price_purchases(asking, tuple(reach[start:end]))),
                requirements=scenario.requirements,
                bodies=tuple(body for body, _ in part),
                surplus=surplus,
                case=case,
                apart=apart,
            )
            start = end


def _added(
    one: Mapping[Tally, Fraction], two: Mapping[Tally, Fraction], market: _Market
) -> dict[Tally, Fraction]:
    """Combine what is bought of some offers with what is bought of another."""
    sums: dict[Tally, Fraction] = {}
    for (first, cost), (second, price) in itertools.product(one.items(), two.items()):
        tally, total = first.plus(second), cost + price
        if not market.too_much(tally):
            sums[tally] = min(total, sums.get(tally, total))
    return sums
