"""Documents as Markdown: headings, lists and tables; nothing is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tariffopt.report.blocks import (
    Block,
    Commands,
    Footnote,
    Heading,
    Labelled,
    Paragraph,
    Row,
    Section,
    Table,
    Title,
)
from tariffopt.report.phrases import Book
from tariffopt.texts import Lang

_MARKUP = re.compile(r"([\\`*_<>|#\[\]])")
_GAP = " " * 5


def render_markdown(document: Iterable[Section], lang: Lang) -> str:
    """Write a document as Markdown."""
    book = Book(lang)
    return "\n\n".join("\n\n".join(_chunks(section, book)) for section in document)


def _chunks(section: Section, book: Book) -> Iterator[str]:
    """Write a section as what empty lines stand between: lists are one such thing."""
    items: list[str] = []
    for block in section:
        found = list(_items(block))
        items += found
        if not found:
            if items:
                yield "\n".join(items)
                items = []
            yield from _alone(block, book)
    if items:
        yield "\n".join(items)


def _items(block: Block) -> Iterator[str]:
    """Write the blocks that are items of a list."""
    match block:
        case Paragraph(words, level):
            yield f"{'  ' * (level - 1)}- {_plain(words)}"
        case Footnote(mark, words):
            yield f"- **{_plain(mark)}** {_plain(words)}"
        case Labelled(label, lines):
            for number, line in enumerate(lines):
                start = "  " * (line.level + 1) + "-" if number else "-"
                named = "" if number else f" **{_plain(label)}**"
                aside = _GAP + _plain(line.aside) if line.aside else ""
                yield f"{start}{named} {_plain(line.words)}{aside}"


def _alone(block: Block, book: Book) -> Iterator[str]:
    """Write the blocks that stand alone."""
    match block:
        case Title(name, when):
            yield f"# {_plain(name)}"
            if when:
                yield _plain(when)
        case Heading(words):
            yield f"## {_plain(words)}"
        case Table():
            yield "\n".join(_table(block, book))
        case Commands(label, commands) if commands:
            yield f"## {_plain(label)}"
            yield "\n".join(f"- `{name}` {_plain(why)}" for name, why in commands)


def _table(table: Table, book: Book) -> Iterator[str]:
    """Write a table, numbers to the right."""
    yield _row(table.head, book)
    yield "|---|" + "---:|" * len(table.head.cells)
    yield from (_row(row, book) for row in table.rows)


def _row(row: Row, book: Book) -> str:
    start = "- " if row.level > 1 else ""
    label = start + _plain(f"{row.label} {row.mark}")
    return f"| {' | '.join([label, *(_plain(book.cell(c)) for c in row.cells)])} |"


def _plain(words: str) -> str:
    """Take their meaning from characters that Markdown would read as markup."""
    return _MARKUP.sub(r"\\\1", words.strip())
