"""``tariffopt quote``: the price of given quantities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import click

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer
from tariffopt.cli.exits import DONE
from tariffopt.cli.pricing import make_terms, terms_options
from tariffopt.cli.program import Command, argument, folders_option
from tariffopt.texts import Lang, text

if TYPE_CHECKING:
    from tariffopt.tariff import Tariff


def command(lang: Lang) -> Command:
    """Make the command."""
    quantity = take.name(lang, "quantity")
    params = [
        argument("tariff", take.name(lang, "tariff")),
        argument("quantities", quantity, nargs=-1, required=True),
        *terms_options(lang),
        folders_option(lang),
    ]
    return Command(lang, "quote", price_quantities, params)


def price_quantities(
    lang: Lang,
    *,
    tariff: str,
    quantities: Sequence[str],
    tariffs: Sequence[str],
    on: date | None,
    months: int,
    tax: str,
    invoice: str | None,
    rounding: str | None,
) -> int:
    """Price the quantities and say the bill."""
    from tariffopt.cli.finding import Finder
    from tariffopt.report import bill_text
    from tariffopt.tariff import quote

    terms = make_terms(
        lang, on=on, months=months, tax=tax, invoice=invoice, rounding=rounding
    )
    found = Finder(lang, tariffs).named(tariff)
    bought = read_quantities(quantities, found, lang)
    answer(bill_text(quote(found, bought, terms), found, lang=lang))
    return DONE


def read_quantities(words: Sequence[str], tariff: Tariff, lang: Lang) -> dict[str, int]:
    """Read ``501``, where there is only one item, or ``member=66 guest=330``.

    Raises
    ------
    click.UsageError
        For a word that is neither, and for an item named twice.
    """
    bought: dict[str, int] = {}
    for word in words:
        item, equals, number = word.partition("=")
        if not equals:
            item, number = _only_item(word, tariff, lang), word
        if item in bought:
            _refuse("cli.item-twice", lang, found=item)
        bought[item.strip()] = _number(number, word, lang)
    return bought


def _only_item(word: str, tariff: Tariff, lang: Lang) -> str:
    if len(tariff.items) > 1:
        items = ", ".join(item.id for item in tariff.items)
        _refuse("cli.which-item", lang, found=word, items=items)
    return tariff.items[0].id


def _number(number: str, word: str, lang: Lang) -> int:
    try:
        return take.whole_number(number)
    except ValueError:
        _refuse("cli.no-quantity", lang, found=word)


def _refuse(code: str, lang: Lang, **fields: object) -> NoReturn:
    raise click.UsageError(text(code, lang, **fields), click.get_current_context())
