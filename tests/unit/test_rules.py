"""Rules across items: what quote refuses, what the optimum does, how they are said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.analysis import envelope, payable
from tariffopt.report.tariffs import tariff_text
from tariffopt.tariff import RULES
from tariffopt.testing import check_tariff
from tariffopt.testing.oracles import brute_force
from tests import laws
from tests.building import MONTH, bought, charge, codes, item, scenario, tariff

POOL = to.Meter.pool({"a": 1, "b": 2})
KEPT: list[tuple[to.Rule, list[dict[str, int]], list[dict[str, int]]]] = [
    (to.Ratio("a", 5, "b"), [{"a": 5, "b": 1}, {"b": 1}, {}], [{"a": 6, "b": 1}]),
    (to.Requires("a", "b"), [{"a": 9, "b": 1}, {"b": 1}, {}], [{"a": 1}]),
    (to.Excludes("a", "b"), [{"a": 9}, {"b": 9}, {}], [{"a": 1, "b": 1}]),
    (to.Equal("a", "b"), [{"a": 2, "b": 2}, {}], [{"a": 2, "b": 1}, {"b": 1}]),
    (to.FamilyCap(POOL, 5), [{"a": 1, "b": 2}, {"a": 5}, {"c": 9}], [{"b": 3}]),
    (
        to.MinimumContract(POOL, 5),
        [{"a": 5}, {"a": 1, "b": 2}, {}],
        [{"a": 4}, {"b": 2}, {"c": 1}],
    ),
    (
        to.WholeHeadcount(POOL),
        [{"a": 7}, {"a": 1, "b": 3}, {"c": 1}, {}],
        [{"a": 6}, {"b": 3}],
    ),
]
"""Each rule with quantities that keep it, and quantities that break it; 7 people."""

DOCUMENTS: list[tuple[dict[str, Any], to.Rule]] = [
    ({"item": "a", "at_most": 5, "per": "b"}, to.Ratio("a", 5, "b")),
    ({"rule": "ratio", "item": "a", "at_most": "1/2", "per": "b"},
     to.Ratio("a", "1/2", "b")),
    ({"item": "a", "requires": "b"}, to.Requires("a", "b")),
    ({"item": "a", "excludes": "b"}, to.Excludes("a", "b")),
    ({"item": "a", "equals": "b"}, to.Equal("a", "b")),
    ({"pool": ["a", "b"], "at_most": 300},
     to.FamilyCap(to.Meter.pool(["a", "b"]), 300)),
    ({"pool": {"a": 1, "b": 2}, "at_least": 5}, to.MinimumContract(POOL, 5)),
    ({"item": "a", "at_least": 5}, to.MinimumContract(to.Meter.of("a"), 5)),
    ({"item": "a", "at_least": "headcount"}, to.WholeHeadcount(to.Meter.of("a"))),
    ({"rule": "headcount", "pool": ["a", "b"], "at_least": "headcount"},
     to.WholeHeadcount(to.Meter.pool(["a", "b"]))),
]  # fmt: skip


def offer(*rules: to.Rule, **prices: int) -> to.Tariff:
    """Make a tariff of three items, each granting what it is called, with rules."""
    cost = {"a": 3, "b": 5, "c": 7, **prices}
    lines = [charge(price, name) for name, price in cost.items()]
    items = [item(name, name) for name in cost]
    return tariff("t", *lines, items=items, rules=rules)


def document(*rules: Mapping[str, Any]) -> dict[str, Any]:
    """Give the document of such a tariff."""
    return to.tariff_to_dict(offer()) | {"rules": list(rules)}


@pytest.mark.parametrize(("rule", "kept", "broken"), KEPT)
def test_quote_refuses_what_breaks_a_rule(
    rule: to.Rule, kept: list[dict[str, int]], broken: list[dict[str, int]]
) -> None:
    """On the last quantity that keeps it there is a bill, one further there is none."""
    for quantities in kept:
        assert rule.allows(quantities, 7)
        to.quote(offer(rule), quantities, MONTH, headcount=7)
    for quantities in broken:
        assert not rule.allows(quantities, 7)
        with pytest.raises(to.QuantityError) as caught:
            to.quote(offer(rule), quantities, MONTH, headcount=7)
        assert codes(caught.value) == [rule.fault]


def test_every_kind_of_rule_has_an_example() -> None:
    """A new kind joins these tests."""
    assert {type(rule) for rule, _, _ in KEPT} == set(RULES.values())
    assert {type(rule) for _, rule in DOCUMENTS} == set(RULES.values())


@pytest.mark.parametrize(("rule", "kept", "broken"), KEPT)
def test_program_allows_what_quote_allows(
    rule: to.Rule, kept: list[dict[str, int]], broken: list[dict[str, int]]
) -> None:
    """With quantities pinned, the program has a point just where there is a bill."""
    offers = offer(rule)
    people = to.Group("idle", 7, needs={"a"}, coverage=0)
    given = to.Scenario([people], [offers], MONTH)
    large = to.Scenario([people, to.Group("g", seats=9, needs={"a"})], [offers], MONTH)
    assert large.groups.headcounts == {"organisation": 16}

    for quantities in (*kept, *broken):
        counts = [quantities.get(name, 0) for name in "abc"]
        if all(n <= b for n, b in zip(counts, _bounds(given), strict=True)):
            stands = laws.objective_is_the_bill(given, counts, {})
            assert stands is (quantities in kept)


def _bounds(given: to.Scenario) -> list[int]:
    from tariffopt.problem import compile_scenario

    return [supply.upper for supply in compile_scenario(given).supplies]


@pytest.mark.parametrize(("rule", "_kept", "_broken"), KEPT)
@pytest.mark.parametrize("needs", [{"a": 3}, {"a": 2, "b": 1}, {"c": 2}, {"b": 4}])
def test_optimum_is_brute_forces(
    rule: to.Rule, _kept: object, _broken: object, needs: dict[str, int]
) -> None:
    """Under each rule alone the optimum, or that there is none, is the oracle's."""
    laws.reductions_keep_the_optimum(scenario(needs, offer(rule)))


