"""Formulating a problem as an exact integer program (the multiple-choice model).

Names of columns and rows, with ``s`` a supply, ``d`` a demand, ``a`` an access set,
``c`` a charge, ``p`` a piece; the mathematics is in ``docs/formulation.md``::

    q{s}_{item}       quantity purchased
    x{d}_{a}          people of demand d served by access set a
    on{s}             1 if any is bought (items with a minimum above 1)
    n{s}              steps bought (items sold in steps)
    held{v}           1 if the contract is signed
    b{c}              packages paid for
    y{c}_{p}, z{c}_{p}  1 if piece p prices the reading; the reading in that piece
    r{c}, some{c}     units left after what is carried for free; 1 if there are any
    first{i}, asked{i}  of rules: which of two is bought; whether a least total is asked
    t{v}_{k}_{class}  tax on one invoice of kind k, in the smallest coin
    w{d}_{s}_{p}      people of demand d given supply s at the price of piece p

    need{d}           everybody of the demand is served
    seats{s}          no more is assigned than purchased
    use{d}_{s}        nobody is served by what is not priced (strong linking)
    part{d}_{s}, use{d}_{s}_{p}, load{c}_{p}    the same, piece by piece
    ...
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import attrs

from tariffopt.formulation.charges import add_charges
from tariffopt.formulation.constraints import add_constraints
from tariffopt.formulation.draft import Draft, Served
from tariffopt.formulation.goals import pursue
from tariffopt.formulation.linking import link_seats
from tariffopt.formulation.tax import contracts_with_rounding, payable_by_contract
from tariffopt.problem import Problem, Supply
from tariffopt.program import LinearForm, Program, ProgramBuilder, add_up


@attrs.frozen(eq=False)
class Formulated:
    """A program, and what its columns mean.

    Attributes
    ----------
    program
        The exact program; its objective is the goal of the problem.
    purchased
        Column of each supply's quantity.
    served
        Column of each (demand, access set).
    payable
        The total payable with tax, as money of the columns.
    is_rounded
        Whether some tax may have to be rounded.
    """

    program: Program
    purchased: tuple[int, ...]
    served: Served
    payable: LinearForm
    is_rounded: bool


def build_program(
    problem: Problem,
    *,
    whole_seats: bool = False,
    strong: bool = False,
    tick: Callable[[], object] | None = None,
) -> Formulated:
    """Formulate a problem as an integer program.

    Parameters
    ----------
    problem
        Reduced or not.
    whole_seats
        Declare every quantity an integer column. Otherwise quantities are continuous
        where, once the other integers are fixed, what is left is a network flow with
        whole data, whose vertices are whole (Goossens et al., EJOR 178, 2007).
    strong
        Divide the people of each demand among the pieces that price them: the
        relaxation is stronger, and the program larger.
    tick
        Called again and again; what it raises ends the building.

    Examples
    --------
    See ``docs/formulation.md`` for a whole program.
    """
    whole_seats = whole_seats or bool(problem.reached)  # no flow under such limits
    draft = _draft(problem, ProgramBuilder(tick), whole_seats=whole_seats)
    _cover_seats(draft)
    charges = add_charges(draft)
    owed = payable_by_contract(draft, charges)
    add_constraints(draft, owed)
    priced = {c.supply: c.choices for c in charges if c.supply is not None}
    link_seats(draft, priced, strong=strong)
    payable = add_up(owed.values())
    objective = pursue(draft, payable)
    program = draft.builder.build(objective, integral=True)
    rounded = bool(draft.rounded)
    return Formulated(program, draft.purchased, draft.served, payable, rounded)


def _draft(problem: Problem, builder: ProgramBuilder, *, whole_seats: bool) -> Draft:
    """Add the columns that others are written with."""
    rounded = contracts_with_rounding(problem)
    sets = any(len(way) > 1 for way in problem.access)
    whole_served = whole_seats or sets or problem.ties_people
    tied = problem.tied
    purchased = tuple(
        _add_purchase(
            builder,
            index,
            supply,
            whole=whole_seats
            or index in tied
            or supply.contract in rounded
            or supply.item.people > 1,
        )
        for index, supply in enumerate(problem.supplies)
    )
    served = _add_served(builder, problem, whole=whole_served)
    held = _add_held(builder, problem, purchased)
    return Draft(problem, builder, rounded, purchased, served, held)


def _add_purchase(
    builder: ProgramBuilder, index: int, supply: Supply, *, whole: bool
) -> int:
    """Add a quantity; nothing, or its item's minimum and whole steps."""
    item, name = supply.item, f"q{index}_{slug(supply.item.id)}"
    column = builder.column(name, upper=supply.upper, integer=whole)
    if item.step > 1:
        most = supply.upper // item.step
        steps = builder.column(f"n{index}", upper=most, integer=True)
        builder.row(f"step{index}", {column: 1, steps: -item.step}, lower=0, upper=0)
    if item.minimum > 1:
        on = builder.column(f"on{index}", upper=1, integer=True)
        builder.row(f"least{index}", {column: 1, on: -item.minimum}, lower=0)
        most = max(supply.upper, item.minimum)
        builder.row(f"most{index}", {column: 1, on: -most}, upper=0)
    return column


