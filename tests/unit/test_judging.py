from __future__ import annotations

import json
from pathlib import Path

import pytest

import tariffopt as to
from tariffopt.judging import verdicts_to_dict


def test_a_file_in_order(project: Path) -> None:
    """A program learns what an input is, and that nothing is wrong with it."""
    verdict = to.check_input(project / "examples" / "lgwan-chat" / "chat.toml")

    assert (verdict.kind, verdict.count, verdict.faults) == ("scenario", 0, ())
    assert verdict.summary() == "scenario, 5 groups, 501 seats, offers: lgwan-chat"


def test_an_id_is_resolved() -> None:
    """What is no file is the id of a tariff, found by whoever the caller names."""
    tariff = to.demo_scenario().offers[0]

    verdict = to.check_input("anything", resolve=lambda _: tariff)

    assert verdict.kind == "tariff"
    assert verdict.checks
    assert verdict.count == 0


def test_faults_are_values(tmp_path: Path) -> None:
    """All faults of an input are in the verdict, none is raised."""
    file = tmp_path / "chat.toml"
    file.write_text('id = "a"\ncharges = []\n', encoding="utf-8")

    verdict = to.check_input(file)

    assert {fault.code for fault in verdict.faults} >= {"empty", "missing-key"}
    assert verdict.text("ja") != verdict.text("en")


@pytest.mark.parametrize(("n", "words"), [(1, "one purchase;"), (2, "2 purchases;")])
def test_purchases_are_counted(tmp_path: Path, n: int, words: str) -> None:
    """One purchase is one, and two are two."""
    bought = {"offer": "chat", "item": "account", "purchased": 5}
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps({"purchases": [bought] * n, "groups": []}))

    assert words in to.check_input(file).summary()


def test_verdicts_as_a_document(project: Path) -> None:
    """The verdicts of a folder are a document that JSON can hold."""
    verdicts = to.check_folder(project / "examples" / "lgwan-chat")

    document = json.loads(json.dumps(verdicts_to_dict(verdicts)))

    assert document["format"] == "tariffopt.check/1"
    kinds = [entry["kind"] for entry in document["inputs"]]
    assert kinds == ["scenario", "scenario", "tariff"]
    assert all(entry["in_order"] for entry in document["inputs"])
