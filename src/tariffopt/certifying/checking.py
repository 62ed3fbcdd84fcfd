"""Checks of an answer against the scenario it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from tariffopt.errors import CertificationError, Fault, Place, QuantityError
from tariffopt.plan.model import (
    Answer,
    Certificate,
    ContractBill,
    ContractKey,
    Cost,
    ItemKey,
    Plan,
    total,
)
from tariffopt.scenario import Scenario
from tariffopt.tariff import Bill, Tariff, quote

BODY = "organisation"


@attrs.frozen
class Check:
    """What an answer costs, exactly, and what is wrong with it.

    Attributes
    ----------
    faults
        Every requirement, rule or limit the answer breaks; none when it stands.
    bills, cost
        What its purchases cost; ``None`` when some purchase has no price.
    certificate
        How much was checked.
    """

    faults: tuple[Fault, ...]
    bills: tuple[ContractBill, ...]
    cost: Cost | None
    certificate: Certificate

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def certify(plan: Plan) -> Certificate:
    """Re-derive a plan from its own copy of the inputs.

    Raises
    ------
    CertificationError
        A requirement or rule is broken, the cost or a bill is not what it says, or
        the bound contradicts the cost. All faults at once.

    Examples
    --------
    >>> import tariffopt as to
    >>> certify(to.optimize(to.demo_scenario()))
    Certificate(requirements=5, rules=0, bill_recomputed=True)
    """
    check = verify(plan.scenario, plan.answer)
    faults = [*check.faults, *_claims(plan, check)]
    if faults:
        raise CertificationError(faults)
    return check.certificate


def verify(scenario: Scenario, answer: Answer) -> Check:
    """Check and price anybody's purchases and seats.

    Parameters
    ----------
    scenario
        The original scenario.
    answer
        Purchases and assignments.

    Returns
    -------
    Check
        Exact cost and all faults; nothing is raised for a bad answer.

    Examples
    --------
    >>> import tariffopt as to
    >>> scenario = to.demo_scenario()
    >>> check = verify(scenario, to.optimize(scenario).answer)
    >>> check.stands, check.cost.incl_tax
    (True, GrossMoney("2314620", "JPY"))
    """
    faults = [*_purchase_faults(scenario, answer), *_need_faults(scenario, answer)]
    faults += _seat_faults(answer)
    bills: tuple[ContractBill, ...] = ()
    cost = None
    if not any(fault.code == "answer-item" for fault in faults):
        try:
            bills = tuple(_bills(scenario, answer))
            cost = total(bills, scenario.currency)
        except QuantityError as error:
            faults += error.faults
    faults += _limit_faults(scenario, answer, cost)
    certificate = Certificate(
        requirements=len(scenario.groups),
        rules=_count_rules(scenario, answer),
        bill_recomputed=cost is not None,
    )
    return Check(tuple(faults), bills, cost, certificate)


def _offers(scenario: Scenario) -> dict[str, Tariff]:
    return {offer.id: offer for offer in scenario.offers}


def _bills(scenario: Scenario, answer: Answer) -> Iterator[ContractBill]:
    offers = _offers(scenario)
    faults: list[Fault] = []
    for contract, quantities in answer.quantities().items():
        if not any(quantities.values()):
            continue
        try:
            bill = quote(offers[contract.offer], quantities, scenario.terms)
        except QuantityError as error:
            faults += error.faults
        else:
            yield ContractBill(contract, bill)
    if faults:
        raise QuantityError(faults)


def _purchase_faults(scenario: Scenario, answer: Answer) -> Iterator[Fault]:
    offers = _offers(scenario)
    named = [key for key, _ in answer.purchases]
    named += [key for items in answer.assignments.sets for key in items]
    for key in dict.fromkeys(named):
        offer = offers.get(key.offer)
        if offer is None or key.item not in {item.id for item in offer.items}:
            yield Fault("answer-item", fields=_shown(key))
    contracts = answer.quantities()
    for contract in contracts:
        if contract != ContractKey(contract.offer, BODY, 1):
            fields = {"offer": contract.offer, "number": contract.number}
            yield Fault("answer-contract", fields=fields)
    for key, quantity in answer.purchases:
        if quantity < 0:
            yield Fault("answer-negative", fields={**_shown(key), "found": quantity})


def _shown(key: ItemKey) -> dict[str, Any]:
    return {"offer": key.offer, "item": key.item}


def _need_faults(scenario: Scenario, answer: Answer) -> Iterator[Fault]:
    """Check that each group's people are served, counted per access set."""
    groups, rows = scenario.groups, answer.assignments
    granted = [_granted(scenario, items) for items in rows.sets]
    served = [0] * len(groups)
    for group, access, seats in zip(rows.group, rows.access, rows.seats, strict=True):
        at = Place(path=f"$.groups[{group}]")
        if seats < 0:
            fields = {"group": groups.ids[group], "found": int(seats)}
            yield Fault("answer-seats-negative", at, fields)
        lacking = groups.need_sets[groups.need[group]] - granted[access]
        if lacking and seats:
            fields = {"group": groups.ids[group], "lacking": ", ".join(sorted(lacking))}
            yield Fault("answer-lacking", at, fields)
        elif seats > 0:
            served[group] += int(seats)
    for index, (got, needed) in enumerate(
        zip(served, groups.needed[:, 0], strict=True)
    ):
        if got < needed:
            fields = {"group": groups.ids[index], "found": got, "needed": int(needed)}
            yield Fault("answer-short", Place(path=f"$.groups[{index}]"), fields)


