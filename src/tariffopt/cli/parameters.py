"""What options and arguments may be, with messages of our own in both languages.

Values are checked here as far as they can be without the input files; a number may be
written ``2400000``, ``2_400_000``, ``2,400,000`` or in full-width digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

import click

from tariffopt.texts import Lang, text

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_GROUPED = re.compile(r"\d{1,3}([,_]\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"\d+(\.\d+)?")


class Kind(NamedTuple):
    """A kind of value: its name in usage lines, and how a word is read.

    Reading refuses a word with a `click.BadParameter` in the reader's language.
    """

    metavar: str
    read: Callable[[Any], Any]


def _kind(
    lang: Lang,
    metavar: str,
    reader: Callable[[str], Any],
    code: str,
    **fields: object,
) -> Kind:
    def read(word: Any) -> Any:
        if not isinstance(word, str):
            return word
        try:
            return reader(word)
        except ValueError:
            allowed = text(f"cli.value.{code}", lang, **fields)
            words = text("cli.value", lang, found=word, allowed=allowed)
            raise click.BadParameter(words) from None

    return Kind(metavar, read)


# --- reading words ----------------------------------------------------------------


def plain_number(word: str) -> str:
    """Write a number plainly: without thousands separators, in ASCII digits.

    Raises
    ------
    ValueError
        For anything that is no number from 0.

    Examples
    --------
    >>> (
    ...     plain_number("２，４００，０００"),
    ...     plain_number("2_400_000"),
    ...     plain_number("7.25"),
    ... )
    ('2400000', '2400000', '7.25')
    """
    narrow = unicodedata.normalize("NFKC", word).strip()
    if _GROUPED.fullmatch(narrow):
        narrow = narrow.replace(",", "").replace("_", "")
    return narrow if _PLAIN.fullmatch(narrow) else _refused(word)


def whole_number(word: str, least: int = 0, most: int | None = None) -> int:
    """Read a whole number within limits, inclusive.

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> whole_number("1,200", least=1)
    1200
    """
    number = int(plain_number(word))
    small, large = number < least, most is not None and number > most
    return _refused(word) if small or large else number


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _percent(word: str) -> str | None:
    narrow = unicodedata.normalize("NFKC", word).replace(" ", "")
    return narrow if _PERCENT.fullmatch(narrow) else None


def _share(word: str) -> tuple[Decimal, str]:
    """Read a share from 0 to 1, ``10%`` or ``0.1``: as a number and as text."""
    percent = _percent(word)
    plain = percent or plain_number(word)
    number = Decimal(percent[:-1]) / 100 if percent else Decimal(plain)
    return (number, plain) if number <= 1 else _refused(word)


def _gap(word: str) -> str:
    number, plain = _share(word)
    return plain if number < 1 else _refused(word)


def _tax(word: str) -> str:
    return "none" if word in ("none", "なし") else _share(word)[1]


def _surplus(word: str) -> str:
    return _percent(word) or str(whole_number(word))


def _seconds(word: str) -> float:
    return float(plain_number(word))


def _setting(word: str) -> tuple[str, str]:
    path, equals, value = word.partition("=")
    complete = equals and path.strip()
    return (path.strip(), value.strip()) if complete else _refused(word)


def _span(word: str) -> tuple[int, int]:
    first, colon, last = unicodedata.normalize("NFKC", word).partition(":")
    ends = whole_number(first), whole_number(last)
    return ends if colon and ends[0] <= ends[1] else _refused(word)


def _named(word: str) -> str:
    return word or _refused(word)


# --- kinds of values --------------------------------------------------------------


def count(lang: Lang, least: int = 0, most: int | None = None) -> Kind:
    """Take a whole number from ``least`` to ``most``, inclusive."""

    def read(word: str) -> int:
        return whole_number(word, least, most)

    if most is None:
        return _kind(lang, "N", read, "count", least=least)
    ends = {"least": least, "most": most}
    return _kind(lang, "N", read, "count-to", **ends)


def money(lang: Lang) -> Kind:
    """Take an amount of money from 0, as exact text."""
    return _kind(lang, "N", plain_number, "money")


def seconds(lang: Lang) -> Kind:
    """Take seconds from 0."""
    return _kind(lang, text("cli.name.seconds", lang), _seconds, "seconds")


def gap(lang: Lang) -> Kind:
    """Take a relative gap from 0, less than 1."""
    return _kind(lang, "N%", _gap, "gap")


def surplus(lang: Lang) -> Kind:
    """Take seats, or a share of the seats needed."""
    return _kind(lang, "N|N%", _surplus, "surplus")


def tax(lang: Lang) -> Kind:
    """Take a tax rate, or ``none``."""
    return _kind(lang, "10%", _tax, "tax")


def setting(lang: Lang) -> Kind:
    """Take a pair of a path and a text: ``horizon.months=24``."""
    return _kind(lang, text("cli.name.setting", lang), _setting, "setting")


def span(lang: Lang) -> Kind:
    """Take two quantities, both inclusive: ``400:520``."""
    return _kind(lang, "A:B", _span, "span")


def day(lang: Lang) -> Kind:
    """Take a day: ``2021-04-01``."""
    return _kind(lang, text("cli.name.day", lang), date.fromisoformat, "day")


def choice(lang: Lang, words: Sequence[str]) -> Kind:
    """Take one of a few words."""

    def read(word: str) -> str:
        return word if word in words else _refused(word)

    return _kind(lang, "|".join(words), read, "choice", allowed=", ".join(words))


def name(lang: Lang, code: str) -> Kind:
    """Take any text but an empty one: a file, a tariff; ``code`` names it in help."""
    return _kind(lang, text(f"cli.name.{code}", lang), _named, "name")
