"""The page of a text that is written as Markdown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

import attrs

from tariffopt.report.page import LABEL, Page, Row

_MARKUP = re.compile(r"([\\`*_<>|#\[\]])")


@attrs.frozen
class MarkdownPage(Page):
    """A page whose headings, paragraphs and tables are Markdown; nothing is broken."""

    width: int = sys.maxsize

    def titled(self, name: str, when: str) -> list[str]:
        """Write the title as the first heading."""
        return [f"# {_plain(name)}", "", _plain(when)]

    def heading(self, words: str) -> list[str]:
        """Write a second heading."""
        return [f"## {_plain(words)}", ""]

    def lines(self, words: str, indent: int = 2) -> list[str]:
        """Write an item of a list, indented further where the text is."""
        return [" " * (indent - 2) + f"- {_plain(words)}"]

    def labelled(self, label: str, words: str, columns: int = LABEL) -> list[str]:
        """Write an item of a list that begins with its label."""
        if not label.strip():
            deeper = "  " if columns == LABEL + 2 else ""
            return [f"{deeper}  - {_plain(words)}"]
        return [f"- **{_plain(label.strip())}** {_plain(words)}"]

    def table(self, rows: Iterable[Row], widths: Sequence[int]) -> list[str]:
        """Write a table, numbers to the right; the first row is its head."""
        head, *others = (
            "| "
            + " | ".join(
                _plain(cell) for cell in (_nested(label), *map(self.cell, cells))
            )
            + " |"
            for label, cells in rows
        )
        rule = "|---|" + "---:|" * (len(widths) - 1)
        return ["", head, rule, *others, ""]

    def commands(self, label: str, commands: Sequence[tuple[str, str]]) -> list[str]:
        """Write commands as code, each before its purpose."""
        lines = [f"- `{command}` {_plain(purpose)}" for command, purpose in commands]
        return [*self.heading(label.strip()), *lines] if lines else []


def _plain(words: str) -> str:
    """Take their meaning from characters that Markdown would read as markup."""
    return _MARKUP.sub(r"\\\1", words.strip())


def _nested(label: str) -> str:
    """Show that a row belongs to the one above it."""
    return f"- {label.strip()}" if label.startswith("    ") else label
