"""Estimates: a bill's lines as equations, its tax, and its total."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import attrs

from tariffopt.money import Money, minor_unit
from tariffopt.plan.model import Plan
from tariffopt.report.blocks import Block, Heading, Paragraph
from tariffopt.report.phrases import Book, contract_name, offer_of
from tariffopt.report.reached import tiers_reached, units_free
from tariffopt.tariff import (
    Bill,
    BillLine,
    Charge,
    Count,
    Package,
    Tariff,
    Tax,
    Tiered,
)
from tariffopt.texts.columns import clean


def estimate(plan: Plan, book: Book) -> Iterator[Block]:
    """Say how the cost comes about, contract by contract."""
    count = len(plan.bills)
    if count:
        yield Heading(book.say("estimate.title"))
    level = 2 if count > 1 else 1
    shared: dict[str, None] = {}
    for entry in plan.bills:
        if count > 1:
            yield Paragraph(contract_name(plan, entry.contract, book))
        lines = bill_lines(entry.bill, offer_of(plan, entry.contract), book)
        own = tiers_reached(plan, entry, book, across=False)
        for words in itertools.chain(lines, own):
            yield Paragraph(words, level=level)
        shared |= dict.fromkeys(tiers_reached(plan, entry, book, across=True))
    yield from map(Paragraph, shared)
    if count > 1:
        paid = plan.cost.incl_tax
        yield Paragraph(book.say("estimate.sum", n=count, money=paid))


def bill_lines(bill: Bill, tariff: Tariff, book: Book) -> Iterator[str]:
    """Write a bill: its lines as equations, then tax and total.

    One line with a true factor for tax is one equation up to what is paid; several
    lines stand before tax, and are summed up below.
    """
    single = len(bill.lines) == 1
    for line in bill.lines:
        shown = line if single else attrs.evolve(line, tax_factor=None)
        yield _equation(shown, tariff, bill, book)
    yield from units_free(bill, tariff, book)
    yield _tax(bill, tariff, book)
    whole = single and (bill.terms.tax is None or bill.lines[0].tax_factor is not None)
    if not whole:
        basis = "with-tax" if bill.terms.tax else tariff.prices
        yield book.say(f"estimate.total.{basis}", money=bill.incl_tax)


def _equation(line: BillLine, tariff: Tariff, bill: Bill, book: Book) -> str:
    charge = tariff.version_for(bill.terms).charges[line.charge]
    name = clean(line.item_name)
    if line.kind != "units":
        words = attrs.evolve(line, item_name=name).estimate(book.lang)
        return book.say(f"estimate.{line.kind}", item=name, equation=words)
    size = _block(charge, line)
    if size > 1:
        name = book.say("estimate.packages", size=size, item=name)
    return attrs.evolve(line, item_name=name).estimate(book.lang)


def _block(charge: Charge, line: BillLine) -> int:
    """Give the units in one of what a line counts."""
    schedule, size = charge.schedule, 1
    if isinstance(schedule, Package):
        return schedule.size
    if isinstance(schedule, Tiered) and line.tier is not None:
        tiers = dict(schedule.placed())
        size = tiers[line.tier[0]].size if line.tier[0] in tiers else 1
    return size * math.prod(s.size for s in charge.steps if isinstance(s, Count))


def _tax(bill: Bill, tariff: Tariff, book: Book) -> str:
    tax = bill.terms.tax
    if tax is None:
        return book.say(f"tax.not-computed.{tariff.prices}")
    parts = [
        book.say("tax.part", percent=book.percent(row.rate), money=book.amount(row.tax))
        for row in bill.taxes
    ]
    return book.say(
        f"tax.{tariff.prices}",
        net=book.amount(bill.excl_tax),
        gross=book.amount(bill.incl_tax),
        parts=book.say("plus").join(parts),
        **_invoicing(tax, tariff.currency, book),
    )


def _invoicing(tax: Tax, currency: str, book: Book) -> dict[str, str]:
    """Say how often tax is rounded, how, and to which coin."""
    named = book.named("coin", currency)
    unit = Money(minor_unit(currency), currency)
    coin = book.shown(unit) if named == currency else named
    return {
        "invoice": book.say(f"invoice.{tax.invoice.value}"),
        "rounding": book.say(f"tax-rounding.{tax.rounding.value}", unit=coin),
    }


def tax_rule(tax: Tax, currency: str, book: Book) -> str:
    """Say which rates hold, and how tax is invoiced and rounded."""
    rates = dict(tax.rates)
    words = [
        book.say("terms.class", percent=book.percent(rate), name=name)
        if len(rates) > 1
        else book.percent(rate)
        for name, rate in rates.items()
    ]
    return book.say(
        "terms.tax", rates=book.listed(words), **_invoicing(tax, currency, book)
    )
