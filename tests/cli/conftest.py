from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tariffopt.cli import run
from tests.cli.running import Result, Run


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def call(*words: str | Path) -> Result:
        capsys.readouterr()
        code = run([str(word) for word in words])
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def city(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with the files of the city's business chat."""
    return _copied(project, "lgwan-chat", tmp_path, monkeypatch)


@pytest.fixture
def club(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with the files of the club's messenger."""
    return _copied(project, "ngo-messenger", tmp_path, monkeypatch)


def _copied(
    project: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder = tmp_path / name
    shutil.copytree(project / "examples" / name, folder)
    monkeypatch.chdir(folder)
    return folder


def _tiers(chance: random.Random) -> list[dict[str, int]]:
    price, tiers = 500 + chance.randint(0, 60), []
    for end in [*sorted(chance.sample(range(20, 600), 4)), None]:
        tiers.append({"price": price} | ({"up_to": end} if end else {}))
        price -= chance.randint(10, 60)
    return tiers


def _tariff(name: str, chance: random.Random) -> dict[str, Any]:
    volume = {"per": "month", "scheme": "volume"}
    flat = {"per": "month", "scheme": "flat", "price": chance.randint(3000, 30000)}
    seat = {"item": "seat", **volume, "tiers": _tiers(chance)}
    box = {"item": "box", **volume, "tiers": _tiers(chance)}
    return {
        "id": name,
        "name": name,
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}, "box": {"grants": ["mail"]}},
        "charges": [seat, flat, box],
    }


@pytest.fixture
def hard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a scenario that only a solver's search can settle."""
    names, chance = ("ash", "birch", "cedar", "dogwood"), random.Random(0)
    for name in names:
        content = json.dumps(_tariff(name, chance))
        (tmp_path / f"{name}.json").write_text(content, encoding="utf-8")
    scenario = {
        "name": "hard",
        "offers": [f"{name}.json" for name in names],
        "groups": [
            {"name": "one", "people": 137, "needs": ["chat"]},
            {"name": "two", "people": 271, "needs": ["chat", "mail"]},
            {"name": "three", "people": 89, "needs": ["mail"]},
        ],
        "horizon": {"fiscal_year": 2021},
        "tax": {"rate": "10%", "rounding": "floor", "invoice": "month"},
    }
    (tmp_path / "hard.json").write_text(json.dumps(scenario), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _lot(name: str, seats: int, fee: int) -> dict[str, Any]:
    """Sell one lot of seats, all or none, for a fee and a price each."""
    return {
        "id": name,
        "name": name,
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"], "step": seats, "maximum": seats}},
        "charges": [
            {"item": "seat", "per": "once", "scheme": "per_unit", "price": 100},
            {"per": "once", "scheme": "flat", "price": fee},
        ],
    }


@pytest.fixture
def huge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a covering knapsack: quick to answer, very slow to prove."""
    chance, size, total = random.Random(0), 300_000, 0
    names = [f"lot-{number}" for number in range(60)]
    for name in names:
        seats = chance.randint(size, 2 * size)
        total += seats
        document = _lot(name, seats, 10 * size + chance.randint(0, 99))
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    scenario = {
        "offers": [f"{name}.json" for name in names],
        "needs": ["chat"],
        "groups": [{"name": "all", "people": total // 2 + 1}],
        "horizon": {"fiscal_year": 2021},
        "tax": "none",
    }
    (tmp_path / "huge.json").write_text(json.dumps(scenario), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
