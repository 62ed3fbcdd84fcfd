from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffopt.program import Column, LinearForm, Program, ProgramBuilder, Row
from tariffopt.solvers import Outcome, highs
from tariffopt.solvers.outcome import Settings
from tests.profiles import examples
from tests.solvers.programs import (
    BETWEEN_WHOLES,
    INFEASIBLE,
    RAY_WITHOUT_POINT,
    SOLVERS,
    UNBOUNDED,
    cheapest,
    solve,
    tiers,
)

every_solver = pytest.mark.parametrize("solver", SOLVERS)


def whole(outcome: Outcome) -> list[int]:
    """Give the nearest whole values; a solver's own are floats."""
    assert outcome.values is not None
    return [round(value) for value in outcome.values]


@every_solver
def test_tiers(solver: str) -> None:
    """439 are needed and 501 are cheaper: the optimum and its bound are exact."""
    program = tiers()

    outcome = solve(program, solver=solver)

    assert (outcome.status, outcome.stopped_because) == ("optimal", None)
    assert whole(outcome) == [0, 501, 0, 1]
    assert Fraction(1000 + 501 * 350) == outcome.bound
    assert outcome.bound == program.objective(whole(outcome))


@every_solver
def test_negative_costs_maximize(solver: str) -> None:
    """The most seats within a budget: costs below zero are a maximum."""
    builder = ProgramBuilder()
    seats = builder.column("seats", integer=True)
    builder.row("budget", {seats: 385}, upper=2_000_000)

    outcome = solve(builder.build(LinearForm({seats: -1})), solver=solver)

    assert whole(outcome) == [5194]
    assert Fraction(-5194) == outcome.bound


@every_solver
def test_equality_and_range(solver: str) -> None:
    """Rows hold on both sides, ends included."""
    columns = tuple(Column(name, upper=20, integer=True, cost=1) for name in "ab")
    rows = (
        Row("exactly", ((0, 3), (1, 5)), 47, 47),
        Row("between", ((0, 1), (1, -1)), -1, 0),
    )

    outcome = solve(Program(columns, rows), solver=solver)

    # 3 a + 5 b = 47 holds at (4, 7), (9, 4) and (14, 1) only.
    assert outcome.status == "infeasible"

    wider = attrs.evolve(rows[1], lower=-3)
    assert whole(solve(Program(columns, (rows[0], wider)), solver=solver)) == [4, 7]


@every_solver
def test_negative_lower_bounds(solver: str) -> None:
    """Credits are columns below zero; they must not be cut off at zero."""
    columns = (Column("credit", -7, 3, integer=True, cost=6), Column("x", cost=5))
    row = Row("r", ((0, 1), (1, 1)), lower=-4)

    outcome = solve(Program(columns, (row,)), solver=solver)

    assert whole(outcome) == [-7, 3]


@every_solver
def test_integers_without_upper_bound(solver: str) -> None:
    """An open upper bound is no bound: MPS readers must not take it for 1."""
    program = Program(
        (Column("x", integer=True, cost=1),), (Row("r", ((0, 1),), lower=7),)
    )

    assert whole(solve(program, solver=solver)) == [7]


@every_solver
def test_large_numbers(solver: str) -> None:
    """Coefficients and values of ten digits come back without a unit missing."""
    columns = (
        Column("amount", integer=True, cost=1),
        Column("blocks", upper=9, integer=True, cost=1_000_000_007),
    )
    rows = (
        Row("need", ((0, 1),), lower=1_234_567_891),
        Row("covered", ((0, -1), (1, 1_000_000_007)), lower=0),
    )
    program = Program(columns, rows)

    outcome = solve(program, solver=solver)

    assert whole(outcome) == [1_234_567_891, 2]
    assert Fraction(1_234_567_891 + 2 * 1_000_000_007) == outcome.bound


@every_solver
def test_fractional_optimum_keeps_a_raw_bound(solver: str) -> None:
    """A costed continuous column: the bound is not rounded up to a unit."""
    program = Program((Column("x", cost=1),), (Row("r", ((0, 3),), lower=10),))

    outcome = solve(program, solver=solver)

    assert outcome.status == "optimal"
    assert outcome.bound == pytest.approx(Fraction(10, 3))


@every_solver
def test_integral_promise_rounds_the_bound(solver: str) -> None:
    """Whoever vouches for whole costs gets a whole bound with continuous columns."""
    columns = (Column("seats", cost=7), Column("tier", upper=1, integer=True, cost=100))
    rows = (
        Row("most", ((0, 1), (1, -500)), upper=0),
        Row("need", ((0, 1),), lower=300),
    )
    program = Program(columns, rows, unit=Fraction(1, 2), integral=True)

    outcome = solve(program, solver=solver)

    assert whole(outcome) == [300, 1]
    assert Fraction(2200, 2) == outcome.bound


