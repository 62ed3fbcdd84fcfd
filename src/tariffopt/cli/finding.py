"""Finding tariffs for a command: a file, a folder, or an id among the installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from tariffopt.cli.console import tell
from tariffopt.cli.kinds import read_as
from tariffopt.cli.program import folders_option
from tariffopt.errors import Fault
from tariffopt.registry import Registry, folders_from
from tariffopt.scenario.offers import is_path
from tariffopt.tariff import Tariff, read_tariff
from tariffopt.texts import Lang, text

VARIABLE = "TARIFFOPT_PATH"
_HERE = Path("tariffs")


class Finder:
    """All tariffs a command can name, and one warning about those that are broken.

    Parameters
    ----------
    lang
        Of the warnings.
    folders
        Those of ``--tariffs``. After them come those of ``TARIFFOPT_PATH``, the
        folder ``tariffs`` here if there is one, and what is installed.

    Raises
    ------
    click.BadParameter
        For a folder of ``--tariffs`` that is not there.
    """

    def __init__(self, lang: Lang, folders: Sequence[str] = ()) -> None:
        for folder in folders:
            if not Path(folder).is_dir():
                words = text("cli.no-folder", lang, found=folder)
                raise click.BadParameter(words, param=folders_option(lang))
        here = [_HERE] if _HERE.is_dir() else []
        named = [*map(Path, folders), *folders_from(os.environ.get(VARIABLE))]
        self.lang = lang
        self.registry = Registry([*named, *here])
        self._warned = False

    def get(self, tariff_id: str) -> Tariff:
        """Find a tariff by its id, then warn of the broken ones, once.

        Raises
        ------
        TariffoptError
            As `Registry.get`.
        """
        tariff = self.registry.get(tariff_id)
        self.warn()
        return tariff

    def named(self, word: str) -> Tariff:
        """Find a tariff by its file or its id.

        Raises
        ------
        TariffoptError
            As `read_tariff` and `Registry.get`.
        """
        if is_path(word):
            return read_as("tariff", word, read_tariff)
        return self.get(word)

    def warn(self) -> None:
        """Say on stderr what is broken, a line each; harmless to all other tariffs."""
        if not self._warned:
            self._warned = True
            for line in warnings(self.registry.faults(), self.lang):
                tell(line)


def warnings(faults: Iterable[Fault], lang: Lang) -> list[str]:
    """Say each fault as a warning, and those of one file in one line."""
    lines: dict[str, str] = {}
    counts: dict[str, int] = {}
    for fault in faults:
        words = fault.text(lang)
        key = fault.place.file or words
        lines.setdefault(key, words)
        counts[key] = counts.get(key, 0) + 1
    return [_warning(words, counts[key] - 1, lang) for key, words in lines.items()]


def _warning(words: str, more: int, lang: Lang) -> str:
    rest = text("error.more-faults", lang, n=more) if more else ""
    return text("cli.warning", lang, message=f"{words} {rest}".rstrip())
