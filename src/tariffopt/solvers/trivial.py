"""Programs that need no solver: no rows, or a rule that nothing can keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tariffopt.solvers.outcome import Answer

if TYPE_CHECKING:
    from tariffopt.program import Column, Program, Row


def solve_trivially(program: Program) -> Answer | None:
    """Solve a program none of whose rows has terms; ``None`` for any other.

    Examples
    --------
    >>> from tariffopt.program import Column, Program, Row
    >>> solve_trivially(Program((Column("x", 2, 5, cost=-3),), ())).values
    (5.0,)
    >>> solve_trivially(Program((), (Row("need", (), lower=1),))).status
    'infeasible'
    """
    if not all(_keeps_zero(row) for row in program.rows if not row.terms):
        return Answer("infeasible", "none")
    if any(row.terms for row in program.rows):
        return None
    if any(column.cost < 0 and column.upper is None for column in program.columns):
        return Answer("unbounded", "none")
    values = [_cheapest(column) for column in program.columns]
    pairs = zip(program.columns, values, strict=True)
    cost = float(sum(column.cost * value for column, value in pairs))
    return Answer(
        status="optimal",
        name="none",
        values=tuple(map(float, values)),
        objective=cost,
        bound=cost,
    )


def _keeps_zero(row: Row) -> bool:
    above = row.lower is None or row.lower <= 0
    return above and (row.upper is None or row.upper >= 0)


def _cheapest(column: Column) -> int:
    if column.cost < 0 and column.upper is not None:
        return column.upper
    return column.lower
