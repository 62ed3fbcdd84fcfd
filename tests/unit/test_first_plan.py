"""The plan that is made at once, without a solver."""

from __future__ import annotations

from fractions import Fraction

import pytest

import tariffopt as to
from tariffopt.deciding.first import first_plan
from tariffopt.problem import compile_scenario
from tests.building import YEAR, charge, chat, item, messenger, scenario, tariff
from tests.hard import bundles


def cost(given: to.Scenario) -> Fraction | None:
    """Give the cost of the first plan, if there is one."""
    found = first_plan(compile_scenario(given))
    return None if found is None else found.cost


def test_a_dead_zone_is_left_upward() -> None:
    """450 seats cost more than 501, so 501 are bought at once."""
    assert cost(scenario(450, chat(), terms=YEAR)) == 2_314_620


def test_ratio_rules_are_kept() -> None:
    """66 members carry 330 guests: what the guests need is bought with them."""
    assert cost(messenger()) == Fraction("478.50")


def test_a_need_is_split_where_prices_end() -> None:
    """70 seats from two offers of 50 each: the cheaper one is filled first."""
    cheap, dear = chat("a", (50, 3)), chat("b", (50, 4))

    assert cost(scenario(70, cheap, dear)) == 50 * 3 + 20 * 4


def test_everybody_in_one_contract_may_be_cheaper() -> None:
    """A fee that no single group is worth is worth it for all of them together."""
    fee = tariff("a", charge(1), charge(to.Flat(100)), items=[item("seat", "x", "y")])
    each = [
        tariff(f"{need}s", charge(5), items=[item("seat", need)]) for need in ("x", "y")
    ]

    assert cost(scenario({"x": 20, "y": 20}, fee, *each)) == 140


def test_who_has_little_choice_is_served_first_where_needed() -> None:
    """Ten who need chat may leave the only mail seats to the five who need them."""
    both = tariff(
        "both", charge(to.PerUnit(1, 8)), items=[item("seat", "chat", "mail")]
    )
    other = chat("other", (10, 9))

    assert cost(scenario({"chat": 10, "mail": 5}, both, other)) == 5 + 3 + 7 * 9


@pytest.mark.parametrize(("idle", "there"), [(None, True), (0, False)])
def test_no_seat_may_stand_idle(idle: int | None, *, there: bool) -> None:
    """Where hardly any plan exists none is found; a first plan is never a wrong one."""
    found = first_plan(compile_scenario(bundles(40, 4, idle=idle)))

    assert (found is not None) is there


def test_a_limit_on_idle_seats_is_kept() -> None:
    """450 needed and at most 50 idle: 501 is too many, so 450 are paid for."""
    limits = to.Limits(max_surplus=50)

    assert cost(scenario(450, chat(), terms=YEAR, limits=limits)) == 2_376_000
