"""Message catalogues: every text a person reads, in English and in Japanese.

A message is a code plus fields; the sentence is made here and nowhere else. Fields
are values, not words: a number, an amount or a day is written as its language writes
it. Each language is one package, ``en`` and ``ja``, split by area; a test holds the
two to the same codes and the same fields.
"""

from __future__ import annotations

import functools
import importlib
import string
from collections.abc import Mapping
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal, get_args

from tariffopt.money import Money, Rounding, decimal_text, minor_unit

Lang = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = get_args(Lang)
AREAS = (
    "cli",
    "errors",
    "plan",
    "report",
    "check",
    "lint",
    "solvers",
    "scenario",
    "registry",
    "answers",
    "requirements",
)


@functools.cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Give all texts of one language, by code.

    Raises
    ------
    ValueError
        For a language there is no catalogue of, or a code used twice.
    """
    if lang not in LANGS:
        raise ValueError(f"no catalogue for language {lang!r}; there are en and ja")
    texts: dict[str, str] = {}
    for area in AREAS:
        module = importlib.import_module(f"tariffopt.texts.{lang}.{area}")
        for code, text in module.TEXTS.items():
            if code in texts:
                raise ValueError(f"text {code!r} is defined twice in {lang}")
            texts[code] = text
    return texts


def text(code: str, lang: Lang = "en", **fields: object) -> str:
    """Make the sentence of a code from its fields.

    ``{field}`` is written as `shown` writes it; ``{field:s}`` as it is typed into a
    file or a command; ``{field:n}`` is an amount without its currency;
    ``{field:about}`` one that is rounded where no decimal writes it; ``{field:.0}``
    is known, and said in the other language only. Where a language says one thing
    otherwise than several, the text for ``n = 1`` has the code with ``.one`` behind it.

    Raises
    ------
    KeyError
        For a code or a field the catalogue does not have.

    Examples
    --------
    >>> text("error.tier-order", "en", found=5, before=9)
    'up_to = 5 must be greater than the tier before it (9), or than 0 in the first.'
    """
    known = catalogue(lang)
    single = f"{code}.one"
    template = known[single if fields.get("n") == 1 and single in known else code]
    return _Sentence(lang).vformat(template, (), fields)


class _Sentence(string.Formatter):
    """Writes the fields of a sentence in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one field as its format says."""
        match format_spec:
            case "":
                return shown(value, self.lang)
            case "s":
                return typed(value)
            case "n":
                return _grouped(value.decimal())
            case "about":
                return about(value, self.lang)
        return format(str(value), format_spec)


def shown(value: object, lang: Lang = "en") -> str:
    """Write a value for people: numbers in thousands, amounts with their currency.

    Examples
    --------
    >>> shown(2_315), shown(Fraction("1000.5")), shown(Fraction(1, 3))
    ('2,315', '1,000.5', '1/3')
    >>> shown(Money(2_314_620, "JPY"), "ja"), shown(Money("478.5", "USD"))
    ('2,314,620円', 'USD 478.50')
    """
    match value:
        case Money():
            number = _grouped(value.decimal())
            return with_currency(number, value.currency, lang)
        case Integral() | Fraction() if not isinstance(value, bool):
            return _grouped(typed(value))
    return str(value)


def about(value: Money, lang: Lang = "en") -> str:
    """Write an amount, rounded to a hundredth of a coin where no decimal writes it.

    Examples
    --------
    >>> about(Money("31/18", "USD")), about(Money("7.25", "USD"))
    ('about USD 1.7222', 'USD 7.25')
    """
    if "/" not in value.decimal():
        return shown(value, lang)
    rounded = value.rounded(minor_unit(value.currency) / 100, Rounding.HALF_UP)
    return text("money.about", lang, n=shown(rounded, lang))


def with_currency(number: str, currency: str, lang: Lang) -> str:
    """Write a currency beside a number, where its language writes it."""
    code = f"money.{currency}"
    known = code if code in catalogue(lang) else "money.other"
    return text(known, lang, n=number, currency=currency)


def typed(value: object) -> str:
    """Write a value as it is typed into a file or a command: digits alone.

    Examples
    --------
    >>> typed(2_315), typed(Fraction("1000.5")), typed(Money(2_314_620, "JPY"))
    ('2315', '1000.5', '2314620')
    """
    match value:
        case Money():
            return value.decimal()
        case Fraction():
            return decimal_text(value)
    return str(value)


def _grouped(number: str) -> str:
    """Put commas into the whole part of a number; a fraction ``a/b`` has none."""
    if "/" in number:
        return number
    whole, point, part = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-')):,}{point}{part}"
