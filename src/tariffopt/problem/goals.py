"""What is minimized: the total payable, or another measure of a plan.

Goals that are reached stand beside the next one as limits.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from tariffopt.problem.requirements import Sellers

GOAL = "goal"
"""What a problem with a goal beside the least cost has, for reductions to name."""


@attrs.frozen
class Goal:
    """A measure of plans; the least is best."""


@attrs.frozen
class LeastCost(Goal):
    """The total payable, tax included."""


LEAST_COST = LeastCost()


@attrs.frozen
class MostServed(Goal):
    """People served, weighted; the measure is their number below zero.

    Attributes
    ----------
    weights
        What a seat of each demand counts.
    """

    weights: tuple[int, ...]


@attrs.frozen
class FewestSellers(Goal):
    """The vendors that anything is bought from.

    Attributes
    ----------
    sellers
        The supplies of each vendor.
    """

    sellers: Sellers


@attrs.frozen
class LeastIdle(Goal):
    """Seats bought and given to nobody."""


@attrs.frozen
class LeastChange(Goal):
    """Units added to, or dropped from, what there is at present.

    Attributes
    ----------
    present
        Supplies that are counted together, and the units there are of them.
    """

    present: tuple[tuple[frozenset[int], int], ...]


@attrs.frozen
class LeastSwitching(LeastChange):
    """The total payable, and what each unit added or dropped costs to switch.

    Attributes
    ----------
    add, drop
        Money of a unit.
    """

    add: Fraction
    drop: Fraction


@attrs.frozen
class LeastUnits(Goal):
    """A weighted sum of quantities bought; it tells equal plans apart.

    Attributes
    ----------
    weights
        (supply, weight) pairs.
    """

    weights: tuple[tuple[int, int], ...]


@attrs.frozen
class LeastServed(Goal):
    """A weighted sum of people served; it tells equal plans apart.

    Attributes
    ----------
    classes
        For each demand, the number of its class.
    weights
        (class, access set, weight): what each such person counts.
    """

    classes: tuple[int, ...]
    weights: tuple[tuple[int, int, int], ...]


Reached = tuple[tuple[Goal, Fraction], ...]
"""Goals that are not given up, and what each may be at most, in its own unit."""
