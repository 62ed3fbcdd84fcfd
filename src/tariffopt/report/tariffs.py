"""The text of a tariff: what it offers, its prices, rules and source."""

from __future__ import annotations

from tariffopt.tariff import Tariff
from tariffopt.texts import Lang


def tariff_text(tariff: Tariff, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what a tariff charges, and where that was read."""
    return ""
