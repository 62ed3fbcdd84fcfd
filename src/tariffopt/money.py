"""Exact money: amounts are ``Fraction`` of a currency's main unit, never floats.

Whether tax is inside an amount is part of its type: `NetMoney` is before tax,
`GrossMoney` is with tax, plain `Money` is neither (tax itself, a gap, a price to
be compared). Adding a net to a gross amount, or yen to dollars, is a `TypeError`.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Self

import attrs

Exact = int | str | Decimal | Fraction
"""What an exact number may be written as."""

# Decimal digits of the smallest coin, ISO 4217 (as of 2024-01-01); others have 2.
_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")
_RATIO = re.compile(r"[+-]?[0-9]+/[1-9][0-9]*\Z")


class Rounding(enum.Enum):
    """How an amount between two multiples of a unit is rounded."""

    FLOOR = "floor"
    CEIL = "ceil"
    HALF_UP = "half-up"


def exact(value: Exact, what: str = "number") -> Fraction:
    """Read a number exactly.

    Parameters
    ----------
    value
        An ``int``, ``Decimal``, ``Fraction``, or text: ``"7.25"`` or ``"29/4"``.
    what
        What the number is, for the error's words.

    Raises
    ------
    TypeError
        For a ``float`` (its decimal digits are already lost) or a ``bool``.
    ValueError
        For text that is no number.

    Examples
    --------
    >>> exact("7.25")
    Fraction(29, 4)
    >>> exact(7.25, "price")
    Traceback (most recent call last):
    TypeError: price 7.25 is a float; write "7.25" or Decimal("7.25")
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"{what} {value!r} is a float, and not finite")
        digits = float.__repr__(value)  # NumPy's floats show themselves otherwise
        msg = f'{what} {digits} is a float; write "{digits}" or Decimal("{digits}")'
        raise TypeError(msg)
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | Fraction):
        raise TypeError(f"{what} {value!r} is a {type(value).__name__}, not a number")
    if isinstance(value, str) and not (_NUMBER.match(value) or _RATIO.match(value)):
        raise ValueError(f'{what} {value!r} is not a number such as "7.25" or "29/4"')
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{what} {value} is not finite")
    return Fraction(value)


def share(value: Exact, what: str = "share") -> Fraction:
    """Read a share exactly: ``"80%"``, ``"4/5"``, ``"0.8"`` or ``Decimal("0.8")``.

    Raises
    ------
    TypeError, ValueError
        As `exact`.

    Examples
    --------
    >>> share("80%"), share("12.5%")
    (Fraction(4, 5), Fraction(1, 8))
    """
    if isinstance(value, str) and value.endswith("%"):
        return exact(value[:-1].strip(), what) / 100
    return exact(value, what)


def round_to(value: Fraction, unit: Fraction | int, mode: Rounding) -> Fraction:
    """Round to a multiple of ``unit``; halves go up (towards plus infinity).

    Examples
    --------
    >>> round_to(Fraction("31.5"), 1, Rounding.FLOOR)
    Fraction(31, 1)
    >>> round_to(Fraction(2_314_620), 1000, Rounding.CEIL)
    Fraction(2315000, 1)
    """
    steps = value / unit
    if mode is Rounding.FLOOR:
        return Fraction(math.floor(steps)) * unit
    if mode is Rounding.CEIL:
        return Fraction(math.ceil(steps)) * unit
    return Fraction(math.floor(steps + Fraction(1, 2))) * unit


def decimal_text(value: Fraction) -> str:
    """Write a number as a finite decimal, or as ``"a/b"`` where none exists.

    Examples
    --------
    >>> decimal_text(Fraction(29, 4)), decimal_text(Fraction(1, 3))
    ('7.25', '1/3')
    """
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        digits = max(digits, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    if digits == 0:
        return str(value.numerator)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, part = divmod(scaled, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}d}"


def decimal_place(values: Iterable[Fraction]) -> Fraction:
    """Give the finest decimal place that some numbers have: 1, 1/10, 1/100 ...

    Raises
    ------
    ValueError
        For a number that no finite decimal writes.

    Examples
    --------
    >>> decimal_place([Fraction(100), Fraction("19.99")])
    Fraction(1, 100)
    """
    texts = [decimal_text(value) for value in values]
    if endless := [text for text in texts if "/" in text]:
        raise ValueError(f"{endless[0]} is not a decimal number such as 7.25")
    digits = (len(text.partition(".")[2]) for text in texts)
    return Fraction(1, 10 ** max(digits, default=0))


