"""Buyers' requirements: the optimum is brute force's, and the laws that need none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.problem import compile_scenario
from tariffopt.scenario.requirements import REQUIREMENTS, Requirement
from tariffopt.testing.candidates import Candidate, candidates
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    feasible_scenarios,
    required_scenarios,
    requirements,
)
from tests.laws import least, objective_is_the_bill
from tests.points import served_points
from tests.profiles import examples
from tests.solvers.programs import SOLVERS

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


# --- the oracle ---------------------------------------------------------------------


@pytest.mark.deep
@settings(max_examples=examples(150), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios())
def test_optimum_is_brute_force(scenario: to.Scenario) -> None:
    """Under random sets of requirements the optimum is what trying everything finds.

    Or there is none, and trying everything finds none.
    """
    assert least(scenario) == brute_force(scenario)


FOUND = settings(
    max_examples=5_000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # the first will do, not the smallest
    suppress_health_check=SLOW,
)


def _without(scenario: to.Scenario, kind: str) -> to.Scenario:
    kept = [r for r in scenario.requirements if r.kind != kind]
    return attrs.evolve(scenario, requirements=kept)


@pytest.mark.parametrize("kind", REQUIREMENTS)
@pytest.mark.parametrize("binds", ["dearer", "impossible"])
def test_each_kind_is_drawn_and_binds(kind: str, binds: str) -> None:
    """Of each kind some case costs more by it, and some has no plan any more."""

    def is_bound(scenario: to.Scenario) -> bool:
        free = brute_force(_without(scenario, kind))
        cost = brute_force(scenario)
        if free is None or cost == free:
            return False
        return (cost is None) is (binds == "impossible")

    drawn = find(required_scenarios(kinds=[kind]), is_bound, settings=FOUND)

    assert least(drawn) == brute_force(drawn)


@pytest.mark.parametrize("binds", ["dearer", "impossible"])
def test_budgets_of_some_are_drawn_and_bind(binds: str) -> None:
    """In some case a budget of some groups alone costs more, or leaves no plan.

    Where it costs more, the same budget of all groups would be another.
    """

    def is_bound(scenario: to.Scenario) -> bool:
        (wanted,) = scenario.requirements
        if len(scenario.members(wanted.of)) == len(scenario.groups):
            return False
        free = brute_force(_without(scenario, "budget"))
        cost = brute_force(scenario)
        if free is None or cost == free or (cost is None) is (binds == "dearer"):
            return False
        whole = attrs.evolve(scenario, requirements=[attrs.evolve(wanted, of=())])
        return cost is None or cost != brute_force(whole)

    drawn = find(required_scenarios(kinds=["budget"]), is_bound, settings=FOUND)

    assert least(drawn) == brute_force(drawn)


@settings(max_examples=examples(40), suppress_health_check=SLOW, deadline=None)
@given(scenario=feasible_scenarios(most_tariffs=2, most_seats=5, last=4))
def test_candidates_without_requirements_are_the_old_oracle(
    scenario: to.Scenario,
) -> None:
    """Listing all plans finds the least cost that the faster search finds."""
    listed = min((plan.cost for plan in candidates(scenario)), default=None)

    assert listed == brute_force(scenario)


@settings(max_examples=examples(20), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios(most=2))
def test_plans_told_apart_are_no_other_plans(scenario: to.Scenario) -> None:
    """With all that is given and bought told apart the least cost is the same.

    Each of these plans covers what it gives.
    """
    assume(len(scenario.offers) < len("abc") and len(scenario.groups) < len("abc"))

    listed = list(candidates(scenario, apart=True))

    assert min((plan.cost for plan in listed), default=None) == brute_force(scenario)
    assert all(_covers(plan) for plan in listed)


def _covers(plan: Candidate) -> bool:
    seats = [
        units * slot.tariff.item(slot.item).people
        for slot, units in zip(plan.slots, plan.tally.bought, strict=True)
    ]
    for way, count in (pair for gift in plan.given for pair in gift.ways):
        for slot in way:
            seats[slot] -= count
    return min(seats) >= 0 and sum(seats) == plan.tally.idle


# --- directions ---------------------------------------------------------------------


def _looser_ends(wanted: Any) -> Iterator[Requirement]:
    """Lower what is wanted at least, and raise what is allowed at most, by little."""
    for name, step in (("at_least", -1), ("at_most", 1)):
        limit = getattr(wanted, name, None)
        if isinstance(limit, Fraction) and wanted.kind != "budget":
            moved = sorted([Fraction(0), limit + Fraction(step, 4), Fraction(1)])[1]
            yield attrs.evolve(wanted, **{name: moved})
        elif limit is not None and limit + step >= 0:
            yield attrs.evolve(wanted, **{name: limit + step})


def _about_fewer(fewest: int) -> Callable[[Any], Iterator[Requirement]]:
    """Leave each of those out whom it is about, while there are enough."""

    def about_fewer(wanted: Any) -> Iterator[Requirement]:
        for name in wanted.of if len(wanted.of) > fewest else ():
            yield attrs.evolve(
                wanted, of=[other for other in wanted.of if other != name]
            )

    return about_fewer


RESTRICTIONS: dict[str, Callable[[Any], Iterator[Requirement]]] = {
    "coverage": _looser_ends,
    "groups-served": _looser_ends,
    "vendors": _looser_ends,
    "share": _looser_ends,
    "purchase": _looser_ends,
    "budget": _looser_ends,
    "one-vendor": _about_fewer(1),
    "same-vendor": _about_fewer(1),
    "different-vendors": _about_fewer(2),
}
"""Each kind only ever forbids plans; how it is made to forbid fewer."""


def test_every_kind_has_a_direction() -> None:
    """A kind that restricts nothing would need a law of its own."""
    assert set(RESTRICTIONS) == set(REQUIREMENTS)


def _no_dearer(loose: Fraction | None, tight: Fraction | None) -> bool:
    return tight is None or (loose is not None and loose <= tight)


@pytest.mark.parametrize("kind", RESTRICTIONS)
@settings(max_examples=examples(15), suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_requirements_restrict(kind: str, data: st.DataObject) -> None:
    """One more never lowers the least cost, and a looser one never raises it."""
    others = [other for other in REQUIREMENTS if other != kind]
    scenario = data.draw(required_scenarios(kinds=others, most=2))
    assume(kind != "different-vendors" or len(scenario.groups) > 1)
    wanted = data.draw(requirements(scenario, kind))
    own = scenario.requirements
    cost = least(attrs.evolve(scenario, requirements=[*own, wanted]))

    assert _no_dearer(least(scenario), cost)
    for looser in RESTRICTIONS[kind](wanted):
        kept = attrs.evolve(scenario, requirements=[*own, looser])
        assert _no_dearer(least(kept), cost), looser


@settings(max_examples=examples(30), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios(kinds=["budget", "coverage", "vendors"]))
def test_budgets_of_fewer_restrict_less(scenario: to.Scenario) -> None:
    """The same amount for all groups, or for all sellers, never allows for more."""
    cost, kept = least(scenario), list(scenario.requirements)
    for wanted in [each for each in kept if isinstance(each, to.Budget)]:
        for more in (attrs.evolve(wanted, of=()), attrs.evolve(wanted, seller=None)):
            tight = least(attrs.evolve(scenario, requirements=[*kept, more]))
            assert _no_dearer(cost, tight), more
            swapped = [more if each is wanted else each for each in kept]
            assert least(attrs.evolve(scenario, requirements=swapped)) == tight, more


# --- two solvers, two accounts ------------------------------------------------------


@pytest.mark.skipif("CBC" not in SOLVERS, reason="cbcbox is not installed")
@settings(max_examples=examples(30), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios())
def test_solvers_agree(scenario: to.Scenario) -> None:
    """HiGHS and CBC find the same least cost, or that there is none."""
    assert least(scenario, solver="CBC") == least(scenario)


@settings(max_examples=examples(40), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios())
def test_reductions_change_nothing(scenario: to.Scenario) -> None:
    """Without any reduction the least cost is the same."""
    assert least(scenario, reductions=()) == least(scenario)


@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(scenario=required_scenarios(), data=st.data())
def test_program_and_certificate_agree_on_any_point(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """A purchase with seats is a point of the program where nothing is wrong with it.

    It then costs what its bill says; so whatever requirements it breaks or keeps.
    """
    problem = compile_scenario(scenario)
    bought, served = data.draw(served_points(problem))

    objective_is_the_bill(scenario, bought, served)
