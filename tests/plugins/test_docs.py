"""The blocks of docs/plugins.md do what the page says."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import tariffopt as to
from tariffopt.tariff.functions import marked_tariff

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def blocks(project: Path) -> dict[str, list[str]]:
    """Give the page's blocks by language."""
    page = (project / "docs" / "plugins.md").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for language, text in BLOCK.findall(page):
        found.setdefault(language, []).append(text)
    return found


def test_whole_tariff(blocks: dict[str, list[str]]) -> None:
    """The tariff written in five minutes has no fault and costs what it shows."""
    document = tomllib.loads(blocks["toml"][0], parse_float=Decimal)

    tariff = to.tariff_from_dict(document)

    (charge,) = tariff.versions[0].charges
    for example in tariff.examples:
        (quantity,) = dict(example.buy).values()
        parts = charge.schedule.parts(quantity)
        assert sum(part.amount for part in parts) == example.monthly


def test_rules_and_versions(blocks: dict[str, list[str]]) -> None:
    """The fragments fit into a tariff as they stand."""
    whole, rules, versions, choices, _ = map(tomllib.loads, blocks["toml"])
    whole["items"]["member"] = whole["items"]["guest"] = {}

    assert to.tariff_from_dict(whole | rules).versions[0].rules
    chosen = {key: value for key, value in whole.items() if key != "examples"}
    assert to.tariff_from_dict(chosen | choices).choices
    dated = {key: value for key, value in whole.items() if key != "charges"}
    assert len(to.tariff_from_dict(dated | versions).versions) == 2


def test_python_blocks(
    blocks: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python blocks run and make the tariffs they speak of."""
    (tmp_path / "prices").mkdir()
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for text in blocks["python"]:
        exec(compile(text, "docs/plugins.md", "exec"), names)  # noqa: S102

    assert isinstance(names["tariff"], to.Tariff)
    assert isinstance(names["TARIFFS"], list)
    marked = marked_tariff(names["price"])
    assert marked is not None
    assert marked.id == "acme-storage"
