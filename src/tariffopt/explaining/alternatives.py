"""What one contract, or another option, would cost for the same purchases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from tariffopt.errors import QuantityError, TariffError
from tariffopt.money import GrossMoney
from tariffopt.plan.model import ContractBill, Note, Plan
from tariffopt.tariff import ContractKey, Tariff, combinations, holding, quote

_MOST_TRIED = 20


def alternative_notes(plan: Plan) -> Iterator[Note]:
    """Say what the same would cost in one contract, and under the next best option.

    Tiers shared by all bodies are left alone: other contracts would cost another sum.
    """
    alike: dict[ContractKey, list[ContractBill]] = {}
    for entry in plan.bills:
        alike.setdefault(attrs.evolve(entry.contract, number=1), []).append(entry)
    signed = Counter((key.offer, key.body) for key in alike)
    for key, entries in alike.items():
        version = plan.sold_under(key).version_for(plan.scenario.terms)
        if any(charge.across for charge in version.charges):
            continue
        if len(entries) > 1:
            yield from _as_one(plan, key, entries)
        elif key.choices and signed[key.offer, key.body] == 1:
            yield from _otherwise(plan, entries[0])


def _as_one(
    plan: Plan, key: ContractKey, entries: list[ContractBill]
) -> Iterator[Note]:
    bought: Counter[str] = Counter()
    for entry in entries:
        bought.update(dict(entry.bill.quantities))
    fields = {**key.fields, "n": len(entries)}
    cost = _cost(plan, key, plan.sold_under(key), dict(bought))
    if cost is None:
        yield Note("contracts-needed", fields)
        return
    paid = entries[0].bill.incl_tax
    for entry in entries[1:]:
        paid += entry.bill.incl_tax
    if cost >= paid:
        fields |= {"plain": cost, "extra": cost - paid}
        yield Note("contracts-cheaper", fields)


def _otherwise(plan: Plan, entry: ContractBill) -> Iterator[Note]:
    """Name the option that comes next, if none costs less for these quantities."""
    key, bought = entry.contract, dict(entry.bill.quantities)
    offer = plan.scenario.offer(key.offer)
    options = list(combinations(offer.choices))
    held = plan.scenario.held_of(key.offer) or {}
    costs = []
    for chosen in options if len(options) <= _MOST_TRIED else ():
        if chosen != key.choices:
            sold = holding(offer.under(dict(chosen)), held)
            cost = _cost(plan, key, sold, bought)
            costs += [] if cost is None else [(cost, chosen)]
    if not costs:
        return
    cost, other = min(costs, key=lambda pair: pair[0].amount)
    if cost >= entry.bill.incl_tax:
        extra = cost - entry.bill.incl_tax
        fields = {"other": dict(other), "plain": cost, "extra": extra}
        yield Note("option-cheaper", {**key.fields, **fields})


def _cost(
    plan: Plan, key: ContractKey, sold: Tariff, bought: dict[str, int]
) -> GrossMoney | None:
    """Price quantities in one contract; ``None`` where they cannot be bought so."""
    heads = plan.scenario.groups.headcounts[key.body]
    try:
        return quote(sold, bought, plan.scenario.terms, headcount=heads).incl_tax
    except (QuantityError, TariffError):
        return None
