from __future__ import annotations

from fractions import Fraction

import pytest

import tariffopt as to
from tariffopt.problem import (
    Problem,
    RatioRule,
    SurplusLimit,
    access,
    access_sets,
    compile_scenario,
)
from tariffopt.tariff import Included, Run, Schedule
from tests.building import MONTH, YEAR, charge, chat, codes, item, scenario, tariff

CHAT, MAIL, WEB = frozenset({"chat"}), frozenset({"mail"}), frozenset({"web"})
ALL = CHAT | MAIL | WEB


def uppers(compiled: Problem) -> dict[str, int]:
    """Give the bound of each item."""
    return {supply.item.id: supply.upper for supply in compiled.supplies}


# --- access sets --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("needs", "grants", "expected"),
    [
        (CHAT, [CHAT], [(0,)]),
        (CHAT, [MAIL], []),
        (CHAT, [CHAT, MAIL, CHAT | MAIL], [(0,), (2,)]),
        (CHAT | MAIL, [CHAT, MAIL, CHAT | MAIL], [(0, 1), (2,)]),
        (ALL, [CHAT | MAIL, MAIL | WEB, WEB | CHAT], [(0, 1), (0, 2), (1, 2)]),
        (ALL, [CHAT, MAIL, WEB], [(0, 1, 2)]),
    ],
)
def test_access_sets_are_minimal(
    needs: frozenset[str],
    grants: list[frozenset[str]],
    expected: list[tuple[int, ...]],
) -> None:
    """No item of a set can be left out, and every such set is listed once."""
    assert tuple(expected) == access_sets(needs, grants)


def test_two_of_each_capability_do_not_serve_two_people() -> None:
    """Seats AB, BC and CA give two of each, and serve one person who needs ABC."""
    pairs = [CHAT | MAIL, MAIL | WEB, WEB | CHAT]

    ways = access_sets(ALL, pairs)

    assert {2} == {len(way) for way in ways}


def test_too_many_access_sets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the needs and the number allowed, instead of filling memory."""
    monkeypatch.setattr(access, "ACCESS_SETS_AT_MOST", 8)
    grants = [CHAT] * 3 + [MAIL] * 3

    with pytest.raises(to.ScenarioError, match=r'more than 8 .*"chat, mail"') as caught:
        access_sets(CHAT | MAIL, grants)

    assert codes(caught.value) == ["access-sets"]


# --- demands ------------------------------------------------------------------------


def test_demands_are_seats_rounded_up_per_group() -> None:
    """A half of 3 people and a half of 5 are 2 and 3 seats, not 4 together."""
    groups = [
        to.Group("a", 3, needs=CHAT, coverage="50%"),
        to.Group("b", 5, needs=CHAT, coverage="50%"),
        to.Group("c", needs=MAIL, seats=7),
    ]
    offer = tariff("t", charge(1), items=[item("seat", "chat", "mail")])

    compiled = compile_scenario(to.Scenario(groups, [offer], MONTH))

    assert compiled.seats.tolist() == [2, 3, 7]
    assert compiled.need[0] == compiled.need[1] != compiled.need[2]


def test_access_sets_span_offers() -> None:
    """One person may be served by the seats of two vendors."""
    one = chat("one")
    two = tariff("two", charge(9), items=[item("seat", "mail")])

    compiled = compile_scenario(scenario({"chat mail": 3}, one, two))

    assert compiled.access == ((0, 1),)
    assert [supply.contract for supply in compiled.supplies] == [0, 1]


def test_surplus_is_a_share_of_all_seats() -> None:
    """The share of idle seats is taken of the seats needed, rounded down."""
    limits = to.Limits(max_surplus="5%")

    compiled = compile_scenario(scenario(450, chat(), limits=limits))

    assert compiled.constraints == (SurplusLimit(22),)


# --- bounds on what is worth buying -------------------------------------------------


@pytest.mark.parametrize(("seats", "upper"), [(3, 501), (501, 501), (800, 800)])
def test_nobody_needs_more_than_the_last_tier_or_the_people(
    seats: int, upper: int
) -> None:
    """The bound is what is needed, or the start of the last tier where that is more."""
    compiled = compile_scenario(scenario(seats, chat()))

    assert {"seat": upper} == uppers(compiled)


@pytest.mark.parametrize(
    ("schedule", "included", "upper"),
    [
        (to.PerUnit(5), 0, 3),
        (to.PerUnit(5, 2), 0, 2),
        (to.Flat(5), 0, 3),
        (to.Package(4, 9), 0, 3),
        (to.Package(4, 9), 2, 3),
        (to.Graduated((to.Tier(7, 3), to.Tier(None, 1))), 0, 3),
        (to.Volume((to.Tier(7, 3), to.Tier(None, 1))), 0, 8),
        (to.Volume((to.Tier(7, 3), to.Tier(None, 1))), 2, 10),
        (to.Stairstep((to.Tier(2, 3), to.Tier(7, 1))), 0, 3),
        (to.Tabulated((Run(2, 0, 9), Run(9, 12, -1))), 0, 9),
    ],
)
def test_bounds_follow_the_schedule(
    schedule: Schedule, included: int, upper: int
) -> None:
    """Past the bound no price falls any more; a falling price counts to its end."""
    priced = to.Charge(
        schedule, to.Period.MONTH, to.Meter.of("seat"), [Included(included)]
    )

    compiled = compile_scenario(scenario(3, tariff("t", priced)))

    assert {"seat": upper} == uppers(compiled)


def test_a_bound_can_be_bought() -> None:
    """The bound is rounded up to the item's step and minimum, within its maximum."""
    sold = item(minimum=5, step=4, maximum=30)

    assert uppers(
        compile_scenario(scenario(9, tariff("t", charge(1), items=[sold])))
    ) == {"seat": 12}
    assert uppers(
        compile_scenario(scenario(1, tariff("t", charge(1), items=[sold])))
    ) == {"seat": 8}
    assert uppers(
        compile_scenario(scenario(99, tariff("t", charge(1), items=[sold])))
    ) == {"seat": 28}


