"""Laying out what commands print, in lines of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tariffopt.texts.columns import left, width_of, wrap

WIDTH = 80


def columns(words: str) -> int:
    """Count the columns a text takes on any console; ambiguous characters count two.

    Examples
    --------
    >>> columns("予備 0")
    6
    """
    return width_of(words, "ja")


def padded(words: str, width: int) -> str:
    """Fill a text with spaces on the right."""
    return left(words, width, "ja")


def paragraph(words: str, indent: str = "") -> list[str]:
    """Lay out a paragraph; line ends in it are kept."""
    width = WIDTH - len(indent)
    rows = (row for line in words.splitlines() for row in wrap(line, width, "ja"))
    return [f"{indent}{row}".rstrip() for row in rows]


def definitions(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Lay out terms on the left, what they mean on the right."""
    rows = list(pairs)
    widest = max((columns(term) for term, _ in rows), default=0)
    room = min(widest, 24) + 4
    return [line for term, means in rows for line in _definition(term, means, room)]


def _definition(term: str, means: str, room: int) -> Iterator[str]:
    first, *more = wrap(means, WIDTH - room, "ja")
    if columns(term) + 3 > room:
        yield f"  {term}"
        yield " " * room + first
    else:
        yield padded(f"  {term}", room) + first
    for line in more:
        yield " " * room + line
