"""What is asked of a solver, what it says, and what may be believed of that."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from pathlib import Path
from typing import Literal

import attrs

Status = Literal[
    "optimal", "infeasible", "unbounded", "infeasible-or-unbounded", "stopped"
]
Reason = Literal[
    "time-limit",
    "node-limit",
    "iteration-limit",
    "memory-limit",
    "solution-limit",
    "objective-limit",
    "gap-limit",
    "interrupted",
    "unknown",
]


@attrs.frozen
class Outcome:
    """How a solve ended, in exact money and with the solver's own floats.

    Attributes
    ----------
    status
        ``"optimal"`` only when the solver's bound meets the cost of its point;
        ``"stopped"`` when it ended early, with or without a point.
    stopped_because
        Why it stopped early, also before ``"infeasible-or-unbounded"`` was settled;
        ``None`` for every other status.
    values
        One value for each column of the program, as the solver gave them (not
        rounded, 10.999999999999998 is common); ``None`` when it found no point.
    bound
        Money below which the solver proved that no point costs; ``None`` when it
        proved none. Rounded up to a whole objective unit where costs differ by
        whole units, after allowing for the solver's tolerance (1e-6 of the bound).
    nodes
        Branch-and-bound nodes; ``None`` where the solver does not say.
    seconds
        Wall-clock time, with building and reading.
    name, version
        Whose answer this is; ``"none"`` where no solver was needed.
    """

    status: Status
    stopped_because: Reason | None
    values: tuple[float, ...] | None
    bound: Fraction | None
    nodes: int | None
    seconds: float
    name: str
    version: str | None


@attrs.frozen
class Answer:
    """What a solver says, in its own floats and in objective units.

    Attributes
    ----------
    status
        As the solver means it; ``"infeasible-or-unbounded"`` is still to be settled.
    values
        One for each column of the program, ``None`` without a feasible point.
    objective, bound
        Of the point, and of the proof, in objective units without the constant.
    """

    status: Status
    name: str
    version: str | None = None
    stopped_because: Reason | None = None
    values: tuple[float, ...] | None = None
    objective: float | None = None
    bound: float | None = None
    nodes: int | None = None


@attrs.frozen
class Settings:
    """How to solve.

    Attributes
    ----------
    solver
        A PuLP solver's name.
    time_limit
        Seconds of wall-clock time, at least 0; ``None`` for no limit.
    threads
        At least 1.
    seed
        Of the solver's random numbers, from 0 to 2**31 - 1.
    gap
        Relative distance of cost and bound that is good enough, from 0 up.
    unit_gap
        Absolute distance, in objective units, that is good enough.
    log
        A file for the solver's log, replaced if it exists.

    Raises
    ------
    TypeError
        The gap is a float.
    ValueError
        A value is outside its range.
    """

    solver: str = "HiGHS"
    time_limit: float | None = None
    threads: int = 1
    seed: int = 0
    gap: Fraction = Fraction(0)
    unit_gap: float = 0.0
    log: Path | None = None

    def __attrs_post_init__(self) -> None:
        limit = self.time_limit
        if limit is not None and not (0 <= limit < math.inf):
            raise ValueError(f"time_limit {limit!r} is not a number of seconds from 0")
        if self.threads < 1:
            raise ValueError(f"threads {self.threads!r} is not 1 or more")
        if not 0 <= self.seed < 2**31:
            raise ValueError(f"seed {self.seed!r} is not between 0 and {2**31 - 1}")
        if isinstance(self.gap, float):
            raise TypeError(f"gap {self.gap!r} is a float; write Fraction(1, 100)")
        if self.gap < 0:
            raise ValueError(f"gap {self.gap!r} is below 0")


def hurried(settings: Settings, started: float) -> Settings:
    """Take the time since ``started``, a `time.perf_counter`, off the time limit."""
    if settings.time_limit is None:
        return settings
    left = settings.time_limit - (time.perf_counter() - started)
    return attrs.evolve(settings, time_limit=max(0.0, left))
