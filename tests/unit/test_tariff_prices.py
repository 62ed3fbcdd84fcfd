"""Schedules, charges and curves by example: what a reading costs, said in two ways."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

import attrs
import pytest

from tariffopt.tariff import (
    Charge,
    Count,
    Curve,
    Flat,
    Graduated,
    Included,
    Item,
    Meter,
    Minimum,
    Package,
    PerUnit,
    Piece,
    Ratio,
    Run,
    Schedule,
    Stairstep,
    Step,
    Tabulated,
    Tier,
    Version,
    Volume,
    compile_charge,
    last_quantity,
    tabulate,
)
from tariffopt.tariff.curve import add
from tariffopt.tariff.drawing import Lattice, curve_of
from tariffopt.tariff.pieces import shape
from tariffopt.tariff.quoting import charge_amount
from tariffopt.tariff.schemes import Part, amount

SEAT = Meter.of("seat")
TIERS = (Tier(5, 400, 10), Tier(10, 350), Tier(None, 300, 20))


def charge(schedule: Schedule, **more: Any) -> Charge:
    """Make a monthly charge on the seat."""
    return Charge(schedule, "month", SEAT, **more)


def costs(one: Charge, reading: int) -> int | Fraction:
    """Price a reading by the schedule, and see that the pieces say the same."""
    printed = charge_amount(one, {"seat": reading})
    assert compile_charge(one).amount(reading) == printed
    return printed


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Volume(TIERS), {1: 410, 5: 2010, 6: 2100, 10: 3500, 11: 3320, 99: 29720}),
        (Graduated(TIERS), {1: 410, 5: 2010, 6: 2360, 10: 3760, 11: 4080}),
        (Stairstep(TIERS), {1: 410, 5: 410, 6: 350, 11: 320, 99: 320}),
        (PerUnit("7.25"), {1: Fraction(29, 4), 66: Fraction(957, 2)}),
        (Flat(900), {1: 900, 500: 900}),
        (Package(10, 90), {1: 90, 10: 90, 11: 180, 20: 180}),
        (Package(10, 90, round_up=False), {1: 0, 9: 0, 10: 90, 19: 90, 20: 180}),
        (Package(1, 90), {1: 90, 2: 180}),
        (Tabulated((Run(5, 0, 4), Run(9, 100, -5))), {5: 20, 6: 70, 9: 55}),
    ],
)
def test_schedules(schedule: Schedule, expected: dict[int, Any]) -> None:
    """Each scheme prices both sides of its boundaries as it should."""
    assert {q: costs(charge(schedule), q) for q in expected} == expected


def test_last_tier_may_end() -> None:
    """A finite last tier is the schedule's maximum; an open one has none."""
    assert Volume(TIERS).maximum is None
    assert Volume(TIERS[:2]).maximum == 10
    with pytest.raises(ValueError, match="no price for 11, only up to 10"):
        amount(Volume(TIERS[:2]), 11)


def test_parts_name_their_tier() -> None:
    """A part says which tier set its price, with inclusive ends."""
    parts = Graduated(TIERS).parts(7)

    assert [(p.quantity, p.first, p.last) for p in parts] == [
        (5, 1, 5),
        (None, 1, 5),
        (2, 6, 10),
    ]
    (units,) = Volume(TIERS).parts(10)
    assert units == Part(10, Fraction(350), Fraction(3500), 6, 10)


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(5, 1), Tier(5, 2)),
        (Tier(9, 1), Tier(5, 2)),
        (Tier(None, 1), Tier(5, 2)),
    ],
)
def test_tiers_in_disorder_are_refused(tiers: tuple[Tier, ...]) -> None:
    """Ends rise from 0, and only the last tier may be open."""
    with pytest.raises(ValueError, match=r"tier|up_to"):
        Volume(tiers)


def test_included_units_come_first() -> None:
    """Included units are free; the tiers price what is left."""
    one = charge(Volume(TIERS), steps=[Included(3)])

    assert [costs(one, q) for q in (3, 4, 8, 9)] == [10, 410, 2010, 2100]
    assert one.last_reading is None
    assert charge(Volume(TIERS[:2]), steps=[Included(3)]).last_reading == 13


def test_minimum_charge_applies_when_in_force() -> None:
    """The minimum is due from the first unit on; at zero only as declared."""
    one = charge(PerUnit(10), steps=[Minimum(25)])

    assert [costs(one, q) for q in (0, 1, 2, 3)] == [0, 25, 25, 30]
    as_priced = attrs.evolve(one, priced_at_zero=True)
    assert costs(as_priced, 0) == 25


