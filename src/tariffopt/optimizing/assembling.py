"""Putting a plan together from what the search found, priced by its bills."""

from __future__ import annotations

from fractions import Fraction

import attrs
import numpy as np

from tariffopt.certifying import Check, verify
from tariffopt.deciding import Found
from tariffopt.errors import CertificationError, Fault
from tariffopt.money import GrossMoney
from tariffopt.plan.model import (
    Answer,
    Assignments,
    ContractBill,
    Cost,
    Plan,
    Purchase,
)
from tariffopt.problem import Problem
from tariffopt.scenario import Scenario
from tariffopt.tariff import ItemKey


def assemble(scenario: Scenario, problem: Problem, found: Found) -> tuple[Plan, Check]:
    """Make a plan of purchases and seats, priced by `quote`; no notes yet.

    Returns
    -------
    tuple
        The plan, and what its check found: nothing is raised for a broken rule here.

    Raises
    ------
    CertificationError
        When it has no price, or another one than the search counted.
    """
    keys, rows = problem.keys, found.rows
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
    proved = all(level.proved for level in found.levels)
    optimal = proved and bound == check.cost.incl_tax
    plan = Plan(
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
        levels=found.levels,
        ties=found.ties,
    )
    return plan, check


def gross(amount: Fraction | None, currency: str) -> GrossMoney | None:
    """Give a bound its type."""
    return None if amount is None else GrossMoney(amount, currency)


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
        given, item = assigned.get(key, 0), scenario.offer(key.offer).item(key.item)
        found.append(
            Purchase(
                key=key,
                item_name=item.name,
                people=item.people,
                purchased=quantity,
                assigned=given,
                start=scenario.terms.start,
                end=scenario.terms.end,
                tier=tiers[-1] if tiers else None,
                idle_reason=None,
            )
        )
    return tuple(found)