@every_solver
@pytest.mark.parametrize("program", [INFEASIBLE, BETWEEN_WHOLES, RAY_WITHOUT_POINT])
def test_infeasible(program: Program, solver: str) -> None:
    """No point at all: also where only whole ones lack, or a ray has no start."""
    outcome = solve(program, solver=solver)

    assert (outcome.status, outcome.stopped_because) == ("infeasible", None)
    assert (outcome.values, outcome.bound) == (None, None)


@every_solver
def test_infeasible_without_integers(solver: str) -> None:
    """A linear program without a point is infeasible, whatever the wrapper says."""
    column = attrs.evolve(INFEASIBLE.columns[0], integer=False)

    outcome = solve(Program((column,), INFEASIBLE.rows), solver=solver)

    assert outcome.status == "infeasible"


@every_solver
@pytest.mark.parametrize("integer", [True, False])
def test_unbounded(solver: str, integer: bool) -> None:
    """Costs without a bottom are told apart from having no point."""
    column = attrs.evolve(UNBOUNDED.columns[0], integer=integer)

    outcome = solve(attrs.evolve(UNBOUNDED, columns=(column,)), solver=solver)

    assert (outcome.status, outcome.values, outcome.bound) == ("unbounded", None, None)


@every_solver
def test_no_costs(solver: str) -> None:
    """Without costs any feasible point is an optimum at the constant."""
    columns = (Column("x", upper=5, integer=True), Column("idle", lower=2))
    program = Program(columns, (Row("r", ((0, 2),), 4, 4),), constant=Fraction(7, 2))

    outcome = solve(program, solver=solver)

    assert outcome.status == "optimal"
    assert whole(outcome) == [2, 2]
    assert Fraction(7, 2) == outcome.bound


@every_solver
def test_costs_outside_all_rows(solver: str) -> None:
    """A column in no row takes its cheapest end; one without cost its least value."""
    columns = (
        Column("x", upper=5, integer=True, cost=1),
        Column("gain", 1, 4, integer=True, cost=-3),
        Column("idle", 2, 6, integer=True),
    )
    program = Program(columns, (Row("r", ((0, 1),), lower=2),))

    outcome = solve(program, solver=solver)

    assert whole(outcome) == [2, 4, 2]
    assert Fraction(2 - 12) == outcome.bound


def test_no_rows_needs_no_solver() -> None:
    """Bounds alone are answered exactly, and nobody else is given the credit."""
    columns = (Column("a", 1, 9, cost=3), Column("b", 1, 9, cost=-2))

    outcome = solve(Program(columns, (), constant=Fraction(1, 3)), solver="no such")

    assert (outcome.status, outcome.name, outcome.version) == ("optimal", "none", None)
    assert outcome.values == (1.0, 9.0)
    assert Fraction(1, 3) + 3 - 18 == outcome.bound


def test_nothing_at_all() -> None:
    """No columns and no rows cost the constant."""
    outcome = solve(Program((), (), constant=Fraction(5)))

    assert ("optimal", (), Fraction(5)) == (
        outcome.status,
        outcome.values,
        outcome.bound,
    )


@pytest.mark.parametrize(
    ("program", "status"),
    [
        (Program((), (Row("need", (), lower=1),)), "infeasible"),
        (Program((Column("x"),), (Row("r", (), upper=-1),)), "infeasible"),
        (Program((Column("x"),), (Row("r", (), -1, 1),)), "optimal"),
        (Program((Column("x", cost=-1),), ()), "unbounded"),
    ],
)
def test_rows_without_terms(program: Program, status: str) -> None:
    """A rule about nothing holds if zero is within its bounds, and else never."""
    assert status == solve(program).status


@every_solver
def test_broken_row_without_terms_beats_the_rest(solver: str) -> None:
    """One rule that nothing can keep makes a whole program infeasible."""
    program = tiers()
    rows = (*program.rows, Row("never", (), lower=1))

    assert solve(attrs.evolve(program, rows=rows), solver=solver).status == "infeasible"


@every_solver
def test_fixed_columns(solver: str) -> None:
    """Pinned to the lower tier, 439 cost more than 501 do."""
    outcome = solve(tiers(), solver=solver, fixed={2: 1, 3: 0})

    assert whole(outcome) == [439, 0, 1, 0]
    assert Fraction(1000 + 439 * 400) == outcome.bound


def test_fixing_outside_the_bounds_is_a_mistake() -> None:
    """A pin must be a whole number within its column's bounds."""
    for value in (-1, 2, 0.5):
        with pytest.raises(ValueError, match="at_low cannot be fixed"):
            solve(tiers(), fixed={2: value})  # type: ignore[dict-item]


@every_solver
def test_relaxed(solver: str) -> None:
    """The relaxation costs less than the optimum and says so with its bound."""
    program = tiers()

    outcome = solve(program, solver=solver, relaxed=True)

    assert outcome.status == "optimal"
    assert outcome.values is not None
    assert outcome.values[3] == pytest.approx(439 / 3000)
    assert Fraction(1000 + 439 * 350) == outcome.bound


