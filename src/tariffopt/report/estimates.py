"""Estimates: a bill's lines as equations, its tax, and its total."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tariffopt.money import Money, minor_unit
from tariffopt.plan.model import Plan
from tariffopt.report.columns import clean
from tariffopt.report.head import contract_name, offer_of
from tariffopt.report.page import Page
from tariffopt.tariff import Bill, BillLine, Package, Tariff


def estimate(plan: Plan, page: Page) -> list[str]:
    """Say how the cost comes about, contract by contract."""
    if not plan.bills:
        return []
    lines = [page.say("estimate.title")]
    for entry in plan.bills:
        if len(plan.bills) > 1:
            lines += page.lines(contract_name(plan, entry.contract, page))
        indent = 2 if len(plan.bills) == 1 else 4
        lines += bill_lines(entry.bill, offer_of(plan, entry.contract), page, indent)
    if len(plan.bills) > 1:
        paid = page.money(plan.cost.incl_tax)
        lines += page.lines(page.say("estimate.sum", n=len(plan.bills), money=paid))
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
    factor = bill.lines[0].tax_factor if bill.lines else None
    if bill.terms.tax is not None and not (single and factor is not None):
        lines += page.lines(page.say("estimate.payable", money=page.money(bill.incl_tax)), indent)
    elif len(bill.lines) > 1:
        code = f"estimate.total.{tariff.prices}"
        lines += page.lines(page.say(code, money=page.money(bill.incl_tax)), indent)
    return lines


def _equation(line: BillLine, tariff: Tariff, bill: Bill, page: Page) -> str:
    charge = tariff.version_for(bill.terms).charges[line.charge]
    name = clean(line.item_name)
    if line.kind != "units":
        words = attrs.evolve(line, item_name=name).estimate(page.lang)
        return page.say(f"estimate.{line.kind}", item=name, equation=words)
    if isinstance(charge.schedule, Package):
        name = page.say("estimate.packages", size=f"{charge.schedule.size:,}", item=name)
    return attrs.evolve(line, item_name=name).estimate(page.lang)


def _tax(bill: Bill, tariff: Tariff, page: Page) -> Iterator[str]:
    tax = bill.terms.tax
    if tax is None:
        yield page.say(f"tax.not-computed.{tariff.prices}")
        return
    unit = Money(minor_unit(tariff.currency), tariff.currency)
    coin = page.named("coin", tariff.currency)
    coin = page.money(unit) if coin == tariff.currency else coin
    parts = [
        page.say(
            "tax.part",
            percent=page.percent(row.rate),
            money=page.amount(row.tax),
        )
        for row in bill.taxes
    ]
    yield page.say(
        f"tax.{tariff.prices}",
        net=page.amount(bill.excl_tax),
        gross=page.amount(bill.incl_tax),
        parts=page.say("plus").join(parts),
        invoice=page.say(f"invoice.{tax.invoice.value}"),
        rounding=page.say(f"tax-rounding.{tax.rounding.value}", unit=coin),
    )