def test_zero_follows_at_zero() -> None:
    """An item at zero costs nothing, or the first tier's flat amount if as priced."""
    assert costs(charge(Volume(TIERS)), 0) == 0
    assert costs(charge(Volume(TIERS), priced_at_zero=True), 0) == 10
    assert costs(charge(Graduated(TIERS), priced_at_zero=True), 0) == 10
    assert costs(charge(Stairstep(TIERS), priced_at_zero=True), 0) == 410


@pytest.mark.parametrize("round_up", [True, False])
@pytest.mark.parametrize("included", [0, 3])
@pytest.mark.parametrize("minimum", [0, 100])
@pytest.mark.parametrize("as_priced", [True, False])
def test_packages_in_every_combination(
    round_up: bool, included: int, minimum: int, as_priced: bool
) -> None:
    """Blocks, included units and a minimum together: both sides say the same."""
    package = Package(4, 90, round_up, maximum=21)
    one = charge(
        package, steps=[Included(included), Minimum(minimum)], priced_at_zero=as_priced
    )

    for reading in range((one.last_reading or 0) + 1):
        costs(one, reading)


def test_package_that_needs_a_last_quantity() -> None:
    """A minimum with units that fill no block needs a last quantity to be compiled."""
    for one in (
        charge(Package(4, 90, round_up=False), steps=[Minimum(5)]),
        charge(Package(4, 90), steps=[Included(2), Minimum(5)]),
    ):
        with pytest.raises(ValueError, match="written out"):
            compile_charge(one)


def test_charge_of_the_contract() -> None:
    """A charge that counts nothing is due whenever the contract is held."""
    fee = Charge(Flat(5000), "once", steps=[Minimum(6000)])

    assert fee.of_contract
    assert fee.last_reading is None
    assert charge_amount(fee, {}) == 6000
    assert compile_charge(fee).amount(0) == 6000


def test_meter_of_a_pool() -> None:
    """A pool counts items by weight, and is no single item."""
    pool = Meter((("seat", 1), ("room", 10)))

    assert pool.read({"seat": 3, "room": 2}) == 23
    assert pool.item is None
    assert SEAT.item == "seat"
    assert Meter((("room", 10),)).item is None


def test_unknown_schedule_is_a_type_error() -> None:
    """A schedule nobody compiled is refused by name."""
    with pytest.raises(TypeError, match="no curve for schedule str"):
        curve_of("volume")  # type: ignore[arg-type]


def test_lattice_counts_blocks() -> None:
    """Blocks begun, or full blocks, and the last reading of each."""
    begun, full = Lattice(10, slack=9), Lattice(10, slack=0)

    assert [begun.blocks(q) for q in (0, 1, 10, 11)] == [0, 1, 1, 2]
    assert [full.blocks(q) for q in (0, 9, 10, 19)] == [0, 0, 1, 1]
    assert (begun.last_reading(2), full.last_reading(2)) == (20, 29)


# --- tabulated functions ----------------------------------------------------------


def test_tabulate_finds_the_runs() -> None:
    """A function is written down exactly, as maximal runs."""
    table = tabulate(lambda q: 400 * q if q <= 500 else 350 * q, 3000)

    assert table.runs == (Run(500, 0, 400), Run(3000, 0, 350))
    assert table.maximum == 3000


@pytest.mark.parametrize("maximum", [1, 2, 3])
def test_tabulate_short_functions(maximum: int) -> None:
    """The last run may be a single quantity."""
    table = tabulate(lambda q: q * q, maximum)

    assert [amount(table, q) for q in range(maximum + 1)] == [
        q * q for q in range(maximum + 1)
    ]


@pytest.mark.parametrize(
    ("price", "maximum", "error"),
    [
        (lambda q: q * 0.1, 5, TypeError),
        (lambda q: 1 - q, 5, ValueError),
        (lambda q: q, 0, ValueError),
    ],
)
def test_tabulate_refuses(price: Any, maximum: int, error: type[Exception]) -> None:
    """Floats, totals below zero and an empty range are refused."""
    with pytest.raises(error):
        tabulate(price, maximum)


# --- curves -----------------------------------------------------------------------


def line(first: int, last: int | None, base: int, slope: int) -> Piece:
    """Make a piece of whole amounts."""
    return Piece(first, last, Fraction(base), Fraction(slope))


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (line(1, 5, 0, 1),),
        (line(0, 5, 0, 1), line(7, 9, 0, 2)),
        (line(0, 5, 0, 1), line(5, 9, 0, 2)),
        (line(0, None, 0, 1), line(9, 9, 0, 2)),
        (line(0, -1, 0, 1),),
    ],
)
def test_pieces_must_follow_on(pieces: tuple[Piece, ...]) -> None:
    """A hole, an overlap, an empty piece or none at all make no curve."""
    with pytest.raises(ValueError, match="piece"):
        Curve(pieces)


