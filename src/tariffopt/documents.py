"""Documents: reading TOML and JSON exactly, and judging them by a JSON Schema.

The published schemas (``tariffopt schema``) are the ones that judge input, so what
is documented and what is accepted cannot drift apart. All faults of a document are
found at once; each names its ``$.path``, what stands there and what may stand there.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import jsonschema
from jsonschema.protocols import Validator

from tariffopt.errors import Fault, InputErrors, Place

Document = dict[str, Any]
_LINE_COLUMN = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
_KEY = re.compile(r"^'(.*)' is a required property$")
_MOST_DIGITS = 40


@attrs.frozen
class Origin:
    """Where a value was read from, and the hash of what was read.

    Attributes
    ----------
    found
        The file as the user named it, or the distribution it came with.
    sha256
        Hash of the bytes read, as hexadecimal digits.
    """

    found: str
    sha256: str


@attrs.frozen
class Loaded:
    """A document as read, with its origin."""

    document: Document
    origin: Origin


def read_document(
    path: Path, shown: str | None = None, encoding: str = "utf-8"
) -> Loaded:
    """Read a ``.toml`` or ``.json`` file; numbers with a point stay exact decimals.

    Parameters
    ----------
    path
        The file.
    shown
        The name for messages; the path itself when left out.
    encoding
        ``"utf-8"`` (with or without a byte order mark) or ``"cp932"``.

    Raises
    ------
    InputErrors
        The file is not there, is in another coding, or breaks the syntax.
    """
    shown = shown or str(path)
    data = read_bytes(path, shown)
    content = _decode(data, shown, encoding)
    document = (
        _parse_json(content, shown)
        if path.suffix == ".json"
        else _parse_toml(content, shown)
    )
    return Loaded(document, Origin(shown, hashlib.sha256(data).hexdigest()))


def read_bytes(path: Path, shown: str) -> bytes:
    """Read a file, or say plainly why it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        fault = Fault("file-missing", Place(shown))
    except IsADirectoryError:
        fault = Fault("file-is-folder", Place(shown))
    except OSError as error:
        fields = {"why": error.strerror or str(error)}
        fault = Fault("file-unreadable", Place(shown), fields)
    raise InputErrors(fault)


def _decode(data: bytes, shown: str, encoding: str) -> str:
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fields = {"byte": f"0x{data[error.start]:02x}", "line": line, "file": shown}
        code = "coding-cp932" if encoding == "utf-8" and _is_cp932(data) else "coding"
        raise InputErrors(
            Fault(code, Place(shown), {**fields, "encoding": encoding})
        ) from None


def _is_cp932(data: bytes) -> bool:
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return False
    return True


