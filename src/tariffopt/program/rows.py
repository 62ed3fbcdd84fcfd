"""The unknowns and the rules of a program."""

from __future__ import annotations

import attrs


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
