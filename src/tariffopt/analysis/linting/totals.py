"""Findings in what quantities cost in total: dead zones, and tiers that lie in one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from tariffopt.analysis.envelope import Envelope, envelope_of
from tariffopt.analysis.linting.finding import Finding
from tariffopt.analysis.linting.lines import Line, lines, ranges, reaching
from tariffopt.analysis.payable import payable_under
from tariffopt.analysis.zones import DeadZone, zones_of
from tariffopt.errors import Place
from tariffopt.tariff import (
    Item,
    Tariff,
    Version,
    last_quantity,
)
from tariffopt.tariff.places import version_place

_SOME = 5


def never_sold(tariff: Tariff) -> Iterator[Finding]:
    """Find items whose prices end below the least quantity of them."""
    for index, version in enumerate(tariff.versions):
        for item in tariff.items:
            if item.maximum != 0 and last_quantity(version, item) == 0:
                place = version_place(tariff, index).at("items", item.id)
                fields = {"item": item.id, "least": item.next_allowed(1)}
                yield Finding("item-never", place, fields)


@attrs.frozen
class _Sale:
    """One item under one version: its costs, and the quantities nobody should buy."""

    item: Item
    version: Version
    place: Place
    costs: Envelope
    zones: tuple[DeadZone, ...]

    def finding(self, code: str, place: Place, zones: list[DeadZone]) -> Finding:
        """Name zones, and the quantity in them that wastes the most."""
        worst = max(zones, key=self.waste)
        listed = [_span(zone) for zone in zones[:_SOME]]
        fields = {
            "item": self.item.id,
            "n": len(zones),
            "zones": ", ".join(listed + ["..."] * (len(zones) > _SOME)),
            "worst": self._worst(worst),
            "buy": worst.buy,
            "wastes": self.costs.payable.tariff.money(self.waste(worst)),
            "per": self._per(),
        }
        return Finding(code, place, fields)

    def _worst(self, zone: DeadZone) -> int:
        return self.costs.dearest(zone.first, zone.last).need

    def waste(self, zone: DeadZone) -> Fraction:
        """Say how much its worst quantity costs more than what to buy instead."""
        prices = self.costs.payable
        worst = prices.cost(self._worst(zone)).amount
        return worst - prices.cost(zone.buy).amount

    def _per(self) -> str:
        charges = self.version.charges
        periods = {c.per.value for c in charges if c.bears_on(self.item.id)}
        return periods.pop() if len(periods) == 1 else "year"


def _span(zone: DeadZone) -> str:
    if zone.first == zone.last:
        return f"{zone.first:,}"
    return f"{zone.first:,} - {zone.last:,}"


def falling_totals(tariff: Tariff) -> Iterator[Finding]:
    """Find quantities that cost more than a larger one, and whole tiers of them."""
    for index, version in enumerate(tariff.versions):
        for item in tariff.items:
            prices = payable_under(tariff, version, item)
            if zones := zones_of(prices):
                place = version_place(tariff, index)
                costs = envelope_of(prices)
                sale = _Sale(item, version, place, costs, zones)
                yield from _of_item(tariff, sale)


def _of_item(tariff: Tariff, sale: _Sale) -> Iterator[Finding]:
    left = list(sale.zones)
    for line, number, dead in _dead_tiers(tariff, sale):
        rest = [piece for zone in left for piece in _without(zone, dead, sale.item)]
        if rest != left:  # else another table of this item has told it already
            left = rest
            place = line.place.at("tiers", number)
            yield sale.finding("tier-never-bought", place, [dead])
    if left:
        worst = max(left, key=sale.waste)
        yield sale.finding("falling-total", _place(tariff, sale, worst), left)


def _own(tariff: Tariff, sale: _Sale) -> list[Line]:
    """Give the charges with tables that count this item alone."""
    return [
        line
        for line in lines(tariff)
        if line.version is sale.version
        and line.charge.selecting.item == sale.item.id
        and line.tiered()
    ]


def _dead_tiers(tariff: Tariff, sale: _Sale) -> Iterator[tuple[Line, int, DeadZone]]:
    """Find tiers all of whose quantities lie in one dead zone."""
    for line in _own(tariff, sale):
        for number, reached in _reached(line, sale):
            for zone in sale.zones:
                first, last = reached
                if last is not None and zone.first <= first and last <= zone.last:
                    yield line, number, DeadZone(first, last, zone.buy)


def _reached(line: Line, sale: _Sale) -> Iterator[tuple[int, tuple[int, int | None]]]:
    schedule = line.tiered()
    for number, (first, last) in enumerate(ranges(schedule) if schedule else ()):
        found = reaching(line.charge, sale.item, sale.version, first, last)
        if found is not None:
            yield number, found


def _without(zone: DeadZone, dead: DeadZone, item: Item) -> Iterator[DeadZone]:
    """Take a part out of a zone."""
    if dead.last < zone.first or zone.last < dead.first:
        yield zone
        return
    if zone.first < dead.first:
        yield attrs.evolve(zone, last=dead.first - item.step)
    if dead.last < zone.last:
        yield attrs.evolve(zone, first=dead.last + item.step)


def _place(tariff: Tariff, sale: _Sale, zone: DeadZone) -> Place:
    """Give the tier in which a zone ends, or the item where several charges fall."""
    own = _own(tariff, sale)
    bearing = [c for c in sale.version.charges if c.bears_on(sale.item.id)]
    if len(bearing) == 1 and own:
        for number, (_, last) in _reached(own[0], sale):
            if last is None or zone.last <= last:
                return own[0].place.at("tiers", number)
    if len(bearing) == 1:
        return sale.place.at("charges", sale.version.charges.index(bearing[0]))
    return sale.place.at("items", sale.item.id)
