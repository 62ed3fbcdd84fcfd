"""Showing values of a document in a message."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

_TYPES = {
    "object": "{ ... }",
    "array": "[ ... ]",
    "string": '"..."',
    "integer": "1",
    "null": "null",
}


def allowed_of(schema_of: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """Say what a schema, part of ``root``, allows: values, examples, or kinds."""
    if "$ref" in schema_of:
        schema_of = root["$defs"][schema_of["$ref"].removeprefix("#/$defs/")]
    if "enum" in schema_of:
        return ", ".join(shown_value(v) for v in schema_of["enum"])
    if "const" in schema_of:
        return shown_value(schema_of["const"])
    examples = schema_of.get("examples")
    if examples:
        return ", ".join(map(_example, examples))
    types = schema_of.get("type", ())
    return ", ".join(_TYPES[t] for t in ([types] if isinstance(types, str) else types))


def _example(value: object) -> str:
    """Write an example; one of several values stands in the schema as it is typed."""
    typed = isinstance(value, str) and value.startswith(("[", "{"))
    return str(value) if typed else shown_value(value)


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
    if value is None or isinstance(value, bool):
        return json.dumps(value)
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
