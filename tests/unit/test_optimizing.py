"""The road from a scenario to a certified plan, on real solvers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

import tariffopt as to
from tariffopt.optimizing import search
from tariffopt.plan import ContractKey
from tariffopt.solvers import Outcome, available_solvers, solve
from tests.building import MONTH, YEAR, charge, chat, codes, item, scenario, tariff
from tests.hard import bundles
from tests.solvers.programs import SOLVERS

every_solver = pytest.mark.parametrize("solver", SOLVERS)
HARD = bundles(60, 6)
UNFINDABLE = bundles(40, 4, idle=0)


def messenger() -> to.Scenario:
    """Give the case of 60 staff and 330 guests, five of whom one member carries."""
    offer = tariff(
        "messenger",
        charge("7.25", "member"),
        charge(0, "guest"),
        items=[item("member", "staff"), item("guest", "guest")],
        rules=[to.Ratio("guest", 5, "member")],
        currency="USD",
    )
    return scenario({"staff": 60, "guest": 330}, offer)


def bought(plan: to.Plan) -> dict[tuple[str, str], int]:
    """Give what is bought, by offer and item."""
    return {(p.offer, p.item): p.purchased for p in plan.purchases}


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
    """Two vendors are a solver's work, and the proof is said to be the solver's."""
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
    first, second = (to.optimize(scenario_of_many()) for _ in range(2))

    assert first == second
    assert first.to_json() != ""


def scenario_of_many() -> to.Scenario:
    """Give several vendors and needs, and a tax that is rounded."""
    both = [item("seat", "chat", "mail")]
    offers = [
        chat("a", (40, 333), (None, 271)),
        tariff("b", charge(555), charge(1001, None, "once"), items=both),
        tariff("c", charge(to.Package(4, 511)), items=[item("seat", "mail", step=2)]),
    ]
    terms = to.Terms(MONTH.start, 14, to.Tax("7%", "half-up", "month"))
    return scenario({"chat": 30, "chat mail": 17, "mail": 9}, *offers, terms=terms)


# --- stopped ------------------------------------------------------------------------


@every_solver
def test_time_limit_with_a_plan(solver: str) -> None:
    """Out of time with a plan in hand: it is certified, and not called optimal."""
    plan = to.optimize(HARD, solver=solver, time_limit=4)

    assert (plan.status, plan.proof) == ("feasible", "none")
    assert plan.stopped_because == "time-limit"
    assert to.certify(plan) == plan.certificate
    if plan.bound is not None:
        assert isinstance(plan.bound, to.GrossMoney)
        assert plan.bound < plan.cost.incl_tax
        assert plan.gap == to.Money(
            plan.cost.incl_tax.amount - plan.bound.amount, "JPY"
        )


def test_time_limit_tells_bound_and_gap_of_highs() -> None:
    """HiGHS always says what it has proved so far, as money with tax."""
    plan = to.optimize(HARD, time_limit=4)

    assert plan.bound is not None
    assert Fraction(0) < plan.bound.amount < plan.cost.incl_tax.amount
    assert plan.gap is not None
    assert 0 < plan.gap.amount < plan.cost.incl_tax.amount


def test_time_limit_without_a_plan() -> None:
    """Out of time with nothing is an error that carries the bound as money."""
    with pytest.raises(to.NoPlanError) as caught:
        to.optimize(UNFINDABLE, time_limit=1)

    assert codes(caught.value) == ["no-plan-yet"]
    assert caught.value.faults[0].fields["why"] == "time-limit"
    assert isinstance(caught.value.bound, to.GrossMoney)
    assert caught.value.bound.amount > 0


def test_no_time_at_all() -> None:
    """A time limit of nothing is no plan, whatever there might be; no bound either."""
    with pytest.raises(to.NoPlanError) as caught:
        to.optimize(HARD, time_limit=0)

    assert caught.value.bound is None


def test_a_plan_is_not_lost_to_the_price_of_its_limit() -> None:
    """What a limit on idle seats costs is left open when the time is used up."""
    limited = attrs.evolve(HARD, limits=to.Limits(max_surplus=10**6))

    plan = to.optimize(limited, time_limit=5)

    assert plan.stopped_because == "time-limit"
    assert plan.notes_of("surplus-limit-costs") == []


def test_gap_is_good_enough() -> None:
    """A plan within the gap asked for is certified, and says why it stopped."""
    plan = to.optimize(HARD, gap="5%", time_limit=60)

    assert (
        plan.status,
        plan.proof,
        plan.stopped_because,
    ) == ("feasible", "none", "gap-limit")
    assert plan.gap is not None
    assert 0 < plan.gap.amount <= plan.cost.incl_tax.amount / 20


@pytest.mark.parametrize("gap", ["5%", "0.05", Fraction(1, 20), "1/20"])
def test_gap_is_a_share(gap: Any) -> None:
    """A share may be written as a percentage, a decimal or a fraction."""
    plan = to.optimize(scenario_of_many(), gap=gap)

    assert plan.gap is not None
    assert plan.gap.amount <= plan.cost.incl_tax.amount / 20


def test_gap_is_never_a_float() -> None:
    """0.05 is a float, whose digits are not exact."""
    with pytest.raises(TypeError, match="float"):
        to.optimize(scenario_of_many(), gap=0.05)  # type: ignore[arg-type]


# --- no plan ------------------------------------------------------------------------


def test_more_seats_than_all_prices() -> None:
    """3,200 seats where prices end at 3,000: the limit, and by how much to reduce."""
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(scenario(3200, chat("lgwan-chat"), terms=YEAR))

    assert caught.value.conflict == ("needs:chat",)
    sentence = str(caught.value)
    assert "3,200 seats" in sentence
    assert "lgwan-chat" in sentence
    assert "3,000" in sentence
    assert "reduce by 200" in sentence


def test_capacity_is_added_up_over_offers() -> None:
    """Two offers of 3,000 serve 6,000, and not one more."""
    offers = [chat("a"), chat("b")]

    assert to.optimize(scenario(6000, *offers)).status == "optimal"
    with pytest.raises(to.InfeasibleError, match="reduce by 1"):
        to.optimize(scenario(6001, *offers))


@every_solver
def test_requirements_that_only_together_are_too_much(solver: str) -> None:
    """Each need has enough seats alone; the solver proves that both have not."""
    both = tariff(
        "both", charge(to.PerUnit(5, 10)), items=[item("seat", "chat", "mail")]
    )
    mail = tariff("mail", charge(to.PerUnit(5, 2)), items=[item("seat", "mail")])

    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(scenario({"chat": 8, "mail": 5}, both, mail), solver=solver)

    assert codes(caught.value) == ["no-plan"]


def test_a_limit_on_idle_seats_may_leave_no_plan() -> None:
    """Three seats sold in fives, with one idle seat at most, cannot be bought."""
    offer = tariff("t", charge(9), items=[item(step=5)])

    with pytest.raises(to.InfeasibleError):
        to.optimize(scenario(3, offer, limits=to.Limits(max_surplus=1)))
    plan = to.optimize(scenario(3, offer, limits=to.Limits(max_surplus=2)))
    assert bought(plan) == {("t", "seat"): 5}


def test_a_limit_on_idle_seats_is_paid_for() -> None:
    """450 needed with at most 50 idle: 450 are bought, and what that costs is said."""
    limits = to.Limits(max_surplus=50)
    plan = to.optimize(scenario(450, chat(), terms=YEAR, limits=limits))

    assert bought(plan) == {("chat", "seat"): 450}
    assert to.GrossMoney(2_376_000, "JPY") == plan.cost.incl_tax
    assert plan.proof == "solver"
    (note,) = plan.notes_of("surplus-limit-costs")
    assert note.fields == {"least": "2314620", "extra": "61380"}


def test_over_budget() -> None:
    """The least cost is proved to be above the budget: by how much is said."""
    limits = to.Limits(budget=2_300_000)

    with pytest.raises(to.InfeasibleError, match=r"2,314,620, 14,620 more") as caught:
        to.optimize(scenario(501, chat(), terms=YEAR, limits=limits))

    assert caught.value.conflict == ("limits.budget",)
    assert codes(caught.value) == ["over-budget"]


def test_the_budget_itself_may_be_spent() -> None:
    """A plan that costs just the budget is within it."""
    limits = to.Limits(budget=2_314_620)

    assert to.optimize(scenario(501, chat(), terms=YEAR, limits=limits)).purchases


def test_budget_that_is_neither_met_nor_refuted() -> None:
    """Best plan above the budget, bound below it: not infeasible, but no plan yet."""
    found = to.optimize(HARD, time_limit=4)
    assert found.bound is not None
    between = (found.cost.incl_tax.amount + found.bound.amount) / 2

    limited = attrs.evolve(HARD, limits=to.Limits(budget=found.bound.amount + 1))
    assert found.bound.amount + 1 < between
    with pytest.raises(to.NoPlanError) as caught:
        to.optimize(limited, time_limit=1)

    assert codes(caught.value) == ["budget-open"]
    assert isinstance(caught.value.bound, to.GrossMoney)


# --- solvers ------------------------------------------------------------------------


def test_a_solver_nobody_knows() -> None:
    """A misspelled solver is an error that lists the installed ones."""
    with pytest.raises(to.SolverError, match="HiGHS"):
        to.optimize(messenger(), solver="Hihgs")


def test_a_solver_that_is_not_installed() -> None:
    """A known solver that is missing is an error that says how to install it."""
    if "GUROBI" in available_solvers():
        pytest.skip("this machine has Gurobi")
    with pytest.raises(to.SolverError, match=r'pip install "gurobipy"'):
        to.optimize(messenger(), solver="GUROBI")


def test_one_item_needs_no_solver() -> None:
    """What the envelope settles does not ask for the solver at all."""
    plan = to.optimize(scenario(501, chat(), terms=YEAR), solver="GUROBI")

    assert plan.proof == "exact"


def answering(change: Callable[[Outcome], Outcome]) -> Callable[..., Outcome]:
    """Give a solver whose first answer is changed."""
    asked: list[Any] = []

    def fake(*args: Any, **kwargs: Any) -> Outcome:
        asked.append(kwargs)
        if len(asked) > 1:
            return solve(*args, **kwargs)
        return change(solve(*args, **kwargs | {"time_limit": None}))

    return fake


def test_a_point_between_vertices_becomes_a_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver's fractional seats are moved to a vertex, even with no time left."""
    offers = [chat("a"), chat("b")]
    given = scenario({"chat": 10}, *offers)

    def blur(outcome: Outcome) -> Outcome:
        assert outcome.values is not None
        values = tuple(v if v in (0, 1) else v - 0.25 for v in outcome.values)
        return attrs.evolve(outcome, values=values)

    monkeypatch.setattr(search, "solve", answering(blur))
    plan = to.optimize(given, time_limit=0)

    assert sum(p.purchased for p in plan.purchases) == 10
    assert Fraction(4000) == plan.cost.incl_tax.amount


