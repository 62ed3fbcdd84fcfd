"""Numbers that fit into the text files by which programs reach most solvers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tariffopt.errors import Fault, SolverError

if TYPE_CHECKING:
    from tariffopt.program import Program

DIGITS = 12
"""Significant digits of a number in the LP files PuLP writes."""


def require_digits(program: Program, name: str) -> None:
    """Refuse numbers that a text file with `DIGITS` digits would change.

    Raises
    ------
    SolverError
        With the first such number.
    """
    for number in _numbers(program):
        if int(float(f"{number:.{DIGITS}g}")) != number:
            fields = {"name": name, "found": number, "digits": DIGITS}
            raise SolverError(Fault("solver-digits", fields=fields))


def _numbers(program: Program) -> Iterator[int]:
    for column in program.columns:
        yield from (column.lower, column.upper or 0, column.cost)
    for row in program.rows:
        yield from (row.lower or 0, row.upper or 0)
        yield from (factor for _, factor in row.terms)
