"""How the road ends when it finds no proof, no plan, or no solver; on real solvers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.deciding import problems, search
from tariffopt.errors import json_fields
from tariffopt.solvers import Outcome, available_solvers, pulp_adapter, solve
from tariffopt.solvers.outcome import Answer
from tests.building import (
    MONTH,
    YEAR,
    bought,
    charge,
    chat,
    codes,
    item,
    messenger,
    scenario,
    several,
    tariff,
    volume,
)
from tests.hard import bundles
from tests.solvers.programs import SOLVERS

every_solver = pytest.mark.parametrize("solver", SOLVERS)
HARD = bundles(60, 6)
UNFINDABLE = bundles(40, 4, idle=0)


@pytest.fixture
def by_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave all of the search to the solver, as where branch and bound gives up."""
    monkeypatch.setattr(search, "search_strongly", lambda *_: None)


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


@pytest.mark.usefixtures("by_solver")
def test_time_limit_tells_bound_and_gap_of_highs() -> None:
    """HiGHS always says what it has proved so far, as money with tax."""
    for seconds in (4, 16):  # a slow machine needs more for its first bound
        plan = to.optimize(HARD, time_limit=seconds)
        if plan.bound is not None:
            break

    assert plan.bound is not None
    assert Fraction(0) < plan.bound.amount < plan.cost.incl_tax.amount
    assert plan.gap is not None
    assert 0 < plan.gap.amount < plan.cost.incl_tax.amount


def test_time_limit_without_a_plan() -> None:
    """Out of time with nothing is an error that carries the bound as money."""
    for seconds in (1, 4, 16):  # a slow machine needs more for its first bound
        with pytest.raises(to.NoPlanError) as caught:
            to.optimize(UNFINDABLE, time_limit=seconds)
        if caught.value.bound is not None:
            break

    assert codes(caught.value) == ["no-plan-yet"]
    assert caught.value.faults[0].fields["why"] == "time-limit"
    assert isinstance(caught.value.bound, to.GrossMoney)
    assert caught.value.bound.amount > 0


def test_no_time_at_all() -> None:
    """A time limit of nothing still gives the first plan, and nothing is proved."""
    plan = to.optimize(HARD, time_limit=0)

    assert (plan.status, plan.proof, plan.bound) == ("feasible", "none", None)
    assert plan.stopped_because == "time-limit"
    assert plan.solver.name == "none (first plan)"
    assert to.certify(plan) == plan.certificate


def test_no_time_and_no_first_plan() -> None:
    """Where the first plan is not found either, there is none, and no bound."""
    with pytest.raises(to.NoPlanError) as caught:
        to.optimize(UNFINDABLE, time_limit=0)

    assert codes(caught.value) == ["no-plan-yet"]
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
    plan = to.optimize(several(), gap=gap)

    assert plan.gap is not None
    assert plan.gap.amount <= plan.cost.incl_tax.amount / 20


def test_gap_is_never_a_float() -> None:
    """0.05 is a float, whose digits are not exact."""
    with pytest.raises(TypeError, match="float"):
        to.optimize(several(), gap=0.05)  # type: ignore[arg-type]


def test_a_path_is_no_scenario() -> None:
    """What is no scenario is refused with the function that makes one."""
    for use in (to.optimize, to.formulate):
        with pytest.raises(TypeError, match=r"'chat.toml' is a str.*read_scenario"):
            use("chat.toml")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"not a Plan; read_plan"):
        to.certify("plan.json")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_limit", "x"),
        ("time_limit", True),
        ("threads", "2"),
        ("threads", 1.5),
        ("seed", None),
    ],
)
def test_settings_are_numbers(name: str, value: Any) -> None:
    """A setting of another type is named, with what it is and should be."""
    with pytest.raises(TypeError, match=rf"{name} .* is a .*, not a .*number"):
        to.optimize(several(), **{name: value})


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

    assert codes(caught.value) == ["no-plan", "conflict-need", "conflict-need"]
    assert caught.value.conflict == ("needs:chat", "needs:mail")


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
    assert plan.proof == "exact"
    (note,) = plan.notes_of("surplus-limit-costs")
    assert json_fields(note.fields) == {"least": "2314620", "extra": "61380"}


