"""Compiling charges to curves: the optimiser's view of a price.

Independent of `tariffopt.tariff.quoting`: the steps of a charge change a curve here,
and amounts there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from tariffopt.tariff.charges import Charge
from tariffopt.tariff.curve import Curve, Piece
from tariffopt.tariff.drawing import (
    BLOCKS_AT_MOST,
    Lattice,
    blocks_of,
    curve_of,
    tier_pieces,
)
from tariffopt.tariff.schedules import Package, Volume
from tariffopt.tariff.steps import NEVER_BELOW_ZERO, Count, Included, Minimum, Step

_ZERO = Fraction(0)


@attrs.frozen
class Branch:
    """A tier that another meter selects: in it, the charge is priced by one curve.

    Attributes
    ----------
    first, last
        The readings of the selecting meter, inclusive; ``last`` is ``None`` for an
        open tier.
    curve
        Amount over the readings of the charge's own meter.
    """

    first: int
    last: int | None
    curve: Curve


@attrs.frozen
class Compiled:
    """A charge as the optimiser sees it.

    The amount of one period at a reading is ``curve`` of the reading itself, or, with
    a lattice, of its blocks.

    Attributes
    ----------
    charge
        The charge it was compiled from.
    curve
        Amount over readings, or over blocks; of the first branch, if there are some.
    lattice
        Whole blocks. Units taken off first are in the curve, and in its slack.
    branches
        The tiers and their curves where another meter selects; else empty.
    """

    charge: Charge
    curve: Curve
    lattice: Lattice | None = None
    branches: tuple[Branch, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces that may price a reading, of every branch."""
        curves = [branch.curve for branch in self.branches] or [self.curve]
        return tuple(piece for curve in curves for piece in curve.pieces)

    def position(self, reading: int) -> int:
        """Turn a reading into the argument of the curve."""
        if self.lattice is None:
            return reading
        return self.lattice.blocks(reading)

    def first_reading(self, position: int) -> int:
        """Give the least reading at this place of the curve, or beyond."""
        return self.lattice.first_reading(position) if self.lattice else position

    def amount(self, reading: int, selecting: int | None = None) -> Fraction:
        """Price a reading within a contract, for one period.

        Raises
        ------
        ValueError
            Where no piece holds the reading, or no branch the selecting one.
        """
        if not self.branches:
            return self.curve.amount(self.position(reading))
        for branch in self.branches:
            if branch.last is None or (selecting or 0) <= branch.last:
                return branch.curve.amount(reading)
        raise ValueError(f"selecting reading {selecting} has no price")


