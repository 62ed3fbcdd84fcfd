"""The exact program: what stands between a scenario and a solver.

A `Program` is an integer program written in whole numbers: minimize
``constant + unit * sum(cost * x)`` under linear rows and bounds. It knows nothing
of solvers, so that what a solver answers can be checked against it exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.formulation.soundness import (
    LIMIT,
    Exact,
    ProgramSizeError,
    require_column,
    require_exact,
    require_names,
    require_row,
    require_small,
)

__all__ = [
    "LIMIT",
    "Column",
    "Exact",
    "Program",
    "ProgramBuilder",
    "ProgramSizeError",
    "Row",
    "Stats",
    "common_divisor",
]


def _money(amount: Exact) -> Fraction:
    return Fraction(require_exact("money", amount))


@attrs.frozen
class Column:
    """One unknown of the program.

    Attributes
    ----------
    name
        Readable and unique: ASCII letters, digits and ``_``, a letter first, and no
        word that LP files use themselves (``free``, ``st``, ``e12``).
    lower, upper
        The least and the greatest value, both inclusive; ``None`` for no greatest.
    integer
        Whether only whole values are allowed.
    cost
        What one costs, in units of the program's objective.
    """

    name: str
    lower: int = 0
    upper: int | None = None
    integer: bool = False
    cost: int = 0


@attrs.frozen
class Row:
    """One linear rule: ``lower <= sum of coefficient * column <= upper``.

    Attributes
    ----------
    name
        As for a column.
    terms
        Pairs of a column's index and its whole coefficient, not zero; each column
        at most once.
    lower, upper
        Both inclusive; ``None`` where there is no bound.
    """

    name: str
    terms: tuple[tuple[int, int], ...]
    lower: int | None = None
    upper: int | None = None


@attrs.frozen
class Stats:
    """How large a program is: counts of rows, columns, integer columns, terms."""

    rows: int
    columns: int
    integers: int
    nonzeros: int


@attrs.frozen
class Program:
    """Minimize ``constant + unit * sum(cost * x)`` under rows and bounds, exactly.

    Attributes
    ----------
    columns, rows
        The unknowns and the rules.
    unit
        Money of one objective unit, greater than zero.
    constant
        Money that is spent whatever the columns are. Never given to a solver.
    integral
        Whoever formulated it vouches that some cheapest point is whole in every
        column with a cost, although not all of these are integer columns: the
        costs then differ by whole units, which closes the gap earlier.

    Raises
    ------
    TypeError
        A number is not an ``int`` (not even a ``bool`` or a NumPy integer is).
    ValueError
        A name is used twice or not allowed, an index has no column, bounds cross.
    ProgramSizeError
        A number, or what the objective can reach, is 2**53 or more.

    Examples
    --------
    >>> seats = Column("seats", upper=3000, integer=True, cost=7)
    >>> need = Row("need", ((0, 1),), lower=501)
    >>> program = Program((seats,), (need,), unit=Fraction(50))
    >>> program.objective([501])
    Fraction(175350, 1)
    >>> program.violations([500])
    ('need',)
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: Fraction = attrs.field(default=Fraction(1), converter=_money)
    constant: Fraction = attrs.field(default=Fraction(0), converter=_money)
    integral: bool = False

    def __attrs_post_init__(self) -> None:
        if self.unit <= 0:
            raise ValueError(f"unit {self.unit} is not greater than zero")
        require_names([column.name for column in self.columns])
        require_names([row.name for row in self.rows])
        for column in self.columns:
            require_column(column)
        for row in self.rows:
            require_row(row, len(self.columns))
        require_small("objective", _reach(self.columns))

    @property
    def stats(self) -> Stats:
        """Count rows, columns, integer columns and terms."""
        return Stats(
            rows=len(self.rows),
            columns=len(self.columns),
            integers=sum(column.integer for column in self.columns),
            nonzeros=sum(len(row.terms) for row in self.rows),
        )

    @property
    def counts_in_units(self) -> bool:
        """Whether the least cost is sure to be a whole number of units."""
        return self.integral or all(c.integer for c in self.columns if c.cost)

    def objective(self, values: Sequence[Exact]) -> Fraction:
        """Give the exact cost, in money, of one value for each column.

        Raises
        ------
        TypeError
            A value is a float.
        ValueError
            There are more or fewer values than columns.
        """
        values = _exact_values(values, len(self.columns))
        pairs = zip(self.columns, values, strict=True)
        units = sum((c.cost * value for c, value in pairs if c.cost), Fraction(0))
        return self.constant + self.unit * units

    def violations(self, values: Sequence[Exact]) -> tuple[str, ...]:
        """Name the columns, then the rows, that the values break; none when feasible.

        Raises
        ------
        TypeError, ValueError
            As `objective`.
        """
        values = _exact_values(values, len(self.columns))
        pairs = zip(self.columns, values, strict=True)
        broken = [column.name for column, value in pairs if not _fits(column, value)]
        for row in self.rows:
            activity = sum(factor * values[index] for index, factor in row.terms)
            if not _within(activity, row.lower, row.upper):
                broken.append(row.name)
        return tuple(broken)


