"""Profiles, a clean environment, and the count of what was really tried."""

from __future__ import annotations

import functools
import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.profiles import register_profiles

register_profiles()


@pytest.fixture(scope="session")
def project() -> Path:
    """Give the folder that holds README.md, pyproject.toml and the tests."""
    return Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def _plain_environment() -> Iterator[None]:
    """Keep the developer's own tariffs and language out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        own = ("TARIFFOPT_PATH", "TARIFFOPT_LANG", "TARIFFOPT_DEBUG", "LANGUAGE")
        for name in own:
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--counts FILE``."""
    parser.addoption(
        "--counts",
        metavar="FILE",
        help="write how many tests, property cases and solver tests ran, as JSON",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Count the examples a property test completes; the report carries the count."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    if handle is None:
        return (yield)
    inner, completed = handle.inner_test, 0

    @functools.wraps(inner)
    def counted(*args: Any, **kwargs: Any) -> None:
        nonlocal completed
        inner(*args, **kwargs)
        completed += 1

    handle.inner_test = counted
    try:
        return (yield)
    finally:
        handle.inner_test = inner
        item.user_properties.append(("property_cases", completed))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how many property cases and solver tests ran: zero would prove nothing."""
    counts = _count(terminalreporter.stats)
    terminalreporter.write_line(
        f"{counts['property_cases']:,} property cases in"
        f" {counts['property_tests']} property tests;"
        f" {counts['solver_tests']} solver tests passed"
    )
    if file := config.getoption("--counts"):
        Path(file).write_text(json.dumps(counts), encoding="utf-8")


def _count(stats: dict[str, list[Any]]) -> dict[str, int]:
    passed = stats.get("passed", [])
    ran = [*passed, *stats.get("failed", [])]
    cases = [
        value
        for report in ran
        for name, value in report.user_properties
        if name == "property_cases"
    ]
    return {
        "passed": len(passed),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": len(stats.get("skipped", [])),
        "property_tests": len(cases),
        "property_cases": sum(cases),
        "solver_tests": sum("tests/solvers/" in report.nodeid for report in passed),
    }
