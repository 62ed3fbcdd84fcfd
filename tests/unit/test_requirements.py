"""Buyers' requirements: each kept and broken on its boundary, in both accounts."""

from __future__ import annotations

import attrs
import pytest

import tariffopt as to
from tariffopt.deciding.found import as_rows
from tariffopt.problem import compile_scenario
from tariffopt.scenario.requirements import (
    REQUIREMENTS,
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    Seller,
    Unit,
    VendorCount,
)
from tariffopt.testing.oracles import brute_force
from tests import laws
from tests.building import MONTH, charge, tariff

A, B = Seller(vendor="A"), Seller(vendor="B")
B_SEAT = Seller(offer="b", item="seat")
Seats = tuple[int, int, int]


def office(*wanted: Requirement) -> to.Scenario:
    """Give two who must be served, three who may be, one who must; the first in units.

    Vendor A sells a seat for 4, vendor B one for 9 and one for 15.
    """
    groups = [
        to.Group("g0", 2, needs="chat", unit="city"),
        to.Group("g1", 3, needs="chat", unit="north", coverage=0, at_most="100%"),
        to.Group("g2", 1, needs="chat"),
    ]
    offers = [
        attrs.evolve(tariff(name, charge(price)), vendor=vendor)
        for name, price, vendor in (("a", 4, "A"), ("b", 9, "B"), ("c", 15, "B"))
    ]
    units = [Unit("city", within="north"), Unit("north", within="all"), Unit("all")]
    return to.Scenario(groups, offers, MONTH, units=units, requirements=wanted)


CASES: dict[str, list[tuple[Requirement, list[Seats], bool]]] = {
    # By group, the seats of each offer; bought is what is used, and what is said.
    "coverage": [
        # Half of five people is two and a half: three at least, or two at most.
        (Coverage(of="north", at_least="50%"), [(2, 0, 0), (0, 0, 0)], False),
        (Coverage(of="north", at_least="50%"), [(2, 0, 0), (1, 0, 0)], True),
        (Coverage(of="all", at_most="50%"), [(2, 0, 0), (0, 0, 0)], True),
        (Coverage(of="all", at_most="50%"), [(2, 0, 0), (1, 0, 0)], False),
        (Coverage(at_least=5), [(2, 0, 0), (1, 0, 0)], False),
        (Coverage(at_least=5), [(2, 0, 0), (1, 1, 0)], True),
        (Coverage(of=("city", "g1"), at_most=3), [(2, 0, 0), (1, 1, 0)], False),
    ],
    "groups-served": [
        (GroupsServed(at_least=3), [(2, 0, 0), (1, 1, 0)], False),
        (GroupsServed(at_least=3), [(2, 0, 0), (1, 1, 1)], True),
        # Of three groups 67 % are more than two.
        (GroupsServed(at_least="67%"), [(2, 0, 0), (1, 1, 0)], False),
        (GroupsServed(at_least="2/3"), [(2, 0, 0), (1, 1, 0)], True),
        (GroupsServed(of="north", at_least="51%"), [(2, 0, 0), (2, 0, 0)], False),
    ],
    "vendors": [
        (VendorCount(at_least=2), [(2, 0, 0)], False),
        (VendorCount(at_least=2), [(1, 1, 0)], True),
        (VendorCount(at_most=1), [(1, 0, 1)], False),
        (VendorCount(at_most=1), [(2, 0, 0)], True),
        (VendorCount(of="g0", at_least=2), [(2, 0, 0), (0, 1, 0)], False),
        (VendorCount(of="g0", at_most=1), [(2, 0, 0), (0, 1, 0)], True),
        (VendorCount(of="city", at_most=1), [(1, 1, 0)], False),
    ],
    "share": [
        # The third group has one seat of A.
        (MarketShare(seller=B, at_least="1/3"), [(1, 1, 0)], True),
        (MarketShare(seller=B, at_least="34%"), [(1, 1, 0)], False),
        (MarketShare(seller=B, at_most="1/3"), [(0, 1, 1)], False),
        (MarketShare(seller=A, at_most="2/3"), [(1, 0, 1)], True),
        (MarketShare(seller=Seller(offer="b"), at_least="1/3"), [(1, 0, 1)], False),
        (MarketShare(of="g0", seller=A, at_least="51%"), [(1, 0, 1)], False),
    ],
    "purchase": [
        (Purchased(seller=A, at_most=2), [(2, 0, 0)], False),
        (Purchased(seller=A, at_most=3), [(2, 0, 0)], True),
        (Purchased(seller=B, at_least=2), [(1, 1, 0)], False),
        (Purchased(seller=B, at_least=2), [(0, 1, 1)], True),
        (Purchased(seller=Seller(offer="b"), at_most=0), [(1, 1, 0)], False),
        (Purchased(seller=B_SEAT, at_least=1), [(2, 0, 0)], False),
    ],
    "budget": [
        (Budget(seller=B, at_most=24), [(0, 1, 1)], True),
        (Budget(seller=B, at_most=23), [(0, 1, 1)], False),
        (Budget(seller=Seller(offer="c"), at_most=15), [(0, 1, 1)], True),
        (Budget(seller=Seller(offer="c"), at_most="14.99"), [(0, 1, 1)], False),
    ],
    "one-vendor": [
        (OneVendor(), [(1, 1, 0)], False),
        (OneVendor(), [(0, 1, 1), (2, 0, 0)], True),
        (OneVendor(of="g1"), [(1, 1, 0)], True),
        (OneVendor(of="north"), [(2, 0, 0), (1, 0, 1)], False),
    ],
    "same-vendor": [
        (SameVendor(of=("g0", "g2")), [(0, 1, 1)], False),
        (SameVendor(of=("g0", "g2")), [(2, 0, 0), (0, 1, 0)], True),
        (SameVendor(of="north"), [(0, 1, 1), (0, 1, 0)], True),
        (SameVendor(of="north"), [(0, 1, 1), (1, 0, 0)], False),
    ],
    "different-vendors": [
        (DifferentVendors(of=("g0", "g2")), [(2, 0, 0)], False),
        (DifferentVendors(of=("g0", "g2")), [(0, 1, 1)], True),
        (DifferentVendors(of=("north", "g2")), [(0, 1, 1), (1, 0, 0)], False),
        (DifferentVendors(), [(0, 1, 1), (0, 1, 0)], False),
    ],
}  # fmt: skip
ROWS = [(kind, number) for kind, rows in CASES.items() for number in range(len(rows))]


