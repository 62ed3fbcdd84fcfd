"""Tiers selected by what is bought at list price: amounts of money, exact at each end.

Gold lists at 100 dollars and silver at 19.99. Up to 9,999.99 both cost that; from
10,000 on 5 % less, from 50,000 on 10 % less.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.documents import Document
from tariffopt.formulation import build_program
from tariffopt.problem import compile_scenario
from tariffopt.report.tariffs import tariff_text
from tariffopt.testing import check_tariff
from tariffopt.testing.fixed import cost_in_program
from tariffopt.testing.oracles import brute_force
from tests.building import MONTH, charge, codes, item, scenario, tariff, volume
from tests.laws import least

LISTED: dict[str, int | str] = {"gold": 100, "silver": "19.99"}
LEVELS: list[dict[str, Any]] = [
    {"up_to": Decimal("9999.99")},
    {"from": 10_000, "up_to": "49999.99", "discount": "5%"},
    {"from": "50000.00", "discount": "10%"},
]


def document(tiers: list[dict[str, Any]] = LEVELS, **chosen: Any) -> Document:
    """Write the tariff, its tiers by list prices and what else is said of them."""
    by = {"list_price": LISTED, **chosen}
    return {
        "id": "suite",
        "name": "Suite",
        "vendor": "Example Ltd",
        "currency": "USD",
        "prices": "excluding-tax",
        "source": {"title": "price list", "date": "2021-04-01"},
        "items": {"gold": {"grants": ["design"]}, "silver": {"grants": ["viewing"]}},
        "charges": [
            {"item": i, "per": "month", "scheme": "volume", "price": p, "tiers": tiers}
            | {"tier_by": by}
            for i, p in LISTED.items()
        ],
    }


def suite(tiers: list[dict[str, Any]] = LEVELS, **chosen: Any) -> to.Tariff:
    """Read the tariff."""
    return to.tariff_from_dict(document(tiers, **chosen))


def broken(offer: to.Tariff) -> list[str]:
    """Name what the kit finds wrong, advice left aside."""
    results = check_tariff(offer, raise_=False)
    return [r.check.name for r in results if not (r.ok or r.check.advice)]


@pytest.mark.parametrize(
    ("end", "unit", "refused"),
    [
        (10**15, "1", False),
        (10**15 + 1, "1", True),
        (10**30, "1", True),
        (10**13, "0.01", False),
        (10**13 + 1, "0.01", True),
    ],
)
def test_ends_are_as_large_as_quantities_may_be(
    end: int, unit: str, refused: bool
) -> None:
    """More than 10**15 steps of the finest place are refused, where they stand."""
    written = document([{"up_to": end}, {"discount": "5%"}])
    written["charges"] = written["charges"][:1]
    written["charges"][0]["tier_by"] = {"list_price": {"gold": unit}}
    written["items"] = {"gold": {"grants": ["design"]}}
    if not refused:
        assert broken(to.tariff_from_dict(written)) == []
        return
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(written)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.path) == (
        "list-price-size",
        "$.charges[0].tiers[0].up_to",
    )
    assert "too large" in fault.text()


@pytest.mark.parametrize("end", [10**12, 10**12 + 1, 10**15])
@pytest.mark.parametrize("price", [9, 90_000])
def test_tiers_that_end_nowhere_are_in_order(end: int, price: int) -> None:
    """An end beyond what a solver sees is no fault: such needs are never asked for."""
    offer = tariff("t", charge(volume((10, price + 1), (end, price))))

    assert broken(offer) == []
    assert least(scenario(11, offer)) == 11 * price


def test_unknown_items_are_told_beside_bad_prices() -> None:
    """A list price of 0 and an item that is not sold are told at once."""
    written = document(list_price={**LISTED, "silver": 0, "bronze": 3})
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(written)

    told = {(f.code, f.place.path.rpartition(".")[2]) for f in caught.value.faults}
    assert told == {("out-of-range", "silver"), ("unknown-item", "bronze")}


@pytest.mark.parametrize(
    "charges", [None, 3, [3], [{"tier_by": 3}], [{"tier_by": {"list_price": 3}}]]
)
def test_faults_of_any_form_are_told(charges: object) -> None:
    """Whatever stands in place of charges, a schema's faults are all that is told."""
    for broken in ({"charges": charges}, {"versions": [{"charges": charges}, 3]}):
        with pytest.raises(to.TariffError) as caught:
            to.tariff_from_dict({**document(), **broken})
        assert caught.value.faults


