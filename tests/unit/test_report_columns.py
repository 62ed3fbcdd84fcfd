"""Columns of text: full-width characters, wrapping, cutting."""

from __future__ import annotations

import os
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tariffopt.money import Money
from tariffopt.report.blocks import Change, Commands, Row, Table
from tariffopt.report.phrases import Book
from tariffopt.report.text import render_text
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean, cut, left, right, width_of, wrap

LANGS = st.sampled_from(["en", "ja"])
WORDS = st.text(
    alphabet=st.sampled_from("ab 12,.()アカ漢字数、。（）※é割高🙂"), max_size=120
)


def test_full_width_characters_take_two_columns() -> None:
    """Kana, kanji and full-width forms count two, Latin letters one."""
    assert [width_of(text, "ja") for text in ("abc", "予備", "～", "ｱ")] == [3, 4, 2, 1]


def test_ambiguous_characters_are_wide_in_japanese_only() -> None:
    """A reference mark takes two columns on a Japanese console, an accent none."""
    assert (width_of("※", "ja"), width_of("é", "en")) == (2, 1)
    assert width_of("e\u0301", "en") == 1


def test_filling_counts_columns() -> None:
    """Texts are filled to columns, not to characters."""
    assert left("予備", 6, "ja") == "予備  "
    assert right("予備", 6, "ja") == "  予備"


COMMAND = (
    'tariffopt optimize "a b.toml" --set "groups[所属].people=14" --gap 5% -o p.json'
)


@pytest.mark.skipif(os.name == "nt", reason="a line is never broken there")
@given(width=st.integers(20, 100))
def test_a_broken_command_is_the_same_command(width: int) -> None:
    """A shell reads the same words; only what cannot be broken is wider."""
    commands = Commands("Next    ", [(COMMAND, "to keep the plan")])

    lines = render_text([[commands]], "en", width).splitlines()

    said = "\n".join(lines).removeprefix("Next").removesuffix("to keep the plan")
    assert shlex.split(said.replace("\\\n", " ")) == shlex.split(COMMAND)
    starts = ("tariffopt", "optimize", '"a b.toml"', "--set", "--gap", "-o")
    for line in lines:
        alone = line.removeprefix("Next").removesuffix("\\").strip()
        assert width_of(line, "en") <= width or sum(s in alone for s in starts) == 1


def test_no_shell_of_windows_reads_a_backslash(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a command stays on one line, however long."""
    monkeypatch.setattr("tariffopt.report.text._CONTINUED", "")
    commands = Commands("Next    ", [(COMMAND, "")])

    assert render_text([[commands]], "en", 20) == f"Next    {COMMAND}"


def test_control_characters_are_taken_out() -> None:
    """A name typed over two lines, or with an escape sequence, becomes one line."""
    assert clean("a\r\n\tb\x1b[31m\u202e c") == "a b[31m c"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("割高となる。", ["割高とな", "る。"]),
        ("単価表(税抜)", ["単価表", "(税抜)"]),
        ("abcdefghijkl", ["abcdefgh", "ijkl"]),
        ("", [""]),
    ],
)
def test_wrapping(text: str, lines: list[str]) -> None:
    """Lines end at spaces or between full-width characters, never before 。 or )."""
    assert wrap(text, 8, "ja") == lines


def test_a_currency_stays_with_its_number() -> None:
    """No line ends between a currency and its amount."""
    assert wrap("at least JPY 2,376,000", 14, "en") == ["at least", "JPY 2,376,000"]


def test_a_clause_goes_to_the_next_line_whole() -> None:
    """A line rather ends with a comma than within the few words behind it."""
    assert wrap("必要数を確認、金額を再確認", 24, "ja") == [
        "必要数を確認、",
        "金額を再確認",
    ]


@given(WORDS, st.integers(4, 40), LANGS)
def test_no_line_is_too_wide(text: str, columns: int, lang: Lang) -> None:
    """Whatever the text, no line takes more columns than there are."""
    lines = wrap(text, columns, lang)

    assert max(width_of(line, lang) for line in lines) <= columns


@given(WORDS, st.integers(4, 40), LANGS)
def test_nothing_is_lost_by_wrapping(text: str, columns: int, lang: Lang) -> None:
    """The lines hold every character of the text but spaces, in order."""
    joined = "".join(wrap(text, columns, lang))

    assert joined.replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.integers(3, 40), LANGS)
def test_cutting_fits(text: str, columns: int, lang: Lang) -> None:
    """A text that is cut takes no more columns than it may, and starts as it did."""
    short = cut(text, columns, lang)

    assert width_of(short, lang) <= columns
    assert text.startswith(short.removesuffix("...").rstrip())


def test_table_grows_and_cuts() -> None:
    """Columns grow as their contents need; labels are cut when there is no room."""
    head = Row("", ["a", "b", "c"])
    rows = [Row("a label without end", [1, 2, 3], mark="*"), Row("b", [0, 10**9, "-"])]

    text = render_text([[Table("seats", head, rows)]], "en", 48)

    assert text.splitlines() == [
        "                        a             b        c",
        "  a label w... *        1             2        3",
        "  b                     0 1,000,000,000        -",
    ]


def test_changes_have_a_sign() -> None:
    """A difference is written with its sign, and none at all without one."""
    amounts = [Money(amount, "JPY") for amount in (-5, 0, 1234)]

    assert [Book("ja").cell(Change(amount)) for amount in amounts] == [
        "-5円",
        "0円",
        "+1,234円",
    ]
    assert Book("en").cell(Change(Money("-0.5", "USD"))) == "-0.50"
