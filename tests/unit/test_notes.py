"""The notes of a plan: codes and fields from which its reasons are told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.analysis import less_within, payable
from tariffopt.errors import json_fields
from tariffopt.explaining.notes import with_notes
from tariffopt.optimizing.confirming import confirm
from tests.building import MONTH, YEAR, charge, chat, item, scenario, tariff, volume


def plan_for(need: int, offer: to.Tariff | None = None, **limits: Any) -> to.Plan:
    """Plan a need of the real case, or of another tariff."""
    given = scenario(
        need,
        offer or chat(),
        terms=YEAR,
        limits=to.Limits(**limits) if limits else None,
    )
    return to.optimize(given)


def note(plan: to.Plan, code: str) -> dict[str, Any]:
    """Give the fields of the only note of a code as JSON, without offer and item."""
    (found,) = plan.notes_of(code)
    fields = json_fields(found.fields)
    return {k: v for k, v in fields.items() if k not in ("offer", "item")}


def kinds(plan: to.Plan) -> list[str]:
    """Name the notes of a plan, in order."""
    return [found.code for found in plan.notes]


# --- the real case ------------------------------------------------------------------


def test_dead_zone_below() -> None:
    """439 to 500 cost more than 501; the dearest and the first are told with prices."""
    assert note(plan_for(501), "dead-zone-below") == {
        "from": 439,
        "to": 500,
        "buy": 501,
        "worst": {"quantity": 500, "cost": "2640000", "extra": "325380"},
        "first": {"quantity": 439, "cost": "2317920", "extra": "3300"},
    }


def test_dead_zone_inside() -> None:
    """With 50 idle at most, 450 are bought inside 439 to 500: 501 would cost less."""
    plan = plan_for(450, max_surplus=50)

    assert note(plan, "dead-zone-inside") == {
        "from": 439,
        "to": 500,
        "buy": 501,
        "cost": "2314620",
        "extra": "61380",
    }
    assert plan_for(501, max_surplus=27).notes_of("dead-zone-inside") == []


def test_a_limit_that_does_not_bind_changes_no_note() -> None:
    """501 needed: at most 27 idle changes nothing, so all is said as without it."""
    limited, free = plan_for(501, max_surplus=27), plan_for(501)

    assert limited.proof == "exact"
    assert limited.notes == free.notes


def test_a_saving_that_the_limit_forbids_is_not_told() -> None:
    """Five percent are saved at 416, where nothing is idle; with packages much is."""
    packs = tariff("t", charge(to.Package(100, 900)), items=[item(step=100)])
    told = {"next-saving", "saving-share", "headroom"}

    assert told & set(kinds(plan_for(400, packs)))
    limited = plan_for(400, packs, max_surplus=0)
    assert {n.fields["at_most"] for n in limited.notes_of("next-saving")} <= {300}


def test_savings_under_a_limit_that_binds() -> None:
    """450 with 50 idle at most: 449 save, and 5 % are saved at 427, under the limit."""
    plan = plan_for(450, max_surplus=50)

    assert note(plan, "next-saving") == {
        "at_most": 449,
        "cost": "2370720",
        "saves": "5280",
    }
    shares = [json_fields(n.fields) for n in plan.notes_of("saving-share")]
    assert [(f["share"], f["at_most"]) for f in shares] == [
        ("5%", 427),
        ("10%", 405),
        ("20%", 360),
    ]


def test_smaller_needs_may_cost_more_under_a_limit() -> None:
    """501 meet 451; 439 to 450 are met by as many, which cost more: 438 save first."""
    plan = plan_for(451, max_surplus=50)

    assert plan.cost.incl_tax.amount == 2314620
    assert note(plan, "next-saving")["at_most"] == 438
    assert note(plan, "headroom") == {"more": 50}


def test_savings_end_below_what_a_dear_tier_alone_meets() -> None:
    """60 meet 54 and cost less; 51 to 53 are met by 55 alone, which cost more."""
    tiers = volume((50, 10), (55, 20), (None, 10))
    prices = payable(tariff("t", charge(tiers), items=[item(step=5)]))

    found = list(less_within(prices, 70, lambda _: 6))

    assert found[0].saving.at_most == 50


def test_next_saving() -> None:
    """Money is saved only from 438 down: 1,980 yen."""
    expected = {"at_most": 438, "cost": "2312640", "saves": "1980"}

    assert expected == note(plan_for(501), "next-saving")


def test_savings_by_shares() -> None:
    """5, 10 and 20 % are saved from 416, 394 and 350 down, as reviewers ask."""
    found = [json_fields(n.fields) for n in plan_for(501).notes_of("saving-share")]

    assert [(f["share"], f["at_most"], f["cost"], f["saves"]) for f in found] == [
        ("5%", 416, "2196480", "118140"),
        ("10%", 394, "2080320", "234300"),
        ("20%", 350, "1848000", "466620"),
    ]


def test_no_price_above() -> None:
    """Above 3,000 a quotation is needed; an open last tier says nothing of the kind."""
    assert note(plan_for(501), "no-price-above") == {"quantity": 3000}
    assert plan_for(5, tariff("t", charge(9))).notes_of("no-price-above") == []


def test_idle_seats_that_save_money() -> None:
    """51 of 501 stand idle, because just 450 would cost 61,380 more."""
    plan = plan_for(450)

    assert note(plan, "idle-cheaper") == {
        "assigned": 450,
        "idle": 51,
        "plain": "2376000",
        "extra": "61380",
    }
    assert plan.purchases[0].idle_reason == "idle-cheaper"


def test_headroom() -> None:
    """As long as seats stand idle, more people cost nothing: 51 of them."""
    assert note(plan_for(450), "headroom") == {"more": 51}
    assert plan_for(501).notes_of("headroom") == []


def test_savings_are_measured_from_what_is_needed() -> None:
    """450 are needed and 501 bought: the next saving is still at 438."""
    assert note(plan_for(450), "next-saving")["at_most"] == 438


def test_a_limit_on_idle_seats_says_its_price() -> None:
    """450 with at most 50 idle cost 61,380 more."""
    plan = plan_for(450, max_surplus=50)

    assert note(plan, "surplus-limit-costs") == {"least": "2314620", "extra": "61380"}


def test_a_limit_that_costs_nothing_says_nothing() -> None:
    """Where the cheapest plan keeps the limit anyway, there is nothing to tell."""
    plan = plan_for(450, max_surplus=51)

    assert plan.notes_of("surplus-limit-costs") == []
    assert {("chat", 501)} == {(p.offer, p.purchased) for p in plan.purchases}


# --- other reasons for idle seats ---------------------------------------------------


def inflated(plan: to.Plan, quantity: int) -> to.Plan:
    """Tell a plan of one purchase again, as if so many were bought."""
    offer, terms = plan.scenario.offers[0], plan.scenario.terms
    bill = to.quote(offer, {"seat": quantity}, terms)
    changed = attrs.evolve(
        plan,
        purchases=(attrs.evolve(plan.purchases[0], purchased=quantity),),
        bills=(attrs.evolve(plan.bills[0], bill=bill),),
        cost=attrs.evolve(plan.cost, incl_tax=bill.incl_tax),
    )
    return with_notes(changed)


def test_idle_seats_that_cost_the_same() -> None:
    """Where any number costs the same, seats stand idle for nothing."""
    flat = tariff("t", charge(to.Flat(500)))

    assert note(inflated(plan_for(7, flat), 9), "idle-same-cost") == {
        "assigned": 7,
        "idle": 2,
        "plain": "6600",
        "extra": "0",
    }


def test_idle_seats_that_have_to_be_bought() -> None:
    """Seats sold from ten up in fives: minimum and step are told."""
    offer = tariff("t", charge(3), items=[item(minimum=10, step=5)])
    plan = plan_for(7, offer)

    assert note(plan, "idle-not-sold") == {
        "assigned": 7,
        "idle": 3,
        "minimum": 10,
        "step": 5,
    }


def test_idle_seats_that_carry_others() -> None:
    """Six members nobody uses carry thirty guests: fewer would break the rule."""
    offer = tariff(
        "t",
        charge(7, "member"),
        charge(0, "guest"),
        items=[item("member", "staff"), item("guest", "guest")],
        rules=[to.Ratio("guest", 5, "member")],
    )
    plan = to.optimize(scenario({"staff": 60, "guest": 330}, offer))

    assert note(plan, "idle-required") == {"assigned": 60, "idle": 6}
    assert [p.idle_reason for p in plan.purchases] == ["idle-required", None]


def test_idle_seats_of_a_plan_that_is_not_the_cheapest() -> None:
    """An unproved plan may hold seats that only cost money, and says how much."""
    dear = inflated(plan_for(501), 600)

    assert dear.purchases[0].idle_reason == "idle-dearer"
    assert note(dear, "idle-dearer")["extra"] == "-457380"
    assert dear.notes_of("next-saving") == []


def test_no_idle_seats_no_reason() -> None:
    """Where all seats are given to somebody there is no reason to tell."""
    plan = plan_for(501)

    assert plan.purchases[0].idle_reason is None
    assert not [code for code in kinds(plan) if code.startswith("idle")]


# --- more than one purchase ---------------------------------------------------------


def test_neighborhoods_are_told_of_contracts_with_one_item() -> None:
    """Two vendors: each one's dead zone is told, but no saving of the whole."""
    mail = tariff(
        "mail", charge(volume((9, 100), (None, 50))), items=[item("seat", "mail")]
    )
    plan = to.optimize(scenario({"chat": 501, "mail": 10}, chat(), mail, terms=YEAR))

    zones = plan.notes_of("dead-zone-below")
    assert [(n.fields["offer"], n.fields["from"], n.fields["to"]) for n in zones] == [
        ("chat", 439, 500),
        ("mail", 6, 9),
    ]
    assert [] == plan.notes_of("next-saving") == plan.notes_of("headroom")


