"""HiGHS in this process: quiet, interruptible, and read in its own words.

PuLP builds the model, unless it is large; options, run, status, bound and solution
are HiGHS's own, because PuLP reads a time limit as "Optimal" (3.3.2) and leaves
HiGHS's default gap of 1e-4 in place (both).

Every solve runs in a thread of its own. That is what lets Ctrl-C end it with the
best point so far, and HiGHS keeps its scheduler per thread: in a used thread,
another number of threads gives "not set" and no solution.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import highspy

from tariffopt.errors import Fault, SolverError
from tariffopt.solvers.outcome import Answer, Deadline, Reason, Settings, Status
from tariffopt.solvers.pulp_adapter import (
    build_highs,
    column_values,
    one_sided,
    render,
    used_columns,
)

if TYPE_CHECKING:
    from tariffopt.program import Program

LARGE = 50_000
"""Nonzeros above which PuLP, which takes its time over each, is left out."""

_POLL_SECONDS = 0.05
_FEASIBLE = int(highspy.kSolutionStatusFeasible)
_NOISE = 1e-9  # relative error of a sum in floating point, generously

_STATUS: Mapping[str, tuple[Status, Reason | None]] = {
    "kOptimal": ("optimal", None),
    "kInfeasible": ("infeasible", None),
    "kUnbounded": ("unbounded", None),
    "kUnboundedOrInfeasible": ("infeasible-or-unbounded", None),
    "kTimeLimit": ("stopped", "time-limit"),
    "kIterationLimit": ("stopped", "iteration-limit"),
    "kSolutionLimit": ("stopped", "solution-limit"),
    "kMemoryLimit": ("stopped", "memory-limit"),
    "kInterrupt": ("stopped", "interrupted"),
    "kObjectiveBound": ("stopped", "objective-limit"),
    "kObjectiveTarget": ("stopped", "objective-limit"),
    "kUnknown": ("stopped", "unknown"),
}


def solve_by_highs(program: Program, settings: Settings) -> Answer:
    """Solve a program that has at least one row with terms.

    Raises
    ------
    SolverError
        HiGHS refused an option or the model, or ended without an answer.
    KeyboardInterrupt
        At the second Ctrl-C; the first ends the solve and gives its best point.
    """
    deadline = Deadline.after(settings.time_limit)
    model = quiet_model(settings)
    order = load(program, model, large=program.stats.nonzeros > LARGE)
    _set_options(model, _options(program, settings.until(deadline)))
    if model.getNumCol() != len(order):
        raise _failed("PuLP gave it another number of columns")
    run_apart(model)
    return _read(program, order, model, settings)


def load(program: Program, model: Any, *, large: bool) -> tuple[int, ...]:
    """Load a program into an empty model: by PuLP, or the same matrix as arrays.

    Returns
    -------
    tuple
        The program's column behind each of the model's.
    """
    if large:
        order = used_columns(program)
        model.passModel(_arrays(program, order))
        return order
    rendered = render(program)
    build_highs(rendered, model)
    return rendered.order


def _arrays(program: Program, order: tuple[int, ...]) -> Any:
    position = {index: number for number, index in enumerate(order)}
    columns = [program.columns[index] for index in order]
    rows = list(one_sided(program))
    starts = [0, *itertools.accumulate(len(row.terms) for _, row, _, _ in rows)]
    terms = [term for _, row, _, _ in rows for term in row.terms]
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    lp, inf = highspy.HighsLp(), highspy.kHighsInf
    lp.num_col_, lp.num_row_ = len(columns), len(rows)
    lp.col_cost_ = [float(c.cost) for c in columns]
    lp.col_lower_ = [float(c.lower) for c in columns]
    lp.col_upper_ = [inf if c.upper is None else float(c.upper) for c in columns]
    lp.integrality_ = [kinds[c.integer] for c in columns]
    lp.row_lower_ = [-inf if sense == "<" else float(at) for _, _, sense, at in rows]
    lp.row_upper_ = [inf if sense == ">" else float(at) for _, _, sense, at in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts
    lp.a_matrix_.index_ = [position[index] for index, _ in terms]
    lp.a_matrix_.value_ = [float(factor) for _, factor in terms]
    return lp


def _failed(why: str) -> SolverError:
    return SolverError(Fault("solver-failed", fields={"name": "HiGHS", "why": why}))


def quiet_model(settings: Settings) -> Any:
    """Make an empty model that prints nothing.

    `highspy.Highs()` of 1.16 prints its banner before an option can be set; the
    class below it does not.
    """
    model = highspy.Highs.__new__(highspy.Highs)
    super(highspy.Highs, model).__init__()
    _set_options(model, {"log_to_console": False})
    if settings.log is None:
        _set_options(model, {"output_flag": False})
    else:
        settings.log.write_bytes(b"")  # raises if it cannot; HiGHS would say nothing
        _set_options(model, {"log_file": str(settings.log)})
    return model


def _options(program: Program, settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "threads": settings.threads,
        "random_seed": settings.seed,
        "mip_rel_gap": float(settings.gap),
        "mip_abs_gap": settings.unit_gap,
    }
    if settings.time_limit is not None:
        options["time_limit"] = float(settings.time_limit)
    if not _is_mip(program):
        options["solver"] = "simplex"  # ends at a vertex, an interior point may not
    return options


def _is_mip(program: Program) -> bool:
    return any(column.integer for column in program.columns)


def _set_options(model: Any, options: Mapping[str, Any]) -> None:
    for name, value in options.items():
        if model.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            fields = {"name": "HiGHS", "option": f"{name} = {value}"}
            raise SolverError(Fault("solver-option", fields=fields))


def run_apart(model: Any) -> None:
    """Run in a fresh thread; the first Ctrl-C asks HiGHS to stop and waits for it."""
    stop, done = threading.Event(), threading.Event()
    _listen(model, stop)
    thread = threading.Thread(
        target=_run, args=(model, done), name="tariffopt-highs", daemon=True
    )
    thread.start()
    # Not thread.join: a Ctrl-C inside it marks a running thread as ended.
    while not done.is_set():
        try:
            done.wait(_POLL_SECONDS)
        except KeyboardInterrupt:
            if stop.is_set():
                raise
            stop.set()
    thread.join()


def _run(model: Any, done: threading.Event) -> None:
    try:
        model.run()
        # HiGHS's own workers must be gone before the thread is (else Windows hangs);
        # 1.15 has only the older name, which means this thread as well.
        reset = getattr(model, "resetThreadScheduler", model.resetGlobalScheduler)
        reset(False)  # noqa: FBT003 - HiGHS's signature: do not block
    finally:
        done.set()


def _listen(model: Any, stop: threading.Event) -> None:
    def interrupt(*event: Any) -> None:
        _kind, _message, _out, answer, _data = event
        if stop.is_set():
            answer.user_interrupt = True

    kinds = highspy.cb.HighsCallbackType
    model.setCallback(interrupt, None)
    for kind in (
        kinds.kCallbackMipInterrupt,
        kinds.kCallbackSimplexInterrupt,
        kinds.kCallbackIpmInterrupt,
    ):
        model.startCallback(kind)


def _read(
    program: Program, order: tuple[int, ...], model: Any, settings: Settings
) -> Answer:
    code, info = model.getModelStatus().name, model.getInfo()
    if code not in _STATUS:
        raise _failed(code)
    status, reason = _STATUS[code]
    mip = any(program.columns[index].integer for index in order)
    values = objective = None
    if _has_point(status, info):
        values = column_values(program, order, list(model.getSolution().col_value))
        objective = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if mip else objective
    if not mip and status != "optimal":
        bound = None
    if status == "optimal" and not _closed(objective, bound, settings):
        status, reason = "stopped", "gap-limit"
    return Answer(
        status=status,
        name="HiGHS",
        version=str(model.version()),
        stopped_because=reason,
        values=values,
        objective=objective,
        bound=bound if bound is not None and math.isfinite(bound) else None,
        nodes=int(info.mip_node_count) if mip else None,
    )


def _has_point(status: Status, info: Any) -> bool:
    if status not in ("optimal", "stopped"):
        return False
    there = int(info.primal_solution_status) == _FEASIBLE
    return there and math.isfinite(info.objective_function_value)


def _closed(objective: float | None, bound: float | None, settings: Settings) -> bool:
    """Tell whether the bound meets the cost, whatever gap HiGHS was allowed."""
    if objective is None or bound is None:
        raise _failed("no point came with its optimum")
    noise = _NOISE * max(1.0, abs(objective))
    return objective - bound <= settings.unit_gap + noise