def _parse_toml(content: str, shown: str) -> Document:
    try:
        return tomllib.loads(content, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_COLUMN.search(str(error))
        lines = content.split("\n")
        at_end = (str(len(lines)), str(len(lines[-1]) + 1))
        line, column = found.groups() if found else at_end
        why = _LINE_COLUMN.sub("", str(error)).removesuffix(" (at end of document)")
        fields = {"line": line, "column": column, "why": why}
        raise InputErrors(Fault("toml-syntax", Place(shown), fields)) from None
    except (RecursionError, ValueError):
        raise InputErrors(_beyond("toml-syntax", shown)) from None


def _beyond(code: str, shown: str) -> Fault:
    """Say that a document goes beyond what any parser takes."""
    why = "nested too deeply, or a number with too many digits"
    return Fault(code, Place(shown), {"line": "?", "column": "?", "why": why})


def _parse_json(content: str, shown: str) -> Document:
    try:
        document = json.loads(content, parse_float=Decimal)
    except json.JSONDecodeError as error:
        fields = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise InputErrors(Fault("json-syntax", Place(shown), fields)) from None
    except (RecursionError, ValueError):
        raise InputErrors(_beyond("json-syntax", shown)) from None
    if not isinstance(document, dict):
        fields = {"found": shown_value(document)}
        raise InputErrors(Fault("not-a-table", Place(shown, "$"), fields))
    return document


def schema(kind: str) -> Document:
    """Give the JSON Schema of ``"tariff"``, ``"scenario"`` or ``"plan"``.

    Examples
    --------
    >>> schema("tariff")["title"]
    'tariffopt tariff'
    """
    data = resources.files("tariffopt").joinpath("schemas", f"{kind}.json").read_bytes()
    document: Document = json.loads(data)
    return document


def faults_of(document: Document, kind: str, file: str | None) -> list[Fault]:
    """Find everything in which a document departs from its schema.

    Parameters
    ----------
    document
        As read; ``Decimal`` for numbers with a point. A Python float is a fault.
    kind
        ``"tariff"``, ``"scenario"`` or ``"plan"``.
    file
        The name for the faults' places.
    """
    place = Place(file, "$")
    faults = [
        Fault("float", Place(file, path), {"found": repr(value)})
        for path, value in _floats(document, "$")
    ]
    if faults:
        return faults
    top = frozenset(schema(kind)["properties"])
    for error in _validator(kind).iter_errors(plain(document)):
        faults += _translate(error, place, top)
    return sorted(set_of(faults), key=lambda fault: fault.place.path)


def set_of(faults: list[Fault]) -> list[Fault]:
    """Drop repeated faults, keeping the order."""
    return list({(f.code, f.place, repr(f.fields)): f for f in faults}.values())


def plain(value: Any) -> Any:
    """Turn a document into JSON's own types; dates become ISO text, decimals stay."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else value


def _floats(value: Any, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _floats(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _floats(item, f"{path}[{number}]")


def _is_integer(_: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(_: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        # TOML has nan and inf; and 1e999999999 would be a very long fraction.
        return value.is_finite() and abs(value.adjusted()) < _MOST_DIGITS
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(
    _: Any, pattern: str, found: Any, __: Any
) -> Iterator[jsonschema.ValidationError]:
    """Judge a pattern as JSON Schema means it: to the very end, digits 0 to 9."""
    python = pattern.replace("$", r"\Z").replace(r"\d", "[0-9]")
    if isinstance(found, str) and not re.search(python, found):
        yield jsonschema.ValidationError(f"{found!r} does not match {pattern!r}")


@functools.cache
def _validator(kind: str) -> Validator:
    base = jsonschema.Draft202012Validator
    checker = base.TYPE_CHECKER.redefine_many(
        {"integer": _is_integer, "number": _is_number}
    )
    formats = jsonschema.FormatChecker(["date"])
    extend: Any = jsonschema.validators.extend
    validator: Validator = extend(base, {"pattern": _pattern}, type_checker=checker)(
        schema(kind), format_checker=formats
    )
    return validator


def _schema_of(error: jsonschema.ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _translate(
    error: jsonschema.ValidationError, root: Place, top: frozenset[str]
) -> list[Fault]:
    """Turn one schema error into faults of our own words."""
    place = root.at(*error.absolute_path)
    rule, found = error.validator, error.instance
    if rule == "required":
        return [_missing(error, place)]
    if rule in ("additionalProperties", "unevaluatedProperties"):
        return _unknown_keys(error, place, top)
    fields = {"found": shown_value(found), "allowed": allowed_of(_schema_of(error))}
    if rule in ("enum", "const"):
        names = [str(v) for v in _schema_of(error).get("enum", [error.validator_value])]
        return [Fault("not-one-of", place, {**fields, "guess": guess(found, names)})]
    if rule in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        return [Fault("out-of-range", place, fields)]
    if rule in ("minItems", "minProperties", "minLength"):
        return [Fault("empty", place, fields)]
    return [Fault("not-allowed", place, fields)]


def _missing(error: jsonschema.ValidationError, place: Place) -> Fault:
    match = _KEY.match(error.message)
    key = match[1] if match else ""
    schema_of = _schema_of(error).get("properties", {}).get(key, {})
    return Fault("missing-key", place.at(key), {"allowed": allowed_of(schema_of)})


def _unknown_keys(
    error: jsonschema.ValidationError, place: Place, top: frozenset[str]
) -> list[Fault]:
    allowed = sorted(_schema_of(error).get("properties", {}))
    found: Mapping[str, Any] = error.instance  # type: ignore[assignment]
    faults = []
    for key in (k for k in found if k not in allowed):
        if key in top and place.path != "$":
            section = place.path.removeprefix("$.")
            faults.append(
                Fault("misplaced-key", place.at(key), {"key": key, "section": section})
            )
        else:
            fields = {"guess": guess(key, allowed), "allowed": ", ".join(allowed)}
            faults.append(Fault("unknown-key", place.at(key), fields))
    return faults


def allowed_of(schema_of: Mapping[str, Any]) -> str:
    """Say what a schema allows, by its values or its examples."""
    if "enum" in schema_of:
        return ", ".join(shown_value(v) for v in schema_of["enum"])
    if "const" in schema_of:
        return shown_value(schema_of["const"])
    return ", ".join(shown_value(v) for v in schema_of.get("examples", [])) or "?"


def guess(found: object, names: list[str]) -> str:
    """Give the nearest name for a "did you mean", or an empty text.

    Examples
    --------
    >>> guess("caht", ["chat", "guest"])
    'chat'
    """
    near = difflib.get_close_matches(str(found), names, n=1)
    return near[0] if near else ""


_LONGEST_TEXT, _LONGEST_LIST = 60, 3


def shown_value(value: object) -> str:
    """Write a value as it would stand in a document, cut to a readable length."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        cut = (
            value if len(value) <= _LONGEST_TEXT else value[: _LONGEST_TEXT - 3] + "..."
        )
        return f'"{cut}"'
    if isinstance(value, list):
        if len(value) > _LONGEST_LIST:
            return f"[{len(value)} values]"
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, Mapping):
        return "{" + ", ".join(map(str, list(value)[:4])) + "}"
    return str(value)