def test_zones_above_are_not_told() -> None:
    """A dead zone above what is bought explains nothing about it."""
    assert plan_for(400).notes_of("dead-zone-below") == []


def test_two_items_of_one_contract_have_no_neighborhood() -> None:
    """Where several items share a contract, one alone does not explain the price."""
    offer = tariff(
        "t",
        charge(volume((9, 100), (None, 50)), "a"),
        charge(volume((9, 100), (None, 50)), "b"),
        items=[item("a"), item("b", "mail")],
    )
    plan = to.optimize(scenario({"chat": 10, "mail": 10}, offer))

    assert kinds(plan) == []


def test_last_day_to_order() -> None:
    """A quotation that must be ordered by a day is reminded of once."""
    until = to.Citation("quotation", date(2020, 12, 10), order_by=date(2021, 3, 31))
    offer = attrs.evolve(chat(), source=until)

    assert note(plan_for(501, offer), "order-by") == {"date": "2021-03-31"}
    assert plan_for(0, offer).notes_of("order-by") == []


@pytest.mark.parametrize("need", [0, 1, 438, 439, 450, 500, 501, 3000])
def test_notes_are_plain_data(need: int) -> None:
    """Amounts are money, and texts and whole numbers in the plan's JSON."""
    for found in plan_for(need).notes:
        fields = json_fields(found.fields)
        amounts = (found.fields.get(key) for key in ("cost", "plain", "extra", "saves"))

        assert fields == json.loads(json.dumps(fields))
        assert {str} & {type(amount) for amount in amounts} == set()


