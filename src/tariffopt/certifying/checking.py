"""Checks of an answer against the scenario it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import numpy as np

from tariffopt.certifying.limits import limit_faults, people_of
from tariffopt.certifying.objectives import level_claims
from tariffopt.certifying.requirements import requirement_faults
from tariffopt.errors import (
    CertificationError,
    Fault,
    Place,
    QuantityError,
    TariffError,
    require_type,
)
from tariffopt.plan.model import (
    Answer,
    Certificate,
    ContractBill,
    Cost,
    Plan,
    total,
)
from tariffopt.scenario import Scenario
from tariffopt.tariff import Bill, ContractKey, ItemKey, Reached, Tariff, quote
from tariffopt.texts import shown


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


def certify(plan: Plan, check: Check | None = None) -> Certificate:
    """Re-derive a plan from its own copy of the inputs.

    Parameters
    ----------
    plan
        What is claimed.
    check
        What `verify` says of the plan's answer, where it has just been asked.

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
    plan = require_type(plan, Plan, "read_plan(path) gives one")
    check = check or verify(plan.scenario, plan.answer)
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
    scenario = require_type(scenario, Scenario, "read_scenario(path) gives one")
    faults = [*_purchase_faults(scenario, answer), *_need_faults(scenario, answer)]
    faults += [*_body_faults(scenario, answer), *_seat_faults(scenario, answer)]
    bills: tuple[ContractBill, ...] = ()
    cost = None
    if not any(fault.code == "answer-item" for fault in faults):
        try:
            bills = tuple(_bills(scenario, answer))
            cost = total(bills, scenario.currency)
        except QuantityError as error:
            faults += error.faults
    faults += limit_faults(scenario, answer, cost)
    faults += requirement_faults(scenario, answer, bills)
    certificate = Certificate(
        requirements=len(scenario.groups),
        rules=_count_rules(scenario, answer),
        bill_recomputed=cost is not None,
    )
    return Check(tuple(faults), bills, cost, certificate)


def _offers(scenario: Scenario) -> dict[str, Tariff]:
    return {offer.id: offer for offer in scenario.offers}


def _bills(scenario: Scenario, answer: Answer) -> Iterator[ContractBill]:
    offers, bought = _offers(scenario), answer.quantities()
    headcounts = scenario.groups.headcounts
    faults: list[Fault] = []
    for contract, quantities in bought.items():
        if not any(quantities.values()):
            continue
        try:
            chosen = dict(contract.choices)
            bill = quote(
                offers[contract.offer],
                quantities,
                scenario.terms,
                chosen,
                headcount=headcounts.get(contract.body, 0),
                others=_bought_beside(contract, bought),
                held=scenario.held_of(contract.offer),
            )
        except (QuantityError, TariffError) as error:
            faults += error.faults
        else:
            yield ContractBill(contract, bill)
    if faults:
        raise QuantityError(faults)


def _bought_beside(
    contract: ContractKey, bought: Mapping[ContractKey, Mapping[str, int]]
) -> dict[str, int]:
    """Add up what all other contracts of the same tariff buy."""
    found: Counter[str] = Counter()
    for other, quantities in bought.items():
        if other != contract and other.offer == contract.offer:
            found.update(quantities)
    return dict(found)


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
        yield from _contract_faults(scenario, contract, offers.get(contract.offer))
    for key, quantity in answer.purchases:
        if quantity < 0:
            yield Fault("answer-negative", fields={**_shown(key), "found": quantity})


def _contract_faults(
    scenario: Scenario, contract: ContractKey, offer: Tariff | None
) -> Iterator[Fault]:
    """Find a contract that nobody may sign: its body, its number, what it chooses."""
    most = 1 if offer is None else offer.contracts
    if contract.body not in scenario.groups.bodies or not 1 <= contract.number <= most:
        fields = {"offer": contract.offer, "number": contract.number}
        yield Fault("answer-contract", fields=fields)
    fixed = dict(dict(scenario.choose).get(contract.offer, ()))
    for choice, option in contract.choices:
        if option != fixed.get(choice, option):
            fields = {"offer": contract.offer, "choice": choice, "found": option}
            yield Fault("answer-choice", fields={**fields, "chosen": fixed[choice]})


def _shown(key: ItemKey) -> dict[str, Any]:
    return {"offer": key.offer, "item": key.item}


