"""Message catalogues: every text a person reads, in English and in Japanese.

A message is a code plus fields; the sentence is made here and nowhere else. Each
language is one package, ``en`` and ``ja``, split by area; a test holds the two to
the same codes and the same fields.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from typing import Literal, get_args

Lang = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = get_args(Lang)
AREAS = (
    "cli",
    "errors",
    "plan",
    "report",
    "check",
    "solvers",
    "scenario",
    "registry",
    "answers",
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

    Raises
    ------
    KeyError
        For a code or a field the catalogue does not have.

    Examples
    --------
    >>> text("error.tier-order", "en", found=5, before=9)
    'up_to = 5 must be greater than the tier before it (9), or than 0 in the first.'
    """
    return catalogue(lang)[code].format_map(fields)
