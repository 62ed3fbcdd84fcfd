"""The road from a scenario to a certified plan, on real solvers."""

from __future__ import annotations

import logging
import threading
from fractions import Fraction
from pathlib import Path

import attrs
import numpy as np
import pytest

import tariffopt as to
from tariffopt.plan import ContractKey
from tariffopt.texts import text
from tests.building import (
    MONTH,
    YEAR,
    bought,
    charge,
    chat,
    item,
    messenger,
    scenario,
    several,
    tariff,
)
from tests.solvers.programs import SOLVERS

every_solver = pytest.mark.parametrize("solver", SOLVERS)


# --- optimal ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "buy", "cost"),
    [(501, 501, 2_314_620), (450, 501, 2_314_620), (438, 438, 2_312_640), (0, 0, 0)],
)
def test_one_item_is_settled_exactly(need: int, buy: int, cost: int) -> None:
    """The real case needs no solver: the envelope's word is an exact proof."""
    plan = to.optimize(scenario(need, chat(), terms=YEAR))

    assert (plan.status, plan.proof, plan.stopped_because) == ("optimal", "exact", None)
    assert {("chat", "seat"): buy} == bought(plan) or not need
    assert plan.bound == plan.cost.incl_tax == to.GrossMoney(cost, "JPY")
    assert plan.gap == to.Money(0, "JPY")
    assert plan.solver.name == "none (envelope)"
    assert plan.solver.reductions[-1] == "single-offer"


@every_solver
def test_optimum_by_a_solver(solver: str) -> None:
    """Two vendors are a solver's work, and the proof is said to be the solver's.

    Tax is rounded here; where it cannot be, branch and bound proves it exactly.
    """
    offers = [chat("a", (100, 30), (None, 20)), chat("b", (50, 25), (None, 24))]
    plan = to.optimize(scenario(70, *offers, terms=YEAR), solver=solver)

    # 101 at 20 are 2,020; 70 at 24 are 1,680 and 50 + 20 from both 1,850.
    assert bought(plan) == {("b", "seat"): 70}
    assert to.GrossMoney(70 * 24 * 12 * Fraction("1.1"), "JPY") == plan.cost.incl_tax
    assert (
        plan.status,
        plan.proof,
        plan.stopped_because,
    ) == ("optimal", "solver", None)
    assert plan.solver.rows > 0 < plan.solver.columns
    assert plan.solver.reductions == ("useful-quantities",)


@every_solver
def test_ratio_rules_buy_what_carries_the_guests(solver: str) -> None:
    """66 members carry 330 guests: 478.50 dollars, six of them idle."""
    plan = to.optimize(messenger(), solver=solver)

    assert bought(plan) == {("messenger", "member"): 66, ("messenger", "guest"): 330}
    assert to.GrossMoney("478.50", "USD") == plan.cost.incl_tax
    assert [p.idle for p in plan.purchases] == [6, 0]
    assert to.Certificate(2, 1, bill_recomputed=True) == plan.certificate


def test_people_are_counted_per_access_set() -> None:
    """Three people with chat and mail from two vendors take three seats of each."""
    two = tariff("two", charge(9), items=[item("seat", "mail")])
    plan = to.optimize(scenario({"chat mail": 3, "chat": 2}, chat(), two))

    assert bought(plan) == {("chat", "seat"): 5, ("two", "seat"): 3}
    first, second = plan.assignments
    assert [ContractKey("chat"), ContractKey("two")] == [
        k.contract for k in first.items
    ]
    assert (first.seats, second.seats) == (3, 2)
    assert (first.group, second.group) == ("g0", "g1")


def test_assignments_are_in_the_order_of_the_file() -> None:
    """Every group is given its seats, the first groups first, whatever was merged."""
    groups = [to.Group(f"g{n}", n % 4, needs="chat") for n in range(50)]
    offers = [chat("a", (30, 9)), chat("b", (60, 10))]

    plan = to.optimize(to.Scenario(groups, offers, MONTH))

    assert plan.solver.reductions == ("merge-groups",)
    order = plan.assignments.group.tolist()
    assert order == sorted(order)
    given = np.bincount(plan.assignments.group, plan.assignments.seats, minlength=50)
    assert [n % 4 for n in range(50)] == given.astype(int).tolist()
    assert {p.offer: p.assigned for p in plan.purchases} == {"a": 30, "b": 43}