def test_headcount_has_to_be_told() -> None:
    """Whoever quotes says how many people there are; nobody's contract needs none."""
    suite = offer(to.WholeHeadcount(to.Meter.of("a")))

    with pytest.raises(to.QuantityError, match="headcount") as caught:
        to.quote(suite, {"a": 5}, MONTH)

    assert codes(caught.value) == ["headcount-needed"]
    assert to.quote(suite, {"a": 5}, MONTH, headcount=5).incl_tax.amount == 15
    assert to.quote(suite, {"c": 1}, MONTH).incl_tax.amount == 7


@pytest.mark.parametrize(("people", "stands"), [(None, True), (5, True), (6, False)])
def test_an_example_may_say_how_many_people_there_are(
    people: int | None, stands: bool
) -> None:
    """An example for too few of its people has no price; it is read as written."""
    suite = offer(to.WholeHeadcount(to.Meter.of("a")))
    example = to.Example((("a", 5),), monthly=Fraction(15), headcount=people)
    suite = attrs.evolve(suite, examples=[example])

    results = {r.check.name: r for r in check_tariff(suite, raise_=False)}

    assert results["examples-agree"].ok is stands
    assert stands or "6" in results["examples-agree"].faults[0].text("en")
    document = to.tariff_to_dict(suite)
    assert document["examples"][0].get("headcount") == people
    assert to.tariff_from_dict(document) == suite


def test_an_example_s_headcount_is_a_whole_number() -> None:
    """Anything else is a fault at its place."""
    document = to.tariff_to_dict(offer(to.WholeHeadcount(to.Meter.of("a"))))
    document["examples"] = [{"buy": {"a": 5}, "headcount": "all"}]

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document)

    assert [f.place.path for f in caught.value.faults] == ["$.examples[0].headcount"]


