"""Mutated scenarios and tables: faults with a place, never a traceback."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tariffopt.errors import InputErrors, ScenarioError
from tariffopt.scenario import (
    Groups,
    read_groups,
    scenario_from_dict,
    scenario_to_dict,
)
from tariffopt.tariff import tariff_from_dict
from tariffopt.texts import LANGS

CHAT = tariff_from_dict(
    {
        "id": "chat",
        "name": "Chat",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat", "mail"]}},
        "charges": [{"per": "month", "scheme": "per_unit", "price": 400}],
    }
)
WHOLE: dict[str, Any] = {
    "format": "tariffopt.scenario/1",
    "name": "A case",
    "offers": ["chat"],
    "needs": ["chat"],
    "groups": [
        {"id": "a", "name": "A", "people": 48, "coverage": "80%", "unit": "field"},
        {"name": "B", "seats": 7, "needs": ["mail"], "meta": {"cc": 1200}, "note": "n"},
        {"name": "C", "people": 5},
        {"name": "D", "people": 9, "at_most": "100%", "people_per_seat": 3},
    ],
    "units": [{"id": "field", "within": "city"}, {"id": "city", "name": "City"}],
    "requirements": [
        {"kind": "coverage", "of": ["field", "C"], "at_least": "80%", "at_most": 48},
        {"kind": "groups-served", "at_least": 2},
        {"kind": "vendors", "of": ["a"], "at_least": 1, "at_most": 1},
        {"kind": "share", "vendor": "V", "at_least": "50%"},
        {"kind": "purchase", "offer": "chat", "item": "seat", "at_most": 99},
        {"kind": "budget", "offer": "chat", "at_most": 1_200_000},
        {"kind": "budget", "of": ["city", "B", "C", "D"], "at_most": 2_400_000},
        {"kind": "one-vendor"},
        {"kind": "same-vendor", "of": ["city"]},
        {"kind": "different-vendors", "of": ["field", "C"]},
    ],
    "horizon": {"start": "2021-04-01", "months": 12},
    "tax": {"rate": "10%", "rounding": "floor", "invoice": "year"},
    "budget_figure": {"unit": 1000, "rounding": "up"},
    "limits": {"budget": 2_400_000, "max_surplus": "5%"},
}
EXTREME = [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999")]
ODD: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        1,
        7,
        10**30,
        0.5,
        Decimal("0.1"),
        Decimal("1E+9"),
        *EXTREME,
        "",
        "x",
    ),
    *("10%", "1/3", "none", "chat", "groups.csv", [], [1], ["chat"], ["x"], {}),
    *({"a": 1}, [{}], [[]], date(2021, 4, 1), datetime(2021, 4, 1), "2021-02-30"),  # noqa: DTZ001
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value of a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in steps:
        yield (*path, step)
        if isinstance(item, dict | list):
            yield from paths(item, (*path, step))


ALL = list(paths(WHOLE))
CHANGES = st.tuples(
    st.sampled_from(ALL), st.sampled_from(["set", "drop", "add"]), st.sampled_from(ODD)
)


def mutated(changes: list[tuple[tuple[Any, ...], str, Any]]) -> dict[str, Any]:
    """Apply changes to the whole document, leaving out those that no longer fit."""
    document = copy.deepcopy(WHOLE)
    for path, what, value in changes:
        found: Any = document
        try:
            for step in path[:-1]:
                found = found[step]
            if what == "set":
                found[path[-1]] = value
            elif what == "drop":
                del found[path[-1]]
            else:
                found["colour"] = value
        except (LookupError, TypeError):
            continue
    return document


@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_mutated_documents(changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    """Whatever a document holds, it is a scenario that reads back, or has faults.

    Each fault has a place and a text in both languages.
    """
    document = mutated(changes)
    try:
        scenario = scenario_from_dict(document, {"chat": CHAT}.__getitem__)
    except ScenarioError as error:
        check_faults(error)
    else:
        written = json.loads(json.dumps(scenario_to_dict(scenario)))
        assert scenario_from_dict(written, {"chat": CHAT}.__getitem__) == scenario


CELLS = st.one_of(
    st.sampled_from(
        ["", "5", "1,234", "48人", "80%", "chat", "chat;mail", "x", '"', "A"]
    ),
    st.text(max_size=5),
)
HEADERS = st.lists(
    st.sampled_from(
        ["id", "人数", "name", "割合", "席数", "needs", "備考", "meta.x", "?", ""]
    ),
    min_size=1,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=HEADERS,
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=5),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_mutated_tables(
    tmp_path: Path, header: list[str], rows: list[list[str]], separator: str
) -> None:
    """Whatever a table holds, it is groups, or faults with a row."""
    content = "\n".join(separator.join(row) for row in [header, *rows])

    check_table(tmp_path, content.encode("utf-8", errors="replace"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60), header=st.sampled_from([b"", b"name,people\n"]))
def test_any_bytes(tmp_path: Path, data: bytes, header: bytes) -> None:
    """Bytes that are no table are told so."""
    check_table(tmp_path, header + data)


def check_faults(error: InputErrors) -> None:
    """Hold faults to having a place, and a text in both languages."""
    assert error.faults
    assert all(fault.place.path or fault.place.file for fault in error.faults)
    assert all(error.text(lang) for lang in LANGS)


def check_table(folder: Path, data: bytes) -> None:
    """Read a table of these bytes: groups, or faults that can be said."""
    file = folder / "groups.csv"
    file.write_bytes(data)
    try:
        groups = read_groups(file, ["chat"])
    except InputErrors as error:
        check_faults(error)
    else:
        assert Groups.of(groups) == groups


def test_a_document_may_be_no_table() -> None:
    """The whole document itself is plain."""
    assert scenario_from_dict(WHOLE, {"chat": CHAT}.__getitem__).name == "A case"
    with pytest.raises(ScenarioError):
        scenario_from_dict({}, {"chat": CHAT}.__getitem__)
