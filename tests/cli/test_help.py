from __future__ import annotations

import pytest

from tariffopt.cli.language import language_of
from tariffopt.cli.pages import columns
from tariffopt.cli.program import COMMANDS
from tests.cli.running import Run, run_script


def test_help_lists_every_command(cli: Run) -> None:
    """The first page names every command, in the order in which they are needed."""
    page = cli("--help")

    places = [page.out.index(f"\n  {name} ") for name in COMMANDS]
    assert page.code == 0
    assert places == sorted(places)


@pytest.mark.parametrize("later", ["compare", "whatif", "explain", "report", "new"])
def test_help_promises_nothing_that_is_not_there(cli: Run, later: str) -> None:
    """Commands that do not exist yet are not listed, and are a usage error."""
    assert f"\n  {later} " not in cli("--help").out
    assert cli(later).code == 2


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_pages_fit_the_console(cli: Run, command: str, lang: str) -> None:
    """Every help page fits 80 columns and a CP932 console, in both languages."""
    page = cli(*command.split(), "--help", "--lang", lang)

    assert page.code == 0
    assert page.err == ""
    assert max(columns(line) for line in page.out.splitlines()) <= 80
    assert page.out.encode("cp932")


@pytest.mark.parametrize("command", COMMANDS)
def test_pages_are_translated(cli: Run, command: str) -> None:
    """Each command's page speaks the language that was asked for."""
    japanese = cli(command, "--help", "--lang", "ja").out
    english = cli(command, "--help", "--lang", "en").out

    assert japanese.startswith("使い方: tariffopt")
    assert english.startswith("Usage: tariffopt")
    assert english.isascii()


def test_lang_may_stand_before_the_command(cli: Run) -> None:
    """``--lang`` counts before and after the command; the later one wins."""
    assert "使い方" in cli("--lang", "ja", "quote", "--help").out
    assert "使い方" in cli("--lang", "en", "quote", "--lang=ja", "--help").out


def test_help_contrasts_check_and_verify(cli: Run) -> None:
    """The two look-alikes each name the other: inputs here, answers there."""
    assert "tariffopt verify" in cli("check", "--help").out
    assert "tariffopt check" in cli("verify", "--help").out


def test_no_command_shows_the_page(cli: Run) -> None:
    """Without a command the help page appears, with the exit code of a usage error."""
    page = cli()

    assert page.code == 2
    assert page.out == cli("--help").out


def test_version(cli: Run) -> None:
    """``--version`` says the installed version."""
    assert cli("--version").out.startswith("tariffopt 0.")


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "ja_JP.eucJP"}, "ja"),
        ({"LC_ALL": "", "LANG": "ja_JP"}, "ja"),
        ({"TARIFFOPT_LANG": "en", "LC_ALL": "ja_JP.UTF-8"}, "en"),
        ({"TARIFFOPT_LANG": "ja", "LC_ALL": "C"}, "ja"),
        ({"TARIFFOPT_LANG": "fr", "LC_ALL": "ja_JP"}, "ja"),
    ],
)
def test_language_of_the_environment(environ: dict[str, str], lang: str) -> None:
    """``TARIFFOPT_LANG`` goes before the locale, of which ``LC_ALL`` goes first."""
    assert language_of([], environ) == lang


def test_language_of_the_option() -> None:
    """The option goes before everything, unless it stands after ``--``."""
    japanese = {"TARIFFOPT_LANG": "ja"}

    assert language_of(["--lang", "en"], japanese) == "en"
    assert language_of(["x", "--lang=en"], japanese) == "en"
    assert language_of(["--", "--lang", "en"], japanese) == "ja"
    assert language_of(["--lang"], japanese) == "ja"


def test_script_obeys_the_variable() -> None:
    """The installed script speaks the language of ``TARIFFOPT_LANG``."""
    done = run_script("--help", TARIFFOPT_LANG="ja", PYTHONUTF8="1")

    assert done.stdout.decode().startswith("使い方")
