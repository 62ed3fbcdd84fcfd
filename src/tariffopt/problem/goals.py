"""What is minimized: the total payable, or another measure of a plan.

Goals that are reached stand beside the next one as limits.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from tariffopt.problem.requirements import Sellers

GOAL_KINDS = frozenset({"goal", "goal-by-group"})
"""What a problem with a goal beside the least cost has; see `Goal.kind`."""


@attrs.frozen
class Goal:
    """A measure of plans; the least is best."""

    @property
    def kind(self) -> str:
        """What a problem with this goal has beside its constraints.

        Reductions name it: ``"goal-by-group"`` where groups that need the same differ.
        """
        return "goal"


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

    @property
    def kind(self) -> str:
        """By group."""
        return "goal-by-group"


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
    weights
        (class, access set, weight): what each such person counts.
    by_group
        Whether each demand is a class; otherwise each set of needs is.
    """

    weights: tuple[tuple[int, int, int], ...]
    by_group: bool

    @property
    def kind(self) -> str:
        """By group, where each is a class of its own."""
        return "goal-by-group" if self.by_group else "goal"


Reached = tuple[tuple[Goal, Fraction], ...]
"""Goals that are not given up, and what each may be at most, in its own unit."""
