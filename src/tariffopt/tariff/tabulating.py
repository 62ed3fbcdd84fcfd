"""Writing a price function down as a table of runs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tariffopt.money import exact
from tariffopt.tariff.schedules import Run, Tabulated


def tabulate(price: Callable[[int], object], maximum: int) -> Tabulated:
    """Write a price function down, exactly, from 0 to its declared maximum.

    Parameters
    ----------
    price
        The total for a quantity: ``int``, ``Decimal``, ``Fraction`` or text.
    maximum
        Last quantity it is asked for, inclusive.

    Raises
    ------
    TypeError
        When it returns a float.
    ValueError
        For a negative total, or a maximum below 1.

    Examples
    --------
    >>> table = tabulate(lambda q: 400 * q if q <= 500 else 350 * q, 3000)
    >>> [run.up_to for run in table.runs]
    [500, 3000]
    """
    if maximum < 1:
        raise ValueError(f"maximum {maximum} is below 1")
    runs: list[Run] = []
    start, at_start = 0, _total(price, 0)
    slope: Fraction | None = None
    previous = at_start
    for quantity in range(1, maximum + 1):
        now = _total(price, quantity)
        if slope is None:
            slope = now - previous
        elif now - previous != slope:
            runs.append(Run(quantity - 1, at_start - slope * start, slope))
            start, at_start, slope = quantity, now, None
        previous = now
    slope = slope or Fraction(0)
    runs.append(Run(maximum, at_start - slope * start, slope))
    return Tabulated(tuple(runs))


def _total(price: Callable[[int], object], quantity: int) -> Fraction:
    total = exact(price(quantity), f"price({quantity})")  # type: ignore[arg-type]
    if total < 0:
        raise ValueError(f"price({quantity}) is {total}, below zero")
    return total
