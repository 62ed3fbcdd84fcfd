"""The registry: tariffs by id, from folders and from installed plugins."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import attrs

from tariffopt.documents import guess
from tariffopt.errors import Fault, PluginError, TariffError, UnknownTariffError
from tariffopt.registry.entries import Entry
from tariffopt.registry.folders import entries_in
from tariffopt.registry.installed import installed_entries
from tariffopt.tariff.model import Tariff


class Registry:
    """All tariffs that can be named by their id.

    Nothing is searched, and no plugin is imported, before the first question; then
    everything is loaded once. One registry may be used by several threads.

    Parameters
    ----------
    folders
        Folders with tariff files; the files of folders below them are not read.
    installed
        Whether to ask the installed plugins as well, which runs those written in
        Python.

    Examples
    --------
    >>> Registry(installed=False).entries()
    ()
    """

    def __init__(
        self, folders: Sequence[Path | str] = (), *, installed: bool = True
    ) -> None:
        self.folders = tuple(Path(folder) for folder in folders)
        self.installed = installed
        self._entries: tuple[Entry, ...] | None = None
        # Reentrant, since a plugin may ask a registry while it is loaded by it.
        self._lock = threading.RLock()

    def entries(self) -> tuple[Entry, ...]:
        """Give everything that was found, whole or broken, sorted by id and place."""
        with self._lock:
            if self._entries is None:
                self._entries = tuple(self._load())
            return self._entries

    def faults(self) -> tuple[Fault, ...]:
        """Give everything that is wrong with what was found, each fault once."""
        found = (fault for entry in self.entries() for fault in entry.faults)
        return tuple({id(fault): fault for fault in found}.values())

    def get(self, tariff_id: str) -> Tariff:
        """Find the tariff with an id; capital and small letters differ.

        Raises
        ------
        UnknownTariffError
            When nothing has this id: with a guess, the places searched, and the
            plugins and files that could not be read.
        TariffError
            When two places have this id, or the file that has it is broken.
        PluginError
            When the plugin that has it is broken.
        """
        found = [entry for entry in self.entries() if entry.id == tariff_id]
        whole = [entry for entry in found if entry.tariff is not None]
        if len(whole) == 1 and whole[0].tariff is not None:
            return whole[0].tariff
        if not found:
            # What could not be read may well have the id that was asked for.
            hiding = [entry.faults for entry in self.entries() if not entry.named]
            raise UnknownTariffError([self._unknown(tariff_id), *chain(*hiding)])
        asked = whole[:1] or found
        from_plugin = any(entry.error is PluginError for entry in asked)
        error = PluginError if from_plugin else TariffError
        raise error(fault for entry in asked for fault in entry.faults)

    def _load(self) -> list[Entry]:
        found = list(entries_in(_distinct(self.folders)))
        if self.installed:
            found += installed_entries()
        # One file that was reached on two roads is one tariff.
        numbered = enumerate(reversed(found))
        kept = {entry.file or number: entry for number, entry in numbered}
        found = sorted(kept.values(), key=lambda entry: (entry.id, entry.where))
        return list(_with_duplicates(found))

    def _unknown(self, tariff_id: str) -> Fault:
        usable = [entry for entry in self.entries() if entry.tariff is not None]
        fields = {
            "found": tariff_id,
            "folders": ", ".join(str(folder) for folder in self.folders),
            "installed": str(sum(entry.installed for entry in usable)),
            "guess": _nearest(tariff_id, [entry.id for entry in usable]),
        }
        code = "unknown-tariff" if self.folders else "unknown-tariff-installed"
        return Fault(code, fields=fields)


def _distinct(folders: Iterable[Path]) -> list[Path]:
    return list({folder.resolve(): folder for folder in folders}.values())


def _with_duplicates(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Give all entries of one id the same fault, naming all their places."""
    places: dict[str, list[str]] = {}
    # What is installed first: a file of one's own is easier to change.
    for entry in sorted(entries, key=lambda entry: not entry.installed):
        if entry.tariff is not None:
            places.setdefault(entry.id, []).append(entry.where)
    faults = {name: _duplicate(name, found) for name, found in places.items()}
    for entry in entries:
        twice = entry.tariff is not None and len(places[entry.id]) > 1
        yield attrs.evolve(entry, faults=(faults[entry.id],)) if twice else entry


def _duplicate(tariff_id: str, places: Sequence[str]) -> Fault:
    keep, *others = places
    fields = {"n": len(places), "keep": keep, "others": "; ".join(others)}
    return Fault("tariff-duplicate", fields={"tariff": tariff_id, **fields})


def _nearest(tariff_id: str, known: list[str]) -> str:
    """Guess what was meant: other capitals, ``_`` for ``-``, wide letters, a slip."""
    plain = {_plain(name): name for name in known}
    near = guess(_plain(tariff_id), list(plain))
    return plain.get(near, "")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace("_", "-")
