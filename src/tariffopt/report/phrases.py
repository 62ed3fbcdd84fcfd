"""Phrases that several texts share: names, horizons, tiers, amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from tariffopt.money import Money, Rounding, round_to
from tariffopt.plan.model import Plan
from tariffopt.report.blocks import Cell, Change, Labelled, Title, labelled
from tariffopt.tariff import (
    Charge,
    Choices,
    Citation,
    ContractKey,
    ItemKey,
    Meter,
    Tariff,
    Terms,
)
from tariffopt.tariff.keys import ORGANISATION
from tariffopt.texts import Lang, catalogue, shown, text
from tariffopt.texts.columns import clean

_FISCAL = (4, 1, 12)
SEVERAL = 2
_ERAS = ((2019, 2018, "reiwa"), (1989, 1988, "heisei"))


@attrs.frozen
class Book:
    """The phrases of one language."""

    lang: Lang

    def say(self, code: str, **fields: object) -> str:
        """Make the sentence of a code of the reports' catalogue."""
        return text(f"report.{code}", self.lang, **fields)

    def named(self, kind: str, word: str, **fields: object) -> str:
        """Say a word of a closed list, or the word itself where it is not in it."""
        known = f"report.{kind}.{word}" in catalogue(self.lang)
        return self.say(f"{kind}.{word}", **fields) if known else word

    def listed(self, parts: list[str]) -> str:
        """Join words by commas."""
        return self.say("comma").join(parts)

    def shown(self, value: object) -> str:
        """Write a number, or an amount with its currency."""
        return shown(value, self.lang)

    def amount(self, amount: Money) -> str:
        """Write an amount for a table: with its currency where that is usual."""
        return self.say("amount", money=amount)

    def cell(self, cell: Cell) -> str:
        """Write what stands in a cell."""
        match cell:
            case Money():
                return self.amount(cell)
            case Change(money):
                sign = "-" if money.amount < 0 else "+" if money.amount else ""
                return sign + self.amount(abs(money))
        return self.shown(cell)

    def percent(self, share: Fraction) -> str:
        """Write a share as a percentage, rounded up to two decimals."""
        value = round_to(share * 100, Fraction(1, 100), Rounding.CEIL)
        return self.say("percent", n=value)


def title(name: str, terms: Terms, book: Book) -> Title:
    """Name what the text is about, and its horizon."""
    return Title(clean(name) or book.say("untitled"), horizon(terms, book))


def horizon(terms: Terms, book: Book) -> str:
    """Name the horizon; a Japanese fiscal year by its era."""
    start = terms.start
    from_day = book.say("day" if start.day != 1 else "month", **_parts(start))
    plain = book.say("horizon", n=terms.months, start=from_day)
    if (start.month, start.day, terms.months) != _FISCAL:
        return plain
    for first, before, era in _ERAS:
        if start.year >= first:
            year = start.year - before
            count = book.say("first-year") if year == 1 else str(year)
            return book.say(f"fiscal.{era}", year=count, plain=plain)
    return plain


def _parts(day: date) -> dict[str, object]:
    return {"year": day.year, "month": day.month, "day": day.day, "iso": day}


def tariff_name(tariff: Tariff, book: Book) -> str:
    """Name a tariff with its id."""
    return book.say("bill.title", tariff=clean(tariff.name), id=tariff.id)


def citation(source: Citation, book: Book) -> dict[str, object]:
    """Name where prices were read, when, and how far to trust that."""
    return {
        "title": clean(source.title),
        "date": source.date or book.say("undated"),
        "confidence": book.named("confidence", source.confidence or "unknown"),
    }


def contract_name(plan: Plan, contract: ContractKey, book: Book) -> str:
    """Name a contract by its tariff, the vendor, and what tells it from others."""
    offer = offer_of(plan, contract)
    fields = {"tariff": clean(offer.name), "vendor": clean(offer.vendor)}
    return book.listed([book.say("contract", **fields), *_which(plan, contract, book)])


