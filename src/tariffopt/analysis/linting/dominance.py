"""Findings of items that nobody should buy: another one never costs more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import attrs

from tariffopt.analysis.linting.comparing import Prices, added, gains_of, taxed_alike
from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import Curve, Item, Meter, Tariff, Version
from tariffopt.tariff.curve import Piece
from tariffopt.tariff.places import version_place


def dominated_items(tariff: Tariff) -> Iterator[Finding]:
    """Find items beside another one that grants as much and never costs more.

    Only where that is sure whatever is bought beside them: every charge counts both
    alike or one of them alone, meters that select tiers count both alike, there are no
    rules, and the other item costs less a unit the more is bought.
    """
    for index, version in enumerate(tariff.versions):
        if version.rules or not taxed_alike(version.charges):
            continue
        for item in tariff.items:
            for other in tariff.items:
                if _replaces(other, item, version):
                    place = version_place(tariff, index).at("items", item.id)
                    fields = {"item": item.id, "other": other.id}
                    yield Finding("item-never-bought", place, fields)
                    break


def _replaces(other: Item, item: Item, version: Version) -> bool:
    """Tell whether the other item never costs more; packs by whole ones that serve all.

    In place of a unit, as many of the other item are bought as serve its people.
    """
    unlimited = _plain(attrs.evolve(other, minimum=0)) and other.minimum <= 1
    more = set(other.grants) - set(item.grants)
    covers = bool(item.grants) and set(item.grants) <= set(other.grants)
    if other is item or not unlimited or not _plain(item, limited=True) or not covers:
        return False
    times = other.units_for(item.people)
    cheap = _own(version, other, item, Fraction(1, times))
    dear = _own(version, item, other, Fraction(times))
    if cheap is None or dear is None or not all(map(_shrinks, cheap.values())):
        return False
    if times > 1:
        if not all(map(_is_linear, cheap.values())):
            return False
        cheap = {kind: _times(curve, times) for kind, curve in cheap.items()}
    gains = [gain for kind in {*dear, *cheap} for gain in gains_of(kind, dear, cheap)]
    return min(gains, default=0) >= 0 and (bool(more) or max(gains, default=0) > 0)


def _is_linear(curve: Curve) -> bool:
    """Tell whether every unit costs the same, from the first on and without end."""
    units = [piece for piece in curve.pieces if piece.last != 0]
    return len(units) == 1 and units[0].last is None and not units[0].intercept


def _times(curve: Curve, times: int) -> Curve:
    """Give what so many units cost in place of one, where all cost the same."""
    slope = curve.pieces[-1].slope * times
    return Curve((Piece(0, None, Fraction(0), slope),))


def _own(version: Version, item: Item, other: Item, share: Fraction) -> Prices | None:
    """Add up what an item costs beside what is the same for the other one in its place.

    Parameters
    ----------
    share
        How many of the other item stand in the place of one.

    Returns
    -------
    Prices or None
        ``None`` where that is not sure.
    """
    found = []
    for charge in version.charges:
        free = charge.free or Meter()
        meters = (charge.meter, charge.selecting, free)
        if all(m.weight(item.id) == share * m.weight(other.id) for m in meters):
            continue  # one in place of the other changes nothing in it
        if charge.meter.item == other.id:
            continue  # what the other one costs is judged as its own
        by = charge.selector or Meter()
        alone = charge.meter.item == item.id and not charge.free
        if not alone or charge.priced_at_zero:
            return None
        if by.weight(item.id) != share * by.weight(other.id):
            return None
        if by.weights and share != 1:
            return None
        found.append(attrs.evolve(charge, meter=Meter.of(_ANY)))
    prices = added(found)
    return None if any(kind.lattice for kind in prices) else prices


_ANY = "any"
"""Stands for an item in what is compared between two of them."""


def _plain(item: Item, *, limited: bool = False) -> bool:
    """Tell whether an item has nothing but what is known here, and its limits."""
    same = Item(item.id, item.name, item.grants, people=item.people, when=item.when)
    if limited:
        limits = {key: getattr(item, key) for key in ("minimum", "maximum", "step")}
        same = attrs.evolve(same, **limits)
    return item == same


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