def cost(offer: to.Tariff, **bought: int) -> Fraction:
    """Quote a month without tax."""
    return to.quote(offer, bought, MONTH).incl_tax.amount


def faults(found: Document) -> dict[str, to.Fault]:
    """Give the faults of a document by their paths."""
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(found)
    return {fault.place.path: fault for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("gold", "silver", "share"),
    [
        (99, 5, 1),  # 9,999.95
        (80, 100, 1),  # 9,999.00
        (80, 101, Fraction(95, 100)),  # 10,018.99
        (100, 0, Fraction(95, 100)),  # 10,000.00
        (500, 0, Fraction(90, 100)),  # 50,000.00
        (499, 5, Fraction(95, 100)),  # 49,999.95
    ],
)
def test_the_amount_at_list_price_selects(gold: int, silver: int, share: Any) -> None:
    """The tier holds the sum of list price times quantity, ends inclusive, exactly."""
    listed = gold * 100 + silver * Fraction("19.99")
    buy = {"gold": gold, "silver": silver}

    assert cost(suite(), **buy) == listed * share
    assert cost_in_program(suite(), buy, MONTH) == listed * share


def test_a_bound_is_exact_to_the_cent() -> None:
    """An end of 199.90 holds ten at 19.99; one of 199.89 holds nine."""
    for end, share in (("199.90", 1), ("199.89", Fraction(1, 2))):
        offer = suite([{"up_to": end}, {"discount": "50%"}])
        assert cost(offer, silver=9) == 9 * Fraction("19.99")
        assert cost(offer, silver=10) == 10 * Fraction("19.99") * share


def test_python_measures_in_money() -> None:
    """A meter of list prices gives the readings for its tiers' ends."""
    spent = to.Meter.list_price(LISTED)
    tiers = [
        to.Tier(spent.units("9999.99"), 100),
        to.Tier(spent.units("49999.99"), 100, discount="5%"),
        to.Tier(None, 100, discount="10%"),
    ]
    built = to.Charge(to.Volume(tiers), "month", to.Meter.of("gold"), selector=spent)

    assert built == suite().versions[0].charges[0]
    assert spent.list_prices == {"gold": 100, "silver": Fraction("19.99")}
    assert to.Meter.list_price({"a": 3}, "0.01").read({"a": 2}) == 600


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: to.Meter.list_price({"a": 0}), "above 0"),
        (lambda: to.Meter.list_price({"a": "1/3"}), "decimal"),
        (lambda: to.Meter.list_price({"a": "19.99"}, 1), "no multiple"),
        (lambda: to.Meter.list_price({"a": 10}, 5), "decimal place"),
        (lambda: to.Meter.list_price({"a": 10}).units("9.5"), "no multiple"),
        (
            lambda: to.Charge(to.PerUnit(1), "month", to.Meter.list_price({"a": 1})),
            "counts units",
        ),
        (lambda: to.FamilyCap(to.Meter.list_price({"a": 1}), 9), "counts units"),
    ],
)
def test_python_values_are_checked(make: Any, words: str) -> None:
    """What is no list price, or counts units, is refused in Python too."""
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    "tiers",
    [
        LEVELS,
        [{"up_to": 500}, {"price": 3}],
        [{"from": "0.001", "up_to": 500}, {"price": 3}],
        [{"up_to": "0.5"}, {"from": "0.51", "up_to": 7, "price": 3}],
    ],
)
def test_documents_say_it(tiers: list[dict[str, Any]]) -> None:
    """What is written reads back as it was, in the same decimal place."""
    offer = suite(tiers)
    written = json.loads(json.dumps(to.tariff_to_dict(offer)))

    assert to.tariff_from_dict(written) == offer
    assert written["charges"][0]["tier_by"]["list_price"]["silver"] == "19.99"


