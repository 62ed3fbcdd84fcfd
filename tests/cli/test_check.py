from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_folder_in_order(cli: Run, lang: str) -> None:
    """Every document of a folder is recognized by its content and is in order."""
    done = cli("check", ".", "--lang", lang)

    assert done.code == 0
    said = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert len(said) == 4
    assert done.err == ""


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("lgwan-chat.toml", ["tariff", "lgwan-chat"]),
        ("chat.toml", ["scenario", "5 groups", "501 seats"]),
        ("groups.csv", ["groups", "5 groups", "501 seats"]),
        ("lgwan-chat", ["tariff", "lgwan-chat"]),
    ],
)
def test_kinds(cli: Run, file: str, words: list[str]) -> None:
    """A tariff, a scenario, a table of groups and an id are each named as such."""
    done = cli("check", file)

    assert done.code == 0
    for word in ("in order", *words):
        assert word in done.out


@pytest.mark.usefixtures("city")
def test_plan(cli: Run) -> None:
    """A plan is recognized too, and the way to certify it is named."""
    cli("optimize", "chat.toml", "-o", "plan.json")

    done = cli("check", "plan.json")

    assert done.code == 0
    assert "2,314,620" in done.out
    assert "tariffopt verify" in done.out


@pytest.mark.usefixtures("city")
def test_infeasible_plan_is_no_plan(cli: Run) -> None:
    """A document that says that there is no plan is in order, but no plan."""
    words = ("optimize", "chat.toml", "--set", "groups[0].people=2747", "--json")
    Path("none.json").write_text(cli(*words).out, encoding="utf-8")

    done = cli("check", "none.json")
    assert done.code == 0
    assert "no plan (infeasible)" in done.out
    assert cli("verify", "none.json").code == 5


@pytest.mark.usefixtures("city")
def test_all_faults_of_all_inputs(cli: Run) -> None:
    """Every input is judged, the good ones too, and the sum is said last."""
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    broken = tariff.replace('scheme = "volume"', "").replace("JPY", "yen")
    Path("broken.toml").write_text(broken, encoding="utf-8")

    done = cli("check", "broken.toml", "chat.toml", "no-such-id")

    assert done.code == 5
    assert "$.charges[0].scheme" in done.out
    assert "$.currency" in done.out
    assert "chat.toml: in order" in done.out
    assert "no-such-id" in done.out
    assert "1 in order, 2 with faults" in done.out.splitlines()[-1]


@pytest.mark.usefixtures("city")
def test_wrong_example(cli: Run) -> None:
    """A worked example that the prices do not give is found by the kit."""
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    assert "175_350" in tariff
    Path("off.toml").write_text(tariff.replace("175_350", "175_351"), encoding="utf-8")

    done = cli("check", "off.toml")

    assert done.code == 5
    assert "175351" in done.out.replace(",", "").replace("_", "")


@pytest.mark.usefixtures("city")
def test_missing_source_is_advice(cli: Run) -> None:
    """A tariff without source and examples is usable: advice, and exit 0."""
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    head, _, rest = tariff.partition("[source]")
    items = rest[rest.index("[items.") :].partition("[[examples]]")[0]
    Path("bare.toml").write_text(head + items, encoding="utf-8")

    done = cli("check", "bare.toml")

    assert done.code == 0
    assert "advice:" in done.out


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("lang", "words"), [("en", "warning: "), ("ja", "警告: ")])
def test_odd_prices_are_advice(cli: Run, lang: str, words: str) -> None:
    """What lint finds is told below the verdict, in either language, with exit 0."""
    done = cli("check", "lgwan-chat.toml", "--lang", lang, "--on", "2021-01-01")

    assert done.code == 0
    (warning,) = [line for line in done.out.splitlines() if words in line]
    assert "$.charges[0].tiers[0]" in warning
    assert "24,650" in warning
    assert "2020-12-10" not in done.out


@pytest.mark.usefixtures("city")
def test_old_source_is_told_by_the_day(cli: Run) -> None:
    """A source of more than a year before ``--on`` is stale."""
    done = cli("check", "lgwan-chat.toml", "--on", "2022-01-01")

    assert "2020-12-10, 12 months ago" in done.out


@pytest.mark.usefixtures("city")
def test_findings_in_json(cli: Run) -> None:
    """``--json`` has each finding with its code, level, path, figures and fix."""
    done = cli("check", "lgwan-chat.toml", "--json", "--on", "2021-01-01")

    (verdict,) = json.loads(done.out)["inputs"]
    found = {finding["code"]: finding for finding in verdict["findings"]}
    falling = found["falling-total"]
    assert verdict["in_order"]
    assert list(found) == ["falling-total", "no-open-tier", "other-reading"]
    assert falling["level"] == "warning"
    assert falling["fields"]["wastes"] == "24650"
    assert falling["text"]
    assert falling["fix"].startswith("Buy 501 instead")


@pytest.mark.usefixtures("city")
def test_table_with_faults(cli: Run) -> None:
    """Faults of a table name the row and the column."""
    Path("groups.csv").write_text("グループ,人数\n所属,五十\n", encoding="utf-8")

    done = cli("check", "groups.csv")

    assert done.code == 5
    assert "row 2" in done.out
    assert "人数" in done.out


