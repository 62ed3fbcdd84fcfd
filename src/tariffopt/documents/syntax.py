"""Saying what breaks the syntax of a file, in words that every language has.

Parsers word their errors in English only, and differently in each version of Python.
Their messages are recognized by their first words; one that is not is quoted.
"""

from __future__ import annotations

import json
import re
import tomllib

from tariffopt.errors import Fault, Note, Place

_AROUND = 30
_LINE_COLUMN = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
_REASONS = (
    ("value", r"Invalid value|Expecting value"),
    ("date", "Invalid date"),
    ("key", "Invalid statement|Invalid initial character|Expected '='"),
    ("key-json", "Expecting property name|Expecting ':'"),
    ("twice", r"Cannot (overwrite|declare|redefine|mutate)|Duplicate|the key \""),
    ("more", "Expected newline or end of document|Extra data"),
    ("unclosed", r"Unclosed|Unterminated|Expected '?[\]\"']|Illegal character '\\n'"),
    ("comma", "Expecting ','|Illegal trailing comma"),
    ("escape", r"Unescaped|Escaped|Invalid hex|Invalid \\"),
    ("character", "Illegal character|Found invalid character|Invalid control"),
)


def toml_fault(
    error: tomllib.TOMLDecodeError, content: str, shown: str | None
) -> Fault:
    """Say an error of a TOML file: where, why, and the line itself."""
    found = _LINE_COLUMN.search(str(error))
    lines = content.split("\n")
    line, column = (
        map(int, found.groups()) if found else (len(lines), len(lines[-1]) + 1)
    )
    why = _LINE_COLUMN.sub("", str(error)).removesuffix(" (at end of document)")
    return _fault("toml-syntax", (line, column), why, content, shown)


def json_fault(error: json.JSONDecodeError, content: str, shown: str | None) -> Fault:
    """Say an error of a JSON file: where, why, and the line itself."""
    place = (error.lineno, error.colno)
    return _fault("json-syntax", place, error.msg, content, shown)


def _fault(
    code: str, at: tuple[int, int], why: str, content: str, shown: str | None
) -> Fault:
    line, column = at
    reason = next((name for name, words in _REASONS if re.match(words, why)), "other")
    fields = {
        "line": line,
        "column": column,
        "why": Note(f"syntax-{reason}", {"message": why}),
        "found": _excerpt(content.split("\n")[line - 1], column),
    }
    return Fault(code, Place(shown), fields)


def _excerpt(line: str, column: int) -> str:
    """Give a line, or of a long one what stands around a column."""
    first = max(0, column - _AROUND) if len(line) > 2 * _AROUND else 0
    cut = line[first : first + 2 * _AROUND]
    return "".join(char if char.isprintable() else " " for char in cut).strip()


def beyond(shown: str | None) -> Fault:
    """Say that a document goes beyond what any parser takes."""
    return Fault("file-unreadable", Place(shown), {"why": Note("syntax-beyond")})
