"""Merging groups beside buyers' requirements and objectives: the same least values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.deciding.aims import aims_of
from tariffopt.problem import Problem, compile_scenario
from tariffopt.reductions import REDUCTIONS, reduce
from tariffopt.scenario.objectives import GOALS, Level
from tariffopt.scenario.requirements import REQUIREMENTS, DifferentVendors
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies.organisations import organised_scenarios
from tariffopt.testing.strategies.requirements import required_scenarios
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
FOUND = settings(
    max_examples=2_000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # the first will do, not the smallest
    suppress_health_check=SLOW,
)
MOST_SEATS = 7
"""Above this brute force takes too long."""


@st.composite
def crowded(
    draw: st.DrawFn, *, kinds: Sequence[str] = tuple(REQUIREMENTS)
) -> to.Scenario:
    """Draw a scenario in which some groups have a twin in the same places."""
    drawn = draw(st.one_of(required_scenarios(kinds=kinds), organised_scenarios()))
    few = int(drawn.groups.most.sum()) <= MOST_SEATS
    twinned = draw(st.lists(st.booleans(), min_size=len(drawn.groups)))
    twins: dict[str, str] = {}
    groups: list[to.Group] = []
    for group, is_twinned in zip(drawn.groups, twinned, strict=False):
        groups.append(group)
        if is_twinned and few and not twins:
            people = draw(st.integers(0, 2))
            groups.append(_twin(group, people))
            twins[group.id] = groups[-1].id
    wanted = [_with_twins(rule, twins) for rule in drawn.requirements]
    return attrs.evolve(drawn, groups=groups, requirements=wanted)


def _twin(group: to.Group, people: int) -> to.Group:
    """Give another group like it, of so many people, all of whom must be served."""
    return attrs.evolve(
        group, id=f"{group.id}-twin", people=people, seats=None, at_most=None
    )


def _with_twins(rule: Any, twins: dict[str, str]) -> Any:
    """Let a requirement that names a group name its twin too."""
    if not getattr(rule, "of", None):
        return rule
    # A party of its own beside the first would be another requirement.
    if isinstance(rule, DifferentVendors):
        return rule
    named = (name for key in rule.of for name in (key, twins.get(key, key)))
    return attrs.evolve(rule, of=tuple(dict.fromkeys(named)))


@st.composite
def aimed(draw: st.DrawFn) -> to.Scenario:
    """Draw such a scenario with objectives, its weights the same within some groups."""
    case = draw(crowded())
    names = draw(st.lists(st.sampled_from(GOALS), min_size=1, max_size=2, unique=True))
    units = st.integers(0, 4)
    present = {
        offer.id: {item.id: draw(units) for item in offer.items}
        for offer in case.offers
    }
    weight = st.sampled_from([1, 1, 2])
    groups = [attrs.evolve(group, weight=draw(weight)) for group in case.groups]
    costs = to.Switching(draw(st.sampled_from([0, 5])), draw(st.sampled_from([0, 3])))
    levels = [Level(name) for name in names]
    return attrs.evolve(
        case, objective=levels, present=present, groups=groups, switching=costs
    )


def _merges(problem: Problem) -> bool:
    return "merge-groups" in reduce(problem, ("merge-groups",)).applied


def _plan(scenario: to.Scenario, names: Sequence[str], **more: Any) -> to.Plan | None:
    try:
        return to.optimize(scenario, reductions=names, **more)
    except to.InfeasibleError:
        return None


@pytest.mark.deep
@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(scenario=crowded())
def test_merged_groups_have_the_oracles_optimum(scenario: to.Scenario) -> None:
    """With groups merged beside any requirements the optimum is brute force's."""
    plan = _plan(scenario, ["merge-groups"], ties="any")

    assert (plan and plan.cost.incl_tax.amount) == brute_force(scenario)


@pytest.mark.deep
@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(scenario=aimed())
def test_every_level_is_reached_alike(scenario: to.Scenario) -> None:
    """Merged or not, each level of the objective has the same best value, proved."""
    merged, apart = (
        _plan(scenario, names, ties="any") for names in (["merge-groups"], [])
    )

    assert (merged is None) is (apart is None)
    if merged is not None and apart is not None:
        assert merged.cost == apart.cost
        assert merged.levels == apart.levels
        assert to.verify(scenario, merged.answer).stands


@settings(max_examples=examples(30), suppress_health_check=SLOW, deadline=None)
@given(scenario=aimed())
def test_ties_are_settled_alike(scenario: to.Scenario) -> None:
    """Where one plan among equal ones is promised, merging promises the same one."""
    merged, apart = (_plan(scenario, names) for names in (["merge-groups"], []))

    if merged is not None and apart is not None and merged.ties == apart.ties:
        assert merged.ties != "canonical" or merged.purchases == apart.purchases
        assert merged.ties != "canonical" or merged.assignments == apart.assignments


@pytest.mark.parametrize("kind", sorted(REDUCTIONS["merge-groups"].tolerates))
def test_groups_are_merged_beside_each_kind(kind: str) -> None:
    """Beside each kind that is tolerated some case has groups that are merged."""
    # A kind that buyers ask for by itself is rare among all: here it is always asked.
    kinds = [kind] if kind in REQUIREMENTS else list(REQUIREMENTS)
    drawn = crowded(kinds=kinds) if "goal" not in kind else aimed()

    def is_merged(scenario: to.Scenario) -> bool:
        compiled = compile_scenario(scenario)
        aims = aims_of(scenario, compiled)
        goals = [compiled.goal, *(aim.goal for aim in aims)]
        problems = [attrs.evolve(compiled, goal=goal) for goal in goals]
        return any(kind in problem.kinds and _merges(problem) for problem in problems)

    find(drawn, is_merged, settings=FOUND)  # fails where there is none
