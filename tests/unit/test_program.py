from __future__ import annotations

from fractions import Fraction

import pytest

from tariffopt.errors import SolverError
from tariffopt.program import (
    Column,
    LinearForm,
    Program,
    ProgramBuilder,
    ProgramSizeError,
    Row,
    Stats,
    add_up,
    common_divisor,
)


@pytest.fixture
def program() -> Program:
    """Two items, of which at most twice as many guests as members."""
    columns = (
        Column("members", 1, 9, integer=True, cost=8),
        Column("guests", 0, None, integer=False, cost=7),
    )
    rows = (
        Row("need", ((0, 1), (1, 1)), lower=5),
        Row("ratio", ((1, 1), (0, -2)), upper=0),
    )
    return Program(columns, rows, unit=Fraction(50), constant=Fraction(1, 2))


def test_objective_is_exact_money(program: Program) -> None:
    """The cost is constant plus unit times the costs, without rounding."""
    expected = Fraction(1, 2) + 50 * (8 * 2 + 7 * Fraction(10, 3))

    actual = program.objective([2, Fraction(10, 3)])

    assert expected == actual


def test_objective_refuses_floats(program: Program) -> None:
    """A float has lost its digits already, so it is refused and not rounded."""
    with pytest.raises(TypeError, match="float"):
        program.objective([2, 3.0])  # type: ignore[list-item]


def test_objective_wants_every_column(program: Program) -> None:
    """A value left out is a mistake, never a zero."""
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        program.objective([2])


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ([2, 3], ()),
        ([2, 4], ()),
        ([2, 5], ("ratio",)),
        ([1, 3], ("need", "ratio")),
        ([0, 5], ("members", "ratio")),
        ([10, 0], ("members",)),
        ([Fraction(5, 2), Fraction(5, 2)], ("members",)),
        ([2, Fraction(7, 2)], ()),
        ([6, -1], ("guests",)),
    ],
)
def test_violations_names_what_is_broken(
    program: Program, values: list[int | Fraction], broken: tuple[str, ...]
) -> None:
    """Bounds are inclusive, and only integer columns must be whole."""
    assert broken == program.violations(values)


def test_violations_sees_one_unit_in_large_numbers() -> None:
    """One unit too many is seen where floating point would not see it."""
    large = 2**52 + 1
    row = Row("row", ((0, 3), (1, -2), (2, -1)), upper=0)
    program = Program((Column("x"), Column("y"), Column("z")), (row,))

    assert program.violations([large, large, large]) == ()
    assert program.violations([large, large, large - 1]) == ("row",)


def test_stats_counts(program: Program) -> None:
    """Rows, columns, integer columns and terms are counted."""
    assert Stats(rows=2, columns=2, integers=1, nonzeros=4) == program.stats


def test_costs_differ_by_whole_units_only_if_costed_columns_are_whole() -> None:
    """A costed continuous column makes no promise, a free one does not matter."""
    whole = Column("x", integer=True, cost=1)
    free = Column("y")
    costed = Column("y", cost=1)

    assert Program((whole, free), ()).counts_in_units
    assert not Program((whole, costed), ()).counts_in_units
    assert Program((whole, costed), (), integral=True).counts_in_units


@pytest.mark.parametrize(
    "name", ["", "席", "a b", "a-b", "1a", "_a", "e", "E12", "free", "End", "x" * 256]
)
def test_names_must_survive_an_lp_file(name: str) -> None:
    """Words, numbers and signs an LP reader would misread cannot be names."""
    with pytest.raises(ValueError, match="cannot name"):
        Program((Column(name),), ())
    with pytest.raises(ValueError, match="cannot name"):
        Program((), (Row(name, ()),))


def test_names_are_unique() -> None:
    """Two rows, or two columns, of one name are refused; one of each is not."""
    with pytest.raises(ValueError, match="'x' is used twice"):
        Program((Column("x"), Column("x")), ())
    with pytest.raises(ValueError, match="'r' is used twice"):
        Program((), (Row("r", ()), Row("r", ())))
    Program((Column("x"),), (Row("x", ()),))


