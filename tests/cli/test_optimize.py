from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from tariffopt.cli.pages import columns
from tariffopt.deciding import problems
from tariffopt.documents import schema
from tests.cli.running import Run


@pytest.mark.usefixtures("city")
def test_the_citys_case_in_japanese(cli: Run) -> None:
    """S1: 501 accounts at 2,314,620 yen, 2,315 thousand for the budget, proved."""
    done = cli("optimize", "chat.toml", "--lang", "ja")

    assert done.code == 0
    assert "アカウント 501" in done.out
    assert "2,314,620円" in done.out
    assert "2,315千円" in done.out
    assert "月額350円×501アカウント×12か月×1.1=2,314,620円" in done.out
    assert "439～500アカウントは501アカウントよりも割高となる" in done.out
    assert done.err == ""


@pytest.mark.usefixtures("city")
def test_the_citys_case_in_english(cli: Run) -> None:
    """The same figures in English, with every number of the table of savings."""
    done = cli("optimize", "chat.toml")

    assert done.code == 0
    for figure in ("2,314,620", "+325,380", "+3,300", "-118,140", "-234,300"):
        assert figure in done.out
    assert "-466,620" in done.out


@pytest.mark.usefixtures("club")
def test_the_clubs_case(cli: Run) -> None:
    """S2: 66 members are paid for, since 330 guests need 66 of them."""
    done = cli("optimize", "ngo.toml", "--json")

    plan = json.loads(done.out)
    bought = {entry["item"]: entry["purchased"] for entry in plan["purchases"]}
    assert done.code == 0
    assert bought == {"member": 66, "guest": 330}


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_text_fits_the_console(cli: Run, lang: str) -> None:
    """The plan fits 80 columns and a CP932 console."""
    done = cli("optimize", "chat.toml", "--lang", lang)

    assert max(columns(line) for line in done.out.splitlines()) <= 80
    assert done.out.encode("cp932")


@pytest.mark.usefixtures("city")
def test_json_is_a_plan(cli: Run) -> None:
    """``--json`` writes the plan, and nothing but it, to stdout."""
    done = cli("optimize", "chat.toml", "--json", "--lang", "ja")

    plan = json.loads(done.out)
    jsonschema.validate(plan, schema("plan"))
    assert done.code == 0
    assert plan["cost"]["incl_tax"] == "2314620"
    assert done.err == ""


@pytest.mark.usefixtures("city")
def test_notes_of_reading_go_to_stderr(cli: Run) -> None:
    """What was read as CP932 is said beside the answer, not in it."""
    table = Path("groups.csv").read_text("utf-8-sig")
    Path("groups.csv").write_bytes(table.encode("cp932"))

    done = cli("optimize", "chat-csv.toml")

    assert done.code == 0
    assert "CP932" in done.err
    assert "CP932" not in done.out


