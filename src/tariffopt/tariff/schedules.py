"""Price schedules, as a vendor prints them: the readable definition of a price.

Each schedule says in `parts` what a quantity costs, the way the price list reads.
The same schedules are compiled to affine pieces in `tariffopt.tariff.pieces`, on
purpose in other words: the two are compared at every boundary by the conformance
kit, and the certificate of a plan uses only this one.

Upper ends of tiers are inclusive: ``up_to = 500`` prices unit 500.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar, Self

import attrs
from attrs.validators import ge, instance_of, optional

from tariffopt.documents import Document
from tariffopt.money import exact, share
from tariffopt.tariff.schemes import Keyed, Part, Scheme


@attrs.frozen
class Tier(Keyed):
    """A range of quantities with one rule.

    Attributes
    ----------
    up_to
        Last quantity of the tier, inclusive; ``None`` for an open last tier.
    price
        List price of a unit, or of a block of ``size`` units, or of the whole step in
        a stairstep.
    flat
        Amount due on top once the tier is reached (volume) or entered (graduated).
    discount
        Share taken off the list price, from 0 to 1; the flat is not discounted.
    size
        Units in a block; a block begun is paid for. A block of one is a unit.

    Examples
    --------
    >>> Tier(None, 100, discount="5%").charged
    Fraction(95, 1)
    """

    up_to: int | None = attrs.field(validator=optional([instance_of(int), ge(0)]))
    price: Fraction = attrs.field(converter=exact)
    flat: Fraction = attrs.field(default=Fraction(0), converter=exact)
    discount: Fraction = attrs.field(default=Fraction(0), converter=share)
    size: int = attrs.field(default=1, validator=[instance_of(int), ge(1)])

    @property
    def charged(self) -> Fraction:
        """The list price less the discount."""
        return self.price * (1 - self.discount)

    def units(self, quantity: int, first: int) -> Part:
        """Price units in the tier, whose first one is given; a part counts blocks."""
        whole, begun = divmod(quantity, self.size)
        blocks, price = whole + (begun > 0), self.charged
        return Part(blocks, price, blocks * price, first, self.up_to)


def _flat(price: Fraction, first: int | None = None, last: int | None = None) -> Part:
    return Part(None, price, price, first, last)


@attrs.frozen
class PerUnit(Scheme):
    """Every unit at the same price."""

    scheme = "per_unit"

    price: Fraction = attrs.field(converter=exact)
    maximum: int | None = None

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return (Part(quantity, self.price, quantity * self.price),)


@attrs.frozen
class Flat(Scheme):
    """One amount, whatever the quantity."""

    scheme = "flat"

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
    if None in ends[:-1] or closed != sorted(set(closed)) or (closed and closed[0] < 0):
        raise ValueError(f"up_to {ends} must rise from 0; only the last may be open")
    if any(not 0 <= tier.discount <= 1 or tier.size < 1 for tier in tiers):
        raise ValueError("a discount is from 0 to 1, and a size from 1")


def _tiers(values: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(values)


@attrs.frozen
class Tiered(Scheme):
    """Tiers that follow on from 1; only the last may be open.

    Attributes
    ----------
    counts_within
        Whether blocks are counted from where their tier begins, not from 1.
    """

    counts_within: ClassVar[bool] = False
    tiers: tuple[Tier, ...] = attrs.field(converter=_tiers, validator=_check_tiers)

    @property
    def maximum(self) -> int | None:
        """The last tier's end."""
        return self.tiers[-1].up_to

    @classmethod
    def from_keys(cls, entry: Mapping[str, Any]) -> Self:
        """See `Scheme`."""
        listed = {"price": entry["price"]} if "price" in entry else {}
        return cls(Tier.from_keys({**listed, **tier}) for tier in entry["tiers"])

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """See `Scheme`; ``price`` is the list price of tiers that name none."""
        return (*super().key_names(), "price")

    def to_keys(self) -> Document:
        """See `Scheme`."""
        return {"tiers": [tier.to_keys() for tier in self.tiers]}

    @property
    def tier_ends(self) -> tuple[int, ...]:
        """The last quantity of each tier that has one."""
        return tuple(tier.up_to for tier in self.tiers if tier.up_to is not None)

    def placed(self) -> Iterator[tuple[int, Tier]]:
        """Give each tier with its first quantity."""
        first = 1
        for tier in self.tiers:
            yield first, tier
            first = (tier.up_to or 0) + 1

    def ends(self) -> tuple[int, ...]:
        """See `Scheme.ends`; the first three blocks of a tier stand for all."""
        found = set(self.tier_ends)
        for first, tier in self.placed():
            begin = first - 1 if self.counts_within else 0
            begun = (first - 1 - begin) // tier.size
            blocks = range(begun + 1, begun + 4) if tier.size > 1 else ()
            inside = {begin + block * tier.size for block in blocks}
            found |= {end for end in inside if tier.up_to is None or end < tier.up_to}
        return tuple(sorted(found))

    def settled(self) -> int:
        """See `Scheme.settled`: where the last tier begins."""
        return 0 if len(self.tiers) == 1 else (self.tiers[-2].up_to or 0) + 1

    def tier(self, quantity: int) -> tuple[int, Tier]:
        """Find the tier a quantity reaches, and the tier's first quantity."""
        for first, tier in self.placed():
            if tier.up_to is None or quantity <= tier.up_to:
                return first, tier
        raise ValueError(f"no price for {quantity}, only up to {self.maximum}")


