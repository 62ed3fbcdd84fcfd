"""The message catalogues: complete, alike in both languages, printable anywhere."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tariffopt import texts
from tariffopt.errors import Fault, Place
from tariffopt.money import Money
from tariffopt.scenario.requirements import REQUIREMENTS
from tariffopt.texts import LANGS, Lang, catalogue

YEN = Money(1234, "JPY")
SOURCES = Path(importlib.util.find_spec("tariffopt").origin or "").parent  # type: ignore[union-attr]


def fields_of(template: str) -> set[str]:
    """Give the names between braces, without attributes and formats."""
    names = (name for _, name, _, _ in string.Formatter().parse(template) if name)
    return {name.partition(".")[0].partition("[")[0] for name in names}


def test_languages_have_the_same_codes() -> None:
    """What can be said in English can be said in Japanese; one thing, as several."""
    english, japanese = (
        {code.removesuffix(".one") for code in catalogue(lang)} for lang in LANGS
    )

    assert english ^ japanese == set()


def test_languages_have_the_same_fields() -> None:
    """A sentence names the same values in both languages."""
    english, japanese = catalogue("en"), catalogue("ja")

    different = {
        code: (fields_of(english[code]), fields_of(japanese[code]))
        for code in english.keys() & japanese.keys()
        if fields_of(english[code]) != fields_of(japanese[code])
    }

    assert different == {}


@pytest.mark.parametrize("lang", LANGS)
def test_texts_fit_a_japanese_console(lang: Lang) -> None:
    """Every text can be printed on a CP932 console."""

    def fits(text: str) -> bool:
        return text.encode("cp932", errors="replace").decode("cp932") == text

    assert {
        code: text for code, text in catalogue(lang).items() if not fits(text)
    } == {}


@pytest.mark.parametrize("lang", LANGS)
def test_texts_are_said(lang: Lang) -> None:
    """No text is empty."""
    assert {code for code, text in catalogue(lang).items() if not text.strip()} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_area_is_listed(lang: Lang) -> None:
    """A module of texts that nobody reads is a forgotten line in ``AREAS``."""
    package = importlib.import_module(f"tariffopt.texts.{lang}")

    found = {module.name for module in pkgutil.iter_modules(package.__path__)}

    assert found == set(texts.AREAS)


def codes_in(file: Path) -> Iterator[str]:
    """Find the codes that a source file writes out: ``Fault("x")``, ``say("y")``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]
            ):
                if name in {"Fault", "say", "text"}:
                    yield f"error.{code}" if name == "Fault" else code


def test_every_code_has_a_text() -> None:
    """Each code written in the sources is in the catalogue."""
    used = {code for file in SOURCES.rglob("*.py") for code in codes_in(file)}

    assert len(used) > 20
    assert used - catalogue("en").keys() == set()


def test_no_error_text_is_left_over() -> None:
    """Each ``error.`` text is named somewhere in the sources."""
    catalogues = SOURCES / "texts"
    words = "\n".join(
        file.read_text(encoding="utf-8")
        for file in SOURCES.rglob("*.py")
        if not file.is_relative_to(catalogues)
    )
    errors = (code for code in catalogue("en") if code.startswith("error."))

    names = (code.removeprefix("error.").removesuffix(".one") for code in errors)
    left = {name for name in names if f'"{name}"' not in words}

    assert left - {f"answer-{kind}" for kind in REQUIREMENTS} == set()


def test_every_requirement_has_its_texts() -> None:
    """A kind of requirement is a sentence, and another where an answer breaks it."""
    codes = catalogue("en").keys()

    for kind in REQUIREMENTS:
        assert {f"note.requirement-{kind}", f"error.answer-{kind}"} <= codes


def test_values_are_written_by_their_type() -> None:
    """Numbers in thousands, money by language; as typed where somebody types them."""
    limit = Fault(
        "over-budget",
        fields=dict.fromkeys(("budget", "least"), YEN) | {"over": Money("0.5", "USD")},
    )

    assert "budget of JPY 1,234: the least cost is JPY 1,234, USD 0.50 more" in (
        limit.text()
    )
    assert "1,234円" in limit.text("ja")
    assert Place("g.csv", row=1234).text() == "g.csv: row 1234"


def test_one_thing_is_said_apart() -> None:
    """English has a singular."""
    assert Fault("more-faults", fields={"n": 1}).text() == "and 1 more fault."
    assert Fault("more-faults", fields={"n": 2}).text() == "and 2 more faults."
    assert "1件" in Fault("more-faults", fields={"n": 1}).text("ja")