def test_ratio_rules_raise_what_carries_them() -> None:
    """330 guests at five for each member need 66 members, whoever uses those."""
    items = [item("member", "staff"), item("guest", "guest")]
    offer = tariff(
        "t",
        charge(7, "member"),
        charge(0, "guest"),
        items=items,
        rules=[to.Ratio("guest", 5, "member")],
    )

    compiled = compile_scenario(scenario({"staff": 60, "guest": 330}, offer))

    assert uppers(compiled) == {"member": 66, "guest": 330}
    assert compiled.constraints == (RatioRule(item=1, per=0, at_most=Fraction(5)),)


def test_rules_in_a_circle_are_followed_to_their_end() -> None:
    """Equal quantities in steps of 7 and 5 are 35: the bounds must reach it."""
    items = [item("a", step=7), item("b", "mail", step=5)]
    rules = [to.Ratio("a", 1, "b"), to.Ratio("b", 1, "a")]
    offer = tariff("t", charge(3, "a"), charge(2, "b"), items=items, rules=rules)

    assert uppers(compile_scenario(scenario(3, offer))) == {"a": 35, "b": 35}


def test_rules_that_nothing_keeps_end() -> None:
    """Rules that raise each other for ever do not hang, and leave only zero."""
    items = [item("a"), item("b", "mail")]
    rules = [to.Ratio("a", "1/2", "b"), to.Ratio("b", "1/2", "a")]
    offer = tariff("t", charge(3, "a"), charge(2, "b"), items=items, rules=rules)

    assert 0 < uppers(compile_scenario(scenario(3, offer)))["a"] < 10**15


def test_pools_reach_their_last_tier() -> None:
    """Where one meter counts two items, either may be bought up to its last tier."""
    pool = to.Meter((("a", 1), ("b", 2)))
    priced = to.Charge(to.Volume((to.Tier(9, 9), to.Tier(None, 1))), "month", pool)
    offer = tariff("t", priced, items=[item("a"), item("b", "mail")])

    compiled = compile_scenario(scenario({"chat": 3, "mail": 1}, offer))

    assert uppers(compiled) == {"a": 10, "b": 5}


def test_currency_and_terms_are_the_scenarios() -> None:
    """The problem keeps the terms, and the one currency of its offers."""
    compiled = compile_scenario(scenario(3, chat(), terms=YEAR))

    assert (compiled.currency, compiled.terms) == ("JPY", YEAR)
