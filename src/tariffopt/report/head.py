"""The head of a plan's text: what to buy, the total, the status, the limits."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from tariffopt.money import GrossMoney, Money
from tariffopt.plan.model import ContractKey, Plan, Purchase
from tariffopt.report.page import LABEL, Page
from tariffopt.tariff import BillLine, Tariff, Terms
from tariffopt.texts import catalogue, with_currency
from tariffopt.texts.columns import clean

_GAP = " " * 5
_FISCAL = (4, 1, 12)
_ERAS = ((2019, 2018, "reiwa"), (1989, 1988, "heisei"))


def head(plan: Plan, page: Page) -> list[str]:
    """Say what to buy, what it costs, and how far that is proved."""
    return [
        *title(plan.scenario.name, plan.scenario.terms, page),
        "",
        *_buy(plan, page),
        *_total(plan, page),
        *_status(plan, page),
        *_limits(plan, page),
    ]


# --- title ------------------------------------------------------------------------


def title(name: str, terms: Terms, page: Page) -> list[str]:
    """Name what the text is about, and its horizon."""
    return page.titled(clean(name) or page.say("untitled"), horizon(terms, page))


def horizon(terms: Terms, page: Page) -> str:
    """Name the horizon; a Japanese fiscal year by its era."""
    start = terms.start
    from_day = page.say("day" if start.day != 1 else "month", **_parts(start))
    plain = page.counted("horizon", terms.months, start=from_day)
    if (start.month, start.day, terms.months) != _FISCAL:
        return plain
    for first, before, era in _ERAS:
        if start.year >= first:
            year = start.year - before
            count = page.say("first-year") if year == 1 else str(year)
            return page.say(f"fiscal.{era}", year=count, plain=plain)
    return plain


def _parts(day: date) -> dict[str, object]:
    return {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "iso": day.isoformat(),
    }


# --- what to buy ------------------------------------------------------------------


def _buy(plan: Plan, page: Page) -> list[str]:
    label = page.say("label.buy")
    if not plan.purchases:
        return page.labelled(label, page.say("buy.nothing"))
    if len(plan.scenario.offers) == 1:
        words = [_purchase(plan, purchase, page) for purchase in plan.purchases]
        return _stacked(label, words, page, LABEL)
    lines: list[str] = []
    for contract, bought in groupby(plan.purchases, key=lambda p: p.key.contract):
        lines += page.labelled(
            "" if lines else label, contract_name(plan, contract, page)
        )
        words = [_purchase(plan, purchase, page) for purchase in bought]
        lines += _stacked("", words, page, LABEL + 2)
    return lines


def _stacked(label: str, words: list[str], page: Page, columns: int) -> list[str]:
    lines: list[str] = []
    for line in words:
        lines += page.labelled("" if lines else label, line, columns)
    return lines


def contract_name(plan: Plan, contract: ContractKey, page: Page) -> str:
    """Name a contract by its tariff, the vendor, and its number where there are two."""
    offer = offer_of(plan, contract)
    fields = {"tariff": clean(offer.name), "vendor": clean(offer.vendor)}
    several = len(
        {entry.contract for entry in plan.bills if entry.contract.offer == offer.id}
    )
    code = "contract.numbered" if several > 1 else "contract"
    return page.say(code, **fields, number=contract.number)


def offer_of(plan: Plan, contract: ContractKey) -> Tariff:
    """Give the tariff of a contract."""
    return plan.scenario.offer(contract.offer)


def _purchase(plan: Plan, purchase: Purchase, page: Page) -> str:
    item, count = clean(purchase.item_name), purchase.purchased
    if purchase.idle:
        fields = {"assigned": purchase.assigned, "idle": purchase.idle}
        code = "buy.idle-needed" if _serves_all(plan, purchase) else "buy.idle"
        return page.say(code, item=item, n=count, **fields)
    line = _price_line(plan, purchase)
    if line is None:
        code = "buy.plain" if purchase.tier is None else "buy.reached"
        return page.say(code, item=item, n=count, tier=_tier(purchase, page))
    basis = offer_of(plan, purchase.key.contract).prices
    price = page.say(
        f"price.{line.per.value}",
        price=Money(line.unit_price, plan.currency),
        basis=page.say(f"basis.{basis}"),
    )
    code = "buy.priced" if purchase.tier is None else "buy.priced-tier"
    return page.say(code, item=item, n=count, price=price, tier=_tier(purchase, page))


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


def _tier(purchase: Purchase, page: Page) -> str:
    if purchase.tier is None:
        return ""
    first, last = purchase.tier
    return tier_text(first, last, page)


def tier_text(first: int, last: int | None, page: Page) -> str:
    """Name a range of quantities, ends inclusive."""
    if last is None:
        return page.say("tier.open", first=first)
    code = "tier.one" if first == last else "tier"
    return page.say(code, first=first, last=last)


# --- total, status, limits --------------------------------------------------------


def _total(plan: Plan, page: Page) -> list[str]:
    bases = {offer.prices for offer in plan.scenario.offers}
    figure, tail = plan.budget_figure, ""
    if figure is not None:
        tail = page.say("figure", figure=_figure(plan, figure, page))
    return total(plan.cost.incl_tax, plan.scenario.terms, min(bases), page, tail)


def total(
    paid: GrossMoney, terms: Terms, prices: str, page: Page, tail: str = ""
) -> list[str]:
    """Say what is to be paid, and whether tax is in it."""
    basis = "with-tax" if terms.tax else prices
    label = page.say(f"label.total.{basis}")
    words = page.say(f"total.{basis}", money=paid)
    line = page.labelled(label, words + _GAP + tail)
    if len(line) == 1 or not tail:
        return line
    return [*page.labelled(label, words), *page.labelled("", tail)]


def _figure(plan: Plan, figure: GrossMoney, page: Page) -> str:
    rule = plan.scenario.budget_figure
    unit, word = (rule.unit, rule.word) if rule else (1, "half-up")
    scaled: object = figure
    below: object = Money(unit, plan.currency)
    if f"report.figure-unit.{unit}" in catalogue(page.lang):
        count = int(figure.amount / unit)
        words = page.say(f"figure-unit.{unit}", n=count)
        scaled = _with_currency(words, plan.currency, page)
        below = _with_currency(page.say(f"figure-below.{unit}"), plan.currency, page)
    rounding = page.say(f"figure-rounding.{word}", unit=below)
    return page.say("figure-rounded", figure=scaled, rounding=rounding)


def _with_currency(words: str, currency: str, page: Page) -> str:
    """Name the currency behind a number in words, where the language does."""
    money = with_currency(words, currency, page.lang)
    return page.say("figure-amount", scaled=words, money=money)


def solver_name(plan: Plan) -> str:
    """Name the solver with its version."""
    report = plan.solver
    return f"{report.name} {report.version}" if report.version else report.name


def _status(plan: Plan, page: Page) -> list[str]:
    label, solver = page.say("label.status"), solver_name(plan)
    if plan.proof != "none":
        return page.labelled(label, page.say(f"status.{plan.proof}", solver=solver))
    why = page.named("stopped", plan.stopped_because or "unknown", solver=solver)
    if plan.gap is None or plan.bound is None:
        return page.labelled(label, page.say("status.open", why=why))
    share = plan.gap.amount / plan.cost.incl_tax.amount if plan.cost.incl_tax else None
    fields = {
        "gap": plan.gap,
        "percent": page.percent(share) if share is not None else "",
        "bound": plan.bound,
    }
    return page.labelled(label, page.say("status.none", why=why, **fields))


def _limits(plan: Plan, page: Page) -> list[str]:
    limits, parts = plan.scenario.limits, []
    if limits.budget is not None:
        budget = Money(limits.budget, plan.currency)
        parts.append(page.say("limit.budget", money=budget))
    allowed = limits.surplus(plan.scenario.groups.seats_needed)
    if allowed is not None:
        parts.append(page.say("limit.surplus", n=allowed))
    costs = plan.notes_of("surplus-limit-costs")
    parts += [page.say("limit.surplus-costs", **note.fields) for note in costs]
    if not parts:
        return []
    return page.labelled(page.say("label.limits"), page.say("comma").join(parts))
