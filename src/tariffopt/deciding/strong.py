"""The strong program first: a little branch and bound, proved in whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from tariffopt.deciding.found import Found, cheaper, point_of
from tariffopt.errors import Fault, InfeasibleError
from tariffopt.formulation import Formulated, build_program
from tariffopt.plan.model import SolverReport
from tariffopt.problem import Problem
from tariffopt.program.proofs import proved_bound
from tariffopt.solvers import Deadline, Searched, Settings, TimeIsOut, branch

_SHARE = 0.5  # of the time left; the rest is for the solver's own search


def search_strongly(
    problem: Problem,
    settings: Settings,
    deadline: Deadline,
    first: Callable[[], Found | None],
) -> Found | None:
    """Find the cheapest plan by few steps of branch and bound, with an exact proof.

    Worth it where the relaxation of the strong program is next to the optimum, which
    the first steps show: the work is limited, not by a clock, so that the same
    scenario goes the same way on every machine. Not tried where tax may be rounded:
    optima then differ by single coins, and the relaxation is not next to them.

    Parameters
    ----------
    problem, settings, deadline, first
        As for `search`; half of the time left is used at most.

    Returns
    -------
    Found or None
        ``stopped_because`` is ``None`` with a proof, ``"interrupted"`` after Ctrl-C,
        and ``"work"`` where so much of it, or of the time, did not prove it; ``None``
        where there is no plan to hand on either, or it was not tried.

    Raises
    ------
    InfeasibleError
        Proved exactly that there is no plan.
    KeyboardInterrupt
        Ctrl-C ended the search in vain.
    """
    if settings.solver.casefold() != "highs":
        return None
    until = deadline.share(_SHARE)

    def known() -> Fraction | None:
        plan = first()
        return None if plan is None else plan.cost

    for whole_seats in (False, True):  # where no flow is left, seats are cut as well
        try:
            formulated = build_program(
                problem, whole_seats=whole_seats, strong=True, tick=until.check
            )
        except TimeIsOut:
            return None
        if formulated.is_rounded or not formulated.program.rows:
            return None
        searched = branch(formulated.program, settings, until, known)
        if searched.stopped_because != "not-whole":
            break
    return _found(formulated, searched, first)


def _found(
    formulated: Formulated, searched: Searched, first: Callable[[], Found | None]
) -> Found | None:
    values = searched.values
    point = None if values is None else point_of(formulated, values)
    # Where the first vertex settled it, no first plan was asked for.
    best = point if searched.is_first else cheaper(point, first())
    if searched.stopped_because == "interrupted" and best is None:
        raise KeyboardInterrupt
    if searched.tree is None:
        interrupted = searched.stopped_because == "interrupted"
        why = "interrupted" if interrupted else "work"
        return best and attrs.evolve(best, stopped_because=why)
    bound = proved_bound(formulated.program, searched.tree)
    if bound is None and best is None:
        fault = Fault("no-plan", fields={"name": searched.name})
        raise InfeasibleError(fault, proof="exact")
    if best is None or bound != best.cost:
        return best and attrs.evolve(best, stopped_because="work")
    stats = formulated.program.stats
    report = SolverReport(
        name=searched.name,
        version=searched.version,
        rows=stats.rows,
        columns=stats.columns,
        nodes=searched.parts,
    )
    return attrs.evolve(
        best, bound=bound, proof="exact", stopped_because=None, report=report
    )
