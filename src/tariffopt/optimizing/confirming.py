"""Confirming what a plan says of itself beyond its certificate."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.deciding import aims_of, decide_levels
from tariffopt.deciding.single import settle_single
from tariffopt.errors import CertificationError, Fault
from tariffopt.explaining import with_notes
from tariffopt.plan.model import Plan
from tariffopt.problem import compile_scenario
from tariffopt.solvers import Deadline, Settings

SOLVED = frozenset({"surplus-limit-costs"})
"""Notes that only another search could derive again."""


def confirm(plan: Plan) -> None:
    """Derive again what `certify` does not look at.

    The reasons for idle seats and the notes must be those of the plan's own tariffs,
    and a proof that says it is exact must be one that is found again: by the envelope,
    or by branch and bound in whole numbers. The word of a solver is not proved again.

    Raises
    ------
    CertificationError
        All faults at once.

    Examples
    --------
    >>> import tariffopt as to
    >>> confirm(to.optimize(to.demo_scenario()))
    """
    faults = [*_explanations(plan), *_exact_proof(plan)]
    if faults:
        raise CertificationError(faults)


def _explanations(plan: Plan) -> Iterator[Fault]:
    again = with_notes(plan)
    if plan.purchases != again.purchases:
        yield Fault("claim-reason")
    said = [note for note in plan.notes if note.code not in SOLVED]
    if said != list(again.notes):
        found = next((n.code for n in said if n not in again.notes), "-")
        yield Fault("claim-note", fields={"found": found})


def _exact_proof(plan: Plan) -> Iterator[Fault]:
    if plan.proof != "exact":
        return
    problem, cost = compile_scenario(plan.scenario), plan.cost.incl_tax
    found = settle_single(problem)
    if found is None and not plan.solver.is_envelope:
        aims = aims_of(plan.scenario, problem)
        _, found = decide_levels(problem, aims, Settings(), Deadline())
    if found is None or found.proof != "exact" or found.cost != cost.amount:
        yield Fault("claim-exact", fields={"cost": cost})
