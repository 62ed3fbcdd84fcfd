"""Reaching goal after goal: what is best at one level is held at the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from tariffopt.deciding.aims import Aim
from tariffopt.deciding.found import Found
from tariffopt.deciding.problems import Names, decide
from tariffopt.errors import (
    CertificationError,
    Fault,
    InfeasibleError,
    NoPlanError,
    SolverError,
)
from tariffopt.plan.model import LevelValue
from tariffopt.problem import LeastCost, Problem
from tariffopt.solvers import Deadline, Settings


def decide_levels(
    problem: Problem,
    aims: Sequence[Aim],
    settings: Settings,
    deadline: Deadline,
    *,
    allowed: Names = None,
    step: Callable[[str], object] = lambda _: None,
) -> tuple[Problem, Found]:
    """Reach each goal in turn, holding exactly what was reached before.

    Parameters
    ----------
    problem
        As compiled.
    aims
        The goals, at least one of them the least cost.
    settings, deadline, allowed, step
        As for `decide`. The deadline is for all levels together.

    Returns
    -------
    tuple
        The problem that holds all that was reached, and the last plan found. Its
        ``cost`` is the total payable; its ``bound`` is that of the last least cost,
        if all levels before it are proved.

    Raises
    ------
    CertificationError
        When the program's objective is another sum than its columns come to.
    InfeasibleError, NoPlanError, SolverError
        From the first level; a later one that fails leaves the plan of the one before.
    """
    found: Found | None = None
    bound: Fraction | None = None
    levels: list[LevelValue] = []
    reason: str | None = None
    proved = True
    for aim in aims:
        asked = attrs.evolve(problem, goal=aim.goal)
        try:
            latest = decide(asked, settings, deadline, allowed, step)
        except (InfeasibleError, NoPlanError, SolverError, KeyboardInterrupt):
            if found is None:
                raise
            proved, reason = False, reason or _reason(deadline)
            break
        value, level_proved = latest.cost, latest.cost == latest.bound
        is_cost = isinstance(aim.goal, LeastCost)
        if is_cost:
            bound = latest.bound if proved else None
        found = _priced(latest, is_cost=is_cost)
        proved = proved and level_proved
        reason = reason or latest.stopped_because
        levels.append(LevelValue(aim.name, aim.sign * value, proved))
        limit = value * (1 + aim.within)
        problem = attrs.evolve(problem, reached=(*problem.reached, (aim.goal, limit)))
    assert found is not None  # noqa: S101 - there is a goal
    held = found if proved else attrs.evolve(found, proof="none")
    return problem, attrs.evolve(
        held,
        bound=bound,
        stopped_because=None if proved else reason,
        levels=tuple(levels),
    )


def _priced(found: Found, *, is_cost: bool) -> Found:
    """Count what is payable, whatever the goal was.

    Raises
    ------
    CertificationError
        When the program's objective is another sum than its columns come to.
    """
    if found.payable is None:
        return found
    if is_cost and found.payable != found.cost:
        fields = {"found": found.cost, "exact": found.payable}
        raise CertificationError(Fault("claim-cost", fields=fields))
    return attrs.evolve(found, cost=found.payable)


def _reason(deadline: Deadline) -> str:
    return "time-limit" if deadline.is_over() else "unknown"
