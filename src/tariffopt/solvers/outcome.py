"""What is asked of a solver, what it says, and what may be believed of that."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from numbers import Integral, Real
from pathlib import Path
from typing import Literal

import attrs

from tariffopt.program.proofs import Tree

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
    "work",
    "not-whole",
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


@attrs.frozen(eq=False)
class Searched:
    """What branch and bound came to.

    Attributes
    ----------
    values
        The cheapest whole point found; ``None`` if there was none that costs less than
        the one known before.
    tree
        A proof that no point costs less than the cheaper one of both, or that there
        is no point; ``None`` where the search was given up.
    parts
        How many parts were looked at.
    stopped_because
        Why it was given up; ``"work"`` where it would have taken too much, and
        ``"not-whole"`` where a vertex was whole in its integer columns only.
    is_first
        Whether it came to an end before it asked for the point known before.
    name, version
        Who solved the relaxations.
    """

    values: tuple[int, ...] | None
    tree: Tree | None
    parts: int
    stopped_because: Reason | None
    is_first: bool
    name: str
    version: str


class TimeIsOut(Exception):
    """Raised inside a piece of work that a deadline ends; never leaves `optimize`."""


@attrs.frozen
class Deadline:
    """A moment, on `time.monotonic`'s clock, at which work has to end.

    Attributes
    ----------
    moment
        ``None`` where there is all the time in the world.
    """

    moment: float | None = None

    @classmethod
    def after(cls, seconds: float | None) -> Deadline:
        """Give the moment so many seconds from now."""
        return cls(None if seconds is None else time.monotonic() + seconds)

    @property
    def left(self) -> float | None:
        """Seconds until then, at least 0; ``None`` without a deadline."""
        if self.moment is None:
            return None
        return max(0.0, self.moment - time.monotonic())

    def is_over(self) -> bool:
        """Tell whether the moment has passed."""
        return self.moment is not None and time.monotonic() >= self.moment

    def share(self, part: float) -> Deadline:
        """Give the moment at which a part of the time left has passed."""
        return Deadline.after(None if self.left is None else self.left * part)

    def check(self) -> None:
        """Raise `TimeIsOut` when the moment has passed."""
        if self.is_over():
            raise TimeIsOut


@attrs.frozen
class Settings:
    """How to solve.

    Attributes
    ----------
    solver
        A PuLP solver's name in any case, or ``"CBC"`` or ``"SCIP"``.
    time_limit
        Seconds from 0; solvers may take somewhat longer. ``None``: no limit.
    threads
        At least 1.
    seed
        Of the solver's random numbers, from 0 to 2**31 - 1.
    gap
        Relative distance of cost and bound that is good enough; 0 asks for the
        optimum. A wider one can end as ``"stopped"`` because of ``"gap-limit"``.
    unit_gap
        Absolute distance, in objective units, that is good enough.
    log
        A file for the solver's log, replaced if it exists.
    label
        The name people gave the solver, where PuLP has another one for it.

    Raises
    ------
    TypeError
        A value is no number; the gap is a float.
    ValueError
        A value is outside its range.
    """

    solver: str = "HiGHS"
    time_limit: float | None = None
    threads: int = 1
    seed: int = 0
    gap: Fraction = Fraction(0)
    unit_gap: float = 0.0
    log: Path | None = attrs.field(
        default=None, converter=attrs.converters.optional(Path)
    )

    label: str = ""

    @property
    def name(self) -> str:
        """The solver's name for people."""
        return self.label or self.solver

    def __attrs_post_init__(self) -> None:
        limit = self.time_limit
        if limit is not None:
            _require_number("time_limit", limit, Real, "number of seconds")
            if not 0 <= limit < math.inf:
                found = f"time_limit {limit!r}"
                raise ValueError(f"{found} is not a number of seconds from 0")
        _require_number("threads", self.threads, Integral, "whole number")
        _require_number("seed", self.seed, Integral, "whole number")
        if self.threads < 1:
            raise ValueError(f"threads {self.threads!r} is not 1 or more")
        if not 0 <= self.seed < 2**31:
            raise ValueError(f"seed {self.seed!r} is not between 0 and {2**31 - 1}")
        if isinstance(self.gap, float):
            raise TypeError(f"gap {self.gap!r} is a float; write Fraction(1, 100)")
        if self.gap < 0:
            raise ValueError(f"gap {self.gap!r} is below 0")

    def until(self, deadline: Deadline) -> Settings:
        """Take what is left until a deadline as the time limit."""
        return attrs.evolve(self, time_limit=deadline.left)


def _require_number(name: str, value: object, kind: type, what: str) -> None:
    if isinstance(value, bool) or not isinstance(value, kind):
        raise TypeError(f"{name} {value!r} is a {type(value).__name__}, not a {what}")