@pytest.mark.usefixtures("city")
def test_files_are_written(cli: Run) -> None:
    """``-o`` may be repeated; each file is named on stderr, the text still shown."""
    done = cli("optimize", "chat.toml", "-o", "plan.json", "-o", "plan.txt")

    assert done.code == 0
    assert "2,314,620" in done.out
    assert "plan.json" in done.err
    assert json.loads(Path("plan.json").read_text("utf-8"))["status"] == "optimal"
    assert "2,314,620" in Path("plan.txt").read_text("utf-8")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_both_files_of_a_large_plan_are_named(
    cli: Run, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """A plan whose groups are a second file says so, and that they belong together."""
    monkeypatch.setattr("tariffopt.plan.files.INLINE_GROUPS", 4)

    done = cli("optimize", "chat.toml", "-o", "plan.json", "--lang", lang)

    (side,) = Path().glob("plan.groups-*.json")
    first, second = done.err.splitlines()
    assert "plan.json" in first
    assert str(side) in second
    assert "plan.json" in second


@pytest.mark.usefixtures("city")
def test_existing_file_is_kept(cli: Run) -> None:
    """An existing file is not replaced, and nothing is computed before that is said."""
    Path("plan.json").write_text("mine", encoding="utf-8")

    done = cli("optimize", "chat.toml", "-o", "plan.json")

    assert done.code == 2
    assert "plan.json" in done.err
    assert "--force" in done.err
    assert done.out == ""
    assert Path("plan.json").read_text("utf-8") == "mine"


@pytest.mark.usefixtures("city")
def test_force_replaces(cli: Run) -> None:
    """``--force`` replaces an existing file."""
    Path("plan.json").write_text("mine", encoding="utf-8")

    assert cli("optimize", "chat.toml", "-o", "plan.json", "--force").code == 0
    assert json.loads(Path("plan.json").read_text("utf-8"))["gap"] == "0"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("output", "keyword"),
    [
        ("plan.docx", ".json"),
        ("plan", ".json"),
        ("nowhere/plan.json", "nowhere"),
        (".", "."),
    ],
)
def test_impossible_outputs_are_usage_errors(
    cli: Run, output: str, keyword: str
) -> None:
    """An unknown ending, a missing folder or a folder is refused before solving."""
    done = cli("optimize", "chat.toml", "-o", output)

    assert done.code == 2
    assert keyword in done.err
    assert done.out == ""


@pytest.mark.usefixtures("city")
@pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="the superuser may write anywhere",
)
def test_unwritable_folder(cli: Run) -> None:
    """A folder without the right to write is named."""
    Path("locked").mkdir(mode=0o500)

    done = cli("optimize", "chat.toml", "-o", "locked/plan.json")

    assert done.code == 2
    assert "locked" in done.err


