"""``tariffopt quote`` and ``tariffopt steps``: what a tariff says of its prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer
from tariffopt.cli.endings import DONE
from tariffopt.cli.language import spoken
from tariffopt.cli.program import Command, argument, folders_option, option, refuse

if TYPE_CHECKING:
    from tariffopt.tariff import Tariff, Terms

_MONTHS = 12
_MOST_MONTHS = 1200
_LAST_YEAR = 9999


def quote_command() -> Command:
    """Make the command that prices given quantities."""
    words = argument("quantities", take.name("quantity"), nargs=-1, required=True)
    options = [_choose_option(), option("--headcount", take.count(0)), _held_option()]
    options.append(option("--others", take.name("quantity"), multiple=True))
    return Command(
        "quote", price_quantities, _tariff(), words, *options, *_terms_options()
    )


def _choose_option() -> click.Option:
    return option("--choose", take.CHOICE, multiple=True)


def _held_option() -> click.Option:
    return option("--held", take.name("quantity"), multiple=True)


def price_quantities(
    *,
    tariff: str,
    quantities: Sequence[str],
    choose: Sequence[tuple[str, str]],
    headcount: int | None,
    held: Sequence[str],
    others: Sequence[str],
    tariffs: Sequence[str],
    **terms: Any,
) -> int:
    """Price the quantities and say the bill; ``terms`` are those of `make_terms`."""
    from tariffopt.cli.finding import Finder
    from tariffopt.report import bill_text
    from tariffopt.tariff import quote

    priced_on = make_terms(**terms)
    found = Finder(tariffs).named(tariff)
    chosen, counts = read_choices(quantities, found, choose)
    already = read_quantities(held, found) if held else None
    bought = read_quantities(counts, found)
    beside = {"held": already, "others": read_quantities(others, found)}
    bill = quote(found, bought, priced_on, chosen, headcount=headcount, **beside)
    answer(bill_text(bill, found, lang=spoken()))
    return DONE


def read_choices(
    words: Sequence[str], tariff: Tariff, options: Sequence[tuple[str, str]]
) -> tuple[dict[str, str], list[str]]:
    """Read ``plan=light`` where the tariff has that choice; give the other words too.

    What ``--choose`` says is beside that, whether there is such a choice or not.

    Raises
    ------
    click.UsageError
        For a choice named twice.
    """
    known = {choice.id for choice in tariff.choices}
    named, others = list(options), []
    for word in words:
        choice, _, picked = (part.strip() for part in word.partition("="))
        if choice in known:
            named.append((choice, picked))
        else:
            others.append(word)
    return _chosen(named), others


def _chosen(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for choice, picked in named:
        if choice in chosen:
            refuse("cli.choice-twice", found=choice)
        chosen[choice] = picked
    return chosen


def read_quantities(words: Sequence[str], tariff: Tariff) -> dict[str, int]:
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
            item, number = _only_item(word, tariff), word
        if item in bought:
            refuse("cli.item-twice", found=item)
        bought[item.strip()] = _number(number, word)
    return bought


def _only_item(word: str, tariff: Tariff) -> str:
    if len(tariff.items) > 1:
        items = ", ".join(item.id for item in tariff.items)
        refuse("cli.which-item", found=word, items=items)
    return tariff.items[0].id


def _number(number: str, word: str) -> int:
    try:
        return take.whole_number(number)
    except ValueError:
        refuse("cli.no-quantity", found=word)


# --- steps ------------------------------------------------------------------------


def steps_command() -> Command:
    """Make the command that shows where a tariff's price changes."""
    return Command(
        "steps",
        show_steps,
        _tariff(),
        argument("choices", take.CHOICE, nargs=-1),
        option("--item", take.name("item")),
        _choose_option(),
        option("--need", take.count()),
        option("--budget", take.MONEY, "steps-budget"),
        option("--range", take.SPAN),
        _held_option(),
        *_terms_options(),
    )


def show_steps(
    *,
    tariff: str,
    choices: Sequence[tuple[str, str]],
    item: str | None,
    choose: Sequence[tuple[str, str]],
    need: int | None,
    budget: str | None,
    range: tuple[int, int] | None,  # noqa: A002 - click names it after the option
    held: Sequence[str],
    tariffs: Sequence[str],
    **terms: Any,
) -> int:
    """Say the price steps; ``terms`` are those of `make_terms`."""
    from tariffopt.cli.finding import Finder
    from tariffopt.report import steps_text
    from tariffopt.tariff import holding

    priced_on = make_terms(**terms)
    found = Finder(tariffs).named(tariff)
    if held:
        found = holding(found, read_quantities(held, found))
    known = [entry.id for entry in found.items]
    if item is not None and item not in known:
        refuse("cli.no-item", found=item, items=", ".join(known))
    answer(
        steps_text(
            found,
            priced_on,
            item=item,
            choices=_chosen([*choose, *choices]),
            need=need,
            budget=budget,
            span=range,
            lang=spoken(),
        )
    )
    return DONE


# --- terms ------------------------------------------------------------------------


def _tariff() -> click.Argument:
    return argument("tariff", take.name("tariff"))


def _terms_options() -> list[click.Parameter]:
    """Make the options that say when, for how long, and with which tax."""
    return [
        option("--on", take.DAY),
        option("--months", take.count(1, _MOST_MONTHS), default=_MONTHS),
        option("--tax", take.TAX, default="none"),
        option("--invoice", take.choice("month", "year", "once")),
        option("--rounding", take.choice("floor", "ceil", "half-up")),
        folders_option(),
    ]


def make_terms(
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
        refuse("cli.late", found=start.isoformat())
    if tax != "none":
        chosen = Tax(tax, rounding or "floor", invoice or "year")
        return Terms(start, months, chosen)
    if invoice or rounding:
        refuse("cli.no-tax")
    return Terms(start, months)
