"""From a problem to what to buy: reduce, settle or search, recover."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

import attrs

from tariffopt.deciding.first import first_plan
from tariffopt.deciding.found import Found
from tariffopt.deciding.search import search
from tariffopt.deciding.single import SINGLE_OFFER, settle_single
from tariffopt.problem import Problem
from tariffopt.reductions import reduce
from tariffopt.solvers import Deadline, Settings

Names = tuple[str, ...] | None
"""Reductions that may be applied; ``None`` for all."""

_FIRST_SHARE = 0.2  # of the time left goes into the first plan, at most


def decide(
    problem: Problem,
    settings: Settings,
    deadline: Deadline,
    allowed: Names = None,
    step: Callable[[str], object] = lambda _: None,
) -> Found:
    """Decide what to buy, for whom; neither priced by bills nor certified yet.

    Parameters
    ----------
    problem
        As compiled, or changed to ask what would be otherwise.
    settings, deadline
        How to solve, and until when.
    allowed
        Names of reductions, `SINGLE_OFFER` among them.
    step
        Called with the name of each step as it starts.

    Raises
    ------
    InfeasibleError, NoPlanError, SolverError
        As `tariffopt.optimize`.
    """
    started = time.monotonic()
    step("reduce")
    names = allowed and tuple(name for name in allowed if name != SINGLE_OFFER)
    reduced = reduce(problem, names)
    step("solve")
    applied = reduced.applied
    single = allowed is None or SINGLE_OFFER in allowed
    found = settle_single(reduced.problem) if single else None
    if found is not None:
        applied = (*applied, SINGLE_OFFER)
    else:
        share = deadline.share(_FIRST_SHARE)
        first = functools.partial(first_plan, reduced.problem, share.is_over)
        found = search(reduced.problem, settings, deadline, first)
    report = attrs.evolve(
        found.report,
        seconds=time.monotonic() - started,
        seed=settings.seed,
        threads=settings.threads,
        reductions=applied,
    )
    return attrs.evolve(found, rows=reduced.recover(found.rows), report=report)