def is_currency(code: object) -> bool:
    """Tell whether ``code`` has the form of an ISO 4217 code: three capitals."""
    return isinstance(code, str) and _CURRENCY.match(code) is not None


def minor_digits(currency: str) -> int:
    """Decimal digits of the currency's smallest coin: JPY 0, USD 2, KWD 3."""
    return _DIGITS.get(currency, 2)


def minor_unit(currency: str) -> Fraction:
    """Give the smallest coin: 1 yen, 1/100 dollar. Tax is rounded to it."""
    return Fraction(1, 10 ** minor_digits(currency))


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(f"currency {code!r} is not an ISO 4217 code such as JPY")
    return code


def _amount(value: Exact) -> Fraction:
    return exact(value, "amount")


@attrs.frozen(repr=False, order=False)
class Money:
    """An exact amount of one currency, in its main unit (yen, dollars).

    Raises
    ------
    TypeError
        For a float amount; for arithmetic or comparison with another currency,
        or with an amount of another tax basis.

    Examples
    --------
    >>> Money("7.25", "USD") * 66
    Money("478.50", "USD")
    """

    amount: Fraction = attrs.field(converter=_amount)
    currency: str = attrs.field(converter=_currency)

    def _like(self, other: object) -> Fraction:
        if type(other) is not type(self):
            msg = f"{type(self).__name__} and {type(other).__name__} do not mix"
            raise TypeError(msg)
        if other.currency != self.currency:
            raise TypeError(f"{self.currency} and {other.currency} do not mix")
        return other.amount

    def __add__(self, other: Self) -> Self:
        return attrs.evolve(self, amount=self.amount + self._like(other))

    def __sub__(self, other: Self) -> Self:
        return attrs.evolve(self, amount=self.amount - self._like(other))

    def __mul__(self, factor: int | Fraction) -> Self:
        return attrs.evolve(self, amount=self.amount * exact(factor, "factor"))

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return attrs.evolve(self, amount=-self.amount)

    def __abs__(self) -> Self:
        return attrs.evolve(self, amount=abs(self.amount))

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Self) -> bool:
        return self.amount < self._like(other)

    def __le__(self, other: Self) -> bool:
        return self.amount <= self._like(other)

    def __gt__(self, other: Self) -> bool:
        return self.amount > self._like(other)

    def __ge__(self, other: Self) -> bool:
        return self.amount >= self._like(other)

    def decimal(self) -> str:
        """Write the amount for JSON: at least the currency's digits, or ``a/b``."""
        text = decimal_text(self.amount)
        digits = minor_digits(self.currency)
        if "/" in text or digits == 0:
            return text
        whole, _, part = text.partition(".")
        return f"{whole}.{part:0<{digits}}"

    def rounded(self, unit: Fraction | int, mode: Rounding) -> Self:
        """Round to a multiple of ``unit`` of the currency's main unit."""
        return attrs.evolve(self, amount=round_to(self.amount, unit, mode))

    def __repr__(self) -> str:
        return f'{type(self).__name__}("{self.decimal()}", "{self.currency}")'

    def __str__(self) -> str:
        return f"{self.currency} {self.decimal()}"


@attrs.frozen(repr=False, order=False)
class NetMoney(Money):
    """An amount before tax."""

    def with_tax(self, tax: Money) -> GrossMoney:
        """Add the tax: the only road from a net to a gross amount."""
        if tax.currency != self.currency:
            raise TypeError(f"{self.currency} and {tax.currency} do not mix")
        return GrossMoney(self.amount + tax.amount, self.currency)


@attrs.frozen(repr=False, order=False)
class GrossMoney(Money):
    """An amount with tax."""

    def without_tax(self, tax: Money) -> NetMoney:
        """Take the tax out: the only road from a gross to a net amount."""
        if tax.currency != self.currency:
            raise TypeError(f"{self.currency} and {tax.currency} do not mix")
        return NetMoney(self.amount - tax.amount, self.currency)
