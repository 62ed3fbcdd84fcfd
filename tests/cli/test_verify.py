from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run


@pytest.fixture
def plan(cli: Run, city: Path) -> dict[str, Any]:
    """Write plan.json, and give what it holds."""
    assert cli("optimize", "chat.toml", "-o", city / "plan.json").code == 0
    document: dict[str, Any] = json.loads(Path("plan.json").read_text("utf-8"))
    return document


def save(document: dict[str, Any], name: str = "theirs.json") -> str:
    """Write a document, and give its name."""
    Path(name).write_text(json.dumps(document), encoding="utf-8")
    return name


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_plan_stands_alone(cli: Run, tmp_path: Path, lang: str) -> None:
    """A plan is re-certified from nothing but itself, wherever it lies."""
    shutil.move("plan.json", tmp_path / "years-later.json")
    for file in Path().iterdir():
        file.unlink()

    done = cli("verify", tmp_path / "years-later.json", "--lang", lang)

    assert done.code == 0
    assert "2,314,620" in done.out
    assert "5" in done.out
    assert done.err == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("purchases", 0, "purchased"), 500),
        (("cost", "incl_tax"), "2314619"),
        (("groups", 0, "assigned", 0, "seats"), 47),
        (("bound", "incl_tax"), "2314621"),
        (("bill", 0, "amount"), "2104199"),
    ],
    ids=str,
)
def test_changed_plan_falls(
    cli: Run, plan: dict[str, Any], key: tuple[Any, ...], value: Any
) -> None:
    """A plan changed by one seat or one yen does not stand; exit 5."""
    place: Any = plan
    for step in key[:-1]:
        place = place[step]
    place[key[-1]] = value

    done = cli("verify", save(plan))

    assert done.code == 5
    assert "theirs.json" in done.out + done.err


@pytest.mark.usefixtures("plan")
def test_plan_against_its_scenario(cli: Run) -> None:
    """A plan can be checked against the scenario's file as well."""
    done = cli("verify", "plan.json", "--scenario", "chat.toml")

    assert done.code == 0
    assert "2,314,620" in done.out


@pytest.mark.usefixtures("city")
def test_large_plan_against_its_scenario(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan whose groups stand beside it is checked against the scenario too."""
    monkeypatch.setattr("tariffopt.plan.files.INLINE_GROUPS", 1)
    cli("optimize", "chat.toml", "-o", "large.json")

    done = cli("verify", "large.json", "--scenario", "chat.toml")

    assert (done.code, done.err) == (0, "")
    assert "2,314,620" in done.out


@pytest.mark.usefixtures("plan")
def test_scenario_has_grown(cli: Run) -> None:
    """Against a scenario with more people the same plan does not stand."""
    text = Path("chat.toml").read_text("utf-8").replace("people = 48", "people = 49")
    Path("chat.toml").write_text(text, encoding="utf-8")

    done = cli("verify", "--scenario", "chat.toml", "plan.json", "--lang", "ja")

    assert done.code == 5
    assert "49" in done.out
    assert "2,314,620円" in done.out


def theirs(purchased: int, seats: int) -> dict[str, Any]:
    """Make an answer as another program would: purchases and seats, nothing else."""
    people = {
        "テレビ会議用タブレット": 48,
        "リモートワーク用タブレット": 72,
        "在宅勤務職員": 100,
        "所属": 196,
        "ゲストアカウント他": seats,
    }
    seat = {"offer": "lgwan-chat", "item": "account"}
    return {
        "purchases": [{**seat, "purchased": purchased}],
        "groups": [
            {"id": group, "assigned": [{**seat, "seats": count}]}
            for group, count in people.items()
        ],
    }


@pytest.mark.usefixtures("city")
def test_anybodys_answer_is_priced(cli: Run) -> None:
    """Purchases and seats of another program are checked and priced exactly."""
    done = cli("verify", "--scenario", "chat.toml", save(theirs(600, 85)))

    assert done.code == 0
    assert "2,772,000" in done.out


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("purchased", "seats", "keyword"),
    [(500, 85, "501"), (501, 84, "85"), (3001, 85, "3,001")],
)
def test_anybodys_bad_answer(
    cli: Run, purchased: int, seats: int, keyword: str
) -> None:
    """Too few bought, too few served, no such price: each is named; exit 5."""
    answer = save(theirs(purchased, seats))

    done = cli("verify", answer, "--scenario", "chat.toml")

    assert done.code == 5
    assert keyword in done.out


@pytest.mark.usefixtures("city")
def test_unknown_names(cli: Run) -> None:
    """Names that the scenario does not know are answered with a guess."""
    answer = theirs(501, 85)
    answer["purchases"][0]["item"] = "acount"

    done = cli("verify", save(answer), "--scenario", "chat.toml")

    assert done.code == 5
    assert 'Did you mean "account"?' in done.err


@pytest.mark.usefixtures("city")
def test_answer_alone_is_not_a_plan(cli: Run) -> None:
    """Without a scenario there is nothing to check an answer against."""
    assert cli("verify", save(theirs(501, 85))).code == 5


@pytest.mark.usefixtures("city")
def test_very_many_faults_are_cut(cli: Run) -> None:
    """Of a thousand groups that get nothing the first are named, and the number."""
    rows = "".join(f"g{number},3\n" for number in range(1000))
    Path("groups.csv").write_text("name,people\n" + rows, encoding="utf-8")
    answer: dict[str, Any] = {"purchases": [], "groups": []}

    done = cli("verify", save(answer), "--scenario", "chat-csv.toml")

    assert done.code == 5
    assert "1,000" in done.out
    assert 10 < len(done.out.splitlines()) < 100
