from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest

from tariffopt.cli.pages import columns
from tariffopt.demo import demo_scenario
from tests.cli.running import Run, run_script


@pytest.mark.parametrize("kind", ["tariff", "scenario", "plan"])
def test_schema(cli: Run, kind: str) -> None:
    """Each schema is printed as JSON, and is itself a valid schema."""
    done = cli("schema", kind)

    document = json.loads(done.out)
    jsonschema.Draft202012Validator.check_schema(document)
    assert done.code == 0
    assert kind in document["title"]


@pytest.mark.parametrize(("lang", "word"), [("en", "JPY 2,314,620"), ("ja", "円")])
def test_demo_from_anywhere(tmp_path: Path, lang: str, word: str) -> None:
    """``tariffopt demo`` shows the real case from any folder, with no file there."""
    done = run_script("demo", "--lang", lang, folder=tmp_path, PYTHONUTF8="1")

    out = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert word in out
    assert max(columns(line) for line in out.splitlines()) <= 80
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("tmp_path")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_demo_names_commands_that_work(cli: Run, lang: str) -> None:
    """Every command that the demo goes on with can be typed as it stands."""
    page = cli("demo", "--lang", lang).out
    commands = re.findall(r"^ +(tariffopt .*?)(?:  +.*)?$", page, re.MULTILINE)
    own = [line for line in commands if "YOUR" in line or "シナリオ" in line]

    assert len(commands) >= 4
    for line in commands:
        if line not in own:
            assert cli(*shlex.split(line)[1:]).code == 0, line


def test_demo_scenario_is_the_citys() -> None:
    """The shipped scenario is the documented one: five groups, 501 people."""
    scenario = demo_scenario()

    assert len(scenario.groups) == 5
    assert int(scenario.groups.needed.sum()) == 501
    assert [offer.id for offer in scenario.offers] == ["lgwan-chat"]
    assert scenario.offers[0].origin is not None
    assert "shipped" in scenario.offers[0].origin.found
