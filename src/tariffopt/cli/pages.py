"""Pages of at most 80 columns: paragraphs, lists of terms, help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from tariffopt.cli.language import say
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


# --- help -------------------------------------------------------------------------


def program_page(program: click.Group, commands: Sequence[str]) -> str:
    """Write the page of ``tariffopt --help``."""
    rows = [(name, say(f"cli.{name}")) for name in commands]
    return _page(
        [usage(program)],
        paragraph(say("cli.about")),
        [say("cli.commands"), *definitions(rows)],
        _options(program),
        paragraph(say("cli.exits")),
    )


def command_page(command: click.Command) -> str:
    """Write the page of ``tariffopt COMMAND --help``."""
    return _page(
        [usage(command)],
        paragraph(say(f"cli.{command.name}")),
        paragraph(say(f"cli.{command.name}.more")),
        _options(command),
    )


def usage(command: click.Command) -> str:
    """Write the line that shows how a command is typed."""
    name = "" if isinstance(command, click.Group) else f" {command.name}"
    words = say(f"cli.{command.name}.usage")
    return say("cli.usage", line=f"tariffopt{name} {words}")


def _options(command: click.Command) -> list[str]:
    known = [p for p in command.params if isinstance(p, click.Option)]
    rows = ((_term(option), option.help or "") for option in known)
    return [say("cli.options"), *definitions(rows)]


def _term(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def _page(*blocks: Iterable[str]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)