@pytest.mark.parametrize(
    "column",
    [
        Column("x", lower=0.5),  # type: ignore[arg-type]
        Column("x", lower=None),  # type: ignore[arg-type]
        Column("x", upper=2.0),  # type: ignore[arg-type]
        Column("x", cost=Fraction(1, 2)),  # type: ignore[arg-type]
        Column("x", upper=True),
        Column("x", integer=1),  # type: ignore[arg-type]
    ],
)
def test_columns_hold_whole_numbers_only(column: Column) -> None:
    """Anything but an int, a bool too, is a TypeError that names the column."""
    with pytest.raises(TypeError, match=r"^x: "):
        Program((column,), ())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (Row("r", ((1, 1),)), "no column has index 1"),
        (Row("r", ((-1, 1),)), "no column has index -1"),
        (Row("r", ((0, 0),)), "is zero"),
        (Row("r", ((0, 1), (0, 2))), "twice"),
        (Row("r", ((0, 1),), lower=2, upper=1), "1 is below 2"),
    ],
)
def test_rows_are_sound(row: Row, message: str) -> None:
    """Unknown columns, useless or repeated terms and crossing bounds are refused."""
    with pytest.raises(ValueError, match=message):
        Program((Column("x"),), (row,))


def test_rows_hold_whole_numbers_only() -> None:
    """A float coefficient or bound is a TypeError."""
    with pytest.raises(TypeError, match="float"):
        Program((Column("x"),), (Row("r", ((0, 1.5),)),))  # type: ignore[arg-type]
    bounded = Row("r", ((0, 1),), upper=1e3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        Program((Column("x"),), (bounded,))


def test_column_bounds_do_not_cross() -> None:
    """A greatest value below the least is a mistake of whoever formulates."""
    with pytest.raises(ValueError, match="1 is below 2"):
        Program((Column("x", 2, 1),), ())


@pytest.mark.parametrize(
    ("columns", "rows", "name"),
    [
        ((Column("x", cost=2**53),), (), "x"),
        ((Column("x", upper=2**53),), (), "x"),
        ((Column("x"),), (Row("r", ((0, -(2**53)),)),), "r"),
        ((Column("x", upper=2**27, cost=2**27),), (), "objective"),
    ],
)
def test_numbers_floats_cannot_hold_are_refused(
    columns: tuple[Column, ...], rows: tuple[Row, ...], name: str
) -> None:
    """From 2**53 on a solver would see another number; the error says which."""
    with pytest.raises(ProgramSizeError, match=name) as caught:
        Program(columns, rows)

    assert isinstance(caught.value, SolverError)
    assert name == caught.value.faults[0].fields["name"]


def test_numbers_just_below_the_limit_are_taken() -> None:
    """2**53 - 1 is still exact."""
    Program((Column("x", upper=2**53 - 1, cost=1),), ())


@pytest.mark.parametrize("unit", [0, -1])
def test_unit_is_positive(unit: int) -> None:
    """A unit of zero or less would turn minimizing around."""
    with pytest.raises(ValueError, match="not greater than zero"):
        Program((), (), unit=Fraction(unit))


def test_money_is_never_a_float() -> None:
    """Unit, constant and the forms are exact."""
    with pytest.raises(TypeError, match="float"):
        Program((), (), constant=0.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        LinearForm({0: 0.5})  # type: ignore[dict-item]


def test_builder_divides_money_by_its_common_divisor() -> None:
    """Fractions of money become whole units, and no cost changes."""
    builder = ProgramBuilder()
    first, second = builder.column("a", upper=10), builder.column("b", upper=10)
    seats = LinearForm({first: Fraction(15, 2), second: 2}, constant=3)
    more = LinearForm({second: 3}, constant=Fraction(1, 2))

    program = builder.build(add_up([seats, more]))

    assert (first, second) == (0, 1)
    assert Fraction(5, 2) == program.unit
    assert [column.cost for column in program.columns] == [3, 2]
    assert Fraction(7, 2) + 10 * Fraction(15, 2) + 5 == program.objective([10, 1])


def test_builder_divides_rows_where_that_is_exact() -> None:
    """A money row is divided by its divisor, unless its bound is no multiple."""
    builder = ProgramBuilder()
    x, y = builder.column("x"), builder.column("y")
    builder.row("budget", {x: 400, y: 350}, upper=100_000)
    builder.row("odd", {x: 400, y: 350}, lower=-50, upper=100_001)
    builder.row("kept", {x: 0, y: 1}, lower=-7)

    budget, odd, kept = builder.build().rows

    assert Row("budget", ((x, 8), (y, 7)), upper=2000) == budget
    assert Row("odd", ((x, 400), (y, 350)), -50, 100_001) == odd
    assert Row("kept", ((y, 1),), lower=-7) == kept


def test_builder_without_costs_has_unit_one() -> None:
    """No cost at all is a program like any other."""
    builder = ProgramBuilder()
    builder.column("x", integer=True)

    assert Fraction(1) == builder.build().unit


def test_common_divisor_of_nothing_is_zero() -> None:
    """Nothing, and nothing but zeros, have the divisor zero."""
    assert Fraction(0) == common_divisor([])
    assert Fraction(0) == common_divisor([0, Fraction(0)])
