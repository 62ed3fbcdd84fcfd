"""The terms that `quote` and `steps` take as options instead of a scenario."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from tariffopt.cli.parameters import choice, count, day, tax
from tariffopt.cli.program import option
from tariffopt.texts import Lang, text

if TYPE_CHECKING:
    from tariffopt.tariff import Terms

_MONTHS = 12
_MOST_MONTHS = 1200
_LAST_YEAR = 9999


def terms_options(lang: Lang) -> list[click.Parameter]:
    """Make the options that say when, for how long, and with which tax."""
    periods = choice(lang, ("month", "year", "once"))
    modes = choice(lang, ("floor", "ceil", "half-up"))
    months = count(lang, 1, _MOST_MONTHS)
    return [
        option(lang, "--on", day(lang), "on"),
        option(lang, "--months", months, "months", default=_MONTHS),
        option(lang, "--tax", tax(lang), "tax", default="none"),
        option(lang, "--invoice", periods, "invoice"),
        option(lang, "--rounding", modes, "rounding"),
    ]


def make_terms(
    lang: Lang,
    *,
    on: date | None,
    months: int,
    tax: str,
    invoice: str | None,
    rounding: str | None,
) -> Terms:
    """Make the terms that the options mean; today where no day is given.

    Raises
    ------
    click.UsageError
        When an invoice or a rounding is given, and no tax to round.
    """
    from tariffopt.tariff import Tax, Terms

    start = on or date.today()  # noqa: DTZ011 - the buyer's own calendar
    if start.year + months // _MONTHS >= _LAST_YEAR:
        words = text("cli.late", lang, found=start.isoformat())
        raise click.UsageError(words, click.get_current_context())
    if tax != "none":
        chosen = Tax(tax, rounding or "floor", invoice or "year")
        return Terms(start, months, chosen)
    if invoice or rounding:
        raise click.UsageError(text("cli.no-tax", lang), click.get_current_context())
    return Terms(start, months)
