"""Merging groups with the same needs."""

from __future__ import annotations

import attrs
import numpy as np

from tariffopt.problem import Constraint, Goal, Problem
from tariffopt.reductions.kinds import Recover, Seats
from tariffopt.reductions.membership import about_merged, labels_of


def merge_groups(problem: Problem) -> tuple[Problem, Recover] | None:
    """Merge demands that nothing tells apart: their seats are added up.

    Precondition: merged demands have the same needs (bodies have their own sets of
    needs) and are alike for each constraint and goal (see `labels_of`): what these
    look at is a sum over such demands, or which vendors serve any of them. Seats are
    whole numbers, already rounded up per group.

    A plan for the sum splits into plans for the demands by filling them one after
    another, first what each must have, then what each may have beside it; the total
    lies between the sums of both, so that it comes out even. Splitting keeps the sums
    and the vendors. Plans for the demands add up to one for the sum, with the same
    sums and vendors. So the least values are equal.

    Declines when no two demands are alike.
    """
    inverse = classes_of(problem)
    size = int(inverse.max(initial=-1)) + 1
    if size == len(problem.need):
        return None
    totals = np.zeros(size, dtype=np.int64)
    np.add.at(totals, inverse, problem.seats)
    merged = attrs.evolve(
        problem,
        need=problem.need[np.unique(inverse, return_index=True)[1]],
        seats=totals,
        constraints=tuple(about_merged(c, inverse) for c in problem.constraints),
        goal=about_merged(problem.goal, inverse),
        reached=tuple((about_merged(g, inverse), end) for g, end in problem.reached),
    )

    def recover(rows: Seats) -> Seats:
        return fill_in_file_order(rows, inverse, problem)

    return merged, recover


def classes_of(problem: Problem) -> Seats:
    """Give demands that nothing tells apart the same number.

    They need the same, and each constraint and goal, those that are reached among
    them, treats them alike. Classes are numbered by their needs, then by their first
    demand.
    """
    found = np.unique(problem.need, return_inverse=True)[1]
    rules: list[Constraint | Goal] = [*problem.constraints, problem.goal]
    for rule in (*rules, *(goal for goal, _ in problem.reached)):
        labels = labels_of(rule, len(found))
        keys = found * (int(labels.max(initial=0)) + 1) + labels
        found = np.unique(keys, return_inverse=True)[1]
    first = np.unique(found, return_index=True)[1]
    return np.argsort(np.lexsort((first, problem.need[first])))[found]


def fill_in_file_order(rows: Seats, inverse: Seats, problem: Problem) -> Seats:
    """Give demands of a class their seats: what each must have, then what is left.

    Parameters
    ----------
    rows
        (class, access set, seats), each pair once.
    inverse
        For each demand, its class.
    problem
        Says what each must have and may have.
    """
    dealt = deal_out(rows, inverse, problem.seats, problem.most)
    return split_rows(rows, inverse, dealt)


def deal_out(rows: Seats, inverse: Seats, seats: Seats, most: Seats) -> Seats:
    """Give each demand what it must have, and what is left in file order.

    Parameters
    ----------
    rows
        (merged demand, access set, seats).
    inverse
        For each demand, the merged demand it went into.
    seats, most
        Seats each demand must have and may have.

    Returns
    -------
    numpy.ndarray
        Seats for each demand; as many as it must have where fewer are given.
    """
    left = np.zeros(inverse.max(initial=-1) + 1, dtype=np.int64)
    np.add.at(left, rows[:, 0], rows[:, 2])
    np.subtract.at(left, inverse, seats)
    if not (left > 0).any():
        return seats
    order = np.argsort(inverse, kind="stable")
    room = (most - seats)[order]
    before = np.cumsum(room) - room
    begin = np.searchsorted(inverse[order], np.arange(len(left)))
    before -= before[begin][inverse[order]]
    extra = np.clip(left[inverse[order]] - before, 0, room)
    dealt = seats.copy()
    dealt[order] += extra
    return dealt


def split_rows(rows: Seats, inverse: Seats, seats: Seats) -> Seats:
    """Give the seats of merged demands to the demands they came from, in file order.

    Within a merged demand, seats and people are laid side by side along one line;
    every place where a set of seats or a demand ends is a cut, and each stretch
    between cuts is one row.

    Parameters
    ----------
    rows
        (merged demand, access set, seats).
    inverse
        For each demand, the merged demand it went into.
    seats
        Seats each demand needs.
    """
    found = [
        _split_one(rows[rows[:, 0] == kind], np.flatnonzero(inverse == kind), seats)
        for kind in np.unique(rows[:, 0])
    ]
    joined = np.concatenate([np.empty((0, 3), dtype=np.int64), *found])
    return joined[np.lexsort((joined[:, 1], joined[:, 0]))]


def _split_one(rows: Seats, members: Seats, seats: Seats) -> Seats:
    people_end = np.cumsum(seats[members])
    seats_end = np.cumsum(rows[:, 2])
    total = min(people_end[-1], seats_end[-1])
    cuts = np.unique(np.concatenate([people_end, seats_end]))
    cuts = cuts[(cuts > 0) & (cuts <= total)]
    begin = np.concatenate([[0], cuts[:-1]]).astype(np.int64)
    member = members[np.searchsorted(people_end, begin, side="right")]
    access = rows[np.searchsorted(seats_end, begin, side="right"), 1]
    return np.column_stack([member, access, cuts - begin])
