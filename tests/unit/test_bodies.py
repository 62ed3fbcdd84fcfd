"""Bodies: contracts of their own, tiers alone and together, and S6's figures."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

import tariffopt as to
from tests.building import MONTH, charge, chat, item, scenario, tariff, volume

S6 = Path("examples/s6-municipalities")
SEATS = (60, 110, 180, 240, 330, 420, 450, 520)
TIERS = volume((500, 400), (3000, 350))


def pooled(last: int | None = 3000) -> to.Tariff:
    """Give the real case's price, its tier selected by all bodies together."""
    tiers = volume((500, 400), (last, 350))
    line = attrs.evolve(charge(tiers), selector=to.Meter.of("seat"), across=True)
    return tariff("pooled", line)


def bodies(offer: to.Tariff, *seats: int) -> to.Scenario:
    """Give bodies that each need so many seats of one offer."""
    groups = [
        to.Group(f"g{n}", count, needs="chat", body=f"b{n}")
        for n, count in enumerate(seats)
    ]
    return to.Scenario(groups, [offer], MONTH)


def test_a_quote_reads_what_the_others_hold() -> None:
    """The total of all bodies selects the tier; priced is what is bought here."""
    offer = pooled()

    alone = to.quote(offer, {"seat": 60}, MONTH)
    among = to.quote(offer, {"seat": 60}, MONTH, others={"seat": 2250})

    assert alone.incl_tax.amount == 60 * 400
    assert among.incl_tax.amount == 60 * 350
    assert among.lines[0].tier == (501, 3000)
    with pytest.raises(to.QuantityError, match="3,001 of seat have no price"):
        to.quote(offer, {"seat": 60}, MONTH, others={"seat": 2941})


def test_each_body_is_served_by_its_own_contract() -> None:
    """Contracts, purchases and seats are of the group's body."""
    plan = to.optimize(bodies(chat(), 60, 520))

    assert [b.contract.body for b in plan.bills] == ["b0", "b1"]
    assert [p.purchased for p in plan.purchases] == [60, 520]
    assert to.Plan.from_json(plan.to_json()) == plan


def test_one_body_may_buy_more_so_that_all_reach_a_tier() -> None:
    """490 needed in two bodies: 501 bought in all, and both pay the lower price."""
    plan = to.optimize(bodies(pooled(), 200, 290))

    assert sum(p.purchased for p in plan.purchases) == 501
    assert plan.cost.incl_tax.amount == 501 * 350
    (idle,) = [note for note in plan.notes if note.code.startswith("idle")]
    assert idle.code == "idle-cheaper"
    assert idle.fields["extra"].amount == 490 * 400 - 501 * 350
    assert to.certify(plan) == plan.certificate


def test_above_the_last_tier_of_all_bodies_there_is_no_price() -> None:
    """Bodies that need more in total than is priced are told so; open tiers go on."""
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(bodies(pooled(), 1500, 1501))

    assert "all bodies together need 3,001" in str(caught.value)
    plan = to.optimize(bodies(pooled(None), 1500, 1501))
    assert plan.cost.incl_tax.amount == 3001 * 350


@pytest.mark.parametrize("people", [1, 60])
def test_nobody_is_served_by_another_body(people: int) -> None:
    """An answer that gives seats of one body to another does not stand."""
    scenario = bodies(chat(), people, 520)
    plan = json.loads(to.optimize(scenario).to_json())
    plan["groups"][0]["assigned"][0]["body"] = "b1"
    plan["purchases"][1]["purchased"] += people
    document = {key: plan[key] for key in ("purchases", "groups")}

    check = to.verify(scenario, to.Answer.from_json(json.dumps(document), scenario))

    assert [fault.code for fault in check.faults] == ["answer-body"]
    assert check.faults[0].fields["found"] == "b1"


def test_groups_without_a_body_are_the_organisation() -> None:
    """A body that is named, and the organisation for the others, in one scenario."""
    groups = [
        to.Group("a", 3, needs="chat"),
        to.Group("b", 4, needs="chat", body="branch"),
    ]
    scenario = to.Scenario(groups, [tariff("t", charge(1))], MONTH)

    plan = to.optimize(scenario)

    assert scenario.groups.bodies == ("organisation", "branch")
    assert {b.contract.body: b.bill.incl_tax.amount for b in plan.bills} == {
        "organisation": 3,
        "branch": 4,
    }
    assert to.scenario_to_dict(scenario)["groups"][1]["body"] == "branch"


def test_minimums_and_fees_are_each_bodys() -> None:
    """What a contract costs, and its least quantity, is due in every body."""
    offer = tariff(
        "t",
        charge(1),
        charge(100, None, "once"),
        items=[item("seat", "chat", minimum=5)],
    )

    plan = to.optimize(bodies(offer, 3, 7))

    assert plan.cost.incl_tax.amount == (5 + 100) + (7 + 100)


@pytest.mark.parametrize("last", [499, 500, 501, 502])
def test_totals_around_a_boundary(last: int) -> None:
    """Two bodies whose total is at the end of a tier, one below and above."""
    plan = to.optimize(bodies(pooled(), last - 100, 100))

    assert plan.cost.incl_tax.amount == max(last, 501) * 350


def test_a_tier_across_bodies_needs_its_selector_and_its_end() -> None:
    """What could not be said of every body is refused, in values and in documents."""
    with pytest.raises(ValueError, match="selected across bodies"):
        attrs.evolve(charge(TIERS), across=True)
    line = attrs.evolve(charge(TIERS), selector=to.Meter.of("seat"))
    with pytest.raises(ValueError, match="open last tier"):
        attrs.evolve(line, across=True, when={"plan": "a"})


@pytest.mark.parametrize(("name", "cost"), [("alone", 893_350), ("pooled", 808_500)])
def test_s6(name: str, cost: int) -> None:
    """Eight municipalities: each alone at its best, and all together."""
    plan = to.optimize(to.read_scenario(S6 / f"{name}.toml"))

    assert plan.cost.incl_tax.amount == cost
    assert len(plan.bills) == len(SEATS)


def test_s6_naively() -> None:
    """Each municipality buying just what it needs pays 898,000 in all."""
    offer = to.read_tariff(S6 / "alone-chat.toml")
    bills = [to.quote(offer, {"account": seats}, MONTH) for seats in SEATS]

    assert sum(bill.incl_tax.amount for bill in bills) == 898_000


def test_what_is_held_is_no_bodys() -> None:
    """Licenses held already are refused beside several bodies: nobody says whose."""
    groups = [to.Group(n, 3, needs="chat", body=n) for n in "ab"]
    with pytest.raises(to.ScenarioError) as caught:
        to.Scenario(groups, [chat()], MONTH, held={"chat": {"seat": 5}})

    assert "held-bodies" in [fault.code for fault in caught.value.faults]


def test_a_pack_reaches_a_shared_tier_as_one() -> None:
    """A unit serves two people and counts once: where one is priced, two have room."""
    pack = item("seat", people=2)
    line = to.Charge(
        to.Volume([to.Tier(1, 9)]),
        "month",
        to.Meter.of("seat"),
        selector=to.Meter.of("seat"),
        across=True,
    )
    offer = tariff("t", line, items=[pack])

    assert to.optimize(scenario(2, offer)).cost.incl_tax.amount == 9
    with pytest.raises(to.InfeasibleError):
        to.optimize(scenario(3, offer))
