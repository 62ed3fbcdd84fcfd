"""The texts of plans, bills and tariffs, word by word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tariffopt.texts import Lang
from tariffopt.texts.columns import width_of
from tests.golden.cases import FOLDER, expected

WIDTH = 80
CASES = expected()
PRINTED = [file for file in CASES if file.suffix == ".txt"]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_text_is_as_kept(file: Path) -> None:
    """A text is what its file holds; `python -m tests.golden.regen` writes it anew."""
    make: Callable[[], str] = CASES[file]

    assert make() + "\n" == file.read_text(encoding="utf-8")


def test_no_file_is_left_over() -> None:
    """Every expected text belongs to a case."""
    assert {*FOLDER.glob("*.txt"), *FOLDER.glob("*.md")} == set(CASES)


@pytest.mark.parametrize("file", PRINTED, ids=lambda file: file.name)
def test_text_fits_a_console(file: Path) -> None:
    """No line takes more than 80 columns, full-width characters counted as two."""
    lang: Lang = "ja" if ".ja." in file.name else "en"
    lines = file.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if width_of(line, lang) > WIDTH] == []


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_text_is_in_cp932(file: Path) -> None:
    """Every character can be printed on a Japanese console."""
    text = file.read_text(encoding="utf-8")

    assert text == text.encode("cp932").decode("cp932")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_text_has_no_loose_ends(file: Path) -> None:
    """No line ends in spaces, and no two empty lines follow one another in a plan."""
    text = file.read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "\n\n\n" not in text or file.stem.startswith("tariffs")
