"""Laying out text in columns, where a full-width character counts two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

WIDTH = 80
_WIDE = ("W", "F", "A")
_NEVER_FIRST = "、。）」』】,.)]:;!?・ーっゃゅょァィゥェォッャュョ～"


def columns(words: str) -> int:
    """Count the columns a text takes on a console; ambiguous characters count two.

    Examples
    --------
    >>> columns("予備 0")
    6
    """
    wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in words)
    return len(words) + wide


def padded(words: str, width: int) -> str:
    """Fill a text with spaces on the right."""
    return words + " " * (width - columns(words))


def wrapped(words: str, width: int) -> list[str]:
    """Break a text into lines: at spaces, and anywhere between wide characters.

    Examples
    --------
    >>> wrapped("a plain sentence", 8), wrapped("割高区間です", 8)
    (['a plain', 'sentence'], ['割高区間', 'です'])
    """
    lines = [""]
    for piece in _pieces(words):
        if columns(lines[-1] + piece.rstrip()) > width and lines[-1].strip():
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> Iterator[str]:
    """Split before each character that may begin a line."""
    piece = ""
    for letter in words:
        if piece and _may_begin(piece[-1], letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _may_begin(before: str, letter: str) -> bool:
    if letter in _NEVER_FIRST or before in "(（「『【":
        return False
    wide = unicodedata.east_asian_width
    if before == " ":
        return letter != " "
    return letter != " " and (wide(letter) in _WIDE or wide(before) in _WIDE)


def paragraph(words: str, indent: str = "") -> list[str]:
    """Lay out a paragraph; line ends in it are kept."""
    width = WIDTH - len(indent)
    rows = (row for line in words.splitlines() for row in wrapped(line, width))
    return [f"{indent}{row}".rstrip() for row in rows]


def definitions(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Lay out terms on the left, what they mean on the right."""
    rows = list(pairs)
    widest = max((columns(term) for term, _ in rows), default=0)
    left = min(widest, 24) + 4
    return [line for term, means in rows for line in _definition(term, means, left)]


def _definition(term: str, means: str, left: int) -> Iterator[str]:
    first, *more = wrapped(means, WIDTH - left)
    if columns(term) + 3 > left:
        yield f"  {term}"
        yield " " * left + first
    else:
        yield padded(f"  {term}", left) + first
    for line in more:
        yield " " * left + line
