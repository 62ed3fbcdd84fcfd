"""Laws of exact money."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffopt.money import (
    GrossMoney,
    Money,
    NetMoney,
    Rounding,
    decimal_text,
    exact,
    round_to,
)
from tariffopt.testing.strategies import money
from tests.profiles import examples

YEN = ("JPY",)


@settings(max_examples=examples(100))
@given(a=money(currencies=YEN), b=money(currencies=YEN), c=money(currencies=YEN))
def test_addition_is_exact(a: Money, b: Money, c: Money) -> None:
    """Sums do not depend on order, and a difference undoes a sum."""
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert (a + b) - b == a
    assert a + -a == Money(0, "JPY")


@settings(max_examples=examples(100))
@given(a=money(currencies=YEN), b=money(currencies=YEN), n=st.integers(0, 99))
def test_multiplication_distributes(a: Money, b: Money, n: int) -> None:
    """So many times a sum is the sum of so many times each."""
    assert n * (a + b) == n * a + n * b


@settings(max_examples=examples(100))
@given(a=money())
def test_text_reads_back(a: Money) -> None:
    """An amount written as text is read as the same amount."""
    assert exact(a.decimal()) == a.amount
    assert exact(decimal_text(a.amount)) == a.amount


@settings(max_examples=examples(200))
@given(
    value=st.fractions(-100, 100, max_denominator=300),
    unit=st.sampled_from([1, 1000, Fraction(1, 100), Fraction(5, 2)]),
    mode=st.sampled_from(Rounding),
)
def test_rounding_is_to_a_neighbor(
    value: Fraction, unit: Fraction | int, mode: Rounding
) -> None:
    """The result is a multiple of the unit, on the declared side, below one away."""
    rounded = round_to(value, unit, mode)

    assert (rounded / unit).denominator == 1
    assert abs(rounded - value) < unit
    if mode is Rounding.FLOOR:
        assert rounded <= value
    elif mode is Rounding.CEIL:
        assert rounded >= value
    else:
        assert -Fraction(unit) / 2 <= value - rounded < Fraction(unit) / 2


@settings(max_examples=examples(100))
@given(
    values=st.lists(st.fractions(0, 50, max_denominator=30), min_size=2, max_size=2),
    mode=st.sampled_from(Rounding),
)
def test_rounding_keeps_order(values: list[Fraction], mode: Rounding) -> None:
    """What costs no less before rounding costs no less after it."""
    low, high = sorted(values)

    assert round_to(low, 1, mode) <= round_to(high, 1, mode)


@settings(max_examples=examples(100))
@given(value=st.floats())
def test_floats_are_refused(value: float) -> None:
    """No float becomes an amount, whatever its value."""
    with pytest.raises(TypeError, match="is a float"):
        Money(value, "JPY")  # type: ignore[arg-type]


@settings(max_examples=examples(100))
@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_decimals_are_exact(value: Decimal) -> None:
    """A decimal number keeps all its digits."""
    assert Money(value, "USD").amount == Fraction(value)


@settings(max_examples=examples(50))
@given(a=money(kind=NetMoney, currencies=YEN), b=money(kind=GrossMoney, currencies=YEN))
def test_tax_bases_do_not_mix(a: Money, b: Money) -> None:
    """Amounts before and with tax cannot be added or compared by mistake."""
    for mix in (lambda: a + b, lambda: a - b, lambda: a < b, lambda: b >= a):
        with pytest.raises(TypeError, match="do not mix"):
            mix()
    assert a != b