def test_an_answer_that_breaks_a_row_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Values that keep no row in whole numbers are never rounded into a plan."""

    def wrong(outcome: Outcome) -> Outcome:
        return attrs.evolve(outcome, values=tuple(0.0 for _ in outcome.values or ()))

    monkeypatch.setattr(
        search, "solve", lambda *a, **k: wrong(solve(*a, **{**k, "fixed": {}}))
    )
    with pytest.raises(to.SolverError, match="not whole"):
        to.optimize(scenario(10, chat("a"), chat("b")))


@pytest.mark.parametrize("status", ["infeasible-or-unbounded", "stopped"])
def test_what_is_not_settled_is_not_called_infeasible(
    monkeypatch: pytest.MonkeyPatch, status: Any
) -> None:
    """A solver that did not find out leaves the question open."""

    def unsure(outcome: Outcome) -> Outcome:
        return attrs.evolve(
            outcome, status=status, stopped_because="time-limit", values=None
        )

    monkeypatch.setattr(search, "solve", answering(unsure))
    with pytest.raises(to.NoPlanError):
        to.optimize(scenario(10, chat("a"), chat("b")))


def test_an_unbounded_program_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scenario earns money without end, so such an answer is an error."""

    def endless(outcome: Outcome) -> Outcome:
        return attrs.evolve(outcome, status="unbounded", values=None)

    monkeypatch.setattr(search, "solve", answering(endless))
    with pytest.raises(to.SolverError, match="unbounded"):
        to.optimize(scenario(10, chat("a"), chat("b")))


