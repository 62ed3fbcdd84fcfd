"""What kind of file a document is, told by its format or its keys."""

from __future__ import annotations

from tariffopt.documents.reading import Document

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm")
"""The endings of tables, which only groups may stand in."""
_KEYS = {
    "scenario": {"groups", "offers", "horizon", "budget_figure", "limits", "needs"},
    "tariff": {"id", "items", "charges", "versions", "vendor", "currency", "prices"},
}


_KINDS = ("tariff", "scenario", "plan", "answer")


def kind_of(document: Document) -> str:
    """Tell what a document is: by its format if it names one, else by its keys.

    Returns
    -------
    str
        ``"tariff"``, ``"scenario"``, ``"plan"``, ``"answer"`` (purchases and seats
        alone), ``"groups"`` (the second file of a large plan) or ``"unknown"``.

    Examples
    --------
    >>> kind_of({"groups": [], "offers": []}), kind_of({"charges": []}), kind_of({})
    ('scenario', 'tariff', 'unknown')
    >>> kind_of({"format": "tariffopt.scenario/1", "charges": []})
    'scenario'
    """
    said = str(document.get("format", "")).partition("/")[0].removeprefix("tariffopt.")
    if said in _KINDS:
        return said
    if "purchases" in document:
        return "plan" if document.keys() & {"format", "inputs"} else "answer"
    if document.keys() == {"groups", "content"}:
        return "groups"
    counts = {kind: len(known & document.keys()) for kind, known in _KEYS.items()}
    most = max(counts, key=lambda kind: counts[kind])
    return most if counts[most] else "unknown"
