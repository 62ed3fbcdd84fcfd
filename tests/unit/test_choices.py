"""Plans, billing and the number of contracts: the buyer's, and the vendor's."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
import tariffopt_tariffs

import tariffopt as to
from tariffopt.deciding.first import first_plan
from tariffopt.problem import compile_scenario
from tariffopt.report.tariffs import tariff_text
from tariffopt.tariff import tariff_to_dict
from tariffopt.testing.oracles import brute_force
from tests.building import MONTH, charge, item, scenario, tariff, volume
from tests.dates import START

S3 = Path("examples/s3-office-apps")
SHIPPED = Path(tariffopt_tariffs.__file__).parent
YEAR = to.Terms(START, 12)


def two_plans(**more: Any) -> to.Tariff:
    """Give a tariff of a light plan without mail, and a full one with it."""
    seat, mail = item("seat", "chat"), item("mail", "mail", when={"plan": "full"})
    lines = [
        attrs.evolve(charge(5), when={"plan": "light"}),
        attrs.evolve(charge(9), when={"plan": "full"}),
        charge(2, "mail"),
    ]
    plans = [to.Choice("plan", {"light": "Light", "full": "Full"}, "Plan")]
    offer = tariff("t", *lines, items=[seat, mail])
    return attrs.evolve(offer, choices=plans, **more)


def faults(error: to.TariffoptError) -> list[tuple[str, str]]:
    """Name the faults of an error with their places."""
    return [(fault.code, fault.place.path) for fault in error.faults]


# --- quoting ----------------------------------------------------------------------


def test_a_quote_is_under_the_choices_stated() -> None:
    """Each option has its own price; the bill names it, and the charge's own place."""
    offer = two_plans()

    light = to.quote(offer, {"seat": 4}, MONTH, {"plan": "light"})
    full = to.quote(offer, {"seat": 4, "mail": 1}, MONTH, {"plan": "full"})

    assert [light.incl_tax.amount, full.incl_tax.amount] == [20, 38]
    assert full.choices == (("plan", "full"),)
    assert [line.charge for line in full.lines] == [1, 2]


@pytest.mark.parametrize(
    ("choices", "code", "words"),
    [
        (
            {},
            "choice-missing",
            "(Plan), as in plan=light. Options: light, full",
        ),
        ({"plan": "gold"}, "choice-option", "Options: light, full"),
        ({"plan": "full", "tier": "1"}, "choice-unknown", "Choices: plan"),
    ],
)
def test_a_quote_never_chooses(choices: dict[str, str], code: str, words: str) -> None:
    """What is not stated, or unknown, is one clear fault that lists what there is."""
    with pytest.raises(to.TariffError) as caught:
        to.quote(two_plans(), {"seat": 4}, MONTH, choices)

    (fault,) = caught.value.faults
    assert fault.code == code
    assert words in fault.text("en")


def test_what_is_not_sold_cannot_be_bought() -> None:
    """An item of another plan is refused, with the plan that was chosen."""
    with pytest.raises(to.QuantityError, match="not sold under plan=light"):
        to.quote(two_plans(), {"seat": 1, "mail": 1}, MONTH, {"plan": "light"})


def test_analyses_take_choices_too() -> None:
    """Envelope, dead zones and steps are under the choices stated."""
    offer = two_plans()

    assert to.envelope(offer, MONTH, "seat", {"plan": "full"}).most_within(45) == 5
    assert to.dead_zones(offer, MONTH, "seat", {"plan": "light"}) == ()
    with pytest.raises(to.TariffError, match="choose plan"):
        to.envelope(offer, MONTH, "seat")


# --- the optimum ------------------------------------------------------------------


def test_the_optimum_chooses() -> None:
    """Where mail is needed all are in the full plan, since there is one contract."""
    chat_only = to.optimize(scenario({"chat": 3}, two_plans()))
    both = to.optimize(scenario({"chat": 3, "mail": 1}, two_plans()))

    assert [b.contract.choices for b in chat_only.bills] == [(("plan", "light"),)]
    assert chat_only.proof == "exact"
    assert [b.contract.choices for b in both.bills] == [(("plan", "full"),)]
    assert both.cost.incl_tax.amount == 29


def test_two_contracts_may_choose_differently() -> None:
    """Where a body may sign twice, only those who need mail are in the full plan."""
    needs = scenario({"chat": 3, "mail": 1}, two_plans(contracts=2))

    plan = to.optimize(needs)

    assert {b.contract.choices[0][1] for b in plan.bills} == {"light", "full"}
    assert plan.cost.incl_tax.amount == brute_force(needs) == 17


def test_a_graduated_tariff_costs_less_split_in_two() -> None:
    """Rising unit prices: two contracts of 10 cost less than one of 20."""
    rising = to.Graduated((to.Tier(10, 5), to.Tier(None, 9)))
    offer = tariff("t", charge(rising))
    one, two = scenario(20, offer), scenario(20, attrs.evolve(offer, contracts=2))

    plan = to.optimize(two)

    assert to.optimize(one).cost.incl_tax.amount == 140
    assert plan.cost.incl_tax.amount == 100
    assert [p.key.contract.number for p in plan.purchases] == [1, 2]
    assert [p.purchased for p in plan.purchases] == [10, 10]
    assert to.Plan.from_json(plan.to_json()) == plan


