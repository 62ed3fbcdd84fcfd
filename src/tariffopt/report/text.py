"""Documents as text in columns, as they are printed on a console."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from tariffopt.report.blocks import (
    Block,
    Commands,
    Footnote,
    Heading,
    Labelled,
    Line,
    Paragraph,
    Row,
    Section,
    Table,
    Title,
)
from tariffopt.report.phrases import Book
from tariffopt.texts import Lang
from tariffopt.texts.columns import cut, left, right, width_of, wrap

# The shells of Windows continue a line in different ways; one long line suits all.
_CONTINUED = "" if os.name == "nt" else " \\"
_WORD = r'(?:"[^"]*"|[^ ])+'
_WORDS = re.compile(rf"--?[^ =]+ (?!-){_WORD}|{_WORD}")
"""The words of a command, an option with its value as one."""
_INDENT = 2
_LABEL = 8
"""Columns of aligned labels: ``Buy``, ``Total`` ..."""
_GAP = " " * 5
_TITLE = {"ja": 36, "en": 45}
"""Column at which the horizon begins, behind a title short enough."""
_WIDTHS = {
    "seats": (32, 9, 9, 9),
    "steps": (26, 18, 18, 18),
    "savings": (33, 15, 16),
    "nearby": (33, 15, 16),
}
"""Least columns of the label and of each cell."""
_NEARBY = {"ja": 29, "en": 33}


def render_text(document: Iterable[Section], lang: Lang, width: int) -> str:
    """Write a document as lines of at most so many columns, but for commands.

    Examples
    --------
    >>> section = [Heading("Why 501"), Paragraph("Just as many as are needed.")]
    >>> print(render_text([section], "en", 20))
    Why 501
      Just as many as
      are needed.
    """
    page = _Page(Book(lang), width)
    sections = ["\n".join(page.section(section)) for section in document]
    return "\n\n".join(filter(None, sections))


@attrs.frozen
class _Page:
    """A language, and a width in columns."""

    book: Book
    width: int

    @property
    def lang(self) -> Lang:
        return self.book.lang

    def columns(self, words: str) -> int:
        return width_of(words, self.lang)

    def section(self, section: Section) -> Iterator[str]:
        for block in section:
            yield from self.block(block)

    def block(self, block: Block) -> Iterable[str]:
        match block:
            case Title(name, when):
                return self.title(name, when)
            case Heading(words):
                return wrap(words, self.width, self.lang, _INDENT)
            case Paragraph(words, level):
                indent = _INDENT * level
                return wrap(" " * indent + words, self.width, self.lang, indent)
            case Footnote(mark, words):
                return self.behind(f"  {mark} ", words)
            case Commands(label, commands):
                return self.commands(label, commands)
        return self.table(block) if isinstance(block, Table) else self.labelled(block)

    def title(self, name: str, when: str) -> list[str]:
        """Write what the text is about and when, on one line where they fit."""
        start = max(_TITLE[self.lang], self.columns(name) + len(_GAP))
        line = (left(name, start, self.lang) + when).rstrip()
        if self.columns(line) <= self.width:
            return [line]
        return [*wrap(name, self.width, self.lang), *([when] if when else [])]

    # --- labels -------------------------------------------------------------------

    def labelled(self, block: Labelled) -> Iterator[str]:
        columns = _LABEL if block.aligned else self.columns(block.label)
        start = left(block.label, columns, self.lang)
        for line in block.lines:
            start += " " * (_INDENT * line.level)
            yield from self.beside(start, line)
            start = " " * columns

    def beside(self, start: str, line: Line) -> list[str]:
        """Write a line, its aside behind it where both fit."""
        whole = self.behind(start, line.words + _GAP + line.aside)
        if len(whole) == 1 or not line.aside:
            return whole
        below = self.behind(" " * self.columns(start), line.aside)
        return [*self.behind(start, line.words), *below]

    def behind(self, start: str, words: str) -> list[str]:
        """Write a paragraph behind a start; further lines stand under the words."""
        return wrap(start + words, self.width, self.lang, self.columns(start))

    def commands(self, label: str, commands: Sequence[tuple[str, str]]) -> list[str]:
        """Write commands, each with its purpose behind it where there is room.

        A command too long for a line goes on below, as a shell reads it.
        """
        width = max((self.columns(command) for command, _ in commands), default=0)
        lines: list[str] = []
        for number, (command, purpose) in enumerate(commands):
            start = " " * self.columns(label) if number else label
            aligned = f"{start}{left(command, width, self.lang)}  {purpose}"
            near = f"{start}{command}  {purpose}"
            fitting = (w for w in (aligned, near) if self.columns(w) <= self.width)
            whole = next(fitting, None)
            lines += [whole] if whole else self.command(start, command)
        return lines

    def command(self, start: str, command: str) -> Iterator[str]:
        """Write a command alone; each line but the last ends as a shell wants it."""
        room = self.width - len(_CONTINUED)
        first, *others = _WORDS.findall(command)
        line = start + first
        for words in others:
            if _CONTINUED and self.columns(f"{line} {words}") > room:
                yield line + _CONTINUED
                line = " " * (self.columns(start) + 2 * _INDENT) + words
            else:
                line += f" {words}"
        yield line

    # --- tables -------------------------------------------------------------------

    def table(self, table: Table) -> list[str]:
        """Write rows; columns grow as their contents need, the label's with the room.

        Labels stand to the left, cells to the right. A label is cut to its column.
        """
        rows = [table.head, *table.rows]
        cells = [[self.book.cell(cell) for cell in row.cells] for row in rows]
        first, *others = _WIDTHS[table.kind]
        if table.kind == "nearby":
            first = _NEARBY[self.lang]
        for number, column in enumerate(zip(*cells, strict=True)):
            longest = max(self.columns(cell) for cell in column)
            others[number] = max(others[number], longest + 1)
        room = self.width - sum(others)
        labels = [self.label(row, room) for row in rows]
        first = min(room, max(first, *map(self.columns, labels)))
        lines = []
        for label, written in zip(labels, cells, strict=True):
            line = left(label, first, self.lang)
            for cell, columns in zip(written, others, strict=True):
                line += right(cell, columns, self.lang)
            lines.append(line.rstrip())
        return lines

    def label(self, row: Row, columns: int) -> str:
        """Write the label of a row, cut to its column but for its mark."""
        start, end = " " * (_INDENT * row.level), f" {row.mark}"
        room = columns - len(start) - self.columns(end)
        return (start + cut(row.label, room, self.lang) + end).rstrip()
