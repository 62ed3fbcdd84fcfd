"""One tariff for each finding of lint: odd in the way that finding is for."""

from __future__ import annotations

from datetime import date
from typing import Any

TODAY = date(2021, 6, 1)
SOUND: dict[str, Any] = {
    "id": "sound",
    "name": "Sound",
    "vendor": "Example Ltd",
    "currency": "JPY",
    "prices": "excluding-tax",
    "source": {"title": "price list", "date": "2021-04-01"},
    "items": {"seat": {"grants": ["chat"]}},
    "charges": [{"item": "seat", "per": "month", "scheme": "per_unit", "price": 300}],
}


def table(*tiers: dict[str, Any], scheme: str = "volume", **more: Any) -> Any:
    """Give the sound tariff a table of tiers for its seats, worked examples too."""
    charge = {"item": "seat", "per": "month", "scheme": scheme, "tiers": list(tiers)}
    return charge | more


def sound(**keys: Any) -> dict[str, Any]:
    """Give the sound tariff other keys; a key that is ``None`` is left out."""
    return {k: v for k, v in {**SOUND, **keys}.items() if v is not None}


def shown(charge: dict[str, Any], *quantities: int, **keys: Any) -> dict[str, Any]:
    """Make a tariff of one charge with examples for some quantities, as they are."""
    examples = [{"buy": {"seat": quantity}} for quantity in quantities]
    return sound(charges=[charge], examples=examples, **keys)


def tier(price: Any, up_to: int | None = None, **more: Any) -> dict[str, Any]:
    """Write a tier."""
    return {"price": price, **({"up_to": up_to} if up_to else {}), **more}


TIER = "$.charges[0].tiers"
_STEPS = table(tier(100, 10), tier(200, 20), tier(300), scheme="stairstep")
_SEATS = {"item": "seat", "per": "month", "scheme": "per_unit", "price": 300}
_TABULATED = {"item": "seat", "per": "month", "scheme": "tabulated"}
_RUNS = [
    {"up_to": 5, "base": 0, "price": 9},
    {"up_to": 10, "base": 0, "price": 7},
]
_VERSIONS = [
    {"from": "2020-04-01", "until": "2021-04-01", "charges": [_SEATS]},
    {"from": "2021-05-01", "charges": [_SEATS]},
]
PLANTED: dict[str, tuple[dict[str, Any], str]] = {
    "hole": (
        sound(charges=[table(tier(9, 5), {**tier(8), "from": 8})]),
        f"{TIER}[1].from",
    ),
    "overlap": (
        sound(charges=[table(tier(9, 5), {**tier(8), "from": 5})]),
        f"{TIER}[1].from",
    ),
    "hole-in-time": (sound(charges=None, versions=_VERSIONS), "$.versions[0].until"),
    "mixed-periods": (
        sound(charges=[_SEATS, {**_SEATS, "per": "year"}]),
        "$.charges[1].per",
    ),
    "one-time-too": (
        sound(charges=[_SEATS, {**_SEATS, "per": "once"}]),
        "$.charges[1].per",
    ),
    "no-source": (sound(source=None), "$.source"),
    "no-source-date": (sound(source={"title": "price list"}), "$.source.date"),
    "stale-source": (
        sound(source={"title": "price list", "date": "2020-05-31"}),
        "$.source.date",
    ),
    "order-by-passed": (
        sound(
            source={"title": "offer", "date": "2020-01-01", "order_by": "2021-05-31"}
        ),
        "$.source.order_by",
    ),
    "no-example": (shown(_STEPS, 10, 20, 21), "$.charges[0]"),
    "no-open-tier": (shown(table(tier(9, 5))), f"{TIER}[0].up_to"),
    "unit-price-rises": (
        shown(table(tier(9, 4), tier(30, 8), tier(30), scheme="stairstep"), 4, 5, 8, 9),
        f"{TIER}[1]",
    ),
    "tier-unreachable": (
        shown(_STEPS, 20, 21, items={"seat": {"grants": ["chat"], "minimum": 11}}),
        f"{TIER}[0]",
    ),
    "other-reading": (
        shown(table(tier(9, 5), tier(8), scheme="graduated"), 5, 6),
        "$.charges[0].scheme",
    ),
    "item-never": (
        sound(
            items={"seat": {"grants": ["chat"], "minimum": 10}},
            charges=[{**_SEATS, "maximum": 9}],
        ),
        "$.items.seat",
    ),
    "tier-never-bought": (
        shown(
            table(tier(100, 10), tier(150, 20), tier(140), scheme="stairstep"),
            *(10, 11, 20, 21),
        ),
        f"{TIER}[1]",
    ),
    "falling-total": (
        shown({**_TABULATED, "runs": _RUNS}, 5, 6),
        "$.charges[0]",
    ),
    "option-never-chosen": (
        sound(
            choices={"plan": {"options": ["old", "new"]}},
            charges=[
                {**_SEATS, "when": {"plan": "old"}},
                {**_SEATS, "price": 280, "when": {"plan": "new"}},
            ],
        ),
        "$.choices",
    ),
    "option-dearer": (
        sound(
            choices={"billing": {"options": ["monthly", "yearly"]}},
            charges=[
                {**_SEATS, "when": {"billing": "monthly"}, "price": 10},
                {**_SEATS, "when": {"billing": "yearly"}, "price": 121, "per": "year"},
            ],
        ),
        "$.choices",
    ),
    "item-never-bought": (
        sound(
            items={"seat": {"grants": ["chat"]}, "all": {"grants": ["chat", "mail"]}},
            charges=[_SEATS, {**_SEATS, "item": "all", "price": 299}],
        ),
        "$.items.seat",
    ),
}
"""By code: a document that yields this finding and no other, and its place."""
