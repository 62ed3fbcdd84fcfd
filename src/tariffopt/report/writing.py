"""Writing a plan to a file: the ending decides what is written."""

from __future__ import annotations

from pathlib import Path

from tariffopt.plan.model import Plan
from tariffopt.texts import Lang

ENDINGS = (".json", ".txt", ".csv", ".md")
"""What `write_report` can write."""


def write_report(
    plan: Plan, path: Path | str, *, lang: Lang = "en", force: bool = False
) -> None:
    """Write a plan to a file: ``.json``, ``.txt``, ``.csv`` or ``.md``.

    >>> 1 + 1
    2
    """
