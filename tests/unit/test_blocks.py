"""Quantities counted in blocks, tiers in blocks of their own, and discounts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import tariffopt as to
from tariffopt.documents import Document
from tariffopt.report import tariff_text
from tariffopt.tariff import compile_charge
from tariffopt.tariff.quoting import charge_amount
from tariffopt.testing.oracles import brute_force
from tests.building import scenario
from tests.laws import least

TIERS = [{"up_to": 5, "price": 1}, {"price": "0.5"}]


def offer(**charge: Any) -> to.Tariff:
    """Give a tariff of one item with one monthly charge."""
    document: Document = {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}},
        "charges": [{"per": "month", **charge}],
    }
    return to.tariff_from_dict(document)


def costs(tariff: to.Tariff, quantity: int) -> Fraction:
    """Price a quantity by the schedule and by the pieces, which must agree."""
    (charge,) = tariff.versions[0].charges
    printed = charge_amount(charge, {"seat": quantity})
    assert compile_charge(charge).amount(quantity) == printed
    return printed


@pytest.mark.parametrize(
    ("rounding", "prices"),
    [
        ("up", {0: 0, 1: 1, 1000: 1, 1001: 2, 5000: 5, 5001: 5.5, 7400: 6.5}),
        ("down", {0: 0, 999: 0, 1000: 1, 5999: 5, 6000: 5.5, 7400: 6}),
        ("half-up", {499: 0, 500: 1, 1499: 1, 1500: 2, 7400: 6}),
    ],
)
def test_tiers_over_counted_units(rounding: str, prices: dict[int, float]) -> None:
    """Thousands are counted as declared, and the tiers price thousands."""
    tariff = offer(
        scheme="graduated", tiers=TIERS, count={"size": 1000, "round": rounding}
    )

    assert {n: costs(tariff, n) for n in prices} == prices


def test_included_units_come_before_counting() -> None:
    """With 3 free and a pack of 4 begun, 8 people are two packs, and 7 are one."""
    tariff = offer(
        scheme="per_unit", price=90, included=3, count={"size": 4, "round": "up"}
    )

    assert [costs(tariff, n) for n in (3, 4, 7, 8, 11, 12)] == [
        0,
        90,
        90,
        180,
        180,
        270,
    ]


def test_one_for_every_four_guests() -> None:
    """Only every fourth guest is charged, and fewer than four are free."""
    tariff = offer(scheme="per_unit", price=100, count={"size": 4, "round": "down"})

    assert [costs(tariff, n) for n in (3, 4, 7, 8)] == [0, 100, 100, 200]


@pytest.mark.parametrize("rounding", ["up", "down", "half-up"])
@pytest.mark.parametrize("included", [0, 1, 5])
@pytest.mark.parametrize("scheme", ["volume", "graduated", "stairstep"])
@pytest.mark.parametrize("at_zero", ["nothing", "as-priced"])
def test_counting_in_every_combination(
    rounding: str, included: int, scheme: str, at_zero: str
) -> None:
    """Flats, included units and each rounding: both accounts say the same."""
    tiers = [{"up_to": 2, "price": 9, "flat": 5}, {"up_to": 6, "price": 4}]
    tariff = offer(
        scheme=scheme,
        tiers=tiers,
        included=included,
        count={"size": 3, "round": rounding},
        at_zero=at_zero,
    )
    (charge,) = tariff.versions[0].charges

    for quantity in range((charge.last_reading or 0) + 1):
        costs(tariff, quantity)
    with pytest.raises(to.QuantityError):
        to.quote(tariff, {"seat": (charge.last_reading or 0) + 1}, MONTHLY)
    for need in (1, 4, 9):
        case = scenario(need, tariff)
        assert least(case) == brute_force(case)


MONTHLY = scenario(1, offer(scheme="per_unit", price=1)).terms
KILL_BILL = [
    {"up_to": 1000, "size": 100, "price": 1},
    {"up_to": 101_000, "size": 1000, "price": "0.5"},
]


def test_each_tier_counts_its_own_blocks() -> None:
    """Graduated tiers bill the units that fall into them in their own block size."""
    tariff = offer(scheme="graduated", tiers=KILL_BILL)

    found = [costs(tariff, n) for n in (1, 100, 101, 1000, 1001, 2000, 2001)]

    assert found == [1, 1, 2, 10, Fraction(21, 2), Fraction(21, 2), 11]


def test_the_tier_reached_counts_all_in_its_blocks() -> None:
    """A volume tier bills the whole quantity in the block size of that tier."""
    tariff = offer(scheme="volume", tiers=KILL_BILL)

    found = [costs(tariff, n) for n in (1000, 1001, 2000, 2001, 101_000)]

    assert found == [10, 1, 1, Fraction(3, 2), Fraction(101, 2)]


def test_blocks_are_bought_where_they_are_cheapest() -> None:
    """Padding to the next block size is found, as brute force finds it."""
    tiers = [
        {"up_to": 7, "size": 2, "price": 9},
        {"up_to": 20, "size": 5, "price": 14},
    ]
    for scheme in ("volume", "graduated"):
        for need in range(1, 12):
            case = scenario(need, offer(scheme=scheme, tiers=tiers))
            assert least(case) == brute_force(case)


def test_discount_only_above_a_quantity() -> None:
    """Nothing off up to 100; from 101 on all units are 10 % cheaper, exactly."""
    tiers = [{"up_to": 100, "discount": "0%"}, {"discount": "10%"}]
    tariff = offer(scheme="volume", price="49.95", tiers=tiers)

    assert costs(tariff, 100) == 4995
    assert costs(tariff, 101) == 101 * Fraction("44.955")
    assert to.tariff_from_dict(to.tariff_to_dict(tariff)) == tariff


def test_a_discount_is_of_the_price_and_not_of_the_flat() -> None:
    """A third off is exact, and the flat of the tier stays as it is."""
    tiers = [{"discount": "1/3", "flat": 10, "price": 100}]

    assert costs(offer(scheme="volume", tiers=tiers), 1) == Fraction(200, 3) + 10
    assert costs(offer(scheme="stairstep", tiers=tiers), 7) == Fraction(200, 3) + 10


@pytest.mark.parametrize(
    ("charge", "code", "path"),
    [
        ({"scheme": "volume", "tiers": [{"up_to": 5}]}, "missing-key",
         "tiers[0].price"),
        ({"scheme": "stairstep", "tiers": [{"price": 1, "size": 2}]}, "blocks-and",
         "tiers[0].size"),
        ({"scheme": "volume", "tiers": [{"price": 1, "size": 2}]}, "blocks-end",
         "tiers"),
        ({"scheme": "volume", "tiers": [{"up_to": 10**9, "price": 1, "size": 2}]},
         "blocks-end", "tiers"),
        ({"scheme": "volume", "tiers": [{"price": 1, "size": 2}],
          "tier_by": ["seat"]}, "blocks-and", "tiers[0].size"),
        ({"scheme": "volume", "tiers": TIERS, "tier_by": ["seat"],
          "count": {"size": 2, "round": "up"}}, "blocks-and", "count"),
        ({"scheme": "package", "size": 2, "price": 3,
          "count": {"size": 2, "round": "up"}}, "blocks-and", "count"),
        ({"scheme": "graduated", "tiers": [{"price": 1, "flat": 3}],
          "count": {"size": 2, "round": "down"}}, "blocks-end", "tiers"),
        ({"scheme": "per_unit", "price": 1, "count": {"size": 2}}, "missing-key",
         "count.round"),
        ({"scheme": "volume", "tiers": [{"price": 1, "discount": "110%"}]},
         "share-range", "tiers[0].discount"),
    ],
)  # fmt: skip
def test_what_cannot_be_said(charge: Document, code: str, path: str) -> None:
    """Blocks without end, twice, or where there are none are refused in their place."""
    with pytest.raises(to.TariffError) as caught:
        offer(**charge)

    found = [(fault.code, fault.place.path) for fault in caught.value.faults]
    assert (code, f"$.charges[0].{path}") in found


# --- what vendors print, in the schemes there are ---------------------------------


@pytest.mark.parametrize(
    ("charge", "prices"),
    [
        # each step entered adds its amount
        ({"scheme": "graduated", "tiers": [
            {"up_to": 100, "price": 0, "flat": 25},
            {"up_to": 1000, "price": 0, "flat": 20},
            {"price": 0, "flat": 15}]},
         {1: 25, 100: 25, 101: 45, 1000: 45, 1001: 60}),
        # 50 for up to 5 people, and 8 for each one more
        ({"scheme": "graduated", "tiers": [
            {"up_to": 5, "price": 0, "flat": 50}, {"price": 8}]},
         {1: 50, 5: 50, 6: 58, 10: 90}),
        # 100 units free, then 2 each
        ({"scheme": "per_unit", "price": 2, "included": 100},
         {1: 0, 100: 0, 101: 2, 150: 100}),
        # 7 each, and 30 at least
        ({"scheme": "per_unit", "price": 7, "minimum": 30},
         {1: 30, 4: 30, 5: 35}),
        # prices that rise, and fall again
        ({"scheme": "volume", "tiers": [
            {"up_to": 2, "price": 5}, {"up_to": 4, "price": 9}, {"price": 4}]},
         {2: 10, 3: 27, 4: 36, 5: 20}),
    ],
)  # fmt: skip
def test_printed_shapes(charge: Document, prices: dict[int, int]) -> None:
    """Shapes that vendors print are schemes there are; prices on both sides agree."""
    tariff = offer(**charge)

    assert {n: costs(tariff, n) for n in prices} == prices
    for need in (1, 3, 4):
        case = scenario(need, tariff)
        assert least(case) == brute_force(case)


def test_words_for_people() -> None:
    """The price list names blocks, roundings and discounts in both languages."""
    tiers = [{"up_to": 8, "size": 4, "price": 90}, {"discount": "10%", "price": 20}]
    tariff = offer(scheme="graduated", tiers=tiers, count={"size": 2, "round": "up"})

    english, japanese = (
        tariff_text(tariff, lang="en"),
        tariff_text(tariff, lang="ja"),
    )

    assert "for each 4" in english
    assert "counted by 2, rounded up" in english
    assert "10 % off" in english or "10% off" in english
    assert "4ごと" in japanese
    assert "端数切上げ" in japanese
