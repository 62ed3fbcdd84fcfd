"""PuLP 3.3.2 and 4.x behind one face: the only place that imports PuLP.

The two differ in who owns variables, in what ``solve`` returns and in what
"Optimal" means. Only their common subset is used, one problem for one solve, and
nothing is ever looked up by name. The objective's constant never gets here: PuLP
3.3.2 drops it on the way to HiGHS.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pulp

from tariffopt.errors import Fault, SolverError
from tariffopt.solvers.apart import run_apart
from tariffopt.solvers.digits import require_digits
from tariffopt.solvers.outcome import Answer, Deadline, Reason, Settings, Status

if TYPE_CHECKING:
    from tariffopt.program import Program, Row

# PuLP 4.x says why a solver stopped ...
_STATUS: dict[str, tuple[Status, Reason | None]] = {
    "Optimal": ("optimal", None),
    "Infeasible": ("infeasible", None),
    "Unbounded": ("unbounded", None),
    "Undefined": ("infeasible-or-unbounded", None),
    "TimeLimit": ("stopped", "time-limit"),
    "MemoryLimit": ("stopped", "memory-limit"),
    "NodeLimit": ("stopped", "node-limit"),
    "GapLimit": ("stopped", "gap-limit"),
    "IterationLimit": ("stopped", "iteration-limit"),
    "SolutionLimit": ("stopped", "solution-limit"),
    "Interrupted": ("stopped", "interrupted"),
    "Stopped": ("stopped", "unknown"),
}

# ... 3.3.2 has numbers, of which 1 and 0 need the second number to be understood.
_OLD_STATUS: dict[int, Status] = {
    -1: "infeasible",
    -2: "unbounded",
    -3: "infeasible-or-unbounded",
}

_NEARLY_WHOLE = 1e-4


@attrs.frozen(eq=False)
class Rendered:
    """A program as a PuLP problem.

    Attributes
    ----------
    problem
        PuLP's problem. Its variables live no longer than it does.
    order
        The program's column behind each of PuLP's variables, in the solver's order:
        sorted by name, as PuLP 3.3.2 does anyway, so that every version hands the
        same matrix to the solver. Columns without a cost or a row are left out.
    variables
        PuLP's variables, in that order.
    """

    problem: Any
    order: tuple[int, ...]
    variables: tuple[Any, ...]


def render(program: Program, *, by_name: bool = False) -> Rendered:
    """Build the PuLP problem; rows in the program's order or sorted by name."""
    problem = pulp.LpProblem("tariffopt", pulp.LpMinimize)
    order = used_columns(program)
    variables = {index: _add_variable(problem, program, index) for index in order}
    costs = [(variables[i], program.columns[i].cost) for i in order]
    problem.setObjective(_expression([(v, cost) for v, cost in costs if cost]))
    for name, row, sense, bound in one_sided(program, by_name=by_name):
        terms = _expression([(variables[i], factor) for i, factor in row.terms])
        problem += (_compared(terms, sense, bound), name)
    return Rendered(problem, order, tuple(variables.values()))


def used_columns(program: Program) -> tuple[int, ...]:
    """Give the columns that have a cost or a row, sorted by name."""
    used = {index for row in program.rows for index, _ in row.terms}
    used |= {i for i, column in enumerate(program.columns) if column.cost}
    return tuple(sorted(used, key=lambda index: program.columns[index].name))


def _add_variable(problem: Any, program: Program, index: int) -> Any:
    column = program.columns[index]
    kind = pulp.LpInteger if column.integer else pulp.LpContinuous
    return problem.add_variable(column.name, column.lower, column.upper, kind)


def _expression(pairs: list[tuple[Any, int]]) -> Any:
    kind = pulp.LpAffineExpression
    return kind.from_list(pairs) if hasattr(kind, "from_list") else kind(pairs)


def _compared(terms: Any, sense: str, bound: int) -> Any:
    if sense == "=":
        return terms == bound
    return terms >= bound if sense == ">" else terms <= bound


