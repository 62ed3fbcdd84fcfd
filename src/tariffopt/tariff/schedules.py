"""Price schedules, as a vendor prints them: the readable definition of a price.

Each schedule says in `parts` what a quantity costs, the way the price list reads.
The same schedules are compiled to affine pieces in `tariffopt.tariff.pieces`, on
purpose in other words: the two are compared at every boundary by the conformance
kit, and the certificate of a plan uses only this one.

Upper ends of tiers are inclusive: ``up_to = 500`` prices unit 500.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Protocol

import attrs

from tariffopt.money import exact


@attrs.frozen
class Tier:
    """A range of quantities with one rule.

    Attributes
    ----------
    up_to
        Last quantity of the tier, inclusive; ``None`` for an open last tier.
    price
        Price of a unit, or of the whole step in a stairstep.
    flat
        Amount due on top once the tier is reached (volume) or entered (graduated).
    """

    up_to: int | None
    price: Fraction = attrs.field(converter=exact)
    flat: Fraction = attrs.field(default=Fraction(0), converter=exact)


@attrs.frozen
class Part:
    """One part of what a quantity costs: so many units at a price, or a flat amount.

    Attributes
    ----------
    quantity
        Units (or packages) priced here; ``None`` for a flat amount.
    price
        Price of one of them, or the flat amount itself.
    amount
        ``quantity`` times ``price``, or the flat amount.
    first, last
        The tier that set the price, inclusive ends; ``None`` where there is none.
    """

    quantity: int | None
    price: Fraction
    amount: Fraction
    first: int | None = None
    last: int | None = None


class Schedule(Protocol):
    """What a meter reading costs."""

    @property
    def maximum(self) -> int | None:
        """The last quantity with a price; ``None`` where there is no last one."""
        ...

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """Price a quantity from 0 to `maximum`, in the parts a bill shows."""
        ...


def amount(schedule: Schedule, quantity: int) -> Fraction:
    """Price a quantity: the sum of its parts.

    Examples
    --------
    >>> tiers = (Tier(500, 400), Tier(3000, 350))
    >>> [str(amount(Volume(tiers), q)) for q in (500, 501)]
    ['200000', '175350']
    >>> [str(amount(Graduated(tiers), q)) for q in (500, 501)]
    ['200000', '200350']
    """
    return sum((part.amount for part in schedule.parts(quantity)), Fraction(0))


def _units(quantity: int, price: Fraction, first: int, last: int | None) -> Part:
    return Part(quantity, price, quantity * price, first, last)


def _flat(price: Fraction, first: int | None = None, last: int | None = None) -> Part:
    return Part(None, price, price, first, last)


@attrs.frozen
class PerUnit:
    """Every unit at the same price."""

    price: Fraction = attrs.field(converter=exact)
    maximum: int | None = None

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return (Part(quantity, self.price, quantity * self.price),)


@attrs.frozen
class Flat:
    """One amount, whatever the quantity."""

    price: Fraction = attrs.field(converter=exact)
    maximum: int | None = None

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return (_flat(self.price),)


def _check_tiers(_: object, __: object, tiers: tuple[Tier, ...]) -> None:
    if not tiers:
        raise ValueError("a schedule needs at least one tier")
    ends = [tier.up_to for tier in tiers]
    closed = [end for end in ends if end is not None]
    if None in ends[:-1] or closed != sorted(set(closed)) or (closed and closed[0] < 1):
        raise ValueError(f"up_to {ends} must rise from 1; only the last may be open")


def _tiers(values: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(values)


@attrs.frozen
class _Tiered:
    tiers: tuple[Tier, ...] = attrs.field(converter=_tiers, validator=_check_tiers)

    @property
    def maximum(self) -> int | None:
        """The last tier's end."""
        return self.tiers[-1].up_to

    def tier(self, quantity: int) -> tuple[int, Tier]:
        """Find the tier a quantity reaches, and the tier's first quantity."""
        first = 1
        for tier in self.tiers:
            if tier.up_to is None or quantity <= tier.up_to:
                return first, tier
            first = tier.up_to + 1
        raise ValueError(f"no price for {quantity}, only up to {self.maximum}")