@pytest.mark.usefixtures("city")
def test_refused_folder(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that refuses new files is said before solving."""
    monkeypatch.setattr(os, "access", lambda *_: False)

    done = cli("optimize", "chat.toml", "-o", "plan.json", "--lang", "ja")

    assert done.code == 2
    assert "作成できません" in done.err
    assert done.out == ""


def test_disk_failing_at_the_end_loses_no_answer(
    cli: Run, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a file cannot be written after all, the plan is still shown."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)

    done = cli("optimize", "chat.toml", "-o", "plan.json")

    assert done.code == 2
    assert "2,314,620" in done.out
    assert "No space left" in done.err
    assert list(city.glob("*plan*")) == []


@pytest.mark.usefixtures("city")
def test_infeasible(cli: Run) -> None:
    """More seats than the tariff has prices for: exit 3, with numbers and advice."""
    done = cli("optimize", "chat.toml", "--set", "groups[0].people=2747")

    assert done.code == 3
    assert done.out == ""
    for word in ("3,200", "3,000", "200", "chat"):
        assert word in done.err


@pytest.mark.usefixtures("city")
def test_infeasible_as_json(cli: Run) -> None:
    """With ``--json`` the same envelope says that there is no plan."""
    done = cli("optimize", "chat.toml", "--set", "groups[0].people=2747", "--json")

    envelope = json.loads(done.out)
    jsonschema.validate(envelope, schema("plan"))
    assert done.code == 3
    assert envelope["purchases"] is None
    assert envelope["conflict"]
    (reason,) = envelope["reasons"]
    assert (reason["code"], reason["seats"], reason["less"]) == ("capacity", 3200, 200)


@pytest.mark.usefixtures("city")
def test_budget_that_is_too_small(cli: Run) -> None:
    """A budget under the least cost is infeasible, and says by how much."""
    done = cli("optimize", "chat.toml", "--budget", "２，０００，０００")

    assert done.code == 3
    assert "314620" in done.err.replace(",", "")


@pytest.mark.usefixtures("city")
def test_surplus_limit(cli: Run) -> None:
    """With 450 needed and 50 idle at most, 450 are bought, dearer by 61,380 yen."""
    words = ("optimize", "chat.toml", "--set", "groups[3].people=145")

    free = json.loads(cli(*words, "--json").out)
    limited = cli(*words, "--max-surplus", "50")

    assert free["purchases"][0]["purchased"] == 501
    assert limited.code == 0
    assert "2,376,000" in limited.out
    assert "61,380" in limited.out


@pytest.mark.usefixtures("city")
def test_settings_change_the_scenario(cli: Run) -> None:
    """``--set`` changes values by their path, and the notes say so."""
    settings = ("--set", "horizon.months=6", "--set", "tax.rate=8%")

    done = cli("optimize", "chat.toml", *settings, "--json")

    plan = json.loads(done.out)
    assert plan["horizon"]["months"] == 6
    assert plan["taxes"][0]["rate"] in ("2/25", "0.08", "8%")
    assert "horizon.months" in done.err


@pytest.mark.usefixtures("huge")
def test_gap_gives_a_plan_without_proof(cli: Run) -> None:
    """A plan that is not proved optimal ends with 4, and names its bound."""
    done = cli("optimize", "huge.json", "--gap", "90%", "--json")

    plan = json.loads(done.out)
    assert done.code == 4
    assert plan["status"] == "feasible"
    assert plan["proof"] == "none"
    assert int(plan["bound"]["incl_tax"]) < int(plan["cost"]["incl_tax"])


@pytest.mark.usefixtures("city")
def test_next_command_keeps_what_was_set(cli: Run) -> None:
    """The command that keeps the plan finds the plan on the screen, not another."""
    words = ["--set", "groups[所属].people=145", "--max-surplus", "50"]
    done = cli("optimize", "chat.toml", *words)

    command = 'optimize chat.toml --set "groups[所属].people=145" --max-surplus 50 -o'
    assert command in " ".join(done.out.replace("\\\n", "").split())
    assert cli("optimize", "chat.toml", *words, "-o", "plan.json").out == done.out


@pytest.mark.usefixtures("hard")
def test_no_time_gives_the_first_plan(cli: Run) -> None:
    """With no time at all a plan is told that is said not to be proved: exit code 4."""
    done = cli("optimize", "hard.json", "--time-limit", "0", "--json")

    plan = json.loads(done.out)
    assert done.code == 4
    assert (plan["status"], plan["proof"], plan["bound"]) == ("feasible", "none", None)
    assert plan["stopped_because"] == "time-limit"


@pytest.mark.usefixtures("hard")
def test_no_time_gives_no_plan(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time runs out before any plan, the exit code is 6."""
    monkeypatch.setattr(problems, "first_plan", lambda *_: None)
    done = cli("optimize", "hard.json", "--time-limit", "0")

    assert done.code == 6
    assert done.out == ""
    assert "HiGHS" in done.err


@pytest.mark.usefixtures("hard")
def test_solved_to_proof(cli: Run) -> None:
    """The same scenario is solved to a proof without a limit; the text names HiGHS."""
    done = cli("optimize", "hard.json", "--threads", "1", "--seed", "7")

    assert done.code == 0
    assert "HiGHS" in done.out


@pytest.mark.usefixtures("hard")
def test_unknown_solver_is_a_usage_error(cli: Run) -> None:
    """A solver nobody knows is refused with those that are there."""
    done = cli("optimize", "hard.json", "--solver", "HIHGS")

    assert done.code == 2
    assert "HiGHS" in done.err


@pytest.mark.usefixtures("city")
def test_offer_found_in_a_folder(cli: Run) -> None:
    """``--tariffs`` finds the offer of an id, without anything being installed."""
    Path("ours").mkdir()
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    ours = tariff.replace('"lgwan-chat"', '"our-chat"')
    Path("ours/chat.toml").write_text(ours, encoding="utf-8")

    done = cli(
        "optimize", "chat.toml", "--set", 'offers=["our-chat"]', "--tariffs", "ours"
    )

    assert done.code == 0
    assert "our-chat" in done.out


@pytest.mark.usefixtures("city")
def test_interrupt_outside_the_solver(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C where there is no plan to keep ends with 130 and one line."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tariffopt.scenario.read_scenario", interrupt)

    done = cli("optimize", "chat.toml")

    assert done.code == 130
    assert done.err.strip() == "interrupted."
