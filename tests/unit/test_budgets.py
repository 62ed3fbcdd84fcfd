"""Budgets of units: what the bodies of some groups pay, in both accounts."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.deciding.found import as_rows
from tariffopt.problem import compile_scenario
from tariffopt.scenario.requirements import Budget, Seller, Unit
from tariffopt.testing.oracles import brute_force
from tests import laws
from tests.building import MONTH, charge, tariff, volume

A, B = Seller(vendor="A"), Seller(vendor="B")


def city(*wanted: Budget, **bodies: str | None) -> to.Scenario:
    """Give a hall for two and two schools for one and two, which sign together.

    Vendor A sells a seat for 4, vendor B for 9.
    """
    rows = [("hall", 2, "City"), ("first", 1, "Schools"), ("second", 2, "Schools")]
    groups = [
        to.Group(
            name,
            people,
            needs="chat",
            unit="city" if name == "hall" else "schools",
            body=bodies.get(name, body),
        )
        for name, people, body in rows
    ]
    offers = [
        attrs.evolve(tariff(name, charge(price)), vendor=name.upper())
        for name, price in (("a", 4), ("b", 9))
    ]
    units = [Unit("city"), Unit("schools", within="city")]
    return to.Scenario(groups, offers, MONTH, units=units, requirements=wanted)


BOUNDARIES = [
    # The hall pays A 8, one school A 4, the other B 18; "city" are all of them.
    (Budget(of="schools", at_most=22), True),
    (Budget(of="schools", at_most="21.99"), False),
    (Budget(of=("first", "second"), at_most=21), False),
    (Budget(of="schools", seller=B, at_most=18), True),
    (Budget(of="schools", seller=B, at_most=17), False),
    (Budget(of="schools", seller=Seller(offer="a"), at_most=4), True),
    (Budget(of="schools", seller=A, at_most=3), False),
    (Budget(of="hall", seller=B, at_most=0), True),
    (Budget(of="hall", at_most=8), True),
    (Budget(of="hall", at_most=7), False),
    (Budget(of="city", at_most=30), True),
    (Budget(of="city", at_most=29), False),
    (Budget(at_most=30), True),
    (Budget(at_most=29), False),
    (Budget(seller=A, at_most=11), False),
]


@pytest.mark.parametrize(("wanted", "kept"), BOUNDARIES)
def test_program_and_certificate_know_who_pays(wanted: Budget, kept: bool) -> None:
    """A coin over what its bodies may pay is no plan to either; on the coin it is."""
    asked = city(wanted)
    problem = compile_scenario(asked)
    assert [c.key.body for c in problem.contracts] == ["City", "Schools"] * 2
    served = {(0, 0): 2, (1, 1): 1, (2, 3): 2}  # group, supply: each is a way alone
    bought = [2, 1, 0, 2]

    assert laws.objective_is_the_bill(asked, bought, served) is kept
    answer = laws.answer_of(asked, problem, bought, as_rows(served))
    found = [fault.code for fault in to.verify(asked, answer).faults]
    assert found == ([] if kept else ["answer-budget"])
    assert laws.least(asked) == brute_force(asked)


@pytest.mark.parametrize(
    ("of", "bodies", "fields"),
    [
        ("first", {}, {"body": "Schools", "inside": "first", "outside": "second"}),
        (("hall", "second"), {}, {"inside": "second", "outside": "first"}),
        ("schools", {"first": "City"}, {"body": "City", "outside": "hall"}),
        # A body of its own for those who are meant, or for those who are not.
        ("first", {"first": "School"}, None),
        ("schools", {"hall": None}, None),
        ("schools", {}, None),
        ("hall", {}, None),
    ],
)
def test_what_a_body_pays_is_not_divided(
    of: Any, bodies: dict[str, str | None], fields: dict[str, str] | None
) -> None:
    """A body of which some groups are meant and some not is named, with one of each."""
    wanted = Budget(of=of, at_most=99)
    if fields is None:
        assert city(wanted, **bodies).requirements == (wanted,)
        return
    with pytest.raises(to.ScenarioError) as caught:
        city(wanted, **bodies)

    (fault,) = caught.value.faults
    assert (fault.code, fault.place.path) == ("budget-body", "$.requirements[0].of")
    assert fault.fields.items() >= fields.items()


def test_without_bodies_all_groups_are_of_one() -> None:
    """Where no body is named one signs for all, so that no unit pays for itself."""
    with pytest.raises(to.ScenarioError, match="the organisation signs the contracts"):
        city(Budget(of="schools", at_most=9), hall=None, first=None, second=None)


def test_a_conflict_names_the_unit_that_pays() -> None:
    """Three seats are 12 at least: 11 is too little, said with needs and unit."""
    assert laws.least(city(Budget(of="schools", at_most=12))) == 20
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(city(Budget(at_most=99), Budget(of="schools", at_most=11)))

    assert caught.value.conflict == ("needs:chat@Schools", "requirements[1]")
    said = "at most JPY 11 is paid by schools for everything (requirements[1])"
    assert said in str(caught.value)
    assert "schoolsの全購入先への支払いは11円以下" in caught.value.text("ja")


def test_a_tier_of_all_bodies_is_paid_apart() -> None:
    """Each contract's bill counts where it is signed, whoever reached its tier.

    One seat each is 10 each. For three together a seat is 8, which is 24 and dearer;
    where the school may pay 8 alone, the hall buys the third for its sake.
    """
    line = charge(volume((2, 10), (None, 8)))
    line = attrs.evolve(line, selector=line.meter, across=True)
    groups = [to.Group(name, 1, needs="chat", body=name) for name in ("hall", "school")]
    asked = to.Scenario(groups, [tariff("t", line)], MONTH)
    assert laws.least(asked) == brute_force(asked) == 20

    for most, cost in ((10, 20), (9, 24), (8, 24), (7, None)):
        kept = attrs.evolve(asked, requirements=[Budget(of="school", at_most=most)])
        assert laws.least(kept) == brute_force(kept) == cost


def test_the_plan_says_what_the_unit_pays() -> None:
    """Text and document give what the unit's bodies pay, and no more."""
    plan = to.optimize(city(Budget(of="schools", seller=A, at_most=12)))

    assert "At most JPY 12 is paid by schools for A: JPY 12" in plan.text()
    assert '"found": "12"' in plan.to_json()
