"""Checks of the kinds of constraints, from the scenario and the answer alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

import attrs
import numpy as np

from tariffopt.errors import Fault, Place
from tariffopt.plan.model import Answer, Cost, ItemKey
from tariffopt.scenario import Scenario
from tariffopt.scenario.group import Needs

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
    seats = sum(q * people_of(scenario, key) for key, q in answer.purchases)
    idle = seats - _used(scenario, answer)
    if allowed is not None and idle > allowed:
        fields = {"found": idle, "allowed": allowed}
        yield Fault("answer-surplus", Place(path="$.limits.max_surplus"), fields)


def _used(scenario: Scenario, answer: Answer) -> int:
    """Count the seats that serve somebody: none beyond what may be, none besides it.

    Seats given to more people than a group may have, or to people who have all they
    need from other items, stand idle all the same.
    """
    groups, rows = scenario.groups, answer.assignments
    codes = groups.need[rows.group] * len(rows.sets) + rows.access
    pairs, pair = np.unique(codes, return_inverse=True)
    fewest = np.array(
        [
            fewest_of(
                scenario, rows.sets[code % len(rows.sets)], groups.need_sets[need]
            )
            for need, code in ((code // len(rows.sets), code) for code in pairs)
        ],
        dtype=np.int64,
    )[pair]
    order = np.lexsort((fewest, rows.group))
    group, seats = rows.group[order], np.maximum(rows.seats[order], 0)
    seats[fewest[order] == 0] = 0
    before = np.cumsum(seats) - seats
    starts = np.searchsorted(group, group)  # where each row's group begins
    left = np.maximum(groups.needed[:, 0], groups.most)[group] - (
        before - before[starts]
    )
    return int((np.clip(left, 0, seats) * fewest[order]).sum())


def fewest_of(scenario: Scenario, items: tuple[ItemKey, ...], needs: Needs) -> int:
    """Count the fewest of some items that grant all of a need; 0 if they do not."""
    known = {offer.id: offer for offer in scenario.offers}
    grants = [
        set(item.grants)
        for key in items
        for item in (known[key.offer].items if key.offer in known else ())
        if item.id == key.item
    ]
    for count in range(1, len(grants) + 1):
        if any(needs <= set().union(*some) for some in combinations(grants, count)):
            return count
    return 0


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


def people_of(scenario: Scenario, key: ItemKey) -> int:
    """Give how many people a unit serves; of an unknown item, one."""
    offers = (offer for offer in scenario.offers if offer.id == key.offer)
    items = (item for offer in offers for item in offer.items if item.id == key.item)
    return next((item.people for item in items), 1)


CHECKS: dict[str, Check] = {
    "budget": _over_budget,
    "surplus": _too_many_idle,
    "contracts": _too_many_contracts,
}
"""By the kind of constraint."""

QUOTED = frozenset({"ratio", "cap", "excludes", "at-least"})
"""Kinds that need no check here: `quote` gives no bill where one is broken."""
