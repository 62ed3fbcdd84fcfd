"""Of plans that are equal at every level, the one that everybody gets.

The canonical plan is defined on the scenario, not on how it is solved: of all plans
that reach the same at every level of the objective, the least by the quantities
bought, contract by contract and item by item in declared order; then by how many
people of each set of needs each access set serves; groups are filled in file order.
Where groups that need the same may differ, each group is a set of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import attrs
import numpy as np

from tariffopt.deciding.found import Found
from tariffopt.deciding.problems import Names, decide
from tariffopt.errors import InfeasibleError, NoPlanError, SolverError
from tariffopt.problem import (
    RULE_KINDS,
    ContractLimit,
    Goal,
    LeastServed,
    LeastUnits,
    Problem,
    SurplusLimit,
)
from tariffopt.reductions.groups import split_rows
from tariffopt.solvers import Deadline, Settings

COLUMNS_AT_MOST = 400
"""With more quantities and ways to be served, equal plans are not told apart."""

K = TypeVar("K")
_AT_ONCE = 10**6  # a solver tells whole numbers up to this one apart
_SECONDS = 5.0
_TIMES = 1.0
_ALIKE = frozenset(
    {kind.kind for kind in (*RULE_KINDS, SurplusLimit, ContractLimit)} | {"goal"}
)
"""Under these, groups that need the same are alike."""


def settle_ties(
    problem: Problem,
    found: Found,
    settings: Settings,
    deadline: Deadline,
    allowed: Names = None,
) -> Found:
    """Give the canonical plan among all that are as good as the one found.

    Parameters
    ----------
    problem
        Holding what was reached at every level, each of them proved.
    found
        A plan that reached it.
    settings, allowed
        As for `decide`.
    deadline
        When to stop at the latest. There is another one: as long as it took to find
        the plan, and five seconds.

    Returns
    -------
    Found
        With ``ties`` ``"canonical"``; or the plan found, ``"unresolved"``, where there
        is too much to tell apart, or not all of it was proved in the time.
    """
    if not all(level.proved for level in found.levels):
        return attrs.evolve(found, ties="unresolved")
    if found.proof == "exact" and len(found.levels) == 1:
        return attrs.evolve(found, ties="canonical")  # one item: nothing else is equal
    by_group = not problem.kinds <= _ALIKE
    columns = len(problem.supplies) + _ways(problem, by_group=by_group)
    if columns > COLUMNS_AT_MOST:
        return attrs.evolve(found, ties="unresolved")
    seconds = _SECONDS + _TIMES * found.report.seconds
    left = deadline.left
    until = Deadline.after(seconds if left is None else min(seconds, left))
    least = found
    try:
        for goal in _goals(problem, by_group=by_group):
            asked = attrs.evolve(problem, goal=goal)
            latest = decide(asked, settings, until, allowed)
            if latest.bound != latest.cost or latest.payable is None:
                return attrs.evolve(found, ties="unresolved")
            least = latest
            problem = attrs.evolve(
                problem, reached=(*problem.reached, (goal, latest.cost))
            )
    except (InfeasibleError, NoPlanError, SolverError):
        return attrs.evolve(found, ties="unresolved")
    rows = least.rows if by_group else _in_file_order(problem, least)
    return attrs.evolve(found, purchased=least.purchased, rows=rows, ties="canonical")


def _ways(problem: Problem, *, by_group: bool) -> int:
    kinds = problem.need if by_group else np.unique(problem.need)
    return sum(len(problem.eligible[need]) for need in kinds.tolist())


def _goals(problem: Problem, *, by_group: bool) -> Iterator[Goal]:
    """Give goals that leave nothing open, as many columns in each as are exact."""
    bounds = [(supply, entry.upper) for supply, entry in enumerate(problem.supplies)]
    for some in _batches([(supply, most) for supply, most in bounds if most]):
        yield LeastUnits(tuple(some))
    most = _most(problem, by_group=by_group)
    open_ways = []
    for kind, seats in most.items():
        need = int(problem.need[kind]) if by_group else kind
        ways = problem.eligible[need]
        # The last way serves whom the others do not, where all must be served.
        fixed = not by_group or problem.most[kind] == problem.seats[kind]
        if seats:
            told = ways[:-1] if fixed else ways
            open_ways += [((kind, way), seats) for way in told]
    for batch in _batches(open_ways):
        weights = tuple((kind, way, weight) for (kind, way), weight in batch)
        yield LeastServed(weights, by_group)


def _most(problem: Problem, *, by_group: bool) -> dict[int, int]:
    """Give the most people of each class, in file order."""
    if by_group:
        return dict(enumerate(problem.most.tolist()))
    totals = np.bincount(problem.need, weights=problem.most)
    return {int(need): int(totals[need]) for need in np.unique(problem.need)}


def _batches(columns: Sequence[tuple[K, int]]) -> Iterator[list[tuple[K, int]]]:
    """Weigh columns so that one sum tells them apart, the first weighing most."""
    batch: list[tuple[K, int]] = []
    size = 1
    for column, most in columns:
        if batch and size * (most + 1) > _AT_ONCE:
            yield _weighed(batch)
            batch, size = [], 1
        batch.append((column, most))
        size *= most + 1
    if batch:
        yield _weighed(batch)


def _weighed(batch: Sequence[tuple[K, int]]) -> list[tuple[K, int]]:
    weights, weight = [], 1
    for column, most in reversed(batch):
        weights.append((column, weight))
        weight *= most + 1
    return weights[::-1]


def _in_file_order(problem: Problem, found: Found) -> np.ndarray[Any, Any]:
    """Fill groups one after another with what serves their needs, set by set."""
    _, inverse = np.unique(problem.need, return_inverse=True)
    totals: dict[tuple[int, int], int] = {}
    for demand, way, seats in found.rows.tolist():
        key = int(inverse[demand]), way
        totals[key] = totals.get(key, 0) + seats
    rows = np.array([(*key, n) for key, n in sorted(totals.items())], dtype=np.int64)
    return split_rows(rows.reshape(len(rows), 3), inverse, problem.seats)
