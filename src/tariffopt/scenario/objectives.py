"""What a plan is to be best at, level after level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, get_args

import attrs

from tariffopt.money import Exact, decimal_text, share

Goal = Literal[
    "least-cost", "most-coverage", "fewest-vendors", "least-idle", "least-change"
]
GOALS: tuple[Goal, ...] = get_args(Goal)


def _share(value: Exact) -> Fraction:
    return share(value, "within")


@attrs.frozen
class Level:
    """One level of an objective; later levels choose among what is best at it.

    Attributes
    ----------
    goal
        ``"least-cost"``: the total payable, tax included. ``"most-coverage"``: most
        people served, weighted, of the first priority before the second and so on.
        ``"fewest-vendors"``: of those anything is bought from. ``"least-idle"``:
        fewest seats bought and given to nobody. ``"least-change"``: fewest units
        added to, or dropped from, the present licences.
    within
        Only of least cost: the share by which later levels may exceed it.

    Raises
    ------
    ValueError
        For an unknown goal, a share below zero, or one with another goal.

    Examples
    --------
    >>> Level("least-cost", within="5%")
    Level(goal='least-cost', within=Fraction(1, 20))
    """

    goal: Goal = attrs.field(validator=attrs.validators.in_(GOALS))
    within: Fraction = attrs.field(default=Fraction(0), converter=_share)

    @classmethod
    def of(cls, text: str) -> Level:
        """Read a level as files write it.

        Examples
        --------
        >>> Level.of("least-cost within 5%") == Level("least-cost", within="5%")
        True
        """
        goal, _, within = text.partition(" within ")
        known: Any = goal
        return cls(known, within or 0)

    def __str__(self) -> str:
        part = decimal_text(self.within * 100)
        percent = f"{part}%" if "/" not in part else str(self.within)
        return f"{self.goal} within {percent}" if self.within else self.goal

    def __attrs_post_init__(self) -> None:
        if self.within < 0 or (self.within and self.goal != "least-cost"):
            raise ValueError(f"within {self.within} is not for {self.goal}")


LEAST_COST = Level("least-cost")
Entry = Level | str | Mapping[str, Any]
Objective = Iterable[Entry] | str


def levels_of(objective: Objective) -> tuple[Level, ...]:
    """Read an objective: goals by name, or levels.

    Least cost decides last: it is added where no level is the plain least cost, or
    where what comes before may exceed it.

    Raises
    ------
    TypeError, ValueError
        As `Level`; for a plain least cost twice, which could decide nothing.

    Examples
    --------
    >>> [level.goal for level in levels_of(["most-coverage"])]
    ['most-coverage', 'least-cost']
    >>> [level.goal for level in levels_of([{"goal": "least-cost", "within": "5%"}])]
    ['least-cost', 'least-cost']
    """
    entries = [objective] if isinstance(objective, str) else list(objective)
    found = [_level(entry) for entry in entries]
    if LEAST_COST not in found:
        found.append(LEAST_COST)
    goals = [level.goal for level in found if not level.within]
    twice = sorted({goal for goal in goals if goals.count(goal) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands twice in the objective")
    return tuple(found)


def _level(entry: Entry) -> Level:
    if isinstance(entry, Level):
        return entry
    return Level.of(entry) if isinstance(entry, str) else Level(**entry)
