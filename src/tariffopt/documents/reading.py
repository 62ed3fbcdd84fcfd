"""Reading TOML and JSON files exactly: numbers with a point stay decimals."""

from __future__ import annotations

import hashlib
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from tariffopt.documents.showing import shown_value
from tariffopt.documents.syntax import beyond, json_fault, toml_fault
from tariffopt.errors import Fault, InputErrors, Place

Document = dict[str, Any]


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
    document = parse_document(data, shown, path.suffix, encoding)
    return Loaded(document, Origin(shown, hashlib.sha256(data).hexdigest()))


def parse_document(
    content: bytes | str,
    shown: str | None,
    suffix: str = ".json",
    encoding: str = "utf-8",
) -> Document:
    """Parse JSON or TOML to a table; numbers with a point stay exact decimals.

    Parameters
    ----------
    content
        Text, or bytes in a coding.
    shown
        The name for messages.
    suffix
        ``".json"``; anything else is TOML.
    encoding
        Of bytes: ``"utf-8"`` (with or without a byte order mark) or ``"cp932"``.

    Raises
    ------
    InputErrors
        It is in another coding, or breaks the syntax.

    Examples
    --------
    >>> parse_document(b'{"price": 7.25}', None)
    {'price': Decimal('7.25')}
    """
    text = content if isinstance(content, str) else _decode(content, shown, encoding)
    return _parse_json(text, shown) if suffix == ".json" else _parse_toml(text, shown)


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


def _decode(data: bytes, shown: str | None, encoding: str) -> str:
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


def _parse_toml(content: str, shown: str | None) -> Document:
    try:
        return tomllib.loads(content, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputErrors(toml_fault(error, content, shown)) from None
    except (RecursionError, ValueError):
        raise InputErrors(beyond(shown)) from None


def _once(pairs: list[tuple[str, Any]]) -> Document:
    """Make a table of a JSON object; a key that stands twice is an error, as in TOML.

    Raises
    ------
    json.JSONDecodeError
        Naming the key.
    """
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in table if keys.count(key) > 1)
        raise json.JSONDecodeError(f'the key "{twice}" stands twice', "", 0)
    return table


def _parse_json(content: str, shown: str | None) -> Document:
    try:
        document = json.loads(
            content,
            parse_float=Decimal,
            parse_constant=Decimal,  # NaN, which no schema takes for a number
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        raise InputErrors(json_fault(error, content, shown)) from None
    except (RecursionError, ValueError):
        raise InputErrors(beyond(shown)) from None
    if not isinstance(document, dict):
        fields = {"found": shown_value(document)}
        raise InputErrors(Fault("not-a-table", Place(shown, "$"), fields))
    return document
