"""The public surface: small, sorted, documented, and what the page says."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import tariffopt
from tests.packaging import api

# What the issue and the README promise by name; more may be public.
PROMISED = {
    "CertificationError",
    "Group",
    "InfeasibleError",
    "InputErrors",
    "Money",
    "NoPlanError",
    "Plan",
    "QuantityError",
    "Scenario",
    "SolverError",
    "Tariff",
    "TariffoptError",
    "Tax",
    "Terms",
    "certify",
    "dead_zones",
    "envelope",
    "optimize",
    "quote",
    "read_scenario",
    "read_tariff",
    "tariff_from_dict",
    "verify",
}


def test_all_is_sorted() -> None:
    """``__all__`` is sorted and names nothing twice."""
    assert list(tariffopt.__all__) == sorted(set(tariffopt.__all__))


def test_all_exists() -> None:
    """Every public name is there."""
    assert [name for name in tariffopt.__all__ if not hasattr(tariffopt, name)] == []


def test_type_checkers_see_the_same_names() -> None:
    """``__init__.pyi`` imports each public name from the room it is fetched from."""
    stub = Path(str(tariffopt.__file__)).with_suffix(".pyi").read_text("utf-8")
    seen = re.findall(r"^from (\S+) import (\w+) as (\w+)$", stub, re.MULTILINE)

    assert sorted(name for _, name, _ in seen) == tariffopt.__all__
    assert all(name == public for _, name, public in seen)
    for room, name, _ in seen:
        found = getattr(importlib.import_module(room), name)
        assert found is getattr(tariffopt, name)


def test_rooms_are_reached_without_another_import() -> None:
    """``import tariffopt as to`` is enough for ``to.analysis`` and ``to.report``."""
    code = "import tariffopt as to; print(to.report.steps_text, to.analysis.payable)"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert done.stdout.count("function") == 2


def test_promised_names_are_public() -> None:
    """The names users were shown are public."""
    assert PROMISED - set(tariffopt.__all__) == set()


def test_page_lists_the_public_names(project: Path) -> None:
    """docs/api.md lists exactly ``__all__``; `make api` rewrites it."""
    text = (project / "docs" / "api.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(tariffopt.__all__)


def test_page_is_current(project: Path) -> None:
    """docs/api.md says what the docstrings say."""
    assert (project / "docs" / "api.md").read_text(encoding="utf-8") == api.page()


def test_public_names_are_documented() -> None:
    """Every public function and class starts with a sentence."""
    values = {name: getattr(tariffopt, name) for name in tariffopt.__all__}

    silent = {
        name
        for name, value in values.items()
        if callable(value) and not (inspect.getdoc(value) or "").strip()
    }

    assert silent == set()


def test_public_functions_have_an_example() -> None:
    """Every public function's docstring shows it at work, as a doctest."""
    functions = {
        name: value
        for name in tariffopt.__all__
        if inspect.isfunction(value := getattr(tariffopt, name))
    }

    assert {
        name for name, f in functions.items() if ">>>" not in (f.__doc__ or "")
    } == set()
