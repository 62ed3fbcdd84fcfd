"""The program says the same as the price lists: its points are the plans."""

from __future__ import annotations

from typing import Any

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.formulation import build_program
from tariffopt.problem import Problem, compile_scenario
from tariffopt.solvers import solve
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import feasible_scenarios, scenarios
from tests.laws import least, objective_is_the_bill
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@st.composite
def _points(draw: st.DrawFn) -> tuple[to.Scenario, list[int], dict[Any, int]]:
    """Draw a scenario with quantities and seats, of which many are a plan."""
    scenario = draw(feasible_scenarios(most_seats=8))
    problem = compile_scenario(scenario)
    served = {
        key: count
        for group, seats in enumerate(problem.seats.tolist())
        for key, count in draw(_shared(problem, group, seats)).items()
    }
    used = [0] * len(problem.supplies)
    for (_, access), count in served.items():
        for supply in problem.access[access]:
            used[supply] += count
    return scenario, draw(_purchases(problem, used)), served


@st.composite
def _shared(
    draw: st.DrawFn, problem: Problem, group: int, seats: int
) -> dict[tuple[int, int], int]:
    """Draw how a group's seats are shared among its access sets."""
    found: dict[tuple[int, int], int] = {}
    ways = problem.eligible[problem.need[group]]
    for way in ways[:-1]:
        found[group, way] = draw(st.integers(0, seats - sum(found.values())))
    found[group, ways[-1]] = seats - sum(found.values())
    return found


@st.composite
def _purchases(draw: st.DrawFn, problem: Problem, used: list[int]) -> list[int]:
    """Draw a quantity of each item: what is used, more that can be bought, or any."""
    bought = []
    for supply, count in zip(problem.supplies, used, strict=True):
        near = min(supply.upper, supply.item.next_allowed(count))
        more = min(supply.upper, supply.item.next_allowed(count + 1))
        anything = st.integers(0, supply.upper)
        bought.append(draw(st.one_of(st.sampled_from([near, more]), anything)))
    return bought


@pytest.mark.deep
@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(point=_points())
def test_points_are_plans(
    point: tuple[to.Scenario, list[int], dict[Any, int]],
) -> None:
    """Quantities and seats are a point exactly if they are a plan, at its cost."""
    hypothesis.event("a plan" if objective_is_the_bill(*point) else "no plan")


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(scenario=scenarios(), whole=st.booleans())
def test_least_point_is_the_oracles(scenario: to.Scenario, whole: bool) -> None:
    """The least cost of the program alone, seats whole or not, is the oracle's.

    Without a budget, which is no part of the program.
    """
    free = to.Scenario(
        scenario.groups,
        scenario.offers,
        scenario.terms,
        limits=to.Limits(max_surplus=scenario.limits.max_surplus),
    )
    problem = compile_scenario(free)

    outcome = solve(build_program(problem, whole_seats=whole).program)

    assert outcome.status in ("optimal", "infeasible")
    assert outcome.bound == brute_force(free)


@st.composite
def _pooled(draw: st.DrawFn) -> to.Scenario:
    """Draw a scenario in which some charges count all items of their contract."""
    scenario = draw(scenarios(most_tariffs=2, most_seats=9))
    offers = []
    for offer in scenario.offers:
        weights = [(item.id, draw(st.integers(1, 2))) for item in offer.items]
        pool, lines = to.Meter(tuple(weights)), []
        for line in offer.versions[0].charges:
            shared = bool(line.meter.weights) and draw(st.booleans())
            # Units carried for free would be carried by items that are counted.
            pooled = attrs.evolve(line, meter=pool, free=None) if shared else line
            lines.append(pooled)
        version = attrs.evolve(offer.versions[0], charges=lines)
        offers.append(attrs.evolve(offer, versions=(version,)))
    return attrs.evolve(scenario, offers=tuple(offers))


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=_pooled())
def test_pools_cost_what_the_oracle_finds(scenario: to.Scenario) -> None:
    """Where one meter counts several items, weighted, the optimum is the oracle's."""
    assert least(scenario) == brute_force(scenario)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios())
def test_names_are_unique_and_readable(scenario: to.Scenario) -> None:
    """Every column and row of any program has a short ASCII name of its own."""
    program = to.formulate(scenario, reductions=())
    names = [c.name for c in program.columns] + [r.name for r in program.rows]

    assert len(set(names)) == len(names)
    assert all(name.isascii() and len(name) < 60 for name in names)