def test_a_finer_meter_is_written() -> None:
    """A unit finer than prices and ends show reads back as well."""
    spent = to.Meter.list_price({"seat": 5}, "0.01")
    line = attrs.evolve(charge(volume((1000, 5), (None, 4))), selector=spent)
    offer = tariff("t", line)

    assert to.tariff_from_dict(to.tariff_to_dict(offer)) == offer


@pytest.mark.parametrize(
    ("tiers", "code", "path", "words"),
    [
        (
            [{"up_to": 9999}, {"from": 10_000}],
            "tier-hole",
            "tiers[1].from",
            "9999.01 to 9999.99",
        ),
        (
            [{"up_to": 10_000}, {"from": 10_000}],
            "tier-overlap",
            "tiers[1].from",
            "10000",
        ),
        ([{"from": 20, "up_to": 50}], "tier-late", "tiers[0].from", "19.99"),
        ([{"up_to": 9}, {"up_to": "8.99"}], "tier-order", "tiers[1].up_to", "8.99"),
        ([{"up_to": "29/4"}], "not-allowed", "tiers[0].up_to", "29/4"),
        ([{"up_to": 0}], "out-of-range", "tiers[0].up_to", "0"),
        ([{"up_to": "0.00"}], "not-allowed", "tiers[0].up_to", "0.00"),
    ],
)
def test_faults_name_money(
    tiers: list[dict[str, Any]], code: str, path: str, words: str
) -> None:
    """Holes, overlaps and ends that are none are told in money, at their place."""
    found = faults(document(tiers))[f"$.charges[0].{path}"]

    assert found.code == code
    assert words in found.text("en").replace(",", "")
    assert found.text("ja")


def test_the_first_tier_may_say_from_where() -> None:
    """The cheapest item's list price is the least amount there is."""
    assert suite([{"from": "19.99", "up_to": 50}, {}]) == suite([{"up_to": 50}, {}])


@pytest.mark.parametrize(
    ("chosen", "path", "code"),
    [
        (
            {"list_price": {"gold": 100, "bronze": 5}},
            "list_price.bronze",
            "unknown-item",
        ),
        ({"list_price": {"gold": 0}}, "list_price.gold", "out-of-range"),
        ({"list_price": {"gold": "1/3"}}, "list_price.gold", "not-allowed"),
        ({"list_price": {}}, "list_price", "empty"),
        ({"items": ["gold"]}, "list_price", "blocks-and"),
        ({"gold": 3}, "gold", "unknown-key"),
        ({"held": 1}, "held", "unknown-key"),
    ],
)
def test_faults_of_list_prices(chosen: dict[str, Any], path: str, code: str) -> None:
    """Each list price is a decimal number above 0 of an item that there is."""
    assert faults(document(**chosen))[f"$.charges[0].tier_by.{path}"].code == code


@pytest.mark.parametrize("by", [["gold"], {"gold": 3}, {"items": ["gold"]}, None])
@pytest.mark.parametrize(("key", "end"), [("up_to", Decimal("9.5")), ("up_to", "9")])
def test_units_have_whole_ends(by: Any, key: str, end: object) -> None:
    """Where units are counted, an end that is not whole is refused as ever."""
    found = document([{key: end}])
    for line in found["charges"]:
        line["tier_by"] = by
        if by is None:
            del line["tier_by"]

    fault = faults(found)[f"$.charges[0].tiers[0].{key}"]

    assert (fault.code, fault.fields["allowed"]) == ("not-allowed", "1, 500")


def test_an_item_may_be_called_list_price() -> None:
    """Whole weights are weights of items, whatever these are called."""
    found = document([{"up_to": 5}, {"discount": "5%"}])
    found["items"] = {"gold": {}, "list_price": {}}
    found["charges"] = found["charges"][:1]
    found["charges"][0]["tier_by"] = {"list_price": 2, "gold": 1}
    selector = to.tariff_from_dict(found).versions[0].charges[0].selector

    assert selector == to.Meter.pool({"list_price": 2, "gold": 1})


