"""``tariffopt tariffs``: which tariffs can be named by their id, and what one says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer
from tariffopt.cli.exits import DONE
from tariffopt.cli.layout import WIDTH, columns, padded, paragraph
from tariffopt.cli.program import Command, argument, folders_option
from tariffopt.texts import Lang, text
from tariffopt.texts.columns import clean, cut

if TYPE_CHECKING:
    from tariffopt.registry import Entry
    from tariffopt.tariff import Tariff


def command(lang: Lang) -> Command:
    """Make the command."""
    words = argument("words", take.name(lang, "words"), nargs=-1)
    return Command(lang, "tariffs", show_tariffs, [words, folders_option(lang)])


def show_tariffs(lang: Lang, *, words: Sequence[str], tariffs: Sequence[str]) -> int:
    """List all tariffs, or say what some of them charge."""
    from tariffopt.cli.finding import Finder

    verb, *names = words or ["list"]
    if (verb, bool(names)) not in (("list", False), ("show", True)):
        message = text("cli.tariffs.words", lang, found=" ".join(words))
        raise click.UsageError(message, click.get_current_context())
    finder = Finder(lang, tariffs)
    if names:
        _show([finder.named(name) for name in names], lang)
    else:
        answer(table(finder.registry.entries(), lang))
        finder.warn()
    return DONE


def _show(found: Iterable[Tariff], lang: Lang) -> None:
    from tariffopt.report import tariff_text

    answer("\n\n".join(tariff_text(tariff, lang=lang).rstrip() for tariff in found))


def table(entries: Iterable[Entry], lang: Lang) -> str:
    """Lay out the tariffs that were found: id and name, then vendor, date and place."""
    found = [entry for entry in entries if entry.tariff is not None]
    if not found:
        return text("cli.tariffs.none", lang)
    widest = max(columns(entry.id) for entry in found)
    lines = [line for entry in found for line in _rows(entry, widest, lang)]
    return "\n".join(
        [*lines, "", *paragraph(text("cli.tariffs.count", lang, n=len(found)))]
    )


def _rows(entry: Entry, widest: int, lang: Lang) -> list[str]:
    tariff = entry.tariff
    if tariff is None:
        return []
    read = tariff.source.date if tariff.source else None
    fields = {
        "currency": tariff.currency,
        "date": read.isoformat() if read else text("cli.tariffs.undated", lang),
        "where": entry.where,
    }
    about = text("cli.tariffs.about", lang, **fields)
    name = cut(clean(tariff.name), max(WIDTH - widest - 2, 20), "ja")
    return [f"{padded(entry.id, widest)}  {name}", f"    {about}"]
