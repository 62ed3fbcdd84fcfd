"""Small programs with known answers, and some that no solver finishes."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from tariffopt import solvers
from tariffopt.program import Column, LinearForm, Program, ProgramBuilder, Row

SOLVERS = ["HiGHS", *(["CBC"] if importlib.util.find_spec("cbcbox") else [])]
"""Every solver installed here; HiGHS always is."""

INFEASIBLE = Program(
    (Column("x", upper=5, integer=True, cost=1),), (Row("r", ((0, 2),), lower=30),)
)
BETWEEN_WHOLES = Program(
    (Column("x", upper=5, integer=True, cost=1),), (Row("r", ((0, 2),), 3, 3),)
)
UNBOUNDED = Program(
    (Column("x", integer=True, cost=-1),), (Row("r", ((0, 2),), lower=3),)
)
RAY_WITHOUT_POINT = Program(
    (Column("x", integer=True, cost=-1), Column("y", integer=True)),
    (Row("r", ((0, 2), (1, -2)), 3, 3),),
)


def solve(
    program: Program,
    *,
    fixed: Mapping[int, int] | None = None,
    relaxed: bool = False,
    **settings: Any,
) -> solvers.Outcome:
    """Solve with settings given by name."""
    asked = solvers.Settings(**settings)
    return solvers.solve(program, asked, fixed=fixed or {}, relaxed=relaxed)


def tiers() -> Program:
    """Give the tariff of 1-500 at 400 and 501-3,000 at 350; 439 or more are needed."""
    builder = ProgramBuilder()
    low = builder.column("low", integer=True)
    high = builder.column("high", integer=True)
    at_low = builder.column("at_low", upper=1, integer=True)
    at_high = builder.column("at_high", upper=1, integer=True)
    builder.row("one_tier", {at_low: 1, at_high: 1}, upper=1)
    builder.row("low_least", {low: 1, at_low: -1}, lower=0)
    builder.row("low_most", {low: 1, at_low: -500}, upper=0)
    builder.row("high_least", {high: 1, at_high: -501}, lower=0)
    builder.row("high_most", {high: 1, at_high: -3000}, upper=0)
    builder.row("need", {low: 1, high: 1}, lower=439)
    return builder.build(LinearForm({low: 400, high: 350}, constant=1000))


def market_split(columns: int, rows: int, *, slack: bool) -> Program:
    """Split everything in two equal halves: hopeless to prove, or even to find.

    Cornuejols and Dawande, "A class of hard small 0-1 programs" (1999). With slack
    any choice is a point; without, hardly any.
    """
    chance = random.Random(3)
    builder = ProgramBuilder()
    chosen = [builder.column(f"x{i:02}", upper=1, integer=True) for i in range(columns)]
    missed: list[int] = []
    for number in range(rows):
        sizes = [chance.randrange(1, 100) for _ in chosen]
        terms = dict(zip(chosen, sizes, strict=True))
        if slack:
            upper = sum(sizes)
            over = builder.column(f"over{number}", upper=upper)
            under = builder.column(f"under{number}", upper=upper)
            missed += [over, under]
            terms |= {over: -1, under: 1}
        half = sum(sizes) // 2
        builder.row(f"half{number}", terms, lower=half, upper=half)
    return builder.build(LinearForm(dict.fromkeys(missed, 1)))


def cheapest(program: Program) -> tuple[Fraction, Sequence[int]] | None:
    """Try every whole point of a small box; ``None`` when none is feasible."""
    ranges = [range(c.lower, (c.upper or 0) + 1) for c in program.columns]
    points = (point for point in product(*ranges) if not program.violations(point))
    costs = ((program.objective(point), point) for point in points)
    return min(costs, default=None)
