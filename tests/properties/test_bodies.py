"""Bodies that sign for themselves: contracts of their own, and tiers they may share."""

from __future__ import annotations

from fractions import Fraction

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.deciding.first import first_plan
from tariffopt.problem import compile_scenario
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    requirements,
    scenarios,
    selected,
    with_bodies,
)
from tests.laws import least, objective_is_the_bill
from tests.points import points
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
BODIES = scenarios(most_tariffs=2, most_seats=6, last=5).flatmap(with_bodies)


@pytest.mark.deep
@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=BODIES)
def test_optimum_of_bodies_is_the_oracles(scenario: to.Scenario) -> None:
    """Each body is served by its own contracts at the least cost of all together."""
    assert least(scenario) == brute_force(scenario)


@st.composite
def _for_all(draw: st.DrawFn) -> to.Scenario:
    """Draw two bodies that buy some items for all of their people or for nobody."""
    plain = draw(scenarios(most_tariffs=2, most_seats=6, last=5, limited=False))
    offers = []
    for offer in plain.offers:
        some = st.sets(st.sampled_from([i.id for i in offer.items]), min_size=1)
        rule = to.WholeHeadcount(to.Meter.pool(sorted(draw(some))))
        (version,) = offer.versions
        version = attrs.evolve(version, rules=[*version.rules, rule])
        offers.append(attrs.evolve(offer, versions=[version]))
    return draw(with_bodies(attrs.evolve(plain, offers=offers)))


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=_for_all())
def test_each_body_buys_for_all_of_its_own(scenario: to.Scenario) -> None:
    """Under a rule of head-counts the optimum is brute force's, and a plan is made."""
    bodies = len(scenario.groups.bodies)
    hypothesis.event(f"bodies: {bodies}")
    best = brute_force(scenario)
    assert least(scenario) == best
    assert least(scenario, reductions=()) == best
    first = first_plan(compile_scenario(scenario))
    if first is not None:
        assert best is not None
        assert first.cost >= best


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


def _selectable(line: to.Charge) -> bool:
    """Tell whether a tier of a charge can be selected by a meter: not in blocks."""
    counted = any(step.key == "count" for step in line.steps)
    tiers = line.schedule.tiers if isinstance(line.schedule, to.Volume) else ()
    return bool(tiers) and not counted and all(tier.size == 1 for tier in tiers)


@st.composite
def _across(draw: st.DrawFn) -> to.Scenario:
    """Draw two bodies that buy under one tariff, and some tiers they share."""
    plain = draw(
        scenarios(
            most_tariffs=1, most_seats=5, last=4, schemes=["volume"], most_groups=2
        )
    )
    (offer,) = plain.offers
    lines = []
    for line in offer.versions[0].charges:
        if _selectable(line) and draw(st.booleans()):
            drawn = attrs.evolve(line, free=None)
            drawn = draw(selected(drawn, [item.id for item in offer.items]))
            lines.append(attrs.evolve(drawn, across=True))
        else:
            lines.append(line)
    version = attrs.evolve(offer.versions[0], charges=lines)
    shared = attrs.evolve(offer, versions=(version,))
    return draw(with_bodies(attrs.evolve(plain, offers=[shared])))


@pytest.mark.deep
@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=_across())
def test_tiers_of_all_bodies_cost_what_the_oracle_finds(scenario: to.Scenario) -> None:
    """Where the total over all bodies selects the tier, brute force finds the same."""
    hypothesis.event(f"bodies: {len(scenario.groups.bodies)}")
    assert least(scenario) == brute_force(scenario)


@pytest.mark.deep
@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=_across(), data=st.data())
def test_budgets_of_bodies_that_share_tiers(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """What the bodies of some groups pay is theirs, whoever reached the tier."""
    wanted = data.draw(requirements(scenario, "budget"))
    asked = attrs.evolve(scenario, requirements=[wanted])
    cost, free = brute_force(asked), brute_force(scenario)
    some = len(scenario.members(wanted.of)) < len(scenario.groups)
    hypothesis.event(f"of {'some' if some else 'all'}, binds: {cost != free}")

    assert least(asked) == cost


@settings(max_examples=examples(40), suppress_health_check=SLOW, deadline=None)
@given(scenario=_across())
def test_reductions_keep_shared_tiers(scenario: to.Scenario) -> None:
    """Without any reduction the optimum is the same."""
    assert least(scenario) == least(scenario, reductions=())


@pytest.mark.deep
@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=_across(), data=st.data())
def test_points_of_shared_tiers_are_plans(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """Any purchases cost in the program what the bills of all contracts come to."""
    bought, served = data.draw(points(compile_scenario(scenario)))

    found = objective_is_the_bill(scenario, bought, served)

    hypothesis.event("a plan" if found else "no plan")