def _which(plan: Plan, contract: ContractKey, book: Book) -> list[str]:
    """Tell a contract from others of its tariff: who signs, its choices, a number."""
    body, bodies = contract.body, plan.scenario.groups.bodies
    alone = bodies == (ORGANISATION,)
    signed = [] if alone else [body_name(body, book)]
    held = [attrs.evolve(entry.contract, number=1) for entry in plan.bills]
    alike = held.count(attrs.evolve(contract, number=1)) > 1
    number = [book.say("number", n=contract.number)] if alike else []
    return signed + chosen_names(offer_of(plan, contract), contract.choices) + number


def body_name(body: str, book: Book) -> str:
    """Name who signs: the organisation, or a body by what the scenario calls it."""
    return book.say("organisation") if body == ORGANISATION else clean(body)


def chosen_names(tariff: Tariff, choices: Choices) -> list[str]:
    """Name the options that were chosen, in the order in which they are declared."""
    known = {choice.id: choice for choice in tariff.choices}
    return [clean(known[name].option_name(option)) for name, option in choices]


def chosen_label(tariff: Tariff, choices: Choices, book: Book) -> list[Labelled]:
    """Say what was chosen, choice by choice; nothing where there is no choice."""
    known = {choice.id: choice for choice in tariff.choices}
    words = [
        book.say(
            "chosen",
            choice=clean(known[name].name),
            option=clean(known[name].option_name(option)),
        )
        for name, option in choices
    ]
    label = book.say("label.chosen")
    return [labelled(label, book.listed(words))] if words else []


def offer_of(plan: Plan, contract: ContractKey) -> Tariff:
    """Give the tariff of a contract."""
    return plan.scenario.offer(contract.offer)


def item_name(plan: Plan, key: ItemKey, book: Book) -> str:
    """Name an item, with its offer where there are several."""
    offer = plan.scenario.offer(key.offer)
    name = clean(offer.item(key.item).name)
    if len(plan.scenario.offers) > 1:
        name = book.say("item-of", offer=key.offer, item=name)
    held = sum(entry.contract.offer == key.offer for entry in plan.bills)
    if held < SEVERAL and len(plan.scenario.groups.bodies) < SEVERAL:
        return name
    which = book.listed(_which(plan, key.contract, book))
    return book.say("item-under", item=name, contract=which)


def tier_text(first: int | Money, last: int | Money | None, book: Book) -> str:
    """Name a range of quantities, or of money by list price, ends inclusive."""
    if last is None:
        return book.say("tier.open", first=first)
    return book.say("tier.one" if first == last else "tier", first=first, last=last)


def saving_label(at_most: int, share: str | None, book: Book) -> str:
    """Name a smaller need: the first that saves, or one that saves a share."""
    if share is None:
        return book.say("row.first-saving", n=at_most)
    percent = book.percent(Fraction(share.removesuffix("%")) / 100)
    return book.say("row.saving", n=at_most, percent=percent)


def pool_name(tariff: Tariff, meter: Meter, book: Book) -> str:
    """Name what a meter counts, with its weights; empty for the contract itself."""
    names = {item.id: clean(item.name) for item in tariff.items}
    listed = [
        book.say("tariff.list-price", item=names[item], price=tariff.money(price))
        for item, price in meter.list_prices.items()
    ]
    if listed:
        return book.say("together").join(listed)
    parts = [
        names[item] if weight == 1 else f"{weight} {names[item]}"
        for item, weight in meter.weights
    ]
    return book.say("together").join(parts)


def tier_by(tariff: Tariff, charge: Charge, book: Book) -> Iterator[str]:
    """Say what selects the tier of a charge, where its own quantity alone does not."""
    if (selector := charge.selector) is not None:
        held = "-held" if charge.with_held else ""
        money = "-money" if selector.unit else ""
        code = f"tariff.tier-by{money}{held}"
        yield book.say(code, pool=pool_name(tariff, selector, book))
    if charge.across:
        yield book.say("tariff.across")