def test_every_kind_is_kept_and_broken() -> None:
    """Each kind of requirement has a case of both here."""
    seen = {kind: {kept for _, _, kept in rows} for kind, rows in CASES.items()}

    assert seen == {kind: {False, True} for kind in REQUIREMENTS}
    assert all(row[0].kind == kind for kind, rows in CASES.items() for row in rows)


@pytest.mark.parametrize(("kind", "number"), ROWS)
def test_program_and_certificate_know_its_boundary(kind: str, number: int) -> None:
    """An answer that breaks it is no point of the program, and has its fault alone."""
    wanted, seats, kept = CASES[kind][number]
    asked = office(wanted)
    rows = [*seats, *[(0, 0, 0)] * (2 - len(seats)), (1, 0, 0)]
    served = {(g, s): n for g, row in enumerate(rows) for s, n in enumerate(row) if n}
    bought = [sum(column) for column in zip(*rows, strict=True)]

    assert laws.objective_is_the_bill(asked, bought, served) is kept
    problem = compile_scenario(asked)
    answer = laws.answer_of(asked, problem, bought, as_rows(served))
    codes = [fault.code for fault in to.verify(asked, answer).faults]
    assert set(codes) == (set() if kept else {f"answer-{kind}"})


@pytest.mark.parametrize(("kind", "number"), ROWS)
def test_oracle_finds_what_the_optimizer_finds(kind: str, number: int) -> None:
    """The least cost under each of these requirements is brute force's."""
    asked = office(CASES[kind][number][0])

    assert laws.least(asked) == brute_force(asked)


# --- defects that properties found --------------------------------------------------


def test_shares_may_leave_no_count_between_them() -> None:
    """A quarter of two people at least and at most is no number: there is no plan."""
    wanted = Coverage(of="g0", at_least="1/4", at_most="1/4")

    with pytest.raises(to.InfeasibleError):
        to.optimize(office(wanted))


@pytest.mark.parametrize(
    "wanted", [VendorCount(at_least=1), Purchased(seller=A, at_least=1)]
)
def test_something_is_bought_though_nobody_must_be_served(wanted: Requirement) -> None:
    """A purchase may be asked for where no seat is needed at all."""
    nobody = [to.Group("g0", 2, needs="chat", coverage=0)]
    asked = attrs.evolve(office(), groups=nobody, units=(), requirements=[wanted])

    assert to.optimize(asked).cost.incl_tax == to.GrossMoney(4, "JPY")
    assert brute_force(asked) == 4
