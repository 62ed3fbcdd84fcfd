"""Goals as forms of columns: the one that is minimized, and those not given up."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import singledispatch

from tariffopt.formulation.draft import Draft
from tariffopt.problem import (
    FewestSellers,
    Goal,
    LeastChange,
    LeastCost,
    LeastIdle,
    LeastServed,
    LeastSwitching,
    LeastUnits,
    MostServed,
)
from tariffopt.program import LinearForm, add_up


def pursue(draft: Draft, payable: LinearForm) -> LinearForm:
    """Add the rows of goals reached, and give the form that is to be minimized.

    Parameters
    ----------
    draft
        With all other rows.
    payable
        The total payable.
    """
    for number, (goal, at_most) in enumerate(draft.problem.reached):
        label = f"goal{number}"
        form = _form(goal, draft, payable, label)
        amounts = [*form.terms.values(), at_most - form.constant]
        scale = math.lcm(*(amount.denominator for amount in amounts))
        row = {column: int(amount * scale) for column, amount in form.terms.items()}
        draft.builder.row(label, row, upper=int((at_most - form.constant) * scale))
    return _form(draft.problem.goal, draft, payable, "goal")


def _form(goal: Goal, draft: Draft, payable: LinearForm, label: str) -> LinearForm:
    if isinstance(goal, LeastCost):
        return payable
    form = form_of(goal, draft, label)
    return add_up([payable, form]) if isinstance(goal, LeastSwitching) else form


@singledispatch
def form_of(goal: Goal, draft: Draft, label: str) -> LinearForm:
    """Write a goal as a form of columns; ``label`` makes names unique.

    Raises
    ------
    TypeError
        A goal that has no form here.
    """
    raise TypeError(f"no form for {goal!r}, {label} of {draft.problem}")


@form_of.register
def _(goal: MostServed, draft: Draft, _label: str) -> LinearForm:
    served = draft.served.items()
    return LinearForm({column: -goal.weights[demand] for (demand, _), column in served})


@form_of.register
def _(goal: FewestSellers, draft: Draft, label: str) -> LinearForm:
    count = {}
    for seller, supplies in enumerate(goal.sellers):
        used = draft.builder.column(f"{label}_{seller}", upper=1, integer=True)
        count[used] = 1
        for supply in sorted(supplies):
            most = max(draft.problem.supplies[supply].upper, 1)
            row = {draft.purchased[supply]: 1, used: -most}
            draft.builder.row(f"{label}_{seller}_{supply}", row, upper=0)
    return LinearForm(count)


@form_of.register
def _(_goal: LeastIdle, draft: Draft, _label: str) -> LinearForm:
    supplies = zip(draft.purchased, draft.problem.supplies, strict=True)
    terms = {column: supply.item.people for column, supply in supplies}
    for (_, access), column in draft.served.items():
        terms[column] = -len(draft.problem.access[access])
    return LinearForm(terms)


@form_of.register
def _(goal: LeastChange, draft: Draft, label: str) -> LinearForm:
    costs: tuple[Fraction | int, ...] = (1, 1)
    if isinstance(goal, LeastSwitching):
        costs = (goal.add, goal.drop)
    count: dict[int, Fraction | int] = {}
    for number, (supplies, units) in enumerate(goal.present):
        added, dropped = (
            draft.builder.column(f"{label}_{word}{number}", integer=True)
            for word in ("add", "drop")
        )
        count |= dict(zip((added, dropped), costs, strict=True))
        row = {draft.purchased[supply]: 1 for supply in sorted(supplies)}
        row |= {added: -1, dropped: 1}
        draft.builder.row(f"{label}_{number}", row, lower=units, upper=units)
    return LinearForm(count)


@form_of.register
def _(goal: LeastUnits, draft: Draft, _label: str) -> LinearForm:
    return LinearForm({draft.purchased[s]: weight for s, weight in goal.weights})


@form_of.register
def _(goal: LeastServed, draft: Draft, _label: str) -> LinearForm:
    weights = {(kind, way): weight for kind, way, weight in goal.weights}
    terms = {}
    for (demand, way), column in draft.served.items():
        kind = goal.classes[demand]
        if (kind, way) in weights:
            terms[column] = weights[kind, way]
    return LinearForm(terms)
