"""What is in the wheel, and what it says about itself."""

from __future__ import annotations

import json
import re
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

DIST = metadata.distribution("tariffopt")


@pytest.fixture(scope="session")
def shipped(project: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the names of all files that users receive.

    From a wheel built of this tree; where the wheel itself is being tested, from what
    it installed.
    """
    origin = json.loads(DIST.read_text("direct_url.json") or "{}")
    if not origin.get("dir_info", {}).get("editable"):
        return {file.as_posix() for file in DIST.files or ()}
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(project)).build(
        directory=str(folder), versions=["standard"]
    )
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "tariffopt/__init__.py",
        "tariffopt/py.typed",
        "tariffopt/schemas/tariff.json",
        "tariffopt/schemas/scenario.json",
        "tariffopt/schemas/plan.json",
        "tariffopt/texts/en/errors.py",
        "tariffopt/texts/ja/errors.py",
        "tariffopt_tariffs/__init__.py",
    ],
)
def test_wheel_has(shipped: set[str], name: str) -> None:
    """Types, schemas, texts and the shipped collection reach the users."""
    assert name in shipped


def test_wheel_has_tariffs(shipped: set[str]) -> None:
    """The shipped collection holds tariffs as TOML."""
    collection = {name for name in shipped if name.startswith("tariffopt_tariffs/")}

    assert any(name.endswith(".toml") for name in collection)


def test_wheel_has_all_sources(project: Path, shipped: set[str]) -> None:
    """No file of the two packages is left behind."""
    trees = [project / "src" / "tariffopt", project / "tariffs" / "tariffopt_tariffs"]
    sources = {
        file.relative_to(tree.parent).as_posix()
        for tree in trees
        for file in tree.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert sources - shipped == set()


def test_wheel_has_nothing_else(shipped: set[str]) -> None:
    """No tests, benchmarks or documents are installed beside the packages."""
    tops = {name.partition("/")[0] for name in shipped if not name.startswith("..")}

    assert {top for top in tops if not top.endswith(".dist-info")} <= {
        "tariffopt",
        "tariffopt_tariffs",
        "_tariffopt.pth",
    }


def test_command_and_collection_are_entry_points() -> None:
    """The command is installed, and the collection comes by the public road."""
    found = {(entry.group, entry.name): entry.value for entry in DIST.entry_points}

    assert found["console_scripts", "tariffopt"] == "tariffopt.cli:main"
    assert found["tariffopt.tariffs", "shipped"] == "tariffopt_tariffs"


def test_python_and_license() -> None:
    """Python 3.11 is enough, and the license is the Apache License 2.0."""
    assert DIST.metadata["Requires-Python"] == ">=3.11"
    assert DIST.metadata["License-Expression"] == "Apache-2.0"


def test_every_dependency_is_explained(project: Path) -> None:
    """docs/dependencies.md names each dependency, of every extra."""
    page = (project / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {Requirement(line).name for line in DIST.requires or ()}

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_version_is_the_same_everywhere(project: Path) -> None:
    """CITATION.cff, CHANGELOG.md and the package name one version."""
    citation = (project / "CITATION.cff").read_text(encoding="utf-8")
    changes = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    version = DIST.version

    assert re.findall(r'^version: "?([^"\n]+)"?$', citation, re.MULTILINE) == [version]
    assert f"## [{version}]" in changes