def test_whole_headcount_is_bought_for_all_or_nobody() -> None:
    """9 of 52 people need it: 52 are bought where that is cheaper than the other."""
    items = [item("employee", "crm"), item("flexible", "crm")]
    lines = [charge(37, "employee"), charge(90, "flexible")]
    rule = to.WholeHeadcount(to.Meter.of("employee"))
    suite = tariff("one", *lines, items=items, rules=[rule])

    def plan(users: int) -> to.Plan:
        people = [
            to.Group("users", users, needs={"crm"}),
            to.Group("others", 52 - users, needs={"crm"}, coverage=0),
        ]
        return to.optimize(to.Scenario(people, [suite], MONTH))

    assert bought(plan(21)) == {("one", "flexible"): 21}
    assert bought(plan(22)) == {("one", "employee"): 52}
    assert plan(22).cost.incl_tax.amount == 52 * 37 < 22 * 90


def _joint(suite: to.Tariff, **bodies: tuple[int, int]) -> to.Scenario:
    """Give bodies with (users, people) each."""
    groups = [
        group
        for body, (users, people) in bodies.items()
        for group in (
            to.Group(f"users {body}", users, body=body),
            to.Group(f"others {body}", people - users, coverage=0, body=body),
        )
    ]
    return to.Scenario(groups, [suite], MONTH, needs={"crm"})


@pytest.mark.parametrize("reductions", [(), None])
def test_each_body_counts_its_own_people(reductions: tuple[str, ...] | None) -> None:
    """Each body buys for all of its own people or for nobody, whatever others have."""
    items = [item("employee", "crm"), item("flexible", "crm")]
    lines = [charge(37, "employee"), charge(90, "flexible")]
    rule = to.WholeHeadcount(to.Meter.of("employee"))
    suite = tariff("one", *lines, items=items, rules=[rule])
    asked = _joint(suite, a=(3, 8), b=(4, 8))

    plan = to.optimize(asked, reductions=reductions)

    assert asked.groups.headcounts == {"a": 8, "b": 8}
    found = {(p.key.contract.body, p.item): p.purchased for p in plan.purchases}
    assert found == {("a", "flexible"): 3, ("b", "employee"): 8}
    assert plan.cost.incl_tax.amount == 3 * 90 + 8 * 37 == brute_force(asked)
    assert "8" in to.plan_text(plan)


def test_a_headcount_in_the_way_is_named_for_bodies() -> None:
    """Where no body can buy for all, the message names none of their numbers."""
    seat = item("employee", "crm", maximum=7)
    rule = to.WholeHeadcount(to.Meter.of("employee"))
    suite = tariff("one", charge(37, "employee"), items=[seat], rules=[rule])

    with pytest.raises(to.InfeasibleError, match="all people of a body") as caught:
        to.optimize(_joint(suite, a=(3, 8), b=(4, 5)))

    assert codes(caught.value)[-1] == "conflict-headcount-bodies"
    assert "各団体の全員分" in caught.value.text("ja")


def test_minimum_contract_is_bought_in_full() -> None:
    """Three users pay for five, and the reason is the rule."""
    rule = to.MinimumContract(to.Meter.of("a"), 5)
    plan = to.optimize(scenario({"a": 3}, offer(rule)))

    assert bought(plan) == {("t", "a"): 5}
    assert plan.purchases[0].idle_reason == "idle-required"
    for lang in ("en", "ja"):
        assert "5" in to.plan_text(plan, lang=lang)


@pytest.mark.parametrize(("entry", "rule"), DOCUMENTS)
def test_rules_are_read_and_written(entry: dict[str, Any], rule: to.Rule) -> None:
    """Keys alone say which rule is meant; what is written reads back equal."""
    read = to.tariff_from_dict(document(entry))

    assert read.versions[0].rules == (rule,)
    assert to.tariff_from_dict(to.tariff_to_dict(read)) == read


