"""Folders of tariffs: every ``.toml`` and ``.json`` file in them; no code is run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.registry.entries import Entry, is_tariff_file, read_entry


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
        try:
            files = [folder] if folder.is_file() else sorted(folder.iterdir())
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            code = "folder-missing" if missing else "file-unreadable"
            fields = {"why": error.strerror or str(error)}
            fault = Fault(code, Place(str(folder)), fields)
            yield Entry(folder.name, str(folder), faults=(fault,))
            continue
        for file in files:
            if file == folder or is_tariff_file(file):
                entry = read_entry(file, str(file))
                if entry is not None:
                    yield attrs.evolve(entry, file=file.resolve())
