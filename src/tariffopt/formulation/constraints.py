"""Rows of constraints: one function for each kind."""

from __future__ import annotations

from collections import defaultdict
from functools import singledispatch

from tariffopt.formulation.draft import Draft
from tariffopt.problem import Constraint, ContractLimit, RatioRule, SurplusLimit


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


@add_rows.register
def _(constraint: ContractLimit, draft: Draft, number: int) -> None:
    contracts, held = constraint.contracts, draft.held
    if len(contracts) > constraint.at_most:
        row = {held[contract]: 1 for contract in contracts}
        draft.builder.row(f"contracts{number}", row, upper=constraint.at_most)
        _serve_by_held(constraint, draft)
    for pair, (first, second) in enumerate(constraint.alike):
        order = {draft.purchased[supply]: 1 for supply in first}
        order |= {draft.purchased[supply]: -1 for supply in second}
        draft.builder.row(f"alike{number}_{pair}", order, lower=0)


def _serve_by_held(constraint: ContractLimit, draft: Draft) -> None:
    """Serve nobody by a contract that is not held; this makes the relaxation strong."""
    problem = draft.problem
    served: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for (demand, access), column in draft.served.items():
        for supply in problem.access[access]:
            contract = problem.supplies[supply].contract
            if contract in constraint.contracts:
                served[demand, contract][column] = 1
    for (demand, contract), row in served.items():
        row[draft.held[contract]] = -int(problem.seats[demand])
        draft.builder.row(f"under{demand}_{contract}", row, upper=0)
