"""Choices of the buyer: stated in a quote, free in the optimum, never the vendor's."""

from __future__ import annotations

import itertools

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.formulation import build_program
from tariffopt.problem import compile_scenario
from tariffopt.solvers import solve
from tariffopt.tariff import combinations, tariff_from_dict, tariff_to_dict
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    boundary_quantities,
    scenarios_with_choices,
    tariffs,
    terms,
    with_choices,
)
from tests.laws import least, objective_is_the_bill
from tests.points import points
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.deep
@settings(max_examples=examples(150), suppress_health_check=SLOW, deadline=None)
@given(scenario=scenarios_with_choices())
def test_optimum_over_choices_is_the_oracles(scenario: to.Scenario) -> None:
    """The optimum over all options and numbers of contracts is brute force's."""
    hypothesis.event(f"contracts: {scenario.offers[0].contracts}")
    assert least(scenario) == brute_force(scenario)


@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(scenario=scenarios_with_choices())
def test_reductions_change_nothing(scenario: to.Scenario) -> None:
    """Without any reduction the optimum is the same."""
    try:
        plain = to.optimize(scenario, reductions=()).cost.incl_tax.amount
    except to.InfeasibleError:
        plain = None

    assert least(scenario) == plain


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_quote_is_the_compiled_price_of_each_option(data: st.DataObject) -> None:
    """At fixed quantities, each combination costs in the program what is quoted."""
    plain = data.draw(tariffs(last=6, prices="excluding-tax"))
    tariff = data.draw(with_choices(plain, most_contracts=1))
    when = data.draw(terms())
    choices = dict(data.draw(st.sampled_from(list(combinations(tariff.choices)))))
    sold = tariff.under(choices)
    bought = data.draw(boundary_quantities(sold))
    assume(any(bought.values()))
    bill = to.quote(tariff, bought, when, choices)
    people = [
        to.Group(item.id, bought[item.id], needs={f"use-{item.id}"})
        for item in sold.items
    ]
    named = [attrs.evolve(i, grants=(f"use-{i.id}",)) for i in tariff.items]
    offer = attrs.evolve(tariff, items=named)
    people = [group for group in people if group.people]
    scenario = to.Scenario(people, [offer], when, choose={offer.id: choices})

    problem = compile_scenario(scenario)
    assume(all(bought[s.item.id] <= s.upper for s in problem.supplies))
    formulated = build_program(problem)
    pins = {
        column: bought[supply.item.id]
        for column, supply in zip(formulated.purchased, problem.supplies, strict=True)
    }
    outcome = solve(formulated.program, fixed=pins)

    assert bill.choices == tuple(choices.items())
    assert outcome.bound == bill.incl_tax.amount


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(scenario=scenarios_with_choices(most_contracts=1), data=st.data())
def test_points_are_plans(scenario: to.Scenario, data: st.DataObject) -> None:
    """Purchases under any options are a point of the program exactly if they stand.

    With one contract a body; of more, the program leaves mirror images out.
    """
    bought, served = data.draw(points(compile_scenario(scenario)))

    found = objective_is_the_bill(scenario, bought, served)

    hypothesis.event("a plan" if found else "no plan")


@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_what_is_sold_is_quoted_alike(data: st.DataObject) -> None:
    """A tariff with its choices settled costs what the whole one does under them."""
    tariff = data.draw(tariffs(last=6).flatmap(with_choices))
    when = data.draw(terms())
    for choices in map(dict, combinations(tariff.choices)):
        sold = tariff.under(choices)
        bought = data.draw(boundary_quantities(sold))

        one, two = to.quote(tariff, bought, when, choices), to.quote(sold, bought, when)

        assert one.incl_tax == two.incl_tax
        charges = tariff.versions[0].charges
        assert [charges[ln.charge] for ln in one.lines] == [
            sold.versions[0].charges[ln.charge] for ln in two.lines
        ]


@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(tariff=tariffs().flatmap(with_choices))
def test_choices_survive_a_document(tariff: to.Tariff) -> None:
    """Choices, conditions and the number of contracts are written and read back."""
    assert tariff_from_dict(tariff_to_dict(tariff)) == tariff


@settings(max_examples=examples(40), suppress_health_check=SLOW, deadline=None)
@given(scenario=scenarios_with_choices())
def test_plans_with_choices_survive_json(scenario: to.Scenario) -> None:
    """A plan read back is the plan that was written, and still stands."""
    try:
        plan = to.optimize(scenario)
    except to.InfeasibleError:
        return

    again = to.Plan.from_json(plan.to_json())

    assert again == plan
    assert to.certify(again) == plan.certificate


@settings(max_examples=examples(40), suppress_health_check=SLOW, deadline=None)
@given(scenario=scenarios_with_choices(most_contracts=1))
def test_a_settled_choice_is_never_cheaper(scenario: to.Scenario) -> None:
    """Each combination costs at least the optimum, and one of them costs just that."""
    offer, *_ = scenario.offers
    assume(len(scenario.offers) == 1 and not scenario.choose)
    costs = [
        least(
            to.Scenario(
                scenario.groups,
                [offer],
                scenario.terms,
                limits=scenario.limits,
                choose={offer.id: dict(choices)},
            )
        )
        for choices in itertools.islice(combinations(offer.choices), 4)
    ]

    best = min((cost for cost in costs if cost is not None), default=None)
    assert least(scenario) == best
