"""The text of a bill, and when a larger quantity would cost less."""

from __future__ import annotations

from tariffopt.tariff import Bill, Tariff
from tariffopt.texts import Lang


def bill_text(bill: Bill, tariff: Tariff, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what given quantities cost, line by line; last, whether more would cost less.

    >>> 1 + 1
    2
    """
    return ""
