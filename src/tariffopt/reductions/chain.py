"""The ordered list of reductions, and running them one after another."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tariffopt.problem import (
    BUYER_KINDS,
    GOAL,
    RULE_KINDS,
    ContractLimit,
    Problem,
    SurplusLimit,
)
from tariffopt.reductions.groups import merge_groups
from tariffopt.reductions.kinds import Recover, Reduction, Seats
from tariffopt.reductions.quantities import keep_useful_quantities

_RULES = frozenset(kind.kind for kind in (*RULE_KINDS, ContractLimit))

REDUCTIONS: dict[str, Reduction] = {
    "merge-groups": Reduction(
        merge_groups,
        _RULES | {SurplusLimit.kind, GOAL} | {kind.kind for kind in BUYER_KINDS},
    ),
    "useful-quantities": Reduction(keep_useful_quantities, _RULES),
}
"""By name, in the order in which they are tried."""


@attrs.frozen(eq=False)
class Reduced:
    """A reduced problem, what was applied to get there, and the way back."""

    problem: Problem
    applied: tuple[str, ...]
    ways_back: tuple[Recover, ...]

    def recover(self, rows: Seats) -> Seats:
        """Carry assignments back to the demands of the original problem."""
        for way_back in reversed(self.ways_back):
            rows = way_back(rows)
        return rows


def chosen(names: Iterable[str] | None) -> tuple[str, ...] | None:
    """Read which reductions may be applied: ``None`` for all, which ``"all"`` means.

    Examples
    --------
    >>> chosen("all"), chosen(["merge-groups"]), chosen(())
    (None, ('merge-groups',), ())
    """
    if isinstance(names, str):
        return None if names == "all" else (names,)
    return None if names is None else tuple(names)


def reduce(problem: Problem, names: Iterable[str] | None = None) -> Reduced:
    """Apply reductions in their order, where they tolerate all constraints.

    Parameters
    ----------
    problem
        The problem as compiled.
    names
        Which may be applied; all when left out, or for ``"all"``.

    Raises
    ------
    ValueError
        For a name that no reduction has.
    """
    given = chosen(names)
    wanted = set(REDUCTIONS) if given is None else set(given)
    unknown = sorted(wanted - set(REDUCTIONS))
    if unknown:
        allowed = ", ".join(REDUCTIONS)
        raise ValueError(f"no reduction {', '.join(unknown)}; there are {allowed}")
    applied, ways_back = [], []
    for name, reduction in REDUCTIONS.items():
        fits = name in wanted and problem.kinds <= reduction.tolerates
        outcome = reduction.apply(problem) if fits else None
        if outcome is not None:
            problem, way_back = outcome
            applied.append(name)
            ways_back.append(way_back)
    return Reduced(problem, tuple(applied), tuple(ways_back))
