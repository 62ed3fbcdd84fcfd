"""Laws of the road, as functions that raise `AssertionError` where one is broken.

The properties ask them of random scenarios; `tests/planted` asks the same functions
of code with a fault in it, to see that each law finds the fault it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

import tariffopt as to
from tariffopt.deciding.found import as_rows
from tariffopt.formulation import Formulated, build_program
from tariffopt.plan import Assignments, ItemKey
from tariffopt.problem import Problem, compile_scenario
from tariffopt.reductions import REDUCTIONS, reduce
from tariffopt.reductions.kinds import Seats
from tariffopt.solvers import Outcome, solve
from tariffopt.testing.oracles import brute_force

Names = Iterable[str] | None
SUBSETS: tuple[Sequence[str] | None, ...] = (
    (),
    *((name,) for name in REDUCTIONS),
    None,
)
"""No reduction, each alone, all together."""
TOTAL_BUDGET = "$.limits.budget"
"""The place of the one limit that no program has: it is compared with the optimum."""


def least(
    scenario: to.Scenario, *, solver: str = "HiGHS", reductions: Names = None
) -> Fraction | None:
    """Give the optimum the library finds, or ``None`` when it says there is none."""
    try:
        plan = to.optimize(scenario, solver=solver, reductions=reductions)
    except to.InfeasibleError:
        return None
    assert plan.status == "optimal"
    assert plan.proof != "none"
    assert plan.bound == plan.cost.incl_tax
    return plan.cost.incl_tax.amount


def optimum_is_the_oracles(scenario: to.Scenario) -> None:
    """Find the optimum, or that there is none, as trying everything does."""
    assert least(scenario) == brute_force(scenario)


def reductions_keep_the_optimum(scenario: to.Scenario) -> None:
    """Find the oracle's optimum with no reduction, each alone and all together."""
    expected = brute_force(scenario)
    for names in SUBSETS:
        assert least(scenario, reductions=names) == expected, names


def _formulated(problem: Problem) -> tuple[Formulated, Outcome]:
    formulated = build_program(problem, whole_seats=True)
    return formulated, solve(formulated.program)


def assigned(scenario: to.Scenario, problem: Problem, rows: Seats) -> Assignments:
    """Write rows of (group, access set, seats) as assignments."""
    keys = keys_of(problem)
    return Assignments(
        sets=tuple(tuple(keys[s] for s in way) for way in problem.access),
        groups=tuple(scenario.groups.ids),
        group=rows[:, 0],
        access=rows[:, 1],
        seats=rows[:, 2],
    )


def keys_of(problem: Problem) -> list[ItemKey]:
    """Name each supply."""
    return list(problem.keys)


def answer_of(
    scenario: to.Scenario,
    problem: Problem,
    purchased: Sequence[int],
    rows: Seats,
) -> to.Answer:
    """Write quantities and rows of the original problem as an answer."""
    pairs = zip(keys_of(problem), purchased, strict=True)
    bought = tuple((key, quantity) for key, quantity in pairs if quantity)
    return to.Answer(bought, assigned(scenario, problem, rows))


def recover_gives_a_plan_that_stands(scenario: to.Scenario, names: Names) -> None:
    """Carry what is found for the smaller problem back to every group.

    Each group gets just the seats it needs, rows are in the order of the file, and
    the answer keeps every rule at the cost the smaller problem had.
    """
    problem = compile_scenario(scenario)
    reduced = reduce(problem, names)
    formulated, outcome = _formulated(reduced.problem)
    if outcome.values is None:
        return
    values = [round(value) for value in outcome.values]
    rows = as_rows({key: values[c] for key, c in formulated.served.items()})
    back = reduced.recover(rows)
    purchased = [values[column] for column in formulated.purchased]

    given = np.bincount(back[:, 0], back[:, 2], minlength=len(problem.seats))
    assert problem.seats.tolist() == given.astype(int).tolist()
    assert back[:, 0].tolist() == sorted(back[:, 0].tolist())
    check = to.verify(scenario, answer_of(scenario, problem, purchased, back))
    assert {fault.code for fault in check.faults} <= {"answer-budget"}
    assert check.cost is not None
    assert check.cost.incl_tax.amount == formulated.program.objective(values)


def objective_is_the_bill(
    scenario: to.Scenario,
    purchased: Sequence[int],
    served: Mapping[tuple[int, int], int],
) -> bool:
    """Compare a point of the program with a plan: both or neither, at one cost.

    With purchases and seats pinned, the program has a point if and only if the
    certificate finds nothing wrong (the total budget apart), at the bill as least cost.

    Parameters
    ----------
    scenario
        Without reductions, so that every plan is a point.
    purchased
        A quantity for each supply.
    served
        Seats for each (group, access set).

    Returns
    -------
    bool
        Whether they are a plan.
    """
    problem = compile_scenario(scenario)
    formulated = build_program(problem)
    pins = dict(zip(formulated.purchased, purchased, strict=True))
    pins |= {column: served.get(key, 0) for key, column in formulated.served.items()}
    outcome = solve(formulated.program, fixed=pins)
    answer = answer_of(scenario, problem, purchased, as_rows(dict(served)))
    check = to.verify(scenario, answer)

    faults = (fault for fault in check.faults if fault.place.path != TOTAL_BUDGET)
    wrong = {fault.code for fault in faults}
    assert outcome.status == ("infeasible" if wrong else "optimal"), wrong
    if not wrong:
        assert check.cost is not None
        assert outcome.bound == check.cost.incl_tax.amount
    return not wrong
