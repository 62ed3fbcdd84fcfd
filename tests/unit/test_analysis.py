"""A tariff alone: the real case's figures, and the corners of what is computed."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

import tariffopt as to
from tariffopt.analysis import payable
from tariffopt.documents import Document

TERMS = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))
CHAT = [{"up_to": 500, "price": 400}, {"up_to": 3000, "price": 350}]


def tariff(*charges: Document, items: Document | None = None, **more: Any) -> to.Tariff:
    """Make a tariff of the charges given; of one item when none are named."""
    document = {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": items or {"seat": {}},
        "charges": [{"per": "month", **charge} for charge in charges],
    }
    return to.tariff_from_dict(document | more)


def volume(*tiers: tuple[int | None, int], **more: Any) -> Document:
    """Write a volume charge from (up_to, price) pairs."""
    rows = [
        {"price": price} | ({} if up_to is None else {"up_to": up_to})
        for up_to, price in tiers
    ]
    return {"scheme": "volume", "tiers": rows} | more


SEED = tariff(volume((500, 400), (3000, 350)))


# --- the real case: SCENARIOS S1 and INTERFACE 6 ----------------------------------


def test_seed_dead_zone() -> None:
    """439 to 500 accounts cost more than 501, before tax and with it."""
    expected = (to.DeadZone(first=439, last=500, buy=501),)

    assert to.dead_zones(SEED) == expected
    assert to.dead_zones(SEED, TERMS) == expected


@pytest.mark.parametrize(
    ("need", "purchase", "cost", "plain"),
    [
        (501, 501, 2_314_620, 2_314_620),
        (500, 501, 2_314_620, 2_640_000),
        (450, 501, 2_314_620, 2_376_000),
        (439, 501, 2_314_620, 2_317_920),
        (438, 438, 2_312_640, 2_312_640),
        (416, 416, 2_196_480, 2_196_480),
        (394, 394, 2_080_320, 2_080_320),
        (350, 350, 1_848_000, 1_848_000),
        (305, 305, 1_610_400, 1_610_400),
        (0, 0, 0, 0),
    ],
)
def test_seed_envelope(need: int, purchase: int, cost: int, plain: int) -> None:
    """Every figure of the real case's table is what the envelope says."""
    yen = to.GrossMoney

    expected = to.Point(need, purchase, yen(cost, "JPY"), yen(plain, "JPY"))

    assert to.envelope(SEED, TERMS).at_least(need) == expected


def test_seed_thresholds() -> None:
    """The first need that saves, and those that save 5, 10 and 20 %."""
    found = to.envelope(SEED, TERMS)

    def saving(at_most: int, saves: int) -> to.Saving:
        return to.Saving(at_most, to.Money(saves, "JPY"))

    assert found.next_saving(501) == saving(438, 1_980)
    assert found.saving(501, "5%") == saving(416, 118_140)
    assert found.saving(501, "10%") == saving(394, 234_300)
    assert found.saving(501, "20%") == saving(350, 466_620)


def test_seed_dearest() -> None:
    """500 is the dearest quantity of the dead zone, by 325,380 yen."""
    worst = to.envelope(SEED, TERMS).dearest(439, 500)

    assert worst.need == 500
    assert worst.plain is not None
    assert (worst.plain - worst.cost).amount == 325_380


def test_seed_budget() -> None:
    """Two million yen buy 378 accounts, which cost 1,995,840."""
    found = to.envelope(SEED, TERMS)

    assert found.most_within("2000000") == 378
    assert found.at_least(378).cost.amount == 1_995_840
    assert found.most_within(to.GrossMoney(2_314_620, "JPY")) == 501
    assert found.most_within(5_279) == 0


def test_seed_headroom() -> None:
    """At a need of 450 there is room for 51 more at the same cost; at 501 for none."""
    found = to.envelope(SEED, TERMS)

    assert found.headroom(450) == 51
    assert found.headroom(501) == 0
    assert found.headroom(3000) == 0


def test_seed_ends() -> None:
    """Past 3,000 there is no price: the error says where prices end."""
    found = to.envelope(SEED, TERMS)

    assert found.last == 3000
    for ask in (found.at_least, found.next_saving, found.headroom):
        with pytest.raises(to.QuantityError, match=r"3,001 of seat .*1 to 3,000"):
            ask(3001)
    with pytest.raises(to.QuantityError):
        found.at_least(-1)


# --- dead zones -------------------------------------------------------------------


def test_zone_spans_several_tiers() -> None:
    """The running minimum counts, not the next tier: 4 to 15 cost more than 16."""
    three = tariff(volume((5, 100), (15, 95), (None, 20)))

    assert to.dead_zones(three) == (to.DeadZone(4, 15, 16),)


def test_several_zones() -> None:
    """Each boundary may have its own zone, in rising order."""
    three = tariff(volume((10, 100), (20, 90), (30, 85)))

    zones = to.dead_zones(three)

    assert zones == (to.DeadZone(10, 10, 11), to.DeadZone(20, 20, 21))


def test_graduated_price_has_no_zone() -> None:
    """The same table read as graduated has no dead zone."""
    assert to.dead_zones(tariff({"scheme": "graduated", "tiers": CHAT})) == ()


