"""Defects planted in the library itself: each is caught by the test meant for it.

Every check passes without the defect and fails with it, so that a green test suite
means something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.certifying import checking
from tariffopt.formulation import build
from tariffopt.money import Rounding, round_to
from tariffopt.plan import Assignments
from tariffopt.reductions import quantities
from tariffopt.tariff import bill, pieces
from tariffopt.tariff.curve import Curve, Piece
from tariffopt.testing import brute_force, check_tariff
from tests.dates import START

Check = Callable[[], None]
Plant = Callable[[pytest.MonkeyPatch], None]

TERMS = to.Terms(START, 12, to.Tax("10%", "floor", "month"))


def offer(name: str, *tiers: tuple[int, int], scheme: str = "volume") -> to.Tariff:
    """Make a tariff of one seat, with tiers of (up_to, price)."""
    rows = [{"up_to": up_to, "price": price} for up_to, price in tiers]
    return to.tariff_from_dict(
        {
            "id": name,
            "name": name,
            "vendor": "Example Ltd",
            "currency": "JPY",
            "prices": "excluding-tax",
            "items": {"seat": {"grants": ["chat"]}},
            "charges": [{"per": "month", "scheme": scheme, "tiers": rows}],
            "source": {"title": "price list", "date": "2020-12-10"},
            "examples": [{"buy": {"seat": 5}, "monthly": 5 * tiers[0][1]}],
        }
    )


CHEAP = offer("cheap", (5, 400), (30, 300))
OTHER = offer("other", (3, 390), (30, 350), scheme="graduated")
SCENARIO = to.Scenario(
    [to.Group("a", 2, needs={"chat"}), to.Group("b", 3, needs={"chat"})],
    [CHEAP, OTHER],
    TERMS,
)


def check_tiers() -> None:
    """Fail unless pieces and schedules agree at every boundary."""
    results = check_tariff(CHEAP, raise_=False)
    assert [r for r in results if r.check.name == "pieces-agree" and not r.ok] == []


def check_rounding() -> None:
    """Fail unless the tax of three lines of 105 yen at 10 % is floor(31.5)."""
    line = {"per": "month", "scheme": "flat", "price": 105}
    document = to.tariff_to_dict(CHEAP) | {"charges": [line] * 3, "examples": []}
    three = to.tariff_from_dict(document)
    assert to.quote(three, {"seat": 1}, attrs.evolve(TERMS, months=1)).tax.amount == 31


def check_optimum() -> None:
    """Fail unless the optimum is the cost that trying everything finds."""
    plan = to.optimize(SCENARIO)
    assert plan.status == "optimal"
    assert plan.cost.incl_tax.amount == brute_force(SCENARIO)


def check_missing_seats() -> None:
    """Fail unless a seat taken from any group is noticed."""
    plan = to.optimize(SCENARIO)
    rows = plan.assignments
    for row in range(len(rows.seats)):
        seats = rows.seats.copy()
        seats[row] -= 1
        fewer = Assignments(rows.sets, rows.groups, rows.group, rows.access, seats)
        answer = attrs.evolve(plan.answer, assignments=fewer)
        assert not to.verify(SCENARIO, answer).stands


def tier_off_by_one(patch: pytest.MonkeyPatch) -> None:
    """Let the first tier of a volume price reach one unit too far."""

    def late(schedule: Any) -> Curve:
        first, *rest = right(schedule).pieces
        longer = attrs.evolve(first, last=rest[0].first)
        later = [attrs.evolve(rest[0], first=rest[0].first + 1), *rest[1:]]
        return Curve((longer, *later))

    right = pieces.curve_of.dispatch(to.Volume)
    wrong = {**pieces.curve_of.registry, to.Volume: late}
    patch.setattr(pieces, "curve_of", lambda schedule: wrong[type(schedule)](schedule))


def rounding_up(patch: pytest.MonkeyPatch) -> None:
    """Round tax up where it is declared to be rounded down."""
    patch.setattr(bill, "round_to", lambda v, unit, _: round_to(v, unit, Rounding.CEIL))


def seats_row_dropped(patch: pytest.MonkeyPatch) -> None:
    """Forget the row that links seats assigned to seats purchased."""
    patch.setattr(build, "_cover_seats", lambda _: None)


def group_skipped(patch: pytest.MonkeyPatch) -> None:
    """Let the certificate look at all groups but the last."""
    found = checking._need_faults

    def some(scenario: to.Scenario, answer: to.Answer) -> Iterator[to.Fault]:
        last = scenario.groups.ids[-1]
        yield from (
            fault
            for fault in found(scenario, answer)
            if fault.fields.get("group") != last
        )

    patch.setattr(checking, "_need_faults", some)


def too_little_kept(patch: pytest.MonkeyPatch) -> None:
    """Let a reduction cut off the last quantity worth buying as well."""
    alive = quantities._alive

    def fewer(*args: Any) -> tuple[tuple[int, int], ...]:
        return tuple((first, last - 1) for first, last in alive(*args)[:1])

    patch.setattr(quantities, "_alive", fewer)


DEFECTS: dict[str, tuple[Plant, Check]] = {
    "a tier off by one": (tier_off_by_one, check_tiers),
    "rounding in the wrong direction": (rounding_up, check_rounding),
    "a linking row dropped": (seats_row_dropped, check_optimum),
    "a certificate that skips a group": (group_skipped, check_missing_seats),
    "a reduction that keeps too little": (too_little_kept, check_optimum),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_nothing_is_found_without_the_defect(name: str) -> None:
    """The check passes on the library as it is."""
    DEFECTS[name][1]()


@pytest.mark.parametrize("name", DEFECTS)
def test_defect_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check meant for the defect fails while it is there."""
    plant, check = DEFECTS[name]
    plant(monkeypatch)

    with pytest.raises((AssertionError, to.TariffoptError)):
        check()


def test_float_price_is_refused() -> None:
    """A float price is refused where it enters, in code and in a document."""
    with pytest.raises(TypeError, match=r"7.25 is a float"):
        to.PerUnit(7.25)  # type: ignore[arg-type]
    document = to.tariff_to_dict(CHEAP)
    document["charges"][0]["tiers"][0]["price"] = 7.25
    with pytest.raises(to.TariffError, match=r"price: 7.25 is a float"):
        to.tariff_from_dict(document)


def test_gap_in_pieces_is_refused() -> None:
    """Pieces with a hole between them make no curve."""
    first, second = Fraction(0), Fraction(400)
    with pytest.raises(ValueError, match="must follow on from 6, not 7"):
        Curve(
            (
                Piece(0, 5, first, second),
                Piece(7, 30, first, second),
            )
        )
