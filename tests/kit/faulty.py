"""One faulty tariff for each check of the kit: wrong in the way that check is for."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.tariff import (
    Charge,
    Citation,
    Curve,
    Example,
    Graduated,
    Included,
    Item,
    Meter,
    Minimum,
    PerUnit,
    Piece,
    Tariff,
    Tier,
    Version,
    Volume,
)
from tariffopt.tariff.drawing import curve_of
from tariffopt.tariff.schemes import Part

SEATS = Meter.of("seat")
GOOD = Tariff(
    id="good",
    name="Good",
    vendor="Example Ltd",
    currency="JPY",
    prices="excluding-tax",
    items=(Item("seat", "Seat", ("chat",)),),
    versions=(
        Version((Charge(Volume((Tier(5, 400), Tier(30, 300))), "month", SEATS),)),
    ),
    source=Citation("price list", date(2020, 12, 10)),
    examples=(
        Example((("seat", 5),), monthly=Fraction(2000)),
        Example((("seat", 6),), monthly=Fraction(1800)),
    ),
)


BOTH = Meter.pool({"seat": 1, "guest": 2})
POOLED = attrs.evolve(
    GOOD,
    id="pooled",
    items=(Item("seat", "Seat", ("chat",)), Item("guest", "Guest", ("guest",))),
    versions=(
        Version(
            (
                Charge(
                    Volume((Tier(5, 400), Tier(30, 300))),
                    "month",
                    SEATS,
                    (Included(2), Minimum(500)),
                    selector=BOTH,
                ),
                Charge(Graduated((Tier(4, 90), Tier(None, 70))), "month", BOTH),
            )
        ),
    ),
    examples=(),
)
"""Pools, selected tiers and steps, without a fault."""


def priced(schedule: Any, **charge: Any) -> Tariff:
    """Give the good tariff another schedule; its examples are left out."""
    line = Charge(schedule, "month", SEATS, **charge)
    return attrs.evolve(GOOD, versions=(Version((line,)),), examples=())


@attrs.frozen
class Odd:
    """A schedule of a plugin: what is printed, and what is compiled, as functions."""

    printed: Callable[[int], Any]
    compiled: tuple[Piece, ...]
    maximum: int | None = 30

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        amount = self.printed(quantity)
        return (Part(None, amount, amount),)


@attrs.define
class Changeable:
    """A schedule whose price can be changed after it was made."""

    price: Fraction
    maximum: int | None = 30

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return (Part(quantity, self.price, quantity * self.price),)


class Late(Volume):
    """A volume price that names the tier one unit late; its totals are right."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        labeled = super().parts(max(1, quantity - 1))
        return tuple(
            attrs.evolve(right, first=late.first, last=late.last)
            for right, late in zip(super().parts(quantity), labeled, strict=False)
        )


class LateGraduated(Graduated):
    """A graduated price that names the last tier for every unit."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        last = self.tiers[-1].up_to
        return tuple(
            attrs.evolve(part, first=6, last=last) for part in super().parts(quantity)
        )


class OffByOne(Volume):
    """A volume price whose first tier prices one unit too many."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        end = self.tiers[0].up_to or 0
        if quantity == end + 1:
            price = self.tiers[0].price
            return (Part(quantity, price, quantity * price, 1, end),)
        return super().parts(quantity)


class Rounded(PerUnit):
    """A price per unit that rounds the line, where nobody declared it."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        (part,) = super().parts(quantity)
        return (attrs.evolve(part, amount=Fraction(int(part.amount))),)


class Unsettled(Volume):
    """A volume price that says that its totals never fall."""

    def settled(self) -> int:
        """See `Scheme.settled`."""
        return 0


class Endless(Graduated):
    """A graduated price that does not say where its tiers end."""

    def ends(self) -> tuple[int, ...]:
        """See `Scheme.ends`."""
        return ()


class Clocked(PerUnit):
    """A price that is another one tomorrow."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        price = self.price if time.time() > 0 else Fraction(0)
        return (Part(quantity, price, quantity * price),)


class Housed(PerUnit):
    """A price that depends on where it runs."""

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        price = self.price if os.environ.get("PATH") else Fraction(0)
        return (Part(quantity, price, quantity * price),)


class AlwaysDue(Charge):
    """A charge that is due in a contract whatever is bought, and does not say so."""

    def in_force(self, reading: int) -> bool:
        """See `Charge.in_force`."""
        return True


@curve_of.register
def _(schedule: Odd) -> Curve:
    return Curve(schedule.compiled)


@curve_of.register
def _(schedule: Changeable) -> Curve:
    return Curve((Piece(0, schedule.maximum, Fraction(0), schedule.price),))


def _line(first: int, last: int | None, slope: int, base: int = 0) -> Piece:
    return Piece(first, last, Fraction(base), Fraction(slope))


class _Fickle:
    """A price that changes each time it is asked for."""

    def __init__(self) -> None:
        self.calls = itertools.count()

    def __call__(self, quantity: int) -> Fraction:
        return Fraction(quantity * (400 + next(self.calls)))


def _float(quantity: int) -> float:
    return quantity * 0.1


def _plain(quantity: int) -> Fraction:
    return Fraction(400 * quantity)


def _ends_early(quantity: int) -> Fraction:
    if quantity > 20:
        raise ValueError("no such price")
    return Fraction(400 * quantity)


