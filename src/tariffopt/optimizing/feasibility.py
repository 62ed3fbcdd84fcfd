"""Plain sentences for scenarios that no purchase can meet."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tariffopt.errors import Fault, InfeasibleError, NoPlanError
from tariffopt.plan.model import Plan
from tariffopt.problem import Problem, compile_scenario
from tariffopt.scenario import Scenario
from tariffopt.tariff import last_quantity
from tariffopt.texts import shown


def require_capacity(scenario: Scenario, problem: Problem) -> None:
    """Raise when some need exceeds what all offers together have prices for.

    Raises
    ------
    InfeasibleError
        Naming the need, the offers' limits, and by how much it is too large.
    """
    faults = list(_short(scenario, problem))
    if faults:
        raise InfeasibleError(
            faults, conflict=[f.fields["requirement"] for f in faults]
        )


def capacity_faults(scenario: Scenario) -> Iterator[Fault]:
    """Find needs that exceed what all offers together have prices for."""
    return _short(scenario, compile_scenario(scenario))


def _short(scenario: Scenario, problem: Problem) -> Iterator[Fault]:
    for need, ways in enumerate(problem.eligible):
        seats = int(problem.seats[problem.need == need].sum())
        supplies = sorted({s for way in ways for s in problem.access[way]})
        if any(len(problem.access[way]) > 1 for way in ways):
            continue
        ends = [_end(problem, supply) for supply in supplies]
        if any(end is None for end in ends):
            continue
        most = sum(end for end in ends if end is not None)
        if seats > most:
            needs = ", ".join(sorted(scenario.groups.need_sets[need]))
            limits = ", ".join(
                _limit(problem, supply, end)
                for supply, end in zip(supplies, ends, strict=True)
            )
            yield Fault(
                "capacity",
                fields={
                    "requirement": f"needs:{needs}",
                    "seats": seats,
                    "needs": needs,
                    "limits": limits,
                    "less": seats - most,
                },
            )


def _end(problem: Problem, supply: int) -> int | None:
    entry = problem.supplies[supply]
    return last_quantity(problem.contracts[entry.contract].version, entry.item)


def _limit(problem: Problem, supply: int, end: int | None) -> str:
    entry = problem.supplies[supply]
    tariff = problem.contracts[entry.contract].tariff
    name = tariff.id if len(tariff.items) == 1 else f"{tariff.id} {entry.item.id}"
    return f"{name} ({shown(max(entry.item.minimum, 1))} - {shown(end)})"


def require_budget(scenario: Scenario, plan: Plan) -> None:
    """Raise when a plan is over the budget.

    Raises
    ------
    InfeasibleError
        When the bound is over it too: no plan is within the budget.
    NoPlanError
        When a cheaper plan might exist, but was not found in the time.
    """
    budget, cost = scenario.limits.budget, plan.cost.incl_tax
    if budget is None or cost.amount <= budget:
        return
    least = cost if plan.bound is None else plan.bound
    limit = attrs.evolve(cost, amount=budget)
    fields: dict[str, object] = {"budget": limit, "least": least}
    if plan.bound is None or plan.bound.amount <= budget:
        fields["why"] = str(plan.stopped_because)
        raise NoPlanError(Fault("budget-open", fields=fields), plan.bound)
    fault = Fault("over-budget", fields=fields | {"over": least - limit})
    ours = plan.proof == "exact"
    raise InfeasibleError(fault, ["limits.budget"], "exact" if ours else "solver")
