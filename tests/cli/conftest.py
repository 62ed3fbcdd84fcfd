from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

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


SCHEDULES = {
    "ash": ((50, 503), (120, 461), (300, 411), (None, 397)),
    "birch": ((40, 520), (100, 449), (250, 431), (None, 389)),
    "cedar": ((70, 499), (150, 463), (400, 409), (None, 401)),
}


@pytest.fixture
def hard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a scenario that only a solver can settle."""
    for name, tiers in SCHEDULES.items():
        rows = ", ".join(
            f"{{ price = {price} }}"
            if end is None
            else f"{{ up_to = {end}, price = {price} }}"
            for end, price in tiers
        )
        (tmp_path / f"{name}.toml").write_text(
            f'id = "{name}"\nname = "{name}"\nvendor = "V"\ncurrency = "JPY"\n'
            'prices = "excluding-tax"\n[items.seat]\ngrants = ["chat"]\n'
            '[items.box]\ngrants = ["mail"]\n'
            '[[charges]]\nitem = "seat"\nper = "month"\nscheme = "volume"\n'
            f"tiers = [{rows}]\n"
            '[[charges]]\nitem = "box"\nper = "month"\nscheme = "package"\n'
            f"size = {len(name) + 7}\nprice = {sum(map(ord, name)) * 7}\n",
            encoding="utf-8",
        )
    offers = ", ".join(f'"{name}.toml"' for name in SCHEDULES)
    (tmp_path / "hard.toml").write_text(
        f'name = "hard"\noffers = [{offers}]\nneeds = ["chat"]\ntax = "none"\n'
        "groups = [\n"
        '  { name = "one", people = 137 },\n'
        '  { name = "two", people = 271, needs = ["chat", "mail"] },\n'
        '  { name = "three", people = 89, needs = ["mail"] },\n'
        "]\n[horizon]\nfiscal_year = 2021\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file of a name and a text into the test's folder."""

    def make(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return make
