"""From a scenario to a certified plan."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import attrs

from tariffopt.certifying import certify
from tariffopt.deciding import Found, Names, aims_of, decide, decide_levels, settle_ties
from tariffopt.errors import InfeasibleError, NoPlanError, require_type
from tariffopt.explaining import (
    explain_infeasible,
    require_budget,
    require_capacity,
    with_notes,
)
from tariffopt.formulation import build_program
from tariffopt.money import Exact, GrossMoney, exact
from tariffopt.optimizing.assembling import assemble, gross
from tariffopt.plan.model import Plan
from tariffopt.problem import PayableLimit, Problem, SurplusLimit, compile_scenario
from tariffopt.program import Program
from tariffopt.reductions import chosen, reduce
from tariffopt.scenario import Scenario
from tariffopt.solvers import Deadline, Settings, require_solver

_LOG = logging.getLogger("tariffopt")
_TO_READ = "read_scenario(path) gives one"
Progress = Callable[[str], object]


def optimize(
    scenario: Scenario,
    *,
    solver: str = "HiGHS",
    time_limit: float | None = None,
    threads: int = 1,
    seed: int = 0,
    gap: Exact = 0,
    log: str | Path | None = None,
    reductions: Iterable[str] | None = None,
    progress: Progress | None = None,
    ties: Literal["canonical", "any"] = "canonical",
) -> Plan:
    """Decide what to buy, for whom, at the least cost.

    Parameters
    ----------
    scenario
        Groups, offers, terms and limits.
    solver
        ``"HiGHS"``, or the name of any other solver PuLP knows. A scenario that one
        item settles needs none.
    time_limit
        Seconds; the best plan found by then is returned. A first one is made at once,
        without the solver, unless rules and limits make that hard.
    threads, seed
        Given to the solver.
    gap
        Relative gap at which to stop: 0 proves optimality, ``"1%"`` is good enough.
    log
        File for the solver's log.
    reductions
        Names of the reductions that may be applied, ``"single-offer"`` (no solver
        where one item settles the scenario) among them; all when left out, or for
        ``"all"``.
    progress
        Called with the name of each step as it starts.
    ties
        ``"canonical"``: of plans that are equal at every level of the objective always
        the same one, with any solver, where that can be proved in about the time
        it took to find one; ``"any"``: whichever is found.

    Returns
    -------
    Plan
        Certified: every requirement, rule and bill checked again exactly.

    Raises
    ------
    InfeasibleError
        When no plan exists; ``.conflict`` names requirements.
    NoPlanError
        When the time ran out before any plan was found; ``.bound`` is what is proved.
    SolverError
        When the solver is missing or failed.
    CertificationError
        When the plan found does not stand up, which would be a defect.
    KeyboardInterrupt
        When Ctrl-C was pressed before there was any plan, or twice. Pressed once, it
        ends the search with the best plan found, ``stopped_because`` "interrupted".

    Examples
    --------
    >>> import tariffopt as to
    >>> scenario = to.demo_scenario()
    >>> plan = to.optimize(scenario)
    >>> plan.purchases[0].purchased, plan.cost.incl_tax, plan.proof
    (501, GrossMoney("2314620", "JPY"), 'exact')
    """
    scenario = require_type(scenario, Scenario, _TO_READ)
    settings = Settings(solver, time_limit, threads, seed, _gap(gap), log=log)
    allowed = chosen(reductions)
    require_solver(solver)
    step, deadline = progress or (lambda _: None), Deadline.after(time_limit)
    step("compile")
    problem = compile_scenario(scenario)
    require_capacity(problem, scenario)
    quiet = attrs.evolve(settings, log=None)
    aims = aims_of(scenario, problem)
    asked = problem if len(aims) == 1 else _within_budget(problem, scenario)
    how: dict[str, Any] = {"deadline": deadline, "allowed": allowed}
    try:
        held, found = decide_levels(asked, aims, settings, step=step, **how)
    except InfeasibleError as error:
        step("explain")
        if asked is not problem:
            _require_affordable(scenario, decide(problem, quiet, **how), problem)
        reason = explain_infeasible(scenario, problem, error, settings=settings, **how)
        raise reason from None
    except NoPlanError as error:
        raise NoPlanError(error.faults, gross(error.bound, problem.currency)) from None
    if ties == "canonical":
        step("ties")
        found = settle_ties(held, found, quiet, **how)
    step("certify")
    plan, check = assemble(scenario, problem, found)
    require_budget(scenario, plan)
    plan = attrs.evolve(plan, certificate=certify(plan, check))
    _LOG.info("%s: %s, %s", scenario.name, plan.cost.incl_tax, plan.proof)
    step("explain")
    free = _without_surplus_limit(problem, quiet, **how) if len(aims) == 1 else None
    return with_notes(plan, free)


def _within_budget(problem: Problem, scenario: Scenario) -> Problem:
    """Limit what is payable, where other goals than the least cost could exceed it."""
    budget = scenario.limits.budget
    if budget is None:
        return problem
    limit = PayableLimit(tuple(range(len(problem.contracts))), budget)
    return attrs.evolve(problem, constraints=(*problem.constraints, limit))


def _require_affordable(scenario: Scenario, found: Found, problem: Problem) -> None:
    """Raise when the least cost is over the budget, which then is all there is to say.

    Raises
    ------
    InfeasibleError, NoPlanError
        As `require_budget`.
    """
    require_budget(scenario, assemble(scenario, problem, found)[0])


def _without_surplus_limit(
    problem: Problem, settings: Settings, deadline: Deadline, allowed: Names
) -> GrossMoney | None:
    """Give the least cost when seats may stand idle, to say what the limit costs.

    Returns
    -------
    GrossMoney or None
        ``None`` without such a limit, and when the time left proves no least cost.
    """
    if problem.surplus is None:
        return None
    try:
        found = decide(problem.without(SurplusLimit), settings, deadline, allowed)
    except NoPlanError:
        return None
    return gross(found.cost, problem.currency) if found.bound == found.cost else None


def formulate(scenario: Scenario, reductions: Iterable[str] | None = None) -> Program:
    """Give the exact integer program of a scenario, for other solvers to solve.

    Parameters
    ----------
    scenario
        Groups, offers, terms and limits.
    reductions
        Names of the reductions that may be applied; all when left out.

    Examples
    --------
    >>> import tariffopt as to
    >>> formulate(to.demo_scenario(), reductions=()).stats
    Stats(rows=16, columns=10, integers=2, nonzeros=37)
    """
    problem = compile_scenario(require_type(scenario, Scenario, _TO_READ))
    return build_program(reduce(problem, reductions).problem).program


def _gap(gap: Exact) -> Fraction:
    if isinstance(gap, str) and gap.endswith("%"):
        return exact(gap[:-1], "gap") / 100
    return exact(gap, "gap")
