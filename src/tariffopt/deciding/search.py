"""Solving a problem through its integer program, and reading the answer exactly."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from tariffopt.deciding.found import Found, cheaper, point_of
from tariffopt.deciding.strong import search_strongly
from tariffopt.errors import Fault, InfeasibleError, NoPlanError, SolverError
from tariffopt.formulation import Formulated, build_program
from tariffopt.plan.model import SolverReport
from tariffopt.problem import Problem
from tariffopt.solvers import Deadline, Outcome, Settings, TimeIsOut, solve

_LOG = logging.getLogger("tariffopt")
_NEARLY_WHOLE = 1e-5
_VERTEX_SECONDS = 10.0  # a plan found in time is not lost to the last second's work


def search(
    problem: Problem,
    settings: Settings,
    deadline: Deadline,
    first: Callable[[], Found | None],
) -> Found:
    """Find the cheapest plan of a problem with a solver.

    Parameters
    ----------
    problem
        Reduced or not.
    settings
        How to solve; the time limit is the deadline's.
    deadline
        Also ends the building of the program.
    first
        Makes a plan to fall back on, where the solver finds no better one; asked
        before it starts if there is a deadline, else only if it is stopped.

    Raises
    ------
    InfeasibleError
        When the solver proved that there is none; not while a plan is at hand, which
        is then the better proof.
    NoPlanError
        When the time ran out before any was found; with its bound, with tax.
    SolverError
        When the solver's answer breaks the program in whole numbers.
    """
    first = functools.cache(first)
    strong = search_strongly(problem, settings, deadline, first)
    if strong is not None and strong.stopped_because != "work":
        return strong
    early = None if deadline.moment is None else cheaper(strong, first())
    try:
        formulated, outcome, values = _answer(problem, settings, deadline)
    except TimeIsOut:
        if early is None:
            raise _no_plan(settings.solver, "time-limit", None) from None
        return attrs.evolve(early, stopped_because="time-limit")
    except InfeasibleError as error:
        if early is None:
            raise
        _LOG.warning("%s: %s, but there is a plan", settings.solver, error)
        return attrs.evolve(early, stopped_because="unknown")
    if deadline.moment is None and outcome.status != "optimal":
        early = cheaper(strong, first())
    point = None if values is None else point_of(formulated, values)
    return _found(formulated, outcome, point, early)


def _answer(
    problem: Problem, settings: Settings, deadline: Deadline
) -> tuple[Formulated, Outcome, list[int] | None]:
    formulated = build_program(problem, tick=deadline.check)
    outcome = _solve(formulated, settings, deadline)
    values = _whole(formulated, outcome, settings, deadline)
    if outcome.values is not None and values is None:
        # No vertex came out whole: let the solver see to it.
        formulated = build_program(problem, whole_seats=True, tick=deadline.check)
        outcome = _solve(formulated, settings, deadline)
        values = _nearest(formulated, outcome.values or ())
        if outcome.values is not None and values is None:
            fields = {"name": outcome.name, "why": "its answer is not whole"}
            raise SolverError(Fault("solver-failed", fields=fields))
    return formulated, outcome, values


def _solve(formulated: Formulated, settings: Settings, deadline: Deadline) -> Outcome:
    deadline.check()
    outcome = solve(formulated.program, settings.until(deadline))
    if outcome.status == "infeasible":
        fault = Fault("no-plan", fields={"name": outcome.name})
        raise InfeasibleError(fault, proof="solver")
    if outcome.status == "unbounded":
        raise SolverError(
            Fault("solver-failed", fields={"name": outcome.name, "why": "unbounded"})
        )
    return outcome


def _no_plan(name: str, why: str | None, bound: Fraction | None) -> NoPlanError:
    """Make the error; a search that was interrupted in vain is an interruption.

    Raises
    ------
    KeyboardInterrupt
        Where Ctrl-C ended the search, so that a loop over scenarios ends as well.
    """
    if why == "interrupted":
        raise KeyboardInterrupt
    fields = {"name": name, "why": why or "unknown"}
    return NoPlanError(Fault("no-plan-yet", fields=fields), bound)


def _whole(
    formulated: Formulated, outcome: Outcome, settings: Settings, deadline: Deadline
) -> list[int] | None:
    """Read the solver's point in whole numbers, moving to a vertex where needed.

    With the integer columns fixed, what is left is a linear program; where its data
    form a network every vertex is whole, and the simplex method ends at one.
    """
    if outcome.values is None:
        return None
    values = _nearest(formulated, outcome.values)
    if values is not None:
        return values
    columns = formulated.program.columns
    fixed = {
        index: round(value)
        for index, value in enumerate(outcome.values)
        if columns[index].integer
    }
    left = deadline.left
    seconds = None if left is None else max(left, _VERTEX_SECONDS)
    again = Settings(threads=settings.threads, time_limit=seconds)
    vertex = solve(formulated.program, again, fixed=fixed, relaxed=True)
    return _nearest(formulated, vertex.values or ())


def _nearest(formulated: Formulated, values: Sequence[float]) -> list[int] | None:
    """Round to whole numbers, if they are near and keep every row exactly."""
    whole = [round(value) for value in values]
    near = all(
        abs(value - number) <= _NEARLY_WHOLE
        for value, number in zip(values, whole, strict=True)
    )
    if not whole or not near or formulated.program.violations(whole):
        return None if formulated.program.columns else []
    return whole


def _found(
    formulated: Formulated, outcome: Outcome, point: Found | None, first: Found | None
) -> Found:
    """Take the cheaper plan, with what the solver proved and says of itself."""
    bound = _bound(outcome, point, formulated)
    best = first if point is None or (first and first.cost < point.cost) else point
    if best is None:
        raise _no_plan(outcome.name, outcome.stopped_because, bound)
    reason = outcome.stopped_because or "gap"
    if bound is not None and bound > best.cost:
        _LOG.warning("%s: bound %s, plan %s", outcome.name, bound, best.cost)
        bound, reason = None, "unknown"  # wrong, so it proves nothing
    optimal, stats = bound == best.cost, formulated.program.stats
    return attrs.evolve(
        best,
        bound=bound,
        proof="solver" if optimal else "none",
        stopped_because=None if optimal else reason,
        report=SolverReport(
            name=outcome.name,
            version=outcome.version,
            rows=stats.rows,
            columns=stats.columns,
            nodes=outcome.nodes,
        ),
    )


def _bound(
    outcome: Outcome, point: Found | None, formulated: Formulated
) -> Fraction | None:
    """Give the solver's bound, not past the value of its own point.

    Where nothing counts below zero, nor is the bound.
    """
    if outcome.bound is None:
        return None
    below = any(column.cost < 0 for column in formulated.program.columns)
    bound = outcome.bound if below else max(outcome.bound, Fraction(0))
    return bound if point is None else min(bound, point.cost)
