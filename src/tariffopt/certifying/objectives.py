"""What a plan claims to have reached at each level of the objective, counted again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tariffopt.certifying.limits import people_of
from tariffopt.errors import Fault
from tariffopt.plan.model import Cost, Plan


def level_claims(plan: Plan, cost: Cost | None) -> Iterator[Fault]:
    """Find levels that say something else than the purchases and seats come to."""
    if cost is None or not plan.levels:  # said with the bill; nothing is claimed
        return
    cost = plan.cost  # held against the bill by itself
    claimed = [(level.goal, level.value) for level in plan.levels]
    goals = [level.goal for level in plan.scenario.objective]
    named = list(dict.fromkeys(goal for goal, _ in claimed))
    if plan.status == "optimal" and named != list(dict.fromkeys(goals)):
        yield Fault("claim-levels", fields={"found": ", ".join(named)})
        return
    coverage = iter(_served(plan))
    for number, (goal, value) in enumerate(claimed):
        exact = _reached(plan, goal, cost)
        if goal == "most-coverage":
            exact = next(coverage, None)
        elif goal == "least-cost" and _is_exceeded(plan, number):
            within = max(level.within for level in plan.scenario.objective)
            if value <= cost.incl_tax.amount <= value * (1 + within):
                continue  # it was the least; the plan may cost that much more
        if value != exact and (plan.status == "optimal" or goal != "least-cost"):
            fields = {"goal": goal, "found": value, "exact": exact}
            yield Fault("claim-level", fields=fields)


def _is_exceeded(plan: Plan, number: int) -> bool:
    """Tell whether later levels may exceed a level's least cost."""
    later = [level.goal for level in plan.levels[number + 1 :]]
    return "least-cost" in later


def _reached(plan: Plan, goal: str, cost: Cost) -> Fraction | None:
    if goal == "least-cost":
        return cost.incl_tax.amount
    if goal == "fewest-vendors":
        bought = [p for p in plan.purchases if p.purchased]
        return Fraction(len({plan.scenario.offer(p.offer).vendor for p in bought}))
    if goal == "least-idle":
        return Fraction(_idle(plan))
    return Fraction(_changed(plan)) if goal == "least-change" else None


def _idle(plan: Plan) -> int:
    bought = sum(p.purchased * people_of(plan.scenario, p.key) for p in plan.purchases)
    return bought - sum(plan.assignments.by_item().values())


def _changed(plan: Plan) -> int:
    units = {(o, i): n for o, items in plan.scenario.present for i, n in items}
    for purchase in plan.purchases:
        key = purchase.offer, purchase.item
        units[key] = units.get(key, 0) - purchase.purchased
    return sum(map(abs, units.values()))


def _served(plan: Plan) -> list[Fraction]:
    """Count the people served, weighted, of each priority."""
    groups, rows = plan.scenario.groups, plan.assignments
    seats = np.zeros(len(groups), dtype=np.int64)
    np.add.at(seats, rows.group, rows.seats)
    found: dict[float, int] = {}
    for group, served in enumerate(seats.tolist()):
        rank = groups.priority_of.get(group, float("inf"))
        weight = groups.weight_of.get(group, 1)
        found[rank] = found.get(rank, 0) + weight * served
    return [Fraction(found[rank]) for rank in sorted(found)]
