"""What a scenario's objective means for its problem: goals in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs
import numpy as np

from tariffopt.problem import (
    FewestSellers,
    Goal,
    LeastChange,
    LeastCost,
    LeastIdle,
    LeastServed,
    LeastSwitching,
    MostServed,
    Problem,
)
from tariffopt.scenario import Scenario


@attrs.frozen
class Aim:
    """One goal to be reached.

    Attributes
    ----------
    name
        The goal as the scenario names it.
    goal
        What is minimized.
    within
        The share by which later goals may exceed it.
    sign
        -1 where more is better; the value people see is the measure times it.
    """

    name: str
    goal: Goal
    within: Fraction = Fraction(0)
    sign: int = 1


def aims_of(scenario: Scenario, problem: Problem) -> tuple[Aim, ...]:
    """Give the goals of a scenario's objective, in order; its demands are groups."""
    found: list[Aim] = []
    for level in scenario.objective:
        if level.goal == "least-cost":
            found.append(Aim(level.goal, LeastCost(), level.within))
        elif level.goal == "most-coverage":
            served = _by_priority(scenario)
            found += [Aim(level.goal, goal, sign=-1) for goal in served]
        elif level.goal == "fewest-vendors":
            found.append(Aim(level.goal, FewestSellers(_sellers(problem))))
        elif level.goal == "least-idle":
            found.append(Aim(level.goal, LeastIdle()))
        elif level.goal == "most-preferred":
            found.append(Aim(level.goal, _by_preference(scenario, problem)))
        else:
            present, costs = tuple(_present(scenario, problem)), scenario.switching
            goal: Goal = LeastChange(present)
            if level.goal == "least-switching":
                goal = LeastSwitching(present, costs.add, costs.drop)
            found.append(Aim(level.goal, goal))
    return tuple(found)


def _by_priority(scenario: Scenario) -> Iterator[MostServed]:
    """Count the people of each priority, the first one first; none comes last."""
    groups = scenario.groups
    ranks = np.full(len(groups), np.iinfo(np.int64).max)
    weights = np.ones(len(groups), dtype=np.int64)
    for group, priority in groups.priority_of.items():
        ranks[group] = priority
    for group, weight in groups.weight_of.items():
        weights[group] = weight
    for rank in np.unique(ranks):
        yield MostServed(tuple(np.where(ranks == rank, weights, 0).tolist()))


def _by_preference(scenario: Scenario, problem: Problem) -> LeastServed:
    """Count how far down its preferences each class of groups is served."""
    prefers, needs = scenario.groups.prefers_of, problem.need.tolist()
    numbers: dict[tuple[int, tuple[str, ...]], int] = {}
    classes = tuple(
        numbers.setdefault((need, prefers.get(group, ())), len(numbers))
        for group, need in enumerate(needs)
    )
    weights = tuple(
        (number, way, rank)
        for (need, wanted), number in numbers.items()
        for way, rank in _ranked(problem, need, wanted)
    )
    return LeastServed(classes, weights)


def _ranked(
    problem: Problem, need: int, wanted: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Give access sets that are not the first choice, and how far down they stand."""
    keys = problem.keys
    for way in problem.eligible[need]:
        own = [keys[supply] for supply in problem.access[way]]
        names = {n for k in own for n in (k.offer, f"{k.offer}/{k.item}")}
        met = (rank for rank, name in enumerate(wanted) if name in names)
        if rank := next(met, len(wanted)):
            yield way, rank


def _sellers(problem: Problem) -> tuple[frozenset[int], ...]:
    vendors: dict[str, set[int]] = {}
    for supply, entry in enumerate(problem.supplies):
        vendor = problem.contracts[entry.contract].tariff.vendor
        vendors.setdefault(vendor, set()).add(supply)
    return tuple(map(frozenset, vendors.values()))


def _present(
    scenario: Scenario, problem: Problem
) -> Iterator[tuple[frozenset[int], int]]:
    """Give each item with its units at present, over all contracts; offered or not."""
    units = {(offer, item): n for offer, items in scenario.present for item, n in items}
    own: dict[tuple[str, str], set[int]] = {}
    for supply, key in enumerate(problem.keys):
        own.setdefault((key.offer, key.item), set()).add(supply)
    for item in dict.fromkeys([*own, *units]):
        yield frozenset(own.get(item, ())), units.get(item, 0)