def test_first_plan_holds_no_more_contracts_than_it_may() -> None:
    """The plan made without a solver keeps the limit, and its price is exact."""
    problem = compile_scenario(scenario({"chat": 3, "mail": 1}, two_plans()))

    found = first_plan(problem)

    assert found is not None
    held = {
        s.contract for s, q in zip(problem.supplies, found.purchased, strict=True) if q
    }
    assert len(held) == 1
    assert found.cost == 29


def test_no_plan_joins_what_one_contract_cannot() -> None:
    """A need that two plans serve only together has no plan with one contract."""
    seat = item("seat", "chat", when={"plan": "a"})
    box = item("box", "mail", when={"plan": "b"})
    offer = attrs.evolve(
        tariff("t", charge(1), charge(1, "box"), items=[seat, box]),
        choices=[to.Choice("plan", ["a", "b"])],
    )
    with pytest.raises(to.InfeasibleError):
        to.optimize(scenario({"chat": 1, "mail": 1}, offer))

    twice = attrs.evolve(offer, contracts=2)
    assert (
        to.optimize(scenario({"chat": 1, "mail": 1}, twice)).cost.incl_tax.amount == 2
    )


# --- the buyer's choice and the vendor's rule -------------------------------------


def test_a_tier_is_never_chosen_and_a_choice_never_forced() -> None:
    """The same two prices: as tiers the quantity decides, as options the buyer does.

    7 units at "10 up to 9, then 4" cost 70, or 40 by buying 10: never 28, the lower
    price for a quantity that does not reach it. As options 7 cost 28, and a quote
    under the dearer option is 70 all the same.
    """
    ruled = tariff("ruled", charge(volume((9, 10), (None, 4))))
    free = attrs.evolve(
        tariff(
            "free",
            attrs.evolve(charge(10), when={"list": "high"}),
            attrs.evolve(charge(4), when={"list": "low"}),
        ),
        choices=[to.Choice("list", ["high", "low"])],
    )

    assert to.quote(ruled, {"seat": 7}, MONTH).incl_tax.amount == 70
    assert to.quote(free, {"seat": 7}, MONTH, {"list": "high"}).incl_tax.amount == 70
    for names in (None, ()):  # with and without the envelope and reductions
        vendors = to.optimize(scenario(7, ruled), reductions=names)
        buyers = to.optimize(scenario(7, free), reductions=names)
        assert [p.purchased for p in vendors.purchases] == [10]
        assert vendors.cost.incl_tax.amount == 40
        assert [p.purchased for p in buyers.purchases] == [7]
        assert buyers.cost.incl_tax.amount == 28


def test_a_rule_that_raises_the_price_cannot_be_dodged() -> None:
    """A tier with a higher price is forced too: no plan stays in the cheaper one."""
    ruled = tariff("ruled", charge(volume((9, 4), (None, 10))))

    for names in (None, ()):
        plan = to.optimize(scenario(12, ruled), reductions=names)
        assert plan.cost.incl_tax.amount == 120


# --- faults -----------------------------------------------------------------------


def test_faults_of_documents_have_their_places() -> None:
    """Unknown choices and options are named where they stand, with what there is."""
    document = tariff_to_dict(two_plans())
    document["charges"][0]["when"] = {"plan": "lite"}
    document["items"]["mail"]["when"] = {"tier": "full"}
    document["examples"] = [{"buy": {"seat": 1}, "monthly": 5}]

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document)

    assert faults(caught.value) == [
        ("when-choice", "$.items.mail.when.tier"),
        ("when-option", "$.charges[0].when.plan"),
        ("example-choice", "$.examples[0].choices.plan"),
    ]


def test_too_many_combinations_are_refused() -> None:
    """Nine choices of two options are 512 contracts; settled ones do not count."""
    many = [to.Choice(f"c{n}", ["a", "b"]) for n in range(9)]
    offer = attrs.evolve(tariff("t", charge(1)), choices=many)
    settled = {"t": {f"c{n}": "a" for n in range(2)}}

    with pytest.raises(to.ScenarioError) as caught:
        scenario(1, offer)
    assert faults(caught.value) == [("choice-combinations", "$.offers[0]")]
    groups = [to.Group("all", 1, needs="chat")]
    assert to.Scenario(groups, [offer], MONTH, choose=settled).choose


@pytest.mark.parametrize(
    ("choose", "code", "path"),
    [
        ({"x": {"plan": "full"}}, "choose-offer", "$.choose.x"),
        ({"t": {"plan": "gold"}}, "choice-option", "$.choose.t"),
        ({"t": {"tier": "gold"}}, "choice-unknown", "$.choose.t"),
    ],
)
def test_faults_of_what_is_settled(choose: Any, code: str, path: str) -> None:
    """A settled choice must be one that the offer leaves."""
    with pytest.raises(to.ScenarioError) as caught:
        to.Scenario(
            [to.Group("g", 1, needs="chat")], [two_plans()], MONTH, choose=choose
        )

    assert faults(caught.value) == [(code, path)]


