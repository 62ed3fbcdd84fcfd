"""What a reader should know about a plan, as codes with fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tariffopt.analysis import (
    DeadZone,
    Envelope,
    dead_zones,
    envelope,
    least_within,
    less_within,
    neighborhood,
    zone_costs,
)
from tariffopt.analysis.neighborhood import Price
from tariffopt.errors import QuantityError
from tariffopt.explaining.alternatives import alternative_notes
from tariffopt.explaining.covering import alike, cover, replacements
from tariffopt.money import GrossMoney
from tariffopt.plan.model import Note, Plan, Purchase
from tariffopt.tariff import ContractKey, Tariff, quote


def with_notes(plan: Plan, unlimited: GrossMoney | None = None) -> Plan:
    """Give a plan its notes, and each purchase the reason for its idle seats.

    Parameters
    ----------
    plan
        Certified or not.
    unlimited
        The least cost without the limit on idle seats, where there is such a limit.
    """
    notes: list[Note] = []
    purchases = []
    bought = Counter(purchase.key.contract for purchase in plan.purchases)
    for purchase in plan.purchases:
        offer = plan.sold_under(purchase.key.contract)
        idle = _idle_note(plan, purchase, offer)
        reason = idle.code if idle else None
        purchases.append(attrs.evolve(purchase, idle_reason=reason))
        notes += [idle] if idle else []
        if bought[purchase.key.contract] == 1:
            notes += _tier_notes(plan, purchase, offer)
    if unlimited is not None and unlimited < plan.cost.incl_tax:
        extra = plan.cost.incl_tax - unlimited
        fields = {"least": unlimited, "extra": extra}
        notes.append(Note("surplus-limit-costs", fields))
    notes += alternative_notes(plan)
    notes += _dates(plan)
    return attrs.evolve(plan, purchases=tuple(purchases), notes=tuple(notes))


def _named(purchase: Purchase, **fields: Any) -> dict[str, Any]:
    return {**purchase.key.contract.fields, "item": purchase.item, **fields}


def _idle_note(plan: Plan, purchase: Purchase, offer: Tariff) -> Note | None:
    """Say why seats stand idle, and what buying just the assigned ones would cost."""
    if not purchase.idle:
        return None
    fields = _named(purchase, assigned=purchase.assigned, idle=purchase.idle)
    item = offer.item(purchase.item)
    units = item.units_for(purchase.assigned)
    if not item.allows(units) or units * item.people > purchase.assigned:
        return _not_sold(plan, purchase, offer, fields)
    try:
        cost = _cost_with(plan, purchase.key.contract, {item.id: units})
    except QuantityError:
        return Note("idle-required", fields)
    return _compared(plan, purchase, cost, fields)


def _compared(
    plan: Plan, purchase: Purchase, cost: GrossMoney, fields: dict[str, Any]
) -> Note:
    extra = cost - plan.bill_of(purchase.key.contract).incl_tax
    code = "idle-cheaper" if extra else "idle-same-cost"
    code = code if extra.amount >= 0 else "idle-dearer"
    return Note(code, {**fields, "plain": cost, "extra": extra})


def _not_sold(
    plan: Plan, purchase: Purchase, offer: Tariff, fields: dict[str, Any]
) -> Note:
    """Say what other items would cost that serve just those assigned, if any do."""
    item, own = offer.item(purchase.item), alike(plan, purchase, offer)
    items, seats = replacements(plan, purchase, offer), sum(own.values())
    found = cover(items, seats, offer, plan.scenario.terms) if items[1:] else None
    if found == {}:
        sizes = {item.id: item.people for item in items}
        return Note("idle-no-cover", {**fields, "seats": seats, "items": sizes})
    if found:
        try:
            units = dict.fromkeys(own, 0) | dict(found)
            cost = _cost_with(plan, purchase.key.contract, units)
        except QuantityError:
            pass  # a rule, or an end of prices: what is sold of the item says enough
        else:
            covered = {**fields, "seats": seats, "instead": found}
            return _compared(plan, purchase, cost, covered)
    domain = {"minimum": item.minimum * item.people, "step": item.step * item.people}
    return Note("idle-not-sold", {**fields, **domain})


def _cost_with(plan: Plan, own: ContractKey, units: Mapping[str, int]) -> GrossMoney:
    """Price a contract with other units, and what they change for other contracts.

    Raises
    ------
    QuantityError
        Where that cannot be bought.
    """
    terms = plan.scenario.terms
    before = {
        entry.contract: dict(entry.bill.quantities)
        for entry in plan.bills
        if entry.contract.offer == own.offer
    }
    after = before | {own: before[own] | dict(units)}
    cost = plan.bill_of(own).incl_tax
    for contract in before if _is_pooled(plan, own) else [own]:
        if any(after[contract].values()):
            others = [q for other, q in after.items() if other != contract]
            items = {item for quantities in after.values() for item in quantities}
            beside = {item: sum(q.get(item, 0) for q in others) for item in items}
            sold = plan.sold_under(contract)
            bill = quote(
                sold,
                after[contract],
                terms,
                others=beside,
                headcount=plan.scenario.groups.headcounts[contract.body],
            )
            cost += bill.incl_tax - plan.bill_of(contract).incl_tax
    return cost


def _is_pooled(plan: Plan, contract: ContractKey) -> bool:
    """Tell whether other contracts of the plan share tiers with one."""
    offer = plan.scenario.offer(contract.offer)
    charges = offer.version_for(plan.scenario.terms).charges
    held = [entry for entry in plan.bills if entry.contract.offer == offer.id]
    return len(held) > 1 and any(charge.across for charge in charges)


def _tier_notes(plan: Plan, purchase: Purchase, offer: Tariff) -> Iterator[Note]:
    """Tell the neighbourhood of the only quantity of a contract, if it is its own."""
    if purchase.people > 1 or _is_pooled(plan, purchase.key.contract):
        return
    prices = envelope(offer, plan.scenario.terms, purchase.item)
    for zone in dead_zones(offer, plan.scenario.terms, purchase.item):
        if zone.last < purchase.purchased and zone.buy <= purchase.purchased:
            yield _zone_note(purchase, zone, prices)
        if zone.first <= purchase.purchased <= zone.last:
            yield _inside_note(purchase, zone, prices)
    if len(plan.purchases) == 1:
        yield from _saving_notes(plan, purchase, prices)
    if prices.last is not None:
        yield Note("no-price-above", _named(purchase, quantity=prices.last))


def _zone_note(purchase: Purchase, zone: DeadZone, prices: Envelope) -> Note:
    costs = zone_costs(prices, zone)

    def row(price: Price) -> dict[str, Any]:
        extra = price.cost - costs.buy.cost
        return {"quantity": price.quantity, "cost": price.cost, "extra": extra}

    fields = {"from": zone.first, "to": zone.last, "buy": zone.buy}
    rows = {"worst": row(costs.worst), "first": row(costs.first)}
    return Note("dead-zone-below", _named(purchase, **fields, **rows))


def _inside_note(purchase: Purchase, zone: DeadZone, prices: Envelope) -> Note:
    """Tell that a limit, or a search cut short, pays more than a larger quantity."""
    cost = prices.payable.cost(zone.buy)
    extra = prices.payable.cost(purchase.purchased) - cost
    fields = {"from": zone.first, "to": zone.last, "buy": zone.buy}
    money = {"cost": cost, "extra": extra}
    return Note("dead-zone-inside", _named(purchase, **fields, **money))


def _saving_notes(plan: Plan, purchase: Purchase, prices: Envelope) -> Iterator[Note]:
    """Tell from which need on less would be paid, measured against what is assigned.

    Under a limit on idle seats, less would be paid under that limit too. A plan
    without a proof may pay more than what is assigned costs at least; what is saved
    from there on is then another question.
    """
    need, limits = purchase.assigned, plan.scenario.limits
    around = neighborhood(prices, need)
    cost: GrossMoney | None = around.point.cost
    found, more = around.less, around.headroom
    if limits.max_surplus is not None:

        def surplus(count: int) -> int:
            return limits.surplus(count) or 0

        cost = least_within(prices.payable, need, surplus)
        found = tuple(less_within(prices.payable, need, surplus))
        if more and least_within(prices.payable, need + more, surplus) != cost:
            more = None
    if cost != plan.cost.incl_tax:
        return
    for less in found:
        code = "saving-share" if less.share else "next-saving"
        fields: dict[str, object] = {"share": less.share} if less.share else {}
        fields |= {"at_most": less.saving.at_most, "cost": less.cost}
        yield Note(code, _named(purchase, **fields, saves=less.saving.saves))
    if more:
        yield Note("headroom", _named(purchase, more=more))


def _dates(plan: Plan) -> Iterator[Note]:
    """Remind of the last day on which a quotation can be ordered."""
    for offer in dict.fromkeys(p.offer for p in plan.purchases):
        source = plan.scenario.offer(offer).source
        if source and source.order_by:
            fields = {"offer": offer, "date": source.order_by}
            yield Note("order-by", fields)
