"""Quick tests of entries: certain where they say yes, and quick."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from tariffopt.documents import allowed_of, faults_of, judging, schema

ODD: list[Any] = [
    *(None, True, -1, 0, 7, 2**53 + 1, Decimal("0.5"), Decimal("1.5"), Decimal("NaN")),
    *(Decimal("1E+99"), "", "x", "80%", "80%\n", "８０%", "1/3", [], ["chat"], [""]),
    *(["chat", "chat"], [1], [1, True], {}, {"a": 1}, [{}]),
]
SEATS = {
    "offer": "o",
    "item": "i",
    "seats": 5,
    "together": [{"offer": "o", "item": "j"}],
}
GROUPS: dict[str, dict[str, Any]] = {
    "scenario": {"id": "a", "people": 5, "needs": ["chat"], "coverage": "80%"},
    "plan": {"id": "a", "people": 5, "needed": 4, "assigned": [SEATS]},
    "answer": {"id": "a", "assigned": [SEATS]},
}
KEYS = {*GROUPS["scenario"], *GROUPS["plan"], *SEATS, "note", "meta", "colour"}


def slow_validator(kind: str) -> Any:
    """Give the validator that judges every entry of every list."""
    quick: Any = judging._validator(kind)
    usual = jsonschema.Draft202012Validator.VALIDATORS["items"]
    extend: Any = jsonschema.validators.extend
    return extend(type(quick), {"items": usual})(
        schema(kind), format_checker=quick.format_checker
    )


def _schemas(rules: Any) -> Iterator[dict[str, Any]]:
    """Give every schema of a key within a schema."""
    below = rules.values() if isinstance(rules, dict) else rules
    for part in below if isinstance(rules, dict | list) else ():
        yield from _schemas(part)
    if isinstance(rules, dict):
        keys = rules.get("properties")
        yield from (part for part in (keys or {}).values() if isinstance(part, dict))


@pytest.mark.parametrize("kind", ["tariff", "scenario", "plan", "answer"])
def test_what_is_allowed_can_be_said(kind: str) -> None:
    """A missing key, and one that is wrong, is told with an example of it."""
    whole = schema(kind)

    assert [part for part in _schemas(whole) if not allowed_of(part, whole)] == []


def test_a_key_that_is_described_elsewhere() -> None:
    """The gap of a plan is an amount or null, and that is said where it is missing."""
    missing = {f.place.path: f.text() for f in faults_of({}, "plan", None)}

    assert missing["$.gap"].endswith('Allowed: "2314620", "478.50", "1/3", null.')


@pytest.mark.parametrize("kind", GROUPS)
def test_nothing_is_overlooked(kind: str) -> None:
    """Whatever stands in a group, quick tests change nothing of what is found."""
    group, slow = GROUPS[kind], slow_validator(kind)
    changed = [group | {key: odd} for key in sorted(KEYS) for odd in ODD]
    if "assigned" in group:
        rows = [SEATS | {key: odd} for key in sorted(KEYS) for odd in ODD]
        changed += [group | {"assigned": [row]} for row in rows]
    changed += [{k: v for k, v in group.items() if k != left} for left in group]
    for entry in changed:
        document = {"groups": [group, entry]}

        found = judging._validator(kind).iter_errors(document)

        expected = slow.iter_errors(document)
        assert [e.message for e in found] == [e.message for e in expected]


def test_many_groups_are_judged_quickly() -> None:
    """100,000 groups take a second or two, not ten; a faulty one is still found."""
    groups: list[Any] = [
        {"id": f"g{n}", "people": n, "needs": ["chat"], "coverage": Decimal("0.8")}
        for n in range(100_000)
    ]
    groups[77_777]["people"] = "48"
    started = time.process_time()

    faults = faults_of({"groups": groups}, "scenario", None)

    assert time.process_time() - started < 4
    assert "$.groups[77777].people" in [fault.place.path for fault in faults]
