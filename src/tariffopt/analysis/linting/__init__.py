"""Lint: what a careful buyer would ask the vendor about a price list.

============  ===================================================================
`finding`     what is found: a code, a place, a sentence, and what to do
`tables`      one table of tiers: open ends, rising unit prices, unreachable tiers
`totals`      what everything costs together: dead zones, what nobody should buy
`declared`    sources, dates, worked examples, periods, holes and overlaps
============  ===================================================================

Everything is exact and needs no solver; nothing looks at a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tariffopt.analysis.linting import declared, tables, totals
from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import Tariff, holding

__all__ = ["Finding", "lint"]

_LINTS = (
    declared.sources,
    declared.holes_in_time,
    declared.missing_examples,
    tables.open_ends,
    tables.rising_unit_prices,
    tables.unreachable_tiers,
    tables.other_readings,
)
_OF_ONE_PRICE = (
    declared.mixed_periods,
    totals.never_sold,
    totals.falling_totals,
    totals.dominated_items,
)
"""Not where the buyer chooses: these add up all charges of an item."""


def lint(
    tariff: Tariff | Mapping[str, Any], *, today: date | None = None
) -> tuple[Finding, ...]:
    """Find what is odd in a price list, or costs money if it is read otherwise.

    Parameters
    ----------
    tariff
        A tariff; or a document with the keys of a tariff file, whose tables may have
        holes and overlaps. Of a document that has some, only those are told, since
        its prices say nothing yet.
    today
        The day on which sources are judged stale; without it none is.

    Returns
    -------
    tuple of Finding
        Warnings before notes; in the order of the document within both.

    Raises
    ------
    TariffError
        For a document with other faults than holes and overlaps.

    Examples
    --------
    >>> import tariffopt as to
    >>> for finding in lint(to.demo_scenario().offers[0]):
    ...     print(finding.level, finding.code, finding.place.path)
    warning falling-total $.charges[0].tiers[0]
    note no-open-tier $.charges[0].tiers[1].up_to
    note other-reading $.charges[0].scheme
    """
    if not isinstance(tariff, Tariff):
        read = declared.read(tariff)
        if not isinstance(read, Tariff):
            return read
        tariff = read
    tariff = holding(tariff, {})
    rules = _LINTS if tariff.choices else _LINTS + _OF_ONE_PRICE
    found = [finding for rule in rules for finding in rule(tariff)]
    found += declared.stale(tariff, today) if today else ()
    return tuple(sorted(found, key=lambda finding: finding.level == "note"))
