"""What options and arguments may be, with messages of our own in both languages.

Values are checked here as far as they can be without the input files; a number may be
written ``2400000``, ``2_400_000``, ``2,400,000`` or in full-width digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

import click

from tariffopt.texts import Lang, text

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_GROUPED = re.compile(r"\d{1,3}([,_]\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"\d+(\.\d+)?")


class Value(click.ParamType[Any]):
    """A kind of value: its name in usage lines, and the reading of a text.

    Parameters
    ----------
    lang
        Of the message.
    name
        As help shows it: ``N``, ``DATE``.
    read
        Gives the value; raises ``ValueError`` for a text that is none.
    code
        The message's code without ``cli.value.``, saying what is allowed.
    fields
        The values that message names.
    """

    def __init__(
        self,
        lang: Lang,
        name: str,
        read: Callable[[str], Any],
        code: str,
        **fields: object,
    ) -> None:
        self.lang, self.name, self.read = lang, name, read
        self.code, self.fields = code, fields

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Give the name for usage lines."""
        return self.name

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Read the value, or say what is allowed."""
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except ValueError:
            self._refuse(value, param, ctx)

    def _refuse(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> NoReturn:
        allowed = text(f"cli.value.{self.code}", self.lang, **self.fields)
        words = text("cli.value", self.lang, found=value, allowed=allowed)
        self.fail(words, param, ctx)


def plain_number(word: str) -> str:
    """Write a number plainly: without thousands separators, in ASCII digits.

    Raises
    ------
    ValueError
        For anything that is no number from 0.

    Examples
    --------
    >>> plain_number("２，４００，０００"), plain_number("2_400_000"), plain_number("7.25")
    ('2400000', '2400000', '7.25')
    """
    narrow = unicodedata.normalize("NFKC", word).strip()
    if _GROUPED.fullmatch(narrow):
        narrow = narrow.replace(",", "").replace("_", "")
    if not _PLAIN.fullmatch(narrow):
        raise ValueError(word)
    return narrow


def whole_number(word: str, least: int = 0, most: int | None = None) -> int:
    """Read a whole number within limits, inclusive.

    Raises
    ------
    ValueError
        For anything else.
    """
    number = int(plain_number(word))
    if number < least or (most is not None and number > most):
        raise ValueError(word)
    return number


def _percent(word: str) -> str | None:
    narrow = unicodedata.normalize("NFKC", word).replace(" ", "")
    match = _PERCENT.fullmatch(narrow)
    return f"{match[1]}%" if match else None


def _rate(word: str) -> str:
    """Read a share from 0 to 1: ``10%``, ``0.1``."""
    percent = _percent(word)
    number = Decimal(percent[:-1]) / 100 if percent else Decimal(plain_number(word))
    if number > 1:
        raise ValueError(word)
    return percent or plain_number(word)


def _gap(word: str) -> str:
    share = _rate(word)
    if share in ("1", "100%") or Decimal(share.rstrip("%")) == 0 != share[0]:
        return "0" if share[0] == "0" else _refused(word)
    return share


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _tax(word: str) -> str:
    return "none" if word.casefold() in ("none", "なし") else _rate(word)


def _surplus(word: str) -> str:
    return _percent(word) or str(whole_number(word))


def _seconds(word: str) -> float:
    try:
        seconds = float(Decimal(plain_number(word)))
    except InvalidOperation as error:
        raise ValueError(word) from error
    return seconds


def _setting(word: str) -> tuple[str, str]:
    path, equals, value = word.partition("=")
    if not equals or not path.strip():
        raise ValueError(word)
    return path.strip(), value.strip()


def _span(word: str) -> tuple[int, int]:
    first, colon, last = word.partition(":")
    if not colon:
        raise ValueError(word)
    ends = whole_number(first), whole_number(last)
    if ends[0] > ends[1]:
        raise ValueError(word)
    return ends


def count(lang: Lang, least: int = 0, most: int | None = None) -> Value:
    """Take a whole number from ``least`` to ``most``, inclusive."""
    code = "count" if most is None else "count-to"
    fields = {"least": f"{least:,}"} | ({} if most is None else {"most": f"{most:,}"})

    def read(word: str) -> int:
        return whole_number(word, least, most)

    return Value(lang, "N", read, code, **fields)


def money(lang: Lang) -> Value:
    """Take an amount of money from 0, as exact text."""
    return Value(lang, "N", plain_number, "money")


def seconds(lang: Lang) -> Value:
    """Take seconds from 0."""
    return Value(lang, text("cli.name.seconds", lang), _seconds, "seconds")


def gap(lang: Lang) -> Value:
    """Take a relative gap from 0, less than 1."""
    return Value(lang, "0|N%", _gap, "gap")


def surplus(lang: Lang) -> Value:
    """Take seats, or a share of the seats needed."""
    return Value(lang, "N|N%", _surplus, "surplus")


def tax(lang: Lang) -> Value:
    """Take a tax rate, or ``none``."""
    return Value(lang, "10%", _tax, "tax")


def setting(lang: Lang) -> Value:
    """Take a pair of a path and a text: ``horizon.months=24``."""
    return Value(lang, text("cli.name.setting", lang), _setting, "setting")


def span(lang: Lang) -> Value:
    """Take two quantities, both inclusive: ``400:520``."""
    return Value(lang, "A:B", _span, "span")


def day(lang: Lang) -> Value:
    """Take a day: ``2021-04-01``."""
    return Value(lang, text("cli.name.day", lang), date.fromisoformat, "day")


def choice(lang: Lang, words: Sequence[str]) -> Value:
    """Take one of a few words."""

    def read(word: str) -> str:
        if word not in words:
            raise ValueError(word)
        return word

    allowed = ", ".join(words)
    return Value(lang, "|".join(words), read, "choice", allowed=allowed)


def name(lang: Lang, shown: str) -> Value:
    """Take any text but an empty one: a file, a tariff."""

    def read(word: str) -> str:
        return word or _refused(word)

    return Value(lang, shown, read, "name")
