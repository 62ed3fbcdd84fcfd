"""Laws between two optima: no oracle is needed, so scenarios may be larger.

More need, fewer offers, other names and orders, and limits are in `test_optimize`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.solvers import available_solvers
from tariffopt.tariff import Minimum, Run, Schedule
from tariffopt.testing.strategies import feasible_scenarios, scenarios
from tests.laws import least
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
LARGE: dict[str, Any] = {"last": 120, "most_seats": 400, "limited": False}


# --- changing prices ----------------------------------------------------------------


@functools.singledispatch
def repriced(schedule: Schedule, change: Callable[[Fraction], Fraction]) -> Any:
    """Change every amount of a schedule."""
    return attrs.evolve(schedule, price=change(schedule.price))  # type: ignore[attr-defined,misc]


@repriced.register(to.Volume | to.Graduated | to.Stairstep)
def _(schedule: Any, change: Callable[[Fraction], Fraction]) -> Any:
    tiers = (
        attrs.evolve(tier, price=change(tier.price), flat=change(tier.flat))
        for tier in schedule.tiers
    )
    return attrs.evolve(schedule, tiers=tuple(tiers))


@repriced.register(to.Tabulated)
def _(schedule: to.Tabulated, change: Callable[[Fraction], Fraction]) -> Any:
    runs = (Run(r.up_to, change(r.base), change(r.price)) for r in schedule.runs)
    return to.Tabulated(tuple(runs))


def with_charges(
    tariff: to.Tariff, change: Callable[[to.Charge], to.Charge]
) -> to.Tariff:
    """Change every charge of a tariff."""
    versions = [
        attrs.evolve(version, charges=tuple(map(change, version.charges)))
        for version in tariff.versions
    ]
    return attrs.evolve(tariff, versions=tuple(versions), examples=())


def times(charge: to.Charge, factor: Fraction) -> to.Charge:
    """Multiply every amount of a charge."""
    schedule = repriced(charge.schedule, lambda amount: amount * factor)
    kept = [step for step in charge.steps if not isinstance(step, Minimum)]
    steps = (*kept, Minimum(charge.minimum * factor))
    return attrs.evolve(charge, schedule=schedule, steps=steps)


def again(scenario: to.Scenario, **changed: Any) -> to.Scenario:
    """Make the scenario anew, with something changed."""
    kept: dict[str, Any] = {"groups": scenario.groups, "offers": scenario.offers}
    kept |= {"terms": scenario.terms, "limits": scenario.limits} | changed
    return to.Scenario(**kept)


def untaxed(scenario: to.Scenario) -> to.Scenario:
    """Give the scenario terms without tax; offers with mixed bases are left out."""
    first = scenario.offers[0].prices
    assume(all(offer.prices == first for offer in scenario.offers))
    return again(scenario, terms=attrs.evolve(scenario.terms, tax=None))


# --- laws ---------------------------------------------------------------------------


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(
    scenario=scenarios(**LARGE),
    factor=st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(2), Fraction(1000)]),
)
def test_prices_times_k_cost_k_times(scenario: to.Scenario, factor: Fraction) -> None:
    """Where no tax is rounded, all prices times k make the cost k times as high."""
    before = untaxed(scenario)
    offers = [
        with_charges(offer, lambda charge: times(charge, factor))
        for offer in before.offers
    ]

    cost, changed = least(before), least(again(before, offers=offers))

    assert changed == (None if cost is None else cost * factor)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(**LARGE), more=st.integers(0, 5))
def test_dearer_prices_never_cost_less(scenario: to.Scenario, more: int) -> None:
    """Raising all prices of an offer, rounded tax or not, never lowers the cost."""
    first, *others = scenario.offers
    # Tabulated functions are left alone: raising a slope could move a total below 0.
    dearer = with_charges(
        first,
        lambda charge: (
            charge
            if isinstance(charge.schedule, to.Tabulated)
            else attrs.evolve(
                charge, schedule=repriced(charge.schedule, lambda amount: amount + more)
            )
        ),
    )

    cost, changed = least(scenario), least(again(scenario, offers=[dearer, *others]))

    assert (cost is None) == (changed is None)
    assert cost is None or changed is None or cost <= changed


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(**LARGE), months=st.integers(1, 30))
def test_months_multiply_monthly_prices(scenario: to.Scenario, months: int) -> None:
    """Where all is charged by the month and untaxed, n months cost n times one."""
    monthly = [
        with_charges(offer, lambda c: attrs.evolve(c, per=to.Period.MONTH))
        for offer in scenario.offers
    ]
    given_ = untaxed(again(scenario, offers=monthly))
    one = again(given_, terms=attrs.evolve(given_.terms, months=1))
    many = again(given_, terms=attrs.evolve(given_.terms, months=months))

    cost = least(one)

    assert least(many) == (None if cost is None else cost * months)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(**LARGE), data=st.data())
def test_splitting_a_group_changes_nothing(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """Two groups with the same needs cost what one of their seats together costs."""
    first, *others = scenario.groups
    part = data.draw(st.integers(0, first.needed))
    halves = [
        to.Group("one half", part, needs=first.needs),
        to.Group("other half", first.needed - part, needs=first.needs),
    ]

    assert least(again(scenario, groups=[*halves, *others])) == least(scenario)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(**LARGE), data=st.data())
def test_needing_one_thing_more_never_costs_less(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """A group that needs another capability as well is never cheaper to serve."""
    first, *others = scenario.groups
    granted = {g for offer in scenario.offers for i in offer.items for g in i.grants}
    more = data.draw(st.sampled_from(sorted(granted)))
    wider = attrs.evolve(first, needs=(first.needs or frozenset()) | {more})

    cost, changed = least(scenario), least(again(scenario, groups=[wider, *others]))

    assert cost is not None
    assert changed is None or changed >= cost


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(
    scenario=feasible_scenarios(**LARGE), share=st.sampled_from(["0%", "1/3", "90%"])
)
def test_serving_fewer_never_costs_more(scenario: to.Scenario, share: str) -> None:
    """Covering a smaller share of a group's people never raises the cost."""
    first, *others = scenario.groups
    fewer = attrs.evolve(first, coverage=share)

    cost, changed = least(scenario), least(again(scenario, groups=[fewer, *others]))

    assert changed is not None
    assert cost is not None
    assert changed <= cost


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(schemes=("per_unit",), rules=False, **LARGE))
def test_the_same_offer_twice_changes_nothing(scenario: to.Scenario) -> None:
    """A second vendor with the same prices is of no use where price is by the unit.

    Precondition: no volume effect at all, in either direction. So no tiers, no
    included units, no minimum charge, no charge of the contract, no least, greatest
    or stepped quantity, and no tax to be rounded on two invoices instead of one.
    """
    offers = [
        attrs.evolve(
            with_charges(offer, _by_the_unit),
            items=tuple(
                attrs.evolve(i, minimum=0, maximum=None, step=1) for i in offer.items
            ),
        )
        for offer in scenario.offers
    ]
    once = untaxed(again(scenario, offers=offers))
    twin = attrs.evolve(once.offers[0], id="twin")

    assert least(again(once, offers=[*once.offers, twin])) == least(once)


