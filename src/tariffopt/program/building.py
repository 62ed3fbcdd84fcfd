"""Building a program: money becomes whole numbers, rows lose common divisors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.program.forms import LinearForm
from tariffopt.program.model import Program
from tariffopt.program.rows import Column, Row
from tariffopt.program.soundness import Exact

_NOTHING = LinearForm()


class ProgramBuilder:
    """Collects columns and rows, then builds the program from them.

    Parameters
    ----------
    tick
        Called with every column and row; what it raises ends the building.

    Examples
    --------
    >>> builder = ProgramBuilder()
    >>> seats = builder.column("seats", upper=3000, integer=True)
    >>> fee = builder.column("fee", upper=1, integer=True)
    >>> builder.row("fee_if_seats", {seats: 1, fee: -3000}, upper=0)
    >>> program = builder.build(LinearForm({seats: 400, fee: 1000}))
    >>> program.unit, [column.cost for column in program.columns]
    (Fraction(200, 1), [2, 5])
    """

    def __init__(self, tick: Callable[[], object] | None = None) -> None:
        self._tick = tick or (lambda: None)
        self._columns: list[Column] = []
        self._rows: list[Row] = []

    def column(
        self,
        name: str,
        *,
        lower: int = 0,
        upper: int | None = None,
        integer: bool = False,
    ) -> int:
        """Add a column, and give its index."""
        self._tick()
        self._columns.append(Column(name, lower, upper, integer))
        return len(self._columns) - 1

    def row(
        self,
        name: str,
        terms: Mapping[int, int],
        *,
        lower: int | None = None,
        upper: int | None = None,
    ) -> None:
        """Add a row; coefficients of zero are left out."""
        self._tick()
        kept = tuple((index, factor) for index, factor in terms.items() if factor)
        self._rows.append(Row(name, kept, lower, upper))

    def build(
        self, objective: LinearForm = _NOTHING, *, integral: bool = False
    ) -> Program:
        """Build the program that minimizes an amount of money.

        The greatest common divisor of the costs is its unit. Rows are divided by the
        common divisor of their coefficients as well, where that leaves whole numbers:
        small numbers keep solvers accurate.

        Parameters
        ----------
        objective
            What the columns cost; nothing when left out.
        integral
            As in `Program`.

        Raises
        ------
        TypeError, ValueError, ProgramSizeError
            As `Program`.
        """
        unit = common_divisor(objective.terms.values()) or Fraction(1)
        columns = tuple(
            attrs.evolve(c, cost=int(objective.terms.get(number, 0) / unit))
            for number, c in enumerate(self._columns)
        )
        rows = tuple(_divided(row) for row in self._rows)
        self._tick()
        return Program(columns, rows, unit, objective.constant, integral)


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
