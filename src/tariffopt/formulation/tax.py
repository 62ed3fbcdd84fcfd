"""The objective: what is payable, with tax rounded on every invoice.

Tax is rounded once per invoice and rate. Where no rounding can ever happen, because
every amount the invoice can carry gives a whole number of coins of tax, the tax is a
plain factor; otherwise it is an integer column tied to its invoice from both sides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from tariffopt.formulation.choosing import Charged
from tariffopt.formulation.draft import Draft
from tariffopt.money import Rounding, minor_unit
from tariffopt.problem import Contract, Problem
from tariffopt.program import LinearForm, ProgramBuilder, add_up
from tariffopt.tariff import Terms
from tariffopt.tariff.terms import InvoiceKind


def contracts_with_rounding(problem: Problem) -> frozenset[int]:
    """Find the contracts of which some tax might have to be rounded."""
    numbers = range(len(problem.contracts))
    return frozenset(n for n in numbers if rounding_matters(problem, n))


def rounding_matters(problem: Problem, contract: int) -> bool:
    """Tell whether some tax of a contract might have to be rounded."""
    entry, terms = problem.contracts[contract], problem.terms
    if not _adds_tax(entry, terms):
        return False
    coin = minor_unit(entry.tariff.currency)
    for invoice in terms.invoices():
        for compiled in entry.charges:
            charge = compiled.charge
            factor = _rate(terms, charge.tax_class) * invoice.times(charge.per) / coin
            steps = [n for p in compiled.pieces for n in (p.intercept, p.slope)]
            if any((factor * step).denominator != 1 for step in steps):
                return True
    return False


def payable_by_contract(
    draft: Draft, charges: Sequence[Charged]
) -> dict[int, LinearForm]:
    """Add columns for rounded tax, and give what is payable over the horizon."""
    terms = draft.problem.terms
    amounts: dict[int, list[LinearForm]] = defaultdict(list)
    for line in charges:
        factor = Fraction(terms.times(line.charge.per))
        adds_tax = _adds_tax(draft.problem.contracts[line.contract], terms)
        if adds_tax and line.contract not in draft.rounded:
            factor *= 1 + _rate(terms, line.charge.tax_class)
        amounts[line.contract].append(line.amount.times(factor))
    for contract in sorted(draft.rounded):
        own = [line for line in charges if line.contract == contract]
        for number, invoice in enumerate(terms.invoices()):
            label = f"{contract}_{number}"
            amounts[contract].append(_add_invoice(draft, own, invoice, label))
    return {contract: add_up(forms) for contract, forms in amounts.items()}


def _adds_tax(contract: Contract, terms: Terms) -> bool:
    return terms.tax is not None and contract.tariff.prices == "excluding-tax"


def _rate(terms: Terms, tax_class: str) -> Fraction:
    return terms.tax.rate(tax_class) if terms.tax else Fraction(0)


def _add_invoice(
    draft: Draft, charges: Sequence[Charged], invoice: InvoiceKind, label: str
) -> LinearForm:
    """Add the tax of a kind of invoice, class by class, and give what it costs."""
    terms, coin = draft.problem.terms, minor_unit(draft.problem.currency)
    coins: dict[str, list[LinearForm]] = defaultdict(list)
    for line in charges:
        name = line.charge.tax_class
        factor = _rate(terms, name) * invoice.times(line.charge.per) / coin
        coins[name].append(line.amount.times(factor))
    costs: dict[int, Fraction] = {}
    for position, name in enumerate(sorted(coins)):
        taxed = {c: value for c, value in add_up(coins[name]).terms.items() if value}
        if taxed:
            tax = draft.builder.column(f"t{label}_{position}", integer=True)
            _tie(draft.builder, f"tax{label}_{position}", tax, taxed, terms)
            costs[tax] = coin * invoice.count
    return LinearForm(costs)


def _tie(
    builder: ProgramBuilder,
    name: str,
    tax: int,
    coins: dict[int, Fraction],
    terms: Terms,
) -> None:
    """Tie a tax to the exact tax in coins, a form with denominators dividing ``scale``.

    ``floor`` means ``0 <= exact - tax < 1``; in whole numbers, with ``exact`` times
    ``scale`` whole, ``0 <= scale * (exact - tax) <= scale - 1``. Likewise ``ceil``,
    and ``half-up`` with everything doubled: ``-1/2 <= exact - tax < 1/2``.
    """
    scale = math.lcm(*(value.denominator for value in coins.values()))
    mode = terms.tax.rounding if terms.tax else Rounding.FLOOR
    double = 2 if mode is Rounding.HALF_UP else 1
    row = {column: int(value * scale) * double for column, value in coins.items()}
    row[tax] = -scale * double
    lower, upper = {
        Rounding.FLOOR: (0, scale - 1),
        Rounding.CEIL: (-(scale - 1), 0),
        Rounding.HALF_UP: (-scale, scale - 1),
    }[mode]
    builder.row(name, row, lower=lower, upper=upper)
