"""Checks of the kinds of constraints, from the scenario and the answer alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.plan.model import Answer, Cost
from tariffopt.scenario import Scenario

Check = Callable[[Scenario, Answer, Cost | None], Iterator[Fault]]
"""Finds how an answer of some cost, ``None`` if it has none, breaks a scenario."""


def limit_faults(
    scenario: Scenario, answer: Answer, cost: Cost | None
) -> Iterator[Fault]:
    """Check an answer against every kind of limit."""
    for check in CHECKS.values():
        yield from check(scenario, answer, cost)


def _over_budget(
    scenario: Scenario, _answer: Answer, cost: Cost | None
) -> Iterator[Fault]:
    budget = scenario.limits.budget
    if budget is not None and cost and cost.incl_tax.amount > budget:
        limit = attrs.evolve(cost.incl_tax, amount=budget)
        fields = {"found": cost.incl_tax, "allowed": limit}
        yield Fault("answer-budget", Place(path="$.limits.budget"), fields)


def _too_many_idle(
    scenario: Scenario, answer: Answer, _cost: Cost | None
) -> Iterator[Fault]:
    allowed = scenario.limits.surplus(scenario.groups.seats_needed)
    assigned = sum(answer.assignments.by_item().values())
    idle = sum(quantity for _, quantity in answer.purchases) - assigned
    if allowed is not None and idle > allowed:
        fields = {"found": idle, "allowed": allowed}
        yield Fault("answer-surplus", Place(path="$.limits.max_surplus"), fields)


def _too_many_contracts(
    scenario: Scenario, answer: Answer, _cost: Cost | None
) -> Iterator[Fault]:
    bought = answer.quantities().items()
    held = Counter((key.offer, key.body) for key, q in bought if any(q.values()))
    for offer in scenario.offers:
        for body in scenario.groups.bodies:
            if (count := held[offer.id, body]) > offer.contracts:
                found = {"found": count, "allowed": offer.contracts}
                yield Fault("answer-contracts", fields={"offer": offer.id, **found})


CHECKS: dict[str, Check] = {
    "budget": _over_budget,
    "surplus": _too_many_idle,
    "contracts": _too_many_contracts,
}
"""By the kind of constraint."""

QUOTED = frozenset({"ratio"})
"""Kinds that need no check here: `quote` gives no bill where one is broken."""