@attrs.frozen
class Volume(_Tiered):
    """All units at the price of the tier reached (all-units discount, 全量適用)."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        first, tier = self.tier(quantity)
        units = _units(quantity, tier.price, first, tier.up_to)
        return (units, _flat(tier.flat, first, tier.up_to)) if tier.flat else (units,)


@attrs.frozen
class Graduated(_Tiered):
    """Each tier prices its own units (incremental discount, 段階加算)."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; the first tier counts as entered at zero."""
        reached, _ = self.tier(quantity)
        found: list[Part] = []
        first = 1
        for tier in self.tiers:
            last = quantity if tier.up_to is None else min(quantity, tier.up_to)
            found.append(_units(last - first + 1, tier.price, first, tier.up_to))
            if tier.flat:
                found.append(_flat(tier.flat, first, tier.up_to))
            if first == reached:
                break
            first = last + 1
        return tuple(found)


@attrs.frozen
class Stairstep(_Tiered):
    """One amount for the step reached, however much of it is used."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        first, tier = self.tier(quantity)
        return (_flat(tier.price + tier.flat, first, tier.up_to),)


@attrs.frozen
class Package:
    """Blocks of ``size`` units at ``price`` each.

    Attributes
    ----------
    size
        Units in a block.
    price
        Price of a block.
    round_up
        Whether a block begun is paid for; otherwise only full ones are.
    """

    size: int
    price: Fraction = attrs.field(converter=exact)
    round_up: bool = True
    maximum: int | None = None

    def blocks(self, quantity: int) -> int:
        """Count the blocks a quantity is billed for."""
        whole, rest = divmod(quantity, self.size)
        return whole + 1 if rest and self.round_up else whole

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; the part's quantity counts blocks."""
        blocks = self.blocks(quantity)
        return (Part(blocks, self.price, blocks * self.price),)


@attrs.frozen
class Run:
    """Quantities up to ``up_to`` whose total is ``base + price * quantity``."""

    up_to: int
    base: Fraction = attrs.field(converter=exact)
    price: Fraction = attrs.field(converter=exact)


def _runs(values: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(values)


@attrs.frozen
class Tabulated:
    """A price function written down: runs of quantities with affine totals."""

    runs: tuple[Run, ...] = attrs.field(converter=_runs)

    @property
    def maximum(self) -> int | None:
        """The declared maximum of the function."""
        return self.runs[-1].up_to

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; one amount, since the function names no unit price."""
        run = next(run for run in self.runs if quantity <= run.up_to)
        return (_flat(run.base + run.price * quantity),)


def tabulate(price: Callable[[int], object], maximum: int) -> Tabulated:
    """Write a price function down, exactly, from 0 to its declared maximum.

    Parameters
    ----------
    price
        The total for a quantity: ``int``, ``Decimal``, ``Fraction`` or text.
    maximum
        Last quantity it is asked for, inclusive.

    Raises
    ------
    TypeError
        When it returns a float.
    ValueError
        For a negative total, or a maximum below 1.

    Examples
    --------
    >>> table = tabulate(lambda q: 400 * q if q <= 500 else 350 * q, 3000)
    >>> [run.up_to for run in table.runs]
    [500, 3000]
    """
    if maximum < 1:
        raise ValueError(f"maximum {maximum} is below 1")
    runs: list[Run] = []
    start, at_start = 0, _total(price, 0)
    slope: Fraction | None = None
    previous = at_start
    for quantity in range(1, maximum + 1):
        now = _total(price, quantity)
        if slope is None:
            slope = now - previous
        elif now - previous != slope:
            runs.append(Run(quantity - 1, at_start - slope * start, slope))
            start, at_start, slope = quantity, now, None
        previous = now
    slope = slope or Fraction(0)
    runs.append(Run(maximum, at_start - slope * start, slope))
    return Tabulated(tuple(runs))


def _total(price: Callable[[int], object], quantity: int) -> Fraction:
    total = exact(price(quantity), f"price({quantity})")  # type: ignore[arg-type]
    if total < 0:
        raise ValueError(f"price({quantity}) is {total}, below zero")
    return total