FAULTY: dict[str, Tariff] = {
    "exact-amounts": priced(Odd(_float, (_line(0, 30, 0),))),
    "nothing-for-nothing": attrs.evolve(
        GOOD,
        versions=(Version((AlwaysDue(PerUnit(400), "month", SEATS, (Minimum(9),)),)),),
    ),
    "refuses-quantities": priced(
        Odd(_ends_early, (_line(0, None, 400),), maximum=None)
    ),
    "same-answer-twice": priced(Odd(_Fickle(), (_line(0, 30, 400),))),
    "unchanging": priced(Changeable(Fraction(400))),
    "pickles": priced(Odd(lambda quantity: Fraction(quantity * 2), (_line(0, 30, 2),))),
    "round-trip": priced(Odd(_plain, (_line(0, 30, 400),))),
    "pieces-cover": priced(Odd(_plain, (_line(0, 5, 400), _line(7, 30, 400)))),
    "pieces-agree": priced(OffByOne((Tier(5, 400), Tier(30, 300)))),
    "never-negative": priced(
        Volume((Tier(5, 400), Tier(30, Fraction(-1), flat=Fraction(2000))))
    ),
    "lines-add-up": priced(Rounded(Fraction("7.25"), 30)),
    "shape-claims": priced(Unsettled((Tier(5, 400), Tier(30, 300)))),
    "surroundings": priced(Clocked(400, 30)),
    "tier-labels": priced(Late((Tier(5, 400), Tier(30, 300)))),
    "examples-agree": attrs.evolve(
        GOOD,
        examples=(
            *GOOD.examples,
            Example((("seat", 7),), monthly=Fraction(2099)),
        ),
    ),
    "examples-at-boundaries": attrs.evolve(GOOD, examples=GOOD.examples[:1]),
    "dates": attrs.evolve(
        GOOD,
        examples=(),
        versions=(
            attrs.evolve(
                GOOD.versions[0], start=date(2020, 4, 1), until=date(2021, 5, 1)
            ),
            attrs.evolve(GOOD.versions[0], start=date(2021, 4, 1)),
        ),
    ),
    "names": attrs.evolve(GOOD, vendor=" "),
    "source": attrs.evolve(GOOD, source=Citation("a price list without a date")),
}


@attrs.frozen
class Uncompiled:
    """A schedule for which nobody registered a curve."""

    maximum: int | None = 30
    price: Any = Fraction(1)

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """See `Schedule.parts`."""
        return (Part(quantity, self.price, quantity * self.price),)


@attrs.frozen(eq=False)
class Unequal(Uncompiled):
    """A schedule whose copy is another one."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def dated(*spans: tuple[date | None, date | None]) -> Tariff:
    """Give the good tariff a version for each span."""
    (version,) = GOOD.versions
    versions = tuple(attrs.evolve(version, start=a, until=b) for a, b in spans)
    return attrs.evolve(GOOD, versions=versions, examples=())


def shown(**more: Any) -> Tariff:
    """Give the good tariff one more worked example."""
    extra = Example(**{"buy": (("seat", 1),), **more})
    return attrs.evolve(GOOD, examples=(*GOOD.examples, extra))


ALSO: list[tuple[str, Tariff]] = [
    ("shape-claims", priced(Endless((Tier(5, 400), Tier(30, 300))))),
    ("surroundings", priced(Housed(400, 30))),
    ("exact-amounts", priced(Uncompiled(price=0.5))),
    ("refuses-quantities", priced(Odd(_ends_early, (_line(0, None, 400),), None))),
    ("unchanging", attrs.evolve(GOOD, source=[])),  # type: ignore[arg-type]
    ("unchanging", attrs.evolve(GOOD, items=({},))),  # type: ignore[arg-type]
    ("pickles", priced(Unequal())),
    ("round-trip", priced(Uncompiled())),
    (
        "round-trip",
        attrs.evolve(GOOD, versions=(Version((Charge(PerUnit(1), "month"),)),)),
    ),
    ("pieces-cover", priced(Uncompiled())),
    ("pieces-cover", priced(Odd(_plain, (_line(0, 29, 400),)))),
    ("pieces-agree", priced(Uncompiled())),
    ("pieces-agree", priced(Odd(_plain, (_line(0, 29, 400),)))),
    ("pieces-agree", priced(Odd(_plain, (_line(0, 17, 400), _line(18, 30, 401))))),
    ("never-negative", priced(PerUnit(-1))),
    ("tier-labels", priced(LateGraduated((Tier(5, 400), Tier(30, 350))))),
    ("examples-agree", shown(buy=(("seat", 31),))),
    ("examples-agree", shown(buy=(("chair", 1),))),
    ("examples-agree", shown(once=Fraction(1))),
    ("examples-agree", shown(buy=(("seat", 0),), monthly=Fraction(1))),
    (
        "examples-agree",
        attrs.evolve(
            dated((date(2021, 4, 1), None)),
            examples=(Example((("seat", 1),), on=date(2021, 3, 31)),),
        ),
    ),
    ("dates", dated((date(2021, 4, 1), date(2021, 4, 1)))),
    ("dates", dated((None, None), (None, None))),
    ("dates", dated((date(2022, 4, 1), None), (date(2021, 4, 1), date(2022, 4, 1)))),
    ("names", attrs.evolve(GOOD, currency="yen")),
    ("names", attrs.evolve(GOOD, id="two words")),
    ("names", attrs.evolve(GOOD, items=GOOD.items * 2)),
    ("names", attrs.evolve(GOOD, items=(Item("chair", "Chair"),))),
    ("source", attrs.evolve(GOOD, source=None)),
]
