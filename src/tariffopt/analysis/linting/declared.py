"""Findings in what a price list declares: its source, dates, periods and examples."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tariffopt.analysis.linting.finding import Finding
from tariffopt.analysis.linting.lines import Line, lines
from tariffopt.errors import TariffError
from tariffopt.tariff import (
    Item,
    Package,
    Period,
    Schedule,
    Scheme,
    Tabulated,
    Tariff,
    Tiered,
    Version,
    last_quantity,
    tariff_from_dict,
)
from tariffopt.tariff.choices import holds
from tariffopt.tariff.places import root_of, version_place

_STALE_DAYS = 365
_HOLES = {"tier-hole": "hole", "tier-late": "hole", "tier-overlap": "overlap"}


def read(document: Mapping[str, Any]) -> Tariff | tuple[Finding, ...]:
    """Read a tariff, or find the holes and overlaps that are all its faults."""
    try:
        return tariff_from_dict(document)
    except TariffError as error:
        if {fault.code for fault in error.faults} - set(_HOLES):
            raise
        faults = error.faults
    return tuple(
        Finding(_HOLES[fault.code], fault.place, fault.fields) for fault in faults
    )


def sources(tariff: Tariff) -> Iterator[Finding]:
    """Find a missing source, or one without a date."""
    place = root_of(tariff).at("source")
    if tariff.source is None or not tariff.source.title:
        yield Finding("no-source", place)
    elif tariff.source.date is None:
        yield Finding("no-source-date", place.at("date"))


def stale(tariff: Tariff, today: date) -> Iterator[Finding]:
    """Find a source of more than a year ago, or a quotation that is over."""
    source, place = tariff.source, root_of(tariff).at("source")
    if source is None:
        return
    if source.order_by is not None and source.order_by < today:
        fields = {"title": source.title, "day": source.order_by.isoformat()}
        yield Finding("order-by-passed", place.at("order_by"), fields)
    elif source.date is not None and (age := (today - source.date).days) > _STALE_DAYS:
        fields = {"title": source.title, "day": source.date.isoformat()}
        months = age * 12 // _STALE_DAYS
        yield Finding("stale-source", place.at("date"), {**fields, "months": months})


def holes_in_time(tariff: Tariff) -> Iterator[Finding]:
    """Find days between two versions on which nothing has a price."""
    for index, (before, after) in enumerate(itertools.pairwise(tariff.versions)):
        if before.until and after.start and before.until < after.start:
            fields = {"start": str(before.until), "until": str(after.start)}
            place = version_place(tariff, index).at("until")
            yield Finding("hole-in-time", place, fields)


def mixed_periods(tariff: Tariff) -> Iterator[Finding]:
    """Find items that are charged by the month and the year, or once on top."""
    for index, version in enumerate(tariff.versions):
        for item in tariff.items:
            periods = _periods(version, item)
            both = {Period.MONTH, Period.YEAR} <= periods.keys()
            if len(periods) > 1:
                number = max(periods.values())
                place = version_place(tariff, index).at("charges", number, "per")
                names = [period.value for period in Period if period in periods]
                fields = {"item": item.id, "periods": ", ".join(names)}
                code = "mixed-periods" if both else "one-time-too"
                yield Finding(code, place, fields)


def _periods(version: Version, item: Item) -> dict[Period, int]:
    """Give the periods of the charges that count an item, and the first of each."""
    found: dict[Period, int] = {}
    for number, charge in enumerate(version.charges):
        if charge.meter.weight(item.id):
            found.setdefault(charge.per, number)
    return found


def missing_examples(tariff: Tariff) -> Iterator[Finding]:
    """Find price boundaries without a worked example on both sides."""
    told: set[object] = set()  # charges of one band ask for the same examples
    for line in lines(tariff):
        item_id = line.charge.meter.item
        if item_id is None or line.charge.selector is not None:
            continue
        sides = set(_sides(line, tariff.item(item_id)))
        missing = sorted(sides - _shown(tariff, line, item_id))
        band = (id(line.version), line.charge.when, item_id, *missing)
        if missing and band not in told:
            told.add(band)
            fields = {"item": item_id, "missing": _list(missing), "n": len(missing)}
            yield Finding("no-example", line.place, fields)


_SOME = 8


def _list(quantities: list[int]) -> str:
    named = [str(quantity) for quantity in quantities[:_SOME]]
    return ", ".join(named + ["..."] * (len(quantities) > _SOME))


def _shown(tariff: Tariff, line: Line, item: str) -> set[int]:
    """Collect the quantities of an item in the examples that a charge is due in."""
    version, when = line.version, line.charge.when
    return {
        dict(example.buy).get(item, 0)
        for example in tariff.examples
        if holds(when, dict(example.choices))
        and (
            version.holds(example.on) if example.on else version is tariff.versions[-1]
        )
    }


def _sides(line: Line, item: Item) -> Iterator[int]:
    """Give the quantities nearest to each boundary that can be bought.

    Of a package, and of a function written down as runs, the first stands for all.
    """
    charge, last = line.charge, last_quantity(line.version, item)
    for end in {charge.reading_of(end) for end in (0, *_printed(charge.schedule))}:
        below, above = end // item.step * item.step, item.next_allowed(end + 1)
        if item.allows(below) and below > 0 and (last is None or above <= last):
            yield from (below, above)


def _printed(schedule: Schedule) -> tuple[int, ...]:
    """Give the ends that a price list prints; of blocks, only the first."""
    if isinstance(schedule, Tiered):
        return schedule.tier_ends
    ends = schedule.ends() if isinstance(schedule, Scheme) else ()
    return ends[:1] if isinstance(schedule, Package | Tabulated) else ends
