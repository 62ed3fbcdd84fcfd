"""What a program must be like before anybody may trust a solver's answer to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from tariffopt.errors import Fault, SolverError
from tariffopt.program.rows import Column, Row

Exact = int | Fraction
"""A value a column can take: whole, or an exact fraction for a continuous one."""

LIMIT = 2**53
"""Below it every whole number is a floating-point number, so none is misread."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}\Z")
# Readers of LP files take these for sections, for infinity, or for 1e12.
_RESERVED = re.compile(
    r"(e\d*|inf|infinity|free|st|subject|such|bounds?|generals?|gen|integers?|int"
    r"|binar(y|ies)|bin|sos[12]?|semi|semis|sec|end|min(imi[sz]e|imum)?"
    r"|max(imi[sz]e|imum)?|obj|rhs|rng|bnd)\Z",
    re.IGNORECASE,
)


class ProgramSizeError(SolverError, ValueError):
    """A number of the program is too large for a solver to see exactly."""


def require_exact(what: str, value: Exact) -> Exact:
    """Refuse floats and anything else that is no exact number."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"{what} {value!r} is a {type(value).__name__}, not exact")
    return value


def money(amount: Exact) -> Fraction:
    """Take an exact amount of money."""
    return Fraction(require_exact("money", amount))


def require_names(names: Sequence[str]) -> None:
    """Refuse names an LP file cannot carry, and names used twice."""
    for name in names:
        if not _NAME.match(name) or _RESERVED.match(name):
            raise ValueError(f"{name!r} cannot name a row or column of an LP file")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is used twice")


def require_column(column: Column) -> None:
    """Refuse a column that is not whole numbers, or whose bounds cross."""
    _require_ints(column.name, column.lower, column.cost)
    _require_ints(column.name, *_bounds(column.upper))
    if type(column.integer) is not bool:
        raise TypeError(f"{column.name}: integer={column.integer!r} is not a bool")
    if column.upper is not None and column.upper < column.lower:
        raise ValueError(f"{column.name}: {column.upper} is below {column.lower}")


def require_row(row: Row, columns: int) -> None:
    """Refuse a row with unknown, repeated or useless terms, or crossing bounds."""
    indices = [index for index, _ in row.terms]
    _require_ints(row.name, *_bounds(row.lower, row.upper))
    _require_ints(row.name, *chain.from_iterable(row.terms))
    if any(not 0 <= index < columns for index in indices):
        raise ValueError(f"{row.name}: no column has index {max(indices)}")
    if len(set(indices)) < len(indices):
        raise ValueError(f"{row.name}: a column stands in it twice")
    if not all(factor for _, factor in row.terms):
        raise ValueError(f"{row.name}: a coefficient is zero")
    if row.lower is not None and row.upper is not None and row.upper < row.lower:
        raise ValueError(f"{row.name}: {row.upper} is below {row.lower}")


def _bounds(*bounds: int | None) -> list[int]:
    return [bound for bound in bounds if bound is not None]


def _require_ints(name: str, *numbers: int) -> None:
    for number in numbers:
        if type(number) is not int:
            kind = type(number).__name__
            raise TypeError(f"{name}: {number!r} is a {kind}, not an int")
        require_small(name, number)


def require_small(name: str, number: int) -> None:
    """Refuse a number that floating point could not hold exactly."""
    if abs(number) >= LIMIT:
        fields = {"name": name, "found": number, "allowed": LIMIT - 1}
        raise ProgramSizeError(Fault("program-too-large", fields=fields))
