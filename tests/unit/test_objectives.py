"""Objectives in files, what plans say of them, and what changes."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.certifying import certify
from tariffopt.scenario.objectives import levels_of
from tests.building import charge, item, tariff

TERMS = to.Terms(date(2021, 4, 1), 1)


def offers() -> list[to.Tariff]:
    """Give two vendors, the second dearer."""
    return [
        attrs.evolve(tariff(name, charge(price), items=[item("seat")]), vendor=vendor)
        for name, price, vendor in (("a", 4, "A"), ("b", 5, "B"))
    ]


def asked(**more: Any) -> to.Scenario:
    """Ask for three people of whom one must be served."""
    need = sorted(offers()[0].items[0].grants)
    group = to.Group("all", 3, needs=need, coverage="1/3", at_most="100%")
    return to.Scenario([group], offers(), TERMS, **more)


def bought(plan: to.Plan) -> dict[str, int]:
    """Name what is bought."""
    return {purchase.offer: purchase.purchased for purchase in plan.purchases}


def test_least_cost_decides_last() -> None:
    """It is added where it is missing, or may be exceeded; else it stays."""
    assert [str(level) for level in levels_of(["most-coverage"])] == [
        "most-coverage",
        "least-cost",
    ]
    assert [str(level) for level in levels_of(["least-cost", "least-idle"])] == [
        "least-cost",
        "least-idle",
    ]
    again = [str(level) for level in levels_of(["least-cost within 5%"])]
    assert again == ["least-cost within 5%", "least-cost"]


@pytest.mark.parametrize(
    "wrong", ["cheap", ["least-idle within 5%"], ["least-idle", "least-idle"]]
)
def test_an_objective_that_means_nothing_is_refused(wrong: Any) -> None:
    """Unknown goals, a share of anything but cost, and the same goal twice."""
    with pytest.raises(ValueError, match=r"goal|within|twice"):
        asked(objective=wrong)


def test_a_scenario_with_an_objective_reads_back_equal() -> None:
    """Objective, present licences, weights and priorities survive a document."""
    need = sorted(offers()[0].items[0].grants)
    group = to.Group("all", 3, needs=need, weight=2, priority=1, people_per_seat=2)
    scenario = to.Scenario(
        [group],
        offers(),
        TERMS,
        objective=["least-cost within 5%", "least-change"],
        present={"a": {"seat": 2}, "gone": {"seat": 7}},
    )

    document = to.scenario_to_dict(scenario)
    known = {offer.id: offer for offer in scenario.offers}

    assert to.scenario_from_dict(document, known.__getitem__) == scenario
    json.dumps(document)


def test_least_change_keeps_what_is_there_even_if_nobody_needs_it() -> None:
    """All of today's licences stay where change is all that counts."""
    plan = to.optimize(asked(objective=["least-change"], present={"b": {"seat": 9}}))

    assert bought(plan) == {"b": 9}
    reached = [(level.goal, int(level.value)) for level in plan.levels]
    assert reached == [("least-change", 0), ("least-cost", 45)]


def test_the_budget_holds_at_every_level() -> None:
    """Most coverage stops where the money does; below the least cost is no plan."""
    limits = [to.Limits(budget=budget) for budget in (12, 11, 3)]
    rich, poor, broke = (
        asked(objective=["most-coverage"], limits=limit) for limit in limits
    )

    assert (bought(to.optimize(rich)), bought(to.optimize(poor))) == (
        {"a": 3},
        {"a": 2},
    )
    with pytest.raises(to.InfeasibleError, match="budget"):
        to.optimize(broke)


def test_a_level_that_is_not_what_is_claimed_is_found() -> None:
    """Each level is counted again when a plan is certified."""
    plan = to.optimize(asked(objective=["most-coverage"]))
    first, second = plan.levels
    assert first == to.LevelValue("most-coverage", Fraction(3), proved=True)
    wrong = attrs.evolve(plan, levels=(attrs.evolve(first, value=Fraction(2)), second))
    other = attrs.evolve(plan, levels=(second,))

    for false, code in ((wrong, "claim-level"), (other, "claim-levels")):
        with pytest.raises(to.CertificationError) as caught:
            certify(false)
        assert code in {fault.code for fault in caught.value.faults}


def test_a_plan_with_levels_reads_back_equal() -> None:
    """Levels and ties are in the JSON, and in both languages' text."""
    plan = to.optimize(asked(objective=["most-coverage", "least-idle"]))

    assert to.Plan.from_json(plan.to_json()) == plan
    assert "Most coverage: 3" in plan.text()
    assert "利用者最大: 3" in plan.text(lang="ja")


def test_changes_between_plans_and_licences() -> None:
    """What is added, what is dropped, and what stays out of it."""
    before = {"a": {"seat": 5}, "old": {"seat": 2}}
    plan = to.optimize(asked())

    found = [(c.offer, c.add, c.drop) for c in to.changes(before, plan)]

    assert found == [("a", 0, 4), ("old", 0, 2)]
    assert to.changes(plan, plan) == ()


def test_present_licences_come_from_a_plan(tmp_path: Path) -> None:
    """A stored plan is read as the licences of today; anything else is told."""
    path = tmp_path / "plan.json"
    path.write_text(to.optimize(asked()).to_json(), encoding="utf-8")
    assert to.read_present(path) == {"a": {"seat": 1}}

    path.write_text('{"purchases": [{"offer": "a"}]}', encoding="utf-8")
    with pytest.raises(to.InputErrors, match="purchased"):
        to.read_present(path)


@pytest.mark.parametrize(
    ("keys", "code", "place"),
    [
        ({"objective": ["least-change"]}, "present-missing", "$.objective"),
        ({"present": {"a": {"desk": 1}}}, "present-item", "$.present.a.desk"),
        ({"present": {"a": {"seat": -1}}}, "count-negative", "$.present.a.seat"),
    ],
)
def test_faults_of_objectives(keys: dict[str, Any], code: str, place: str) -> None:
    """What means nothing in a scenario is told with its place, in both languages."""
    with pytest.raises(to.ScenarioError) as caught:
        asked(**keys)

    (fault,) = caught.value.faults
    assert (fault.code, fault.place.path) == (code, place)
    assert fault.text("en") != fault.text("ja")