def test_over_budget() -> None:
    """The least cost is proved to be above the budget: by how much is said."""
    limits = to.Limits(budget=2_300_000)

    with pytest.raises(to.InfeasibleError, match="JPY 14,620 more") as caught:
        to.optimize(scenario(501, chat(), terms=YEAR, limits=limits))

    assert caught.value.conflict == ("limits.budget",)
    assert codes(caught.value) == ["over-budget"]


def test_the_budget_itself_may_be_spent() -> None:
    """A plan that costs just the budget is within it."""
    limits = to.Limits(budget=2_314_620)

    assert to.optimize(scenario(501, chat(), terms=YEAR, limits=limits)).purchases


@pytest.mark.usefixtures("by_solver")
def test_budget_that_is_neither_met_nor_refuted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Best plan above the budget, bound below it: not infeasible, but no plan yet."""

    def early(outcome: Outcome) -> Outcome:
        return attrs.evolve(
            outcome, status="stopped", stopped_because="time-limit", bound=Fraction(999)
        )

    limits = to.Limits(budget=1000)
    monkeypatch.setattr(search, "solve", answering(early))
    with pytest.raises(to.NoPlanError) as caught:
        to.optimize(scenario(10, chat("a"), chat("b"), limits=limits))

    assert codes(caught.value) == ["budget-open"]
    assert caught.value.bound == to.GrossMoney(999, "JPY")


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


def test_a_missing_solver_is_told_even_where_none_is_needed() -> None:
    """The envelope settles the real case; a misspelled solver is told all the same."""
    with pytest.raises(to.SolverError, match="HiGHS"):
        to.optimize(scenario(501, chat(), terms=YEAR), solver="Hihgs")


def answering(change: Callable[[Outcome], Outcome]) -> Callable[..., Outcome]:
    """Give a solver whose first answer is changed."""
    asked: list[Any] = []

    def fake(program: Any, settings: Any, **pins: Any) -> Outcome:
        asked.append(settings)
        if len(asked) > 1:
            return solve(program, settings, **pins)
        return change(solve(program, **pins))

    return fake


def test_a_point_between_vertices_becomes_a_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver's fractional seats are moved to a vertex, even with little time left."""
    offers = [chat("a"), chat("b")]
    given = scenario({"chat": 10}, *offers)

    def blur(outcome: Outcome) -> Outcome:
        assert outcome.values is not None
        values = tuple(v if v in (0, 1) else v - 0.25 for v in outcome.values)
        return attrs.evolve(outcome, values=values)

    monkeypatch.setattr(search, "solve", answering(blur))
    monkeypatch.setattr(problems, "first_plan", lambda *_: None)
    plan = to.optimize(given, time_limit=1)

    assert sum(p.purchased for p in plan.purchases) == 10
    assert Fraction(4000) == plan.cost.incl_tax.amount


@pytest.mark.usefixtures("by_solver")
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


