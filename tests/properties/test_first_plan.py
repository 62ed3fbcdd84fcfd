"""The plan that is made at once: certified, never below the optimum, nearly always."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

import tariffopt as to
from tariffopt.deciding.first import first_plan
from tariffopt.problem import compile_scenario
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import feasible_scenarios, scenarios
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
NO_SHORTCUT = ("merge-groups", "useful-quantities")


@pytest.mark.deep
@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(limited=False))
def test_without_limits_there_is_a_plan_at_once(scenario: to.Scenario) -> None:
    """With no time at all a plan is there, certified, and said to be unproved."""
    try:
        plan = to.optimize(scenario, time_limit=0, reductions=NO_SHORTCUT)
    except to.NoPlanError:
        assume(False)
        return

    assert (plan.status, plan.proof, plan.bound) == ("feasible", "none", None)
    assert plan.stopped_because == "time-limit"
    assert to.certify(plan) == plan.certificate
    least = brute_force(scenario)
    assert least is not None
    assert plan.cost.incl_tax.amount >= least


@pytest.mark.deep
@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(scenario=scenarios())
def test_a_first_plan_keeps_every_rule_and_limit(scenario: to.Scenario) -> None:
    """Whatever rules and limits there are, what is found at once is certified."""
    budgetless = to.Limits(max_surplus=scenario.limits.max_surplus)
    given = to.Scenario(
        list(scenario.groups), scenario.offers, scenario.terms, limits=budgetless
    )
    assume(first_plan(compile_scenario(given), lambda: True) is not None)

    plan = to.optimize(given, time_limit=0, reductions=NO_SHORTCUT)

    assert to.certify(plan) == plan.certificate
