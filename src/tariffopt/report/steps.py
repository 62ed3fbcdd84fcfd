"""The text of a tariff's price steps, dead zones and savings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tariffopt.analysis import DeadZone, Envelope, dead_zones, envelope
from tariffopt.errors import QuantityError
from tariffopt.money import Exact, GrossMoney, Money, exact
from tariffopt.report.basis import source_of
from tariffopt.report.estimates import tax_rule
from tariffopt.report.head import tier_text, title
from tariffopt.report.page import Cell, Page, Row
from tariffopt.tariff import Tariff, Terms, quote
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean

SHARES = ("5%", "10%", "20%")
ROWS_AT_MOST = 60
"""A text lists so many steps, or quantities."""
_ROOM = (26, 18, 18, 18)
_NEEDS = (33, 15, 16)


def steps_text(
    tariff: Tariff,
    terms: Terms,
    *,
    item: str | None = None,
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
    page = Page(lang, width)
    name = page.say("bill.title", tariff=clean(tariff.name), id=tariff.id)
    blocks = [_head(name, tariff, terms, page)]
    items = [item] if item is not None else [known.id for known in tariff.items]
    for each in items:
        blocks += _item(envelope(tariff, terms, each), need, budget, span, page)
    label = page.say("label.basis")
    blocks.append(page.labelled(label, source_of(tariff, page), page.columns(label)))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _head(name: str, tariff: Tariff, terms: Terms, page: Page) -> list[str]:
    lines = title(name, terms, page)
    if terms.tax:
        rule = tax_rule(terms.tax, tariff.currency, page)
    else:
        rule = page.say(f"tax.not-computed.{tariff.prices}")
    return [*lines, "", *page.labelled(page.say("label.terms"), rule)]


def _item(
    prices: Envelope,
    need: int | None,
    budget: Exact | None,
    span: tuple[int, int] | None,
    page: Page,
) -> Iterator[list[str]]:
    """Give the blocks of one item."""
    name = clean(prices.prices.item.name)
    if len(prices.prices.stretches) == 1:
        yield page.lines(page.say("steps.none", item=name), 0)
        return
    yield _steps(prices, name, page)
    yield _zones(prices, page)
    if need is not None:
        yield _need(prices, need, page)
    if budget is not None:
        yield _budget(prices, exact(budget, "budget"), page)
    if span is not None:
        yield _span(prices, *span, page)


# --- steps and dead zones ---------------------------------------------------------


def _steps(prices: Envelope, name: str, page: Page) -> list[str]:
    terms, tariff = prices.prices.terms, prices.prices.tariff
    names = ("unit-price", "at-first", "at-last")
    head = "  " + page.say("column.quantity")
    rows: list[Row] = [(head, [page.say(f"column.{name}") for name in names])]
    stretches = prices.prices.stretches[1:]
    shown = stretches[:ROWS_AT_MOST]
    rows += [_step(prices, stretch.first, stretch.last, page) for stretch in shown]
    if stretches[ROWS_AT_MOST:]:
        more = page.say("span.more", n=len(stretches) - ROWS_AT_MOST)
        rows.append((more, ()))
    basis = "with-tax" if terms and terms.tax else tariff.prices
    months = terms.months if terms else 1
    return [
        page.say("steps.title", item=name),
        *page.table(rows, _ROOM),
        page.counted(f"steps.basis.{basis}", months),
    ]


def _step(prices: Envelope, first: int, last: int | None, page: Page) -> Row:
    """Describe one stretch of quantities, its ends in lots."""
    step, total = prices.prices.item.step, prices.prices.total
    low, high = first * step, None if last is None else last * step
    cells = [
        _unit_price(prices, low, page),
        prices.prices.gross(total(first)),
        "" if last is None else prices.prices.gross(total(last)),
    ]
    return "  " + tier_text(low, high, page), cells


def _unit_price(prices: Envelope, quantity: int, page: Page) -> Cell:
    """Give the price of each unit where one price holds for all of them."""
    tariff, terms, item = prices.prices.tariff, prices.prices.terms, prices.prices.item
    if terms is None:
        return ""
    lines = quote(tariff, {item.id: quantity}, terms).lines
    alike = len(lines) == 1 and lines[0].quantity == quantity
    if not alike:
        return page.say("steps.not-alike")
    return Money(lines[0].unit_price, tariff.currency)


def _zones(prices: Envelope, page: Page) -> list[str]:
    found = dead_zones(prices.prices.tariff, prices.prices.terms, prices.prices.item.id)
    if not found:
        return page.lines(page.say("zones.none"), 0)
    lines = [page.say("zones.title")]
    lines += [_zone(prices, zone, page) for zone in found[:ROWS_AT_MOST]]
    if found[ROWS_AT_MOST:]:
        lines.append(page.say("span.more", n=len(found) - ROWS_AT_MOST))
    return lines


def _zone(prices: Envelope, zone: DeadZone, page: Page) -> str:
    worst = prices.dearest(zone.first, zone.last).need
    saves = prices.prices.cost(worst) - prices.prices.cost(zone.buy)
    ends = tier_text(zone.first, zone.last, page)
    return page.say("zones.row", zone=ends, buy=zone.buy, saves=saves)


# --- needs, budgets, ranges -------------------------------------------------------


def _need(prices: Envelope, need: int, page: Page) -> list[str]:
    point = prices.at_least(need)
    lines = [page.say("need.title", n=need)]
    bought = page.say("need.buy", n=point.purchase, cost=point.cost)
    lines += page.lines(bought)
    if point.plain is None:
        lines += page.lines(page.say("need.not-sold", plain=need))
    elif point.plain > point.cost:
        extra = point.plain - point.cost
        fields = {"plain": need, "cost": point.plain}
        lines += page.lines(page.say("need.idle", extra=extra, **fields))
    more = prices.headroom(need)
    if more:
        lines += page.lines(page.say("need.more", n=more))
    rows = list(_savings(prices, need, point.cost, page))
    if rows:
        lines += page.lines(page.say("need.less"))
        lines += page.table(rows, _NEEDS)
    return lines


def _savings(
    prices: Envelope, need: int, paid: GrossMoney, page: Page
) -> Iterator[Row]:
    first, found = prices.next_saving(need), {}
    if first is not None:
        label = page.say("row.first-saving", n=first.at_most)
        found[first.at_most] = label
    for share in SHARES:
        saving = prices.saving(need, share)
        if saving is not None:
            percent = page.percent(Fraction(share.removesuffix("%")) / 100)
            fields = {"n": saving.at_most, "percent": percent}
            found[saving.at_most] = page.say("row.saving", **fields)
    if found:
        head = [page.say("column.total"), page.say("column.saves")]
        yield "  " + page.say("column.need"), head
    for at_most, label in found.items():
        cost = prices.at_least(at_most).cost
        yield "  " + label, [cost, page.change(cost - paid)]


def _budget(prices: Envelope, budget: Fraction, page: Page) -> list[str]:
    limit = prices.prices.gross(budget)
    lines = [page.say("budget.title", money=limit)]
    most = prices.most_within(budget)
    if most is None:
        return lines + page.lines(page.say("budget.endless"))
    if most == 0:
        return lines + page.lines(page.say("budget.none"))
    cost = prices.prices.cost(most)
    return lines + page.lines(page.say("budget.most", n=most, cost=cost))


def _span(prices: Envelope, first: int, last: int, page: Page) -> list[str]:
    head = [page.say("column.total"), page.say("column.buy"), page.say("column.total")]
    rows: list[Row] = [("  " + page.say("column.quantity"), head)]
    shown = range(first, last + 1)[:ROWS_AT_MOST]
    rows += [_at(prices, quantity, page) for quantity in shown]
    rest = last + 1 - first - len(shown)
    if rest > 0:
        rows.append((page.say("span.more", n=rest), ()))
    ends = {"first": first, "last": last}
    return [page.say("span.title", **ends), *page.table(rows, _ROOM)]


def _at(prices: Envelope, quantity: int, page: Page) -> Row:
    label = "  " + page.shown(quantity)
    try:
        point = prices.at_least(quantity)
    except QuantityError:
        return label, [page.say("span.none"), "", ""]
    plain = "-" if point.plain is None else point.plain
    return label, [plain, point.purchase, point.cost]
