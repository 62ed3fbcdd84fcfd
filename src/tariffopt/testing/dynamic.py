"""The exact dynamic program for one group: cheapest ways to have so many seats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tariffopt.tariff import Tariff, Terms
from tariffopt.testing.purchasing import Asking, price_purchases


def dynamic_program(
    tariffs: Sequence[Tariff], need: int, terms: Terms
) -> Fraction | None:
    """Find the least total payable to have ``need`` seats, from any of the tariffs.

    For one group, and tariffs of one item each that all serve it; time grows with the
    number of tariffs times the square of the need.

    Returns
    -------
    Fraction or None
        Tax included, in the currency's main unit; ``None`` where there are not enough
        seats with a price.

    Raises
    ------
    ValueError
        For a tariff with several items.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> dynamic_program([tariff], 3, to.Terms(date(2021, 4, 1), 12))
    Fraction(14400, 1)
    """
    costs: list[Fraction | None] = [Fraction(0)] + [None] * need
    for tariff in tariffs:
        if len(tariff.items) != 1:
            raise ValueError(f"{tariff.id} has {len(tariff.items)} items, not one")
        table = _covering(tariff, need, terms)
        costs = [
            min(
                (
                    before + more
                    for own in range(seats + 1)
                    if (before := costs[seats - own]) is not None
                    and (more := table[own]) is not None
                ),
                default=None,
            )
            for seats in range(need + 1)
        ]
    return costs[need]


def _covering(tariff: Tariff, need: int, terms: Terms) -> list[Fraction | None]:
    """Give the least cost of buying at least 0, 1, ... ``need`` of the only item."""
    people = tariff.items[0].people
    sold = price_purchases([Asking(tariff, terms, None, need)], (need,))
    priced = {bought[0] * people: cost for bought, (cost,) in sold}
    table: list[Fraction | None] = [None] * (max(priced) + 1)
    best: Fraction | None = None
    for quantity in range(max(priced), -1, -1):
        cost = priced.get(quantity, best)
        best = cost if best is None or cost is None else min(best, cost)
        table[quantity] = best
    return (table + [None] * need)[: need + 1]
