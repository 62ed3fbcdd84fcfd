"""Findings of what nobody should buy or choose: something else never costs more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import (
    Charge,
    Curve,
    Item,
    Period,
    Tariff,
    Version,
    combinations,
    compile_charge,
)
from tariffopt.tariff.choices import Choices
from tariffopt.tariff.curve import Piece, add
from tariffopt.tariff.places import root_of, version_place

Prices = Mapping[Period, Curve]
"""What an item alone costs, by the period that charges are for."""
_NOTHING = Curve((Piece(0, None, Fraction(0), Fraction(0)),))
_MOST_COMPARED = 20


def dominated_items(tariff: Tariff) -> Iterator[Finding]:
    """Find items beside another one that grants as much and never costs more.

    Only where that is sure whatever is bought beside them: both are charged alone,
    there are no rules, and the other item costs less a unit the more is bought.
    """
    for index, version in enumerate(tariff.versions):
        if version.rules:
            continue
        prices = {item.id: _prices(version, item) for item in tariff.items}
        for item in tariff.items:
            for other in tariff.items:
                if _replaces(other, item, prices):
                    place = version_place(tariff, index).at("items", item.id)
                    fields = {"item": item.id, "other": other.id}
                    yield Finding("item-never-bought", place, fields)
                    break


def _replaces(other: Item, item: Item, prices: Mapping[str, Prices | None]) -> bool:
    cheap, dear = prices[other.id], prices[item.id]
    unlimited = _plain(attrs.evolve(other, minimum=0)) and other.minimum <= 1
    more = set(other.grants) - set(item.grants)
    covers = bool(item.grants) and set(item.grants) <= set(other.grants)
    if other is item or not unlimited or not _plain(item, limited=True) or not covers:
        return False
    if cheap is None or dear is None or not all(map(_shrinks, cheap.values())):
        return False
    gains = list(_gains(dear, cheap))
    return min(gains) >= 0 and (bool(more) or max(gains) > 0)


def _plain(item: Item, *, limited: bool = False) -> bool:
    """Tell whether an item has nothing but what is known here, and its limits."""
    same = Item(item.id, item.name, item.grants, when=item.when)
    if limited:
        limits = item.minimum, item.maximum, item.step
        same = Item(item.id, item.name, item.grants, *limits, when=item.when)
    return item == same


def dominated_options(tariff: Tariff) -> Iterator[Finding]:
    """Find options that sell no more than others, and never cost less.

    Periods are compared one by one, since a month and a year cannot be compared
    without a horizon.
    """
    options = list(combinations(tariff.choices))
    if not 1 < len(options) <= _MOST_COMPARED:
        return
    for index in range(len(tariff.versions)):
        sold = {chosen: _sold(tariff.under(dict(chosen)), index) for chosen in options}
        for one, other in itertools.product(options, options):
            if _is_better(sold[other], sold[one]):
                place = root_of(tariff).at("choices")
                fields = {"option": said(one), "other": said(other)}
                yield Finding("option-never-chosen", place, fields)


def said(choices: Choices) -> str:
    """Write choices in a row."""
    return ", ".join(f"{choice} = {option}" for choice, option in choices)


@attrs.frozen
class _Sold:
    """What is sold under some choices, and what of it costs what alone."""

    items: Mapping[str, Item]
    prices: Mapping[str, Prices | None]
    rules: frozenset[object]


def _sold(tariff: Tariff, index: int) -> _Sold:
    version = tariff.versions[index]
    items = {item.id: item for item in tariff.items if item.maximum != 0}
    prices = {key: _prices(version, item) for key, item in items.items()}
    rules = frozenset(attrs.evolve(rule, when=()) for rule in version.rules)
    contract = [charge for charge in version.charges if charge.of_contract]
    return _Sold(items, {**prices, "": _added(contract)}, rules)


def _is_better(better: _Sold, worse: _Sold) -> bool:
    if not worse.items.items() <= better.items.items() or better.rules != worse.rules:
        return False
    gains: list[Fraction] = []
    for key, dear in worse.prices.items():
        cheap = better.prices[key]
        if dear is None or cheap is None:
            return False
        gains += _gains(dear, cheap)
    return min(gains) >= 0 and max(gains) > 0


def _prices(version: Version, item: Item) -> Prices | None:
    """Add up what an item alone costs; ``None`` where that is not sure."""
    if len({charge.tax_class for charge in version.charges}) > 1:
        return None
    return _added([c for c in version.charges if c.bears_on(item.id)])


def _added(charges: list[Charge]) -> Prices | None:
    found: dict[Period, Curve] = {}
    for charge in charges:
        compiled = compile_charge(charge)
        counted = charge.meter.item is not None and not charge.priced_at_zero
        plain = (counted or charge.of_contract) and not charge.free
        if not plain or charge.selector is not None or compiled.lattice:
            return None
        found[charge.per] = add(found.get(charge.per, _NOTHING), compiled.curve)
    return found


def _shrinks(curve: Curve) -> bool:
    """Tell whether a unit costs less, or the same, the more are bought, without end."""
    pieces = [piece for piece in curve.pieces if piece.last != 0]
    jumps = (
        after.amount(after.first) * before.last
        <= before.amount(before.last) * after.first
        for before, after in itertools.pairwise(pieces)
        if before.last
    )
    flat = all(piece.intercept >= 0 for piece in pieces)
    return curve.maximum is None and flat and all(jumps)


def _gains(dear: Prices, cheap: Prices) -> Iterator[Fraction]:
    """Give what is saved, period by period, where the least is saved.

    That is at the ends of pieces from 1 on; of an open one, its slope counts too.
    """
    for period in Period:
        one, two = dear.get(period, _NOTHING), cheap.get(period, _NOTHING)
        if two.maximum is not None and (
            one.maximum is None or two.maximum < one.maximum
        ):
            yield Fraction(-1)  # some quantities have no price there
        for piece in add(one, _negated(two)).pieces:
            if piece.last != 0:
                yield piece.amount(max(1, piece.first))
                yield piece.slope if piece.last is None else piece.amount(piece.last)


def _negated(curve: Curve) -> Curve:
    return Curve(
        tuple(
            attrs.evolve(p, intercept=-p.intercept, slope=-p.slope)
            for p in curve.pieces
        )
    )