@pytest.mark.parametrize(
    ("entry", "code", "path"),
    [
        ({}, "rule-unclear", ""),
        ({"item": "a"}, "rule-unclear", ""),
        ({"rule": "ratio", "item": "a", "per": "b"}, "rule-key-missing", ".at_most"),
        ({"requires": "b"}, "rule-key-missing", ".item"),
        ({"at_most": 5}, "rule-key-missing", ".pool"),
        ({"item": "a", "requires": "b", "at_most": 5}, "rule-key", ".at_most"),
        ({"item": "a", "pool": ["b"], "at_most": 5}, "rule-key", ".item"),
        ({"item": "a", "equals": "a"}, "rule-same", ".equals"),
        ({"item": "a", "excludes": "x"}, "unknown-item", ".excludes"),
        ({"pool": ["a", "x"], "at_most": 5}, "unknown-item", ".pool[1]"),
        ({"pool": ["a"], "at_most": "1/2"}, "rule-whole", ".at_most"),
        ({"pool": ["a"], "at_least": 0}, "out-of-range", ".at_least"),
        ({"pool": ["a"], "at_least": "everybody"}, "not-allowed", ".at_least"),
        ({"rule": "minimum", "pool": ["a"], "at_least": "headcount"},
         "rule-at-least", ".at_least"),
        ({"rule": "headcount", "pool": ["a"], "at_least": 5},
         "rule-at-least", ".at_least"),
        ({"rule": "tie", "item": "a"}, "not-one-of", ".rule"),
    ],
)  # fmt: skip
def test_faulty_rules(entry: dict[str, Any], code: str, path: str) -> None:
    """Each fault is named at its place, in words of both languages."""
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document(entry))

    (fault,) = caught.value.faults
    assert (fault.code, fault.place.path) == (code, f"$.rules[0]{path}")


@pytest.mark.parametrize(("rule", "_kept", "_broken"), KEPT)
def test_rules_are_said(rule: to.Rule, _kept: object, _broken: object) -> None:
    """The text of a tariff says each rule with the names of its items."""
    for lang in ("en", "ja"):
        text = tariff_text(offer(rule), lang=lang)
        assert all(item_id.capitalize() in text for item_id in rule.items)
        assert "{" not in text


@pytest.mark.parametrize(("rule", "_kept", "_broken"), KEPT)
def test_kit_passes_under_each_rule(
    rule: to.Rule, _kept: object, _broken: object
) -> None:
    """A tariff with a rule is sound: both accounts, envelope and search agree."""
    results = check_tariff(offer(rule), raise_=False)

    assert {r.check.name for r in results if r.outcome == "failed"} <= {"source"}


def test_price_steps_keep_to_the_rules() -> None:
    """Alone, an item is bought between the contract's minimum and the cap."""
    seat = to.Meter.of("a")
    prices = payable(
        offer(to.FamilyCap(seat, 9), to.MinimumContract(seat, 5)), item="a"
    )

    assert [prices.allows(n) for n in (0, 4, 5, 9, 10)] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert envelope(prices.tariff, item="a").at_least(2).purchase == 5


@pytest.mark.parametrize(
    ("file", "cost", "quantities"),
    [
        ("today", 7_000, {"basic": 100, "premium": 180, "e3": 60}),
        ("grown-f3", 8_940, {"basic": 40, "premium": 260, "f3": 60, "e3": 60}),
        ("grown", 9_780, {"basic": 100, "premium": 200, "e3": 120}),
    ],
)
def test_family_cap_of_an_office_suite(
    project: Path, file: str, cost: int, quantities: dict[str, int]
) -> None:
    """340 seats, then 420 under the cap of 300, with F3 acceptable and without."""
    path = project / "examples" / "s5-family-cap" / f"{file}.toml"
    plan = to.optimize(to.read_scenario(path))

    assert plan.cost.incl_tax == to.GrossMoney(cost, "USD")
    assert {p.item: p.purchased for p in plan.purchases} == quantities
    greedy = {"basic": 40, "premium": 260, "e3": 120}
    suite = plan.scenario.offers[0]
    assert to.quote(suite, greedy, MONTH).incl_tax.amount == 10_680


