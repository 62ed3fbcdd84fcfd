"""Laws of plans as documents and as texts, over random decisions."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings

from tariffopt.certifying import certify
from tariffopt.errors import InfeasibleError
from tariffopt.optimizing import optimize
from tariffopt.plan import Answer, Plan, plan_from_json
from tariffopt.report import bill_text, plan_text, steps_text, tariff_text
from tariffopt.report.csv import assignments_csv
from tariffopt.report.plans import plan_markdown
from tariffopt.scenario import Scenario
from tariffopt.testing.strategies import scenarios
from tariffopt.texts import LANGS
from tariffopt.texts.columns import width_of
from tests.profiles import examples

WIDTH = 80


def planned(scenario: Scenario) -> Plan | None:
    """Decide, or tell that there is nothing to decide."""
    try:
        return optimize(scenario)
    except InfeasibleError:
        return None


@settings(max_examples=examples(100))
@given(scenarios())
def test_plans_read_back_equal(scenario: Scenario) -> None:
    """Any plan read back equals the one written, and is certified from itself."""
    plan = planned(scenario)
    if plan is None:
        return
    read = plan_from_json(plan.to_json())

    assert read == plan
    assert certify(read) == plan.certificate
    assert Answer.from_json(plan.to_json(), scenario) == plan.answer


@settings(max_examples=examples(100))
@given(scenarios())
def test_plans_can_be_said(scenario: Scenario) -> None:
    """Any plan has a text in both languages, no line of it wider than a console."""
    plan = planned(scenario)
    if plan is None:
        return
    for lang in LANGS:
        lines = plan_text(plan, lang=lang).splitlines()
        wide = [line for line in lines if width_of(line, lang) > WIDTH]

        assert [line for line in wide if "tariffopt " not in line] == []
        assert plan_markdown(plan, lang=lang)


@settings(max_examples=examples(100))
@given(scenarios())
def test_tables_add_up(scenario: Scenario) -> None:
    """The rows of the table, spare seats among them, are what is bought."""
    plan = planned(scenario)
    if plan is None:
        return
    text = assignments_csv(plan).decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text))
    seats = sum(int(row[6]) * len(row[5].split("+")) for row in rows if row[5])

    assert seats == sum(purchase.seats for purchase in plan.purchases)


@settings(max_examples=examples(50))
@given(scenarios())
def test_tariffs_can_be_said(scenario: Scenario) -> None:
    """Any tariff has texts in both languages, and so has any bill."""
    plan = planned(scenario)
    for lang in LANGS:
        for offer in scenario.offers:
            shown = tariff_text(offer, lang=lang)
            steps = steps_text(offer, scenario.terms, lang=lang, budget=1000)
            lines = [*shown.splitlines(), *steps.splitlines()]

            assert max(width_of(line, lang) for line in lines) <= WIDTH
        for entry in plan.bills if plan else ():
            offers = {offer.id: offer for offer in scenario.offers}
            assert bill_text(entry.bill, offers[entry.contract.offer], lang=lang)
