"""Each command of examples/README.md answers with the numbers beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_readme import _run

PROJECT = Path(__file__).parents[1]
_ROW = re.compile(
    r"^\| (?P<name>[SX]\d+) \| [^|]+ \| `(?P<command>[^`]+)` \| (?P<answer>[^|]+) \|$",
    re.MULTILINE,
)
ROWS = _ROW.findall((PROJECT / "examples" / "README.md").read_text(encoding="utf-8"))


def test_every_scenario_has_a_command() -> None:
    """No organization is left out, and each folder of scenarios is named."""
    folders = {path.parent.name for path in PROJECT.glob("examples/*/*.toml")}
    named = {part for _, command, _ in ROWS for part in re.split("[ /]", command)}

    assert {name for name, _, _ in ROWS} >= {f"S{number}" for number in range(1, 7)}
    assert folders - {"harp-formula", "plugin-template"} <= named


@pytest.mark.parametrize(("command", "answer"), [row[1:] for row in ROWS])
def test_command_answers(command: str, answer: str) -> None:
    """One command gives the numbers that were worked out before."""
    said = " ".join(_run(f"{command} --lang en", PROJECT).split())

    assert [part for part in answer.split("; ") if part not in said] == []