# --- units that other items carry for free ------------------------------------------


def carried(
    price: int | to.Volume = 2, *, each: int = 5, most: int | None = None
) -> to.Tariff:
    """Make a tariff whose members carry guests for free; more guests are paid for."""
    schedule = to.PerUnit(price) if isinstance(price, int) else price
    guests = to.Charge(
        schedule, "month", to.Meter.of("guest"), free=to.Meter.pool({"member": each})
    )
    limits = {} if most is None else {"maximum": most}
    items = [item("member", "staff", **limits), item("guest", "guest", **limits)]
    return tariff("t", charge(7, "member"), guests, items=items)


@pytest.mark.parametrize(
    ("member", "guest", "paid"), [(3, 14, 0), (3, 15, 0), (3, 16, 1), (0, 2, 2)]
)
def test_members_carry_guests_for_free(member: int, guest: int, paid: int) -> None:
    """Five guests for each member are free, and each one beyond them is paid for."""
    bill = to.quote(carried(), {"member": member, "guest": guest}, MONTH)

    assert bill.incl_tax.amount == 7 * member + 2 * paid


@pytest.mark.parametrize(("price", "members"), [(2, 6), (1, 1)])
def test_members_are_bought_for_what_they_carry(price: int, members: int) -> None:
    """A member more is bought just where it costs less than the guests it frees."""
    plan = to.optimize(scenario({"staff": 1, "guest": 30}, carried(price)))

    assert bought(plan) == {("t", "member"): members, ("t", "guest"): 30}


FALLING = to.Volume((to.Tier(4, 9), to.Tier(None, 3)))


@pytest.mark.parametrize("price", [1, 2, to.Volume((to.Tier(4, 3), to.Tier(None, 9)))])
@pytest.mark.parametrize("needs", [{"guest": 5}, {"staff": 1, "guest": 6}])
def test_optimum_with_free_units(price: int | to.Volume, needs: dict[str, int]) -> None:
    """The optimum is the oracle's with every reduction, also where prices jump up."""
    laws.reductions_keep_the_optimum(scenario(needs, carried(price, each=2)))


@pytest.mark.parametrize("needs", [{"guest": 5}, {"staff": 1, "guest": 6}])
def test_optimum_with_free_units_of_a_falling_price(needs: dict[str, int]) -> None:
    """With a last quantity of both, prices that fall may be carried as well."""
    given = scenario(needs, carried(FALLING, each=2, most=9))

    laws.reductions_keep_the_optimum(given)
    for member in range(4):
        for guest in range(8):
            served = {(0, 0): 0}
            none = attrs.evolve(given, groups=_nobody(given))
            assert laws.objective_is_the_bill(none, [member, guest], served)


def _nobody(given: to.Scenario) -> to.Groups:
    return to.Groups.of([attrs.evolve(g, people=0) for g in given.groups])


def test_falling_prices_carry_only_up_to_a_last_quantity() -> None:
    """Without one there is no bound on what may be worth buying, and that is said."""
    with pytest.raises(to.ScenarioError) as caught:
        to.optimize(scenario({"guest": 5}, carried(FALLING)))

    assert codes(caught.value) == ["free-falls"]


