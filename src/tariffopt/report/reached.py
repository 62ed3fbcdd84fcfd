"""What stands behind a bill: the reading that selects a tier, and what is free."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.plan.model import ContractBill, Plan
from tariffopt.report.phrases import Book, pool_name, tier_text
from tariffopt.tariff import Bill, Charge, Meter, Tariff
from tariffopt.tariff.choices import holds
from tariffopt.texts.columns import clean


def tiers_reached(
    plan: Plan, entry: ContractBill, book: Book, *, across: bool
) -> Iterator[str]:
    """Say what selects each tier where more counts than what it prices.

    That is what is held, other items, or what other bodies and contracts buy; the
    last is alike for all of them, and said apart.
    """
    contract, bill = entry.contract, entry.bill
    tariff = plan.scenario.offer(contract.offer)
    said: dict[str, None] = {}
    for line in bill.lines:
        charge = tariff.version_for(bill.terms).charges[line.charge]
        meter = charge.selector
        if meter is None or line.tier is None or charge.across != across:
            continue
        held = held_reading(plan, contract.offer, charge)
        bought = dict(bill.quantities)
        if charge.across:
            bills = [e.bill for e in plan.bills if e.contract.offer == contract.offer]
            reading = sum(meter.read(dict(each.quantities)) for each in bills)
        else:
            reading = meter.read(bought)
        if held + reading != charge.meter.read(bought) or meter.unit is not None:
            tier = tier_text(*line.tier, book)
            said[_reached(tariff, charge, (held, reading), tier, book)] = None
    yield from said


def held_reading(plan: Plan, offer: str, charge: Charge) -> int:
    """Give what is held already of what selects a tier."""
    held = plan.scenario.held_of(offer) or {}
    return charge.selecting.read(held) if charge.with_held else 0


def _reached(
    tariff: Tariff, charge: Charge, read: tuple[int, int], tier: str, book: Book
) -> str:
    meter, (held, reading) = charge.selecting, read
    pool = pool_name(tariff, meter, book)
    if meter.unit is not None:
        pool = book.say("reached.at-list-prices", pool=pool)
    if charge.across:
        pool = book.say("reached.all-bodies", pool=pool)
    counts = {"held": held, "bought": reading, "total": held + reading}
    shown = {key: meter.shown(n, tariff.currency) for key, n in counts.items()}
    return book.say(
        "reached.held" if held else "reached", pool=pool, tier=tier, **shown
    )


def units_free(bill: Bill, tariff: Tariff, book: Book) -> Iterator[str]:
    """Say which units are not billed: carried by others, or included in the price."""
    bought, chosen = dict(bill.quantities), dict(bill.choices)
    for charge in tariff.version_for(bill.terms).charges:
        counted = charge.meter.read(bought)
        if not counted or not holds(charge.when, chosen):
            continue
        name = pool_name(tariff, charge.meter, book)
        left = charge.reading(bought)
        if charge.free is not None and left < counted:
            by, free = _carriers(bill, tariff, charge.free, book), counted - left
            yield book.say("free.carried", n=free, of=counted, item=name, by=by)
        if included := min(left, charge.included):
            yield book.say("free.included", n=included, of=left, item=name)


def _carriers(bill: Bill, tariff: Tariff, free: Meter, book: Book) -> str:
    names = {item.id: clean(item.name) for item in tariff.items}
    parts = [
        book.say("quantity", n=n, item=names[item])
        for item, n in bill.quantities
        if n and free.weight(item)
    ]
    return book.say("together").join(parts)