def test_zone_depends_on_all_charges() -> None:
    """A second charge on the item can close a dead zone."""
    both = tariff(volume((10, 100), (20, 90)), {"scheme": "per_unit", "price": 1000})

    assert to.dead_zones(both) == ()


def test_zone_depends_on_rounding() -> None:
    """Tax rounded on each invoice can make a larger purchase cheaper, or not."""
    prices = volume((9, 10), (20, 9))
    zones = to.dead_zones(tariff(prices), TERMS)

    assert zones == ()
    assert to.dead_zones(tariff(volume((10, 10), (20, 9))), TERMS)[0].buy == 11


def test_only_quantities_that_can_be_bought_count() -> None:
    """With steps of 50 the zone starts and ends at multiples, as does the purchase."""
    stepped = tariff(
        volume((500, 400), (3000, 350)), items={"seat": {"step": 50, "minimum": 100}}
    )

    assert to.dead_zones(stepped) == (to.DeadZone(500, 500, 550),)
    found = to.envelope(stepped, TERMS)
    assert found.at_least(1).purchase == 100
    assert found.at_least(101).purchase == 150
    assert found.at_least(451).plain is None


def test_zone_ends_at_the_items_maximum() -> None:
    """A cheaper tier that cannot be bought makes no dead zone."""
    capped = tariff(volume((500, 400), (3000, 350)), items={"seat": {"maximum": 500}})

    assert to.dead_zones(capped) == ()
    assert to.envelope(capped).last == 500


def test_one_period_without_terms() -> None:
    """Without terms a tariff is judged by one period, as printed."""
    assert to.envelope(SEED).at_least(450).cost.amount == 175_350


@pytest.mark.parametrize(
    ("charges", "more", "words"),
    [
        ([{"scheme": "flat", "price": 9, "per": "once"}], {}, "terms"),
        ([], {"items": {"seat": {}, "guest": {}}}, "name the item"),
    ],
)
def test_what_is_missing_is_asked_for(
    charges: list[Document], more: Document, words: str
) -> None:
    """Charges of several periods need terms; several items need a name."""
    seat = volume((5, 4), item="seat")

    with pytest.raises(ValueError, match=words):
        to.dead_zones(tariff(seat, *charges, **more))


def test_several_versions_need_terms() -> None:
    """A tariff whose prices changed is not judged without a day."""
    charges = [{"per": "month", **volume((5, 4), (9, 3))}]
    dated = {"id": "t", "name": "T", "vendor": "V", "currency": "JPY"}
    two = to.tariff_from_dict(
        dated
        | {"prices": "excluding-tax", "items": {"seat": {}}}
        | {
            "versions": [
                {"from": "2020-04-01", "until": "2021-04-01", "charges": charges},
                {"from": "2021-04-01", "charges": charges},
            ]
        }
    )

    with pytest.raises(ValueError, match="versions"):
        to.dead_zones(two)
    assert to.dead_zones(two, TERMS) == (to.DeadZone(5, 5, 6),)


def test_missing_tax_rate_is_a_fault() -> None:
    """A tax class without a rate is reported, not priced at nothing."""
    food = tariff(volume((5, 4), tax_class="food"))

    with pytest.raises(to.TariffError, match="food"):
        to.envelope(food, TERMS)


def test_unknown_item_is_an_error() -> None:
    """An item the tariff does not have is a `KeyError`."""
    with pytest.raises(KeyError, match="chair"):
        to.envelope(SEED, TERMS, "chair")


# --- envelopes --------------------------------------------------------------------


def test_prices_with_tax() -> None:
    """Prices that include tax are payable as printed."""
    gross = tariff(volume((500, 400), (3000, 350)), prices="including-tax")

    assert to.envelope(gross, TERMS).at_least(501).cost.amount == 501 * 350 * 12


def test_contract_charges_count_once() -> None:
    """A charge of the contract is in the cost of any purchase, and not of none."""
    fee = {"scheme": "flat", "price": 5000, "per": "once"}
    found = to.envelope(tariff(volume((9, 100)), fee), to.Terms(TERMS.start, 12))

    assert found.at_least(0).cost.amount == 0
    assert found.at_least(1).cost.amount == 5000 + 12 * 100


def test_other_items_are_not_bought() -> None:
    """The other item is at zero: only its charge that is due at zero counts."""
    two = tariff(
        volume((9, 100), item="seat"),
        {"scheme": "per_unit", "price": 7, "item": "guest", "minimum": 50,
         "at_zero": "as-priced"},
        items={"seat": {}, "guest": {}},
    )  # fmt: skip

    found = to.envelope(two, to.Terms(TERMS.start, 1), "seat")

    assert found.at_least(2).cost.amount == 250


