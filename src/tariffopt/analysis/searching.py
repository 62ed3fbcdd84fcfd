"""Searching among quantities of any size."""

from __future__ import annotations

from collections.abc import Callable


def first_where(first: int, end: int, holds: Callable[[int], bool]) -> int:
    """Find the least number for which something holds that then holds for all greater.

    As `bisect` does, which counts to 2**63 only.

    Parameters
    ----------
    first, end
        Where to look; ``end`` is exclusive, and the answer where it never holds.

    Examples
    --------
    >>> first_where(0, 10**30, lambda n: n * n >= 10**40) == 10**20
    True
    """
    while first < end:
        middle = (first + end) // 2
        first, end = (first, middle) if holds(middle) else (middle + 1, end)
    return first
