"""The text of a bill, and when a larger quantity would cost less."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tariffopt.analysis import envelope
from tariffopt.errors import QuantityError
from tariffopt.money import GrossMoney, Money
from tariffopt.report.basis import source_of
from tariffopt.report.blocks import Block, Labelled, Paragraph, Section, labelled
from tariffopt.report.estimates import bill_lines
from tariffopt.report.head import total
from tariffopt.report.phrases import Book, chosen_label, tariff_name, title
from tariffopt.report.text import render_text
from tariffopt.tariff import Bill, Item, Tariff, Tiered, holding, quote
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean


@attrs.frozen
class Larger:
    """A larger quantity of one item that costs less in total.

    Attributes
    ----------
    item
        The item.
    quantity
        How many to buy instead.
    saves
        Total payable less that of the larger quantity; above zero.
    """

    item: Item
    quantity: int
    saves: Money


def bill_text(bill: Bill, tariff: Tariff, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what given quantities cost, line by line; last, whether more would cost less.

    Parameters
    ----------
    bill
        As `quote` gives it.
    tariff
        The price list it was computed from.
    lang
        ``"en"`` or ``"ja"``.
    width
        Most columns of a line, full-width characters counted as two.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> terms = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))
    >>> bill = to.quote(tariff, {"account": 450}, terms)
    >>> print(bill_text(bill, tariff, lang="ja"))
    LGWAN対応ビジネスチャット (lgwan-chat)     令和3年度(2021年4月から12か月)
    <BLANKLINE>
    数量    アカウント 450
    税込    2,376,000円
    <BLANKLINE>
      月額400円×450アカウント×12か月×1.1=2,376,000円
      税抜 2,160,000円 + 消費税10% 216,000円(請求は年1回、1円未満切捨て)
    <BLANKLINE>
    根拠  価格表 lgwan-chat(2020-12-10の事務事業評価(事前)シート 22001記載、確度 高)
    501なら61,380円安い。
    """
    book = Book(lang)
    lines = bill_lines(bill, tariff, book) if bill.lines else ()
    document: list[Section] = [
        [title(tariff_name(tariff, book), bill.terms, book)],
        [
            *chosen_label(tariff, bill.choices, book),
            _quantities(bill, tariff, book),
            total(bill.incl_tax, bill.terms, tariff.prices, book),
        ],
        [Paragraph(words) for words in lines],
        list(_end(bill, tariff, book)),
    ]
    return render_text(document, lang, width)


def _quantities(bill: Bill, tariff: Tariff, book: Book) -> Labelled:
    bought = [
        book.say("quantity", n=quantity, item=clean(tariff.item(item).name))
        for item, quantity in bill.quantities
        if quantity
    ]
    return labelled(book.say("label.quantity"), *(bought or [book.say("bill.nothing")]))


def _end(bill: Bill, tariff: Tariff, book: Book) -> Iterator[Block]:
    basis = source_of(tariff, book)
    yield labelled(book.say("label.basis"), basis, aligned=False)
    larger = cheaper_larger(bill, tariff.under(dict(bill.choices)))
    if larger is not None:
        yield Paragraph(_larger(larger, tariff, book), level=0)


def _larger(larger: Larger, tariff: Tariff, book: Book) -> str:
    fields = {
        "n": larger.quantity,
        "saves": larger.saves,
        "item": clean(larger.item.name),
    }
    code = "bill.larger" if len(tariff.items) == 1 else "bill.larger-of"
    return book.say(code, **fields)


def cheaper_larger(bill: Bill, tariff: Tariff) -> Larger | None:
    """Find the larger quantity of one item that lowers the total most.

    Where one item is all there is, every larger quantity is looked at. Beside other
    items, whose quantities stay, the first quantity of every later tier is.

    Parameters
    ----------
    bill
        What was quoted.
    tariff
        What is sold under the choices of the bill.

    Returns
    -------
    Larger or None
        ``None`` where nothing looked at costs less.
    """
    found: list[Larger] = []
    tariff, quantities = holding(tariff, dict(bill.held)), dict(bill.quantities)
    for item in tariff.items:
        if quantities[item.id]:
            for quantity, cost in _candidates(bill, tariff, item):
                saves = Money((bill.incl_tax - cost).amount, tariff.currency)
                found.append(Larger(item, quantity, saves))
    worth = [larger for larger in found if larger.saves.amount > 0]
    if not worth:
        return None
    return min(worth, key=lambda larger: (-larger.saves.amount, larger.quantity))


def _candidates(
    bill: Bill, tariff: Tariff, item: Item
) -> Iterator[tuple[int, GrossMoney]]:
    quantities = dict(bill.quantities)
    if len(tariff.items) == 1:
        point = envelope(tariff, bill.terms, item.id).at_least(quantities[item.id])
        if point.purchase > quantities[item.id]:
            yield point.purchase, point.cost
        return
    for quantity in sorted(_tier_starts(bill, tariff, item)):
        try:
            more = quote(tariff, quantities | {item.id: quantity}, bill.terms)
        except QuantityError:
            continue
        yield quantity, more.incl_tax


def _tier_starts(bill: Bill, tariff: Tariff, item: Item) -> set[int]:
    """Give the first quantity that can be bought in each later tier of an item."""
    starts: set[int] = set()
    quantities = dict(bill.quantities)
    bought = quantities[item.id]
    for charge in tariff.version_for(bill.terms).charges:
        weight = charge.selecting.weight(item.id)
        if weight and isinstance(charge.schedule, Tiered):
            others = charge.selecting.read(quantities) - weight * bought
            for end in charge.schedule.tier_ends:
                last = end if charge.selector else charge.reading_of(end)
                starts.add(item.next_allowed((last - others) // weight + 1))
    return {start for start in starts if start > bought}
