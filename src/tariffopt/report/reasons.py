"""Why this number: idle seats and their price, dead zones, and when less is paid."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tariffopt.analysis import payable
from tariffopt.money import GrossMoney
from tariffopt.plan.model import Note, Plan, Purchase
from tariffopt.report.head import offer_of
from tariffopt.report.page import Cell, Page, Row
from tariffopt.report.seats import item_name
from tariffopt.tariff import Tariff, Terms, Volume
from tariffopt.texts.columns import clean

_LABEL = {"ja": 29, "en": 33}
_WIDTHS = (15, 16)
_TRIED_AT_MOST = 10_000


def idle_reasons(plan: Plan, page: Page) -> list[str]:
    """Say why seats stand idle, and what it would cost if they did not."""
    lines: list[str] = []
    for purchase in plan.purchases:
        if purchase.idle and purchase.idle_reason:
            lines += _idle(plan, purchase, page)
    return lines


def _own(plan: Plan, purchase: Purchase, code: str) -> list[Note]:
    """Give the notes of one code about one purchase."""
    named = (purchase.offer, purchase.item)
    return [
        note
        for note in plan.notes_of(code)
        if (note.fields.get("offer"), note.fields.get("item")) == named
    ]


def _idle(plan: Plan, purchase: Purchase, page: Page) -> list[str]:
    label = page.say("idle.label", n=purchase.idle)
    if len(plan.purchases) > 1:
        item = item_name(plan, purchase.key, page)
        label = page.say("idle.label-of", n=purchase.idle, item=item)
    words = []
    for note in _own(plan, purchase, purchase.idle_reason or ""):
        words += _ratios(plan, purchase, page) or [_idle_sentence(note, page)]
    least = _least_below(plan, purchase)
    if words and least is not None:
        fields = {"most": purchase.idle - 1, "least": least}
        words += [page.say("idle.limit", **fields)]
    lines: list[str] = []
    for sentence in words:
        start = label if not lines else ""
        lines += page.labelled(start, sentence, page.columns(label))
    return lines


def _ratios(plan: Plan, purchase: Purchase, page: Page) -> list[str]:
    """Say which rules on other items ask for more than is assigned of this one."""
    offer, terms = offer_of(plan, purchase.key.contract), plan.scenario.terms
    bought = dict(plan.bill_of(purchase.key.contract).quantities)
    names = {item.id: clean(item.name) for item in offer.items}
    sentences = []
    for rule in offer.version_for(terms).rules:
        plainly = bought | {purchase.item: purchase.assigned}
        if rule.per == purchase.item and not rule.allows(plainly):
            fields = {
                "n": bought[rule.item],
                "item": names[rule.item],
                "least": math.ceil(bought[rule.item] / rule.at_most),
                "per": names[rule.per],
                "at_most": rule.at_most,
            }
            sentences.append(page.say("idle.ratio", **fields))
    return sentences


def _idle_sentence(note: Note, page: Page) -> str:
    known = {"minimum": "", "step": "", **note.fields}
    if "extra" in known:
        known["extra"] = abs(known["extra"])
    return page.say(note.code, **known)


def _least_below(plan: Plan, purchase: Purchase) -> GrossMoney | None:
    """Find the least cost with fewer idle seats, where one item is all there is."""
    offers = plan.scenario.offers
    single = len(offers) == 1 and len(offers[0].items) == 1
    if not single or purchase.idle > _TRIED_AT_MOST or plan.proof != "exact":
        return None
    prices = payable(offers[0], plan.scenario.terms, purchase.item)
    tried = range(purchase.assigned, purchase.purchased)
    costs = [prices.cost(quantity) for quantity in tried if prices.allows(quantity)]
    return min(costs) if costs else None


# --- why this number --------------------------------------------------------------


def why(plan: Plan, page: Page) -> list[str]:
    """Say why each quantity is what it is, with its neighborhood on the price list."""
    blocks = [_why(plan, purchase, page) for purchase in plan.purchases]
    lines: list[str] = []
    for block in filter(None, blocks):
        lines += ["", *block] if lines else block
    return lines


def _why(plan: Plan, purchase: Purchase, page: Page) -> list[str]:
    body = [*_zones(plan, purchase, page), *_nearby(plan, purchase, page)]
    for note in _own(plan, purchase, "headroom"):
        body += page.lines(page.say("why.headroom", more=note.fields["more"]))
    for note in _own(plan, purchase, "no-price-above"):
        body += page.lines(page.say("why.no-price", last=note.fields["quantity"]))
    alike = purchase.purchased == purchase.assigned and len(body) == 1
    if not body or (alike and len(plan.purchases) > 1):
        return []
    fields = {"n": purchase.purchased, "item": clean(purchase.item_name)}
    if len(plan.purchases) == 1:
        return [*page.heading(page.say("why.title", **fields)), *body]
    fields["item"] = item_name(plan, purchase.key, page)
    return [*page.heading(page.say("why.title-of", **fields)), *body]


def _zones(plan: Plan, purchase: Purchase, page: Page) -> Iterator[str]:
    """Say which quantities cost more than a larger one, the nearest first."""
    notes = _own(plan, purchase, "dead-zone-below")[::-1]
    offer = offer_of(plan, purchase.key.contract)
    volume = all_units(offer, plan.scenario.terms, purchase.item)
    below = any(note.fields["buy"] == purchase.purchased for note in notes)
    if not below and not purchase.idle:
        yield from page.lines(page.say("why.needed"))
    for note in notes[:1]:
        first, last = note.fields["from"], note.fields["to"]
        fields = {"first": first, "last": last, "buy": note.fields["buy"]}
        code = "why.zone" if first != last else "why.zone-one"
        item = clean(purchase.item_name)
        reason = page.say("why.volume", item=item, one=_one(item)) if volume else ""
        sentence = page.say(code, item=item, reason=reason, **fields)
        for part in sentence.split("\n"):
            yield from page.lines(part) if part else ()


def _one(item: str) -> str:
    """Name one unit of an item whose English name is a plural."""
    return item.removesuffix("s") if not item.endswith("ss") else item


def all_units(offer: Tariff, terms: Terms, item: str) -> bool:
    """Tell whether the tier reached prices every unit of an item."""
    charges = offer.version_for(terms).charges
    of_item = [c.schedule for c in charges if c.meter.weight(item)]
    return bool(of_item) and all(isinstance(schedule, Volume) for schedule in of_item)


def _nearby(plan: Plan, purchase: Purchase, page: Page) -> Iterator[str]:
    """Give what smaller needs would cost, against what is bought."""
    rows = [*_zone_rows(plan, purchase, page), *_saving_rows(plan, purchase, page)]
    if not rows:
        return
    columns = _columns(page, purchase.purchased)
    head = ("  " + page.say("column.need"), columns)
    code = "why.nearby" if len(plan.scenario.offers) == 1 else "why.nearby-alone"
    yield from page.lines(page.say(code, item=clean(purchase.item_name)))
    yield from page.table([head, *rows], (_LABEL[page.lang], *_WIDTHS))


def _columns(page: Page, bought: int) -> list[str]:
    return [page.say("column.plainly"), page.say("column.against", n=bought)]


def _paid(plan: Plan, purchase: Purchase) -> GrossMoney:
    return plan.bill_of(purchase.key.contract).incl_tax


def _cells(cost: GrossMoney, plan: Plan, purchase: Purchase, page: Page) -> list[Cell]:
    return [cost, page.change(cost - _paid(plan, purchase))]


def _zone_rows(plan: Plan, purchase: Purchase, page: Page) -> Iterator[Row]:
    """Give the dearest and the first quantity of the zone that ends at the purchase."""
    for note in _own(plan, purchase, "dead-zone-below"):
        if note.fields["buy"] != purchase.purchased:
            continue
        worst, first = note.fields["worst"], note.fields["first"]
        fields = {"first": note.fields["from"], "last": note.fields["to"]}
        label = page.say("row.dearest", n=worst["quantity"], **fields)
        yield "  " + label, _cells(worst["cost"], plan, purchase, page)
        if first["quantity"] != worst["quantity"]:
            label = "  " + page.shown(first["quantity"])
            yield label, _cells(first["cost"], plan, purchase, page)


def _saving_rows(plan: Plan, purchase: Purchase, page: Page) -> Iterator[Row]:
    rows: dict[int, Row] = {}
    for note in _own(plan, purchase, "next-saving"):
        at_most = note.fields["at_most"]
        label = "  " + page.say("row.first-saving", n=at_most)
        rows[at_most] = label, _cells(note.fields["cost"], plan, purchase, page)
    for note in _own(plan, purchase, "saving-share"):
        at_most, share = note.fields["at_most"], note.fields["share"]
        percent = page.say("percent", n=share.removesuffix("%"))
        label = "  " + page.say("row.saving", n=at_most, percent=percent)
        rows[at_most] = label, _cells(note.fields["cost"], plan, purchase, page)
    yield from rows.values()