def test_free_units_are_read_and_written() -> None:
    """The key `free` names the item and how many each of it carries."""
    written = to.tariff_to_dict(carried())

    assert written["charges"][1]["free"] == {"item": "member", "each": 5}
    assert to.tariff_from_dict(written) == carried()
    assert "5 free for each Member" in tariff_text(carried())


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"free": {"item": "guest", "each": 5}}, "free-by-itself", ".item"),
        ({"free": {"item": "chair", "each": 5}}, "unknown-item", ".item"),
        ({"free": {"item": "member", "each": 0}}, "out-of-range", ".each"),
        ({"free": {"item": "member"}}, "missing-key", ".each"),
        ({"maximum": 9}, "free-up-to", ""),
        (
            {
                "scheme": "volume",
                "tiers": [{"up_to": 4, "price": 9}, {"price": 3}],
                "price": None,
            },
            "free-falls",
            "",
        ),
        (
            {
                "scheme": "volume",
                "tiers": [{"up_to": 4, "price": 3}, {"price": 3}],
                "tier_by": ["member"],
                "price": None,
            },
            "free-tier-by",
            "",
        ),
    ],
)
def test_faulty_free_units(more: dict[str, Any], code: str, path: str) -> None:
    """Each fault is named at its place."""
    broken = to.tariff_to_dict(carried())
    charge_of_guests = broken["charges"][1] | more
    broken["charges"][1] = {k: v for k, v in charge_of_guests.items() if v is not None}

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(broken)

    assert {fault.code for fault in caught.value.faults} == {code}
    assert caught.value.faults[0].place.path == f"$.charges[1].free{path}"


# --- no plan ------------------------------------------------------------------------


def limited(rule: to.Rule) -> to.Tariff:
    """Make a tariff of two items, at most three of each, with a rule."""
    items = [item(name, name, maximum=3) for name in "ab"]
    return tariff("t", charge(3, "a"), charge(5, "b"), items=items, rules=[rule])


AB = to.Meter.pool(["a", "b"])


@pytest.mark.parametrize(
    ("rule", "needs", "words"),
    [
        (to.Ratio("a", "1/2", "b"), {"a": 2}, "at most 0.5 of a for each of b"),
        (to.Excludes("a", "b"), {"a": 1, "b": 1}, "not sell a and b together"),
        (to.FamilyCap(AB, 4), {"a": 3, "b": 2}, "at most 4 of a + b in total"),
        (to.MinimumContract(AB, 7), {"a": 1}, "at least 7 of a + b in total"),
        (to.WholeHeadcount(to.Meter.of("a")), {"a": 2, "b": 2}, "for all 4 people"),
    ],
)
def test_the_rule_in_the_way_is_named(
    rule: to.Rule, needs: dict[str, int], words: str
) -> None:
    """A rule that the needs cannot keep is named beside them."""
    given = scenario(needs, limited(rule))
    with pytest.raises(to.InfeasibleError, match=re.escape(words)) as caught:
        to.optimize(given)

    named = [f"needs:{need}" for need in needs]
    assert codes(caught.value)[-1] == f"conflict-{rule.kind}"
    assert set(caught.value.conflict) <= {*named, "rules:t[0]"}
    assert caught.value.conflict[-1] == "rules:t[0]"
    assert brute_force(given) is None


def test_rules_hold_under_choices() -> None:
    """A rule with `when` binds under that choice only; the optimum is the oracle's."""
    cap = {"pool": ["a", "b"], "at_most": 2, "when": {"plan": "light"}}
    plans = {"plan": {"options": {"light": "Light", "full": "Full"}}}
    read = to.tariff_from_dict(document(cap) | {"choices": plans})

    assert read.versions[0].rules[0].when == (("plan", ("light",)),)
    assert to.tariff_from_dict(to.tariff_to_dict(read)) == read
    with pytest.raises(to.QuantityError):
        to.quote(read, {"a": 3}, MONTH, {"plan": "light"})
    assert to.quote(read, {"a": 3}, MONTH, {"plan": "full"}).incl_tax.amount == 9
    laws.reductions_keep_the_optimum(scenario({"a": 3}, read))
