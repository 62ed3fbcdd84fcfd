"""Tariffs as documents: what is written is read back, and faults have a place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffopt.documents import Document
from tariffopt.errors import TariffError
from tariffopt.scenario import Scenario, scenario_from_dict, scenario_to_dict
from tariffopt.tariff import Tariff, tariff_from_dict, tariff_to_dict
from tariffopt.testing.strategies import scenarios, tariffs
from tariffopt.texts import LANGS
from tests.profiles import examples

Path = tuple[str | int, ...]


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every value inside a document."""
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, inner in pairs:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def shown(path: Path) -> str:
    """Write a path as faults do: ``$.charges[0].tiers``."""
    steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
    return "$" + "".join(steps)


def parent(document: Any, path: Path) -> Any:
    """Find the table or list that holds the value of a path."""
    for step in path[:-1]:
        document = document[step]
    return document


def read(document: Document) -> Tariff | TariffError:
    """Read a document: the tariff, or the error it is refused with."""
    try:
        return tariff_from_dict(document)
    except TariffError as error:
        return error


@settings(max_examples=examples(200))
@given(tariff=tariffs(tax_classes=("standard", "reduced"), most_items=3))
def test_tariff_round_trip(tariff: Tariff) -> None:
    """A tariff written to JSON's own types and read again is the same tariff."""
    document = json.loads(json.dumps(tariff_to_dict(tariff)))

    assert tariff_from_dict(document) == tariff


@settings(max_examples=examples(100))
@given(scenario=scenarios())
def test_scenario_round_trip(scenario: Scenario) -> None:
    """A scenario written to JSON's own types and read again is the same scenario."""
    document = json.loads(json.dumps(scenario_to_dict(scenario)))
    offers = {offer.id: offer for offer in scenario.offers}

    assert scenario_from_dict(document, offers.__getitem__) == scenario


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, Path]:
    """Draw a sound document, and the path of one value in it."""
    document = tariff_to_dict(draw(tariffs()))
    return document, draw(st.sampled_from(list(paths(document))))


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, -1),
    st.floats(allow_nan=False),
    st.just(""),
    st.just("４００"),
    st.just("400\n"),
    st.just([]),
    st.just({}),
    st.just([["deep"]]),
    st.just({"nobody": "knows"}),
)


@settings(max_examples=examples(300))
@given(drawn=documents(), junk=JUNK)
def test_damaged_document_never_gives_a_traceback(
    drawn: tuple[Document, Path], junk: Any
) -> None:
    """A document with any value replaced is read, or refused with its faults."""
    document, path = drawn
    parent(document, path)[path[-1]] = copy.deepcopy(junk)

    found = read(document)

    if isinstance(found, TariffError):
        assert found.faults
        assert all(found.text(lang) for lang in LANGS)


@settings(max_examples=examples(200))
@given(drawn=documents(), value=st.sampled_from([0.1, 400.0]))
def test_float_is_refused_at_its_place(
    drawn: tuple[Document, Path], value: float
) -> None:
    """A float anywhere is a fault that names its path."""
    document, path = drawn
    parent(document, path)[path[-1]] = value

    with pytest.raises(TariffError) as caught:
        tariff_from_dict(document)

    assert shown(path) in {fault.place.path for fault in caught.value.faults}


@settings(max_examples=examples(200))
@given(drawn=documents(), key=st.sampled_from(["pirce", "schema", "価格"]))
def test_unknown_key_is_refused_at_its_place(
    drawn: tuple[Document, Path], key: str
) -> None:
    """A misspelled key in any table is a fault that names its path."""
    document, path = drawn
    inside = parent(document, path)
    if not isinstance(inside, dict) or path[:1] == ("facts",):
        return
    if path[:-1] == ("items",) or path[0] == "examples":
        return  # keys of these tables are names
    inside[key] = 1

    with pytest.raises(TariffError) as caught:
        tariff_from_dict(document)

    place = shown((*path[:-1], key))
    assert any(fault.place.path == place for fault in caught.value.faults)


@settings(max_examples=examples(200))
@given(drawn=documents())
def test_missing_key_is_refused_at_its_place(drawn: tuple[Document, Path]) -> None:
    """Taking a key out gives a sound tariff (it was optional) or a fault inside it."""
    document, path = drawn
    table = parent(document, path)
    if not isinstance(table, dict):
        return
    del table[path[-1]]

    found = read(document)

    if isinstance(found, TariffError):
        assert all(fault.place.path.startswith("$") for fault in found.faults)
