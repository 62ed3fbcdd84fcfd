"""Checks of what a tariff declares: tiers, worked examples, dates, names, source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tariffopt.analysis.linting.declared import missing_examples
from tariffopt.errors import Fault, QuantityError, TariffError
from tariffopt.money import is_currency
from tariffopt.tariff import (
    Example,
    Period,
    Tariff,
    Tiered,
    Version,
    quote,
)
from tariffopt.tariff.places import root_of, version_place
from tariffopt.tariff.quoting import Beside, charge_amount, charge_parts
from tariffopt.testing.checks.probes import (
    Line,
    buying,
    lines,
    terms_of,
)

_PERIODS = {"monthly": Period.MONTH, "yearly": Period.YEAR, "once": Period.ONCE}


def tier_labels(tariff: Tariff) -> Iterator[Fault]:
    """Find ends of tiers billed in another tier, and next units not in the next."""
    for line in lines(tariff):
        schedule = line.charge.schedule
        for end in schedule.tier_ends if isinstance(schedule, Tiered) else ():
            money = tariff.currency
            yield from _labels(line, end, (None, end), money)
            if schedule.maximum != end:
                yield from _labels(line, end + 1, (end + 1, None), money)


def _labels(
    line: Line, units: int, expected: tuple[int | None, int | None], currency: str
) -> Iterator[Fault]:
    """Look at the tier of the last part that prices so many units."""
    charge = line.charge
    wanted = units if charge.selector else charge.reading_of(units)
    quantities, reading = buying(line.charge, wanted)
    parts = charge_parts(line.charge, quantities)
    if reading != wanted or not parts:
        return
    found = parts[-1]
    first, last = expected
    if (first is not None and found.first != first) or (
        last is not None and found.last != last
    ):
        ends = charge.tier_shown(found.first or 0, found.last, currency)
        shown = charge.selecting.shown(units, currency)
        fields = {"reading": shown, "first": ends[0], "last": ends[1]}
        yield Fault("check-tier", line.place, fields)


def examples_agree(tariff: Tariff) -> Iterator[Fault]:
    """Find worked examples that cost something else, or have no price."""
    place = root_of(tariff)
    for number, example in enumerate(tariff.examples):
        at = place.at("examples", number)
        try:
            version = _version(tariff, example)
            choices, held = dict(example.choices), dict(example.held)
            bought, when = dict(example.buy), terms_of(version)
            people = example.headcount or 0
            quote(tariff, bought, when, choices, held=held, headcount=people)
        except (QuantityError, TariffError) as error:
            yield Fault("check-example-priced", at, {"why": str(error)})
            continue
        for key, period in _PERIODS.items():
            expected = getattr(example, key)
            found = _sum(version, example, period)
            if expected is not None and found != expected:
                fields = {
                    "key": key,
                    "found": found,
                    "expected": expected,
                }
                yield Fault("check-example", at.at(key), fields)


def _version(tariff: Tariff, example: Example) -> Version:
    return tariff.version_on(example.on) if example.on else tariff.versions[-1]


def _sum(version: Version, example: Example, period: Period) -> Fraction:
    bought = dict(example.buy)
    if not any(bought.values()):
        return Fraction(0)
    charges, held = version.under(example.choices).charges, dict(example.held)
    due = (charge for charge in charges if charge.per is period)
    return sum(
        (charge_amount(charge, bought, Beside(held)) for charge in due), Fraction(0)
    )


def examples_at_boundaries(tariff: Tariff) -> Iterator[Fault]:
    """Find price boundaries without a worked example on either side."""
    for found in missing_examples(tariff):
        yield Fault("check-no-example", found.place, found.fields)


def dates(tariff: Tariff) -> Iterator[Fault]:
    """Find versions that overlap, or are not in force on their first day."""
    ends = None
    for index, version in enumerate(tariff.versions):
        place = version_place(tariff, index)
        span = {"start": version.start, "until": version.until}
        start, until = version.start, version.until
        if start and until and until <= start:
            yield Fault("check-dates", place, span)
        overlaps = index and (start is None or ends is None or start < ends)
        if overlaps or (start and tariff.version_on(start) is not version):
            yield Fault("check-dates", place, span)
        ends = until
    first = tariff.versions[0].start
    if first is not None and _prices(tariff, first - timedelta(days=1)):
        fields = {"start": first, "until": None}
        yield Fault("check-dates", version_place(tariff, 0), fields)


def _prices(tariff: Tariff, day: date) -> bool:
    try:
        tariff.version_on(day)
    except TariffError:
        return False
    return True


def names(tariff: Tariff) -> Iterator[Fault]:
    """Find ids, names, vendors and currencies that are missing or repeated."""
    place = root_of(tariff)
    if not is_currency(tariff.currency):
        yield Fault(
            "check-name", place.at("currency"), {"found": repr(tariff.currency)}
        )
    for key in ("id", "name", "vendor"):
        value = getattr(tariff, key)
        spaced = key == "id" and any(map(str.isspace, value))
        if not value.strip() or spaced:
            yield Fault("check-name", place.at(key), {"found": repr(value)})
    ids = [item.id for item in tariff.items]
    for item_id in sorted({known for known in ids if ids.count(known) > 1}):
        yield Fault("check-name", place.at("items", item_id), {"found": repr(item_id)})
    for line in lines(tariff):
        counted = (*line.charge.meter.weights, *line.charge.selecting.weights)
        for item_id in sorted({item_id for item_id, _ in counted}):
            if item_id not in ids:
                yield Fault(
                    "check-name", line.place.at("item"), {"found": repr(item_id)}
                )


def source(tariff: Tariff) -> Iterator[Fault]:
    """Find whether the source, or the day it was read or issued, is missing."""
    place = root_of(tariff).at("source")
    for key in ("title", "date"):
        if tariff.source is None or not getattr(tariff.source, key):
            yield Fault("check-source", place.at(key))
