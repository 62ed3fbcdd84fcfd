"""How a plan was found."""

from __future__ import annotations

from typing import Any

import attrs

ENVELOPE = "none (envelope)"
"""The name where the tiers of one item settled it."""


@attrs.frozen
class SolverReport:
    """How the answer was found: reproducible facts, and the seconds it took.

    Attributes
    ----------
    name, version
        ``"none (envelope)"`` where no solver was needed.
    seconds
        Wall time; the only float of a plan, and not part of its value.
    rows, columns, nodes
        Size of the program given to the solver; nodes of its search, or ``None``.
    reductions
        Names of the reductions that applied, in order.
    """

    name: str
    version: str | None = None
    seconds: float = attrs.field(default=0.0, eq=False)
    seed: int = 0
    threads: int = 1
    rows: int = 0
    columns: int = 0
    nodes: int | None = 0
    reductions: tuple[str, ...] = ()

    @property
    def is_envelope(self) -> bool:
        """Whether the tiers of one item settled it, without a solver."""
        return self.name == ENVELOPE

    def as_row(self) -> dict[str, Any]:
        """Give the report as one row of a table."""
        return attrs.asdict(self) | {"reductions": " ".join(self.reductions)}
