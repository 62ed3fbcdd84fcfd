"""One road to every solver, and what may be believed of its answer."""

from __future__ import annotations

import importlib
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from tariffopt.errors import Fault, SolverError
from tariffopt.solvers.outcome import (
    Answer,
    Deadline,
    Outcome,
    Searched,
    Settings,
)
from tariffopt.solvers.trivial import solve_trivially

if TYPE_CHECKING:
    from tariffopt.program import Column, Program

_LOG = logging.getLogger("tariffopt.solvers")
_NOTHING: Mapping[int, int] = MappingProxyType({})
_USUAL = Settings()
_FOREVER = Deadline()
_ALIASES = {"cbc": "COIN_CMD", "scip": "SCIP_PY"}
_INSTALL = {
    "HiGHS": "highspy",
    "COIN_CMD": "tariffopt[cbc]",
    "SCIP_PY": "pyscipopt",
    "GUROBI": "gurobipy",
    "CPLEX_PY": "cplex",
    "XPRESS_PY": "xpress",
    "MOSEK": "Mosek",
    "COPT": "coptpy",
}
_WHOLE_GAP = 0.999  # whole costs that differ by less than one unit are equal
_OTHER_GAP = 1e-6
_TOLERANCE = 1e-6  # the solvers' own feasibility tolerance
_ROUGH = 1e-4  # a row broken by more than this part of it is broken
_NOISE = 1e-9  # relative error of a sum in floating point, generously


def solve(
    program: Program,
    settings: Settings = _USUAL,
    *,
    fixed: Mapping[int, int] = _NOTHING,
    relaxed: bool = False,
) -> Outcome:
    """Find the cheapest point of a program, and how much of that is proved.

    Safe from several threads at once; prints nothing. While HiGHS runs, or a program
    such as CBC, the first Ctrl-C ends it with the best point so far and
    ``stopped_because`` is ``"interrupted"``; the second raises `KeyboardInterrupt`. No
    signal handler is installed.

    Parameters
    ----------
    program
        What to minimize.
    settings
        Solver, time limit and so on; the gap of a unit is set here.
    fixed
        Values to which columns are pinned, by the column's index.
    relaxed
        Allow fractions in integer columns, and end at a vertex.

    Raises
    ------
    SolverError
        The solver is unknown, not installed, or ended without an answer.
    ValueError
        A column is pinned outside its bounds.

    Examples
    --------
    >>> from tariffopt.program import LinearForm, ProgramBuilder
    >>> builder = ProgramBuilder()
    >>> seats = builder.column("seats", upper=3000, integer=True)
    >>> builder.row("need", {seats: 2}, lower=1001)
    >>> outcome = solve(builder.build(LinearForm({seats: 350})))
    >>> outcome.status, outcome.values, outcome.bound
    ('optimal', (501.0,), Fraction(175350, 1))
    """
    started = time.perf_counter()
    whole = program.counts_in_units
    settings = attrs.evolve(settings, unit_gap=_WHOLE_GAP if whole else _OTHER_GAP)
    asked = _asked(program, fixed, relaxed=relaxed)
    answer = solve_trivially(asked) or _settled(asked, settings)
    outcome = Outcome(
        status=answer.status,
        stopped_because=answer.stopped_because,
        values=answer.values,
        bound=_bound(asked, answer, whole=whole),
        nodes=answer.nodes,
        seconds=time.perf_counter() - started,
        name=answer.name,
        version=answer.version,
    )
    _LOG.info("%s: %s in %.3f s", outcome.name, outcome.status, outcome.seconds)
    return outcome


def branch(
    program: Program,
    settings: Settings = _USUAL,
    deadline: Deadline = _FOREVER,
    known: Callable[[], Fraction | None] = lambda: None,
) -> Searched:
    """Find the cheapest whole point of a strong program, and prove it exactly.

    Branch and bound with a proof in whole numbers, given up after a limited amount of
    work; for programs of which few parts have to be looked at. Ctrl-C ends it.

    Parameters
    ----------
    program
        Its other columns should be whole wherever its integer columns are, at a
        vertex; else the search is given up.
    settings
        The seed and threads of HiGHS, and its log.
    deadline
        Ends the search.
    known
        What a point costs that is at hand, if there is one; only cheaper ones are
        looked for. Asked once, unless the first vertex is whole.

    Examples
    --------
    >>> from tariffopt.program import LinearForm, ProgramBuilder
    >>> builder = ProgramBuilder()
    >>> seats = builder.column("seats", upper=3000, integer=True)
    >>> builder.row("need", {seats: 2}, lower=1001)
    >>> searched = branch(builder.build(LinearForm({seats: 350})))
    >>> searched.values, searched.tree.leaves
    ((501,), 2)
    """
    from tariffopt.solvers.branching import branch_and_bound

    return branch_and_bound(program, settings, deadline, known)


