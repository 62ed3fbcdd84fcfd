"""The oracles agree with one another, and with a third, plainest search."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tariffopt.errors import QuantityError
from tariffopt.scenario import Group, Scenario
from tariffopt.tariff import quote
from tariffopt.tariff.model import TaxBasis
from tariffopt.testing.boundaries import ends_of
from tariffopt.testing.dynamic import dynamic_program
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.purchasing import access_sets
from tariffopt.testing.strategies import (
    feasible_scenarios,
    scenarios,
    tariffs,
    terms,
)
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
MOST = 9


def people_fit(
    bought: Sequence[int], ways: Sequence[Sequence[tuple[int, ...]]]
) -> list[int]:
    """Seat one person after another in every possible way; give the seats used."""
    if not ways:
        return [0]
    used = []
    for way in ways[0]:
        if all(bought[index] for index in way):
            left = [seats - (index in way) for index, seats in enumerate(bought)]
            used += [len(way) + more for more in people_fit(left, ways[1:])]
    return used


def plainest(scenario: Scenario) -> Fraction | None:
    """Try every purchase of up to `MOST` of each item, and seat people one by one."""
    places = [(offer, item) for offer in scenario.offers for item in offer.items]
    grants = [frozenset(item.grants) for _, item in places]
    ways = [
        access_sets(frozenset(group.needs or ()), grants)
        for group in scenario.groups
        for _ in range(group.needed)
    ]
    surplus = scenario.limits.surplus(len(ways))
    (people,) = scenario.groups.headcounts.values()
    best: Fraction | None = None
    for bought in itertools.product(range(MOST + 1), repeat=len(places)):
        total, seats = Fraction(0), iter(bought)
        try:
            for offer in scenario.offers:
                sold = {item.id: next(seats) for item in offer.items}
                bill = quote(offer, sold, scenario.terms, headcount=people)
                total += bill.incl_tax.amount
        except QuantityError:
            continue
        if best is not None and total >= best:
            continue
        served = [n * item.people for n, (_, item) in zip(bought, places, strict=True)]
        used = people_fit(served, ways)
        if used and (surplus is None or sum(served) - max(used) <= surplus):
            best = total
    budget = scenario.limits.budget
    return None if best is None or (budget is not None and best > budget) else best


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=scenarios(most_tariffs=1, most_seats=4, last=4))
def test_brute_force_equals_the_plainest_search(scenario: Scenario) -> None:
    """Listing assignments finds what seating people one by one finds."""
    for offer in scenario.offers:
        version = offer.version_for(scenario.terms)
        ends = [ends_of(version, item) for item in offer.items]
        assume(max(itertools.chain((0,), *ends)) < MOST)

    assert brute_force(scenario) == plainest(scenario)


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios())
def test_feasible_scenarios_are_feasible(scenario: Scenario) -> None:
    """A scenario made from a plan outward has one."""
    assert brute_force(scenario) is not None


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(count=st.integers(1, 3), need=st.integers(0, 9), data=st.data())
def test_dynamic_program_equals_brute_force(
    count: int, need: int, data: st.DataObject
) -> None:
    """For one group and single-item offers the two oracles agree."""
    when = data.draw(terms())
    basis: TaxBasis | None = "excluding-tax" if when.tax is None else None
    offers = []
    for number in range(count):
        one = data.draw(tariffs(id=f"t{number}", most_items=1, prices=basis))
        item = attrs.evolve(one.items[0], grants=("chat",))
        offers.append(attrs.evolve(one, items=(item,)))
    scenario = Scenario([Group("all", need, needs={"chat"})], offers, when)

    assert dynamic_program(offers, need, when) == brute_force(scenario)