def compile_charge(charge: Charge) -> Compiled:
    """Compile a charge to a curve.

    Returns
    -------
    Compiled
        With a lattice where blocks of units are counted; all amounts are exact.

    Examples
    --------
    >>> from tariffopt.tariff.charges import Meter
    >>> from tariffopt.tariff.schedules import Tier
    >>> charge = Charge(
    ...     Volume((Tier(500, 400), Tier(3000, 350))), "month", Meter.of("a")
    ... )
    >>> [(p.first, p.last, int(p.slope)) for p in compile_charge(charge).curve.pieces]
    [(0, 500, 400), (501, 3000, 350)]
    """
    if charge.selector is not None and isinstance(charge.schedule, Volume):
        branches = tuple(_branches(charge, charge.schedule))
        return Compiled(charge, branches[0].curve, branches=branches)
    before = [step for step in charge.steps if step.on_units]
    after = [step for step in charge.steps if not step.on_units]
    curve, lattice = curve_of(charge.schedule), _lattice(charge)
    if charge.of_contract:
        whole = Piece(0, None, curve.amount(0), _ZERO)
        return Compiled(charge, _shaped(Curve((whole,)), after))
    if lattice is None:
        curve = _shaped(curve, [*reversed(before), *after])
        return Compiled(charge, _in_force(charge, curve))
    # Blocks of what is left are blocks of the reading less some that cost nothing.
    free = max(0, -(-(charge.included - lattice.slack) // lattice.size))
    slack = lattice.slack - charge.included + free * lattice.size
    lattice = Lattice(lattice.size, slack)
    curve = _shaped(curve.delayed(free), after)
    # Where something is due on readings above 0 that fill no block, blocks do not say
    # enough: reading 0 and those readings would be the same.
    if lattice.hides and curve.amount(0) and not charge.priced_at_zero:
        return Compiled(charge, _in_force(charge, _spread(curve, lattice)))
    return Compiled(charge, _in_force(charge, curve), lattice)


def _in_force(charge: Charge, curve: Curve) -> Curve:
    return curve if charge.priced_at_zero else curve.with_zero(_ZERO)


def _branches(charge: Charge, schedule: Volume) -> Iterator[Branch]:
    """Give each tier the curve on which all that is priced in it lies."""
    steps = sorted(charge.steps, key=lambda step: not step.on_units)
    for piece in tier_pieces(schedule):
        whole = Curve((attrs.evolve(piece, first=0, last=None),))
        curve = _in_force(charge, _shaped(whole, steps))
        yield Branch(piece.first, piece.last, curve)


def alone(compiled: Compiled, item: str) -> Curve:
    """Give the amounts of a charge with branches where one item alone is bought.

    Returns
    -------
    Curve
        Amount over the units of the item.
    """
    charge = compiled.charge
    own, weight = charge.meter.weight(item), charge.selecting.weight(item)
    branches = [b for b in compiled.branches if weight or b.first == 0]
    starts = {-(-b.first // weight) if weight else 0 for b in branches}
    starts |= {-(-p.first // own) for b in branches if own for p in b.curve.pieces}
    last = branches[-1].last
    end = None if last is None or not weight else last // weight
    inside = sorted(start for start in starts if end is None or start <= end)
    pieces = []
    for start, after in zip(inside, [*inside[1:], None], strict=True):
        curve = next(
            b.curve for b in branches if b.last is None or start * weight <= b.last
        )
        piece, until = curve.piece(start * own), end if after is None else after - 1
        pieces.append(Piece(start, until, piece.intercept, piece.slope * own))
    return Curve(tuple(pieces))


def _shaped(curve: Curve, steps: Iterable[Step]) -> Curve:
    for step in (*steps, NEVER_BELOW_ZERO):
        curve = shape(step, curve)
    return curve


@functools.singledispatch
def shape(step: Step, _: Curve) -> Curve:
    """Take one step of a charge on a curve.

    Raises
    ------
    TypeError
        For a step nobody has written a compilation for.
    """
    raise TypeError(f"no curve for step {type(step).__name__}")


@shape.register
def _(step: Included, curve: Curve) -> Curve:
    return curve.delayed(step.units)


@shape.register
def _(step: Minimum, curve: Curve) -> Curve:
    return curve.at_least(step.amount)


def _lattice(charge: Charge) -> Lattice | None:
    schedule = charge.schedule
    if isinstance(schedule, Package) and schedule.size > 1:
        return blocks_of(schedule)
    counts = [step for step in charge.steps if isinstance(step, Count)]
    for step in counts:
        slack = {"up": step.size - 1, "down": 0, "half-up": step.size // 2}
        return Lattice(step.size, slack[step.round])
    return None


def _spread(curve: Curve, lattice: Lattice) -> Curve:
    """Write blocks out as pieces over units.

    Raises
    ------
    ValueError
        For an open curve, or one of too many blocks.
    """
    if curve.maximum is None or curve.maximum > BLOCKS_AT_MOST:
        raise ValueError(f"blocks are written out, and {curve.maximum} are too many")
    pieces, first = [], 0
    for blocks in range(curve.maximum + 1):
        last = lattice.last_reading(blocks)
        if last >= first:
            pieces.append(Piece(first, last, curve.amount(blocks), _ZERO))
        first = last + 1
    return Curve(tuple(pieces))
