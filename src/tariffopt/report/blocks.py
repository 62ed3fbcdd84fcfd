"""What a text consists of, before anything is decided about its layout.

A document is a sequence of sections, a section a sequence of blocks. `render_text` and
`render_markdown` write one as a person reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs

from tariffopt.money import Money


@attrs.frozen
class Change:
    """A difference of money, written with its sign."""

    amount: Money


Cell = str | int | Money | Change
"""What stands in a table beside a label; a number is written by its kind."""


@attrs.frozen
class Title:
    """What the document is about, and when."""

    name: str
    when: str = ""


@attrs.frozen
class Heading:
    """What the blocks after it are about."""

    words: str


@attrs.frozen
class Paragraph:
    """Words, at a level: 0 as its heading, 1 under it, 2 under a paragraph."""

    words: str
    level: int = 1


@attrs.frozen
class Line:
    """A line behind a label.

    Attributes
    ----------
    words
        What it says.
    aside
        What is said on the same line where there is room.
    level
        1 for what belongs to the line above it.
    """

    words: str
    aside: str = ""
    level: int = 0


@attrs.frozen
class Labelled:
    """Lines behind a label.

    Attributes
    ----------
    label
        The label.
    lines
        One or more.
    aligned
        Whether the lines of several labels begin in one column; else they begin
        where the label ends.
    """

    label: str
    lines: Sequence[Line]
    aligned: bool = True


@attrs.frozen
class Footnote:
    """What a mark in a table means."""

    mark: str
    words: str


@attrs.frozen
class Row:
    """A row of a table.

    Attributes
    ----------
    label
        Cut where there is no room for it.
    cells
        One for each further column.
    level
        2 for a row that belongs to the one above it.
    mark
        The mark of a footnote, which is never cut.
    """

    label: str
    cells: Sequence[Cell]
    level: int = 1
    mark: str = ""


@attrs.frozen
class Table:
    """A table; its kind decides how wide columns are that could be narrower."""

    kind: Literal["seats", "steps", "savings", "nearby"]
    head: Row
    rows: Sequence[Row]


@attrs.frozen
class Commands:
    """Commands with their purposes."""

    label: str
    commands: Sequence[tuple[str, str]]


Block = Title | Heading | Paragraph | Labelled | Footnote | Table | Commands
Section = Sequence[Block]


def labelled(label: str, *lines: str, aligned: bool = True) -> Labelled:
    """Put plain lines behind a label."""
    return Labelled(label, [Line(words) for words in lines], aligned)
