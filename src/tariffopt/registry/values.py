"""What a plugin may hold: tariffs, packages of files, price functions.

A tariff built in Python is judged like a file: it is written as a document, which the
schema judges, and must read back as the same value. A plan carries its tariffs as
documents, so that one which cannot be written could never be verified again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Fault, InputErrors, Place, PluginError
from tariffopt.registry.entries import Entry, entry_of, is_tariff_file, read_entry
from tariffopt.tariff.functions import marked_tariff
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.reading import tariff_from_dict
from tariffopt.tariff.writing import tariff_to_dict


class Nonsense(Exception):
    """A plugin's value is nothing that holds tariffs; ``found`` says what it is."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def entries_of(value: object, where: str) -> Iterator[Entry]:
    """Give the tariffs that a plugin's value holds.

    Parameters
    ----------
    value
        A `Tariff`, a function marked with `price_function`, an iterable of these, or
        a package with ``.toml`` or ``.json`` files.
    where
        The plugin's name for messages.

    Raises
    ------
    Nonsense
        For anything else, and for a package without such files.
    """
    if isinstance(value, ModuleType):
        yield from _package_entries(value, where)
        return
    single = _tariff(value)
    if single is not None:
        yield _judged(single, where)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        for number, item in enumerate(value):
            tariff = _tariff(item)
            if tariff is None:
                raise Nonsense(f"[{number}] {_described(item)}")
            yield _judged(tariff, where)
    else:
        raise Nonsense(_described(value))


def _tariff(value: object) -> Tariff | None:
    return value if isinstance(value, Tariff) else marked_tariff(value)


def _described(value: object) -> str:
    kind = type(value).__name__
    name = getattr(value, "__name__", None)
    return f"{kind} {name}" if isinstance(name, str) else kind


# --- packages of files ------------------------------------------------------------


def _package_entries(package: ModuleType, where: str) -> Iterator[Entry]:
    if not hasattr(package, "__path__"):
        raise Nonsense(_described(package))
    files = [
        file for file in resources.files(package).iterdir() if is_tariff_file(file)
    ]
    if not files:
        raise Nonsense(f"{_described(package)} (0 x .toml, .json)")
    for file in sorted(files, key=lambda known: known.name):
        entry = _file_entry(file, f"{where}/{file.name}")
        if entry is not None:
            yield entry


def _file_entry(file: Traversable, where: str) -> Entry | None:
    """Read a file of a package, which may lie in a zip archive."""
    with resources.as_file(file) as path:
        entry = read_entry(path, where)
    if entry is None or not isinstance(file, Path):
        return entry
    return attrs.evolve(entry, file=file.resolve())


# --- values built in Python -------------------------------------------------------


def _judged(tariff: Tariff, where: str) -> Entry:
    try:
        document = tariff_to_dict(tariff)
        origin = tariff.origin or Origin(where, _hash(document))
        read_back = tariff_from_dict(document, Origin(where, origin.sha256))
    except InputErrors as error:
        return Entry(tariff.id, where, faults=error.faults, named=True)
    if attrs.evolve(read_back, facts=tariff.facts) != tariff:
        fault = Fault("plugin-unwritable", Place(where), {"tariff": tariff.id})
        return Entry(tariff.id, where, faults=(fault,), error=PluginError)
    return entry_of(attrs.evolve(tariff, origin=origin), where)


def _hash(document: Mapping[str, Any]) -> str:
    """Hash a document that was never a file by its canonical JSON."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
