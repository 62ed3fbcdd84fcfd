"""Which demands a constraint or a goal tells apart, and the same about merged ones.

A kind that is not named here tells every demand from every other, so that nothing is
merged beside it until somebody has thought about it.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import attrs
import numpy as np

from tariffopt.problem import (
    RULE_KINDS,
    Constraint,
    ContractLimit,
    FewestSellers,
    FullService,
    Goal,
    LeastChange,
    LeastCost,
    LeastIdle,
    LeastServed,
    LeastUnits,
    MostServed,
    OneSeller,
    PayableLimit,
    PurchaseRow,
    SellerCount,
    SellersApart,
    ServedRange,
    ServedRow,
    SurplusLimit,
)

Column = np.ndarray[Any, Any]
"""One whole number for each demand."""

ABOUT_NOBODY = (
    *RULE_KINDS,
    SurplusLimit,
    ContractLimit,
    ServedRange,
    PurchaseRow,
    PayableLimit,
    LeastCost,
    LeastIdle,
    LeastChange,
    LeastUnits,
    FewestSellers,
)
"""Kinds under which all demands are alike that need the same."""


@singledispatch
def labels_of(rule: Constraint | Goal, size: int) -> Column:  # noqa: ARG001 - by type
    """Give demands that a constraint or a goal treats alike the same number.

    Parameters
    ----------
    rule
        The constraint or the goal.
    size
        How many demands there are.
    """
    return np.arange(size)


@singledispatch
def about_merged(rule: Any, inverse: Column) -> Any:  # noqa: ARG001 - by type
    """Say of merged demands what a constraint or a goal says of demands.

    Parameters
    ----------
    rule
        The constraint or the goal.
    inverse
        For each demand the merged demand it goes into; labels agree within one.
    """
    return rule


def _about_nobody(_: Constraint | Goal, size: int) -> Column:
    return np.zeros(size, dtype=np.int64)


for _kind in ABOUT_NOBODY:
    labels_of.register(_kind)(_about_nobody)


def _merged(demands: tuple[int, ...], inverse: Column) -> tuple[int, ...]:
    return tuple(np.unique(inverse[list(demands)]).tolist())


def _first(inverse: Column) -> Column:
    """Give the first demand of each merged one."""
    return np.unique(inverse, return_index=True)[1]


@about_merged.register
def _(rule: ServedRange, inverse: Column) -> ServedRange:
    """Add up: between the sums of both ends each total can be dealt out."""
    totals = np.zeros(inverse.max() + 1, dtype=np.int64)
    np.add.at(totals, inverse, np.array(rule.most, dtype=np.int64))
    return ServedRange(tuple(totals.tolist()))


@labels_of.register(ServedRow)
@labels_of.register(SellerCount)
def _(rule: ServedRow | SellerCount, size: int) -> Column:
    """Those whose people count, and the others: only their sum is looked at."""
    found = np.zeros(size, dtype=np.int64)
    found[list(rule.demands or ())] = 1
    return found


@about_merged.register(ServedRow)
@about_merged.register(SellerCount)
def _(rule: ServedRow | SellerCount, inverse: Column) -> ServedRow | SellerCount:
    if rule.demands is None:
        return rule
    return attrs.evolve(rule, demands=_merged(rule.demands, inverse))


@labels_of.register
def _(rule: FullService, size: int) -> Column:
    """Each that counts for itself: two halves are not one whole."""
    found = np.zeros(size, dtype=np.int64)
    found[list(rule.demands)] = np.arange(1, len(rule.demands) + 1)
    return found


@about_merged.register
def _(rule: FullService, inverse: Column) -> FullService:
    return attrs.evolve(rule, demands=tuple(inverse[list(rule.demands)].tolist()))


@labels_of.register(OneSeller)
@labels_of.register(SellersApart)
def _(rule: OneSeller | SellersApart, size: int) -> Column:
    """By the parties they are in: which vendor serves a party, it serves all of it."""
    parties: list[tuple[int, ...]] = [()] * size
    for number, party in enumerate(rule.parties):
        for demand in party:
            parties[demand] += (number,)
    numbers: dict[tuple[int, ...], int] = {}
    return np.array([numbers.setdefault(own, len(numbers)) for own in parties])


@about_merged.register(OneSeller)
@about_merged.register(SellersApart)
def _(rule: OneSeller | SellersApart, inverse: Column) -> OneSeller | SellersApart:
    parties = tuple(_merged(party, inverse) for party in rule.parties)
    return attrs.evolve(rule, parties=parties)


@labels_of.register
def _(rule: MostServed, size: int) -> Column:  # noqa: ARG001 - one weight each
    """By what a person counts."""
    return np.unique(np.array(rule.weights), return_inverse=True)[1]


@about_merged.register
def _(rule: MostServed, inverse: Column) -> MostServed:
    weights = np.array(rule.weights)[_first(inverse)]
    return MostServed(tuple(weights.tolist()))


@labels_of.register
def _(rule: LeastServed, size: int) -> Column:  # noqa: ARG001 - one class each
    """By the classes that it has itself."""
    return np.array(rule.classes, dtype=np.int64)


@about_merged.register
def _(rule: LeastServed, inverse: Column) -> LeastServed:
    classes = np.array(rule.classes, dtype=np.int64)[_first(inverse)]
    return attrs.evolve(rule, classes=tuple(classes.tolist()))
