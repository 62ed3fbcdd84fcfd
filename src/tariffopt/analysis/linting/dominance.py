"""Findings of what nobody should buy or choose: something else never costs more."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import (
    Charge,
    Curve,
    Item,
    Meter,
    Period,
    Tariff,
    Version,
    combinations,
    compile_charge,
)
from tariffopt.tariff.choices import Choices
from tariffopt.tariff.curve import Piece, add
from tariffopt.tariff.drawing import Lattice
from tariffopt.tariff.places import root_of, version_place

Prices = Mapping["_Kind", Curve]
"""What is charged for, by all that says of what and when it is due."""
_NOTHING = Curve((Piece(0, None, Fraction(0), Fraction(0)),))
_MOST_COMPARED = 20


@attrs.frozen
class _Kind:
    """What curves must have in common to be compared reading by reading.

    Attributes
    ----------
    per, meter, free, lattice, at_zero
        As the charge and its compiled form have them.
    last
        The last reading with a price, where blocks are counted, which hide it.
    selector, across, ends, tier
        Of a tier that another meter selects: which meter, the ends of all tiers, and
        the place of this one.
    """

    per: Period
    meter: Meter
    free: Meter | None
    lattice: Lattice | None
    at_zero: bool
    last: int | None
    selector: Meter | None = None
    across: bool = False
    ends: tuple[int | None, ...] = ()
    tier: int = 0


def dominated_items(tariff: Tariff) -> Iterator[Finding]:
    """Find items beside another one that grants as much and never costs more.

    Only where that is sure whatever is bought beside them: every charge counts both
    alike or one of them alone, meters that select tiers count both alike, there are no
    rules, and the other item costs less a unit the more is bought.
    """
    for index, version in enumerate(tariff.versions):
        if version.rules or not _taxed_alike(version.charges):
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
    gains = [gain for kind in {*dear, *cheap} for gain in _gains(kind, dear, cheap)]
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
    prices = _added(found)
    return None if any(kind.lattice for kind in prices) else prices


_ANY = "any"
"""Stands for an item in what is compared between two of them."""


def _taxed_alike(charges: Iterable[Charge]) -> bool:
    return len({charge.tax_class for charge in charges}) <= 1


def _plain(item: Item, *, limited: bool = False) -> bool:
    """Tell whether an item has nothing but what is known here, and its limits."""
    same = Item(item.id, item.name, item.grants, people=item.people, when=item.when)
    if limited:
        limits = {key: getattr(item, key) for key in ("minimum", "maximum", "step")}
        same = attrs.evolve(same, **limits)
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
        for one in options:
            better = [two for two in options if _is_better(sold[two], sold[one])]
            if better:  # the last of a row of better ones is better than all of them
                best = next(
                    (b for b in better if not _beaten(b, better, sold)), better[0]
                )
                place = root_of(tariff).at("choices")
                fields = {"option": said(one), "other": said(best)}
                yield Finding("option-never-chosen", place, fields)


def _beaten(
    one: Choices, others: Iterable[Choices], sold: Mapping[Choices, _Sold]
) -> bool:
    return any(_is_better(sold[other], sold[one]) for other in others)


def said(choices: Choices) -> str:
    """Write choices in a row."""
    return ", ".join(f"{choice} = {option}" for choice, option in choices)


@attrs.frozen
class _Sold:
    """What is sold under some choices, and what it costs."""

    items: Mapping[str, Item]
    charges: tuple[Charge, ...]
    rules: frozenset[object]


def _sold(tariff: Tariff, index: int) -> _Sold:
    version = tariff.versions[index]
    items = {item.id: item for item in tariff.items if item.maximum != 0}
    rules = frozenset(attrs.evolve(rule, when=()) for rule in version.rules)
    return _Sold(items, version.charges, rules)


def _is_better(better: _Sold, worse: _Sold) -> bool:
    if not worse.items.items() <= better.items.items() or better.rules != worse.rules:
        return False
    if not _taxed_alike([*better.charges, *worse.charges]):
        return False
    dear, cheap = _added(worse.charges), _added(better.charges)
    due = [kind for kind in {*dear, *cheap} if _is_due(kind, worse.items)]
    gains = [gain for kind in due for gain in _gains(kind, dear, cheap)]
    return min(gains, default=0) >= 0 and max(gains, default=0) > 0


def _is_due(kind: _Kind, items: Container[str]) -> bool:
    """Tell whether something may be charged for, where only some items are bought."""
    counted = kind.meter.weights
    return not counted or kind.at_zero or any(item in items for item, _ in counted)


def _added(charges: Iterable[Charge]) -> Prices:
    """Add up the charges that can be: the same is counted, and when it is due."""
    found: dict[_Kind, Curve] = {}
    for charge in charges:
        for kind, curve in _curves(charge):
            found[kind] = add(found.get(kind, _NOTHING), curve)
    return found


def _curves(charge: Charge) -> Iterator[tuple[_Kind, Curve]]:
    compiled, at_zero = compile_charge(charge), charge.priced_at_zero
    last = charge.last_reading if compiled.lattice else None
    kind = _Kind(charge.per, charge.meter, charge.free, compiled.lattice, at_zero, last)
    if charge.of_contract:
        due = Piece(0, None, compiled.curve.amount(0), Fraction(0))
        yield kind, Curve((due,))
        return
    ends = tuple(branch.last for branch in compiled.branches)
    for tier, branch in enumerate(compiled.branches):
        selected = attrs.evolve(
            kind, selector=charge.selecting, across=charge.across, ends=ends, tier=tier
        )
        yield selected, branch.curve
    if not compiled.branches:
        yield kind, compiled.curve


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


def _gains(kind: _Kind, dear: Prices, cheap: Prices) -> Iterator[Fraction]:
    """Give what is saved where the least is saved: at the ends of pieces.

    Of an open piece, its slope counts too; reading 0 only where it is charged for.
    """
    one, two = dear.get(kind, _NOTHING), cheap.get(kind, _NOTHING)
    if two.maximum is not None and (one.maximum is None or two.maximum < one.maximum):
        yield Fraction(-1)  # some quantities have no price there
    if kind not in dear and any(end is not None for end in kind.ends[-1:]):
        yield Fraction(-1)
    least = 0 if kind.at_zero else 1
    for piece in add(one, _negated(two)).pieces:
        if piece.last is None or piece.last >= least:
            yield piece.amount(max(least, piece.first))
            yield piece.slope if piece.last is None else piece.amount(piece.last)


def _negated(curve: Curve) -> Curve:
    return Curve(
        tuple(
            attrs.evolve(p, intercept=-p.intercept, slope=-p.slope)
            for p in curve.pieces
        )
    )