def test_other_schemes_have_no_selector() -> None:
    """Only a volume price has its tier selected, by money or not."""
    found = document()
    found["charges"][0]["scheme"] = "graduated"

    assert faults(found)["$.charges[0].tier_by"].code == "key-of-another-scheme"


def test_prices_end_at_an_amount() -> None:
    """Above the last amount nothing has a price, and the refusal names money."""
    offer = suite([{"up_to": 1000}])

    with pytest.raises(to.QuantityError) as caught:
        cost(offer, gold=10, silver=1)
    assert codes(caught.value)[0] == "quantity-no-price"
    assert "USD 1,019.99" in caught.value.faults[0].text("en")
    assert "1,019.99" in caught.value.faults[0].text("ja")
    assert cost(offer, gold=10) == 1000
    asked = scenario({"design": 9, "viewing": 5}, offer)
    assert least(asked) == brute_force(asked) == Fraction("999.95")
    asked = scenario({"design": 10, "viewing": 1}, offer)
    assert least(asked) is None is brute_force(asked)


def test_padding_reaches_the_next_level() -> None:
    """One silver more at 19.99 brings 5 % off 99 gold; the plan shows it in money."""
    asked = scenario({"design": 99, "viewing": 4}, suite())
    plan = to.optimize(asked)

    assert {p.item: p.purchased for p in plan.purchases} == {"gold": 99, "silver": 6}
    assert plan.purchases[0].tier == (
        to.Money(10_000, "USD"),
        to.Money("49999.99", "USD"),
    )
    again = to.Plan.from_json(plan.to_json())
    assert again == plan
    assert to.certify(again) == plan.certificate
    text = to.plan_text(plan)
    assert "tier USD 10,000.00 to" in text
    assert "total at list prices (Gold at USD 100.00 + Silver at USD 19.99): USD" in (
        " ".join(text.split())
    ).replace("gold", "Gold").replace("silver", "Silver")
    assert "999999" not in text.replace(",", "")
    assert "定価での合計額" in to.plan_text(plan, lang="ja")


def test_price_lists_show_money() -> None:
    """Ends of tiers are amounts, in both languages, and no scaled numbers."""
    for lang in ("en", "ja"):
        text = tariff_text(suite(held=True), lang=lang).replace("\n", " ")
        assert "10,000.00" in text
        assert "9,999.99" in text
        assert "999,999" not in text


def test_what_is_held_counts_at_list_price() -> None:
    """90 gold held are 9,000: ten more reach 10,000, of which only these are paid."""
    offer = suite(held=True)
    quoted = {
        n: to.quote(offer, {"gold": n}, MONTH, held={"gold": 90}).incl_tax.amount
        for n in (9, 10)
    }

    assert quoted == {9: 900, 10: 950}
    plain = scenario({"design": 10, "viewing": 1}, suite())
    held = {offer.id: {"gold": 90}}
    asked = to.Scenario(plain.groups, [offer], plain.terms, held=held)
    assert least(asked) == Fraction("1019.99") * Fraction("0.95")
    over = suite([{"up_to": 1000}], held=True)
    with pytest.raises(to.QuantityError, match=r"9,000.*1,000"):
        to.quote(over, {"gold": 1}, MONTH, held={"gold": 90})


def test_bodies_reach_an_amount_together() -> None:
    """Two bodies of 60 gold each come to 12,000 together: both have 5 % off."""
    offer = suite(scope="bodies")
    groups = [
        to.Group(body, 60, needs={"design"}, body=body) for body in ("north", "south")
    ]
    plan = to.optimize(to.Scenario(groups, [offer], MONTH))

    assert plan.cost is not None
    assert plan.cost.incl_tax.amount == 2 * 60 * 95
    apart = suite()
    alone = to.optimize(to.Scenario(groups, [apart], MONTH))
    assert alone.cost is not None
    assert alone.cost.incl_tax.amount == 2 * 6000


def test_bodies_whose_prices_end_at_an_amount() -> None:
    """More than all may spend together is no plan, and the refusal names money."""
    offer = suite([{"up_to": 10_000}], scope="bodies")
    groups = [to.Group(b, 60, needs={"design"}, body=b) for b in ("north", "south")]

    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(to.Scenario(groups, [offer], MONTH))

    said = str(caught.value)
    assert "USD 12,000.00" in said
    assert "USD 2,000.00" in said


