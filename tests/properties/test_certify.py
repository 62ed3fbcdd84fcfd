"""The certificate stands for every plan found, and falls with a seat or a yen."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.plan import Assignments
from tariffopt.testing.strategies import feasible_scenarios
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def codes(check: to.Check) -> set[str]:
    """Name the kinds of faults a check found."""
    return {fault.code for fault in check.faults}


def with_seats(plan: to.Plan, row: int, seats: int) -> to.Answer:
    """Give the plan's answer another number of seats in one row."""
    rows = plan.assignments
    changed = rows.seats.copy()
    changed[row] += seats
    other = Assignments(rows.sets, rows.groups, rows.group, rows.access, changed)
    return attrs.evolve(plan.answer, assignments=other)


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios())
def test_plans_stand_again_later(scenario: to.Scenario) -> None:
    """A plan read back from its own JSON is equal, and certified again."""
    plan = to.optimize(scenario)

    again = to.Plan.from_json(plan.to_json())

    assert again == plan
    assert to.certify(again) == plan.certificate


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(), data=st.data())
def test_a_missing_seat_is_found(scenario: to.Scenario, data: st.DataObject) -> None:
    """One seat fewer for any one group is a fault that names the group."""
    plan = to.optimize(scenario)
    rows = [n for n, seats in enumerate(plan.assignments.seats) if seats]
    assume(rows)
    row = data.draw(st.sampled_from(rows))

    check = to.verify(scenario, with_seats(plan, row, -1))

    group = plan.assignments.groups[plan.assignments.group[row]]
    short = [f.fields["group"] for f in check.faults if f.code == "answer-short"]
    assert short == [group]


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(limited=False), data=st.data())
def test_a_purchase_too_small_is_found(
    scenario: to.Scenario, data: st.DataObject
) -> None:
    """One unit fewer than is assigned is a fault, whatever it would cost."""
    plan = to.optimize(scenario)
    tight = [p for p in plan.purchases if p.idle < p.people]
    assume(tight)
    chosen = data.draw(st.sampled_from(tight))
    purchases = tuple(
        (key, quantity - (key == chosen.key)) for key, quantity in plan.answer.purchases
    )

    check = to.verify(scenario, attrs.evolve(plan.answer, purchases=purchases))

    assert "answer-oversold" in codes(check)


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=feasible_scenarios(), more=st.sampled_from([1, -1, Fraction(1, 100)]))
def test_another_cost_is_found(scenario: to.Scenario, more: Fraction) -> None:
    """A plan whose cost is a yen or a cent off does not stand."""
    plan = to.optimize(scenario)
    paid = plan.cost.incl_tax
    wrong = attrs.evolve(paid, amount=paid.amount + more)
    cost = attrs.evolve(plan.cost, incl_tax=wrong)

    with pytest.raises(to.CertificationError) as caught:
        to.certify(attrs.evolve(plan, cost=cost))

    assert "claim-cost" in {fault.code for fault in caught.value.faults}
