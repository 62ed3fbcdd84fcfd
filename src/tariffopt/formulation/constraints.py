"""Rows of constraints: one function for each kind."""

from __future__ import annotations

from collections import defaultdict
from functools import singledispatch

from tariffopt.formulation.draft import Draft
from tariffopt.problem import Constraint, RatioRule, SurplusLimit


def add_constraints(draft: Draft) -> None:
    """Add the rows of every constraint of the problem.

    Raises
    ------
    TypeError
        A constraint of a kind that has no rows here.
    """
    for number, constraint in enumerate(draft.problem.constraints):
        add_rows(constraint, draft, number)


@singledispatch
def add_rows(constraint: Constraint, draft: Draft, number: int) -> None:
    """Add the rows of one constraint; ``number`` makes their names unique."""
    raise TypeError(f"no rows for {constraint!r}, number {number} of {draft.problem}")


@add_rows.register
def _(constraint: RatioRule, draft: Draft, number: int) -> None:
    most = constraint.at_most
    row: dict[int, int] = defaultdict(int)
    row[draft.purchased[constraint.item]] += most.denominator
    row[draft.purchased[constraint.per]] -= most.numerator
    draft.builder.row(f"ratio{number}", row, upper=0)


@add_rows.register
def _(constraint: SurplusLimit, draft: Draft, _number: int) -> None:
    row = dict.fromkeys(draft.purchased, 1)
    for (_, access), column in draft.served.items():
        row[column] = -len(draft.problem.access[access])
    draft.builder.row("surplus", row, upper=constraint.seats)
