"""The optimum against the oracles, and the laws that need no oracle."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff.model import TaxBasis
from tariffopt.testing.dynamic import dynamic_program
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    feasible_scenarios,
    scenarios,
    tariffs,
    terms,
)
from tests.dates import START
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def cost(scenario: to.Scenario) -> Fraction | None:
    """Give the optimum the library finds, or ``None`` when it says there is none."""
    try:
        plan = to.optimize(scenario)
    except to.InfeasibleError:
        return None
    assert plan.status == "optimal"
    return plan.cost.incl_tax.amount


@pytest.mark.deep
@settings(max_examples=examples(300), suppress_health_check=SLOW)
@given(scenario=scenarios())
def test_optimum_equals_brute_force(scenario: to.Scenario) -> None:
    """The optimum, or that there is none, is what trying everything finds."""
    assert cost(scenario) == brute_force(scenario)


@pytest.mark.deep
@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios())
def test_feasible_scenarios_have_the_least_plan(scenario: to.Scenario) -> None:
    """A scenario made from a plan outward is solved, at the cost the oracle finds."""
    found = cost(scenario)

    assert found is not None
    assert found == brute_force(scenario)


def test_what_nobody_needs_may_lower_the_cost() -> None:
    """An item due at zero may cost less when some is bought, though nobody needs it.

    Found by the property above: the envelope of the one needed item is not enough.
    """
    guests = [{"up_to": 1, "price": 0, "flat": 90}, {"up_to": 2, "price": 0}]
    tariff = to.tariff_from_dict(
        {
            "id": "t",
            "name": "T",
            "vendor": "V",
            "currency": "JPY",
            "prices": "excluding-tax",
            "items": {"seat": {"grants": ["chat"]}, "guest": {"grants": ["guest"]}},
            "charges": [
                {"item": "seat", "per": "month", "scheme": "per_unit", "price": 5},
                {"item": "guest", "per": "month", "scheme": "volume", "tiers": guests}
                | {"at_zero": "as-priced"},
            ],
        }
    )
    one = to.Scenario([to.Group("g", 1, needs={"chat"})], [tariff], to.Terms(START, 1))

    plan = to.optimize(one)

    assert plan.cost.incl_tax == to.GrossMoney(5, "JPY")
    assert brute_force(one) == 5
    assert {p.key.item: p.purchased for p in plan.purchases} == {"seat": 1, "guest": 2}


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(
    offers=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    need=st.integers(1, 40),
    data=st.data(),
)
def test_one_group_equals_dynamic_program(
    offers: list[int], need: int, data: st.DataObject
) -> None:
    """One group and single-item offers cost what the dynamic program says."""
    when = data.draw(terms())
    basis: TaxBasis | None = "excluding-tax" if when.tax is None else None
    drawn = [
        data.draw(tariffs(id=f"t{n}", most_items=1, last=20, rules=False, prices=basis))
        for n, _ in enumerate(offers)
    ]
    anyone = [
        attrs.evolve(t, items=tuple(attrs.evolve(i, grants=("chat",)) for i in t.items))
        for t in drawn
    ]
    scenario = to.Scenario([to.Group("all", need, needs={"chat"})], anyone, when)

    assert cost(scenario) == dynamic_program(anyone, need, when)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(limited=False), more=st.integers(1, 3))
def test_more_need_never_costs_less(scenario: to.Scenario, more: int) -> None:
    """Raising one group's seats never lowers the cost."""
    first, *rest = scenario.groups
    larger = attrs.evolve(first, people=first.people + more)
    grown = to.Scenario([larger, *rest], scenario.offers, scenario.terms)

    before, after = cost(scenario), cost(grown)

    assert before is not None
    assert after is None or after >= before


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(limited=False))
def test_fewer_offers_never_cost_less(scenario: to.Scenario) -> None:
    """Leaving an offer out never lowers the cost."""
    assume(len(scenario.offers) > 1)
    granted = {g for t in scenario.offers[1:] for item in t.items for g in item.grants}
    assume(all(needs <= granted for needs in scenario.groups.need_sets))
    fewer = to.Scenario(scenario.groups, scenario.offers[1:], scenario.terms)

    before, after = cost(scenario), cost(fewer)

    assert before is not None
    assert after is None or after >= before


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(), order=st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(scenario: to.Scenario, order: object) -> None:
    """Groups and offers in another order, under other names, cost the same."""
    groups = [attrs.evolve(g, id=f"renamed {g.id}", name=None) for g in scenario.groups]
    offers = [attrs.evolve(offer, id=f"z{offer.id}") for offer in scenario.offers]
    order.shuffle(groups)  # type: ignore[attr-defined]
    order.shuffle(offers)  # type: ignore[attr-defined]
    other = to.Scenario(groups, offers, scenario.terms, limits=scenario.limits)

    assert cost(other) == cost(scenario)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios())
def test_limits_never_lower_the_cost(scenario: to.Scenario) -> None:
    """A budget or a limit on idle seats never makes the cheapest plan cheaper."""
    free = to.Scenario(scenario.groups, scenario.offers, scenario.terms)
    limited, unlimited = cost(scenario), cost(free)

    assert limited is None or (unlimited is not None and limited >= unlimited)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios())
def test_reductions_change_nothing(scenario: to.Scenario) -> None:
    """Without any reduction the optimum is the same."""
    try:
        plain = to.optimize(scenario, reductions=()).cost.incl_tax.amount
    except to.InfeasibleError:
        plain = None

    assert cost(scenario) == plain