def one_sided(
    program: Program, *, by_name: bool = False
) -> Iterator[tuple[str, Row, str, int]]:
    """Split rows with two bounds in two, for LP files know only one-sided rows.

    Yields
    ------
    tuple
        Name, row, ``"="``, ``">"`` or ``"<"``, and the bound.
    """
    taken = {row.name for row in program.rows}
    rows = [row for row in program.rows if row.terms]
    for row in sorted(rows, key=lambda row: row.name) if by_name else rows:
        low, high = row.lower, row.upper
        if low is not None and low == high:
            yield row.name, row, "=", low
        elif low is not None and high is not None:
            yield _free_name(f"{row.name}_min", taken), row, ">", low
            yield _free_name(f"{row.name}_max", taken), row, "<", high
        elif low is not None:
            yield row.name, row, ">", low
        elif high is not None:
            yield row.name, row, "<", high


def _free_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def build_highs(rendered: Rendered, model: Any) -> None:
    """Let PuLP load its problem into a HiGHS model that we made and configured."""
    rendered.problem.solverModel = model
    pulp.HiGHS(msg=False).buildSolverModel(rendered.problem)


def column_values(
    program: Program, order: Sequence[int], found: list[float]
) -> tuple[float, ...]:
    """Put the solver's values back into the program's order."""
    values = [float(column.lower) for column in program.columns]
    for index, value in zip(order, found, strict=True):
        values[index] = value
    return tuple(values)


def known_solvers() -> tuple[str, ...]:
    """Name every solver PuLP has an interface to, installed or not."""
    # 3.3.2's own CBC is deprecated, and is gone in 4.x.
    names = set(pulp.listSolvers()) - {"PULP_CBC_CMD"}
    return tuple(sorted(names, key=str.casefold))


def solver_is_there(name: str) -> bool:
    """Tell whether PuLP finds the solver on this machine."""
    return bool(_make_solver(name, {"msg": False}).available())


def _make_solver(name: str, options: dict[str, Any]) -> Any:
    if name == "COIN_CMD" and (path := _bundled_cbc()):
        options = {**options, "path": path}
    return pulp.getSolver(name, **options)


def _bundled_cbc() -> str | None:
    try:
        import cbcbox
    except ImportError:
        return None
    return str(cbcbox.cbc_bin_path())


def solve_by_name(program: Program, settings: Settings) -> Answer:
    """Solve by any solver PuLP knows, through PuLP's own road.

    Raises
    ------
    SolverError
        The solver failed, lacks an option that was asked for, or would be handed
        numbers with more digits than PuLP writes.
    """
    deadline = Deadline.after(settings.time_limit)
    rendered = render(program)
    options = _options(settings.until(deadline))
    solver = _make_solver(settings.solver, options)
    with tempfile.TemporaryDirectory(prefix="tariffopt-") as folder:
        interrupted = False
        try:
            if isinstance(solver, pulp.LpSolver_CMD):
                require_digits(program, settings.name)
                _keep_to(folder, solver)
                done, interrupted = run_apart(lambda: rendered.problem.solve(solver))
                report = done.result()
            else:
                report = rendered.problem.solve(solver)
        except pulp.PulpError as error:
            if interrupted:
                return Answer("stopped", settings.name, stopped_because="interrupted")
            raise _failed(settings.name, error) from error
    answer = _answer(program, rendered, report, settings)
    if interrupted:
        return attrs.evolve(
            answer, status="stopped", stopped_because="interrupted", bound=None
        )
    return answer


def _keep_to(folder: str, solver: Any) -> None:
    """Have all files of a solver in a folder; the log too, which 4.x always writes."""
    solver.tmpDir = folder
    if hasattr(solver, "capture_log"):
        solver.optionsDict.setdefault("logPath", str(Path(folder, "solver.log")))


def _failed(name: str, why: object) -> SolverError:
    return SolverError(Fault("solver-failed", fields={"name": name, "why": why}))


