"""``tariffopt steps``: where a tariff's price changes, and what that means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer
from tariffopt.cli.exits import DONE
from tariffopt.cli.pricing import make_terms, terms_options
from tariffopt.cli.program import Command, argument, folders_option, option
from tariffopt.texts import Lang, text


def command(lang: Lang) -> Command:
    """Make the command."""
    params = [
        argument("tariff", take.name(lang, "tariff")),
        option(lang, "--item", take.name(lang, "item"), "item"),
        option(lang, "--need", take.count(lang), "need"),
        option(lang, "--budget", take.money(lang), "steps-budget"),
        option(lang, "--range", take.span(lang), "range"),
        *terms_options(lang),
        folders_option(lang),
    ]
    return Command(lang, "steps", show_steps, params)


def show_steps(
    lang: Lang,
    *,
    tariff: str,
    item: str | None,
    need: int | None,
    budget: str | None,
    range: tuple[int, int] | None,  # noqa: A002 - click names it after the option
    tariffs: Sequence[str],
    on: date | None,
    months: int,
    tax: str,
    invoice: str | None,
    rounding: str | None,
) -> int:
    """Find the tariff and say its price steps."""
    from tariffopt.cli.finding import Finder
    from tariffopt.report import steps_text

    terms = make_terms(
        lang, on=on, months=months, tax=tax, invoice=invoice, rounding=rounding
    )
    found = Finder(lang, tariffs).named(tariff)
    known = [entry.id for entry in found.items]
    if item is not None and item not in known:
        fields = {"found": item, "items": ", ".join(known)}
        words = text("cli.no-item", lang, **fields)
        raise click.UsageError(words, click.get_current_context())
    answer(
        steps_text(
            found,
            terms,
            item=item,
            need=need,
            budget=budget,
            span=range,
            lang=lang,
        )
    )
    return DONE
