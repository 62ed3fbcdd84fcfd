"""Solving a problem through its integer program, and reading the answer exactly."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import attrs

from tariffopt.errors import Fault, InfeasibleError, NoPlanError, SolverError
from tariffopt.formulation import Formulated, build_program
from tariffopt.money import GrossMoney
from tariffopt.optimizing.found import Found, as_rows
from tariffopt.plan.model import SolverReport
from tariffopt.problem import Problem
from tariffopt.solvers import Outcome, solve

_NEARLY_WHOLE = 1e-5
_VERTEX_SECONDS = 10.0  # a plan found in time is not lost to the last second's work


@attrs.frozen
class Options:
    """How to search; see `tariffopt.optimize`."""

    solver: str = "HiGHS"
    time_limit: float | None = attrs.field(default=None)
    threads: int = 1
    seed: int = 0
    gap: Fraction = Fraction(0)
    log: str | Path | None = None

    @time_limit.validator
    def _check_time(self, _: object, seconds: float | None) -> None:
        if seconds is not None and not 0 <= seconds < math.inf:
            raise ValueError(
                f"time_limit {seconds!r} is not a number of seconds from 0"
            )


def search(problem: Problem, options: Options) -> Found:
    """Find the cheapest plan of a problem with a solver.

    Raises
    ------
    InfeasibleError
        When the solver proved that there is none.
    NoPlanError
        When the time ran out before it found one; with its bound.
    SolverError
        When the solver's answer breaks the program in whole numbers.
    """
    started = time.monotonic()
    formulated = build_program(problem)
    outcome = _solve(formulated, options, started)
    values = _whole(formulated, outcome, options, started)
    if values is None:  # no vertex came out whole: let the solver see to it
        formulated = build_program(problem, whole_seats=True)
        outcome = _solve(formulated, options, started)
        values = _nearest(formulated, outcome.values or ())
        if values is None:
            fields = {"name": outcome.name, "why": "its answer is not whole"}
            raise SolverError(Fault("solver-failed", fields=fields))
    return _found(formulated, outcome, values, options, started)


def _solve(formulated: Formulated, options: Options, started: float) -> Outcome:
    outcome = solve(
        formulated.program,
        solver=options.solver,
        time_limit=time_left(options, started),
        threads=options.threads,
        seed=options.seed,
        gap=options.gap,
        log=options.log,
    )
    if outcome.status == "infeasible":
        fault = Fault("no-plan", fields={"name": outcome.name})
        raise InfeasibleError(fault, proof="solver")
    if outcome.status == "unbounded":
        raise SolverError(
            Fault("solver-failed", fields={"name": outcome.name, "why": "unbounded"})
        )
    if outcome.values is None:
        raise _no_plan(outcome)
    return outcome


def _no_plan(outcome: Outcome) -> NoPlanError:
    fields = {"name": outcome.name, "why": outcome.stopped_because or "unknown"}
    bound = None if outcome.bound is None else max(outcome.bound, Fraction(0))
    return NoPlanError(Fault("no-plan-yet", fields=fields), bound)


def time_left(options: Options, started: float) -> float | None:
    """Give what is left of the time limit since ``started``, a `time.monotonic`."""
    if options.time_limit is None:
        return None
    return max(0.0, options.time_limit - (time.monotonic() - started))


def _whole(
    formulated: Formulated, outcome: Outcome, options: Options, started: float
) -> list[int] | None:
    """Read the solver's point in whole numbers, moving to a vertex where needed.

    With the integer columns fixed, what is left is a linear program; where its data
    form a network every vertex is whole, and the simplex method ends at one.
    """
    values = _nearest(formulated, outcome.values or ())
    if values is not None:
        return values
    columns = formulated.program.columns
    fixed = {
        index: round(value)
        for index, value in enumerate(outcome.values or ())
        if columns[index].integer
    }
    left = time_left(options, started)
    vertex = solve(
        formulated.program,
        fixed=fixed,
        relaxed=True,
        threads=options.threads,
        time_limit=None if left is None else max(left, _VERTEX_SECONDS),
    )
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
    formulated: Formulated,
    outcome: Outcome,
    values: list[int],
    options: Options,
    started: float,
) -> Found:
    program, cost = formulated.program, formulated.program.objective(values)
    bound = _bound(formulated, outcome, cost)
    optimal = bound == cost
    stopped = None if optimal else (outcome.stopped_because or "gap")
    stats = program.stats
    return Found(
        purchased=tuple(values[column] for column in formulated.purchased),
        rows=as_rows({key: values[c] for key, c in formulated.served.items()}),
        cost=cost,
        bound=bound,
        proof="solver" if optimal else "none",
        stopped_because=stopped,
        report=SolverReport(
            name=outcome.name,
            version=outcome.version,
            seconds=time.monotonic() - started,
            seed=options.seed,
            threads=options.threads,
            rows=stats.rows,
            columns=stats.columns,
            nodes=outcome.nodes,
        ),
    )


def _bound(formulated: Formulated, outcome: Outcome, cost: Fraction) -> Fraction | None:
    """Round the solver's bound up to a cost a plan can have, never past ``cost``."""
    if outcome.bound is None:
        return None
    program = formulated.program
    units = (outcome.bound - program.constant) / program.unit
    reachable = program.constant + math.ceil(units) * program.unit
    return min(reachable, cost)


def gross(amount: Fraction | None, currency: str) -> GrossMoney | None:
    """Give a bound its type."""
    return None if amount is None else GrossMoney(amount, currency)