@attrs.frozen
class Volume(Tiered):
    """All units at the price of the tier reached (all-units discount, 全量適用)."""

    scheme = "volume"

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """See `Scheme`; the charge reads what selects the tier."""
        return (*super().key_names(), "tier_by")

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return self.parts_in_tier(quantity, quantity)

    def parts_in_tier(self, quantity: int, selecting: int) -> tuple[Part, ...]:
        """Price a quantity in the tier that another one reaches."""
        first, tier = self.tier(selecting)
        units = tier.units(quantity, first)
        return (units, _flat(tier.flat, first, tier.up_to)) if tier.flat else (units,)


@attrs.frozen
class Graduated(Tiered):
    """Each tier prices its own units (incremental discount, 段階加算)."""

    scheme = "graduated"
    counts_within = True

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; the first tier counts as entered at zero."""
        reached, _ = self.tier(quantity)
        found: list[Part] = []
        for first, tier in self.placed():
            last = quantity if tier.up_to is None else min(quantity, tier.up_to)
            found.append(tier.units(last - first + 1, first))
            if tier.flat:
                found.append(_flat(tier.flat, first, tier.up_to))
            if first == reached:
                break
        return tuple(found)


@attrs.frozen
class Stairstep(Tiered):
    """One amount for the step reached, however much of it is used."""

    scheme = "stairstep"

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        first, tier = self.tier(quantity)
        return (_flat(tier.charged + tier.flat, first, tier.up_to),)


@attrs.frozen
class Package(Scheme):
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

    scheme = "package"
    size: int
    price: Fraction = attrs.field(converter=exact)
    round_up: bool = True
    maximum: int | None = None

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """See `Scheme`."""
        return ("size", "price", "round", "maximum")

    @classmethod
    def from_keys(cls, entry: Mapping[str, Any]) -> Self:
        """See `Scheme`."""
        up = entry.get("round", "up") == "up"
        return cls(entry["size"], entry["price"], up, entry.get("maximum"))

    def to_keys(self) -> Document:
        """See `Scheme`."""
        keys = super().to_keys() | {"round": "up" if self.round_up else "down"}
        return {key: keys[key] for key in self.key_names() if key in keys}

    def ends(self) -> tuple[int, ...]:
        """See `Scheme.ends`; the first three blocks stand for all."""
        return (self.size, 2 * self.size, 3 * self.size)

    def blocks(self, quantity: int) -> int:
        """Count the blocks a quantity is billed for."""
        whole, rest = divmod(quantity, self.size)
        return whole + 1 if rest and self.round_up else whole

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; the part's quantity counts blocks."""
        blocks = self.blocks(quantity)
        return (Part(blocks, self.price, blocks * self.price),)


@attrs.frozen
class Run(Keyed):
    """Quantities up to ``up_to`` whose total is ``base + price * quantity``."""

    up_to: int
    base: Fraction = attrs.field(converter=exact)
    price: Fraction = attrs.field(converter=exact)


def _runs(values: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(values)


@attrs.frozen
class Tabulated(Scheme):
    """A price function written down: runs of quantities with affine totals."""

    scheme = "tabulated"
    falls = True
    runs: tuple[Run, ...] = attrs.field(converter=_runs)

    @property
    def maximum(self) -> int:
        """The declared maximum of the function."""
        return self.runs[-1].up_to

    @classmethod
    def from_keys(cls, entry: Mapping[str, Any]) -> Self:
        """See `Scheme`."""
        return cls(map(Run.from_keys, entry["runs"]))

    def ends(self) -> tuple[int, ...]:
        """See `Scheme.ends`."""
        return tuple(run.up_to for run in self.runs)

    def settled(self) -> int:
        """See `Scheme.settled`: a function may fall up to its maximum."""
        return self.maximum

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`; one amount, since the function names no unit price."""
        run = next(run for run in self.runs if quantity <= run.up_to)
        return (_flat(run.base + run.price * quantity),)


SCHEMES: Mapping[str, type[Scheme]] = {
    kind.scheme: kind
    for kind in (Volume, Graduated, Stairstep, Package, PerUnit, Flat, Tabulated)
}
"""Every scheme by its name: documents, the kit and the strategies walk through it."""
