"""Broken files: every fault at its place, in words that help, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tariffopt.errors import Fault, InputErrors, ScenarioError, TariffError
from tariffopt.scenario import read_scenario
from tariffopt.tariff import read_tariff
from tariffopt.texts import LANGS

HERE = Path(__file__).parent
KEYWORDS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (HERE / "keywords.toml").read_text(encoding="utf-8")
)
READERS: dict[str, Callable[[Path], object]] = {
    "tariffs": read_tariff,
    "scenarios": read_scenario,
}
# The file itself cannot be read, so nobody knows yet what it is.
UNREADABLE = {"coding-cp932", "toml-syntax"}


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages name files as the table of keywords does."""
    monkeypatch.chdir(HERE)


def faults_of(name: str) -> tuple[type, tuple[Fault, ...]]:
    """Read a broken file and give its error."""
    with pytest.raises(InputErrors) as caught:
        READERS[name.partition("/")[0]](Path(name))
    return caught.type, caught.value.faults


def place_of(fault: Fault) -> tuple[str | None, Any]:
    """Give the place of a fault as the table of keywords writes it."""
    place = fault.place
    at = place.path if place.row is None else (place.row, place.column or "")
    return place.file and Path(place.file).as_posix(), at


def listed(name: str, entry: dict[str, Any]) -> tuple[str, Any]:
    """Give the place that the table of keywords names."""
    at = entry["at"]
    return entry.get("in", name), tuple(at) if isinstance(at, list) else at


def test_every_broken_file_is_listed() -> None:
    """A file nobody expects anything of would prove nothing."""
    files = {
        f"{kind}/{file.name}" for kind in READERS for file in Path(kind).glob("*.toml")
    }

    assert files == set(KEYWORDS)
    assert len(files) > 95


@pytest.mark.parametrize("name", sorted(KEYWORDS))
def test_faults_and_their_places(name: str) -> None:
    """A file has exactly the listed faults, all told at once, each at its place."""
    kind, faults = faults_of(name)

    expected = [listed(name, entry) for entry in KEYWORDS[name]]
    assert sorted(map(place_of, faults), key=str) == sorted(expected, key=str)
    if {fault.code for fault in faults} <= UNREADABLE:
        assert kind is InputErrors
    else:
        assert kind is (TariffError if name.startswith("tariffs/") else ScenarioError)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(KEYWORDS))
def test_messages_say_what_helps(name: str, lang: Any) -> None:
    """Each message says what was found, what is allowed, and what was meant."""
    texts = {place_of(fault): fault.text(lang) for fault in faults_of(name)[1]}

    missing = {
        (entry["at"] if isinstance(entry["at"], str) else tuple(entry["at"]), word)
        for entry in KEYWORDS[name]
        for word in entry[lang]
        if word not in texts[listed(name, entry)]
    }
    assert missing == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(KEYWORDS))
def test_messages_start_with_their_place_on_one_line(name: str, lang: Any) -> None:
    """A message is one line that names its file first, and fits a CP932 console."""
    for fault in faults_of(name)[1]:
        message = fault.text(lang)
        assert "\n" not in message
        assert message.startswith(str(fault.place.file))
        assert message.encode("cp932", errors="replace").decode("cp932") == message