@pytest.mark.usefixtures("city")
def test_table_in_cp932(cli: Run) -> None:
    """A table is read as CP932 where it is not UTF-8, and that is said."""
    table = Path("groups.csv").read_text("utf-8-sig")
    Path("groups.csv").write_bytes(table.encode("cp932"))

    done = cli("check", "groups.csv")

    assert done.code == 0
    assert "CP932" in done.out


@pytest.mark.usefixtures("city")
def test_workbook(cli: Run) -> None:
    """A workbook is not read yet: the answer says what to save it as."""
    Path("groups.xlsx").write_bytes(b"PK\x03\x04")

    done = cli("check", "groups.xlsx")

    assert done.code == 5
    assert "CSV" in done.out


@pytest.mark.usefixtures("city")
def test_encoding(cli: Run) -> None:
    """A tariff in CP932 is refused with the way out, which works."""
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    Path("old.toml").write_bytes(tariff.encode("cp932"))

    refused = cli("check", "old.toml")
    read = cli("check", "--encoding", "cp932", "old.toml")

    assert refused.code == 5
    assert "--encoding cp932" in refused.out
    assert read.code == 0


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("content", "keyword"),
    [("", "empty"), ("[tool.other]\nx = 1\n", "neither")],
)
def test_nothing_known(cli: Run, content: str, keyword: str) -> None:
    """An empty file, or one of another program, is said to be so."""
    Path("other.toml").write_text(content, encoding="utf-8")

    done = cli("check", "other.toml")

    assert done.code == 5
    assert keyword in done.out


@pytest.mark.usefixtures("city")
def test_strangers_in_a_folder_are_passed_over(cli: Run) -> None:
    """In a folder, files of other programs are not judged."""
    Path("pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")

    assert cli("check", ".").code == 0
    assert "pyproject" not in cli("check", ".").out


def test_folder_with_nothing(cli: Run, tmp_path: Path) -> None:
    """A folder without a single document of ours is a fault."""
    assert cli("check", tmp_path).code == 5


@pytest.mark.usefixtures("city")
def test_json(cli: Run) -> None:
    """``--json`` gives the verdicts to programs: code, place and text of each fault."""
    Path("groups.csv").write_text("グループ,人数\n所属,五十\n", encoding="utf-8")

    done = cli("check", "groups.csv", "lgwan-chat.toml", "--json")

    verdicts = json.loads(done.out)["inputs"]
    fault = verdicts[0]["faults"][0]
    assert done.code == 5
    assert [verdict["in_order"] for verdict in verdicts] == [False, True]
    assert fault["row"] == 2
    assert fault["code"] == "cell-number"
    assert len(verdicts[1]["checks"]) > 10


@pytest.mark.usefixtures("city")
def test_json_has_values_not_words(cli: Run) -> None:
    """Numbers of a fault are numbers, and amounts are decimals without separators."""
    words = Path("lgwan-chat.toml").read_text(encoding="utf-8")
    lines = [line for line in words.splitlines() if not line.startswith("scheme")]
    Path("none.toml").write_text("\n".join(lines), encoding="utf-8")

    done = cli("check", "none.toml", "--json")

    (fault,) = json.loads(done.out)["inputs"][0]["faults"]
    expected = {"n": 501, "volume": "175350", "graduated": "200350"}
    assert (fault["code"], fault["fields"]) == ("scheme-missing", expected)
    assert "175,350" in fault["text"]


@pytest.mark.usefixtures("city")
def test_check_judges_what_is_shipped(cli: Run) -> None:
    """A tariff that is installed passes by its id."""
    assert cli("check", "lgwan-chat").code == 0


@pytest.mark.usefixtures("city")
def test_answer(cli: Run) -> None:
    """Purchases and seats of another program are recognized, and their way named."""
    Path("good.json").write_text('{"purchases": [], "groups": []}', encoding="utf-8")
    Path("bad.json").write_text('{"purchases": [{}], "groups": 1}', encoding="utf-8")

    good = cli("check", "good.json")

    assert good.code == 0
    assert "verify --scenario" in good.out
    assert cli("check", "bad.json").code == 5


@pytest.mark.usefixtures("city")
def test_second_file_of_a_large_plan(cli: Run) -> None:
    """The file of groups beside a large plan is not judged as a scenario."""
    Path("side.json").write_text('{"groups": [], "content": []}', encoding="utf-8")

    named = cli("check", "side.json")

    assert named.code == 5
    assert "beside it" in named.out
    assert "side.json" not in cli("check", ".").out


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_more_seats_than_prices(cli: Run, lang: str) -> None:
    """A scenario that needs more seats than its offers have prices for is not right."""
    scenario = Path("chat.toml").read_text("utf-8")
    large = scenario.replace("people = 48", "people = 2747")
    Path("chat.toml").write_text(large, encoding="utf-8")

    done = cli("check", "chat.toml", "--lang", lang)

    assert done.code == 5
    assert done.out.splitlines()[0].startswith("chat.toml")
    for number in ("3,200", "3,000", "200"):
        assert number in done.out.splitlines()[1]
