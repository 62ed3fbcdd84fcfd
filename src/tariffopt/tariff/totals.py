"""Adding a bill up: tax once per invoice and rate, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.money import GrossMoney, Money, NetMoney
from tariffopt.tariff.bill import Bill, BillLine, TaxLine, tax_of
from tariffopt.tariff.model import Tariff, Version
from tariffopt.tariff.terms import InvoiceKind, Terms


def total(
    tariff: Tariff,
    version: Version,
    quantities: Mapping[str, int],
    terms: Terms,
    lines: tuple[BillLine, ...],
) -> Bill:
    """Add up the lines of a bill, with the tax of each class on each invoice."""
    taxes = tuple(_taxes(tariff, terms, lines))
    currency = tariff.currency
    printed = sum((line.amount.amount for line in lines), Fraction(0))
    tax = Money(sum((row.tax.amount for row in taxes), Fraction(0)), currency)
    if tariff.prices == "excluding-tax":
        net = NetMoney(printed, currency)
        gross = net.with_tax(tax)
    else:
        gross = GrossMoney(printed, currency)
        net = gross.without_tax(tax)
    return Bill(
        tariff=tariff.id,
        version=version.id,
        quantities=tuple((i.id, quantities.get(i.id, 0)) for i in tariff.items),
        terms=terms,
        lines=tuple(_with_factor(line, taxes, tariff) for line in lines),
        taxes=taxes,
        excl_tax=net,
        tax=tax,
        incl_tax=gross,
        choices=tariff.chosen,
    )


def _taxes(
    tariff: Tariff, terms: Terms, lines: tuple[BillLine, ...]
) -> Iterator[TaxLine]:
    if terms.tax is None:
        return
    included = tariff.prices == "including-tax"
    for name in sorted({line.tax_class for line in lines}):
        rate, tax, base, count = terms.tax.rate(name), Fraction(0), Fraction(0), 0
        for invoice in terms.invoices():
            amount = _on_invoice(lines, name, invoice)
            tax += invoice.count * tax_of(
                amount, rate, terms, tariff.currency, included=included
            )
            base += invoice.count * amount
            count += invoice.count
        yield TaxLine(
            name, rate, count, tariff.money(base), Money(tax, tariff.currency)
        )


def _on_invoice(
    lines: tuple[BillLine, ...], tax_class: str, invoice: InvoiceKind
) -> Fraction:
    of_class = (line for line in lines if line.tax_class == tax_class)
    return sum(
        (ln.amount.amount / ln.times * invoice.times(ln.per) for ln in of_class),
        Fraction(0),
    )


def _with_factor(
    line: BillLine, taxes: tuple[TaxLine, ...], tariff: Tariff
) -> BillLine:
    if tariff.prices == "including-tax":
        return line
    for row in taxes:
        if (
            row.tax_class == line.tax_class
            and row.tax.amount == row.rate * row.base.amount
        ):
            return attrs.evolve(line, tax_factor=1 + row.rate)
    return line
