"""A program in the making: the builder, and what its columns mean."""

from __future__ import annotations

import attrs

from tariffopt.problem import Problem
from tariffopt.program import ProgramBuilder

Served = dict[tuple[int, int], int]
"""Column of each (demand, access set)."""


@attrs.frozen(eq=False)
class SelectedTier:
    """A tier that a reading selects for several charges.

    Attributes
    ----------
    name
        What tells it from other tiers in names of rows.
    branch
        Its place among the branches of the charge.
    chosen, load
        Column that is 1 if it is selected; the selecting reading, if it is.
    last
        Its last reading, counted as `weights` count.
    weights
        How much a unit of each supply adds to the reading.
    shares
        Columns of the units of a supply that are priced in it, by one charge each.
    """

    name: str
    branch: int
    chosen: int
    load: int
    last: int
    weights: dict[int, int]
    shares: dict[int, list[int]] = attrs.field(factory=dict)


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
        The tiers of each reading that selects one for several charges.
    """

    problem: Problem
    builder: ProgramBuilder
    rounded: frozenset[int]
    purchased: tuple[int, ...]
    served: Served
    held: dict[int, int]
    tiers: dict[object, list[SelectedTier]] = attrs.field(factory=dict)
