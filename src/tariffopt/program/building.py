"""Building a program: money becomes whole numbers, rows lose common divisors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.program.model import Program
from tariffopt.program.rows import Column, Row
from tariffopt.program.soundness import Exact, money


class ProgramBuilder:
    """Collects columns and rows, then builds the program from them.

    Parameters
    ----------
    constant
        Money that is spent whatever the columns are.
    integral
        As in `Program`.

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

    def __init__(self, constant: Exact = 0, *, integral: bool = False) -> None:
        self._constant = money(constant)
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
        self._columns.append(Column(name, lower, upper, integer))
        self._costs.append(money(cost))
        return len(self._columns) - 1

    def add_cost(self, column: int, cost: Exact) -> None:
        """Add money to what one of a column costs."""
        self._costs[column] += money(cost)

    def add_constant(self, cost: Exact) -> None:
        """Add money that is spent whatever the columns are."""
        self._constant += money(cost)

    def row(
        self,
        name: str,
        terms: Mapping[int, int],
        *,
        lower: int | None = None,
        upper: int | None = None,
    ) -> int:
        """Add a row and give its index; coefficients of zero are left out."""
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
