"""Judging tariff documents: what no schema can say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place
from tariffopt.money import share
from tariffopt.tariff.choices import COMBINATIONS_AT_MOST
from tariffopt.tariff.judging_rules import (
    entry_place,
    free_faults,
    known_item,
    rule_faults,
)
from tariffopt.tariff.schedules import SCHEMES
from tariffopt.tariff.spending import as_readings, size_faults, spending


def meaning_faults(document: Mapping[str, Any], root: Place) -> Iterator[Fault]:
    """Find the faults of a document that keeps to its schema."""
    items = list(document["items"])
    yield from _version_faults(document, root)
    declared = document.get("choices", {})
    choices = {key: list(choice["options"]) for key, choice in declared.items()}
    if not choices and (choices := _named_options(document, root)):
        named = [f"{key} ({', '.join(known)})" for key, known in choices.items()]
        fields = {"named": "; ".join(named), "first": next(iter(choices))}
        yield Fault("choices-missing", root.at("choices"), fields)
    for key, item in document["items"].items():
        yield from _domain_faults(item, root.at("items", key))
        yield from _option_faults(item, "when", choices, root.at("items", key))
    yield from _combination_faults(choices, root)
    for place, entry in versions_of(document, root):
        for number, charge in enumerate(entry["charges"]):
            at = place.at("charges", number)
            contracts = document.get("contracts", 1)
            yield from _item_faults(charge, items, at, contracts)
            yield from _tier_faults(charge, document, items, at)
            yield from _step_faults(charge, at)
            yield from free_faults(charge, items, at)
            yield from _scheme_faults(charge, at)
            yield from _across_faults(charge, at)
            yield from _option_faults(charge, "when", choices, at)
        for number, rule in enumerate(entry.get("rules", [])):
            yield from rule_faults(rule, items, place.at("rules", number))
            yield from _option_faults(rule, "when", choices, place.at("rules", number))
    yield from _example_faults(document, choices, root)


def _example_faults(
    document: Mapping[str, Any], choices: Mapping[str, Any], root: Place
) -> Iterator[Fault]:
    items = list(document["items"])
    for number, example in enumerate(document.get("examples", [])):
        at = root.at("examples", number)
        for key in ("buy", "held"):
            for item in example.get(key, ()):
                yield from known_item(item, items, at.at(key, item))
        yield from _option_faults(example, "choices", choices, at)
        declared = document.get("choices", {}).keys()
        for choice in declared - example.get("choices", {}).keys():
            if len(choices[choice]) > 1:
                fields = {"choice": choice, "allowed": ", ".join(choices[choice])}
                yield Fault("example-choice", at.at("choices", choice), fields)


def versions_of(
    document: Mapping[str, Any], root: Place
) -> list[tuple[Place, Mapping[str, Any]]]:
    """Give the versions of a document with their places; the top may be one."""
    if "versions" in document:
        entries = document["versions"]
        return [(root.at("versions", n), entry) for n, entry in enumerate(entries)]
    return [(root, document)] if "charges" in document else []


def _version_faults(document: Mapping[str, Any], root: Place) -> Iterator[Fault]:
    if ("charges" in document) == ("versions" in document):
        yield Fault("charges-or-versions", root.at("charges"))
        return
    ends: date | None = date.min
    for place, entry in versions_of(document, root):
        start, until = day_of(entry.get("from")), day_of(entry.get("until"))
        if start and until and until <= start:
            fields = {"start": str(start), "until": str(until)}
            yield Fault("version-empty", place.at("until"), fields)
        if start and (ends is None or start < ends):
            yield Fault("version-overlap", place.at("from"), {"found": str(start)})
        ends = until


def _domain_faults(item: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find an item of which no quantity can be bought."""
    maximum, step = item.get("maximum"), item.get("step", 1)
    least = -(-max(item.get("minimum", 0), 1) // step) * step
    if maximum is not None and least > maximum:
        fields = {"found": maximum, "least": least}
        yield Fault("item-never", place.at("maximum"), fields)


def _option_faults(
    entry: Mapping[str, Any], key: str, choices: Mapping[str, list[str]], place: Place
) -> Iterator[Fault]:
    """Find choices and options that are not declared, where some are named."""
    for choice, named in entry.get(key, {}).items():
        at = place.at(key, choice)
        if choice not in choices:
            names = list(choices)
            fields = {"found": choice, "guess": guess(choice, names)}
            yield Fault("when-choice", at, {**fields, "allowed": ", ".join(names)})
            continue
        known = choices[choice]
        for option in [named] if isinstance(named, str) else named:
            if option not in known:
                fields = {"found": option, "guess": guess(option, known)}
                yield Fault("when-option", at, {**fields, "allowed": ", ".join(known)})


def _named_options(document: Mapping[str, Any], root: Place) -> dict[str, list[str]]:
    """Give the choices and options that a document names without declaring any."""
    parts = [part for _, entry in versions_of(document, root) for part in _parts(entry)]
    parts += document["items"].values()
    conditions = [part.get("when", {}) for part in parts]
    conditions += [e.get("choices", {}) for e in document.get("examples", ())]
    found: dict[str, list[str]] = {}
    for choice, named in (pair for table in conditions for pair in table.items()):
        known = found.setdefault(choice, [])
        options = [named] if isinstance(named, str) else named
        known += [option for option in options if option not in known]
    return found


def _parts(version: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from version["charges"]
    yield from version.get("rules", ())


def _combination_faults(
    choices: Mapping[str, list[str]], root: Place
) -> Iterator[Fault]:
    count = math.prod(map(len, choices.values()))
    if count > COMBINATIONS_AT_MOST:
        fields = {"found": count, "allowed": COMBINATIONS_AT_MOST}
        yield Fault("choice-combinations", root.at("choices"), fields)


def _item_faults(
    charge: Mapping[str, Any], items: list[str], place: Place, contracts: int
) -> Iterator[Fault]:
    if contracts > 1 and counts_held_too(charge):
        fields = {"found": "held", "other": "contracts"}
        yield Fault("blocks-and", place.at("tier_by", "held"), fields)
    counted = [(place.at(key), charge.get(key, ())) for key in ("item", "pool")]
    if "tier_by" in charge:
        yield from _selector_faults(charge["tier_by"], place.at("tier_by"))
        at = place.at("tier_by", *filter(None, [_table_key(charge)]))
        counted.append((at, selecting(charge)))
    for at, found in counted:
        names = [found] if isinstance(found, str) else found
        for number, name in enumerate(names):
            yield from known_item(name, items, entry_place(at, found, number, name))
    if "item" in charge and "pool" in charge:
        yield Fault("item-and-pool", place.at("pool"))
    elif "item" in charge or "pool" in charge:
        return
    elif len(items) > 1 and charge["scheme"] != "flat":
        yield Fault("item-needed", place.at("item"), {"allowed": ", ".join(items)})


_WORDS = ("items", "list_price", "held", "scope")


def _selector_faults(chosen: Any, place: Place) -> Iterator[Fault]:
    """Find items counted in two ways, and weights among a selector's own words."""
    known = [key for key in _WORDS[:2] if _is_word(chosen, key)]
    if len(known) > 1:
        fields = {"found": known[1], "other": known[0]}
        yield Fault("blocks-and", place.at(known[1]), fields)
    for key in chosen if known else ():
        if key not in _WORDS or (key in _WORDS[2:] and type(chosen[key]) is int):
            fields = {"guess": guess(key, list(_WORDS)), "allowed": ", ".join(_WORDS)}
            yield Fault("unknown-key", place.at(key), fields)


def _is_word(chosen: Any, key: str) -> bool:
    """Tell a selector's own word from an item of that name, which has a weight."""
    return isinstance(chosen, Mapping) and isinstance(chosen.get(key), Mapping | list)


def _table_key(charge: Mapping[str, Any]) -> str | None:
    """Name the word of a selector under which its items stand, if it has words."""
    chosen = charge.get("tier_by")
    return next((key for key in _WORDS[:2] if _is_word(chosen, key)), None)


def _is_table(charge: Mapping[str, Any]) -> bool:
    return _table_key(charge) is not None


def selecting(charge: Mapping[str, Any]) -> Any:
    """Give the items that select a tier, with weights, list prices, or without."""
    key = _table_key(charge)
    return charge["tier_by"] if key is None else charge["tier_by"][key]


def counts_held_too(charge: Mapping[str, Any]) -> bool:
    """Tell whether what is held counts in the selection of a tier."""
    return _is_table(charge) and charge["tier_by"].get("held") is True


def counts_across(charge: Mapping[str, Any]) -> bool:
    """Tell whether all contracts of the tariff select the tier together."""
    return _is_table(charge) and charge["tier_by"].get("scope") == "bodies"


def _across_faults(charge: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find a shared tier that some contracts do not have, and that ends."""
    ends = "tiers" in charge and "up_to" in charge["tiers"][-1]
    if "tier_by" in charge and counts_across(charge) and "when" in charge and ends:
        yield Fault("across-when", place.at("tier_by", "scope"))


def _tier_faults(
    charge: Mapping[str, Any],
    document: Mapping[str, Any],
    items: list[str],
    place: Place,
) -> Iterator[Fault]:
    pool = charge.get("pool", [charge.get("item", items[0])])
    counted = selecting(charge) if "tier_by" in charge else pool
    least = min(document["items"].get(i, {}).get("minimum", 0) for i in counted)
    meter, unit = spending(charge), Fraction(1)
    if meter is not None and "tiers" in charge:
        charge, unit = as_readings(charge, meter), meter.unit or unit
        least = min(max(1, least) * weight for _, weight in meter.weights)
        if large := list(size_faults(charge, meter, place)):
            yield from large
            return
    end, price = 0, None
    tiers = charge.get("tiers", charge.get("runs", []))
    kind = "tiers" if "tiers" in charge else "runs"
    for number, tier in enumerate(tiers):
        at = place.at(kind, number)
        if tier.get("from", end + 1) != end + 1:
            before = {"number": number, "end": end, "price_before": price, "unit": unit}
            yield from _from_faults(tier, before, least, at)
        up_to, last = tier.get("up_to"), number == len(tiers) - 1
        if up_to is None and not last:
            yield Fault("tier-open", at.at("up_to"))
            return
        if up_to is not None and up_to <= end:
            fields = {"found": up_to * unit, "before": end * unit}
            yield Fault("tier-order", at.at("up_to"), fields)
            return
        end, price = up_to or 0, tier.get("price", charge.get("price", 0))


def _from_faults(
    tier: Mapping[str, Any], before: Mapping[str, Any], least: int, place: Place
) -> Iterator[Fault]:
    first, end, unit = tier["from"], before["end"], before["unit"]
    fields = {
        "first": first * unit,
        "end": end * unit,
        "next": (end + 1) * unit,
        "before": before["number"] - 1,
        "price": tier.get("price", 0),
        "price_before": before["price_before"],
    }
    if before["number"] == 0:
        if first > max(1, least):
            late = {**fields, "last": (first - 1) * unit}
            yield Fault("tier-late", place.at("from"), late)
    elif first <= end:
        yield Fault("tier-overlap", place.at("from"), fields)
    else:
        hole = {**fields, "last": (first - 1) * unit}
        yield Fault("tier-hole", place.at("from"), hole)


def _scheme_faults(charge: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find keys of other schemes: left in, they would be silently without effect."""
    allowed = set(SCHEMES[charge["scheme"]].key_names())
    others = {key for kind in SCHEMES.values() for key in kind.key_names()} - allowed
    for key in sorted(others & set(charge)):
        fields = {"scheme": charge["scheme"], "allowed": ", ".join(sorted(allowed))}
        yield Fault("key-of-another-scheme", place.at(key), fields)


def _step_faults(charge: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find blocks of units where there can be none, or two kinds of them."""
    for key in ("scheme", "tier_by") if "count" in charge else ():
        if charge.get(key) == "package" or (key == "tier_by" and key in charge):
            fields = {"found": "count", "other": key}
            yield Fault("blocks-and", place.at("count"), fields)
    for number, tier in enumerate(charge.get("tiers", [])):
        at, stair = place.at("tiers", number), charge["scheme"] == "stairstep"
        if "price" not in tier and "price" not in charge:
            yield Fault("missing-key", at.at("price"), {"allowed": "400, 7.25"})
        off = share(tier.get("discount", 0))
        if off > 1:
            shares = {"found": off, "percent": off * 100, "decimal": off / 100}
            yield Fault("share-range", at.at("discount"), shares)
        if "size" in tier and (stair or "tier_by" in charge):
            fields = {"found": "size", "other": "scheme" if stair else "tier_by"}
            yield Fault("blocks-and", at.at("size"), fields)


def day_of(value: date | str | None) -> date | None:
    """Read a day that a document writes as a date or as ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
