"""Terms: for how long, under which tax, invoiced how often.

One value is shared by `quote`, `envelope` and scenarios, so that a figure never
depends on which of them computed it.
"""

from __future__ import annotations

import calendar
import enum
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

import attrs

from tariffopt.errors import require_type
from tariffopt.money import Exact, Rounding, share


class Period(enum.Enum):
    """What a charge is priced for, and how often an invoice is issued."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


STANDARD = "standard"


@attrs.frozen(init=False)
class Tax:
    """A tax, how it is rounded, and how often an invoice rounds it.

    Parameters
    ----------
    rate
        The standard rate as a share: ``"10%"``, ``"0.1"``. A number above 1 is
        refused, since ``10`` would be 1,000 %.
    rounding
        ``"floor"``, ``"ceil"`` or ``"half-up"``, to the currency's smallest coin, once
        per invoice and rate.
    invoice
        ``"month"``, ``"year"`` or ``"once"``: how often an invoice is issued.
    rates
        Instead of ``rate``: a rate for each tax class that charges name.

    Raises
    ------
    ValueError
        A rate outside 0 to 1; no rate, or both ``rate`` and ``rates``.

    Examples
    --------
    >>> Tax(rate="10%", rounding="floor", invoice="year").rate("standard")
    Fraction(1, 10)
    """

    rates: tuple[tuple[str, Fraction], ...]
    rounding: Rounding
    invoice: Period

    def __init__(
        self,
        rate: Exact | None = None,
        rounding: Rounding | str = Rounding.FLOOR,
        invoice: Period | str = Period.YEAR,
        *,
        rates: Mapping[str, Exact] | None = None,
    ) -> None:
        if (rate is None) == (rates is None):
            raise ValueError("give either rate or rates")
        named = {STANDARD: rate} if rate is not None else dict(rates or {})
        exact_rates = {name: share(value, "rate") for name, value in named.items()}
        for name, value in exact_rates.items():
            if not 0 <= value <= 1:
                raise ValueError(f"rate {name} is {value}, outside 0 to 1; write 10%")
        self.__attrs_init__(
            tuple(sorted(exact_rates.items())), Rounding(rounding), Period(invoice)
        )

    def rate(self, tax_class: str) -> Fraction:
        """Give the rate of a tax class.

        Raises
        ------
        KeyError
            For a class the terms have no rate for.
        """
        return dict(self.rates)[tax_class]


@attrs.frozen
class InvoiceKind:
    """Invoices that carry the same charges, and how many of them there are.

    Attributes
    ----------
    count
        How many such invoices the horizon has.
    month, year, once
        How many times a charge of that period stands on each of them.
    """

    count: int
    month: int
    year: int
    once: int

    def times(self, per: Period) -> int:
        """Say how many times a charge of this period is on one such invoice."""
        return {Period.MONTH: self.month, Period.YEAR: self.year}.get(per, self.once)


def _positive(_: object, attribute: attrs.Attribute[int], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{attribute.name} {value!r} is not a whole number from 1")


def _day(_: object, attribute: attrs.Attribute[date], value: object) -> None:
    # A datetime is a date to Python, yet cannot be compared with one.
    if not isinstance(value, date) or isinstance(value, datetime):
        found = f"{attribute.name} {value!r} is a {type(value).__name__}, not a date"
        raise TypeError(f"{found}; write date(2021, 4, 1)")


def _tax(_: object, __: attrs.Attribute[Tax | None], value: object) -> None:
    if value is not None:
        require_type(value, Tax, 'write Tax("10%")')


@attrs.frozen
class Terms:
    """The horizon and the tax under which something is priced.

    Attributes
    ----------
    start
        First day, inclusive.
    months
        Length in months, at least 1.
    tax
        The tax, or ``None`` when none is to be computed: figures then stand as the
        tariff prints them.

    Notes
    -----
    A yearly charge is due in full for every year begun (18 months: twice); a charge
    ``once`` on the first invoice.

    Raises
    ------
    TypeError
        A start that is no date, a tax that is no `Tax`.
    ValueError
        A number of months below 1.

    Examples
    --------
    >>> terms = Terms(date(2021, 4, 1), 12, Tax("10%"))
    >>> terms.end, terms.times(Period.MONTH)
    (datetime.date(2022, 4, 1), 12)
    """

    start: date = attrs.field(validator=_day)
    months: int = attrs.field(validator=_positive)
    tax: Tax | None = attrs.field(default=None, validator=_tax)

    @property
    def end(self) -> date:
        """First day after the horizon."""
        return add_months(self.start, self.months)

    @property
    def years(self) -> int:
        """Years begun within the horizon."""
        return -(-self.months // 12)

    def times(self, per: Period) -> int:
        """Say how many times a charge of this period is due in the horizon."""
        return {Period.MONTH: self.months, Period.YEAR: self.years}.get(per, 1)

    def invoices(self) -> tuple[InvoiceKind, ...]:
        """Give the invoices of one contract over the horizon, alike ones together."""
        rhythm = self.tax.invoice if self.tax else Period.ONCE
        if rhythm is Period.ONCE:
            return (InvoiceKind(1, self.months, self.years, 1),)
        length = 12 if rhythm is Period.YEAR else 1
        counts: dict[tuple[int, int, int], int] = {}
        for first in range(0, self.months, length):
            month = min(length, self.months - first)
            key = (month, int(first % 12 == 0), int(first == 0))
            counts[key] = counts.get(key, 0) + 1
        return tuple(InvoiceKind(count, *key) for key, count in counts.items())


def add_months(day: date, months: int) -> date:
    """Give the day so many months later, cut to the length of that month.

    Examples
    --------
    >>> add_months(date(2021, 1, 31), 1)
    datetime.date(2021, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
