"""Writing tariffs back as documents: what is written reads back as an equal value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.documents import Document
from tariffopt.money import decimal_text
from tariffopt.tariff.charges import Charge, Item
from tariffopt.tariff.choices import Choice, When
from tariffopt.tariff.meters import Meter
from tariffopt.tariff.model import Example, FrozenTable, Tariff, Version
from tariffopt.tariff.rules import HEADCOUNT, OfPool, Rule, WholeHeadcount
from tariffopt.tariff.schemes import Schedule, Scheme
from tariffopt.tariff.spending import as_money


def tariff_to_dict(tariff: Tariff) -> Document:
    """Write a tariff as a document of JSON's own types; amounts are decimal text.

    Raises
    ------
    TypeError
        For a schedule that is none of `SCHEMES`.

    Examples
    --------
    >>> from tariffopt.tariff import tariff_from_dict
    >>> document = {
    ...     "id": "t",
    ...     "name": "T",
    ...     "vendor": "V",
    ...     "currency": "USD",
    ...     "prices": "excluding-tax",
    ...     "items": {"seat": {}},
    ...     "charges": [{"per": "month", "scheme": "per_unit", "price": "7.25"}],
    ... }
    >>> tariff = tariff_from_dict(document)
    >>> tariff_from_dict(tariff_to_dict(tariff)) == tariff
    True
    """
    document: Document = {
        "id": tariff.id,
        "name": tariff.name,
        "vendor": tariff.vendor,
        "currency": tariff.currency,
        "prices": tariff.prices,
        "items": {item.id: _item(item) for item in tariff.items},
    }
    if tariff.choices:
        document["choices"] = {choice.id: _choice(choice) for choice in tariff.choices}
    if tariff.contracts != 1:
        document["contracts"] = tariff.contracts
    if tariff.source:
        document["source"] = _known(attrs.asdict(tariff.source))
    if tariff.facts:
        document["facts"] = _thaw(tariff.facts)
    if tariff.examples:
        document["examples"] = [_example(example) for example in tariff.examples]
    single = len(tariff.versions) == 1
    if single and (
        tariff.versions[0].start is None or tariff.versions[0].until is None
    ):
        return document | _version(tariff.versions[0])
    return document | {"versions": [_version(version) for version in tariff.versions]}


def _known(entry: Mapping[str, Any]) -> Document:
    """Leave out what is ``None``; dates become ISO text, amounts decimal text."""
    return {key: _text(value) for key, value in entry.items() if value is not None}


def _text(value: Any) -> Any:
    if isinstance(value, Fraction):
        return decimal_text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _choice(choice: Choice) -> Document:
    return {"name": choice.name, "options": dict(choice.options)}


def _when(when: When) -> Document:
    """Write a condition as the key that holds it, or nothing."""
    options = {c: o[0] if len(o) == 1 else list(o) for c, o in when}
    return {"when": options} if when else {}


def _item(item: Item) -> Document:
    entry: Document = {"name": item.name, "grants": list(item.grants)}
    if item.minimum:
        entry["minimum"] = item.minimum
    if item.maximum is not None:
        entry["maximum"] = item.maximum
    if item.step != 1:
        entry["step"] = item.step
    if item.people != 1:
        entry["people"] = item.people
    return entry | _when(item.when)


def _version(version: Version) -> Document:
    entry = _known({"from": version.start, "until": version.until})
    entry["charges"] = [_charge(charge) for charge in version.charges]
    if version.rules:
        entry["rules"] = [_rule(rule) for rule in version.rules]
    return entry


def _rule(rule: Rule) -> Document:
    entry = attrs.asdict(rule, recurse=False, filter=lambda a, _: a.name != "when")
    entry = {"rule": rule.kind, **_known(entry)}
    if isinstance(rule, OfPool):
        entry["pool"] = _pool(rule.pool)
    if isinstance(rule, WholeHeadcount):
        entry["at_least"] = HEADCOUNT
    return entry | _when(rule.when)


def _charge(charge: Charge) -> Document:
    entry: Document = {"per": charge.per.value}
    if charge.name is not None:
        entry["name"] = charge.name
    if charge.meter.item is not None:
        entry["item"] = charge.meter.item
    elif not charge.of_contract:
        entry["pool"] = _pool(charge.meter)
    if charge.selector is not None:
        entry["tier_by"] = _selector(charge, charge.selector)
    if charge.free is not None:
        (carried,) = charge.free.weights
        entry["free"] = {"item": carried[0], "each": carried[1]}
    entry |= schedule_to_dict(charge.schedule)
    if charge.selector is not None and charge.selector.unit is not None:
        entry = as_money(entry, charge.selector)
    for step in charge.steps:
        entry[step.key] = step.to_key()
    if charge.priced_at_zero:
        entry["at_zero"] = "as-priced"
    if charge.tax_class != "standard":
        entry["tax_class"] = charge.tax_class
    return entry | _when(charge.when)


def _selector(charge: Charge, selector: Meter) -> list[str] | Document:
    words: Document = {"held": True} if charge.with_held else {}
    words |= {"scope": "bodies"} if charge.across else {}
    if prices := selector.list_prices:
        return {"list_price": {i: decimal_text(p) for i, p in prices.items()}, **words}
    items = _pool(selector)
    return {"items": items, **words} if words else items


def _pool(meter: Meter) -> list[str] | dict[str, int]:
    weights = dict(meter.weights)
    return list(weights) if set(weights.values()) == {1} else weights


def schedule_to_dict(schedule: Schedule) -> Document:
    """Write a schedule as the keys of its charge.

    Raises
    ------
    TypeError
        For a schedule that is none of `SCHEMES`.
    """
    if not isinstance(schedule, Scheme):
        raise TypeError(f"no document for schedule {type(schedule).__name__}")
    return {"scheme": schedule.scheme, **schedule.to_keys()}


def _example(example: Example) -> Document:
    pairs = {"buy", "choices", "held"}
    entry = _known(attrs.asdict(example, filter=lambda a, _: a.name not in pairs))
    for key in ("held", "choices"):
        if getattr(example, key):
            entry[key] = dict(getattr(example, key))
    return {"buy": dict(example.buy)} | entry


def _thaw(value: Any) -> Any:
    """Turn frozen facts back into tables and lists."""
    if isinstance(value, FrozenTable):
        return {key: _thaw(item) for key, item in value}
    return [_thaw(item) for item in value] if isinstance(value, tuple) else _text(value)
