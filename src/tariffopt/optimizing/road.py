"""From a scenario to a certified plan."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import attrs
import numpy as np

from tariffopt.certifying import certify, verify
from tariffopt.errors import CertificationError, Fault, NoPlanError
from tariffopt.formulation import build_program
from tariffopt.formulation.program import Program
from tariffopt.money import Exact, GrossMoney, exact
from tariffopt.optimizing.feasibility import require_budget, require_capacity
from tariffopt.optimizing.found import Found
from tariffopt.optimizing.notes import with_notes
from tariffopt.optimizing.search import Options, gross, search, time_left
from tariffopt.optimizing.single import SINGLE_OFFER, settle_single
from tariffopt.plan.model import (
    Answer,
    Assignments,
    ContractBill,
    ContractKey,
    Cost,
    ItemKey,
    Plan,
    Purchase,
)
from tariffopt.reductions import Reduced, chosen, reduce
from tariffopt.scenario import Scenario
from tariffopt.scenario.problem import Problem, compile_scenario
from tariffopt.solvers import require_solver

_LOG = logging.getLogger("tariffopt")
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
        Seconds; the best plan found by then is returned.
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

    Examples
    --------
    >>> import tariffopt as to
    >>> scenario = to.demo_scenario()
    >>> plan = to.optimize(scenario)
    >>> plan.purchases[0].purchased, plan.cost.incl_tax, plan.proof
    (501, GrossMoney("2314620", "JPY"), 'exact')
    """
    step = progress or (lambda _: None)
    names = chosen(reductions)
    single = names is None or SINGLE_OFFER in names
    options = Options(solver, time_limit, threads, seed, _gap(gap), log)
    require_solver(solver)
    step("compile")
    started = time.monotonic()
    problem = compile_scenario(scenario)
    require_capacity(scenario, problem)
    step("reduce")
    reduced = reduce(problem, names and [n for n in names if n != SINGLE_OFFER])
    step("solve")
    found = _find(scenario, reduced, options, started, single=single)
    step("certify")
    plan = _plan(scenario, problem, found, reduced)
    require_budget(scenario, plan)
    plan = attrs.evolve(plan, certificate=certify(plan))
    _LOG.info("%s: %s, %s", scenario.name, plan.cost.incl_tax, plan.proof)
    step("explain")
    options = attrs.evolve(options, time_limit=time_left(options, started), log=None)
    return with_notes(plan, _without_surplus_limit(scenario, options, names))


def _without_surplus_limit(
    scenario: Scenario, options: Options, reductions: Iterable[str] | None
) -> GrossMoney | None:
    """Give the least cost when seats may stand idle, to say what the limit costs.

    Returns
    -------
    GrossMoney or None
        ``None`` without such a limit, and when the time left proves no least cost.
    """
    if scenario.limits.max_surplus is None:
        return None
    limits = attrs.evolve(scenario.limits, max_surplus=None, budget=None)
    free = attrs.evolve(scenario, limits=limits)
    try:
        plan = optimize(free, **attrs.asdict(options), reductions=reductions)
    except NoPlanError:
        return None
    return plan.cost.incl_tax if plan.status == "optimal" else None


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
    Stats(rows=17, columns=10, integers=2, nonzeros=38)
    """
    return build_program(reduce(compile_scenario(scenario), reductions).problem).program


def _gap(gap: Exact) -> Fraction:
    if isinstance(gap, str) and gap.endswith("%"):
        return exact(gap[:-1], "gap") / 100
    return exact(gap, "gap")


def _find(
    scenario: Scenario,
    reduced: Reduced,
    options: Options,
    started: float,
    *,
    single: bool,
) -> Found:
    found = settle_single(reduced.problem) if single else None
    if found is not None:
        report = attrs.evolve(
            found.report,
            seconds=time.monotonic() - started,
            seed=options.seed,
            reductions=(*reduced.applied, SINGLE_OFFER),
        )
        return attrs.evolve(found, report=report)
    try:
        found = search(reduced.problem, options)
    except NoPlanError as error:
        raise NoPlanError(error.faults, gross(error.bound, scenario.currency)) from None
    return attrs.evolve(
        found, report=attrs.evolve(found.report, reductions=reduced.applied)
    )


def _keys(problem: Problem) -> list[ItemKey]:
    contracts = [ContractKey(contract.tariff.id) for contract in problem.contracts]
    return [ItemKey(contracts[s.contract], s.item.id) for s in problem.supplies]


def _plan(scenario: Scenario, problem: Problem, found: Found, reduced: Reduced) -> Plan:
    keys = _keys(problem)
    rows = reduced.recover(found.rows)
    used = np.unique(rows[:, 1])
    assignments = Assignments(
        sets=tuple(tuple(keys[s] for s in problem.access[a]) for a in used),
        groups=tuple(scenario.groups.ids),
        group=rows[:, 0],
        access=np.searchsorted(used, rows[:, 1]),
        seats=rows[:, 2],
    )
    pairs = zip(keys, found.purchased, strict=True)
    purchases = tuple((key, quantity) for key, quantity in pairs if quantity)
    check = verify(scenario, Answer(purchases, assignments))
    if check.cost is None:
        raise CertificationError(check.faults)
    _require_same_cost(found, check.cost)
    bound = gross(found.bound, scenario.currency)
    optimal = bound == check.cost.incl_tax
    return Plan(
        scenario=scenario,
        status="optimal" if optimal else "feasible",
        proof=found.proof if optimal else "none",
        stopped_because=None if optimal else (found.stopped_because or "gap"),
        cost=check.cost,
        bound=bound,
        purchases=_purchases(scenario, purchases, assignments, check.bills),
        assignments=assignments,
        bills=check.bills,
        notes=(),
        solver=found.report,
        certificate=check.certificate,
    )


def _require_same_cost(found: Found, cost: Cost) -> None:
    """Hold the cost that the search counted against the bill.

    A point that is not the cheapest may count too much, since it may leave slack in
    columns that cost money; none may count too little.

    Raises
    ------
    CertificationError
        When they differ otherwise: the program is not the tariffs'.
    """
    exact, proved = cost.incl_tax.amount, found.bound == found.cost
    if found.cost < exact or (proved and found.cost != exact):
        counted = attrs.evolve(cost.incl_tax, amount=found.cost)
        fields = {"found": counted, "exact": cost.incl_tax}
        raise CertificationError(Fault("claim-cost", fields=fields))


def _purchases(
    scenario: Scenario,
    purchases: tuple[tuple[ItemKey, int], ...],
    assignments: Assignments,
    bills: tuple[ContractBill, ...],
) -> tuple[Purchase, ...]:
    assigned = assignments.by_item()
    bill_of = {entry.contract: entry.bill for entry in bills}
    found = []
    for key, quantity in purchases:
        lines = bill_of[key.contract].lines
        tiers = [ln.tier for ln in lines if ln.item == key.item and ln.tier]
        given = assigned.get(key, 0)
        found.append(
            Purchase(
                key=key,
                item_name=scenario.offer(key.offer).item(key.item).name,
                purchased=quantity,
                assigned=given,
                start=scenario.terms.start,
                end=scenario.terms.end,
                tier=tiers[-1] if tiers else None,
                idle_reason=None,
            )
        )
    return tuple(found)
