"""The curves of schedules: what each scheme costs, as affine pieces.

Independent of `tariffopt.tariff.schedules.Schedule.parts`: here a tier becomes a
piece by accumulating what the tiers before it cost.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from fractions import Fraction

import attrs

from tariffopt.tariff.curve import Curve, Piece
from tariffopt.tariff.schedules import (
    Flat,
    Graduated,
    Package,
    PerUnit,
    Stairstep,
    Tabulated,
    Tier,
    Volume,
)
from tariffopt.tariff.schemes import Schedule

_ZERO = Fraction(0)
BLOCKS_AT_MOST = 20_000
"""More blocks than these are not written out as pieces of their own."""


@attrs.frozen
class Lattice:
    """Whole blocks of units: the reading divided by ``size`` and rounded.

    Attributes
    ----------
    size
        Units in a block.
    slack
        What is added to a reading before it is divided and rounded down, less than
        ``size``: ``size - 1`` where a block begun counts.
    """

    size: int
    slack: int

    def blocks(self, reading: int) -> int:
        """Count blocks."""
        return (reading + self.slack) // self.size

    def first_reading(self, blocks: int) -> int:
        """Give the least reading that counts as so many blocks."""
        return max(0, blocks * self.size - self.slack)

    def last_reading(self, blocks: int) -> int:
        """Give the greatest reading that counts as so many blocks."""
        return (blocks + 1) * self.size - self.slack - 1

    @property
    def hides(self) -> bool:
        """Whether a reading above 0 may count as no block."""
        return self.blocks(1) == 0


def blocks_of(package: Package) -> Lattice:
    """Give how a package counts."""
    return Lattice(package.size, package.size - 1 if package.round_up else 0)


@functools.singledispatch
def curve_of(schedule: Schedule) -> Curve:
    """Compile a schedule: amount over readings, or over blocks for a package.

    Raises
    ------
    TypeError
        For a schedule nobody has written a compilation for.
    """
    raise TypeError(f"no curve for schedule {type(schedule).__name__}")


@curve_of.register
def _(schedule: PerUnit) -> Curve:
    return Curve((Piece(0, schedule.maximum, _ZERO, schedule.price),))


@curve_of.register
def _(schedule: Flat) -> Curve:
    return Curve((Piece(0, schedule.maximum, schedule.price, _ZERO),))


@curve_of.register
def _(schedule: Package) -> Curve:
    last = schedule.maximum
    if last is None:
        return Curve((Piece(0, None, _ZERO, schedule.price),))
    blocks = blocks_of(schedule).blocks(last)
    return Curve((Piece(0, blocks, _ZERO, schedule.price),))


@curve_of.register
def _(schedule: Volume) -> Curve:
    return Curve(tuple(tier_pieces(schedule)))


def tier_pieces(schedule: Volume) -> Iterator[Piece]:
    """Give the line on which each tier prices all units."""
    after = 0
    for tier in schedule.tiers:
        yield from _within(tier, after, 0, tier.flat)
        after = (tier.up_to or 0) + 1


def _within(tier: Tier, first: int, below: int, paid: Fraction) -> Iterator[Piece]:
    """Price readings of a tier from ``first`` on, on top of what is paid already.

    Raises
    ------
    ValueError
        For blocks without end, or too many: each is a piece of its own.
    """
    price = tier.price - tier.price * tier.discount
    if tier.size == 1:
        yield Piece(first, tier.up_to, paid - price * below, price)
        return
    end = tier.up_to
    if end is None or (end - below) // tier.size > BLOCKS_AT_MOST:
        raise ValueError(f"blocks are written out, and up to {end} are too many")
    while first <= end:
        blocks = -(-(first - below) // tier.size)
        last = min(end, below + blocks * tier.size)
        yield Piece(first, last, paid + blocks * price, _ZERO)
        first = last + 1


@curve_of.register
def _(schedule: Graduated) -> Curve:
    pieces: list[Piece] = []
    below, paid = 0, _ZERO  # units under the tier, and what they and their flats cost
    for tier in schedule.tiers:
        first = below + 1 if pieces else 0
        pieces += _within(tier, first, below, paid + tier.flat)
        paid, below = pieces[-1].amount(tier.up_to or 0), tier.up_to or 0
    return Curve(tuple(pieces))


@curve_of.register
def _(schedule: Stairstep) -> Curve:
    pieces, after = [], 0
    for tier in schedule.tiers:
        price = tier.price - tier.price * tier.discount
        pieces.append(Piece(after, tier.up_to, price + tier.flat, _ZERO))
        after = (tier.up_to or 0) + 1
    return Curve(tuple(pieces))


@curve_of.register
def _(schedule: Tabulated) -> Curve:
    pieces, after = [], 0
    for run in schedule.runs:
        pieces.append(Piece(after, run.up_to, run.base, run.price))
        after = run.up_to + 1
    return Curve(tuple(pieces))
