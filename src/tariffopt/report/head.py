"""The head of a plan's text: what to buy, the total, the status, the limits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tariffopt.money import GrossMoney, Money
from tariffopt.plan.model import Plan, Purchase
from tariffopt.report.blocks import Labelled, Line, labelled
from tariffopt.report.phrases import Book, contract_name, offer_of, tier_text
from tariffopt.tariff import BillLine, Terms
from tariffopt.texts import catalogue, with_currency
from tariffopt.texts.columns import clean


def head(plan: Plan, book: Book) -> Iterator[Labelled]:
    """Say what to buy, what it costs, and how far that is proved."""
    yield Labelled(book.say("label.buy"), list(_bought(plan, book)))
    yield _total(plan, book)
    yield labelled(book.say("label.status"), _status(plan, book))
    limits = _limits(plan, book)
    if limits:
        yield labelled(book.say("label.limits"), book.listed(limits))


# --- what to buy ------------------------------------------------------------------


def _bought(plan: Plan, book: Book) -> Iterator[Line]:
    if not plan.purchases:
        yield Line(book.say("buy.nothing"))
    single = len(plan.scenario.offers) == 1 and not plan.scenario.offers[0].choices
    single &= len(plan.bills) <= 1
    for contract, bought in groupby(plan.purchases, key=lambda p: p.key.contract):
        if not single:
            yield Line(contract_name(plan, contract, book))
        for purchase in bought:
            yield Line(_purchase(plan, purchase, book), level=0 if single else 1)


def _purchase(plan: Plan, purchase: Purchase, book: Book) -> str:
    known = {"item": clean(purchase.item_name), "n": purchase.purchased}
    if purchase.idle:
        code = "buy.idle-needed" if _serves_all(plan, purchase) else "buy.idle"
        counts = {"assigned": purchase.assigned, "idle": purchase.idle}
        return book.say(code, **known, **counts)
    line = _price_line(plan, purchase)
    tier = tier_text(*purchase.tier, book) if purchase.tier else ""
    if line is None:
        return book.say("buy.reached" if tier else "buy.plain", **known, tier=tier)
    basis = offer_of(plan, purchase.key.contract).prices
    price = book.say(
        f"price.{line.per.value}",
        price=Money(line.unit_price, plan.currency),
        basis=book.say(f"basis.{basis}"),
    )
    code = "buy.priced-tier" if tier else "buy.priced"
    return book.say(code, **known, price=price, tier=tier)


def _serves_all(plan: Plan, purchase: Purchase) -> bool:
    """Whether the seats assigned of one item are all seats that are needed."""
    return purchase.assigned == plan.scenario.groups.seats_needed


def _price_line(plan: Plan, purchase: Purchase) -> BillLine | None:
    """Find the one line that prices every unit bought alike, if there is one."""
    key = purchase.key
    bills = [entry.bill for entry in plan.bills if entry.contract == key.contract]
    lines = [line for bill in bills for line in bill.lines if line.item == key.item]
    whole = len(lines) == 1 and lines[0].quantity == purchase.purchased
    return lines[0] if whole else None


# --- total, status, limits --------------------------------------------------------


def _total(plan: Plan, book: Book) -> Labelled:
    bases = {offer.prices for offer in plan.scenario.offers}
    figure, aside = plan.budget_figure, ""
    if figure is not None:
        aside = book.say("figure", figure=_figure(plan, figure, book))
    return total(plan.cost.incl_tax, plan.scenario.terms, min(bases), book, aside)


def total(
    paid: GrossMoney, terms: Terms, prices: str, book: Book, aside: str = ""
) -> Labelled:
    """Say what is to be paid, and whether tax is in it."""
    basis = "with-tax" if terms.tax else prices
    line = Line(book.say(f"total.{basis}", money=paid), aside)
    return Labelled(book.say(f"label.total.{basis}"), [line])


def _figure(plan: Plan, figure: GrossMoney, book: Book) -> str:
    rule = plan.scenario.budget_figure
    unit, word = (rule.unit, rule.word) if rule else (1, "half-up")
    scaled: object = figure
    below: object = Money(unit, plan.currency)
    if f"report.figure-unit.{unit}" in catalogue(book.lang):
        words = book.say(f"figure-unit.{unit}", n=int(figure.amount / unit))
        scaled = _with_currency(words, plan.currency, book)
        below = _with_currency(book.say(f"figure-below.{unit}"), plan.currency, book)
    rounding = book.say(f"figure-rounding.{word}", unit=below)
    return book.say("figure-rounded", figure=scaled, rounding=rounding)


def _with_currency(words: str, currency: str, book: Book) -> str:
    """Name the currency behind a number in words, where the language does."""
    money = with_currency(words, currency, book.lang)
    return book.say("figure-amount", scaled=words, money=money)


def _status(plan: Plan, book: Book) -> str:
    report = plan.solver
    solver = f"{report.name} {report.version}" if report.version else report.name
    if plan.proof != "none":
        return book.say(f"status.{plan.proof}", solver=solver)
    why = book.named("stopped", plan.stopped_because or "unknown", solver=solver)
    if plan.gap is None or plan.bound is None:
        return book.say("status.open", why=why)
    share = plan.gap.amount / plan.cost.incl_tax.amount if plan.cost.incl_tax else None
    percent = book.percent(share) if share is not None else ""
    fields = {"gap": plan.gap, "percent": percent, "bound": plan.bound}
    return book.say("status.none", why=why, **fields)


def _limits(plan: Plan, book: Book) -> list[str]:
    limits, parts = plan.scenario.limits, []
    if limits.budget is not None:
        budget = Money(limits.budget, plan.currency)
        parts.append(book.say("limit.budget", money=budget))
    allowed = limits.surplus(plan.scenario.groups.seats_needed)
    if allowed is not None:
        parts.append(book.say("limit.surplus", n=allowed))
    costs = plan.notes_of("surplus-limit-costs")
    parts += [book.say("limit.surplus-costs", **note.fields) for note in costs]
    return parts
