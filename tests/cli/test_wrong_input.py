from __future__ import annotations

from pathlib import Path

import pytest

from tariffopt.errors import CertificationError, Fault
from tests.cli.running import Run, run_script

FILE_COMMANDS = [
    ("optimize", "{}"),
    ("quote", "{}", "501"),
    ("steps", "{}"),
    ("check", "{}"),
    ("verify", "{}"),
]


def _words(command: tuple[str, ...], file: str) -> list[str]:
    return [word.format(file) for word in command]


def _is_clean(text: str) -> bool:
    """Tell whether a message is one for people: no traceback, no internal error."""
    return bool(text.strip()) and not any(
        word in text for word in ("Traceback", "internal error", 'File "')
    )


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("command", FILE_COMMANDS, ids=lambda words: words[0])
def test_missing_file(cli: Run, command: tuple[str, ...]) -> None:
    """A file that is not there is named, with the exit code of faulty input."""
    done = cli(*_words(command, "no-such.toml"))

    assert done.code == 5
    assert "no-such.toml" in done.out + done.err
    assert _is_clean(done.out + done.err)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("command", FILE_COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("content", "keyword"),
    [
        (b"", ""),
        (b"\x00\xff\xfe\x93\x00PNG" * 40, "UTF-8"),
        (b"name = [1,", "line 1"),
        ("名前 = 「チャット".encode("cp932"), "UTF-8"),
        (b"nmae = 'x'\ngruops = 3\n", ""),
    ],
    ids=["empty", "binary", "broken", "cp932", "unknown-keys"],
)
def test_broken_file(
    cli: Run, command: tuple[str, ...], content: bytes, keyword: str
) -> None:
    """Whatever is in the file, the message names it and nothing else goes wrong."""
    Path("broken.toml").write_bytes(content)

    done = cli(*_words(command, "broken.toml"))

    said = done.out + done.err
    assert done.code == 5
    assert "broken.toml" in said
    assert keyword.casefold() in said.casefold()
    assert _is_clean(said)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("command", FILE_COMMANDS, ids=lambda words: words[0])
def test_broken_json(cli: Run, command: tuple[str, ...]) -> None:
    """Broken JSON is named with its line."""
    Path("broken.json").write_text('{"format":\n "tariffopt', encoding="utf-8")

    done = cli(*_words(command, "broken.json"))

    assert done.code == 5
    assert "line 2" in done.out + done.err


@pytest.mark.parametrize("command", ["optimize", "verify"])
def test_folder_instead_of_a_file(cli: Run, city: Path, command: str) -> None:
    """A folder where a file belongs is called a folder."""
    done = cli(command, city)

    assert done.code == 5
    assert "folder" in done.err


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_all_faults_at_once(cli: Run, lang: str) -> None:
    """Every fault of a scenario has its line, with its path, in either language."""
    text = Path("chat.toml").read_text("utf-8")
    text = text.replace("people = 48", 'people = "48"').replace('"10%"', "10")
    Path("chat.toml").write_text(text.replace("months", "month"), encoding="utf-8")

    done = cli("optimize", "chat.toml", "--lang", lang)

    assert done.code == 5
    for path in ("$.groups[0].people", "$.tax.rate", "$.horizon.month"):
        assert path in done.err


@pytest.mark.usefixtures("city")
def test_key_below_a_section(cli: Run) -> None:
    """Groups typed at the end of the file are told apart from an unknown key."""
    text = Path("chat.toml").read_text("utf-8")
    start = text.index("groups")
    groups = text[start : text.index("]\n", start) + 2]
    moved = text.replace(groups, "") + groups
    Path("chat.toml").write_text(moved, encoding="utf-8")

    done = cli("optimize", "chat.toml")

    assert done.code == 5
    assert "above the first [section]" in done.err


@pytest.mark.usefixtures("city")
def test_unknown_offer(cli: Run) -> None:
    """An id nobody has is answered with a guess and where to look."""
    done = cli("optimize", "chat.toml", "--set", 'offers=["lgwan_chat"]')

    assert done.code == 5
    assert "$.offers[0]" in done.err
    assert "lgwan-chat" in done.err


