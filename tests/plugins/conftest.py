"""A folder of the path that a test may install distributions into."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import cli as cli  # noqa: PLC0414 - a fixture here too


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder on ``sys.path``; modules imported by the test are forgotten."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        module = sys.modules[name]
        # A folder of files alone is a package without a file of its own.
        places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
        if any(str(tmp_path) in place for place in places if place):
            del sys.modules[name]