def test_the_certificate_holds_the_scenario_to_what_is_settled() -> None:
    """An answer that chooses otherwise, or names no option, does not stand."""
    settled = to.Scenario(
        [to.Group("g", 1, needs="chat")],
        [two_plans()],
        MONTH,
        choose={"t": {"plan": "full"}},
    )
    answer = {
        "purchases": [{"offer": "t", "item": "seat", "purchased": 1}],
        "groups": [
            {"id": "g", "assigned": [{"offer": "t", "item": "seat", "seats": 1}]}
        ],
    }

    def codes(choices: dict[str, str] | None) -> list[str]:
        document = json.loads(json.dumps(answer))
        rows = [*document["purchases"], *document["groups"][0]["assigned"]]
        for row in rows if choices else ():
            row["choices"] = choices
        found = to.Answer.from_json(json.dumps(document), settled)
        return [fault.code for fault in to.verify(settled, found).faults]

    assert codes({"plan": "full"}) == []
    assert codes({"plan": "light"}) == ["answer-choice"]
    assert codes(None) == ["choice-missing"]


# --- the office of scenario S3 ----------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "cost", "options"),
    [
        ([], 467_210, "light yearly"),
        ([("choose.office-apps.plan", "standard")], 906_680, "standard yearly"),
        (
            [("choose.office-apps.billing", "monthly"), ("horizon.months", "1")],
            39_740,
            "light monthly",
        ),
        (
            [
                ("choose.office-apps.billing", "monthly"),
                ("choose.office-apps.plan", "standard"),
                ("horizon.months", "1"),
            ],
            77_100,
            "standard monthly",
        ),
    ],
)
def test_s3(settings: list[tuple[str, str]], cost: int, options: str) -> None:
    """The office's figures: each plan, monthly and yearly, and the cheapest of all."""
    found = to.optimize(to.read_scenario(S3 / "office.toml", overrides=settings))

    assert found.cost.incl_tax.amount == Fraction(cost)
    assert [" ".join(o for _, o in b.contract.choices) for b in found.bills] == [
        options
    ]


def test_s7_the_billing_period_is_the_buyers() -> None:
    """205 users cost 2,950.20 in twelve months, less than 3,005 for the year."""
    offer = to.read_tariff(SHIPPED / "marketplace-app.toml")
    group = to.Group("all", 205, needs={"confluence-app"})
    plan = to.optimize(to.Scenario([group], [offer], YEAR))

    (bill,) = plan.bills
    assert bill.contract.choices == (("billing", "monthly"),)
    assert plan.cost.incl_tax == to.GrossMoney("2950.20", "USD")
    assert plan.proof == "exact"
    yearly = to.quote(offer, {"user": 205}, YEAR, {"billing": "yearly"})
    assert yearly.incl_tax == to.GrossMoney(3005, "USD")


def test_an_option_whose_prices_end_is_passed_over() -> None:
    """Where one option has no price for so many, another one settles it exactly."""
    few = attrs.evolve(charge(volume((9, 1))), when={"plan": "few"})
    many = attrs.evolve(charge(5), when={"plan": "many"})
    offer = attrs.evolve(
        tariff("t", few, many), choices=[to.Choice("plan", ["few", "many"])]
    )

    for seats, cost in ((9, 9), (10, 50)):
        plan = to.optimize(scenario(seats, offer))
        assert plan.cost.incl_tax.amount == cost
        assert plan.proof == "exact"


def test_a_text_names_what_is_chosen_and_a_tariff_what_there_is() -> None:
    """Plan, tariff and bill name options as people see them."""
    plan = to.optimize(scenario({"chat": 3, "mail": 1}, two_plans(contracts=2)))
    text, listed = to.plan_text(plan), tariff_text(two_plans())

    assert "Light" in text
    assert "Mail (Full)" in text
    assert "Plan (plan): Light (light), Full (full)" in listed
    assert "only with Full" in listed


def test_choices_that_nobody_declares_are_one_fault() -> None:
    """Charges and examples name two choices: one fault says which."""
    seat = {"item": "seat", "per": "month", "scheme": "per_unit", "price": 3}
    document = {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}},
        "charges": [
            {**seat, "when": {"plan": plan, "billing": per}}
            for plan in ("light", "full")
            for per in ("monthly", "yearly")
        ],
        "examples": [{"buy": {"seat": 1}, "choices": {"plan": "light"}, "monthly": 3}],
    }
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document)

    (fault,) = caught.value.faults
    assert (fault.code, fault.place.path) == ("choices-missing", "$.choices")
    assert "plan (light, full); billing (monthly, yearly)" in fault.text()
    assert "[choices.plan]" in fault.text("ja")


def test_charges_that_end_at_one_quantity_are_one_fault() -> None:
    """Two charges without a price above 20: the quantity is refused once."""
    ends = to.Graduated((to.Tier(10, 2), to.Tier(20, 1)))
    with pytest.raises(to.QuantityError) as caught:
        to.quote(tariff("t", charge(ends), charge(ends)), {"seat": 30}, MONTH)

    assert len(caught.value.faults) == 1