def test_item_that_needs_another_cannot_be_bought_alone() -> None:
    """Guests need members: alone, not even one can be had."""
    two = tariff(
        {"scheme": "per_unit", "price": "7.25", "item": "member"},
        {"scheme": "per_unit", "price": 0, "item": "guest"},
        items={"member": {}, "guest": {}},
        rules=[{"rule": "ratio", "item": "guest", "at_most": 5, "per": "member"}],
        currency="USD",
    )

    guests = to.envelope(two, TERMS, "guest")

    assert guests.at_least(0).purchase == 0
    assert to.dead_zones(two, TERMS, "guest") == ()
    with pytest.raises(to.QuantityError):
        guests.at_least(1)
    assert to.envelope(two, TERMS, "member").at_least(66).purchase == 66


def test_item_whose_prices_end_below_its_minimum() -> None:
    """An item that cannot be bought at all has only zero."""
    none = tariff(volume((1, 4)), items={"seat": {"minimum": 2}})

    assert to.envelope(none).last == 0
    assert to.envelope(none).most_within(10**6) == 0
    with pytest.raises(to.QuantityError, match="1 of seat cannot be bought"):
        to.envelope(none).at_least(1)


def test_flat_price_without_end() -> None:
    """One price for any number: any budget above it buys any number."""
    found = to.envelope(tariff({"scheme": "flat", "price": 900, "item": "seat"}))

    assert found.most_within(899) == 0
    assert found.most_within(900) is None
    assert found.headroom(1) is None
    assert found.last is None
    assert found.at_least(10**12).cost.amount == 900
    assert found.next_saving(10**12) == to.Saving(0, to.Money(900, "JPY"))


def test_free_item_saves_nothing() -> None:
    """Nothing is saved by needing fewer of what is free."""
    found = to.envelope(tariff({"scheme": "per_unit", "price": 0}))

    assert found.next_saving(10) is None
    assert found.saving(10, "5%") is None
    assert found.at_least(10).purchase == 10


def test_function_that_falls() -> None:
    """A tabulated price may fall within a run; the cheapest is found inside it."""
    runs = [
        {"up_to": 10, "base": 1000, "price": -50},
        {"up_to": 20, "base": 0, "price": 60},
    ]
    falling = tariff({"scheme": "tabulated", "runs": runs})
    found = to.envelope(falling)

    assert found.at_least(1).purchase == 10
    assert to.dead_zones(falling) == (to.DeadZone(1, 9, 10),)
    assert found.most_within(599) == 10
    assert found.dearest(1, 10).need == 1
    mixed = tariff(
        {"scheme": "tabulated", "runs": runs}, {"scheme": "per_unit", "price": 50}
    )
    assert to.envelope(mixed).at_least(3).purchase == 3
    assert to.envelope(mixed).at_least(3).cost.amount == 1000


def test_price_that_falls_stops_at_nothing() -> None:
    """A discount for each unit ends where the charge is used up, not below zero."""
    rebate = to.Volume((to.Tier(None, -5, flat=100),))
    odd = to.Tariff(
        "t", "T", "V", "JPY", "excluding-tax", (to.Item("seat", "S"),),
        (to.Version((to.Charge(rebate, "month", to.Meter.of("seat")),)),),
    )  # fmt: skip

    found = to.envelope(odd)

    assert found.at_least(1).purchase == 20
    assert found.at_least(30).cost.amount == 0
    assert to.dead_zones(odd) == (to.DeadZone(1, 19, 20),)


@pytest.mark.parametrize("wrong", [2.5, to.NetMoney(1, "JPY"), to.Money(1, "USD")])
def test_wrong_budget_is_refused(wrong: Any) -> None:
    """A budget is exact, with tax, in the tariff's currency."""
    with pytest.raises(TypeError):
        to.envelope(SEED, TERMS).most_within(wrong)


@pytest.mark.parametrize("wrong", ["0%", "101%", "-5%"])
def test_wrong_share_is_refused(wrong: str) -> None:
    """A share to save is above nothing and at most everything."""
    with pytest.raises(ValueError, match="share"):
        to.envelope(SEED, TERMS).saving(501, wrong)


def test_dearest_of_nothing_is_an_error() -> None:
    """Where none of the quantities can be bought there is no dearest one."""
    stepped = tariff(volume((50, 4)), items={"seat": {"step": 10}})

    with pytest.raises(to.QuantityError):
        to.envelope(stepped).dearest(11, 19)


def test_payable_refuses_what_cannot_be_bought() -> None:
    """Only quantities of the step have a cost."""
    stepped = payable(tariff(volume((50, 4)), items={"seat": {"step": 10}}))

    assert stepped.allows(20)
    assert stepped.cost(20).amount == 80
    with pytest.raises(to.QuantityError):
        stepped.cost(15)


def test_millions_of_packages_are_not_enumerated() -> None:
    """Packages up to a hundred million units answer without a step for each unit."""
    package = {"scheme": "package", "size": 7, "price": 90, "maximum": 10**8}
    tiers = volume((10**6, 3), (10**8, 2))
    started = time.process_time()

    found = to.envelope(tariff(package, tiers), TERMS)
    for need in (1, 7, 8, 999_999, 10**6, 10**7, 10**8):
        found.at_least(need)
        found.next_saving(need)
        found.headroom(need)
        found.most_within(need)

    assert to.dead_zones(tariff(package, tiers), TERMS)
    assert time.process_time() - started < 10
