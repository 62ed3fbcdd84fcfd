"""What options and arguments may be, with messages of our own in both languages.

Values are checked here as far as they can be without the input files; a number may be
written ``2400000``, ``2_400_000``, ``2,400,000`` or in full-width digits.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import click

from tariffopt.cli.language import say

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_GROUPED = re.compile(r"\d{1,3}([,_]\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"\d+(\.\d+)?")


class Kind:
    """A kind of value: its name in usage lines, and how a word is read.

    Parameters
    ----------
    metavar
        ``"N"``, or the code of a text in the reader's language.
    reader
        Gives the value of a word, or raises `ValueError`.
    code
        Of the text that says what is allowed, with the ``fields`` it names.
    """

    def __init__(
        self, metavar: str, reader: Callable[[str], Any], code: str, **fields: object
    ) -> None:
        self.name, self.reader, self.code, self.fields = metavar, reader, code, fields

    @property
    def metavar(self) -> str:
        """The kind's name in usage lines."""
        return say(self.name) if self.name.startswith("cli.") else self.name

    def read(self, word: Any) -> Any:
        """Read a word, or refuse it in the reader's language.

        Raises
        ------
        click.BadParameter
            Saying what is allowed.
        """
        try:
            return self.reader(word) if isinstance(word, str) else word
        except ValueError:
            allowed = say(f"cli.value.{self.code}", **self.fields)
            words = say("cli.value", found=word, allowed=allowed)
            raise click.BadParameter(words) from None


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


MONEY = Kind("N", plain_number, "money")
SECONDS = Kind("cli.name.seconds", _seconds, "seconds")
GAP = Kind("N%", _gap, "gap")
SURPLUS = Kind("N|N%", _surplus, "surplus")
TAX = Kind("10%", _tax, "tax")
SETTING = Kind("cli.name.setting", _setting, "setting")
CHOICE = Kind("cli.name.choice", _setting, "chosen")
SPAN = Kind("A:B", _span, "span")
DAY = Kind("cli.name.day", date.fromisoformat, "day")


def count(least: int = 0, most: int | None = None) -> Kind:
    """Take a whole number from ``least`` to ``most``, inclusive."""
    read = functools.partial(whole_number, least=least, most=most)
    if most is None:
        return Kind("N", read, "count", least=least)
    return Kind("N", read, "count-to", least=least, most=most)


def choice(*words: str) -> Kind:
    """Take one of a few words."""

    def read(word: str) -> str:
        return word if word in words else _refused(word)

    return Kind("|".join(words), read, "choice", allowed=", ".join(words))


def name(code: str) -> Kind:
    """Take any text but an empty one: a file, a tariff; ``code`` names it in help."""
    return Kind(f"cli.name.{code}", _named, "name")
