"""What kind of file a document is, told by its keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tariffopt.documents import Document, read_document
from tariffopt.errors import Fault, InputErrors, Place

_KEYS = {
    "scenario": {"groups", "offers", "horizon", "budget_figure", "limits", "needs"},
    "tariff": {"id", "items", "charges", "versions", "vendor", "currency", "prices"},
}
# What to say of each kind, and its command, for somebody who gave it to another.
_COMMANDS = {
    "tariff": ("kind-tariff", "quote"),
    "scenario": ("kind-scenario", "optimize"),
    "plan": ("kind-plan", "verify"),
    "answer": ("kind-answer", "verify --scenario"),
}
_T = TypeVar("_T")


def kind_of(document: Document) -> str:
    """Tell what a document is.

    Returns
    -------
    str
        ``"tariff"``, ``"scenario"``, ``"plan"``, ``"answer"`` (purchases and seats
        alone), ``"groups"`` (the second file of a large plan) or ``"unknown"``.

    Examples
    --------
    >>> kind_of({"groups": [], "offers": []}), kind_of({"charges": []}), kind_of({})
    ('scenario', 'tariff', 'unknown')
    """
    keys = document.keys()
    if "purchases" in keys:
        return "plan" if keys & {"format", "inputs"} else "answer"
    if keys == {"groups", "content"}:
        return "groups"
    counts = {kind: len(known & keys) for kind, known in _KEYS.items()}
    most = max(counts, key=lambda kind: counts[kind])
    return most if counts[most] else "unknown"


def read_as(kind: str, file: str, read: Callable[[str], _T]) -> _T:
    """Read a file, and where that fails see whether it is of another kind.

    Raises
    ------
    InputErrors
        As ``read``; or, for a file of another kind, which command it is for.
    """
    try:
        return read(file)
    except InputErrors as error:
        found = _found(file)
        if found == kind or found not in _COMMANDS:
            raise
        code, command = _COMMANDS[found]
        fields = {"command": f"tariffopt {command}"}
        raise InputErrors(Fault(code, Place(file), fields)) from error


def _found(file: str) -> str:
    try:
        return kind_of(read_document(Path(file), file).document)
    except InputErrors:
        return "unknown"
