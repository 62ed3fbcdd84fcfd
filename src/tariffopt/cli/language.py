"""Which language to speak: an option, the environment, or the machine's locale."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from tariffopt.texts import LANGS, Lang, text

VARIABLE = "TARIFFOPT_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_OPTION = "--lang"
_SPOKEN: ContextVar[Lang] = ContextVar("spoken", default="en")


def speak(lang: Lang) -> None:
    """Speak a language from now on, in this thread."""
    _SPOKEN.set(lang)


def spoken() -> Lang:
    """Give the language that is spoken: of help pages, messages and answers."""
    return _SPOKEN.get()


def say(code: str, **fields: object) -> str:
    """Make the sentence of a code in the language that is spoken."""
    return text(code, spoken(), **fields)


def language_of(args: Sequence[str], environ: Mapping[str, str] | None = None) -> Lang:
    """Choose the language before anything is parsed, since help is texts too.

    Parameters
    ----------
    args
        The words of the command line; ``--lang`` may stand before or after the
        command, and the last one counts.
    environ
        The environment of the process when left out.

    Examples
    --------
    >>> language_of(["quote", "chat", "501", "--lang=ja"], {"LC_ALL": "C"})
    'ja'
    >>> language_of([], {"TARIFFOPT_LANG": "en", "LANG": "ja_JP.UTF-8"})
    'en'
    >>> language_of([], {"LANG": "ja_JP.UTF-8"}), language_of([], {"LANG": "fr_FR"})
    ('ja', 'en')
    """
    known = os.environ if environ is None else environ
    said = [*_asked(args), known.get(VARIABLE, "")]
    for word in said:
        for lang in LANGS:
            if word.lower().startswith(lang):
                return lang
    return "ja" if _locale(known).lower().startswith(("ja", "japanese")) else "en"


def _asked(args: Sequence[str]) -> list[str]:
    """Give what ``--lang`` was set to, the last one first."""
    words = list(args[: args.index("--")] if "--" in args else args)
    pairs = itertools.pairwise(words)
    after = [value for word, value in pairs if word == _OPTION]
    joined = [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    return [*reversed(joined), *reversed(after)]


def _locale(environ: Mapping[str, str]) -> str:
    for name in _LOCALE:
        if environ.get(name):
            return environ[name]
    if sys.platform == "win32":
        import locale

        return locale.getlocale()[0] or ""
    return ""
