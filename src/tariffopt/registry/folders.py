"""Folders of tariffs: every ``.toml`` and ``.json`` file in them; no code is run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.registry.entries import SUFFIXES, Entry, broken, read_entry


def folders_from(path_text: str | None) -> tuple[Path, ...]:
    """Read a list of folders as the variable ``TARIFFOPT_PATH`` holds it.

    Parameters
    ----------
    path_text
        Folders separated by ``:`` (``;`` on Windows); ``~`` is the home folder. Empty
        parts are left out, and so is everything of ``None``.

    Examples
    --------
    >>> import os
    >>> [path.name for path in folders_from(os.pathsep.join(["ours", "", "theirs"]))]
    ['ours', 'theirs']
    """
    parts = (part.strip() for part in (path_text or "").split(os.pathsep))
    return tuple(Path(part).expanduser() for part in parts if part)


def entries_in(folders: Iterable[Path]) -> Iterator[Entry]:
    """Read the tariffs in folders, not in the folders below them, sorted by file name.

    A folder that is not there is a fault; a path of a file reads that file.
    """
    for folder in folders:
        files = _files(folder)
        if isinstance(files, Fault):
            yield broken(folder.name, str(folder), files)
            continue
        for file in files:
            entry = read_entry(file, str(file))
            if entry is not None:
                yield attrs.evolve(entry, file=file.resolve())


def _files(folder: Path) -> list[Path] | Fault:
    if folder.is_file():
        return [folder]
    place = Place(str(folder))
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return Fault("folder-missing", place)
    except OSError as error:
        return Fault("file-unreadable", place, {"why": error.strerror or str(error)})
    return [file for file in found if _is_tariff_file(file)]


def _is_tariff_file(file: Path) -> bool:
    return file.suffix in SUFFIXES and not file.name.startswith(".") and file.is_file()