def _granted(scenario: Scenario, items: tuple[ItemKey, ...]) -> frozenset[str]:
    offers = _offers(scenario)
    found: set[str] = set()
    for key in items:
        for item in offers[key.offer].items if key.offer in offers else ():
            if item.id == key.item:
                found.update(item.grants)
    return frozenset(found)


def _seat_faults(answer: Answer) -> Iterator[Fault]:
    """Check that no item is given to more people than it was bought for."""
    purchased: dict[ItemKey, int] = {}
    for key, quantity in answer.purchases:
        purchased[key] = purchased.get(key, 0) + quantity
    for key, assigned in answer.assignments.by_item().items():
        if assigned > purchased.get(key, 0):
            found = {"assigned": assigned, "purchased": purchased.get(key, 0)}
            yield Fault("answer-oversold", fields={**_shown(key), **found})


def _limit_faults(
    scenario: Scenario, answer: Answer, cost: Cost | None
) -> Iterator[Fault]:
    limits = scenario.limits
    if limits.budget is not None and cost and cost.incl_tax.amount > limits.budget:
        limit = attrs.evolve(cost.incl_tax, amount=limits.budget)
        fields = {"found": cost.incl_tax, "allowed": limit}
        yield Fault("answer-budget", Place(path="$.limits.budget"), fields)
    allowed = limits.surplus(scenario.groups.seats_needed)
    idle = _idle(answer)
    if allowed is not None and idle > allowed:
        seats = {"found": idle, "allowed": allowed}
        yield Fault("answer-surplus", Place(path="$.limits.max_surplus"), seats)


def _idle(answer: Answer) -> int:
    assigned = sum(answer.assignments.by_item().values())
    return sum(quantity for _, quantity in answer.purchases) - assigned


def _count_rules(scenario: Scenario, answer: Answer) -> int:
    held = {
        contract.offer for contract, q in answer.quantities().items() if any(q.values())
    }
    rules = sum(
        len(offer.version_for(scenario.terms).rules)
        for offer in scenario.offers
        if offer.id in held
    )
    limits = scenario.limits
    return rules + (limits.budget is not None) + (limits.max_surplus is not None)


def _claims(plan: Plan, check: Check) -> Iterator[Fault]:
    """Check what a plan says of itself against what was re-derived."""
    if check.cost is not None and check.cost != plan.cost:
        fields = {"found": plan.cost.incl_tax, "exact": check.cost.incl_tax}
        yield Fault("claim-cost", fields=fields)
    if check.cost is not None and check.bills != plan.bills:
        yield Fault("claim-bill")
    yield from _purchase_claims(plan, check)
    bound = plan.bound
    if bound is not None and bound > plan.cost.incl_tax:
        fields = {"bound": bound, "cost": plan.cost.incl_tax}
        yield Fault("claim-bound", fields=fields)
    proved = bound is not None and bound == plan.cost.incl_tax
    if (plan.status == "optimal") != proved or (plan.proof != "none") != proved:
        said = {"status": plan.status, "proof": plan.proof}
        yield Fault("claim-status", fields=said)


def _purchase_claims(plan: Plan, check: Check) -> Iterator[Fault]:
    """Check the seats assigned and the tier that each purchase names."""
    assigned = plan.assignments.by_item()
    bill_of = {entry.contract: entry.bill for entry in check.bills}
    for purchase in plan.purchases:
        shown = _shown(purchase.key)
        if purchase.assigned != assigned.get(purchase.key, 0):
            seats = {"found": purchase.assigned, "exact": assigned.get(purchase.key, 0)}
            yield Fault("claim-assigned", fields=shown | seats)
        bill = bill_of.get(purchase.key.contract)
        if bill is not None and purchase.tier != _tier_reached(bill, purchase.item):
            yield Fault("claim-tier", fields=shown | {"found": _tier(purchase.tier)})


def _tier_reached(bill: Bill, item: str) -> tuple[int, int | None] | None:
    tiers = [line.tier for line in bill.lines if line.item == item and line.tier]
    return tiers[-1] if tiers else None


def _tier(tier: tuple[int, int | None] | None) -> str:
    if tier is None:
        return "-"
    first, last = tier
    return f"{first:,} - {'' if last is None else f'{last:,}'}"