def test_pieces_on_one_line_are_merged() -> None:
    """Neighbors that continue each other become one piece, points included."""
    curve = Curve((line(0, 0, 0, 9), line(1, 4, 0, 5), line(5, 5, 25, 0),
                   line(6, None, 0, 5)))  # fmt: skip

    assert curve.pieces == (line(0, None, 0, 5),)


def test_curve_answers_only_where_it_is_priced() -> None:
    """Below zero and past the last piece there is no price."""
    curve = Curve((line(0, 5, 0, 1),))

    assert curve.maximum == 5
    for reading in (-1, 6):
        with pytest.raises(ValueError, match="no price"):
            curve.amount(reading)


def test_curve_is_cut() -> None:
    """A curve can be cut to the readings that are of use."""
    curve = Curve((line(0, 5, 0, 1), line(6, None, 0, 2)))

    assert curve.cut(3).maximum == 3
    assert curve.cut(8).pieces == (line(0, 5, 0, 1), line(6, 8, 0, 2))


def test_minimum_of_a_falling_piece() -> None:
    """A falling line is raised where it passes the minimum."""
    curve = Curve((line(0, None, 10, -2),)).at_least(Fraction(4))

    assert curve.pieces == (line(0, 3, 10, -2), line(4, None, 4, 0))


def test_adding_ends_with_the_shorter() -> None:
    """A sum is priced where both are."""
    total = add(Curve((line(0, 9, 0, 1),)), Curve((line(0, 4, 0, 1), line(5, 7, 9, 0))))

    assert total.pieces == (line(0, 4, 0, 2), line(5, 7, 9, 1))


# --- items and rules --------------------------------------------------------------


def test_item_quantities() -> None:
    """Minimum, maximum and step say what can be bought; zero always can."""
    item = Item("seat", "Seat", minimum=25, maximum=60, step=10)

    assert [q for q in range(80) if item.allows(q)] == [0, 30, 40, 50, 60]
    assert [item.next_allowed(q) for q in (0, 1, 31)] == [0, 30, 40]


@pytest.mark.parametrize(
    ("item", "schedules", "expected"),
    [
        (Item("seat", "S"), [PerUnit(1)], None),
        (Item("seat", "S", maximum=25, step=10), [PerUnit(1)], 20),
        (Item("seat", "S", step=4), [PerUnit(1, 30), Flat(9, 27)], 24),
        (Item("seat", "S", minimum=5), [PerUnit(1, 4)], 0),
    ],
)
def test_last_quantity(
    item: Item, schedules: list[Schedule], expected: int | None
) -> None:
    """The last quantity that can be bought, over all its charges."""
    version = Version(tuple(charge(schedule) for schedule in schedules))

    assert last_quantity(version, item) == expected


def test_ratio() -> None:
    """At most so many of one item for each of another; a ratio may be a fraction."""
    rule = Ratio("guest", Fraction(5, 2), "member")

    assert rule.allows({"guest": 5, "member": 2})
    assert not rule.allows({"guest": 6, "member": 2})
    assert not rule.allows({"guest": 1})
    assert rule.allows({})


def test_steps_stand_in_their_order() -> None:
    """Units are taken off before amounts change, each step once; zeros are no steps."""
    both = (Included(2), Minimum(5))

    assert charge(PerUnit(3), steps=both).steps == both
    assert charge(PerUnit(3), steps=[Included(0), Minimum(0)]).steps == ()
    for wrong in (both[::-1], (*both, Minimum(9))):
        with pytest.raises(ValueError, match="in this order"):
            charge(PerUnit(3), steps=wrong)


def test_unknown_step_has_no_curve() -> None:
    """A step nobody has compiled is refused, not passed over."""
    with pytest.raises(TypeError, match="no curve for step Step"):
        shape(Step(), Curve((Piece(0, None, Fraction(0), Fraction(0)),)))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Tier(cast("Any", "5"), 7), TypeError),
        (lambda: Tier(-1, 7), ValueError),
        (lambda: Tier(5, 7, size=0), ValueError),
        (lambda: Count(2, cast("Any", "sideways")), ValueError),
        (lambda: Count(0, "up"), ValueError),
    ],
)
def test_values_that_make_no_sense_are_refused(
    make: Callable[[], object], error: type[Exception]
) -> None:
    """What could not be priced later is not built in the first place."""
    with pytest.raises(error):
        make()
