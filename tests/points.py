"""Points of a problem: purchases and seats, of which many are a plan."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from tariffopt.problem import Problem

Point = tuple[list[int], dict[tuple[int, int], int]]
"""A quantity for each supply, and seats for each (group, access set)."""


@st.composite
def points(draw: st.DrawFn, problem: Problem) -> Point:
    """Draw for each group a way to be served, and at least what that takes."""
    served: dict[tuple[int, int], int] = {}
    for group, seats in enumerate(problem.seats.tolist()):
        ways = problem.eligible[problem.need[group]]
        assume(ways)
        served[group, draw(st.sampled_from(ways))] = seats
    used = [0] * len(problem.supplies)
    for (_, way), seats in served.items():
        for supply in problem.access[way]:
            used[supply] += seats
    pairs = zip(used, problem.supplies, strict=True)
    ends = [(min(count, supply.upper), supply.upper) for count, supply in pairs]
    return [draw(st.one_of(st.just(a), st.integers(a, b))) for a, b in ends], served
