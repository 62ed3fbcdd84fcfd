"""A program in the making: the builder, and what its columns mean."""

from __future__ import annotations

import attrs

from tariffopt.problem import Problem
from tariffopt.program import ProgramBuilder

Served = dict[tuple[int, int], int]
"""Column of each (demand, access set)."""


@attrs.frozen(eq=False)
class Draft:
    """What all families of rows are written with.

    Attributes
    ----------
    problem, builder
        What is formulated, and where columns and rows go.
    rounded
        Contracts with tax that may have to be rounded.
    purchased
        Column of each supply's quantity.
    served
        Column of each (demand, access set).
    held
        Column of each contract that is 1 if it is signed; only where charges hang
        on that.
    tiers
        For each reading that selects a tier for several charges: the column of each
        tier, and its last reading.
    """

    problem: Problem
    builder: ProgramBuilder
    rounded: frozenset[int]
    purchased: tuple[int, ...]
    served: Served
    held: dict[int, int]
    tiers: dict[object, list[tuple[int, int]]] = attrs.field(factory=dict)