def available_solvers() -> tuple[str, ...]:
    """Name the solvers that can be used on this machine, as PuLP names them."""
    from tariffopt.solvers.pulp_adapter import known_solvers, solver_is_there

    return tuple(name for name in known_solvers() if solver_is_there(name))


def _asked(program: Program, fixed: Mapping[int, int], *, relaxed: bool) -> Program:
    """Apply pins and relaxation."""
    for index, value in fixed.items():
        column = program.columns[index]
        if not _allows(column, value):
            raise ValueError(f"{column.name} cannot be fixed at {value!r}")
    if not fixed and not relaxed:
        return program
    columns = list(program.columns)
    for index, value in fixed.items():
        columns[index] = attrs.evolve(columns[index], lower=value, upper=value)
    if relaxed:
        columns = [attrs.evolve(column, integer=False) for column in columns]
    return attrs.evolve(program, columns=tuple(columns))


def _allows(column: Column, value: int) -> bool:
    if type(value) is not int or value < column.lower:
        return False
    return column.upper is None or value <= column.upper


def _settled(program: Program, settings: Settings) -> Answer:
    """Solve, and have what only looks like an answer confirmed."""
    deadline = Deadline.after(settings.time_limit)
    solver = require_solver(settings.solver)
    asked = settings.solver
    label = asked.upper() if asked.casefold() in _ALIASES else ""
    settings = attrs.evolve(settings, solver=solver, label=label)
    answer = _back_end(solver)(program, settings)
    sure = answer.status == "infeasible" and solver == "HiGHS"
    kept = answer.values is None or solver == "HiGHS" or _keeps(program, answer.values)
    if sure or (kept and answer.status in ("optimal", "stopped")):
        return answer
    judge = attrs.evolve(settings.until(deadline), solver="HiGHS", label="", log=None)
    if answer.status == "infeasible-or-unbounded" and solver != "HiGHS":
        return _confirmed(answer, _settled(program, judge))
    return _second_opinion(program, judge, answer)


def _keeps(program: Program, values: Sequence[float]) -> bool:
    """Tell whether a point keeps all rows as far as floating point can see.

    CBC has been seen to call a point optimal that breaks a row by one ("Postprocessed
    model is infeasible"), where no point keeps them all.
    """
    for row in program.rows:
        parts = [factor * values[index] for index, factor in row.terms]
        slack = _ROUGH * max(1.0, sum(map(abs, parts)))
        low, high = row.lower, row.upper
        if low is not None and sum(parts) < low - slack:
            return False
        if high is not None and sum(parts) > high + slack:
            return False
    return True


def _confirmed(answer: Answer, said: Answer) -> Answer:
    """Replace another solver's "don't know" by what HiGHS found out."""
    if said.status == "optimal" or said.values is not None:
        raise _failed(answer.name, "it gave no status, but there is a feasible point")
    if said.status == "stopped":
        return attrs.evolve(answer, stopped_because=said.stopped_because)
    reason = said.stopped_because
    return attrs.evolve(answer, status=said.status, stopped_because=reason)


def _second_opinion(program: Program, judge: Settings, answer: Answer) -> Answer:
    """Ask HiGHS, without the costs, whether there is any point at all.

    Solvers say "unbounded" when the relaxation is, even if no whole point exists,
    and CBC has been seen to say "infeasible" where that is wrong, and "optimal".
    """
    columns = tuple(attrs.evolve(column, cost=0) for column in program.columns)
    free = attrs.evolve(program, columns=columns)
    point = _back_end("HiGHS")(free, judge)
    pointless = attrs.evolve(answer, values=None, objective=None, bound=None)
    if point.status == "infeasible":
        return attrs.evolve(pointless, status="infeasible", stopped_because=None)
    if point.values is None:
        return attrs.evolve(
            pointless,
            status="infeasible-or-unbounded",
            stopped_because=point.stopped_because,
        )
    claimed = answer.status in ("infeasible", "optimal", "stopped")
    if claimed or not _can_fall(program):
        why = f"it said {answer.status}, but there is a feasible point"
        raise _failed(answer.name, why)
    return attrs.evolve(answer, status="unbounded")


