"""Judging rules across items, and units carried for free, in tariff documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place
from tariffopt.tariff.rules import HEADCOUNT, RULES


def known_item(item: str, items: list[str], place: Place) -> Iterator[Fault]:
    """Find an item that the tariff does not have."""
    if item not in items:
        fields = {
            "found": item,
            "allowed": ", ".join(items),
            "guess": guess(item, items),
        }
        yield Fault("unknown-item", place, fields)


def entry_place(place: Place, found: object, number: int, name: str) -> Place:
    """Give the place of one name: alone, in a list, or as a key."""
    if isinstance(found, str):
        return place
    return place.at(name if isinstance(found, Mapping) else number)


_KEYS_OF_RULES = {
    "ratio": ("item", "at_most", "per"),
    "requires": ("item", "requires"),
    "excludes": ("item", "excludes"),
    "equals": ("item", "equals"),
    "cap": ("pool", "at_most"),
    "minimum": ("pool", "at_least"),
    "headcount": ("pool", "at_least"),
}
"""What each kind of rule says; ``item`` may stand for a pool of one."""


def kind_of(rule: Mapping[str, Any]) -> str | None:
    """Name the kind of a rule: the one it names itself, or that its keys mean."""
    if "rule" in rule:
        return str(rule["rule"])
    if "at_least" in rule:
        return "headcount" if rule["at_least"] == HEADCOUNT else "minimum"
    words = ("requires", "excludes", "equals")
    found = [kind for kind in words if kind in rule]
    found += ["ratio"] if "per" in rule else []
    found += ["cap"] if "at_most" in rule else []
    return found[0] if found else None


def rule_faults(
    rule: Mapping[str, Any], items: list[str], place: Place
) -> Iterator[Fault]:
    """Find rules that say nothing, or name what is not there."""
    kind = kind_of(rule)
    if kind is None:
        yield Fault("rule-unclear", place, {"allowed": ", ".join(RULES)})
        return
    keys = list(_KEYS_OF_RULES[kind])
    if "pool" in keys and "pool" not in rule and "item" in rule:
        keys[0] = "item"
    for key in keys:
        if key not in rule:
            fields = {"rule": kind, "allowed": ", ".join(keys)}
            yield Fault("rule-key-missing", place.at(key), fields)
    for key in sorted(set(rule) - {*keys, "rule", "when"}):
        fields = {"rule": kind, "allowed": ", ".join(keys)}
        yield Fault("rule-key", place.at(key), fields)
    yield from _rule_items(rule, items, place)
    yield from _rule_number(rule, kind, place)


def _rule_items(
    rule: Mapping[str, Any], items: list[str], place: Place
) -> Iterator[Fault]:
    for key in ("pool", "item", "per", "requires", "excludes", "equals"):
        found = rule.get(key, ())
        for number, name in enumerate([found] if isinstance(found, str) else found):
            yield from known_item(
                name, items, entry_place(place.at(key), found, number, name)
            )
        twice = isinstance(found, str) and found == rule.get("item")
        if twice and key in ("requires", "excludes", "equals"):
            yield Fault("rule-same", place.at(key), {"found": found})


def _rule_number(rule: Mapping[str, Any], kind: str, place: Place) -> Iterator[Fault]:
    """Find a cap that is no whole number, and a head-count that is a number."""
    at_most, at_least = rule.get("at_most"), rule.get("at_least")
    if kind == "cap" and at_most is not None and not isinstance(at_most, int):
        yield Fault("rule-whole", place.at("at_most"), {"found": str(at_most)})
    if at_least is not None and (at_least == HEADCOUNT) != (kind == "headcount"):
        fields = {"rule": kind, "found": str(at_least)}
        yield Fault("rule-at-least", place.at("at_least"), fields)


def free_faults(
    charge: Mapping[str, Any], items: list[str], place: Place
) -> Iterator[Fault]:
    """Find free units carried by what is counted itself, or of a price that ends."""
    free = charge.get("free")
    if free is None:
        return
    at = place.at("free")
    yield from known_item(free["item"], items, at.at("item"))
    counted = charge.get("pool", [charge["item"]] if "item" in charge else [])
    if free["item"] in counted or not counted:
        yield Fault("free-by-itself", at.at("item"), {"found": free["item"]})
    last = [charge[key][-1] for key in ("tiers", "runs") if key in charge]
    ends = "maximum" in charge or any("up_to" in tier for tier in last)
    if "tier_by" in charge:
        yield Fault("free-tier-by", at)
    if ends:
        yield Fault("free-up-to", at)
