"""Units and requirements of buyers, from documents and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.documents import Document
from tariffopt.money import decimal_text
from tariffopt.scenario.group import limit_text
from tariffopt.scenario.requirements import (
    REQUIREMENTS,
    Budget,
    Requirement,
    Seller,
    Unit,
)

_SELLER = [field.name for field in attrs.fields(Seller)]


def units_of(entries: Iterable[Mapping[str, Any]]) -> tuple[Unit, ...]:
    """Make the units of a document, as its schema allows them."""
    return tuple(Unit(**entry) for entry in entries)


def requirement_of(entry: Mapping[str, Any]) -> Requirement:
    """Make a requirement of a document, as its schema allows it.

    Examples
    --------
    >>> entry = {"kind": "share", "vendor": "Vendor A", "at_most": "60%"}
    >>> requirement_of(entry).at_most
    Fraction(3, 5)
    >>> requirement_to_dict(requirement_of(entry)) == entry
    True
    """
    kind = REQUIREMENTS[entry["kind"]]
    keys = {key: value for key, value in entry.items() if key != "kind"}
    if "seller" in attrs.fields_dict(kind):
        named = {key: keys.pop(key) for key in _SELLER if key in keys}
        if named or kind is not Budget:
            keys["seller"] = Seller(**named)
    return kind(**keys)


def sound_requirements(
    document: Mapping[str, Any], blocked: Collection[str]
) -> dict[int, Requirement]:
    """Make the requirements of a document by their positions; no faulty entries."""
    if {"$.requirements", "$"} & {*blocked}:
        return {}
    entries = enumerate(document.get("requirements", ()))
    return {
        number: requirement_of(entry)
        for number, entry in entries
        if not any(path.startswith(f"$.requirements[{number}]") for path in blocked)
    }


def unit_to_dict(unit: Unit) -> Document:
    """Write a unit as a document."""
    return _given(attrs.asdict(unit))


def requirement_to_dict(requirement: Requirement) -> Document:
    """Write a requirement as a document that reads back as an equal one."""
    keys = attrs.asdict(requirement)
    seller = keys.pop("seller", None) or {}
    for key in ("at_least", "at_most"):
        if isinstance(part := keys.get(key), Fraction):
            keys[key] = _written(requirement, part)
    keys["of"] = list(keys["of"]) or None
    return _given({"kind": requirement.kind, **seller, **keys})


def _written(requirement: Requirement, part: Fraction) -> int | str:
    if isinstance(requirement, Budget):
        return decimal_text(part)
    return limit_text(part)


def _given(entry: Document) -> Document:
    return {key: value for key, value in entry.items() if value is not None}