def _options(settings: Settings) -> dict[str, Any]:
    """Give the solver's options under PuLP's names, and no name it does not have."""
    wanted: dict[str, Any] = {
        "msg": False,
        "gapRel": float(settings.gap),
        "gapAbs": settings.unit_gap,
        "threads": settings.threads,
        "timeLimit": settings.time_limit,
        "logPath": None if settings.log is None else str(settings.log),
        **_seed(settings),
    }
    kind = type(_make_solver(settings.solver, {"msg": False}))
    has = inspect.signature(kind.__init__).parameters
    needed = {"timeLimit", "logPath"} | ({"threads"} if settings.threads > 1 else set())
    for option in sorted(needed - set(has)):
        if wanted[option] is not None:
            fields = {"name": settings.name, "option": option}
            raise SolverError(Fault("solver-option", fields=fields))
    return {k: v for k, v in wanted.items() if k in has and v is not None}


def _seed(settings: Settings) -> dict[str, Any]:
    forms = {
        "COIN_CMD": "randomSeed {}",
        "SCIP_PY": "randomization/randomseedshift={}",
    }
    form = forms.get(settings.solver)
    return {"options": [form.format(settings.seed)]} if form else {}


def _answer(
    program: Program, rendered: Rendered, report: Any, settings: Settings
) -> Answer:
    status, reason, has_point = _read_report(rendered.problem, report, settings)
    found = [variable.varValue for variable in rendered.variables]
    answer = Answer(status, settings.name, stopped_because=reason)
    if not has_point or None in found:
        if status == "optimal":
            raise _failed(settings.name, "no point came with its optimum")
        return attrs.evolve(answer, bound=_bound(report))
    if status == "optimal" and not _whole(program, rendered, found):
        # CBC, out of time before its first branch, tells the relaxation's optimum.
        late: Reason = "unknown" if settings.time_limit is None else "time-limit"
        return attrs.evolve(answer, status="stopped", stopped_because=late)
    objective = sum(
        program.columns[index].cost * value
        for index, value in zip(rendered.order, found, strict=True)
    )
    return attrs.evolve(
        answer,
        version=getattr(report, "solver_version", None),
        values=column_values(program, rendered.order, found),
        objective=float(objective),
        bound=float(objective) if status == "optimal" else _bound(report),
        nodes=getattr(report, "nodes", None),
    )


def _whole(program: Program, rendered: Rendered, found: list[float]) -> bool:
    """Tell whether every integer column is, up to any solver's tolerance, whole."""
    pairs = zip(rendered.order, found, strict=True)
    return all(
        abs(value - round(value)) <= _NEARLY_WHOLE
        for index, value in pairs
        if program.columns[index].integer
    )


def _bound(report: Any) -> float | None:
    bound = getattr(report, "best_bound", None)
    return None if bound is None else float(bound)


def _read_report(
    problem: Any, report: Any, settings: Settings
) -> tuple[Status, Reason | None, bool]:
    """Tell status, reason and whether there is a point, on either PuLP."""
    if isinstance(report, int):
        status, reason, point = _read_codes(report, problem.sol_status, settings)
    else:
        name, point = report.status.name, bool(report.has_solution)
        if name not in _STATUS:
            raise _failed(settings.name, name)
        status, reason = _STATUS[name]
    if status == "optimal" and settings.gap:
        # Nobody but the solver knows how much of the allowed gap was used.
        return "stopped", "gap-limit", point
    if reason == "gap-limit" and not settings.gap:
        return "optimal", None, point  # the unit gap: whole costs, so no gap at all
    return status, reason, point


def _read_codes(
    status: int, solution: int, settings: Settings
) -> tuple[Status, Reason | None, bool]:
    """Read PuLP 3.3.2, whose 1 means "has a solution" and 0 "has none"."""
    if (status, solution) == (1, 1):
        return "optimal", None, True
    if status == 0 and settings.time_limit is None:
        raise _failed(settings.name, "Not Solved")
    if status in (0, 1):
        reason: Reason = "unknown" if settings.time_limit is None else "time-limit"
        return "stopped", reason, status == 1
    return _OLD_STATUS[status], None, False


def write_file(program: Program, path: Path) -> None:
    """Write the program as PuLP does: ``.lp``, or else MPS."""
    problem = render(program, by_name=True).problem
    if path.suffix.lower() == ".lp":
        problem.writeLP(str(path), max_length=255)
    else:
        problem.writeMPS(str(path))