def test_nothing_needed_is_nothing_bought() -> None:
    """Groups without people get a plan that costs nothing, with or without a solver."""
    alone = to.optimize(scenario(0, chat(), terms=YEAR))
    several = to.optimize(scenario({"chat": 0}, chat("a"), chat("b"), terms=YEAR))

    for plan in (alone, several):
        assert plan.purchases == ()
        assert plan.bills == ()
        assert plan.status == "optimal"
        assert not plan.cost.incl_tax


def test_rules_that_only_zero_keeps() -> None:
    """An offer whose rules nothing but zero keeps is not bought, and hangs nothing."""
    items = [item("a"), item("b", "mail")]
    rules = [to.Ratio("a", "1/2", "b"), to.Ratio("b", "1/2", "a")]
    odd = tariff("odd", charge(1, "a"), charge(1, "b"), items=items, rules=rules)

    plan = to.optimize(scenario(5, odd, chat()))

    assert bought(plan) == {("chat", "seat"): 5}


def test_rules_in_a_circle_have_a_plan() -> None:
    """Equal quantities in steps of 7 and 5 can be bought: 35 of each."""
    items = [item("a", step=7), item("b", "mail", step=5)]
    rules = [to.Ratio("a", 1, "b"), to.Ratio("b", 1, "a")]
    offer = tariff("t", charge(3, "a"), charge(2, "b"), items=items, rules=rules)

    assert bought(to.optimize(scenario(3, offer))) == {("t", "a"): 35, ("t", "b"): 35}


@pytest.mark.parametrize("reductions", [None, ()])
def test_pools_reach_their_tier_together(reductions: tuple[str, ...] | None) -> None:
    """Where one meter counts two items, more of either reaches its next tier."""
    pool = to.Meter((("a", 1), ("b", 1)))
    priced = to.Charge(to.Volume((to.Tier(5, 10), to.Tier(100, 1))), "month", pool)
    offer = tariff("t", priced, items=[item("a"), item("b", "mail")])

    both = to.optimize(scenario({"chat": 3, "mail": 1}, offer), reductions=reductions)
    one = to.optimize(scenario(5, offer), reductions=reductions)

    assert Fraction(6) == both.cost.incl_tax.amount == one.cost.incl_tax.amount


def test_pools_end_where_their_prices_do() -> None:
    """Two items of one meter together cannot pass its last quantity."""
    pool = to.Meter((("a", 1), ("b", 1)))
    packs = to.Charge(to.Package(4, 9, maximum=6), "month", pool)
    plain = to.Charge(to.PerUnit(9, 6), "month", pool)
    for priced in (packs, plain):
        offer = tariff("t", priced, items=[item("a"), item("b", "mail")])

        with pytest.raises(to.InfeasibleError):
            to.optimize(scenario({"chat": 4, "mail": 3}, offer))
        assert to.optimize(scenario({"chat": 4, "mail": 2}, offer)).status == "optimal"


def test_the_same_plan_twice() -> None:
    """One scenario gives one plan, down to who is given what."""
    first, second = (to.optimize(several()) for _ in range(2))

    assert first == second
    assert first.to_json() != ""


# --- manners ------------------------------------------------------------------------


def test_progress_names_the_steps() -> None:
    """The callback is told each step as it begins, in order."""
    steps: list[str] = []

    to.optimize(several(), progress=steps.append)

    assert steps == ["compile", "reduce", "solve", "ties", "certify", "explain"]
    for step in (*steps, "read"):
        assert text(f"cli.step.{step}", "en") != text(f"cli.step.{step}", "ja")