def _by_the_unit(charge: to.Charge) -> to.Charge:
    """Take away everything that makes a price depend on how many are bought."""
    schedule = charge.schedule
    price = schedule.price if isinstance(schedule, to.PerUnit) else Fraction(0)
    return attrs.evolve(
        charge,
        schedule=to.PerUnit(price) if charge.meter.weights else to.Flat(0),
        steps=(),
        priced_at_zero=False,
    )


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(**LARGE), data=st.data())
def test_a_tier_cut_in_two_changes_nothing(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """Two tiers of one price are one tier, in a volume or graduated price."""

    def cut(charge: to.Charge) -> to.Charge:
        schedule = charge.schedule
        if not isinstance(schedule, to.Volume | to.Graduated):
            return charge
        before = [tier.up_to or 0 for tier in schedule.tiers[:-1]]
        tier, last = schedule.tiers[-1], before[-1] if before else 0
        end = data.draw(st.integers(last + 1, (tier.up_to or last + 30)))
        if end == tier.up_to or (tier.flat and isinstance(schedule, to.Graduated)):
            return charge
        if (end - last) % tier.size:
            return charge
        halves = (attrs.evolve(tier, up_to=end), tier)
        return attrs.evolve(
            charge, schedule=type(schedule)((*schedule.tiers[:-1], *halves))
        )

    offers = [with_charges(offer, cut) for offer in scenario.offers]

    assert least(again(scenario, offers=offers)) == least(scenario)


@pytest.mark.skipif("COIN_CMD" not in available_solvers(), reason="CBC is an extra")
@settings(max_examples=examples(20), suppress_health_check=SLOW)
@given(scenario=scenarios(last=30, most_seats=80))
def test_highs_and_cbc_agree(scenario: to.Scenario) -> None:
    """Another solver finds the same optimum, or agrees that there is none.

    CBC now and then calls a point optimal that breaks a row of an infeasible program
    ("Postprocessed model is infeasible"); such an answer is refused, and no plan.
    """
    expected = least(scenario, reductions=())
    try:
        assert least(scenario, solver="CBC") == expected
    except to.SolverError:
        event("CBC's answer broke a row")
        assert expected is None


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(**LARGE), gap=st.sampled_from(["1%", "20%", "80%"]))
def test_a_wider_gap_tells_the_truth(scenario: to.Scenario, gap: str) -> None:
    """A plan that is good enough is certified, and the optimum is above its bound."""
    plan = to.optimize(scenario, gap=gap, reductions=())
    optimum = least(scenario)

    assert plan.bound is not None
    assert plan.gap is not None
    assert optimum is not None
    assert plan.bound.amount <= optimum <= plan.cost.incl_tax.amount
    assert plan.gap.amount == plan.cost.incl_tax.amount - plan.bound.amount
    assert (plan.status == "optimal") == (not plan.gap)


@settings(max_examples=examples(30), suppress_health_check=SLOW)
@given(scenario=scenarios(**LARGE), seed=st.integers(0, 99))
def test_the_seed_changes_no_cost(scenario: to.Scenario, seed: int) -> None:
    """Another seed and another number of threads may find another plan, as cheap."""
    try:
        plan = to.optimize(scenario, seed=seed, threads=1 + seed % 2)
    except to.InfeasibleError:
        assert least(scenario) is None
        return
    assert plan.cost.incl_tax.amount == least(scenario)
