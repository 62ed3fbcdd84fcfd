"""Estimates: a bill's lines as equations, its tax, and its total."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tariffopt.money import Money, minor_unit
from tariffopt.plan.model import Plan
from tariffopt.report.head import contract_name, offer_of
from tariffopt.report.page import Page
from tariffopt.tariff import Bill, BillLine, Package, Tariff, Tax
from tariffopt.texts.columns import clean


def estimate(plan: Plan, page: Page) -> list[str]:
    """Say how the cost comes about, contract by contract."""
    if not plan.bills:
        return []
    lines = page.heading(page.say("estimate.title"))
    for entry in plan.bills:
        if len(plan.bills) > 1:
            lines += page.lines(contract_name(plan, entry.contract, page))
        indent = 2 if len(plan.bills) == 1 else 4
        lines += bill_lines(entry.bill, offer_of(plan, entry.contract), page, indent)
    if len(plan.bills) > 1:
        paid = plan.cost.incl_tax
        count = len(plan.bills)
        lines += page.lines(page.say("estimate.sum", n=count, money=paid))
    return lines


def bill_lines(bill: Bill, tariff: Tariff, page: Page, indent: int = 2) -> list[str]:
    """Write a bill: its lines as equations, then tax and total.

    One line with a true factor for tax is one equation up to what is paid; several
    lines stand before tax, and are summed up below.
    """
    single = len(bill.lines) == 1
    lines: list[str] = []
    for line in bill.lines:
        shown = line if single else attrs.evolve(line, tax_factor=None)
        lines += page.lines(_equation(shown, tariff, bill, page), indent)
    for words in _tax(bill, tariff, page):
        lines += page.lines(words, indent)
    whole = single and (bill.terms.tax is None or bill.lines[0].tax_factor is not None)
    if not whole:
        basis = "with-tax" if bill.terms.tax else tariff.prices
        paid = bill.incl_tax
        lines += page.lines(page.say(f"estimate.total.{basis}", money=paid), indent)
    return lines


def _equation(line: BillLine, tariff: Tariff, bill: Bill, page: Page) -> str:
    charge = tariff.version_for(bill.terms).charges[line.charge]
    name = clean(line.item_name)
    if line.kind != "units":
        words = attrs.evolve(line, item_name=name).estimate(page.lang)
        return page.say(f"estimate.{line.kind}", item=name, equation=words)
    if isinstance(charge.schedule, Package):
        name = page.say("estimate.packages", size=charge.schedule.size, item=name)
    return attrs.evolve(line, item_name=name).estimate(page.lang)


def _tax(bill: Bill, tariff: Tariff, page: Page) -> Iterator[str]:
    tax = bill.terms.tax
    if tax is None:
        yield page.say(f"tax.not-computed.{tariff.prices}")
        return
    parts = [
        page.say("tax.part", percent=page.percent(row.rate), money=page.amount(row.tax))
        for row in bill.taxes
    ]
    yield page.say(
        f"tax.{tariff.prices}",
        net=page.amount(bill.excl_tax),
        gross=page.amount(bill.incl_tax),
        parts=page.say("plus").join(parts),
        **_invoicing(tax, tariff.currency, page),
    )


def _invoicing(tax: Tax, currency: str, page: Page) -> dict[str, str]:
    """Say how often tax is rounded, how, and to which coin."""
    named = page.named("coin", currency)
    unit = Money(minor_unit(currency), currency)
    coin = page.shown(unit) if named == currency else named
    return {
        "invoice": page.say(f"invoice.{tax.invoice.value}"),
        "rounding": page.say(f"tax-rounding.{tax.rounding.value}", unit=coin),
    }


def tax_rule(tax: Tax, currency: str, page: Page) -> str:
    """Say which rates hold, and how tax is invoiced and rounded."""
    rates = dict(tax.rates)
    words = [
        page.say("terms.class", percent=page.percent(rate), name=name)
        if len(rates) > 1
        else page.percent(rate)
        for name, rate in rates.items()
    ]
    shown = page.say("comma").join(words)
    return page.say("terms.tax", rates=shown, **_invoicing(tax, currency, page))