def _need_faults(scenario: Scenario, answer: Answer) -> Iterator[Fault]:
    """Check that each group's people are served, counted per access set."""
    groups, rows = scenario.groups, answer.assignments
    codes = groups.need[rows.group] * len(rows.sets) + rows.access
    pairs, pair = np.unique(codes, return_inverse=True)
    granted = [_granted(scenario, items) for items in rows.sets]
    lacking = [
        groups.need_sets[code // len(granted)] - granted[code % len(granted)]
        for code in pairs.tolist()
    ]
    useless = np.array([bool(missing) for missing in lacking], dtype=bool)[pair]
    for row in np.flatnonzero((rows.seats < 0) | (useless & (rows.seats != 0))):
        group, found = int(rows.group[row]), int(rows.seats[row])
        if found < 0:
            yield _at_group(scenario, group, "answer-seats-negative", found=found)
        if useless[row]:
            missing = ", ".join(sorted(lacking[pair[row]]))
            yield _at_group(scenario, group, "answer-lacking", lacking=missing)
    served = np.zeros(len(groups), dtype=np.int64)
    np.add.at(served, rows.group, np.where(useless, 0, np.maximum(rows.seats, 0)))
    needed = groups.needed[:, 0]
    for group in np.flatnonzero(served < needed).tolist():
        seats = {"found": int(served[group]), "needed": int(needed[group])}
        yield _at_group(scenario, group, "answer-short", **seats)


def _body_faults(scenario: Scenario, answer: Answer) -> Iterator[Fault]:
    """Check that people are served by contracts of their own body."""
    groups, rows = scenario.groups, answer.assignments
    signed = [{key.contract.body for key in items} for items in rows.sets]
    fits = np.array([[own == {body} for own in signed] for body in groups.bodies])
    if fits.all():
        return
    strange = ~fits[groups.body[rows.group], rows.access] & (rows.seats != 0)
    for row in np.flatnonzero(strange).tolist():
        group, access = int(rows.group[row]), int(rows.access[row])
        body = groups.bodies[groups.body[group]]
        others = ", ".join(sorted(signed[access] - {body}))
        yield _at_group(scenario, group, "answer-body", body=body, found=others)


def _at_group(scenario: Scenario, group: int, code: str, **fields: Any) -> Fault:
    at = Place(path=f"$.groups[{group}]")
    return Fault(code, at, {"group": scenario.groups.ids[group], **fields})


def _granted(scenario: Scenario, items: tuple[ItemKey, ...]) -> frozenset[str]:
    offers = _offers(scenario)
    found: set[str] = set()
    for key in items:
        for item in offers[key.offer].items if key.offer in offers else ():
            if item.id == key.item:
                found.update(item.grants)
    return frozenset(found)


def _seat_faults(scenario: Scenario, answer: Answer) -> Iterator[Fault]:
    """Check that no item is given to more people than it was bought for."""
    purchased: dict[ItemKey, int] = {}
    for key, quantity in answer.purchases:
        seats = quantity * people_of(scenario, key)
        purchased[key] = purchased.get(key, 0) + seats
    for key, assigned in answer.assignments.by_item().items():
        if assigned > purchased.get(key, 0):
            found = {"assigned": assigned, "purchased": purchased.get(key, 0)}
            yield Fault("answer-oversold", fields={**_shown(key), **found})


def _count_rules(scenario: Scenario, answer: Answer) -> int:
    offers, rules = _offers(scenario), 0
    for contract, quantities in answer.quantities().items():
        offer = offers.get(contract.offer)
        if offer is not None and any(quantities.values()):
            version = offer.version_for(scenario.terms)
            rules += len(version.under(contract.choices).rules)
    limits = scenario.limits
    rules += len(scenario.requirements)
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
    yield from level_claims(plan, check.cost)
    levels = all(level.proved for level in plan.levels)
    proved = levels and bound is not None and bound == plan.cost.incl_tax
    if (plan.status == "optimal") != proved or (plan.proof != "none") != proved:
        said = {"status": plan.status, "proof": plan.proof}
        yield Fault("claim-status", fields=said)


def _purchase_claims(plan: Plan, check: Check) -> Iterator[Fault]:
    """Check the seats assigned and the tier that each purchase names."""
    assigned = plan.assignments.by_item()
    bill_of = {entry.contract: entry.bill for entry in check.bills}
    for purchase in plan.purchases:
        shown = _shown(purchase.key)
        people = people_of(plan.scenario, purchase.key)
        if purchase.people != people:
            claimed = {"found": purchase.people, "exact": people}
            yield Fault("claim-people", fields=shown | claimed)
        if purchase.assigned != assigned.get(purchase.key, 0):
            seats = {"found": purchase.assigned, "exact": assigned.get(purchase.key, 0)}
            yield Fault("claim-assigned", fields=shown | seats)
        bill = bill_of.get(purchase.key.contract)
        if bill is not None and purchase.tier != _tier_reached(bill, purchase.item):
            yield Fault("claim-tier", fields=shown | {"found": _tier(purchase.tier)})


def _tier_reached(bill: Bill, item: str) -> Reached | None:
    tiers = [line.tier for line in bill.lines if line.item == item and line.tier]
    return tiers[-1] if tiers else None


def _tier(tier: Reached | None) -> str:
    if tier is None:
        return "-"
    first, last = tier
    return f"{shown(first)} - {'' if last is None else shown(last)}"
