"""The plugin template, really built and installed, into a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from tariffopt.registry import Registry
print(json.dumps([[e.id, e.where, len(e.faults)] for e in Registry().entries()]))
"""


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a copy of the template with pip, without a network."""
    folder = tmp_path_factory.mktemp("template")
    copy = folder / "copy"
    shutil.copytree(project / "examples" / "plugin-template", copy)
    options = "--quiet --no-build-isolation --no-deps --disable-pip-version-check"
    command = [sys.executable, "-m", "pip", "install", *options.split()]
    subprocess.run([*command, "--target", str(folder / "site"), str(copy)], check=True)
    return folder / "site"


def test_installed_template_is_found(site: Path) -> None:
    """All three roads of the template lead to tariffs without a fault."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    found = {known: (where, faults) for known, where, faults in json.loads(done.stdout)}

    assert found["acme-chat"] == ("acme-tariffs 1.0: files/acme-chat.toml", 0)
    assert found["acme-drive-team"] == ("acme-tariffs 1.0: built", 0)
    assert found["acme-drive-school"] == ("acme-tariffs 1.0: built", 0)
    assert found["acme-storage"] == ("acme-tariffs 1.0: formula", 0)
    assert found["lgwan-chat"][1] == 0


def test_installed_template_passes_the_kit(site: Path) -> None:
    """The template's own tests run the kit on what was installed, and pass."""
    words = "-m pytest -v -p no:cacheprovider --import-mode=importlib".split()
    tests = site.parent / "copy" / "tests"
    done = subprocess.run(
        [sys.executable, *words, "--rootdir", str(tests), str(tests)],
        env={**os.environ, "PYTHONPATH": _path(site)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "test_tariff[acme-storage-program-agrees] PASSED" in done.stdout


def _path(site: Path) -> str:
    return os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
