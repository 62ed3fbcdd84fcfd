"""The relaxation of a program, solved within one part after another by HiGHS.

What it says is never part of a proof: its multipliers are only rounded to whole numbers
here, and `tariffopt.program.proofs` says what these prove.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import highspy
import numpy as np

from tariffopt.program import Program
from tariffopt.program.proofs import Box, Multipliers
from tariffopt.solvers.highs import quiet_model, run_apart
from tariffopt.solvers.outcome import Deadline, Settings

SCALE = 2**28
"""Multipliers are rounded to whole numbers of this part of one."""

WHOLE = 1e-6
"""How near to a whole number a value is taken for it."""

Column = np.ndarray[Any, Any]


class GivenUp(Exception):
    """Nothing can be found or proved this way, or not with the work allowed."""


class NotWhole(GivenUp):
    """A vertex is whole in its integer columns, and not in others."""


class Interrupted(Exception):
    """Ctrl-C was pressed."""


class Relaxation:
    """A program without whole numbers, and the part of it that was solved last.

    Attributes
    ----------
    values, bound
        Of the last part: a vertex, and what it costs, in objective units.
    steps, first_steps
        Steps of the simplex method so far, and of the first part: the work, which no
        clock changes.
    version
        Of HiGHS.
    """

    def __init__(
        self, program: Program, settings: Settings, deadline: Deadline
    ) -> None:
        self.program, self.deadline = program, deadline
        self.integers = np.array(
            [i for i, c in enumerate(program.columns) if c.integer], dtype=np.int64
        )
        self.lower, self.upper = _ends(program)
        self.values, self.bound = np.zeros(0), -math.inf
        self.steps = self.first_steps = 0
        self._box = Box()
        self._duals: Sequence[float] = ()
        self._model = quiet_model(settings)
        self._model.passModel(_relaxed(program, self.lower, self.upper))
        self.version = str(self._model.version())
        self._set(solver="simplex", simplex_strategy=1, random_seed=settings.seed)
        self._set(threads=settings.threads)

    def solve(self, box: Box) -> bool:
        """Find a cheapest vertex of a part, and tell whether there is any point.

        Raises
        ------
        GivenUp
            When the time is out, or HiGHS ends without an answer.
        Interrupted
            After Ctrl-C.
        """
        self._enter(box)
        self._run()
        self.first_steps = self.first_steps or self.steps
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise GivenUp
        solution = self._model.getSolution()
        self.values, self._duals = np.array(solution.col_value), solution.row_dual
        self.bound = float(self._model.getInfo().objective_function_value)
        return True

    def multipliers(self) -> Multipliers:
        """Round what the rows are worth at the vertex found last."""
        return _whole(self.program, self._duals)

    def rays(self) -> Iterator[Multipliers]:
        """Give multipliers that may show that the last part has no point."""
        _, there, ray = self._model.getDualRay()
        if not there:
            self._set(presolve="off")
            self._run()
            _, there, ray = self._model.getDualRay()
        size = max(map(abs, ray), default=0.0) if there else 0.0
        for sign in (1.0, -1.0) if size else ():
            yield _whole(self.program, [sign * value / size for value in ray])

    def broken(self) -> int | None:
        """Give the integer column that is farthest from whole at the vertex, if any.

        Looking into the halves of several columns first (strong branching) leaves
        fewer parts and takes longer: see ``docs/benchmarks.md``.
        """
        own = self.values[self.integers]
        away = np.abs(own - np.round(own))
        place = int(np.argmax(away)) if len(away) else 0
        if not len(away) or away[place] <= WHOLE:
            return None
        return int(self.integers[place])

    def _enter(self, box: Box) -> None:
        """Set the bounds of a part, and those of no part for the rest."""
        old = {*self._box.lower, *self._box.upper}
        changed = np.array(sorted(old | {*box.lower, *box.upper}), dtype=np.int32)
        self._box = box
        if len(changed):
            lower, upper = self.lower[changed], self.upper[changed]
            for place, column in enumerate(changed.tolist()):
                lower[place] = box.lower.get(column, lower[place])
                upper[place] = box.upper.get(column, upper[place])
            self._model.changeColsBounds(len(changed), changed, lower, upper)

    def _run(self) -> None:
        if self.deadline.is_over():
            raise GivenUp
        if self.deadline.left is not None:
            self._set(time_limit=self._model.getRunTime() + self.deadline.left)
        try:
            run_apart(self._model)
        except KeyboardInterrupt:
            raise Interrupted from None
        if self._model.getModelStatus() == highspy.HighsModelStatus.kInterrupt:
            raise Interrupted
        self.steps += max(0, int(self._model.getInfo().simplex_iteration_count))

    def _set(self, **options: Any) -> None:
        for name, value in options.items():
            self._model.setOptionValue(name, value)


def _whole(program: Program, duals: Sequence[float]) -> Multipliers:
    """Round multipliers, leaving out those on a side where a row has no end."""
    scaled = np.rint(np.asarray(duals) * SCALE)
    found: dict[int, int] = {}
    for index in np.flatnonzero(scaled).tolist():
        row, factor = program.rows[index], int(scaled[index])
        if (row.lower if factor > 0 else row.upper) is not None:
            found[index] = factor
    return found


def _ends(program: Program) -> tuple[Column, Column]:
    columns, inf = program.columns, highspy.kHighsInf
    lower = np.array([c.lower for c in columns], dtype=float)
    tops = [inf if c.upper is None else c.upper for c in columns]
    return lower, np.array(tops, dtype=float)


def _relaxed(program: Program, lower: Column, upper: Column) -> Any:
    """Give the program without whole numbers, row by row."""
    lp, inf, rows = highspy.HighsLp(), highspy.kHighsInf, program.rows
    sizes = [len(row.terms) for row in rows]
    terms = [term for row in rows for term in row.terms]
    bottoms = [-inf if row.lower is None else row.lower for row in rows]
    tops = [inf if row.upper is None else row.upper for row in rows]
    lp.num_col_, lp.num_row_ = len(program.columns), len(rows)
    lp.col_cost_ = np.array([c.cost for c in program.columns], dtype=float)
    lp.col_lower_, lp.col_upper_ = lower, upper
    lp.row_lower_, lp.row_upper_ = np.array(bottoms, float), np.array(tops, float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for column, _ in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for _, factor in terms], dtype=float)
    return lp
