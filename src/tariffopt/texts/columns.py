"""Text in columns of a console, where a full-width character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tariffopt.texts import Lang

# Characters such as the reference mark are wide on Japanese consoles only.
_WIDE = {"ja": frozenset("WFA"), "en": frozenset("WF")}
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ),.:;%]}円"
)
_CLAUSE = ("、", "。", "）", ")")
_CARRIED = 24
"""Columns that may stay empty for the sake of a line that ends with a clause."""
_CURRENCY = re.compile(r"(^|\W)[A-Z]{3} $")
_NEVER_LAST = frozenset("（〔［｛〈《「『【([{")


def clean(text: str) -> str:
    """Make one line of a text that somebody typed, without control characters.

    Examples
    --------
    >>> clean(" Home   workers ")
    'Home workers'
    """
    line = " ".join(text.split())
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf"))


def width_of(text: str, lang: Lang) -> int:
    """Count the columns a text takes.

    Examples
    --------
    >>> width_of("予備 0", "ja"), width_of("(*)", "en")
    (6, 3)
    """
    if text.isascii():
        return len(text)
    return sum(_width(char, lang) for char in text)


def _width(char: str, lang: Lang) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE[lang] else 1


def left(text: str, columns: int, lang: Lang) -> str:
    """Fill a text with spaces on its right."""
    return text + " " * (columns - width_of(text, lang))


def right(text: str, columns: int, lang: Lang) -> str:
    """Fill a text with spaces on its left."""
    return " " * (columns - width_of(text, lang)) + text


def cut(text: str, columns: int, lang: Lang) -> str:
    """Shorten a text to so many columns; three points stand for what is left out.

    Examples
    --------
    >>> cut("Remote workers", 9, "en"), cut("在宅勤務職員", 9, "ja")
    ('Remote...', '在宅勤...')
    """
    if width_of(text, lang) <= columns:
        return text
    kept, room = "", columns - 3
    for char in text:
        room -= _width(char, lang)
        if room < 0:
            break
        kept += char
    return kept.rstrip() + "..."


def wrap(text: str, columns: int, lang: Lang, indent: int = 0) -> list[str]:
    """Break a text into lines: at spaces, and between full-width characters.

    Parameters
    ----------
    text
        One paragraph.
    columns
        Most columns of a line.
    indent
        Spaces before each line but the first.

    Examples
    --------
    >>> wrap("at most 50 spare", 10, "en", indent=2)
    ['at most 50', '  spare']
    >>> wrap("到達した区分(全量)", 12, "ja")
    ['到達した区分', '(全量)']
    """
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(text):
        for part in _fitting(piece, columns - indent, lang):
            whole = "".join(line)
            if whole.strip() and width_of(whole + part.rstrip(), lang) > columns:
                room = columns - indent - width_of(part.rstrip(), lang)
                kept, carried = _carried(line, min(room, _CARRIED), lang)
                lines.append("".join(kept).rstrip())
                line = [" " * indent, "".join([*carried, part]).lstrip()]
            else:
                line.append(part)
    return [*lines, "".join(line).rstrip()]


def _carried(line: list[str], room: int, lang: Lang) -> tuple[list[str], list[str]]:
    """Take a few characters to the next line, where a clause ends just before them."""
    for index in range(len(line) - 1, 1, -1):
        room -= width_of(line[index], lang)
        if room < 0:
            break
        if line[index - 1].endswith(_CLAUSE):
            return line[:index], line[index:]
    return line, []


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end: each piece stays whole."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char) and not _CURRENCY.search(piece):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == " ":
        return True
    if _is_katakana(before) and _is_katakana(after):
        return False
    wide = _WIDE["en"]
    return any(unicodedata.east_asian_width(char) in wide for char in (before, after))


def _is_katakana(char: str) -> bool:
    """Tell the letters of loanwords, which are not taken apart if a line has room."""
    return "\u30a1" <= char <= "\u30ff"


def _fitting(piece: str, columns: int, lang: Lang) -> Iterator[str]:
    """Cut a piece that no line could hold."""
    part = ""
    for char in piece:
        if width_of(part + char, lang) > max(columns, 2):
            yield part
            part = ""
        part += char
    if part:
        yield part
