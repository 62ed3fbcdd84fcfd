"""The page a text is written on: its language, its width, and how things are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from tariffopt.money import Money, Rounding, round_to
from tariffopt.texts import Lang, catalogue, shown, text
from tariffopt.texts.columns import cut, left, right, width_of, wrap

LABEL = 8
"""Columns of the labels at the head of a text: ``Buy``, ``Total`` ..."""
_TITLE = {"ja": 36, "en": 45}
"""Column at which the horizon begins, behind a title short enough."""
Cell = str | int | Money
"""What stands in a table beside a label; a number is written by its kind."""
Row = tuple[str, Sequence[Cell]]
"""A label, and a cell for each further column; without cells, a line of its own."""


@attrs.frozen
class Page:
    """A language and a width in columns.

    Attributes
    ----------
    lang
        ``"en"`` or ``"ja"``.
    width
        Most columns of a line; commands are never broken, though.
    """

    lang: Lang
    width: int

    def say(self, code: str, **fields: object) -> str:
        """Make the sentence of a code of the reports' catalogue."""
        return text(f"report.{code}", self.lang, **fields)

    def counted(self, code: str, n: int, **fields: object) -> str:
        """Say a sentence about so many, or the one about a single one."""
        one = ".one" if n == 1 else ""
        return self.say(f"{code}{one}", n=n, **fields)

    def named(self, kind: str, word: str, **fields: object) -> str:
        """Say a word of a closed list, or the word itself where it is not in it."""
        code = f"report.{kind}.{word}"
        known = code in catalogue(self.lang)
        return text(code, self.lang, **fields) if known else word

    def shown(self, value: object) -> str:
        """Write a number, or an amount with its currency."""
        return shown(value, self.lang)

    def amount(self, amount: Money) -> str:
        """Write an amount for a table: with its currency where that is usual."""
        return self.say("amount", money=amount)

    def cell(self, cell: Cell) -> str:
        """Write what stands in a cell."""
        return self.amount(cell) if isinstance(cell, Money) else self.shown(cell)

    def change(self, amount: Money) -> str:
        """Write a difference for a table, always with its sign."""
        sign = "-" if amount.amount < 0 else "+" if amount.amount else ""
        return sign + self.amount(abs(amount))

    def percent(self, share: Fraction) -> str:
        """Write a share as a percentage, rounded up to two decimals."""
        value = round_to(share * 100, Fraction(1, 100), Rounding.CEIL)
        return self.say("percent", n=value)

    def titled(self, name: str, when: str) -> list[str]:
        """Write what the text is about and when, on one line where they fit."""
        start = max(_TITLE[self.lang], self.columns(name) + 5)
        line = left(name, start, self.lang) + when
        fits = self.columns(line) <= self.width
        return [line] if fits else [*self.lines(name, 0), when]

    def heading(self, words: str) -> list[str]:
        """Write a heading; what is under it is indented."""
        return [words]

    def lines(self, words: str, indent: int = 2) -> list[str]:
        """Write an indented paragraph, broken to the page's width."""
        return wrap(" " * indent + words, self.width, self.lang, indent)

    def labelled(self, label: str, words: str, columns: int = LABEL) -> list[str]:
        """Write a paragraph behind a label; further lines stand under the words."""
        start = left(label, columns, self.lang)
        return wrap(start + words, self.width, self.lang, columns)

    def row(self, label: str, cells: Sequence[str], widths: Sequence[int]) -> str:
        """Write a row of a table: the label to the left, the cells to the right.

        Parameters
        ----------
        label
            With its indent; cut to its column.
        cells, widths
            A text and a number of columns for each; the first width is the label's.
        """
        first, *others = widths
        cells = [right(c, w, self.lang) for c, w in zip(cells, others, strict=True)]
        start = left(cut(label, first, self.lang), first, self.lang)
        return "".join([start, *cells]).rstrip()

    def table(self, rows: Iterable[Row], widths: Sequence[int]) -> list[str]:
        """Write rows; columns grow as their contents need, the label's as room is left.

        Parameters
        ----------
        rows
            (label, cells) pairs; an empty sequence of cells is a line of its own.
        widths
            Least columns of the label, then of each cell.
        """
        written = [(label, [self.cell(c) for c in cells]) for label, cells in rows]
        full = [(label, cells) for label, cells in written if cells]
        grown = list(widths)
        for number in range(1, len(grown)):
            longest = max((self.columns(c[number - 1]) for _, c in full), default=0)
            grown[number] = max(grown[number], longest + 1)
        longest = max((self.columns(label) for label, _ in full), default=0)
        room = self.width - sum(grown[1:])
        grown[0] = min(max(grown[0], longest), room)
        lines = []
        for label, cells in written:
            lines += [self.row(label, cells, grown)] if cells else [label]
        return lines

    def commands(self, label: str, commands: Sequence[tuple[str, str]]) -> list[str]:
        """Write commands, each with its purpose behind it where there is room."""
        width = max((self.columns(command) for command, _ in commands), default=0)
        lines = []
        for number, (command, purpose) in enumerate(commands):
            start = " " * self.columns(label) if number else label
            aligned = f"{start}{left(command, width, self.lang)}  {purpose}"
            near = f"{start}{command}  {purpose}"
            fitting = (w for w in (aligned, near) if self.columns(w) <= self.width)
            lines.append(next(fitting, start + command))
        return lines

    def columns(self, words: str) -> int:
        """Count the columns a text takes on this page."""
        return width_of(words, self.lang)