@every_solver
def test_fixed_and_relaxed_ends_at_a_vertex(solver: str) -> None:
    """With tiers pinned, seats of a flow come back whole from the simplex method."""
    builder = ProgramBuilder()
    flows = [
        [builder.column(f"x{group}{offer}") for offer in range(3)] for group in range(4)
    ]
    for group, columns in enumerate(flows):
        builder.row(f"need{group}", dict.fromkeys(columns, 1), lower=7, upper=7)
    for offer in range(3):
        load = {columns[offer]: 1 for columns in flows}
        builder.row(f"load{offer}", load, upper=11)

    cost = LinearForm({column: 5 for columns in flows for column in columns})
    program = builder.build(cost, integral=True)

    outcome = solve(program, solver=solver, relaxed=True)

    assert outcome.values is not None
    assert [round(value) for value in outcome.values] == list(outcome.values)
    assert Fraction(4 * 7 * 5) == outcome.bound


@every_solver
def test_same_seed_same_answer(solver: str) -> None:
    """Asked twice, a solver gives the same point."""
    first, second = (solve(tiers(), solver=solver, seed=7) for _ in range(2))

    assert first.values == second.values


@every_solver
def test_range_rows_may_share_their_split_names(solver: str) -> None:
    """A row called like half of a split one does not collide with it."""
    columns = (Column("x", upper=9, integer=True, cost=1),)
    rows = (
        Row("r", ((0, 1),), 2, 5),
        Row("r_min", ((0, 1),), lower=3),
        Row("r_max", ((0, 1),), upper=8),
    )

    assert whole(solve(Program(columns, rows), solver=solver)) == [3]


@st.composite
def small_programs(draw: st.DrawFn) -> Program:
    """Give programs of up to four whole columns in a small box, and up to four rows."""
    count = draw(st.integers(1, 4))
    number, side = st.integers(-4, 4), st.integers(-12, 12)
    columns = []
    for index in range(count):
        lower = draw(st.integers(-2, 2))
        upper = lower + draw(st.integers(0, 4))
        cost = draw(number)
        columns.append(Column(f"x{index}", lower, upper, integer=True, cost=cost))
    rows = []
    for index in range(draw(st.integers(1, 4))):
        factors = draw(st.lists(number, min_size=count, max_size=count))
        terms = tuple((i, factor) for i, factor in enumerate(factors) if factor)
        low, high = sorted((draw(side), draw(side)))
        forms = [(low, high), (low, low), (low, None), (None, high)]
        rows.append(Row(f"r{index}", terms, *draw(st.sampled_from(forms))))
    return Program(tuple(columns), tuple(rows), Fraction(1, 3), Fraction(2))


def agrees(program: Program, solver: str) -> None:
    """Compare a solver's answer with trying every point."""
    best, outcome = cheapest(program), solve(program, solver=solver)
    if best is None:
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "optimal"
    assert program.violations(whole(outcome)) == ()
    assert best[0] == program.objective(whole(outcome)) == outcome.bound


@given(program=small_programs())
@settings(max_examples=examples(300))
def test_highs_finds_the_cheapest_point(program: Program) -> None:
    """On every small program HiGHS equals trying all points, bound and cost."""
    agrees(program, "HiGHS")


@pytest.mark.skipif("CBC" not in SOLVERS, reason="cbcbox is not installed")
@given(program=small_programs())
@settings(max_examples=min(examples(40), 200))
def test_cbc_finds_the_cheapest_point(program: Program) -> None:
    """On every small program CBC equals trying all points, bound and cost."""
    agrees(program, "CBC")


@pytest.mark.parametrize("program", [tiers(), INFEASIBLE, RAY_WITHOUT_POINT])
def test_a_large_program_is_loaded_as_by_pulp(program: Program) -> None:
    """Large programs go straight to HiGHS: the very matrix that PuLP would give it."""
    models = [highs.quiet_model(Settings()) for _ in range(2)]
    orders = {
        highs.load(program, model, large=bool(number))
        for number, model in enumerate(models)
    }

    assert len(orders) == 1
    one, other = (matrix(model) for model in models)
    assert one == other


def matrix(model: Any) -> tuple[Any, ...]:
    """Give all numbers of a model, row by row."""
    model.ensureRowwise()
    lp = model.getLp()
    sides = lp.col_cost_, lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_
    starts, index, value = lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_
    rows = [
        sorted(zip(index[low:high], value[low:high], strict=True))
        for low, high in pairwise(starts)
    ]
    kinds = [str(kind) for kind in lp.integrality_]
    return (*(list(numbers) for numbers in sides), rows, kinds)


def test_a_large_program_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PuLP the answer is the same."""
    usual = solve(tiers())
    monkeypatch.setattr(highs, "LARGE", 0)

    assert solve(tiers()).values == usual.values
