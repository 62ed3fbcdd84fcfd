"""Plain sentences for scenarios that no purchase can meet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import attrs

from tariffopt.errors import Fault, InfeasibleError, NoPlanError
from tariffopt.plan.model import Plan
from tariffopt.problem import ContractLimit, Problem, compile_scenario
from tariffopt.scenario import Scenario
from tariffopt.tariff import Charge, last_quantity
from tariffopt.tariff.holding import left_beside
from tariffopt.texts import shown


def require_capacity(problem: Problem, scenario: Scenario) -> None:
    """Raise when some need exceeds what all offers together have prices for.

    Raises
    ------
    InfeasibleError
        Naming the need, the offers' limits, and by how much it is too large.
    """
    if faults := list(_capacity_faults(problem, scenario)):
        # Each of these alone has no plan: any one of them is a conflict.
        raise InfeasibleError(faults, conflict=[faults[0].fields["requirement"]])


def capacity_faults(scenario: Scenario) -> Iterator[Fault]:
    """Find needs that exceed what all offers together have prices for."""
    yield from _capacity_faults(compile_scenario(scenario), scenario)


def _capacity_faults(problem: Problem, scenario: Scenario) -> Iterator[Fault]:
    """Find needs that are too large, then say what is held where that is why."""
    faults = list(_short(problem)) or list(_short_together(problem))
    yield from faults
    for offer in scenario.offers if faults else ():
        held = scenario.held_of(offer.id) or {}
        yield from left_beside(offer, offer.version_for(scenario.terms), held)


def _short(problem: Problem) -> Iterator[Fault]:
    for need, ways in enumerate(problem.eligible):
        seats = int(problem.seats[problem.need == need].sum())
        supplies = sorted({s for way in ways for s in problem.access[way]})
        ends = {supply: _end(problem, supply) for supply in supplies}
        open_ways = [
            way for way in ways if all(ends[s] != 0 for s in problem.access[way])
        ]
        if any(len(problem.access[way]) > 1 for way in open_ways):
            continue
        if not open_ways:  # each way needs something of which none can be bought
            ends = {supply: end for supply, end in ends.items() if end == 0}
        most = _most(problem, ends)
        if most is not None and seats > most:
            needs = ", ".join(sorted(problem.needs[need]))
            named = (_limit(problem, supply, end) for supply, end in ends.items())
            limits = ", ".join(dict.fromkeys(named))
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


def _short_together(problem: Problem) -> Iterator[Fault]:
    """Find tiers that all bodies reach together, and that end before their needs.

    Only where nothing but the counted items can serve them; then no purchase can.
    """
    shared = {
        contract.key.offer: compiled.charge
        for contract in problem.contracts
        for compiled in contract.charges
        if compiled.charge.across and compiled.charge.last_reading is not None
    }
    for offer, charge in shared.items():
        found, last = _least_reading(problem, offer, charge), charge.last_reading or 0
        if found > last:
            ends = {"found": found, "last": last, "less": found - last}
            meter, money = charge.selecting, problem.currency
            fields = {key: meter.shown(end, money) for key, end in ends.items()}
            more = {"tariff": offer, "requirement": f"offer:{offer}"}
            yield Fault("capacity-together", fields=fields | more)


def _least_reading(problem: Problem, offer: str, charge: Charge) -> int:
    """Give the least that the meter selecting a tier shows when everybody is served."""
    counted = problem.supplies_of(offer)
    weights = {  # of a seat: a unit may serve several people
        n: Fraction(charge.selecting.weight(s.item.id), s.item.people)
        for n, s in counted.items()
    }
    least = [
        min(
            (sum(weights.get(s, 0) for s in problem.access[w]) for w in ways), default=0
        )
        for ways in problem.eligible
    ]
    seats = zip(problem.need.tolist(), problem.seats.tolist(), strict=True)
    total = sum((least[need] * count for need, count in seats), Fraction(0))
    return math.ceil(total)


def _most(problem: Problem, ends: dict[int, int | None]) -> int | None:
    """Add up the ends, of contracts that exclude each other only the greatest."""
    by_contract: dict[int, int] = defaultdict(int)
    for supply, end in ends.items():
        if end is None:
            return None
        by_contract[problem.supplies[supply].contract] += end
    most = 0
    for limit in problem.constraints_of(ContractLimit):
        own = sorted(by_contract.pop(n, 0) for n in limit.contracts)
        most += sum(own[-limit.at_most :])
    return most + sum(by_contract.values())


def _end(problem: Problem, supply: int) -> int | None:
    """Give how many people the last quantity with a price serves."""
    entry = problem.supplies[supply]
    last = last_quantity(problem.contracts[entry.contract].version, entry.item)
    return None if last is None else last * entry.item.people


def _limit(problem: Problem, supply: int, end: int | None) -> str:
    entry = problem.supplies[supply]
    tariff = problem.contracts[entry.contract].tariff
    name = tariff.id if len(tariff.items) == 1 else f"{tariff.id} {entry.item.id}"
    least = max(entry.item.minimum, 1) * entry.item.people
    if end is not None and end < least:
        return f"{name} (0)"
    return f"{name} ({shown(least)} - {shown(end)})"


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
