"""Exact numbers and money, by example."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tariffopt.money import (
    GrossMoney,
    Money,
    NetMoney,
    Rounding,
    decimal_text,
    exact,
    is_currency,
    minor_unit,
    round_to,
    share,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (400, Fraction(400)),
        ("400", Fraction(400)),
        ("-7.25", Fraction(-29, 4)),
        ("29/4", Fraction(29, 4)),
        (Decimal("302.5"), Fraction(605, 2)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_reads_without_loss(written: Any, value: Fraction) -> None:
    """Whole numbers, decimals and fractions are read to the last digit."""
    assert exact(written) == value


@pytest.mark.parametrize("wrong", [7.25, True, None, [400], 1j])
def test_exact_refuses_other_types(wrong: Any) -> None:
    """A float, a boolean or anything that is no number is a `TypeError`."""
    with pytest.raises(TypeError, match="price"):
        exact(wrong, "price")


@pytest.mark.parametrize(
    "wrong", ["", "400円", "1,234", "1e3", " 4", "４００", ".5", "1/0", Decimal("NaN")]
)
def test_exact_refuses_other_texts(wrong: Any) -> None:
    """Text that is not plainly a number is a `ValueError`."""
    with pytest.raises(ValueError, match="price"):
        exact(wrong, "price")


def test_share_reads_percent() -> None:
    """A share may be a percentage, a fraction or a decimal."""
    assert share("12.5%") == share("1/8") == share(Decimal("0.125")) == Fraction(1, 8)
    assert share("7 %") == Fraction(7, 100)


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("31.5", Rounding.FLOOR, 31),
        ("31.5", Rounding.CEIL, 32),
        ("31.5", Rounding.HALF_UP, 32),
        ("31.49", Rounding.HALF_UP, 31),
        ("-31.5", Rounding.FLOOR, -32),
        ("-31.5", Rounding.CEIL, -31),
        ("-31.5", Rounding.HALF_UP, -31),
        ("31", Rounding.CEIL, 31),
    ],
)
def test_rounding(value: str, mode: Rounding, expected: int) -> None:
    """Floor, ceiling and half up, each in its own direction, halves upwards."""
    assert round_to(Fraction(value), 1, mode) == expected


def test_rounding_to_thousands_and_cents() -> None:
    """Any unit can be rounded to."""
    assert round_to(Fraction(2_314_620), 1000, Rounding.CEIL) == 2_315_000
    assert round_to(Fraction("0.785"), Fraction(1, 100), Rounding.HALF_UP) == Fraction(
        79, 100
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(400), "400"),
        (Fraction(29, 4), "7.25"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2, 7), "-2/7"),
        (Fraction(1, 10**6), "0.000001"),
        (Fraction(0), "0"),
    ],
)
def test_decimal_text(value: Fraction, text: str) -> None:
    """A finite decimal is written as one; other fractions as a/b."""
    assert decimal_text(value) == text


def test_money_knows_its_currency() -> None:
    """Yen have no decimals, dollars two, dinars three."""
    assert Money("478.5", "USD").decimal() == "478.50"
    assert str(Money(2_314_620, "JPY")) == "JPY 2314620"
    assert repr(Money("1.5", "KWD")) == 'Money("1.500", "KWD")'
    assert Money(Fraction(1, 3), "USD").decimal() == "1/3"
    assert minor_unit("JPY") == 1
    assert minor_unit("USD") == Fraction(1, 100)


@pytest.mark.parametrize("wrong", ["yen", "JP", "jpy", "JPYX", ""])
def test_wrong_currency_is_refused(wrong: str) -> None:
    """A currency is written as three capital letters."""
    assert not is_currency(wrong)
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, wrong)


def test_money_arithmetic() -> None:
    """Amounts are added, taken off, multiplied, negated and compared exactly."""
    one, two = Money("0.1", "USD"), Money("0.2", "USD")

    assert one + two == Money("0.3", "USD")
    assert two - one == one
    assert 3 * one == one * 3 == Money("0.3", "USD")
    assert -one == Money("-0.1", "USD")
    assert one < two
    assert one <= two
    assert two > one
    assert two >= one
    assert one
    assert not Money(0, "USD")
    assert Money("0.785", "USD").rounded(Fraction(1, 100), Rounding.FLOOR) == Money(
        "0.78", "USD"
    )


@pytest.mark.parametrize("other", [Money(1, "USD"), NetMoney(1, "JPY"), 1, 1.0])
def test_unlike_amounts_do_not_mix(other: Any) -> None:
    """Other currencies, other tax bases and bare numbers are a `TypeError`."""
    yen = Money(1, "JPY")

    with pytest.raises(TypeError, match="do not mix"):
        _ = yen + other
    with pytest.raises(TypeError, match="do not mix"):
        _ = yen < other
    assert yen != other


def test_money_times_float_is_refused() -> None:
    """A factor is exact as well."""
    with pytest.raises(TypeError, match="float"):
        _ = Money(100, "JPY") * 1.1  # type: ignore[operator]


def test_tax_is_the_only_road_between_bases() -> None:
    """A net amount and its tax give a gross amount, and back."""
    net, tax = NetMoney(2_104_200, "JPY"), Money(210_420, "JPY")

    gross = net.with_tax(tax)

    assert gross == GrossMoney(2_314_620, "JPY")
    assert gross.without_tax(tax) == net
    for wrong in (lambda: net.with_tax(Money(1, "USD")),
                  lambda: gross.without_tax(Money(1, "USD"))):  # fmt: skip
        with pytest.raises(TypeError, match="do not mix"):
            wrong()


def test_money_is_a_value() -> None:
    """Equal amounts are equal, hash alike, pickle, and cannot be changed."""
    one = GrossMoney("7.25", "USD")

    assert {one, GrossMoney("29/4", "USD")} == {one}
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        one.amount = Fraction(1)  # type: ignore[misc]