# --- manners ------------------------------------------------------------------------


def test_progress_names_the_steps() -> None:
    """The callback is told each step as it begins, in order."""
    steps: list[str] = []

    to.optimize(scenario_of_many(), progress=steps.append)

    assert steps == ["compile", "reduce", "solve", "certify", "explain"]


def test_progress_may_raise() -> None:
    """An error of the callback's own comes through: that is how a caller cancels."""

    def cancel(step: str) -> None:
        if step == "solve":
            raise InterruptedError(step)

    with pytest.raises(InterruptedError):
        to.optimize(scenario_of_many(), progress=cancel)


@every_solver
def test_nothing_is_printed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, solver: str
) -> None:
    """Not a byte on either stream, at the level of the process; the log says it."""
    with caplog.at_level(logging.INFO, logger="tariffopt"):
        to.optimize(scenario_of_many(), solver=solver)
        with pytest.raises(to.InfeasibleError):
            to.optimize(scenario(3200, chat()), solver=solver)

    assert capfd.readouterr() == ("", "")
    assert any("JPY" in record.getMessage() for record in caplog.records)


def test_log_of_the_solver_goes_to_its_file(tmp_path: Path) -> None:
    """The solver's own log is written where asked, for the plan that is returned."""
    log = tmp_path / "run.log"
    limited = attrs.evolve(scenario_of_many(), limits=to.Limits(max_surplus=9))

    to.optimize(limited, log=log)

    assert "HiGHS" in log.read_text(encoding="utf-8")


def test_two_threads_at_once() -> None:
    """Two calls side by side give the plans that each alone would give."""
    expected = [to.optimize(scenario_of_many()), to.optimize(messenger())]
    found: dict[tuple[int, int], to.Plan] = {}

    def work(number: int) -> None:
        for turn in range(4):
            given = (scenario_of_many, messenger)[(number + turn) % 2]()
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
    plan = to.optimize(scenario_of_many(), seed=7, threads=2)
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
