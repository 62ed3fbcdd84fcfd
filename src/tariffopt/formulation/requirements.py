"""Rows of buyers' requirements: one function for each kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch

from tariffopt.formulation.draft import Draft
from tariffopt.problem import (
    BuyerRule,
    FullService,
    OneSeller,
    PayableLimit,
    PurchaseRow,
    SellerCount,
    SellersApart,
    ServedRange,
    ServedRow,
)
from tariffopt.program import LinearForm, add_up

Owed = Mapping[int, LinearForm]
"""What is payable under each contract."""


@singledispatch
def add_buyer_rows(constraint: BuyerRule, draft: Draft, number: int) -> None:
    """Add the rows of one requirement; ``number`` makes their names unique.

    Raises
    ------
    TypeError
        A requirement of a kind that has no rows here.
    """
    raise TypeError(f"no rows for {constraint!r}, number {number} of {draft.problem}")


@add_buyer_rows.register
def _(constraint: ServedRange, draft: Draft, number: int) -> None:
    """Nothing: the rows of needs and the columns of people end by it."""


@add_buyer_rows.register
def _(constraint: ServedRow, draft: Draft, number: int) -> None:
    counted = set(constraint.demands)
    row = {
        column: constraint.weights[way]
        for (demand, way), column in draft.served.items()
        if demand in counted
    }
    name = f"{constraint.kind}{number}"
    _add_range(draft, name, row, constraint.lower, constraint.upper)


@add_buyer_rows.register
def _(constraint: FullService, draft: Draft, number: int) -> None:
    full = {}
    for demand, seats in zip(constraint.demands, constraint.full, strict=True):
        binary = draft.builder.column(f"full{number}_{demand}", upper=1, integer=True)
        row = dict.fromkeys(_people(draft, demand), 1) | {binary: -seats}
        draft.builder.row(f"all{number}_{demand}", row, lower=0)
        full[binary] = 1
    draft.builder.row(f"fully{number}", full, lower=constraint.at_least)


@add_buyer_rows.register
def _(constraint: SellerCount, draft: Draft, number: int) -> None:
    count = {}
    for seller, supplies in enumerate(constraint.sellers):
        name = f"{number}_{seller}"
        used = draft.builder.column(f"vendor{name}", upper=1, integer=True)
        count[used] = 1
        if constraint.demands is None:
            _bought(draft, constraint, supplies, used, name)
        else:
            _serving(draft, constraint, supplies, used, name)
    ends = constraint.at_least, constraint.at_most
    _add_range(draft, f"vendors{number}", count, *ends)


def _bought(
    draft: Draft,
    constraint: SellerCount,
    supplies: Iterable[int],
    used: int,
    name: str,
) -> None:
    """Force a binary to say whether anything of some supplies is bought."""
    columns = {supply: draft.purchased[supply] for supply in sorted(supplies)}
    if constraint.at_most is not None:
        for supply, column in columns.items():
            most = max(draft.problem.supplies[supply].upper, 1)
            draft.builder.row(f"of{name}_{supply}", {column: 1, used: -most}, upper=0)
    if constraint.at_least is not None:
        row = dict.fromkeys(columns.values(), 1) | {used: -1}
        draft.builder.row(f"some{name}", row, lower=0)


def _serving(
    draft: Draft,
    constraint: SellerCount,
    supplies: frozenset[int],
    used: int,
    name: str,
) -> None:
    """Force a binary to say whether some supplies serve anybody of some demands."""
    everybody: dict[int, int] = {}
    for demand in constraint.demands or ():
        people = dict.fromkeys(_people(draft, demand, supplies), 1)
        everybody |= people
        if constraint.at_most is not None:
            row = people | {used: -int(draft.problem.most[demand])}
            draft.builder.row(f"of{name}_{demand}", row, upper=0)
    if constraint.at_least is not None:
        draft.builder.row(f"some{name}", everybody | {used: -1}, lower=0)


@add_buyer_rows.register
def _(constraint: OneSeller, draft: Draft, number: int) -> None:
    for party, demands in enumerate(constraint.parties):
        chosen = [
            _chosen(draft, demands, supplies, f"{number}_{party}_{seller}")
            for seller, supplies in enumerate(constraint.sellers)
        ]
        row = dict.fromkeys(chosen, 1)
        draft.builder.row(f"alone{number}_{party}", row, upper=1)


@add_buyer_rows.register
def _(constraint: SellersApart, draft: Draft, number: int) -> None:
    for seller, supplies in enumerate(constraint.sellers):
        chosen = [
            _chosen(draft, demands, supplies, f"{number}_{party}_{seller}")
            for party, demands in enumerate(constraint.parties)
        ]
        row = dict.fromkeys(chosen, 1)
        draft.builder.row(f"apart{number}_{seller}", row, upper=1)


def _chosen(
    draft: Draft, demands: Sequence[int], supplies: frozenset[int], name: str
) -> int:
    """Add a binary without which some supplies serve nobody of some demands."""
    chosen = draft.builder.column(f"by{name}", upper=1, integer=True)
    for demand in demands:
        row = dict.fromkeys(_people(draft, demand, supplies), 1)
        row[chosen] = -int(draft.problem.most[demand])
        draft.builder.row(f"by{name}_{demand}", row, upper=0)
    return chosen


@add_buyer_rows.register
def _(constraint: PurchaseRow, draft: Draft, number: int) -> None:
    row = {draft.purchased[supply]: weight for supply, weight in constraint.weights}
    ends = constraint.at_least, constraint.at_most
    _add_range(draft, f"purchase{number}", row, *ends)


def limit_payable(
    constraint: PayableLimit, draft: Draft, number: int, owed: Owed
) -> None:
    """Limit what is payable under some contracts, in whole numbers."""
    form = add_up(owed[c] for c in constraint.contracts if c in owed)
    scale = math.lcm(*(value.denominator for value in form.terms.values()))
    row = {column: int(value * scale) for column, value in form.terms.items()}
    most = math.floor((constraint.at_most - form.constant) * scale)
    draft.builder.row(f"budget{number}", row, upper=most)


def _add_range(
    draft: Draft, name: str, row: Mapping[int, int], least: int | None, most: int | None
) -> None:
    """Keep a sum between two ends; of shares rounded inward they may have crossed."""
    if least is not None and most is not None and most < least:
        draft.builder.row(f"{name}_most", row, upper=most)
        most = None
    draft.builder.row(name, row, lower=least, upper=most)


def _people(
    draft: Draft, demand: int, supplies: frozenset[int] | None = None
) -> list[int]:
    """Give the columns of people of a demand, or of those whom supplies serve."""
    problem = draft.problem
    ways = problem.eligible[problem.need[demand]]
    return [
        draft.served[demand, way]
        for way in ways
        if supplies is None or not supplies.isdisjoint(problem.access[way])
    ]
