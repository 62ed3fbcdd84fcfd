"""Rows of constraints: one function for each kind."""

from __future__ import annotations

from collections import defaultdict
from functools import singledispatch

from tariffopt.formulation.draft import Draft
from tariffopt.formulation.requirements import Owed, add_buyer_rows, limit_payable
from tariffopt.problem import (
    BuyerRule,
    CapRule,
    Constraint,
    ContractLimit,
    Exclusion,
    LeastRule,
    PayableLimit,
    RatioRule,
    SurplusLimit,
)


def add_constraints(draft: Draft, owed: Owed) -> None:
    """Add the rows of every constraint of the problem.

    Parameters
    ----------
    draft
        With its charges.
    owed
        What is payable under each contract.

    Raises
    ------
    TypeError
        A constraint of a kind that has no rows here.
    """
    for number, constraint in enumerate(draft.problem.constraints):
        if isinstance(constraint, PayableLimit):
            limit_payable(constraint, draft, number, owed)
        else:
            add_rows(constraint, draft, number)


@singledispatch
def add_rows(constraint: Constraint, draft: Draft, number: int) -> None:
    """Add the rows of one constraint; ``number`` makes their names unique."""
    raise TypeError(f"no rows for {constraint!r}, number {number} of {draft.problem}")


@add_rows.register
def _(constraint: BuyerRule, draft: Draft, number: int) -> None:
    add_buyer_rows(constraint, draft, number)


@add_rows.register
def _(constraint: RatioRule, draft: Draft, number: int) -> None:
    most = constraint.at_most
    row: dict[int, int] = defaultdict(int)
    row[draft.purchased[constraint.item]] += most.denominator
    row[draft.purchased[constraint.per]] -= most.numerator
    draft.builder.row(f"ratio{number}", row, upper=0)


@add_rows.register
def _(constraint: CapRule, draft: Draft, number: int) -> None:
    row = {draft.purchased[supply]: weight for supply, weight in constraint.weights}
    draft.builder.row(f"cap{number}", row, upper=constraint.at_most)


@add_rows.register
def _(constraint: Exclusion, draft: Draft, number: int) -> None:
    most = [draft.problem.supplies[supply].upper for supply in constraint.supplies]
    if not all(most):
        return
    one, other = (draft.purchased[supply] for supply in constraint.supplies)
    first = draft.builder.column(f"first{number}", upper=1, integer=True)
    draft.builder.row(f"apart{number}_0", {one: 1, first: -most[0]}, upper=0)
    draft.builder.row(f"apart{number}_1", {other: 1, first: most[1]}, upper=most[1])


@add_rows.register
def _(constraint: LeastRule, draft: Draft, number: int) -> None:
    most = {s: draft.problem.supplies[s].upper for s in constraint.triggers}
    if not any(most.values()):
        return
    asked = draft.builder.column(f"asked{number}", upper=1, integer=True)
    for supply in filter(most.get, constraint.triggers):
        row = {draft.purchased[supply]: 1, asked: -most[supply]}
        draft.builder.row(f"asks{number}_{supply}", row, upper=0)
    row = {draft.purchased[supply]: weight for supply, weight in constraint.weights}
    row[asked] = -constraint.at_least
    draft.builder.row(f"enough{number}", row, lower=0)


@add_rows.register
def _(constraint: SurplusLimit, draft: Draft, _number: int) -> None:
    supplies = zip(draft.purchased, draft.problem.supplies, strict=True)
    row = {column: supply.item.people for column, supply in supplies}
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
        row[draft.held[contract]] = -int(problem.most[demand])
        draft.builder.row(f"under{demand}_{contract}", row, upper=0)
