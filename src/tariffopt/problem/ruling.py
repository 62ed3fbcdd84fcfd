"""Vendors' rules as constraints on supplies.

Written apart from `tariffopt.tariff.rules`, where a rule says what it allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import singledispatch

import attrs

from tariffopt.problem.constraints import (
    CapRule,
    Constraint,
    Exclusion,
    LeastRule,
    RatioRule,
    Weights,
)
from tariffopt.tariff import (
    Equal,
    Excludes,
    FamilyCap,
    Meter,
    MinimumContract,
    Ratio,
    Requires,
    Rule,
    WholeHeadcount,
)


@attrs.frozen
class Book:
    """What a rule is written down with.

    Attributes
    ----------
    supplies
        The supplies of the contract, by item id.
    headcount
        All people of the body that signs.
    """

    supplies: Mapping[str, int]
    headcount: int

    def weights(self, pool: Meter) -> Weights:
        """Write a pool in supplies."""
        return tuple((self.supplies[item], weight) for item, weight in pool.weights)


@singledispatch
def constraints_of(rule: Rule, book: Book) -> Iterator[Constraint]:
    """Write a rule down as constraints.

    Raises
    ------
    TypeError
        For a rule that nobody has written constraints for.
    """
    known = ", ".join(book.supplies)
    raise TypeError(f"no constraints for rule {type(rule).__name__} on {known}")


@constraints_of.register
def _(rule: Ratio, book: Book) -> Iterator[Constraint]:
    yield RatioRule(book.supplies[rule.item], book.supplies[rule.per], rule.at_most)


@constraints_of.register
def _(rule: Equal, book: Book) -> Iterator[Constraint]:
    one, other = book.supplies[rule.item], book.supplies[rule.equals]
    yield RatioRule(one, other, Fraction(1))
    yield RatioRule(other, one, Fraction(1))


@constraints_of.register
def _(rule: Requires, book: Book) -> Iterator[Constraint]:
    item, needed = book.supplies[rule.item], book.supplies[rule.requires]
    yield LeastRule(((needed, 1),), 1, (item,))


@constraints_of.register
def _(rule: Excludes, book: Book) -> Iterator[Constraint]:
    yield Exclusion(book.supplies[rule.item], book.supplies[rule.excludes])


@constraints_of.register
def _(rule: FamilyCap, book: Book) -> Iterator[Constraint]:
    yield CapRule(book.weights(rule.pool), rule.at_most)


@constraints_of.register
def _(rule: MinimumContract, book: Book) -> Iterator[Constraint]:
    everything = tuple(book.supplies.values())
    yield LeastRule(book.weights(rule.pool), rule.at_least, everything)


@constraints_of.register
def _(rule: WholeHeadcount, book: Book) -> Iterator[Constraint]:
    weights = book.weights(rule.pool)
    yield LeastRule(weights, book.headcount, tuple(supply for supply, _ in weights))