def test_progress_may_raise() -> None:
    """An error of the callback's own comes through: that is how a caller cancels."""

    def cancel(step: str) -> None:
        if step == "solve":
            raise InterruptedError(step)

    with pytest.raises(InterruptedError):
        to.optimize(several(), progress=cancel)


@every_solver
def test_nothing_is_printed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, solver: str
) -> None:
    """Not a byte on either stream, at the level of the process; the log says it."""
    with caplog.at_level(logging.INFO, logger="tariffopt"):
        to.optimize(several(), solver=solver)
        with pytest.raises(to.InfeasibleError):
            to.optimize(scenario(3200, chat()), solver=solver)

    assert capfd.readouterr() == ("", "")
    assert any("JPY" in record.getMessage() for record in caplog.records)


def test_log_of_the_solver_goes_to_its_file(tmp_path: Path) -> None:
    """The solver's own log is written where asked, for the plan that is returned."""
    log = tmp_path / "run.log"
    limited = attrs.evolve(several(), limits=to.Limits(max_surplus=9))

    to.optimize(limited, log=log)

    assert "HiGHS" in log.read_text(encoding="utf-8")


def test_two_threads_at_once() -> None:
    """Two calls side by side give the plans that each alone would give."""
    expected = [to.optimize(several()), to.optimize(messenger())]
    found: dict[tuple[int, int], to.Plan] = {}

    def work(number: int) -> None:
        for turn in range(4):
            given = (several, messenger)[(number + turn) % 2]()
            found[number, turn] = to.optimize(given)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert len(found) == 8
    for (number, turn), plan in found.items():
        assert expected[(number + turn) % 2] == plan


@pytest.mark.parametrize("reductions", [None, "all"])
def test_all_reductions_by_default(reductions: str | None) -> None:
    """All reductions is what is meant by nothing, and by the word."""
    plan = to.optimize(scenario(501, chat(), terms=YEAR), reductions=reductions)

    assert plan.proof == "exact"


def test_unknown_reductions() -> None:
    """A reduction nobody knows is an error that lists the known ones."""
    with pytest.raises(ValueError, match="merge-groups, useful-quantities"):
        to.optimize(messenger(), reductions=["shrink"])
    with pytest.raises(ValueError, match="merge-groups, useful-quantities"):
        to.formulate(messenger(), reductions=["shrink"])


def test_report_says_what_was_solved() -> None:
    """Solver, version, seed, threads, sizes and reductions are facts of the plan."""
    plan = to.optimize(several(), seed=7, threads=2)
    report = plan.solver

    assert (report.name, report.seed, report.threads) == ("HiGHS", 7, 2)
    program = to.formulate(plan.scenario)
    assert (program.stats.rows, program.stats.columns) == (report.rows, report.columns)
    assert report.version is not None
    assert report.seconds > 0
    assert report.as_row()["name"] == "HiGHS"


def test_hundred_thousand_groups() -> None:
    """Groups are columns: very many of them are planned and certified at once."""
    count = 100_000
    needs = (frozenset({"chat"}), frozenset({"chat", "mail"}), frozenset({"mail"}))
    groups = to.Groups(
        ids=(names := tuple(f"g{n}" for n in range(count))),
        names=names,
        people=np.arange(count) % 7,
        need_sets=needs,
        need=np.arange(count) % 3,
    )
    both = [item("seat", "chat", "mail")]
    offers = [
        chat("a", (10_000, 400), (None, 350)),
        tariff("b", charge(600), items=both),
        tariff("c", charge(to.PerUnit(300, 80_000)), items=[item("seat", "mail")]),
    ]
    plan = to.optimize(to.Scenario(groups, offers, YEAR))

    needed = np.arange(count) % 7
    assert count == plan.certificate.requirements
    given = np.bincount(plan.assignments.group, plan.assignments.seats, minlength=count)
    assert needed.tolist() == given.astype(int).tolist()
    assert int(needed.sum()) == sum(a for a in plan.assignments.seats.tolist())
    assert plan.status == "optimal"
    assert plan.solver.columns < 100
