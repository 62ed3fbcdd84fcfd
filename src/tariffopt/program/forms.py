"""Amounts of money that depend on the columns of a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.program.soundness import Exact, money


def _terms(terms: Mapping[int, Exact]) -> dict[int, Fraction]:
    return {column: money(amount) for column, amount in terms.items()}


@attrs.frozen
class LinearForm:
    """An amount of money: a constant, and so much for each unit of some columns.

    Attributes
    ----------
    terms
        Money of one unit, by the column's index.
    constant
        Money that is there whatever the columns are.

    Examples
    --------
    >>> seats, fee = LinearForm({0: 400}), LinearForm({1: 1000}, constant=50)
    >>> seats.times(12).terms
    {0: Fraction(4800, 1)}
    >>> payable = add_up([seats, seats, fee])
    >>> payable.terms[0], payable.constant
    (Fraction(800, 1), Fraction(50, 1))
    """

    terms: Mapping[int, Fraction] = attrs.field(factory=dict, converter=_terms)
    constant: Fraction = attrs.field(default=Fraction(0), converter=money)

    def times(self, factor: Exact) -> LinearForm:
        """Multiply every amount."""
        terms = {column: amount * factor for column, amount in self.terms.items()}
        return LinearForm(terms, self.constant * factor)


def add_up(forms: Iterable[LinearForm]) -> LinearForm:
    """Sum forms, column by column."""
    terms: dict[int, Fraction] = defaultdict(Fraction)
    constant = Fraction(0)
    for form in forms:
        constant += form.constant
        for column, amount in form.terms.items():
            terms[column] += amount
    return LinearForm(terms, constant)
