"""``tariffopt tariffs``: which tariffs can be named by their id, and what one says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tariffopt.cli.console import answer
from tariffopt.cli.endings import DONE
from tariffopt.cli.language import say, spoken
from tariffopt.cli.pages import WIDTH, columns, padded, paragraph
from tariffopt.cli.parameters import name
from tariffopt.cli.program import Command, argument, folders_option, refuse
from tariffopt.texts.columns import clean, cut

if TYPE_CHECKING:
    from tariffopt.registry import Entry
    from tariffopt.tariff import Tariff


def tariffs_command() -> Command:
    """Make the command."""
    words = argument("words", name("words"), nargs=-1)
    return Command("tariffs", show_tariffs, words, folders_option())


def show_tariffs(*, words: Sequence[str], tariffs: Sequence[str]) -> int:
    """List all tariffs, or say what some of them charge."""
    from tariffopt.cli.finding import Finder

    verb, *names = words or ["list"]
    if (verb, bool(names)) not in (("list", False), ("show", True)):
        refuse("cli.tariffs.words", found=" ".join(words))
    finder = Finder(tariffs)
    if names:
        _show([finder.named(name) for name in names])
    else:
        answer(table(finder.registry.entries()))
        finder.warn()
    return DONE


def _show(found: Iterable[Tariff]) -> None:
    from tariffopt.report import tariff_text

    answer("\n\n".join(tariff_text(tariff, lang=spoken()).rstrip() for tariff in found))


def table(entries: Iterable[Entry]) -> str:
    """Lay out the tariffs that were found: id and name, then vendor, date and place."""
    found = [entry for entry in entries if entry.tariff is not None]
    if not found:
        return say("cli.tariffs.none")
    widest = max(columns(entry.id) for entry in found)
    lines = [line for entry in found for line in _rows(entry, widest)]
    return "\n".join([*lines, "", *paragraph(say("cli.tariffs.count", n=len(found)))])


def _rows(entry: Entry, widest: int) -> list[str]:
    tariff = entry.tariff
    if tariff is None:
        return []
    read = tariff.source.date if tariff.source else None
    fields = {
        "currency": tariff.currency,
        "date": read.isoformat() if read else say("cli.tariffs.undated"),
        "where": entry.where,
    }
    about = say("cli.tariffs.about", **fields)
    name = cut(clean(tariff.name), max(WIDTH - widest - 2, 20), "ja")
    return [f"{padded(entry.id, widest)}  {name}", *paragraph(about, "    ")]
