"""Why this number: idle seats and their price, dead zones, and when less is paid."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tariffopt.analysis import payable
from tariffopt.money import GrossMoney
from tariffopt.plan.model import Note, Plan, Purchase
from tariffopt.report.blocks import (
    Block,
    Change,
    Heading,
    Labelled,
    Paragraph,
    Row,
    Table,
    labelled,
)
from tariffopt.report.phrases import (
    Book,
    chosen_names,
    item_name,
    offer_of,
    saving_label,
)
from tariffopt.report.reached import held_reading
from tariffopt.report.tariffs import rule_text
from tariffopt.tariff import Meter, Ratio, Tariff, Terms, Volume
from tariffopt.texts.columns import clean

_TRIED_AT_MOST = 10_000


def idle_reasons(plan: Plan, book: Book) -> Iterator[Labelled]:
    """Say why seats stand idle, and what it would cost if they did not."""
    for purchase in plan.purchases:
        if purchase.idle and purchase.idle_reason:
            words = _idle(plan, purchase, book)
            label = book.say("idle.label", n=purchase.idle)
            if len(plan.purchases) > 1:
                item = item_name(plan, purchase.key, book)
                label = book.say("idle.label-of", n=purchase.idle, item=item)
            if words:
                yield labelled(label, *words, aligned=False)


def contract_reasons(plan: Plan, book: Book) -> Iterator[Labelled]:
    """Say why there are several contracts, and what the next best option would cost."""
    for note in plan.notes:
        if note.code not in ("contracts-cheaper", "contracts-needed", "option-cheaper"):
            continue
        fields = dict(note.fields)
        if note.code == "option-cheaper":
            offer = plan.scenario.offer(fields["offer"])
            for key in ("choices", "other"):
                names = chosen_names(offer, tuple(fields[key].items()))
                fields[key] = book.listed(names)
            label = book.say("option.label", option=fields["choices"])
        else:
            label = book.say("contracts.label", n=fields["n"])
        code = note.code
        if "extra" in fields and not fields["extra"].amount:
            code = code.replace("cheaper", "alike")
        yield labelled(label, book.say(code, **fields), aligned=False)


def _own(plan: Plan, purchase: Purchase, code: str) -> list[Note]:
    """Give the notes of one code about one purchase."""
    named = {**purchase.key.contract.fields, "item": purchase.item}
    keys = ("offer", "contract", "body", "choices", "item")
    return [
        note
        for note in plan.notes_of(code)
        if {key: note.fields[key] for key in keys if key in note.fields} == named
    ]


def _idle(plan: Plan, purchase: Purchase, book: Book) -> list[str]:
    words = []
    for note in _own(plan, purchase, purchase.idle_reason or ""):
        words += _rules(plan, purchase, book) or [_idle_sentence(plan, note, book)]
    least = _least_below(plan, purchase)
    if words and least is not None:
        fields = {"most": purchase.idle - 1, "least": least}
        words += [book.say("idle.limit", **fields)]
    return words


def _rules(plan: Plan, purchase: Purchase, book: Book) -> list[str]:
    """Say which rules ask for more than is assigned of this one."""
    offer, terms = offer_of(plan, purchase.key.contract), plan.scenario.terms
    bought = dict(plan.bill_of(purchase.key.contract).quantities)
    names = {item.id: clean(item.name) for item in offer.items}
    sentences = []
    units = offer.item(purchase.item).units_for(purchase.assigned)
    plainly = bought | {purchase.item: units}
    people = plan.scenario.groups.headcounts[purchase.key.contract.body]
    for rule in offer.version_for(terms).rules:
        if rule.allows(plainly, people):
            continue
        if not isinstance(rule, Ratio):
            sentences.append(book.say("idle.rule", rule=rule_text(offer, rule, book)))
        elif rule.per == purchase.item:
            fields = {
                "n": bought[rule.item],
                "item": names[rule.item],
                "least": math.ceil(bought[rule.item] / rule.at_most),
                "per": names[rule.per],
                "at_most": rule.at_most,
            }
            sentences.append(book.say("idle.ratio", **fields))
    return sentences


def _idle_sentence(plan: Plan, note: Note, book: Book) -> str:
    known = {"minimum": "", "step": "", **note.fields}
    offer, code = plan.scenario.offer(known["offer"]), note.code
    names = {item.id: clean(item.name) for item in offer.items}
    known["item"] = names[known["item"]]
    if "extra" in known:
        known["extra"] = abs(known["extra"])
    if "instead" in known:
        code += ".instead"
        bought = known["instead"].items()
        parts = [book.say("quantity", n=n, item=names[item]) for item, n in bought]
        known["instead"] = book.say("together").join(parts)
    if "items" in known:
        known["items"] = book.listed([names[item] for item in known["items"]])
    if code == "idle-not-sold" and known["minimum"] <= known["step"]:
        code += ".step"
    sentence = book.say(code, **known)
    if note.code == "idle-dearer":  # then something else asks for them
        sentence += book.say(f"idle.rest.{plan.status}", n=known["idle"])
    return sentence


def _least_below(plan: Plan, purchase: Purchase) -> GrossMoney | None:
    """Find the least cost with fewer idle seats, where one item is all there is."""
    offers = plan.scenario.offers
    single = len(offers) == 1 and len(offers[0].items) == 1
    if not single or purchase.idle > _TRIED_AT_MOST or not plan.solver.is_envelope:
        return None
    if purchase.people > 1:
        return None
    sold = plan.sold_under(purchase.key.contract)
    prices = payable(sold, plan.scenario.terms, purchase.item)
    tried = range(purchase.assigned, purchase.purchased)
    costs = [prices.cost(quantity) for quantity in tried if prices.allows(quantity)]
    return min(costs) if costs else None


# --- why this number --------------------------------------------------------------


def why(plan: Plan, purchase: Purchase, book: Book) -> Iterator[Block]:
    """Say why a quantity is what it is, with its neighborhood on the price list."""
    body = [*_zones(plan, purchase, book), *_nearby(plan, purchase, book)]
    body += [
        Paragraph(book.say("why.headroom", more=note.fields["more"]))
        for note in _own(plan, purchase, "headroom")
    ]
    held = _held(plan, purchase)
    body += [
        Paragraph(
            book.say(
                "why.no-price-held" if held else "why.no-price",
                last=note.fields["quantity"],
                held=held,
            )
        )
        for note in _own(plan, purchase, "no-price-above")
    ]
    single = len(plan.purchases) == 1
    alike = purchase.seats == purchase.assigned and len(body) == 1
    if not body or (alike and not single):
        return
    code = "why.title" if single else "why.title-of"
    item = item_name(plan, purchase.key, book)
    item = clean(purchase.item_name) if single else item
    yield Heading(book.say(code, n=purchase.purchased, item=item))
    yield from body


def _held(plan: Plan, purchase: Purchase) -> int:
    """Give the units held already that select tiers of an item, where only it does."""
    tariff = offer_of(plan, purchase.key.contract)
    charges = tariff.version_for(plan.scenario.terms).charges
    alone = Meter.of(purchase.item)
    return max(
        (
            held_reading(plan, tariff.id, charge)
            for charge in charges
            if charge.selecting == alone
        ),
        default=0,
    )


def _zones(plan: Plan, purchase: Purchase, book: Book) -> Iterator[Paragraph]:
    """Say which quantities cost more than a larger one, the nearest first."""
    inside = _own(plan, purchase, "dead-zone-inside")
    notes = inside or _own(plan, purchase, "dead-zone-below")[::-1]
    offer = offer_of(plan, purchase.key.contract)
    volume = all_units(offer, plan.scenario.terms, purchase.item)
    below = any(note.fields["buy"] == purchase.purchased for note in notes)
    if not below and not purchase.idle:
        groups = plan.scenario.groups
        more = groups.at_most or plan.scenario.requirements
        yield Paragraph(book.say("why.assigned" if more else "why.needed"))
    for note in notes[:1]:
        first, last = note.fields["from"], note.fields["to"]
        fields = {"first": first, "last": last, "buy": note.fields["buy"]}
        code = "why.zone" if first != last else "why.zone-one"
        item = clean(purchase.item_name)
        reason = book.say("why.volume", item=item, one=_one(item)) if volume else ""
        sentence = book.say(code, item=item, reason=reason, **fields)
        for part in sentence.split("\n"):
            if part:
                yield Paragraph(part)
    for note in inside:
        amounts = {key: note.fields[key] for key in ("cost", "extra")}
        fields = {"buy": note.fields["buy"], "item": clean(purchase.item_name)}
        yield Paragraph(book.say("why.zone-inside", **fields, **amounts))


def _one(item: str) -> str:
    """Name one unit of an item whose English name is a plural."""
    return item.removesuffix("s") if not item.endswith("ss") else item


def all_units(offer: Tariff, terms: Terms, item: str) -> bool:
    """Tell whether the tier reached prices every unit of an item."""
    charges = offer.version_for(terms).charges
    of_item = [c.schedule for c in charges if c.meter.weight(item)]
    return bool(of_item) and all(isinstance(schedule, Volume) for schedule in of_item)


def _nearby(plan: Plan, purchase: Purchase, book: Book) -> Iterator[Block]:
    """Give what smaller needs would cost, against what is bought."""
    rows = [*_zone_rows(plan, purchase, book), *_saving_rows(plan, purchase, book)]
    if not rows:
        return
    against = book.say("column.against", n=purchase.purchased)
    head = Row(book.say("column.need"), (book.say("column.plainly"), against))
    code = "why.nearby" if len(plan.scenario.offers) == 1 else "why.nearby-alone"
    yield Paragraph(book.say(code, item=clean(purchase.item_name)))
    yield Table("nearby", head, rows)


def _row(label: str, cost: GrossMoney, plan: Plan, purchase: Purchase) -> Row:
    paid = plan.bill_of(purchase.key.contract).incl_tax
    return Row(label, (cost, Change(cost - paid)))


def _zone_rows(plan: Plan, purchase: Purchase, book: Book) -> Iterator[Row]:
    """Give the dearest and the first quantity of the zone that ends at the purchase."""
    for note in _own(plan, purchase, "dead-zone-below"):
        if note.fields["buy"] != purchase.purchased:
            continue
        worst, first = note.fields["worst"], note.fields["first"]
        ends = {"first": note.fields["from"], "last": note.fields["to"]}
        label = book.say("row.dearest", n=worst["quantity"], **ends)
        yield _row(label, worst["cost"], plan, purchase)
        if first["quantity"] != worst["quantity"]:
            label = book.shown(first["quantity"])
            yield _row(label, first["cost"], plan, purchase)


def _saving_rows(plan: Plan, purchase: Purchase, book: Book) -> Iterator[Row]:
    rows: dict[int, Row] = {}
    for code in ("next-saving", "saving-share"):
        for note in _own(plan, purchase, code):
            at_most, share = note.fields["at_most"], note.fields.get("share")
            label = saving_label(at_most, share, book)
            rows[at_most] = _row(label, note.fields["cost"], plan, purchase)
    yield from rows.values()
