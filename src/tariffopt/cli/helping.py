"""Help pages and usage lines, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from tariffopt.cli.layout import definitions, paragraph
from tariffopt.texts import Lang, text


def program_page(program: click.Group, lang: Lang, commands: Sequence[str]) -> str:
    """Write the page of ``tariffopt --help``."""
    rows = [(name, text(f"cli.{name}", lang)) for name in commands]
    return _page(
        [usage(program, lang)],
        paragraph(text("cli.about", lang)),
        [text("cli.commands", lang), *definitions(rows)],
        _options(program, lang),
        paragraph(text("cli.exits", lang)),
    )


def command_page(command: click.Command, lang: Lang) -> str:
    """Write the page of ``tariffopt COMMAND --help``."""
    return _page(
        [usage(command, lang)],
        paragraph(text(f"cli.{command.name}", lang)),
        paragraph(text(f"cli.{command.name}.more", lang)),
        _options(command, lang),
    )


def usage(command: click.Command, lang: Lang) -> str:
    """Write the line that shows how a command is typed."""
    name = "" if isinstance(command, click.Group) else f" {command.name}"
    words = text(f"cli.{command.name}.usage", lang)
    return text("cli.usage", lang, line=f"tariffopt{name} {words}")


def _options(command: click.Command, lang: Lang) -> list[str]:
    known = [p for p in command.params if isinstance(p, click.Option)]
    rows = ((_term(option), option.help or "") for option in known)
    return [text("cli.options", lang), *definitions(rows)]


def _term(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def _page(*blocks: Iterable[str]) -> str:
    return "\n".join(_lines(blocks))


def _lines(blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield from block
