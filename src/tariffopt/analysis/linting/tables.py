"""Findings in one table of tiers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tariffopt.analysis.linting.finding import Finding
from tariffopt.analysis.linting.lines import Line, lines, ranges, reaching
from tariffopt.errors import Place
from tariffopt.tariff import (
    Charge,
    FamilyCap,
    Graduated,
    Item,
    Meter,
    MinimumContract,
    Stairstep,
    Tariff,
    Tier,
    Tiered,
    Version,
    Volume,
    combinations,
    last_quantity,
)
from tariffopt.tariff.choices import holds
from tariffopt.tariff.rules import bought_alone
from tariffopt.tariff.schemes import amount


def open_ends(tariff: Tariff) -> Iterator[Finding]:
    """Find tables that end before the items do; above, nothing has a price."""
    told: set[tuple[str, int]] = set()
    for line in lines(tariff):
        schedule, last = line.tiered(), line.charge.last_reading
        if schedule is None or last is None or _most(tariff, line.charge) <= last:
            continue
        names = _names(line.charge.selecting)
        if (names, last) not in told:
            told.add((names, last))
            place = _last_tier(line, schedule).at("up_to")
            shown = line.charge.selecting.shown(last, tariff.currency)
            yield Finding("no-open-tier", place, {"item": names, "last": shown})


def _last_tier(line: Line, schedule: Tiered) -> Place:
    return line.place.at("tiers", len(schedule.tiers) - 1)


def _names(meter: Meter) -> str:
    return " + ".join(item for item, _ in meter.weights)


def _most(tariff: Tariff, charge: Charge) -> float:
    """Give the greatest reading that the items' own limits allow."""
    counted = charge.selecting.weights
    most = [(tariff.item(item).maximum, weight) for item, weight in counted]
    return sum(float("inf") if m is None else m * w for m, w in most)


def rising_unit_prices(tariff: Tariff) -> Iterator[Finding]:
    """Find tiers dearer per unit than an earlier one; free units count for nothing."""
    for line in lines(tariff):
        schedule, least, end = line.tiered(), Fraction(0), 0
        for number, tier in enumerate(schedule.tiers if schedule else ()):
            price = _unit_price(line.charge, tier, number)
            if price is not None and least and price > least:
                amounts = {"price": tariff.money(price), "before": tariff.money(least)}
                shown = line.charge.selecting.shown(end, tariff.currency)
                fields = {**amounts, "end": shown}
                yield Finding(
                    "unit-price-rises", line.place.at("tiers", number), fields
                )
                break
            if price and (not least or price < least):
                least, end = price, tier.up_to or 0


def _unit_price(charge: Charge, tier: Tier, number: int) -> Fraction | None:
    """Give what a unit costs at the end of a tier, where its price is least."""
    schedule = charge.schedule
    if charge.selecting.unit is not None:  # the end is money, and says no quantity
        return None if tier.flat else tier.charged
    if isinstance(schedule, Volume):
        return tier.charged / tier.size + (tier.flat / tier.up_to if tier.up_to else 0)
    if isinstance(schedule, Graduated):
        first, last = list(ranges(schedule))[number]
        return tier.charged / tier.size + (
            tier.flat / (last - first + 1) if last else 0
        )
    if isinstance(schedule, Stairstep) and tier.up_to:
        return (tier.charged + tier.flat) / tier.up_to
    return None


def unreachable_tiers(tariff: Tariff) -> Iterator[Finding]:
    """Find tiers that no quantity reaches which can be bought, whatever is chosen."""
    sales = [tariff.under(dict(chosen)) for chosen in combinations(tariff.choices)]
    for line in lines(tariff):
        schedule, index = line.tiered(), tariff.versions.index(line.version)
        due = [sold for sold in sales if holds(line.charge.when, dict(sold.chosen))]
        for number, (first, last) in enumerate(ranges(schedule) if schedule else ()):
            if not any(_is_reached(s, index, line.charge, first, last) for s in due):
                place = line.place.at("tiers", number)
                names = _names(line.charge.selecting)
                start, end = line.charge.tier_shown(first, last, tariff.currency)
                fields = {"item": names, "first": start, "last": end or "∞"}
                yield Finding("tier-unreachable", place, fields)


def _is_reached(
    sold: Tariff, index: int, charge: Charge, first: int, last: int | None
) -> bool:
    counted, version = charge.selecting.weights, sold.versions[index]
    if not counted or (first == 1 and charge.priced_at_zero):
        return True
    if charge.across or charge.with_held:
        return True  # what others buy, or what is held, reaches it too
    if len(counted) > 1:  # of a pool, only its greatest reading is known for sure
        return _most(sold, charge) >= first
    item = sold.item(counted[0][0])
    if last_quantity(version, item) == 0:
        return True  # `never_sold` tells it
    narrowed = _within_rules(item, version)
    return reaching(charge, narrowed, version, first, last) is not None


def _within_rules(item: Item, version: Version) -> Item:
    """Narrow an item to what caps and minima allow, whatever is bought beside it."""
    rules = [
        rule
        for rule in version.rules
        if isinstance(rule, FamilyCap)
        or (isinstance(rule, MinimumContract) and rule.items == (item.id,))
    ]
    return bought_alone(rules, item)


def _sold(tariff: Tariff, line: Line, reading: int) -> int:
    """Give a reading, or the next one that can be bought where one item is counted."""
    charge = line.charge
    if charge.meter.weights != ((charge.meter.item, 1),) or charge.steps:
        return reading
    item, last = tariff.item(charge.meter.item or ""), charge.last_reading
    found = item.next_allowed(reading)
    return found if last is None or found <= last else reading


def other_readings(tariff: Tariff) -> Iterator[Finding]:
    """Tell what a table costs if it is read as all-units, and as graduated."""
    for line in lines(tariff):
        schedule = line.charge.schedule
        if line.charge.selector or not isinstance(schedule, Volume | Graduated):
            continue
        other = Graduated if isinstance(schedule, Volume) else Volume
        n = _sold(tariff, line, list(ranges(schedule))[-1][0])
        total, read = (amount(kind, n) for kind in (schedule, other(schedule.tiers)))
        if total != read:
            fields = {
                "n": n,
                "scheme": schedule.scheme,
                "total": tariff.money(total),
                "other": other.scheme,
                "other_total": tariff.money(read),
            }
            yield Finding("other-reading", line.place.at("scheme"), fields)
