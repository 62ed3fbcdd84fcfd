"""Bodies that sign for themselves: contracts of their own, and tiers they may share."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import tariffopt as to
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import scenarios, with_bodies
from tests.laws import least
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
BODIES = scenarios(most_tariffs=2, most_seats=6, last=5).flatmap(with_bodies)


@pytest.mark.deep
@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=BODIES)
def test_optimum_of_bodies_is_the_oracles(scenario: to.Scenario) -> None:
    """Each body is served by its own contracts at the least cost of all together."""
    assert least(scenario) == brute_force(scenario)


@settings(max_examples=examples(50), suppress_health_check=SLOW, deadline=None)
@given(scenario=BODIES)
def test_bodies_that_share_nothing_are_decided_alone(scenario: to.Scenario) -> None:
    """Without limits and pooled tiers, the cost is the sum of the bodies' own."""
    free = attrs.evolve(scenario, limits=to.Limits())
    total: Fraction | None = Fraction(0)
    for body in free.groups.bodies:
        own = [g for g in free.groups if (g.body or "organisation") == body]
        cost = least(attrs.evolve(free, groups=own))
        total = None if cost is None or total is None else total + cost

    assert least(free) == total


@settings(max_examples=examples(30), suppress_health_check=SLOW, deadline=None)
@given(scenario=BODIES)
def test_plans_of_bodies_survive_json(scenario: to.Scenario) -> None:
    """A plan read back is the plan that was written, and still stands."""
    try:
        plan = to.optimize(scenario)
    except to.InfeasibleError:
        return

    again = to.Plan.from_json(plan.to_json())

    assert again == plan
    assert to.certify(again) == plan.certificate
