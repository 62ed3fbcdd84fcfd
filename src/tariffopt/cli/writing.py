"""Files of ``-o``: refused before the work begins, written after the answer is said."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tariffopt.cli.console import tell
from tariffopt.cli.language import say, spoken
from tariffopt.errors import Fault, OutputError, Place
from tariffopt.files import require_ending, require_free, write_beside
from tariffopt.report import ENDINGS, write_report

if TYPE_CHECKING:
    from tariffopt.plan import Plan


def require_writable(paths: Sequence[str], *, force: bool) -> None:
    """Raise before anything is computed when a file could not be written after it.

    Raises
    ------
    OutputError
        For an unknown ending, an existing file without ``--force``, a folder that is
        not there or not writable. All at once.
    """
    faults: list[Fault] = []
    for path in map(Path, paths):
        try:
            require_ending(path, ENDINGS)
            require_free(path, force=force)
            _require_folder(path)
        except OutputError as error:
            faults += error.faults
    if faults:
        raise OutputError(faults)


def _require_folder(path: Path) -> None:
    if not os.access(path.parent, os.W_OK):
        fields = {"folder": str(path.parent)}
        raise OutputError(Fault("output-denied", Place(str(path)), fields))


def write_plans(plan: Plan, paths: Sequence[str], *, force: bool) -> list[str]:
    """Write the files, and give the paths of those that could not be written."""
    failed = []
    for path in paths:
        try:
            written = write_report(plan, path, lang=spoken(), force=force)
        except OutputError as error:
            tell(error.text(spoken()))
            failed.append(path)
        else:
            _tell_written(path, *map(str, written[1:]))
    return failed


def _tell_written(path: str, *sides: str) -> None:
    tell(say("cli.written", file=path))
    for side in sides:
        tell(say("cli.written-side", file=side, plan=path))


def write_none(content: str, paths: Sequence[str]) -> None:
    """Write why there is no plan to the JSON files asked for, and say so of others."""
    for path in paths:
        if Path(path).suffix.lower() != ".json":
            tell(say("cli.not-written", file=path))
            continue
        try:
            write_beside(Path(path), content.encode())
        except OutputError as error:
            tell(error.text(spoken()))
        else:
            _tell_written(path)