class ProgramBuilder:
    """Collects columns and rows, then builds the program from them.

    Parameters
    ----------
    constant
        Money that is spent whatever the columns are.
    integral
        As in `Program`.
    tick
        Called with every column and row; what it raises ends the building.

    Examples
    --------
    >>> builder = ProgramBuilder()
    >>> seats = builder.column("seats", upper=3000, integer=True, cost=400)
    >>> fee = builder.column("fee", upper=1, integer=True, cost=1000)
    >>> _ = builder.row("fee_if_seats", {seats: 1, fee: -3000}, upper=0)
    >>> program = builder.build()
    >>> program.unit, [column.cost for column in program.columns]
    (Fraction(200, 1), [2, 5])
    """

    def __init__(
        self,
        constant: Exact = 0,
        *,
        integral: bool = False,
        tick: Callable[[], object] | None = None,
    ) -> None:
        self._tick = tick or (lambda: None)
        self._constant = _money(constant)
        self._integral = integral
        self._columns: list[Column] = []
        self._costs: list[Fraction] = []
        self._rows: list[Row] = []

    def column(
        self,
        name: str,
        *,
        lower: int = 0,
        upper: int | None = None,
        integer: bool = False,
        cost: Exact = 0,
    ) -> int:
        """Add a column, its cost in money, and give its index."""
        self._tick()
        self._columns.append(Column(name, lower, upper, integer))
        self._costs.append(_money(cost))
        return len(self._columns) - 1

    def add_cost(self, column: int, cost: Exact) -> None:
        """Add money to what one of a column costs."""
        self._costs[column] += _money(cost)

    def add_constant(self, cost: Exact) -> None:
        """Add money that is spent whatever the columns are."""
        self._constant += _money(cost)

    def row(
        self,
        name: str,
        terms: Mapping[int, int],
        *,
        lower: int | None = None,
        upper: int | None = None,
    ) -> int:
        """Add a row and give its index; coefficients of zero are left out."""
        self._tick()
        kept = tuple((index, factor) for index, factor in terms.items() if factor)
        self._rows.append(Row(name, kept, lower, upper))
        return len(self._rows) - 1

    def build(self) -> Program:
        """Build the program: the greatest common divisor of the costs is its unit.

        Rows are divided by the common divisor of their coefficients as well, where
        that leaves whole numbers: small numbers keep solvers accurate.

        Raises
        ------
        TypeError, ValueError, ProgramSizeError
            As `Program`.
        """
        unit = common_divisor(self._costs) or Fraction(1)
        pairs = zip(self._columns, self._costs, strict=True)
        columns = tuple(attrs.evolve(c, cost=int(cost / unit)) for c, cost in pairs)
        rows = tuple(_divided(row) for row in self._rows)
        self._tick()
        return Program(columns, rows, unit, self._constant, self._integral)


def common_divisor(amounts: Iterable[Exact]) -> Fraction:
    """Give the greatest amount of which every amount is a whole multiple.

    Examples
    --------
    >>> common_divisor([400, 350])
    Fraction(50, 1)
    >>> common_divisor([Fraction(3, 4), Fraction(1, 2), 0])
    Fraction(1, 4)
    """
    fractions = [Fraction(amount) for amount in amounts]
    scale = math.lcm(*(amount.denominator for amount in fractions))
    return Fraction(math.gcd(*(int(amount * scale) for amount in fractions)), scale)


def _divided(row: Row) -> Row:
    divisor = math.gcd(*(factor for _, factor in row.terms))
    bounds = [bound for bound in (row.lower, row.upper) if bound is not None]
    if divisor <= 1 or any(bound % divisor for bound in bounds):
        return row
    return attrs.evolve(
        row,
        terms=tuple((index, factor // divisor) for index, factor in row.terms),
        lower=None if row.lower is None else row.lower // divisor,
        upper=None if row.upper is None else row.upper // divisor,
    )


def _exact_values(values: Sequence[Exact], count: int) -> Sequence[Exact]:
    if len(values) != count:
        raise ValueError(f"{len(values)} values for {count} columns")
    for value in values:
        require_exact("value", value)
    return values


def _within(value: Exact, lower: int | None, upper: int | None) -> bool:
    return (lower is None or lower <= value) and (upper is None or value <= upper)


def _fits(column: Column, value: Exact) -> bool:
    whole = not column.integer or Fraction(value).denominator == 1
    return whole and _within(value, column.lower, column.upper)


def _reach(columns: Iterable[Column]) -> int:
    """Bound what the costed columns can add up to, as far as they have bounds."""
    return sum(
        abs(column.cost) * max(abs(column.lower), abs(column.upper or 0), 1)
        for column in columns
    )
