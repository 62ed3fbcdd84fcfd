"""Quotes, bills, taxes and terms by example."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import tariffopt as to
from tariffopt.documents import Document
from tariffopt.report.bills import cheaper_larger
from tariffopt.tariff.terms import InvoiceKind, add_months
from tariffopt.testing import check_tariff
from tariffopt.texts import shown

START = date(2021, 4, 1)


def tariff(*charges: Document, **more: Any) -> to.Tariff:
    """Make a tariff of one item, yen before tax, unless said otherwise."""
    document = {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"name": "アカウント"}},
        "charges": list(charges),
    }
    return to.tariff_from_dict(document | more)


def terms(months: int = 12, rounding: str = "floor", invoice: str = "year") -> to.Terms:
    """Make terms with 10 % tax."""
    return to.Terms(START, months, to.Tax("10%", rounding, invoice))


SEED = tariff(
    {
        "per": "month",
        "scheme": "volume",
        "tiers": [{"up_to": 500, "price": 400}, {"up_to": 3000, "price": 350}],
    }
)
MONTHLY = {"per": "month", "scheme": "per_unit", "price": 105}


@pytest.mark.parametrize(
    ("seats", "net", "gross"),
    [
        (1, 4_800, 5_280),
        (500, 2_400_000, 2_640_000),
        (501, 2_104_200, 2_314_620),
        (3000, 12_600_000, 13_860_000),
    ],
)
def test_real_case(seats: int, net: int, gross: int) -> None:
    """The real tariff on both sides of its boundary, before and with tax."""
    bill = to.quote(SEED, {"seat": seats}, terms())

    assert bill.excl_tax == to.NetMoney(net, "JPY")
    assert bill.incl_tax == to.GrossMoney(gross, "JPY")
    assert bill.tax == to.Money(gross - net, "JPY")


def test_estimate_line() -> None:
    """The line of the budget request, in both languages."""
    bill = to.quote(SEED, {"seat": 501}, terms())

    assert bill.lines[0].estimate("ja") == (
        "月額350円×501アカウント×12か月×1.1=2,314,620円"
    )
    assert "501" in bill.lines[0].estimate("en")
    assert bill.lines[0].tier == (501, 3000)


def test_tax_factor_only_where_it_is_exact() -> None:
    """The factor for tax is left out of the estimate where rounding changed the sum."""
    odd = to.quote(tariff(MONTHLY), {"seat": 1}, terms(1))

    assert odd.incl_tax.amount == 105 + 10
    assert "×1.1" not in odd.lines[0].estimate("ja")


@pytest.mark.parametrize(
    ("rounding", "invoice", "tax"),
    [
        ("floor", "year", 126),
        ("floor", "month", 12 * 10),
        ("ceil", "month", 12 * 11),
        ("half-up", "month", 12 * 11),
        ("ceil", "once", 126),
    ],
)
def test_tax_is_rounded_once_an_invoice(rounding: str, invoice: str, tax: int) -> None:
    """105 yen a month: how often an invoice is issued changes the yen."""
    bill = to.quote(tariff(MONTHLY), {"seat": 1}, terms(12, rounding, invoice))

    assert bill.tax.amount == tax


def test_tax_is_rounded_once_a_rate_not_a_line() -> None:
    """Three lines of 105 yen on one invoice: 10 % of 315 floored is 31, not 30."""
    three = [{"per": "month", "scheme": "flat", "price": 105}] * 3

    bill = to.quote(tariff(*three), {"seat": 1}, terms(1))

    assert bill.tax.amount == 31
    assert [row.invoices for row in bill.taxes] == [1]


def test_each_class_has_its_rate() -> None:
    """Classes of tax are summed and rounded apart."""
    food = {"per": "month", "scheme": "flat", "price": 105, "tax_class": "reduced"}
    both = to.Tax(rates={"standard": "10%", "reduced": "8%"}, invoice="month")

    bill = to.quote(tariff(MONTHLY, food), {"seat": 1}, to.Terms(START, 1, both))

    assert {row.tax_class: row.tax.amount for row in bill.taxes} == {
        "standard": 10,
        "reduced": 8,
    }


def test_prices_that_include_tax() -> None:
    """The printed amounts are payable; the tax is taken out of them."""
    gross = tariff(MONTHLY, prices="including-tax")

    bill = to.quote(gross, {"seat": 2}, terms(1))

    assert bill.incl_tax.amount == 210
    assert bill.tax.amount == 19
    assert bill.excl_tax.amount == 191


def test_cents() -> None:
    """Tax in dollars is rounded to the cent."""
    bill = to.quote(
        tariff({"per": "month", "scheme": "per_unit", "price": "5.27"}, currency="USD"),
        {"seat": 1},
        terms(1, "half-up", "month"),
    )

    assert bill.tax == to.Money("0.53", "USD")


def test_no_tax() -> None:
    """Without a tax the figures stand as printed."""
    bill = to.quote(SEED, {"seat": 501}, to.Terms(START, 12))

    assert bill.incl_tax.amount == 2_104_200
    assert bill.taxes == ()


def test_nothing_bought_is_no_contract() -> None:
    """All zero: nothing is due, not even what belongs to the contract."""
    fee = tariff(MONTHLY, {"per": "once", "scheme": "flat", "price": 5000})

    assert to.quote(fee, {}, terms()).incl_tax.amount == 0
    assert to.quote(fee, {"seat": 0}, terms()).lines == ()
    assert to.quote(fee, {"seat": 1}, terms(1)).excl_tax.amount == 5105


@pytest.mark.parametrize(
    ("months", "yearly", "monthly"), [(1, 1, 1), (12, 1, 12), (13, 2, 13), (24, 2, 24)]
)
def test_periods(months: int, yearly: int, monthly: int) -> None:
    """A year begun is due in full; a month so often as there are; once is once."""
    three = [
        {"per": per, "scheme": "flat", "price": price}
        for per, price in (("month", 1), ("year", 100), ("once", 10_000))
    ]

    bill = to.quote(tariff(*three), {"seat": 1}, to.Terms(START, months))

    assert bill.incl_tax.amount == monthly + 100 * yearly + 10_000


def test_minimum_is_a_line_of_its_own() -> None:
    """What is missing to the minimum stands in a line that says so."""
    bill = to.quote(tariff(MONTHLY | {"minimum": 300}), {"seat": 1}, terms(1))

    assert [(line.kind, int(line.amount.amount)) for line in bill.lines] == [
        ("units", 105),
        ("minimum", 195),
    ]


@pytest.mark.parametrize(
    ("bought", "words"),
    [
        ({"chair": 1}, 'no item "chair"'),
        ({"seat": -1}, "-1 of seat is not a quantity"),
        ({"seat": True}, "True of seat is not a quantity"),
        ({"seat": 1.5}, "1.5 of seat is not a quantity"),
        ({"seat": 3001}, "3,001 of seat have no price"),
    ],
)
def test_quantities_without_a_price(bought: dict[str, Any], words: str) -> None:
    """Each is refused by an error that names the tariff and what is allowed."""
    with pytest.raises(to.QuantityError, match=words) as caught:
        to.quote(SEED, bought, terms())

    assert str(caught.value).startswith("t: ")


def test_any_whole_number_is_a_quantity() -> None:
    """A number of NumPy is priced like the same number of Python."""
    seats: Any = np.int64(501)

    assert to.quote(SEED, {"seat": seats}, terms()) == to.quote(
        SEED, {"seat": 501}, terms()
    )


def test_rules_of_items() -> None:
    """A minimum, a maximum and a step are kept, all faults at once."""
    item = {"minimum": 5, "maximum": 20, "step": 5}
    two = tariff(
        MONTHLY | {"item": "seat"},
        items={"seat": item, "guest": {}},
        rules=[{"rule": "ratio", "item": "guest", "at_most": "1/2", "per": "seat"}],
    )

    assert to.quote(two, {"seat": 10, "guest": 5}, terms(1)).incl_tax.amount == 1155
    with pytest.raises(to.QuantityError) as caught:
        to.quote(two, {"seat": 7, "guest": 4}, terms(1))
    assert {fault.code for fault in caught.value.faults} == {
        "quantity-domain",
        "quantity-ratio",
    }


def test_missing_rate() -> None:
    """A tax class the terms have no rate for is refused, never taxed at nothing."""
    food = tariff(MONTHLY | {"tax_class": "food"})

    with pytest.raises(to.TariffoptError, match='"food"'):
        to.quote(food, {"seat": 1}, terms())


# --- versions and terms -----------------------------------------------------------

DATED = to.tariff_from_dict(
    {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {}},
        "versions": [
            {"from": "2020-04-01", "until": "2021-04-01", "charges": [MONTHLY]},
            {"from": "2021-04-01", "charges": [MONTHLY | {"price": 110}]},
        ],
    }
)


def test_version_on_the_day_of_change() -> None:
    """From is inclusive, until exclusive: on the day of change the new price holds."""
    new = to.quote(DATED, {"seat": 1}, to.Terms(START, 1))
    old = to.quote(DATED, {"seat": 1}, to.Terms(date(2021, 3, 1), 1))

    assert new.incl_tax.amount == 110
    assert new.version == "2021-04-01"
    assert old.incl_tax.amount == 105
    assert old.version == "2020-04-01"


def test_days_without_a_version() -> None:
    """Before the first version there is no price, and not a price of nothing."""
    with pytest.raises(to.TariffError, match="no prices for 2020-03-31"):
        to.quote(DATED, {"seat": 1}, to.Terms(date(2020, 3, 31), 1))


def test_change_within_the_horizon() -> None:
    """A horizon that needs two periods is refused clearly."""
    with pytest.raises(to.TariffError, match="changes its prices on 2021-04-01"):
        to.quote(DATED, {"seat": 1}, to.Terms(date(2021, 3, 1), 2))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2021, 4, 1), 12, date(2022, 4, 1)),
        (date(2021, 12, 15), 1, date(2022, 1, 15)),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    """A month later is the same day, or the last of a shorter month."""
    assert add_months(day, months) == expected


def test_invoices() -> None:
    """The invoices of 14 months: alike ones are counted together."""
    monthly, yearly = terms(14, invoice="month"), terms(14, invoice="year")

    assert monthly.invoices() == (
        InvoiceKind(1, month=1, year=1, once=1),
        InvoiceKind(12, month=1, year=0, once=0),
        InvoiceKind(1, month=1, year=1, once=0),
    )
    assert yearly.invoices() == (
        InvoiceKind(1, month=12, year=1, once=1),
        InvoiceKind(1, month=2, year=1, once=0),
    )
    assert terms(14, invoice="once").invoices() == (InvoiceKind(1, 14, 2, 1),)
    assert yearly.end == date(2022, 6, 1)


@pytest.mark.parametrize("months", [0, -1, True, "12", 1.5])
def test_months_are_whole(months: Any) -> None:
    """A horizon has a whole number of months, at least one."""
    with pytest.raises(ValueError, match="months"):
        to.Terms(START, months)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 10},
        {"rate": "-1%"},
        {},
        {"rate": "10%", "rates": {"standard": "10%"}},
        {"rate": "10%", "rounding": "up"},
        {"rate": "10%", "invoice": "week"},
    ],
)
def test_wrong_taxes(wrong: dict[str, Any]) -> None:
    """A rate of 10 is not 10 %; a rate is given once; words are those declared."""
    with pytest.raises(ValueError, match=r".+"):
        to.Tax(**wrong)


def test_tax_of_another_class() -> None:
    """A class without a rate is a `KeyError`."""
    with pytest.raises(KeyError):
        to.Tax("10%").rate("food")


@pytest.mark.parametrize(
    ("money", "ja", "en"),
    [
        (to.Money(2_314_620, "JPY"), "2,314,620円", "JPY 2,314,620"),
        (to.Money("478.5", "USD"), "478.50", "USD 478.50"),
        (to.Money(Fraction(1, 3), "CHF"), "1/3", "CHF 1/3"),
        (to.Money("-0.5", "USD"), "-0.50", "USD -0.50"),
    ],
)
def test_money_is_shown(money: to.Money, ja: str, en: str) -> None:
    """Amounts are written with thousands separated, in the manner of the language."""
    assert ja in shown(money, "ja")
    assert shown(money, "en") == en


@pytest.mark.parametrize(
    "charges",
    [
        [{"pool": ["gold", "silver"]}],
        [{"item": i, "tier_by": ["gold", "silver"]} for i in ("gold", "silver")],
    ],
)
def test_a_larger_quantity_counts_the_pool(charges: list[Document]) -> None:
    """The bill says which item to buy more of where a pool's next tier costs less."""
    price = {"per": "month", "scheme": "volume"}
    tiers = [{"up_to": 9, "price": 10}, {"price": 7}]
    lines = [{**price, **charge, "tiers": tiers} for charge in charges]
    offer = tariff(*lines, items={"gold": {}, "silver": {}})

    larger = cheaper_larger(to.quote(offer, {"gold": 5, "silver": 4}, terms(1)), offer)

    assert larger is not None
    assert (larger.item.id, larger.quantity) == ("silver", 5)
    assert larger.saves.amount == 22


def test_the_kit_leaves_shared_charges_to_the_optimizer() -> None:
    """Where another item lowers the price, a search over one item is no oracle."""
    lines = [
        {
            "per": "month",
            "scheme": "volume",
            "item": name,
            "tier_by": ["gold", "silver"],
            "tiers": [{"up_to": 9, "price": price}, {"price": price - 2}],
        }
        for name, price in (("gold", 100), ("silver", 3))
    ]
    items = {"gold": {"grants": ["g"]}, "silver": {"grants": ["s"]}}

    results = check_tariff(tariff(*lines, items=items), raise_=False)

    assert [r.check.name for r in results if not r.ok and not r.check.advice] == []


def test_terms_refuse_what_is_no_date() -> None:
    """A text, and a moment, are no day; the message is one plain sentence."""
    for start in ("2021-04-01", datetime(2021, 4, 1)):  # noqa: DTZ001 - any moment
        with pytest.raises(TypeError) as caught:
            to.Terms(start, 12)  # type: ignore[arg-type]
        assert str(caught.value).endswith("not a date; write date(2021, 4, 1)")
    with pytest.raises(TypeError, match=r"'10%' is a str, not a Tax"):
        to.Terms(START, 12, "10%")  # type: ignore[arg-type]
