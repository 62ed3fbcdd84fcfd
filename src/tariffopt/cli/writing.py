"""Files of ``-o``: refused before the work begins, written after the answer is said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tariffopt.cli.console import tell
from tariffopt.cli.language import say, spoken
from tariffopt.errors import Fault, OutputError, Place
from tariffopt.plan.files import require_free, write_beside
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
    faults = [fault for path in paths for fault in _faults(Path(path), force=force)]
    if faults:
        raise OutputError(faults)


def _faults(path: Path, *, force: bool) -> Iterator[Fault]:
    place = Place(str(path))
    if path.suffix.lower() not in ENDINGS:
        fields = {"found": path.suffix or path.name, "allowed": ", ".join(ENDINGS)}
        yield Fault("output-ending", place, fields)
    try:
        require_free(path, force=force)
    except OutputError as error:
        yield from error.faults
    else:
        if not os.access(path.parent, os.W_OK):
            yield Fault("output-denied", place, {"folder": str(path.parent)})


def write_plans(plan: Plan, paths: Sequence[str], *, force: bool) -> list[str]:
    """Write the files, and give the paths of those that could not be written."""
    failed = []
    for path in paths:
        try:
            write_report(plan, path, lang=spoken(), force=force)
        except OutputError as error:
            tell(error.text(spoken()))
            failed.append(path)
        else:
            tell(say("cli.written", file=path))
    return failed


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
            tell(say("cli.written", file=path))
