from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import tariffopt as to
from tariffopt.errors import QuantityError, TariffError
from tariffopt.tariff import price_function, tariff_from_function
from tariffopt.tariff.functions import marked_tariff

HEAD: dict[str, Any] = {
    "id": "formula",
    "name": "Formula",
    "vendor": "V",
    "currency": "JPY",
    "prices": "excluding-tax",
}
TERMS = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))


@price_function(maximum=3000, grants=["chat"], **HEAD)
def seed(quantity: int) -> int:
    """Price the seed case's table."""
    return 400 * quantity if quantity <= 500 else 350 * quantity


@pytest.mark.parametrize(
    ("quantity", "total"),
    [(1, 5280), (500, 2_640_000), (501, 2_314_620), (3000, 13_860_000)],
)
def test_function_prices_as_its_table(quantity: int, total: int) -> None:
    """A function's tariff costs what the function says, on both sides of a boundary."""
    tariff = tariff_from_function(seed, maximum=3000, **HEAD)

    assert to.quote(tariff, {"seat": quantity}, TERMS).incl_tax.amount == total


def test_no_price_above_the_maximum() -> None:
    """Above its maximum the function is not asked, and there is no price."""
    tariff = tariff_from_function(seed, maximum=600, **HEAD)

    with pytest.raises(QuantityError, match="601"):
        to.quote(tariff, {"seat": 601}, TERMS)


def test_function_is_asked_once_for_each_quantity() -> None:
    """The function is called from 0 to its maximum, once, and never later."""
    asked: list[int] = []

    def price(quantity: int) -> int:
        asked.append(quantity)
        return quantity

    tariff = tariff_from_function(price, maximum=9, **HEAD)
    to.quote(tariff, {"seat": 5}, TERMS)

    assert asked == list(range(10))


def test_function_is_not_asked_below_the_minimum() -> None:
    """With a minimum the function need not know 0, and less cannot be bought."""

    def price(quantity: int) -> int:
        return 1000 // (quantity // 5) if quantity < 20 else 100

    tariff = tariff_from_function(price, maximum=30, minimum=5, **HEAD)

    assert tariff.items[0].minimum == 5
    assert to.quote(tariff, {"seat": 5}, TERMS).excl_tax == to.NetMoney(12_000, "JPY")
    with pytest.raises(QuantityError):
        to.quote(tariff, {"seat": 4}, TERMS)


@pytest.mark.parametrize(
    "value", [Decimal("7.25"), Fraction(29, 4), "7.25", "29/4"], ids=repr
)
def test_exact_results(value: object) -> None:
    """Decimals, fractions and text are taken exactly."""
    tariff = tariff_from_function(lambda _: value, maximum=3, **HEAD)  # type: ignore[arg-type,return-value]

    (charge,) = tariff.versions[0].charges
    assert to.quote(tariff, {"seat": 3}, TERMS).excl_tax.amount == 87
    assert charge.schedule.maximum == 3


def test_float_is_refused() -> None:
    """A float is a TypeError that says what to write."""
    with pytest.raises(TypeError, match=r"price\(0\) 0\.0 is a float"):
        tariff_from_function(lambda n: 1.5 * n, maximum=3, **HEAD)  # type: ignore[arg-type,return-value]


def test_float_of_numpy_is_refused() -> None:
    """A float made by NumPy is one too, and the message says what to write."""
    with pytest.raises(TypeError, match=r'write "1\.5" or Decimal\("1\.5"\)'):
        tariff_from_function(lambda _: np.float64(1.5), maximum=3, **HEAD)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("keys", "error", "words"),
    [
        ({"maximum": 3, "minimum": 4}, ValueError, "minimum 4 is above maximum 3"),
        ({"maximum": 0}, ValueError, "maximum 0 is below 1"),
        ({"maximum": 3.0}, TypeError, r"maximum 3\.0 is not a whole number"),
        ({"maximum": True}, TypeError, "maximum True is not a whole number"),
        ({"maximum": 3, "minimum": "1"}, TypeError, "minimum '1' is not a whole"),
        ({"maximum": 3, "currency": "yen"}, TariffError, r"\$\.currency"),
        ({"maximum": 3, "vender": "V"}, TariffError, r'"vendor"'),
        ({"maximum": 3, "per": "week"}, TariffError, r"\$\.charges\[0\]\.per"),
        ({}, TypeError, "maximum"),
    ],
)
def test_faulty_keys(keys: dict[str, Any], error: type[Exception], words: str) -> None:
    """What is wrong with the metadata is said like in a file, with its path."""
    with pytest.raises(error, match=words):
        tariff_from_function(seed, **{**HEAD, **keys})


def test_negative_price_is_refused() -> None:
    """A function that pays the buyer is a mistake."""
    with pytest.raises(ValueError, match=r"price\(1\) is -1"):
        tariff_from_function(lambda n: -n, maximum=3, **HEAD)


def test_all_metadata_arrives() -> None:
    """Names, period, capabilities, source, facts and examples are the tariff's."""
    tariff = tariff_from_function(
        seed,
        maximum=3000,
        per="year",
        item="account",
        item_name="アカウント",
        grants=["chat"],
        source={"title": "A page", "date": date(2020, 12, 10)},
        facts={"storage": "10 GB"},
        examples=[{"buy": {"account": 501}, "yearly": 175_350}],
        **HEAD,
    )

    (item,) = tariff.items
    assert (item.id, item.name, item.grants) == ("account", "アカウント", ("chat",))
    assert tariff.versions[0].charges[0].per is to.Period.YEAR
    assert tariff.source == to.Citation("A page", date(2020, 12, 10))
    assert tariff.examples[0].yearly == 175_350
    assert to.tariff_from_dict(to.tariff_to_dict(tariff)) == tariff


def test_marked_function_stays_a_function() -> None:
    """The decorator changes nothing about calling, naming or pickling the function."""
    assert seed(501) == 175_350
    assert seed.__name__ == "seed"
    assert pickle.loads(pickle.dumps(seed)) is seed  # noqa: S301 - made here
    marked = marked_tariff(seed)
    assert marked is not None
    assert marked.id == "formula"


def test_marking_does_not_ask_for_prices() -> None:
    """Marking costs nothing: the prices are asked for when the plugin is loaded."""
    asked: list[int] = []

    @price_function(maximum=9, **HEAD)
    def price(quantity: int) -> int:
        asked.append(quantity)
        return quantity

    assert asked == []
    marked_tariff(price)
    assert asked == list(range(10))


@pytest.mark.parametrize("value", [None, 7, "text", len, [], object()])
def test_unmarked_values(value: object) -> None:
    """Only marked functions are taken for price functions."""
    assert marked_tariff(value) is None
