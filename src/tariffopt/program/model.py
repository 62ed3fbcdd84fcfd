"""The exact program: what stands between a scenario and a solver.

A `Program` is an integer program written in whole numbers: minimize
``constant + unit * sum(cost * x)`` under linear rows and bounds. It knows nothing
of solvers, so that what a solver answers can be checked against it exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from tariffopt.program.rows import Column, Row
from tariffopt.program.soundness import (
    Exact,
    money,
    require_column,
    require_exact,
    require_names,
    require_row,
    require_small,
)


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
    unit: Fraction = attrs.field(default=Fraction(1), converter=money)
    constant: Fraction = attrs.field(default=Fraction(0), converter=money)
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