def test_dollars_are_told_in_cents() -> None:
    """Amounts have the digits of their currency."""
    offer = tariff("t", charge(volume((9, "7.25"), (None, 5))), currency="USD")
    plan = to.optimize(scenario(8, offer, terms=MONTH))

    assert note(plan, "idle-cheaper") == {
        "assigned": 8,
        "idle": 2,
        "plain": "58.00",
        "extra": "8.00",
    }


def test_why_two_contracts() -> None:
    """Each contract includes 10 of 25: one contract for all would cost 7 more."""
    flat = to.Charge(to.Flat(3), "month")
    line = attrs.evolve(charge(1), steps=[to.Included(10)])
    offer = attrs.evolve(tariff("t", flat, line), contracts=2)
    plan = to.optimize(scenario(25, offer))

    assert note(plan, "contracts-cheaper") == {"n": 2, "plain": "18", "extra": "7"}
    assert "Why 2 contracts  One contract would cost JPY 18: JPY 7 more." in plan.text()
    assert "2契約とする理由" in plan.text(lang="ja")
    assert to.Plan.from_json(plan.to_json()) == plan
    confirm(plan)


@pytest.mark.parametrize(
    ("need", "own", "other", "plain_cost", "extra"),
    [
        (2, "small", "large", "5", "1"),
        (3, "small", "large", "6", "0"),
        (4, "large", "small", "8", "1"),
    ],
)
def test_why_an_option(
    need: int, own: str, other: str, plain_cost: str, extra: str
) -> None:
    """Small pays no fee and 2 each, large 3 and 1 each: the other one is priced."""
    small = attrs.evolve(charge(2), when={"cost": "small"})
    large = attrs.evolve(charge(1), when={"cost": "large"})
    fee = to.Charge(to.Flat(3), "month", when={"cost": "large"})
    plain = tariff("t", small, large, fee)
    offer = attrs.evolve(plain, choices=[to.Choice("cost", ["small", "large"])])
    plan = to.optimize(scenario(need, offer))

    found = note(plan, "option-cheaper")
    assert (found["plain"], found["extra"]) == (plain_cost, extra)
    if extra == "0":  # both cost the same, and either may be chosen
        own, other = found["choices"]["cost"], found["other"]["cost"]
        said = f"The same with {other} would cost as much: JPY 6."
        assert said in plan.text()
        assert "同じ数量が同額" in plan.text(lang="ja")
    assert [found["choices"], found["other"]] == [{"cost": own}, {"cost": other}]
    assert to.Plan.from_json(plan.to_json()) == plan
    confirm(plan)
