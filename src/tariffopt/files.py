"""Writing files: beside their place and renamed, so that none is ever half written."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from tariffopt.errors import Fault, OutputError, Place


def require_ending(path: Path, allowed: Iterable[str]) -> None:
    """Raise unless a file's ending is one that can be written, in any case.

    Raises
    ------
    OutputError
        Naming those that are allowed.

    Examples
    --------
    >>> require_ending(Path("plan.JSON"), [".json", ".txt"])
    >>> require_ending(Path("plan.xls"), [".json"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tariffopt.errors.OutputError: plan.xls: ".xls" is not an ending that can be ...
    """
    if path.suffix.lower() not in allowed:
        fields = {"found": path.suffix or path.name, "allowed": ", ".join(allowed)}
        raise OutputError(Fault("output-ending", Place(str(path)), fields))


def require_free(path: Path, *, force: bool) -> None:
    """Raise unless a file may be written here.

    Raises
    ------
    OutputError
        When it exists and must not be replaced, or is a folder.
    """
    if path.is_dir():
        raise OutputError(Fault("output-is-folder", Place(str(path))))
    if path.exists() and not force:
        raise OutputError(Fault("output-exists", Place(str(path))))
    if not path.parent.is_dir():
        fields = {"folder": str(path.parent)}
        raise OutputError(Fault("output-no-folder", Place(str(path)), fields))


def write_beside(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that it is whole or untouched.

    Raises
    ------
    OutputError
        When the folder cannot be written, or the file is held open by a program that
        locks it; what was there is still there.
    """
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            _write(part, data)
            if place.exists():
                shutil.copymode(place, part)
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        fields = {"why": error.strerror or str(error)}
        raise OutputError(Fault("output-failed", Place(str(path)), fields)) from None


def _write(part: Path, data: bytes) -> None:
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
