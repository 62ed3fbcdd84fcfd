from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import attrs
import pytest

import tariffopt as to
from tariffopt.certifying.limits import CHECKS, QUOTED
from tariffopt.certifying.requirements import broken
from tariffopt.deciding import single
from tariffopt.deciding.found import as_rows
from tariffopt.formulation import build_program
from tariffopt.formulation.constraints import add_rows
from tariffopt.formulation.requirements import add_buyer_rows
from tariffopt.problem import (
    KINDS,
    BuyerRule,
    PayableLimit,
    Problem,
    ServedRange,
    compile_scenario,
    goals,
)
from tariffopt.problem.goals import GOAL
from tariffopt.reductions import REDUCTIONS, reduce
from tariffopt.reductions.membership import labels_of
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
    Seller,
    VendorCount,
)
from tests import laws
from tests.building import MONTH, charge, chat, item, scenario, tariff, volume


@attrs.frozen
class Unheard:
    """A constraint of a kind that nobody has thought about yet."""

    kind: ClassVar[str] = "unheard-of"
    tied: ClassVar[tuple[int, ...]] = ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing."""
        return iter(())


GOALS = [
    entry
    for entry in vars(goals).values()
    if isinstance(entry, type) and issubclass(entry, goals.Goal)
    if entry is not goals.Goal
]
STEEP = volume((9, 100), (None, 55))


def two_groups() -> Problem:
    """Compile two groups of one need, one item, and a dead zone: all reductions."""
    groups = [to.Group(name, 225, needs="chat") for name in "ab"]
    return compile_scenario(attrs.evolve(scenario(450, chat()), groups=groups))


def ruled(rule: to.Rule) -> to.Scenario:
    """Give two guests and one member, and a rule on them."""
    items = [item("member", "staff"), item("guest", "guest")]
    lines = [charge(7, "member"), charge(2, "guest")]
    return scenario(
        {"staff": 1, "guest": 2}, tariff("t", *lines, items=items, rules=[rule])
    )


BOTH = to.Meter.pool(["member", "guest"])
AS_NEEDED = {(0, 0): 1, (1, 1): 2}


def two_plans() -> to.Scenario:
    """Offer a tariff of two plans, of which a body may hold one."""
    offer = attrs.evolve(
        tariff("t", charge(7)), choices=[to.Choice("plan", ["light", "full"])]
    )
    return scenario(3, offer)


def required(requirement: Requirement | None = None, **group: Any) -> to.Scenario:
    """Offer two tariffs of one vendor and one of another, for two groups of two."""
    offers = [
        attrs.evolve(tariff(name, charge(7)), vendor=name[0])
        for name in ("a", "a2", "b")
    ]
    rows = [to.Group("g0", 2, needs="chat", **group), to.Group("g1", 2, needs="chat")]
    wanted = [] if requirement is None else [requirement]
    return to.Scenario(rows, offers, MONTH, requirements=wanted)


A, B = Seller(vendor="a"), Seller(vendor="b")
BY_BOTH = {(0, 0): 1, (0, 2): 1, (1, 1): 2}
"""The first group is served by both vendors, the second by the first one."""

BROKEN = {
    # A member too few for two guests; then two seats more than people.
    "ratio": (
        ruled(to.Ratio("guest", 1, "member")), [1, 2], AS_NEEDED, "quantity-ratio"
    ),
    "cap": (ruled(to.FamilyCap(BOTH, 2)), [1, 2], AS_NEEDED, "quantity-cap"),
    "excludes": (
        ruled(to.Excludes("guest", "member")), [1, 2], AS_NEEDED, "quantity-excludes"
    ),
    "at-least": (
        ruled(to.MinimumContract(BOTH, 4)), [1, 2], AS_NEEDED, "quantity-minimum"
    ),
    "surplus": (
        scenario(8, tariff("t", charge(STEEP)), limits=to.Limits(max_surplus=1)),
        [10],
        {(0, 0): 8},
        "answer-surplus",
    ),
    "contracts": (two_plans(), [1, 2], {(0, 0): 1, (0, 1): 2}, "answer-contracts"),
    "range": (
        required(coverage="50%", at_most=1), [3, 1, 0],
        {(0, 0): 1, (0, 1): 1, (1, 0): 2}, "answer-too-many",
    ),
    "coverage": (
        required(Coverage(at_least=4), coverage="50%"), [3, 0, 0],
        {(0, 0): 1, (1, 0): 2}, "answer-coverage",
    ),
    "share": (
        required(MarketShare(seller=A, at_most="2/3")), [1, 2, 1], BY_BOTH,
        "answer-share",
    ),
    "groups-served": (
        required(GroupsServed(at_least="51%"), coverage="50%"), [3, 0, 0],
        {(0, 0): 1, (1, 0): 2}, "answer-groups-served",
    ),
    "vendors": (
        required(VendorCount(at_least=2)), [2, 2, 0], {(0, 0): 2, (1, 1): 2},
        "answer-vendors",
    ),
    "one-vendor": (required(OneVendor()), [1, 2, 1], BY_BOTH, "answer-one-vendor"),
    "different-vendors": (
        required(DifferentVendors()), [2, 2, 0], {(0, 0): 2, (1, 1): 2},
        "answer-different-vendors",
    ),
    "purchase": (
        required(Purchased(seller=B, at_least=2)), [1, 2, 1], BY_BOTH,
        "answer-purchase",
    ),
    "budget": (
        required(Budget(seller=A, at_most=20)), [1, 2, 1], BY_BOTH,
        "answer-budget",
    ),
}  # fmt: skip
"""For each kind: a scenario, quantities and seats that break it, and the fault."""


def test_every_kind_has_all_it_needs() -> None:
    """Rows in the program, a check in the certificate, and an example here."""
    asked = {kind for kind, of in REQUIREMENTS.items() if _knows(broken, of)}

    assert set(KINDS) == set(BROKEN)
    assert set(KINDS) <= set(CHECKS) | QUOTED | asked | {ServedRange.kind}
    assert asked == set(REQUIREMENTS)
    assert [kind for kind in KINDS.values() if not _has_rows(kind)] == []


def _knows(function: Any, kind: type) -> bool:
    """Tell whether a function has something to say of a kind, and not of any."""
    return function.dispatch(kind) is not function.dispatch(object)


def _has_rows(kind: type) -> bool:
    if issubclass(kind, BuyerRule) and kind is not PayableLimit:
        return _knows(add_buyer_rows, kind)
    return _knows(add_rows, kind)


@pytest.mark.parametrize("kind", BROKEN)
def test_program_and_certificate_refuse_what_breaks_it(kind: str) -> None:
    """Each finds it without the other, and nothing else is wrong."""
    given, purchased, served, code = BROKEN[kind]
    problem = compile_scenario(given)
    rows = as_rows(served)

    assert problem.kinds == {kind}
    assert not laws.objective_is_the_bill(given, purchased, served)
    answer = laws.answer_of(given, problem, purchased, rows)
    assert [fault.code for fault in to.verify(given, answer).faults] == [code]


def test_all_reductions_apply_where_nothing_constrains() -> None:
    """The problem that the next tests constrain is one that every reduction shrinks."""
    problem = two_groups()

    assert reduce(problem).applied == tuple(REDUCTIONS)
    assert single.settle_single(problem) is not None


def test_an_unknown_kind_switches_every_reduction_off() -> None:
    """Nobody has thought about it, so nothing is cut and no envelope is asked."""
    problem = attrs.evolve(two_groups(), constraints=(Unheard(),))

    assert reduce(problem).applied == ()
    assert single.settle_single(problem) is None


def test_an_unknown_kind_is_never_left_out_of_the_program() -> None:
    """A program without its rows would be another problem's."""
    problem = attrs.evolve(two_groups(), constraints=(Unheard(),))

    with pytest.raises(TypeError, match="no rows for Unheard"):
        build_program(problem)


@pytest.mark.parametrize("kind", [*KINDS.values(), *GOALS])
def test_each_kind_says_which_demands_it_tells_apart(kind: type[object]) -> None:
    """A kind nobody has thought about merges nothing, so that none is forgotten."""
    unknown = labels_of.dispatch(Unheard)

    assert labels_of.dispatch(kind) is not unknown


def test_reductions_tolerate_kinds_that_exist() -> None:
    """A kind that is tolerated and gone, or misspelled, would mean nothing."""
    tolerated = [reduction.tolerates for reduction in REDUCTIONS.values()]

    known = {*KINDS, GOAL}

    assert known >= single.TOLERATES.union(*tolerated)
