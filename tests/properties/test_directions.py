"""Restrictions never lower the least cost, relaxations never raise it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.scenario.objectives import Goal, Level
from tariffopt.scenario.requirements import REQUIREMENTS
from tariffopt.tariff import RULES
from tariffopt.testing.strategies import (
    required_scenarios,
    scenarios,
    scenarios_with_choices,
)
from tests.features import FEATURES, known_names
from tests.laws import least
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
OBJECTIVES: dict[Goal, int] = {
    "most-coverage": 1,
    "least-idle": -1,
    "fewest-vendors": -1,
    "most-preferred": -1,
}
"""Whether more of it is better, 1, or less; preferences count how far down they are."""


def test_everything_has_a_direction() -> None:
    """Each requirement, rule, limit and field is said to restrict, relax or neither.

    Where there is no law the reason is given.
    """
    assert set(FEATURES) == known_names()
    lawless = {name for name, each in FEATURES.items() if each.direction == "neither"}
    assert all(FEATURES[name].why for name in lawless)
    assert all(each.without for name, each in FEATURES.items() if name not in lawless)


@st.composite
def stating(draw: st.DrawFn, name: str) -> to.Scenario:
    """Draw a scenario that states something, its numbers on what decides."""
    kind, _, part = name.partition(".")
    if kind == "rules":
        return draw(
            scenarios(most_tariffs=2, most_groups=2, most_seats=4, last=4, most_items=2)
        )
    if kind == "choose":
        return draw(_chosen())
    kinds = [part] if kind == "requirements" else list(REQUIREMENTS)
    drawn = draw(required_scenarios(kinds=kinds, most=2))
    if kind == "limits":
        return draw(_limited(drawn, part))
    texts, numbers = st.sampled_from(["", "x", "*b*"]), st.integers(0, 3)
    ids = [offer.id for offer in drawn.offers]
    fields: dict[str, Any] = {
        "name": texts,
        "note": texts,
        "meta": st.just({"k": 1}),
        "weight": numbers,
        "priority": st.integers(1, 3),
        "prefers": st.permutations(ids).map(tuple),
    }
    if kind == "groups" and part in fields:
        groups = [
            attrs.evolve(group, **{part: draw(fields[part])}) for group in drawn.groups
        ]
        return attrs.evolve(drawn, groups=groups)
    stated: dict[str, Any] = {
        "present": {o.id: {i.id: draw(numbers) for i in o.items} for o in drawn.offers},
        "switching": to.Switching(draw(numbers), draw(numbers)),
        "name": "x",
        "budget_figure": to.BudgetFigure(1000, "up"),
    }
    return attrs.evolve(drawn, **{kind: stated[kind]}) if kind in stated else drawn


@st.composite
def _limited(draw: st.DrawFn, drawn: to.Scenario, limit: str) -> to.Scenario:
    """Limit idle seats to a few, or what is payable to the least cost and beside it."""
    if limit == "max_surplus":
        amount = draw(st.integers(0, 2))
    else:
        free = least(FEATURES["limits.budget"].without(drawn))  # type: ignore[misc]
        assume(free is not None)
        amount = max(0, int(free or 0) + draw(st.integers(-1, 1)))
    limits: Any = attrs.evolve(drawn.limits, **{limit: amount})
    return attrs.evolve(drawn, limits=limits)


@st.composite
def _chosen(draw: st.DrawFn) -> to.Scenario:
    """Fix one option of each choice of an offer."""
    drawn = draw(scenarios_with_choices())
    choose = {
        offer.id: {c.id: draw(st.sampled_from(c.ids)) for c in offer.choices}
        for offer in drawn.offers
        if offer.choices
    }
    return attrs.evolve(drawn, choose=choose)


LAWFUL = [name for name, each in FEATURES.items() if each.direction != "neither"]
# Nothing reads these of a scenario that was built in Python.
UNDRAWN = {"notes", "origin"}


@pytest.mark.parametrize("name", [name for name in LAWFUL if name not in UNDRAWN])
@settings(max_examples=examples(5), suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_the_least_cost_goes_the_declared_way(name: str, data: st.DataObject) -> None:
    """Without a restriction no more is paid, without a relaxation no less.

    Without what is neutral just as much; where there is no plan, the most.
    """
    scenario = data.draw(stating(name))
    stripped = FEATURES[name].stripped(scenario)
    assume(stripped is not None)
    assert stripped is not None
    cost, plain = (_or_most(least(each)) for each in (scenario, stripped))

    direction = FEATURES[name].direction
    assert direction == "relaxation" or plain <= cost
    assert direction == "restriction" or plain >= cost


def _or_most(cost: Fraction | None) -> Fraction | float:
    return float("inf") if cost is None else cost


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=examples(8), suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_other_objectives_reach_no_more_under_a_restriction(
    objective: Goal, data: st.DataObject
) -> None:
    """Of whatever comes first, a plan with all restrictions reaches no more."""
    scenario = data.draw(required_scenarios(most=2))
    ids = [offer.id for offer in scenario.offers]
    groups = [attrs.evolve(group, prefers=tuple(ids)) for group in scenario.groups]
    aimed = attrs.evolve(scenario, groups=groups, objective=[Level(objective)])
    reached = _first_level(aimed)
    assume(reached is not None)
    sign = OBJECTIVES[objective]

    for name in ("limits.max_surplus", *(f"requirements.{k}" for k in REQUIREMENTS)):
        stripped = FEATURES[name].stripped(aimed)
        if stripped is not None:
            free = _first_level(stripped)
            assert free is not None, name
            assert sign * free >= sign * (reached or 0), name


def _first_level(scenario: to.Scenario) -> Fraction | None:
    try:
        plan = to.optimize(scenario, ties="any")
    except to.InfeasibleError:
        return None
    assert plan.levels[0].proved
    return plan.levels[0].value


def test_rules_are_all_drawn() -> None:
    """The laws are asked of each kind of rule that vendors can state."""
    assert {f"rules.{kind}" for kind in RULES} <= set(LAWFUL)
