"""Findings in what quantities cost in total: dead zones, and what nobody should buy."""

from __future__ import annotations

import itertools
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
    Charge,
    Curve,
    Item,
    Period,
    Tariff,
    Version,
    compile_charge,
    last_quantity,
)
from tariffopt.tariff.curve import Piece, add
from tariffopt.tariff.places import version_place

_SOME = 5
_YEARLY = {Period.MONTH: 12}


def never_sold(tariff: Tariff) -> Iterator[Finding]:
    """Find items whose prices end below the least quantity of them."""
    for index, version in enumerate(tariff.versions):
        for item in tariff.items:
            if last_quantity(version, item) == 0:
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
        worst = max(zones, key=self._waste)
        listed = [_span(zone) for zone in zones[:_SOME]]
        fields = {
            "item": self.item.id,
            "n": len(zones),
            "zones": ", ".join(listed + ["..."] * (len(zones) > _SOME)),
            "worst": self._worst(worst),
            "buy": worst.buy,
            "wastes": self.costs.payable.tariff.money(self._waste(worst)),
            "per": self._per(),
        }
        return Finding(code, place, fields)

    def _worst(self, zone: DeadZone) -> int:
        return self.costs.dearest(zone.first, zone.last).need

    def _waste(self, zone: DeadZone) -> Fraction:
        prices = self.costs.payable
        worst = prices.cost(self._worst(zone)).amount
        return worst - prices.cost(zone.buy).amount

    def _per(self) -> str:
        charges = self.version.charges
        periods = {c.per.value for c in charges if c.bears_on(self.item.id)}
        return periods.pop() if len(periods) == 1 else "year"


def _span(zone: DeadZone) -> str:
    if zone.first == zone.last:
        return str(zone.first)
    return f"{zone.first} - {zone.last}"


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
        yield sale.finding("falling-total", _place(tariff, sale, left[0]), left)


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
    """Give the tier in which a zone begins, or the item where several charges fall."""
    own = _own(tariff, sale)
    bearing = [c for c in sale.version.charges if c.bears_on(sale.item.id)]
    if len(bearing) == 1 and own:
        for number, (_, last) in _reached(own[0], sale):
            if last is None or zone.first <= last:
                return own[0].place.at("tiers", number)
    if len(bearing) == 1:
        return sale.place.at("charges", sale.version.charges.index(bearing[0]))
    return sale.place.at("items", sale.item.id)


def dominated_items(tariff: Tariff) -> Iterator[Finding]:
    """Find items beside another one that grants as much and never costs more.

    Only where that is sure whatever is bought beside them: both are charged alone,
    no rule names them, and the other item costs less a unit the more is bought.
    """
    for index, version in enumerate(tariff.versions):
        curves = {item.id: _total(version, item) for item in tariff.items}
        for item in tariff.items:
            for other in tariff.items:
                if _dominates(other, item, curves):
                    place = version_place(tariff, index).at("items", item.id)
                    fields = {"item": item.id, "other": other.id}
                    yield Finding("item-never-bought", place, fields)
                    break


def _dominates(other: Item, item: Item, curves: dict[str, Curve | None]) -> bool:
    one, two = curves[other.id], curves[item.id]
    free = (other.minimum, other.maximum, other.step) in ((0, None, 1), (1, None, 1))
    more = set(other.grants) - set(item.grants)
    if other.people < item.people:
        return False
    if other is item or not free or not set(item.grants) <= set(other.grants):
        return False
    if not item.grants or one is None or two is None or not _shrinks(one):
        return False
    gains = list(_gains(add(two, _scaled(one, -1))))
    return min(gains) >= 0 and (bool(more) or max(gains) > 0)


def _total(version: Version, item: Item) -> Curve | None:
    """Add up what an item alone costs in a first year; ``None`` where not sure."""
    total = Curve((Piece(0, None, Fraction(0), Fraction(0)),))
    if any(charge.free for charge in version.charges):
        return None
    if version.rules or len({charge.tax_class for charge in version.charges}) > 1:
        return None
    for charge in version.charges:
        if charge.bears_on(item.id):
            curve = _alone(charge)
            if curve is None:
                return None
            total = add(total, curve)
    return total


def _alone(charge: Charge) -> Curve | None:
    compiled = compile_charge(charge)
    plain = charge.meter.item and charge.selector is None and not charge.priced_at_zero
    if not plain or compiled.lattice:
        return None
    return _scaled(compiled.curve, _YEARLY.get(charge.per, 1))


def _scaled(curve: Curve, times: int) -> Curve:
    return Curve(
        tuple(
            attrs.evolve(p, intercept=p.intercept * times, slope=p.slope * times)
            for p in curve.pieces
        )
    )


def _shrinks(curve: Curve) -> bool:
    """Tell whether a unit costs less, or the same, the more are bought, without end."""
    pieces = [piece for piece in curve.pieces if piece.last != 0]
    jumps = (
        after.amount(after.first) / after.first
        <= before.amount(before.last) / before.last
        for before, after in itertools.pairwise(pieces)
        if before.last
    )
    flat = all(piece.intercept >= 0 for piece in pieces)
    return curve.maximum is None and flat and all(jumps)


def _gains(difference: Curve) -> Iterator[Fraction]:
    """Give a difference at the ends of its pieces from 1 on, and its last slope."""
    for piece in difference.pieces:
        if piece.last != 0:
            yield piece.amount(max(1, piece.first))
            yield piece.slope if piece.last is None else piece.amount(piece.last)
