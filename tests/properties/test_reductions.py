"""Reductions change no optimum, and what is found comes back as a plan."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.problem import RatioRule, compile_scenario
from tariffopt.reductions import REDUCTIONS, reduce
from tariffopt.tariff.quoting import charge_amount
from tariffopt.testing.strategies import feasible_scenarios, scenarios
from tests.laws import (
    SUBSETS,
    recover_gives_a_plan_that_stands,
    reductions_keep_the_optimum,
)
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PRICES = ("volume", "stairstep", "tabulated")
"""Schemes with dead zones."""
RISING = ("volume", "stairstep", "per_unit", "graduated")
"""Schemes whose pieces never fall within themselves."""
Costs = dict[tuple[to.Period, str], Fraction]


@pytest.mark.deep
@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=scenarios(most_tariffs=2, most_groups=4))
def test_optimum_is_unchanged(scenario: to.Scenario) -> None:
    """With no reduction, each alone and all together, the optimum is the oracle's."""
    reductions_keep_the_optimum(scenario)


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=scenarios(most_tariffs=2, rules=False, limited=False, schemes=PRICES))
def test_optimum_is_unchanged_where_prices_fall(scenario: to.Scenario) -> None:
    """The same where there is most to cut: prices that fall, and nothing to decline."""
    event(" ".join(reduce(compile_scenario(scenario)).applied) or "declined")
    reductions_keep_the_optimum(scenario)


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(
    scenario=feasible_scenarios(most_groups=6, most_seats=20),
    names=st.sampled_from(SUBSETS),
)
def test_recover_gives_a_plan_that_stands(
    scenario: to.Scenario, names: tuple[str, ...] | None
) -> None:
    """Every group gets just its seats, in file order, and the answer is certified."""
    recover_gives_a_plan_that_stands(scenario, names)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(), name=st.sampled_from(list(REDUCTIONS)))
def test_applying_twice_is_applying_once(scenario: to.Scenario, name: str) -> None:
    """A reduced problem is as small as the same reduction makes it."""
    once = reduce(compile_scenario(scenario), [name]).problem
    twice = reduce(once, [name]).problem

    assert once.seats.tolist() == twice.seats.tolist()
    assert once.need.tolist() == twice.need.tolist()
    assert once.supplies == twice.supplies


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(), limit=st.integers(0, 20))
def test_useful_quantities_decline_under_a_limit_on_idle_seats(
    scenario: to.Scenario, limit: int
) -> None:
    """No quantity is cut where seats bought in addition may be forbidden."""
    limited = attrs.evolve(scenario, limits=to.Limits(max_surplus=limit))

    assert "useful-quantities" not in reduce(compile_scenario(limited)).applied


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(limited=False))
def test_items_of_ratio_rules_keep_all_quantities(scenario: to.Scenario) -> None:
    """No quantity of an item is cut that a ratio rule binds."""
    problem = reduce(compile_scenario(scenario)).problem
    rules = problem.constraints_of(RatioRule)
    bound = [supply for rule in rules for supply in (rule.item, rule.per)]

    assert all(problem.supplies[supply].useful is None for supply in bound)


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(scenario=scenarios(limited=False, rules=False, schemes=RISING))
def test_what_is_cut_is_what_a_larger_purchase_beats(scenario: to.Scenario) -> None:
    """A quantity goes exactly if some larger one is no dearer in any charge's period.

    As the price lists print it: neither curves nor pieces are asked.
    """
    problem = reduce(compile_scenario(scenario), ["useful-quantities"]).problem
    for supply in problem.supplies:
        if supply.useful is None:
            continue
        version = problem.contracts[supply.contract].version
        costs = {
            quantity: _costs(version, supply.item.id, quantity)
            for quantity in range(1, supply.upper + 1)
            if supply.item.allows(quantity)
        }
        for quantity, own in costs.items():
            beaten = any(
                more > quantity and other != own and _no_dearer(other, own)
                for more, other in costs.items()
            )
            kept = any(first <= quantity <= last for first, last in supply.useful)
            assert kept is not beaten, quantity


def _costs(version: to.Version, item: str, quantity: int) -> Costs:
    """Sum the charges on an item by period and class of tax."""
    found: Costs = {}
    for charge in version.charges:
        if charge.meter.item == item:
            key = (charge.per, charge.tax_class)
            found[key] = found.get(key, Fraction(0)) + charge_amount(
                charge, {item: quantity}
            )
    return found


def _no_dearer(one: Costs, other: Costs) -> bool:
    return all(one[key] <= other[key] for key in one)


@settings(max_examples=examples(50), suppress_health_check=SLOW)
@given(scenario=scenarios(most_groups=6))
def test_only_equal_needs_are_merged(scenario: to.Scenario) -> None:
    """Merged demands are one for each set of needs, with the sum of its seats."""
    problem = compile_scenario(scenario)
    merged = reduce(problem, ["merge-groups"]).problem
    sums = {
        need: int(problem.seats[problem.need == need].sum())
        for need in set(problem.need.tolist())
    }

    assert sums == dict(zip(merged.need.tolist(), merged.seats.tolist(), strict=True))
