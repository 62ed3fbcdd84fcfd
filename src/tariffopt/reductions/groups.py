"""Merging groups with the same needs."""

from __future__ import annotations

import attrs
import numpy as np

from tariffopt.problem import Problem
from tariffopt.reductions.kinds import Recover, Seats


def merge_groups(problem: Problem) -> tuple[Problem, Recover] | None:
    """Merge demands with the same needs: their seats are added up.

    Precondition: demands differ in nothing but their seats (bodies have their own sets
    of needs), which are whole numbers
    already rounded up per group. No constraint names a single group, so a plan for
    the sum splits into plans for the groups by filling them one after another, and
    plans for the groups add up to one for the sum: the least costs are equal.

    Declines when no two demands have the same needs.
    """
    kinds, inverse = np.unique(problem.need, return_inverse=True)
    if len(kinds) == len(problem.need):
        return None
    totals = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(totals, inverse, problem.seats)
    merged = attrs.evolve(problem, need=kinds, seats=totals)

    def recover(rows: Seats) -> Seats:
        return split_rows(rows, inverse, problem.seats)

    return merged, recover


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
