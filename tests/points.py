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


@st.composite
def served_points(draw: st.DrawFn, problem: Problem) -> Point:
    """Draw how many of each group are served, in one or two ways, and what they take.

    No group is given more than it may have.
    """
    served: dict[tuple[int, int], int] = {}
    ends = zip(problem.seats.tolist(), problem.most.tolist(), strict=True)
    for group, (least, most) in enumerate(ends):
        ways = problem.eligible[problem.need[group]]
        assume(ways or not least)
        left = draw(st.integers(least, most)) if ways else 0
        some = draw(st.lists(st.sampled_from(ways), max_size=1)) if ways else []
        for way in some:
            served[group, way] = draw(st.integers(0, left))
            left -= served[group, way]
        if ways:
            last = draw(st.sampled_from(ways))
            served[group, last] = served.get((group, last), 0) + left
    used = [0] * len(problem.supplies)
    for (_, way), seats in served.items():
        for supply in problem.access[way]:
            used[supply] += seats
    bought = [
        s.item.next_allowed(-(-n // s.item.people))
        for n, s in zip(used, problem.supplies, strict=True)
    ]
    pairs = zip(bought, problem.supplies, strict=True)
    ranges = [(min(count, s.upper), s.upper) for count, s in pairs]
    return [draw(st.one_of(st.just(a), st.integers(a, b))) for a, b in ranges], served
