"""What kind of file a document is, told by its keys."""

from __future__ import annotations

from tariffopt.documents.reading import Document

_KEYS = {
    "scenario": {"groups", "offers", "horizon", "budget_figure", "limits", "needs"},
    "tariff": {"id", "items", "charges", "versions", "vendor", "currency", "prices"},
}


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
