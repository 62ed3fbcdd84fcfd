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

from tariffopt.formulation.charges import Amount
from tariffopt.formulation.program import ProgramBuilder
from tariffopt.money import Rounding, minor_unit
from tariffopt.scenario.problem import Contract, Problem
from tariffopt.tariff import Terms
from tariffopt.tariff.terms import InvoiceKind


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


def add_amounts(
    builder: ProgramBuilder, problem: Problem, contract: int, amounts: Sequence[Amount]
) -> None:
    """Add what a contract costs, tax included, to the objective."""
    entry, terms = problem.contracts[contract], problem.terms
    rounded = rounding_matters(problem, contract)
    for amount in amounts:
        times = terms.times(amount.charge.per)
        factor = Fraction(times)
        if _adds_tax(entry, terms) and not rounded:
            factor *= 1 + _rate(terms, amount.charge.tax_class)
        for column, money in amount.terms.items():
            builder.add_cost(column, money * factor)
    if rounded:
        for number, invoice in enumerate(terms.invoices()):
            label = f"{contract}_{number}"
            _add_invoice(builder, problem, amounts, invoice, label)


def _adds_tax(contract: Contract, terms: Terms) -> bool:
    return terms.tax is not None and contract.tariff.prices == "excluding-tax"


def _rate(terms: Terms, tax_class: str) -> Fraction:
    return terms.tax.rate(tax_class) if terms.tax else Fraction(0)


def _add_invoice(
    builder: ProgramBuilder,
    problem: Problem,
    amounts: Sequence[Amount],
    invoice: InvoiceKind,
    label: str,
) -> None:
    terms = problem.terms
    coin = minor_unit(problem.currency)
    coins: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for amount in amounts:
        name = amount.charge.tax_class
        factor = _rate(terms, name) * invoice.times(amount.charge.per) / coin
        for column, money in amount.terms.items():
            coins[name][column] += money * factor
    for position, name in enumerate(sorted(coins)):
        taxed = {column: value for column, value in coins[name].items() if value}
        if not taxed:
            continue
        tax = builder.column(
            f"t{label}_{position}", integer=True, cost=coin * invoice.count
        )
        _tie(builder, f"tax{label}_{position}", tax, taxed, terms)


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
