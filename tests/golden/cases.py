"""Decisions whose texts are kept in this folder, a file for each language.

`python -m tests.golden.regen` writes the files again; look at what changed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from tariffopt.documents import Origin
from tariffopt.money import GrossMoney
from tariffopt.optimizing import optimize
from tariffopt.plan import Plan
from tariffopt.plan.model import SolverReport
from tariffopt.report import bill_text, plan_text, steps_text, tariff_text
from tariffopt.report.plans import plan_markdown
from tariffopt.scenario import BudgetFigure, Group, Limits, Scenario
from tariffopt.tariff import Tariff, Tax, Terms, quote, tariff_from_dict
from tariffopt.texts import LANGS, Lang

FOLDER = Path(__file__).parent
FISCAL = Terms(date(2021, 4, 1), 12, Tax("10%", "floor", "year"))
TIERS = [{"up_to": 500, "price": 400}, {"up_to": 3000, "price": 350}]
NEW_YEAR = date(2021, 1, 1)

# What the sheet of the real case says, in both languages.
SHEET = {
    "ja": {
        "name": "LGWAN対応ビジネスチャットの導入",
        "source": "評価シート",
        "item": "アカウント",
        "groups": (
            "テレビ会議用タブレット",
            "リモートワーク用タブレット",
            "在宅勤務職員",
            "所属",
            "ゲストアカウント他",
        ),
        "note": "原資料で判読できないため合計501から逆算",
    },
    "en": {
        "name": "Business chat on LGWAN",
        "source": "evaluation sheet",
        "item": "accounts",
        "groups": (
            "Executives' tablets",
            "Remote-work tablets",
            "Home workers",
            "Sections",
            "Guests and others",
        ),
        "note": "illegible in the source; inferred from the total of 501",
    },
}


def tariff(key: str, charges: object, items: object, **more: object) -> Tariff:
    """Make a tariff in yen before tax, unless more is said."""
    document: dict[str, Any] = {
        "id": key,
        "name": key.capitalize(),
        "vendor": "Vendor",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": items,
        "charges": charges,
    }
    return tariff_from_dict(document | more)


def chat(lang: Lang) -> Tariff:
    """Give the tariff of the real case, in a language."""
    source = {
        "title": SHEET[lang]["source"],
        "date": "2020-12-10",
        "confidence": "high",
    }
    charge = {"per": "month", "scheme": "volume", "tiers": TIERS}
    items = {"account": {"name": SHEET[lang]["item"], "grants": ["chat"]}}
    found = tariff("lgwan-chat", [charge], items, source=source)
    return attrs.evolve(found, origin=Origin("lgwan-chat.toml", "0" * 64))


def seed(lang: Lang, need: int = 501, **more: Any) -> Plan:
    """Decide the real case; with another need, the sections are fewer or more."""
    people = (48, 72, 100, 196 + need - 501, 85)
    names = zip(SHEET[lang]["groups"], people, strict=True)
    notes = {3: str(SHEET[lang]["note"])}
    groups = [
        Group(name, count, note=notes.get(index))
        for index, (name, count) in enumerate(names)
    ]
    scenario = Scenario(
        groups,
        [chat(lang)],
        FISCAL,
        str(SHEET[lang]["name"]),
        needs="chat",
        budget_figure=BudgetFigure(1000, "up"),
        origin=Origin("chat.toml", "0" * 64),
        **more,
    )
    return named(optimize(scenario))


def named(plan: Plan) -> Plan:
    """Let the same solver of the same version have found every plan."""
    if plan.solver.name.startswith("none"):
        return plan
    return attrs.evolve(plan, solver=SolverReport("HiGHS", "1.15.1"))


def messenger(_: Lang) -> Plan:
    """Decide for an NGO: a paid member carries five free guests."""
    offer = tariff(
        "messenger",
        [{"item": "member", "per": "month", "scheme": "per_unit", "price": "7.25"}],
        {
            "member": {"name": "members", "grants": ["chat"]},
            "guest": {"name": "guests", "grants": ["guest"]},
        },
        rules=[{"rule": "ratio", "item": "guest", "at_most": 5, "per": "member"}],
        currency="USD",
    )
    groups = [
        Group("Staff", 60, needs="chat"),
        Group("Volunteers", 330, needs="guest", note="counted in May"),
    ]
    terms = Terms(date(2021, 5, 3), 12)
    return named(optimize(Scenario(groups, [offer], terms, "NGO")))


def several(_: Lang) -> Plan:
    """Decide between vendors; some people need two seats together."""
    seats = {"seat": {"name": "seats", "grants": ["chat"], "minimum": 5}}
    boxes = {"box": {"name": "boxes", "grants": ["mail"], "step": 10}}
    rooms = {"room": {"name": "rooms", "grants": ["chat", "mail"]}}
    charges = [
        {"name": "Basic fee", "per": "month", "scheme": "flat", "price": 5000},
        {"per": "month", "scheme": "graduated", "tiers": TIERS},
    ]
    packs = {"per": "year", "scheme": "package", "size": 25, "price": 30000}
    dear = {"per": "month", "scheme": "per_unit", "price": 2000}
    source = {"title": "Price list 7", "confidence": "medium", "order_by": "2021-03-31"}
    offers = [
        tariff("talk", charges, seats, source=source),
        tariff("post", [packs], boxes),
        tariff("both", [dear], rooms),
    ]
    groups = [
        Group("sales", 620, name="Sales", needs={"chat"}, coverage="80%"),
        Group("office", 40, name="Office", needs={"chat", "mail"}, note="shared desks"),
        Group("board", name="Board", needs={"chat"}, seats=9, note="by name"),
        Group("none", 12, name="Nobody yet", needs={"chat"}, coverage=0),
    ]
    terms = Terms(date(2021, 1, 1), 24, Tax("7%", "half-up", "month"))
    limits = Limits(budget=8_000_000)
    scenario = Scenario(groups, offers, terms, "Two vendors", limits=limits)
    return named(optimize(scenario))


def including(_: Lang) -> Plan:
    """Decide on prices that include tax, none of which is computed."""
    charge = {"per": "month", "scheme": "per_unit", "price": "302.5"}
    items = {"slot": {"name": "slots", "grants": ["line"]}}
    offer = tariff("lines", [charge], items, prices="including-tax")
    groups = [Group("meters", 900, needs="line")]
    return optimize(Scenario(groups, [offer], Terms(NEW_YEAR, 1)))


def unproved(lang: Lang) -> Plan:
    """Stop before a proof, under limits one of which costs something."""
    plan = seed(lang, 450, limits=Limits(budget=2_400_000, max_surplus=10))
    bound = GrossMoney(plan.cost.incl_tax.amount - 12_345, "JPY")
    return attrs.evolve(
        plan,
        status="feasible",
        proof="none",
        bound=bound,
        stopped_because="time-limit",
    )


def many(_: Lang) -> Plan:
    """Decide for more groups than a text lists, with names longer than a column."""
    groups = [
        Group(f"g{n}", 3, name=f"Section {n} of a department whose name has no end {n}")
        for n in range(50)
    ]
    return optimize(Scenario(groups, [chat("en")], FISCAL, "Many", needs="chat"))


PLANS: Mapping[str, Callable[[Lang], Plan]] = {
    "seed": seed,
    "idle": lambda lang: seed(lang, 450),
    "messenger": messenger,
    "several": several,
    "including": including,
    "unproved": unproved,
    "many": many,
}


def bill(lang: Lang) -> str:
    """Quote 450 of the real case."""
    offer = chat(lang)
    return bill_text(quote(offer, {"account": 450}, FISCAL), offer, lang=lang)


def steps(lang: Lang) -> str:
    """Show the steps of the real case, a need, a budget and a range."""
    return steps_text(
        chat(lang), FISCAL, need=450, budget=2_000_000, span=(437, 440), lang=lang
    )


def shown(lang: Lang) -> str:
    """Show tariffs of every scheme."""
    plan = several(lang)
    offers = [chat(lang), *plan.scenario.offers, *messenger(lang).scenario.offers]
    return "\n\n\n".join(tariff_text(offer, lang=lang) for offer in offers)


def plan(name: str, lang: Lang) -> str:
    """Show a plan."""
    return plan_text(PLANS[name](lang), lang=lang)


TEXTS: Mapping[str, Callable[[Lang], str]] = {
    **{name: functools.partial(plan, name) for name in PLANS},
    "bill": bill,
    "steps": steps,
    "tariffs": shown,
}


def markdown(name: str, lang: Lang) -> str:
    """Show a plan as Markdown."""
    return plan_markdown(PLANS[name](lang), lang=lang)


MARKDOWN: Mapping[str, Callable[[Lang], str]] = {
    name: functools.partial(markdown, name) for name in ("idle", "several")
}


def expected() -> Mapping[Path, Callable[[], str]]:
    """Give every expected file and how its text is made."""
    return {
        FOLDER / f"{name}.{lang}{ending}": functools.partial(make, lang)
        for ending, texts in ((".txt", TEXTS), (".md", MARKDOWN))
        for name, make in texts.items()
        for lang in LANGS
    }