def _add_served(builder: ProgramBuilder, problem: Problem, *, whole: bool) -> Served:
    """Add who is served by what, nobody twice."""
    served: Served = {}
    ends = zip(problem.seats.tolist(), problem.most.tolist(), strict=True)
    for demand, (need, (least, most)) in enumerate(
        zip(problem.need.tolist(), ends, strict=True)
    ):
        ways = problem.eligible[need]
        for way in ways:
            name = f"x{demand}_{way}"
            served[demand, way] = builder.column(name, upper=most, integer=whole)
        row = {served[demand, way]: 1 for way in ways}
        builder.row(f"need{demand}", row, lower=least, upper=most)
    return served


def _add_held(
    builder: ProgramBuilder, problem: Problem, purchased: Sequence[int]
) -> dict[int, int]:
    """Add the binary of contracts that are charged for or counted, forced both ways."""
    held: dict[int, int] = {}
    counted = problem.counted
    for number, contract in enumerate(problem.contracts):
        charges = [compiled.charge for compiled in contract.charges]
        due = any(c.of_contract or c.priced_at_zero for c in charges)
        if not due and number not in counted:
            continue
        signed = builder.column(f"held{number}", upper=1, integer=True)
        bought = {signed: -1}
        for index, supply in enumerate(problem.supplies):
            if supply.contract == number:
                bought[purchased[index]] = 1
                row = {purchased[index]: 1, signed: -max(supply.upper, 1)}
                builder.row(f"signed{index}", row, upper=0)
        builder.row(f"bought{number}", bought, lower=0)
        held[number] = signed
    return held


def _cover_seats(draft: Draft) -> None:
    """Assign no more of an item than the units purchased serve.

    Nor may more of one item stand idle than may of all: where none may at all, what is
    purchased is what is assigned, and solvers need only one of the two.
    """
    terms: dict[int, dict[int, int]] = defaultdict(dict)
    for (_, access), column in draft.served.items():
        for supply in draft.problem.access[access]:
            terms[supply][column] = -1
    for supply, assigned in terms.items():
        people = draft.problem.supplies[supply].item.people
        row = {draft.purchased[supply]: people} | assigned
        draft.builder.row(f"seats{supply}", row, lower=0, upper=draft.problem.surplus)


def slug(name: str) -> str:
    """Turn an id into a part of a name that an LP file can hold.

    Examples
    --------
    >>> slug("lgwan-chat"), slug("席")
    ('lgwan_chat', 'item')
    """
    kept = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return kept[:40] or "item"
