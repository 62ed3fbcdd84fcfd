"""Finding what a command names: a file of some kind, or a tariff by its id."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from tariffopt.cli.console import tell
from tariffopt.cli.language import say, spoken
from tariffopt.cli.program import folders_option
from tariffopt.documents import read_document
from tariffopt.documents.kinds import TABLES, kind_of
from tariffopt.errors import Fault, InputErrors, Place
from tariffopt.registry import Registry, folders_from
from tariffopt.scenario.offers import is_path
from tariffopt.tariff import Tariff, read_tariff

VARIABLE = "TARIFFOPT_PATH"
_HERE = Path("tariffs")
# What to say of each kind, and its command, for somebody who gave it to another.
_COMMANDS = {
    "tariff": ("kind-tariff", "tariffopt quote"),
    "scenario": ("kind-scenario", "tariffopt optimize"),
    "plan": ("kind-plan", "tariffopt verify"),
    "answer": ("kind-answer", "tariffopt verify --scenario"),
    "groups": ("check-side-file", ""),
    "table": ("kind-table", ""),
}
_T = TypeVar("_T")


class Finder:
    """All tariffs a command can name, and one warning about those that are broken.

    Parameters
    ----------
    folders
        Those of ``--tariffs``. After them come those of ``TARIFFOPT_PATH``, the
        folder ``tariffs`` here if there is one, and what is installed.

    Raises
    ------
    click.BadParameter
        For a folder of ``--tariffs`` that is not there.
    """

    def __init__(self, folders: Sequence[str] = ()) -> None:
        for folder in folders:
            if not Path(folder).is_dir():
                words = say("cli.no-folder", found=folder)
                raise click.BadParameter(words, param=folders_option())
        here = [_HERE] if _HERE.is_dir() else []
        named = [*map(Path, folders), *folders_from(os.environ.get(VARIABLE))]
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
        if is_path(word) or _is_table(word):
            return read_as("tariff", word, read_tariff)
        return self.get(word)

    def warn(self) -> None:
        """Say on stderr what is broken, a line each; harmless to all other tariffs."""
        if not self._warned:
            self._warned = True
            for line in warnings(self.registry.faults()):
                tell(line)


def warnings(faults: Iterable[Fault]) -> list[str]:
    """Say each fault as a warning, and those of one file in one line."""
    lines: dict[str, str] = {}
    counts: dict[str, int] = {}
    for fault in faults:
        words = fault.text(spoken())
        key = fault.place.file or words
        lines.setdefault(key, words)
        counts[key] = counts.get(key, 0) + 1
    return [_warning(words, counts[key] - 1) for key, words in lines.items()]


def _warning(words: str, more: int) -> str:
    rest = say("error.more-faults", n=more) if more else ""
    return say("cli.warning", message=f"{words} {rest}".rstrip())


def read_as(kinds: str, file: str, read: Callable[[str], _T]) -> _T:
    """Read a file, and where that fails see whether it is of another kind.

    Parameters
    ----------
    kinds
        What it may be, as `kind_of` tells it; several words, separated by spaces.
    file
        The file.
    read
        Reads it.

    Raises
    ------
    InputErrors
        As ``read``; or, for a file of another kind, which command it is for.
    """
    try:
        return read(file)
    except InputErrors as error:
        found = _found(file)
        if found in kinds.split() or found not in _COMMANDS:
            raise
        code, command = _COMMANDS[found]
        fields = {"command": command, "file": Path(file).name}
        raise InputErrors(Fault(code, Place(file), fields)) from error


def _is_table(file: str) -> bool:
    return Path(file).suffix.lower() in TABLES and Path(file).is_file()


def _found(file: str) -> str:
    if _is_table(file):
        return "table"
    try:
        return kind_of(read_document(Path(file), file).document)
    except InputErrors:
        return "unknown"
