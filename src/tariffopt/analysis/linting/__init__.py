"""Lint: what a careful buyer would ask the vendor about a price list.

============  ===================================================================
`finding`     what is found: a code, a place, a sentence, and what to do
`tables`      one table of tiers: open ends, rising unit prices, unreachable tiers
`totals`      what everything costs together: dead zones, and tiers that lie in one
`dominance`   items that another one replaces at no more
`options`     options that another one replaces at no more, and `comparing` for both
`declared`    sources, dates, worked examples, periods, holes and overlaps
============  ===================================================================

Everything is exact and needs no solver; nothing looks at a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from tariffopt.analysis.linting import declared, dominance, options, tables, totals
from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import Tariff, combinations, holding
from tariffopt.tariff.choices import Choices

__all__ = ["Finding", "lint"]

_LINTS = (
    declared.sources,
    declared.holes_in_time,
    declared.missing_examples,
    tables.open_ends,
    tables.rising_unit_prices,
    tables.other_readings,
    options.dominated_options,
)
_OF_ONE_PRICE = (
    declared.mixed_periods,
    totals.never_sold,
    totals.falling_totals,
    dominance.dominated_items,
)
"""Told under each combination of options: these add up all charges of an item."""


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
    unreachable = list(tables.unreachable_tiers(tariff))  # or reached by what is held
    tariff = holding(tariff, {})
    found = unreachable + [finding for rule in _LINTS for finding in rule(tariff)]
    found += _of_one_price(tariff)
    found += declared.stale(tariff, today) if today else ()
    return tuple(sorted(found, key=lambda finding: finding.level == "note"))


def _of_one_price(tariff: Tariff) -> Iterator[Finding]:
    """Lint what is sold under each combination of options; what is alike, once."""
    every = list(combinations(tariff.choices))
    told: dict[str, list[tuple[Choices, Finding]]] = {}
    for chosen in every:
        sold = tariff.under(dict(chosen))
        for finding in (found for rule in _OF_ONE_PRICE for found in rule(sold)):
            placed = _declared(finding, tariff, chosen)
            told.setdefault(repr(placed), []).append((chosen, placed))
    for found in told.values():
        chosen, finding = found[0]
        if len(found) < len(every):
            fields = {**finding.fields, "under": options.said(chosen)}
            finding = attrs.evolve(finding, fields=fields)
        yield finding


def _declared(finding: Finding, tariff: Tariff, chosen: Choices) -> Finding:
    """Count charges as the document does, those of other options too."""
    path = finding.place.path
    version = re.search(r"versions\[(\d+)\]", path)
    places = tariff.versions[int(version[1]) if version else 0].places_under(chosen)
    path = re.sub(r"charges\[(\d+)\]", lambda m: f"charges[{places[int(m[1])]}]", path)
    return attrs.evolve(finding, place=attrs.evolve(finding.place, path=path))
