"""One run of one method on one instance, as a value and as a row."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from fractions import Fraction
from typing import Any

import attrs

OURS = "tariffopt"
UNREDUCED = "tariffopt-unreduced"


@attrs.frozen
class Settings:
    """What all methods of a run share.

    Attributes
    ----------
    time_limit
        Seconds for one solve.
    repeats
        Runs of a method on an instance, with solver seeds 0, 1, ...; one that ends
        without a proof is not repeated.
    threads
        Of the solver.
    methods
        Names of those to run; all when empty.
    """

    time_limit: float = 10.0
    repeats: int = 3
    threads: int = 1
    methods: tuple[str, ...] = ()

    def wants(self, method: str) -> bool:
        """Tell whether a method is to be run."""
        return not self.methods or method in self.methods


def version_of(distribution: str) -> str:
    """Give the version of an installed distribution."""
    return importlib.metadata.version(distribution)


def processors() -> int:
    """Count the processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else (os.cpu_count() or 1)


@attrs.frozen
class Machine:
    """Where and with what versions a run was made."""

    python: str = attrs.field(factory=platform.python_version)
    processors: int = attrs.field(factory=processors)
    tariffopt: str = attrs.field(factory=lambda: version_of("tariffopt"))
    solver: str = attrs.field(factory=lambda: f"HiGHS {version_of('highspy')}")
    pulp: str = attrs.field(factory=lambda: version_of("pulp"))


@attrs.frozen
class Size:
    """How large a program is; ``None`` where nobody counted."""

    rows: int | None = None
    columns: int | None = None
    nonzeros: int | None = None


@attrs.frozen
class Seconds:
    """Wall-clock seconds of each phase; ``None`` where a method has no such phase.

    Attributes
    ----------
    read
        Turning the instance's document into the scenario, or into a peer's numbers.
    compile, reduce
        Of tariffopt.
    formulate
        Building the program. Of tariffopt measured apart, with compiling and
        reducing, and contained in `solve` as well.
    solve
        Handing over, solving and reading the answer.
    certify
        Pricing and checking the answer exactly; of peers it is done by tariffopt.
    explain
        Of tariffopt: the notes of the plan.
    total
        From the scenario in memory to the answer. Of tariffopt with `certify` and
        `explain`, of peers without.
    cpu
        Processor seconds of the same: what a busy machine does not disturb.
    """

    read: float | None = None
    compile: float | None = None
    reduce: float | None = None
    formulate: float | None = None
    solve: float | None = None
    certify: float | None = None
    explain: float | None = None
    total: float = 0.0
    cpu: float = 0.0


@attrs.frozen
class Run:
    """One run; ``None`` where something is unknown.

    Attributes
    ----------
    status
        ``"optimal"`` when the solver's bound meets the exact cost, ``"feasible"``
        when it does not, ``"none"`` without a plan, ``"error"``.
    claimed
        The method's own word for it.
    cost
        Exact, priced by tariffopt whoever found the plan.
    certified
        Whether every requirement and rule was found kept.
    before, after
        Size of the program without and with reductions; peers have only the second.
    why
        What went wrong, if anything.
    """

    family: str
    instance: str
    sha256: str
    groups: int
    method: str
    seed: int
    settings: Settings
    status: str
    claimed: str = ""
    cost: Fraction | None = None
    bound: Fraction | None = None
    certified: bool = False
    nodes: int | None = None
    before: Size = Size()
    after: Size = Size()
    seconds: Seconds = Seconds()
    why: str = ""
    machine: Machine = attrs.field(factory=Machine)

    @property
    def gap(self) -> Fraction | None:
        """Cost less bound, as a share of the cost."""
        if not self.cost or self.bound is None:
            return None
        return max(Fraction(0), (self.cost - self.bound) / self.cost)

    @property
    def proved(self) -> bool:
        """Whether the run ended with a proof."""
        return self.status == "optimal"

    @property
    def price(self) -> str:
        """The cost in whole yen, thousands separated; ``-`` without one."""
        return "-" if self.cost is None else f"{int(self.cost):,}"

    def as_row(self) -> dict[str, Any]:
        """Give the run as a flat row, seconds to a tenth of a millisecond."""
        row: dict[str, Any] = {"family": self.family, "instance": self.instance}
        row |= {"sha256": self.sha256, "groups": self.groups, "method": self.method}
        row |= attrs.asdict(self.machine)
        row |= {"seed": self.seed, "threads": self.settings.threads}
        row |= {"time_limit": self.settings.time_limit}
        row |= {"status": self.status, "claimed": self.claimed, "cost": self.cost}
        row |= {"bound": self.bound and f"{float(self.bound):.6f}"}
        row |= {"gap": None if self.gap is None else f"{float(self.gap):.6f}"}
        row |= {"certified": "yes" if self.certified else "no", "nodes": self.nodes}
        row |= {f"{k}_before": v for k, v in attrs.asdict(self.before).items()}
        row |= attrs.asdict(self.after)
        for phase, seconds in attrs.asdict(self.seconds).items():
            row[f"{phase}_s"] = None if seconds is None else f"{seconds:.4f}"
        return row | {"why": self.why}
