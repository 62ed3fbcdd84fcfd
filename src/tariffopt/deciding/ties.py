"""Of plans that are equal at every level, the one that everybody gets.

The canonical plan is defined on the scenario, not on how it is solved: of all plans
that reach the same at every level of the objective, the least by the quantities
bought, contract by contract and item by item in declared order; then by how many
people of each class each access set serves. A class is the groups that nothing tells
apart, neither their needs nor a requirement nor the objective; within it each group
gets what it must have, and what is left is filled up in file order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import attrs
import numpy as np

from tariffopt.deciding.found import Found
from tariffopt.deciding.problems import Names, decide
from tariffopt.deciding.single import SINGLE_OFFER
from tariffopt.errors import InfeasibleError, NoPlanError, SolverError
from tariffopt.problem import Goal, LeastServed, LeastUnits, Problem
from tariffopt.reductions import reduce
from tariffopt.reductions.groups import classes_of, fill_in_file_order
from tariffopt.solvers import Deadline, Settings

COLUMNS_AT_MOST = 400
"""With more quantities and ways to be served, equal plans are not told apart."""

K = TypeVar("K")
_AT_ONCE = 10**6  # a solver tells whole numbers up to this one apart
_SECONDS = 5.0
_TIMES = 1.0


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
    if SINGLE_OFFER in found.report.reductions and len(found.levels) == 1:
        return attrs.evolve(found, ties="canonical")  # one item: nothing else is equal
    # Merged once here, not again for every question.
    merging = ("merge-groups",) if allowed is None or "merge-groups" in allowed else ()
    reduced = reduce(problem, merging)
    problem = reduced.problem
    classes = _Classes.of(problem)
    columns = len(problem.supplies) + sum(map(len, classes.ways))
    if columns > COLUMNS_AT_MOST:
        return attrs.evolve(found, ties="unresolved")
    seconds = _SECONDS + _TIMES * found.report.seconds
    left = deadline.left
    until = Deadline.after(seconds if left is None else min(seconds, left))
    least = found
    try:
        for goal in _goals(problem, classes):
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
    rows = reduced.recover(classes.in_file_order(problem, least.rows))
    return attrs.evolve(found, purchased=least.purchased, rows=rows, ties="canonical")


@attrs.frozen(eq=False)
class _Classes:
    """Demands that nothing tells apart.

    Attributes
    ----------
    of_demand
        For each demand its class.
    ways
        For each class the access sets that serve it.
    seats, most
        For each class what it must have, and may have.
    """

    of_demand: np.ndarray[Any, Any]
    ways: tuple[Sequence[int], ...]
    seats: tuple[int, ...]
    most: tuple[int, ...]

    @classmethod
    def of(cls, problem: Problem) -> _Classes:
        """Find them."""
        classes = classes_of(problem)
        needs = problem.need[np.unique(classes, return_index=True)[1]].tolist()
        seats, most = np.zeros((2, len(needs)), dtype=np.int64)
        np.add.at(seats, classes, problem.seats)
        np.add.at(most, classes, problem.most)
        ways = tuple(problem.eligible[need] for need in needs)
        return cls(classes, ways, tuple(seats.tolist()), tuple(most.tolist()))

    def in_file_order(
        self, problem: Problem, rows: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        """Fill groups one after another with what serves their class."""
        totals: dict[tuple[int, int], int] = {}
        for demand, way, seats in rows.tolist():
            key = int(self.of_demand[demand]), way
            totals[key] = totals.get(key, 0) + seats
        summed = np.array([(*key, n) for key, n in sorted(totals.items())])
        summed = summed.reshape(len(totals), 3).astype(np.int64)
        return fill_in_file_order(summed, self.of_demand, problem)


def _goals(problem: Problem, classes: _Classes) -> Iterator[Goal]:
    """Give goals that leave nothing open, as many columns in each as are exact."""
    bounds = [(supply, entry.upper) for supply, entry in enumerate(problem.supplies)]
    for some in _batches([(supply, most) for supply, most in bounds if most]):
        yield LeastUnits(tuple(some))
    open_ways = []
    for kind, ways in enumerate(classes.ways):
        most = classes.most[kind]
        # The last way serves whom the others do not, where all must be served.
        told = ways[:-1] if most == classes.seats[kind] else ways
        open_ways += [((kind, way), most) for way in told if most]
    of_demand = tuple(classes.of_demand.tolist())
    for batch in _batches(open_ways):
        weights = tuple((kind, way, weight) for (kind, way), weight in batch)
        yield LeastServed(of_demand, weights)


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