def _failed(name: str, why: str) -> SolverError:
    return SolverError(Fault("solver-failed", fields={"name": name, "why": why}))


def _can_fall(program: Program) -> bool:
    """Tell whether the columns' bounds alone leave the cost without a bottom."""
    return any(c.cost < 0 and c.upper is None for c in program.columns)


def _back_end(solver: str) -> Callable[[Program, Settings], Answer]:
    # Imported only now: PuLP, NumPy and HiGHS take longer to load than most solves.
    module, name = (
        ("highs", "solve_by_highs")
        if solver == "HiGHS"
        else ("pulp_adapter", "solve_by_name")
    )
    try:
        loaded = importlib.import_module(f"tariffopt.solvers.{module}")
    except ModuleNotFoundError as error:
        raise _missing(error.name or solver, available=()) from error
    back_end: Callable[[Program, Settings], Answer] = getattr(loaded, name)
    return back_end


def require_solver(asked: str) -> str:
    """Give PuLP's name of an installed solver.

    Raises
    ------
    SolverError
        PuLP does not know it, or it is not installed.
    """
    if asked.casefold() == "highs":
        return "HiGHS"
    from tariffopt.solvers.pulp_adapter import known_solvers, solver_is_there

    known = {name.casefold(): name for name in known_solvers()}
    name = known.get(_ALIASES.get(asked.casefold(), asked).casefold())
    if name is None:
        raise _unknown(asked, [*known.values(), "CBC", "SCIP"])
    if not solver_is_there(name):
        raise _missing(name, available_solvers())
    return name


def _unknown(asked: str, known: list[str]) -> SolverError:
    from tariffopt.documents import guess

    near = guess(asked.casefold(), [name.casefold() for name in known])
    fields = {
        "found": asked,
        "guess": next((name for name in known if name.casefold() == near), ""),
        "available": ", ".join(available_solvers()),
    }
    return SolverError(Fault("solver-unknown", fields=fields))


def _missing(name: str, available: tuple[str, ...]) -> SolverError:
    named = {theirs: ours.upper() for ours, theirs in _ALIASES.items()}
    fields = {
        "found": named.get(name, name),
        "available": ", ".join(available) or "-",
    }
    if name in _INSTALL:
        fields["install"] = f'pip install "{_INSTALL[name]}"'
        return SolverError(Fault("solver-missing", fields=fields))
    return SolverError(Fault("solver-not-on-path", fields=fields))


def _bound(program: Program, answer: Answer, *, whole: bool) -> Fraction | None:
    """Turn the solver's bound into money, rounded up where costs are whole units."""
    if answer.bound is None or answer.status not in ("optimal", "stopped"):
        return None
    units = Fraction(answer.bound)
    if whole:
        slack = _TOLERANCE * max(1.0, abs(answer.bound))
        units = Fraction(math.ceil(answer.bound - slack))
        if answer.status == "optimal":
            found = _units_found(program, answer)
            units = units if found is None else found
    return program.constant + program.unit * units


def _units_found(program: Program, answer: Answer) -> Fraction | None:
    """Give the exact cost, in units, of the optimal point the solver means.

    Within its tolerance a solver takes 0.999999 for 1: where the nearest whole
    point keeps all rows, that point is meant. ``None`` if no whole cost is near.
    """
    values, objective = answer.values or (), answer.objective or 0.0
    nearest = [round(value) for value in values]
    pairs = zip(values, nearest, strict=True)
    close = all(_near(value, whole, _TOLERANCE) for value, whole in pairs)
    if close and not program.violations(nearest):
        return (program.objective(nearest) - program.constant) / program.unit
    whole = round(objective)
    return Fraction(whole) if _near(objective, whole, _NOISE) else None


def _near(value: float, whole: int, tolerance: float) -> bool:
    return abs(value - whole) <= tolerance * max(1, abs(whole))
