"""What charges cost, compared curve by curve where the same is counted."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.tariff import Charge, Curve, Meter, Period, compile_charge
from tariffopt.tariff.curve import Piece, add
from tariffopt.tariff.drawing import Lattice

Prices = Mapping["Kind", Curve]
"""What is charged for, by all that says of what and when it is due."""
_NOTHING = Curve((Piece(0, None, Fraction(0), Fraction(0)),))


@attrs.frozen
class Kind:
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


def taxed_alike(charges: Iterable[Charge]) -> bool:
    """Tell whether all charges are of one tax class."""
    return len({charge.tax_class for charge in charges}) <= 1


def is_due(kind: Kind, items: Container[str]) -> bool:
    """Tell whether something may be charged for, where only some items are bought."""
    counted = kind.meter.weights
    return not counted or kind.at_zero or any(item in items for item, _ in counted)


def added(charges: Iterable[Charge]) -> Prices:
    """Add up the charges that can be: the same is counted, and when it is due."""
    found: dict[Kind, Curve] = {}
    for charge in charges:
        for kind, curve in _curves(charge):
            found[kind] = add(found.get(kind, _NOTHING), curve)
    return found


def _curves(charge: Charge) -> Iterator[tuple[Kind, Curve]]:
    compiled, at_zero = compile_charge(charge), charge.priced_at_zero
    last = charge.last_reading if compiled.lattice else None
    kind = Kind(charge.per, charge.meter, charge.free, compiled.lattice, at_zero, last)
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


def gains_of(kind: Kind, dear: Prices, cheap: Prices) -> Iterator[Fraction]:
    """Give what is saved where the least is saved: at the ends of pieces.

    Of an open piece, its slope counts too; reading 0 only where it is charged for.
    """
    one, two = dear.get(kind, _NOTHING), cheap.get(kind, _NOTHING)
    if two.maximum is not None and (one.maximum is None or two.maximum < one.maximum):
        yield Fraction(-1)  # some quantities have no price there
    if kind not in dear and any(end is not None for end in kind.ends[-1:]):
        yield Fraction(-1)
    least = 0 if kind.at_zero else 1
    for piece in add(one, _scaled(two, -1)).pieces:
        if piece.last is None or piece.last >= least:
            yield piece.amount(max(least, piece.first))
            yield piece.slope if piece.last is None else piece.amount(piece.last)


def over_months(prices: Prices, months: int, *, once: bool) -> Prices:
    """Add up what is due within a year of so many months, with what is due once.

    All periods become one: what is counted is then compared, whenever it is due.
    """
    times = {Period.MONTH: months, Period.YEAR: 1, Period.ONCE: int(once)}
    found: dict[Kind, Curve] = {}
    for kind, curve in prices.items():
        if count := times[kind.per]:
            alike = attrs.evolve(kind, per=Period.MONTH)
            found[alike] = add(found.get(alike, _NOTHING), _scaled(curve, count))
    return found


def _scaled(curve: Curve, by: int) -> Curve:
    lines = ((p, p.intercept * by, p.slope * by) for p in curve.pieces)
    return Curve(tuple(attrs.evolve(p, intercept=i, slope=s) for p, i, s in lines))