@pytest.mark.usefixtures("city")
def test_unknown_need(cli: Run) -> None:
    """A capability nobody grants is answered with a guess."""
    done = cli("optimize", "chat.toml", "--set", 'needs=["caht"]')

    assert done.code == 5
    assert 'Did you mean "chat"?' in done.err


@pytest.mark.parametrize(
    ("words", "keyword"),
    [
        (["optimize"], "SCENARIO"),
        (["optimize", "a.toml", "b.toml"], "b.toml"),
        (["optimize", "a.toml", "--time-limit", "soon"], "--time-limit"),
        (["optimize", "a.toml", "--time-limit", "-1"], "--time-limit"),
        (["optimize", "a.toml", "--time-limit", "nan"], "--time-limit"),
        (["optimize", "a.toml", "--time-limit"], "--time-limit"),
        (["optimize", "a.toml", "--threads", "0"], "256"),
        (["optimize", "a.toml", "--threads", "1.5"], "256"),
        (["optimize", "a.toml", "--seed", "x"], "--seed"),
        (["optimize", "a.toml", "--gap", "1"], "--gap"),
        (["optimize", "a.toml", "--budget", "much"], "--budget"),
        (["optimize", "a.toml", "--max-surplus", "-5%"], "--max-surplus"),
        (["optimize", "a.toml", "--set", "horizon"], "--set"),
        (["optimize", "a.toml", "--set", "=3"], "--set"),
        (["optimize", "a.toml", "--solvr", "CBC"], "--solver"),
        (["optimize", "a.toml", "--json=yes"], "--json"),
        (["optimize", "a.toml", "--lang", "fr"], "ja"),
        (["optimize", "a.toml", "-o", ""], "-o"),
        (["quote", "lgwan-chat"], "QUANTITY"),
        (["quote", "lgwan-chat", "many"], "many"),
        (["quote", "lgwan-chat", "account=5", "account=6"], "twice"),
        (["quote", "lgwan-chat", "5", "--on", "April"], "--on"),
        (["quote", "lgwan-chat", "5", "--tax", "10"], "10%"),
        (["quote", "lgwan-chat", "5", "--invoice", "year"], "--tax"),
        (["quote", "lgwan-chat", "5", "--months", "0"], "--months"),
        (["steps", "lgwan-chat", "--range", "5:2"], "--range"),
        (["steps", "lgwan-chat", "--range", "5"], "--range"),
        (["steps", "lgwan-chat", "--item", "seat"], "account"),
        (["tariffs", "lst"], "list"),
        (["tariffs", "show"], "show"),
        (["tariffs", "list", "x"], "list"),
        (["tariffs", "--tariffs", "no-such-folder"], "no-such-folder"),
        (["check"], "FILE"),
        (["check", "x.toml", "--encoding", "latin-1"], "cp932"),
        (["schema"], "tariff"),
        (["schema", "offer"], "scenario"),
        (["verify"], "PLAN.json"),
        (["demo", "now"], "now"),
        (["optimise", "a.toml"], "optimize"),
        (["--verbose", "demo"], "--verbose"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_usage_errors(cli: Run, words: list[str], keyword: str, lang: str) -> None:
    """A wrong word is named, with what is allowed and where to read more."""
    named = {"SCENARIO": "シナリオ", "QUANTITY": "数量", "twice": "二度"}
    named |= {"FILE": "ファイル"}

    done = cli("--lang", lang, *words)

    assert done.code == 2
    assert done.out == ""
    assert (named.get(keyword, keyword) if lang == "ja" else keyword) in done.err
    assert "--help" in done.err
    assert _is_clean(done.err)
    assert all(line.isascii() for line in done.err.splitlines()) or lang == "ja"


def test_defect_is_one_line(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception becomes one line that says how to report it; exit 1."""

    def break_it(_: str) -> None:
        raise ZeroDivisionError("by zero,\nsurprisingly")

    monkeypatch.setattr("tariffopt.documents.schema", break_it)

    done = cli("schema", "plan")

    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    for word in ("internal error", "ZeroDivisionError", "report", "TARIFFOPT_DEBUG"):
        assert word in done.err


def test_defect_in_japanese(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is said in the reader's language."""
    monkeypatch.delattr("tariffopt.documents.schema")

    done = cli("schema", "plan", "--lang", "ja")

    assert done.code == 1
    assert "内部エラー" in done.err


def test_debug_shows_the_traceback(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``TARIFFOPT_DEBUG=1`` shows where a defect is."""
    monkeypatch.setenv("TARIFFOPT_DEBUG", "1")
    monkeypatch.delattr("tariffopt.documents.schema")

    assert "Traceback" in cli("schema", "plan").err


def test_broken_catalogue_is_one_line(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even without any texts there is a line and no traceback."""

    def lost(*_: object, **__: object) -> str:
        raise KeyError("cli.usage")

    monkeypatch.setattr("tariffopt.cli.language.text", lost)

    done = cli("schema", "plan")

    assert done.code == 1
    assert done.err.startswith("internal error: KeyError")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("optimize", "lgwan-chat.toml"), "tariffopt quote"),
        (("quote", "chat.toml", "501"), "tariffopt optimize"),
        (("steps", "chat.toml"), "tariffopt optimize"),
        (("verify", "chat.toml"), "tariffopt optimize"),
        (("optimize", "plan.json"), "tariffopt verify"),
        (("verify", "theirs.json"), "tariffopt verify --scenario"),
        (("verify", "plan.json", "--scenario", "lgwan-chat.toml"), "tariffopt quote"),
        (("verify", "plan.json", "--scenario", "plan.json"), "tariffopt verify"),
        (("verify", "plan.json", "--scenario", "groups.csv"), "scenario"),
        (("verify", "chat.toml", "--scenario", "chat.toml"), "tariffopt optimize"),
        (("optimize", "groups.csv"), 'groups = "groups.csv"'),
        (("verify", "groups.csv"), 'groups = "groups.csv"'),
        (("quote", "groups.csv", "501"), 'groups = "groups.csv"'),
        (("tariffs", "show", "chat.toml"), "tariffopt optimize"),
        (("tariffs", "show", "side.json"), "the groups of a plan"),
    ],
)
def test_file_for_another_command(
    cli: Run, words: tuple[str, ...], command: str
) -> None:
    """A file given to the wrong command is told apart from a broken one."""
    cli("optimize", "chat.toml", "-o", "plan.json")
    answer = '{"purchases": [], "groups": []}'
    Path("theirs.json").write_text(answer, encoding="utf-8")
    side = '{"groups": [], "content": []}'
    Path("side.json").write_text(side, encoding="utf-8")

    done = cli(*words)

    assert done.code == 5
    assert command in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("x.toml", "x = " + "[" * 100_000),
        ("x.toml", "people = " + "9" * 5_000),
        ("x.json", '{"x": ' + "[" * 100_000),
        ("x.json", '{"people": ' + "9" * 5_000 + "}"),
    ],
    ids=["deep", "digits", "deep-json", "digits-json"],
)
def test_beyond_every_parser(cli: Run, file: str, content: str) -> None:
    """Nesting without end and numbers without end are faults of the file."""
    Path(file).write_text(content, encoding="utf-8")

    done = cli("optimize", file)

    assert done.code == 5
    assert _is_clean(done.err)


@pytest.mark.usefixtures("city")
def test_end_of_the_calendar(cli: Run) -> None:
    """A horizon beyond the calendar is refused, from a file and from an option."""
    setting = "horizon.start=9999-12-31"

    assert cli("optimize", "chat.toml", "--set", setting).code == 5
    assert cli("quote", "lgwan-chat", "5", "--on", "9999-12-31").code == 2


def test_defect_found_by_the_certificate(
    cli: Run, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan of ours that does not stand up is our defect: exit 1, no answer."""

    def refuse(*_: object) -> None:
        raise CertificationError(Fault("claim-bill"))

    monkeypatch.setattr("tariffopt.optimizing.road.certify", refuse)

    done = cli("optimize", city / "chat.toml")

    assert done.code == 1
    assert done.out == ""
    assert "bills" in done.err
    assert "internal error: CertificationError" in done.err


def test_script_gives_the_exit_code() -> None:
    """The installed script ends with the same codes."""
    assert run_script("schema", "plan").returncode == 0
    assert run_script("optmize").returncode == 2
    assert run_script("optimize", "no-such.toml").returncode == 5