def test_a_point_that_breaks_a_row_is_not_optimal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What another solver calls optimal is looked at, and HiGHS asked for a point.

    CBC has been seen to answer so where a limit on idle seats leaves no plan.
    """

    def careless(program: Any, _: Any) -> Answer:
        return Answer("optimal", "COIN_CMD", values=(0.0,) * len(program.columns))

    monkeypatch.setattr(pulp_adapter, "solve_by_name", careless)
    monkeypatch.setattr(pulp_adapter, "solver_is_there", lambda _: True)
    pair = tariff("t", charge(9), items=[item(minimum=2, step=2)])
    none = scenario(1, pair, chat("u", (9, 1)), limits=to.Limits(max_surplus=0))
    short = attrs.evolve(none, offers=(pair,))

    with pytest.raises(to.InfeasibleError):
        to.optimize(short, solver="CBC")
    with pytest.raises(to.SolverError, match="feasible point"):
        to.optimize(none, solver="CBC")


@every_solver
def test_no_plan_without_idle_seats(solver: str) -> None:
    """One seat of items sold in twos, none of which may stand idle, is no plan."""
    items = [item("seat", minimum=2), item("guest", step=2)]
    lines = [
        charge(volume((2, 10), (None, "38/7")), "guest"),
        charge("24.7", "seat"),
        charge(13, None, "year"),
    ]
    offer = tariff("t", *lines, items=items)
    terms = to.Terms(MONTH.start, 13, to.Tax("1/3", "floor", "month"))
    given = scenario(1, offer, terms=terms, limits=to.Limits(max_surplus=0))

    with pytest.raises(to.InfeasibleError):
        to.optimize(given, solver=solver)


@pytest.mark.usefixtures("by_solver")
@pytest.mark.parametrize("status", ["infeasible-or-unbounded", "stopped"])
def test_what_is_not_settled_is_not_called_infeasible(
    monkeypatch: pytest.MonkeyPatch, status: Any
) -> None:
    """A solver that did not find out leaves the question open."""

    def unsure(outcome: Outcome) -> Outcome:
        return attrs.evolve(
            outcome,
            status=status,
            stopped_because="time-limit",
            values=None,
            bound=None,
        )

    given = scenario(10, chat("a"), chat("b"))
    monkeypatch.setattr(search, "solve", answering(unsure))
    plan = to.optimize(given)
    assert (plan.status, plan.stopped_because) == ("feasible", "time-limit")

    monkeypatch.setattr(problems, "first_plan", lambda *_: None)
    monkeypatch.setattr(search, "solve", answering(unsure))
    with pytest.raises(to.NoPlanError):
        to.optimize(given)


@pytest.mark.usefixtures("by_solver")
def test_a_bound_above_a_plan_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that calls a dearer plan optimal than the first one is not believed."""
    given = scenario(10, chat("a", (None, 3)), chat("b", (None, 5)))

    def dear(outcome: Outcome) -> Outcome:
        return attrs.evolve(outcome, values=None, bound=Fraction(31))

    assert to.optimize(given, time_limit=0).cost.incl_tax.amount == 30
    monkeypatch.setattr(search, "solve", answering(dear))
    plan = to.optimize(given, time_limit=60)

    assert (plan.status, plan.bound, plan.stopped_because) == (
        "feasible",
        None,
        "unknown",
    )


@pytest.mark.usefixtures("by_solver")
def test_a_plan_at_hand_refutes_infeasibility(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A solver that proves there is no plan is not believed where there is one."""

    def none(outcome: Outcome) -> Outcome:
        return attrs.evolve(outcome, status="infeasible", values=None)

    monkeypatch.setattr(search, "solve", answering(none))
    plan = to.optimize(scenario(10, chat("a"), chat("b")), time_limit=60)

    assert (plan.status, plan.stopped_because) == ("feasible", "unknown")
    assert "there is a plan" in caplog.text


@pytest.mark.usefixtures("by_solver")
def test_an_interruption_in_vain_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C before there is a plan ends the caller's loop too; after, it gives it."""

    def interrupted(outcome: Outcome) -> Outcome:
        stopped = attrs.evolve(outcome, status="stopped", values=None, bound=None)
        return attrs.evolve(stopped, stopped_because="interrupted")

    given = scenario(10, chat("a"), chat("b"))
    monkeypatch.setattr(search, "solve", answering(interrupted))
    assert to.optimize(given).stopped_because == "interrupted"

    monkeypatch.setattr(problems, "first_plan", lambda *_: None)
    monkeypatch.setattr(search, "solve", answering(interrupted))
    with pytest.raises(KeyboardInterrupt):
        to.optimize(given)


@pytest.mark.usefixtures("by_solver")
def test_an_unbounded_program_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scenario earns money without end, so such an answer is an error."""

    def endless(outcome: Outcome) -> Outcome:
        return attrs.evolve(outcome, status="unbounded", values=None)

    monkeypatch.setattr(search, "solve", answering(endless))
    with pytest.raises(to.SolverError, match="unbounded"):
        to.optimize(scenario(10, chat("a"), chat("b")))
