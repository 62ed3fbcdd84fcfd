"""The text of a tariff's price steps, dead zones and savings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tariffopt.analysis import (
    DeadZone,
    Envelope,
    dead_zones,
    envelope,
    neighborhood,
    zone_costs,
)
from tariffopt.errors import QuantityError
from tariffopt.money import Exact, Money, exact
from tariffopt.report.basis import source_of
from tariffopt.report.blocks import (
    Block,
    Cell,
    Change,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    labelled,
)
from tariffopt.report.estimates import tax_rule
from tariffopt.report.phrases import (
    Book,
    chosen_label,
    saving_label,
    tariff_name,
    tier_text,
    title,
)
from tariffopt.report.text import render_text
from tariffopt.tariff import Tariff, Terms, quote
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean

ROWS_AT_MOST = 60
"""A text lists so many steps, or dead zones."""
SPAN_AT_MOST = 10_000
"""A text lists so many quantities of a range that was asked for."""


def steps_text(
    tariff: Tariff,
    terms: Terms,
    *,
    item: str | None = None,
    choices: Mapping[str, str] | None = None,
    need: int | None = None,
    budget: Exact | None = None,
    span: tuple[int, int] | None = None,
    lang: Lang = "en",
    width: int = 80,
) -> str:
    """Say a tariff's price steps, its dead zones, and from where on less is paid.

    Parameters
    ----------
    tariff
        The price list.
    terms
        Horizon and tax; all totals are under them.
    item
        Which item, bought alone; every item when left out.
    choices
        What the buyer chose: option by choice.
    need
        Say also how to have at least so many, and what smaller needs save.
    budget
        Say also the most that can be bought within this amount, tax included.
    span
        List also what each quantity between two, inclusive, costs.
    lang, width
        As `plan_text`.

    Raises
    ------
    QuantityError
        When ``need`` has no price.
    KeyError
        When the tariff has no such item.
    TariffError
        When a choice is missing or unknown.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> terms = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))
    >>> print(steps_text(tariff, terms, budget=2_000_000))
    ... # doctest: +ELLIPSIS
    LGWAN...
    """
    book, tariff = Book(lang), tariff.under(choices)
    sold = [known.id for known in tariff.items if known.maximum != 0]
    document: list[Section] = [
        [title(tariff_name(tariff, book), terms, book)],
        [
            *chosen_label(tariff, tariff.chosen, book),
            labelled(book.say("label.terms"), _terms(tariff, terms, book)),
        ],
    ]
    for each in [item] if item is not None else sold:
        document += _item(envelope(tariff, terms, each), need, budget, span, book)
    basis = source_of(tariff, book)
    document.append([labelled(book.say("label.basis"), basis, aligned=False)])
    return render_text(document, lang, width)


def _terms(tariff: Tariff, terms: Terms, book: Book) -> str:
    if terms.tax:
        return tax_rule(terms.tax, tariff.currency, book)
    return book.say(f"tax.not-computed.{tariff.prices}")


def _item(
    prices: Envelope,
    need: int | None,
    budget: Exact | None,
    span: tuple[int, int] | None,
    book: Book,
) -> Iterator[Section]:
    """Give the sections of one item."""
    name = clean(prices.payable.item.name)
    if len(prices.payable.stretches) == 1:
        yield [Paragraph(book.say("steps.none", item=name), level=0)]
        return
    yield list(_steps(prices, name, book))
    yield list(_zones(prices, book))
    if need is not None:
        yield list(_need(prices, need, book))
    if budget is not None:
        yield list(_budget(prices, exact(budget, "budget"), book))
    if span is not None:
        yield list(_span(prices, *span, book))


# --- steps and dead zones ---------------------------------------------------------


def _steps(prices: Envelope, name: str, book: Book) -> Iterator[Block]:
    yield Heading(book.say("steps.title", item=name))
    names = ("unit-price", "at-first", "at-last")
    head = Row(book.say("column.quantity"), [book.say(f"column.{n}") for n in names])
    found = prices.payable.stretches[1:]
    shown = found[:ROWS_AT_MOST]
    rows = [_step(prices, stretch.first, stretch.last, book) for stretch in shown]
    yield Table("steps", head, rows)
    yield from _more(len(found) - len(shown), book)
    terms = prices.payable.terms
    basis = "with-tax" if terms and terms.tax else prices.payable.tariff.prices
    months = terms.months if terms else 1
    yield Paragraph(book.say(f"steps.basis.{basis}", n=months))


def _more(rest: int, book: Book) -> Iterator[Paragraph]:
    """Say how many rows are left out."""
    if rest > 0:
        yield Paragraph(book.say("span.more", n=rest))


def _step(prices: Envelope, first: int, last: int | None, book: Book) -> Row:
    """Describe one stretch of quantities, its ends in lots."""
    step, total = prices.payable.item.step, prices.payable.total
    low, high = first * step, None if last is None else last * step
    cells = [
        _unit_price(prices, low, book),
        prices.payable.gross(total(first)),
        "" if last is None else prices.payable.gross(total(last)),
    ]
    return Row(tier_text(low, high, book), cells)


def _unit_price(prices: Envelope, quantity: int, book: Book) -> Cell:
    """Give the price of each unit where one price holds for all of them."""
    tariff, terms, item = (
        prices.payable.tariff,
        prices.payable.terms,
        prices.payable.item,
    )
    if terms is None:
        return ""
    lines = quote(tariff, {item.id: quantity}, terms).lines
    alike = len(lines) == 1 and lines[0].quantity == quantity
    if not alike:
        return book.say("steps.not-alike")
    return Money(lines[0].unit_price, tariff.currency)


def _zones(prices: Envelope, book: Book) -> Iterator[Block]:
    found = dead_zones(
        prices.payable.tariff, prices.payable.terms, prices.payable.item.id
    )
    if not found:
        yield Paragraph(book.say("zones.none"), level=0)
        return
    yield Heading(book.say("zones.title"))
    for zone in found[:ROWS_AT_MOST]:
        yield Paragraph(_zone(prices, zone, book))
    yield from _more(len(found) - ROWS_AT_MOST, book)


def _zone(prices: Envelope, zone: DeadZone, book: Book) -> str:
    costs = zone_costs(prices, zone)
    ends = tier_text(zone.first, zone.last, book)
    saves = costs.worst.cost - costs.buy.cost
    return book.say("zones.row", zone=ends, buy=zone.buy, saves=saves)


# --- needs, budgets, ranges -------------------------------------------------------


def _need(prices: Envelope, need: int, book: Book) -> Iterator[Block]:
    around = neighborhood(prices, need)
    point = around.point
    yield Heading(book.say("need.title", n=need))
    yield Paragraph(book.say("need.buy", n=point.purchase, cost=point.cost))
    if point.plain is None:
        yield Paragraph(book.say("need.not-sold", plain=need))
    elif point.plain > point.cost:
        amounts = {"cost": point.plain, "extra": point.plain - point.cost}
        yield Paragraph(book.say("need.idle", plain=need, **amounts))
    if around.headroom:
        yield Paragraph(book.say("need.more", n=around.headroom))
    if around.less:
        yield Paragraph(book.say("need.less"))
        cells = (book.say("column.total"), book.say("column.saves"))
        rows = {
            less.saving.at_most: Row(
                saving_label(less.saving.at_most, less.share, book),
                (less.cost, Change(less.cost - point.cost)),
            )
            for less in around.less
        }
        head = Row(book.say("column.need"), cells)
        yield Table("savings", head, list(rows.values()))


def _budget(prices: Envelope, budget: Fraction, book: Book) -> Iterator[Block]:
    yield Heading(book.say("budget.title", money=prices.payable.gross(budget)))
    most = prices.most_within(budget)
    if most:
        cost = prices.payable.cost(most)
        yield Paragraph(book.say("budget.most", n=most, cost=cost))
    else:
        yield Paragraph(book.say("budget.endless" if most is None else "budget.none"))


def _span(prices: Envelope, first: int, last: int, book: Book) -> Iterator[Block]:
    yield Heading(book.say("span.title", first=first, last=last))
    names = ("plainly", "buy", "costs")
    head = Row(book.say("column.quantity"), [book.say(f"column.{n}") for n in names])
    shown = range(first, last + 1)[:SPAN_AT_MOST]
    yield Table("steps", head, [_at(prices, quantity, book) for quantity in shown])
    if last > shown[-1]:
        rest = {"n": last - shown[-1], "first": shown[-1] + 1, "last": last}
        yield Paragraph(book.say("span.rest", **rest))


def _at(prices: Envelope, quantity: int, book: Book) -> Row:
    label = book.shown(quantity)
    try:
        point = prices.at_least(quantity)
    except QuantityError:
        return Row(label, (book.say("span.none"), "", ""))
    plain = "-" if point.plain is None else point.plain
    return Row(label, (plain, point.purchase, point.cost))