def test_amounts_of_millions_are_exact() -> None:
    """A boundary of a hundred million, in cents, is met and missed by one cent."""
    prices = {"gold": "1999.99", "silver": "0.01"}
    spent = to.Meter.list_price(prices)
    tiers = [to.Tier(spent.units("99999999.99"), 10), to.Tier(None, 5)]
    lines = [
        to.Charge(to.Volume(tiers), "month", to.Meter.of(name), selector=spent)
        for name in prices
    ]
    items = [item("gold", "design"), item("silver", "viewing")]
    offer = tariff("t", *lines, items=items, currency="USD")
    short = 10_000_000_000 - 50_000 * 199_999  # in cents
    for silver, price in ((short - 1, 10), (short, 5)):
        buy = {"gold": 50_000, "silver": silver}
        assert cost(offer, **buy) == price * (50_000 + silver)
        assert cost_in_program(offer, buy, MONTH) == price * (50_000 + silver)


def test_the_program_counts_in_the_greatest_common_unit() -> None:
    """List prices of 10,000 and 25,000 yen are counted in 5,000 yen."""
    spent = to.Meter.list_price({"gold": 10_000, "silver": 25_000})
    tiers = [
        to.Tier(99_999, 100),
        to.Tier(103_000, 99),
        to.Tier(104_000, 1),
        to.Tier(None, 95),
    ]
    lines = [
        to.Charge(to.Volume(tiers), "month", to.Meter.of(name), selector=spent)
        for name in ("gold", "silver")
    ]
    items = [item("gold", "design"), item("silver", "viewing")]
    asked = scenario({"design": 9, "viewing": 1}, tariff("t", *lines, items=items))
    problem = compile_scenario(asked)
    program = build_program(problem).program

    factors = {abs(f) for row in program.rows for _, f in row.terms}
    assert {2, 5} <= factors
    assert max(factors) < 10_000
    chosen = [column.name for column in program.columns if column.name[:2] == "yt"]
    assert len(chosen) == len(tiers) - 1  # no amount lies from 103,001 to 104,000
    assert least(asked) == brute_force(asked)


def test_the_kit_has_nothing_against_it() -> None:
    """The conformance kit, which asks the solver too, passes."""
    for offer in (suite(), suite([{"up_to": "9999.99"}, {"discount": "5%"}])):
        wrong = [
            r.text()
            for r in check_tariff(offer, raise_=False)
            if not r.ok and not r.check.advice
        ]
        assert wrong == []


def test_lint_tells_amounts() -> None:
    """What lint finds in such a table is told in money; what it cannot know, not."""
    found = {f.code: f for f in to.lint(suite([{"up_to": 1000}]))}
    assert "USD 1,000.00" in found["no-open-tier"].text("en")

    limited = document([{"up_to": "119.99"}, {"discount": "5%"}])
    limited["items"] = {name: {"maximum": 1} for name in LISTED}
    unreached = [f for f in to.lint(limited) if f.code == "tier-unreachable"]
    assert "USD 120.00" in unreached[0].text("en")

    rising = suite([{"up_to": 100, "price": 1}, {"price": 2}])
    risen = [f for f in to.lint(rising) if f.code == "unit-price-rises"]
    assert "USD 100.00" in risen[0].text("en")


def test_what_is_held_may_fill_a_tier() -> None:
    """Held units that just fill the first tier leave it to those who add no money."""
    prices = to.Meter.list_price({"guest": 1})
    tiers = to.Volume([to.Tier(3, 7), to.Tier(4, 5)])
    line = to.Charge(
        tiers, "month", to.Meter.of("seat"), selector=prices, with_held=True
    )
    offer = tariff("t", line, items=[item("seat"), item("guest")])
    held = {"guest": 3}

    for guests, amount in ((0, 7), (1, 5)):
        bought = {"seat": 1, "guest": guests}
        bill = to.quote(offer, bought, MONTH, held=held)
        assert bill.incl_tax.amount == amount
        assert cost_in_program(offer, bought, MONTH, {}, held=held) == amount
