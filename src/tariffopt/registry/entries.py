"""Entries: what was found at one place, a tariff or the reason why there is none."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from tariffopt.documents import read_document
from tariffopt.documents.kinds import kind_of
from tariffopt.errors import (
    Fault,
    InputErrors,
    Place,
    PluginError,
    TariffError,
    one_line,
)
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.reading import tariff_from_dict

SUFFIXES = (".toml", ".json")


@attrs.frozen
class Entry:
    """One tariff, or one thing that should have been a tariff, and where it is.

    Attributes
    ----------
    id
        The tariff's id. Of something broken: the id it would have had as far as that
        can be told, else its file's stem or its entry point's name.
    where
        A file as the user named its folder, or ``distribution version: entry point``,
        followed by ``/`` and the file for a package of files.
    tariff
        The tariff; ``None`` for something broken.
    faults
        What is wrong. An id found twice is a fault of both entries, which still show
        their tariffs.
    named
        Whether a tariff, or a file that could be parsed, gave the id.
    error
        What to raise for the faults.
    distribution
        Name of the distribution it came with; empty for what lies in a folder.
    file
        The file on the disk, if there is one, so that one file reached on two roads
        is one tariff.
    """

    id: str
    where: str
    tariff: Tariff | None = None
    faults: tuple[Fault, ...] = ()
    named: bool = False
    error: type[TariffError | PluginError] = TariffError
    distribution: str = ""
    file: Path | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def installed(self) -> bool:
        """Whether it came with a distribution, not from a folder."""
        return bool(self.distribution)

    @property
    def fault(self) -> Fault | None:
        """The first fault, or ``None`` when all is well."""
        return self.faults[0] if self.faults else None


def read_entry(path: Path, where: str) -> Entry | None:
    """Read a file that should hold a tariff; whatever is wrong becomes a fault.

    Returns
    -------
    Entry or None
        ``None`` for a document of another kind: a scenario may lie beside its tariffs.
    """
    known, named = path.stem, False
    try:
        loaded = read_document(path, where)
        if is_other_kind(loaded.document):
            return None
        known, named = str(loaded.document.get("id", known)), True
        return entry_of(tariff_from_dict(loaded.document, loaded.origin), where)
    except InputErrors as error:
        return Entry(known, where, faults=error.faults, named=named)
    except Exception as error:  # noqa: BLE001 - one odd file must not hide the others
        fault = Fault("file-unreadable", Place(where), {"why": one_line(error)})
        return Entry(known, where, faults=(fault,), named=named)


def entry_of(tariff: Tariff, where: str) -> Entry:
    """Make the entry of a tariff."""
    return Entry(tariff.id, where, tariff, named=True)


def is_tariff_file(file: Traversable) -> bool:
    """Tell by its name whether a file may hold a tariff."""
    return file.name.endswith(SUFFIXES) and file.name[0] != "." and file.is_file()


def is_other_kind(document: dict[str, Any]) -> bool:
    """Tell whether a document says of itself that it is no tariff.

    Examples
    --------
    >>> is_other_kind({"offers": ["a.toml"], "groups": []})
    True
    >>> is_other_kind({"id": "a", "chargs": []})
    False
    """
    said = document.get("format", "tariffopt.tariff/1")
    foreign = isinstance(said, str) and not said.startswith("tariffopt.tariff")
    return foreign or kind_of(document) not in ("tariff", "unknown")
