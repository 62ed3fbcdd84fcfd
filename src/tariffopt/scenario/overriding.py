"""Changing a value of a document by its path, as ``--set horizon.months=24`` does."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tariffopt.documents import Document, shown_value
from tariffopt.errors import Fault, Place, ScenarioError

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]+)\]")


def override(
    document: Mapping[str, Any],
    overrides: Iterable[tuple[str, str]],
    file: str | None = None,
) -> Document:
    """Give a copy of a document in which some values are others.

    Parameters
    ----------
    document
        As read.
    overrides
        Pairs of a path and a text. Steps of a path are keys and ``[n]``, counted from
        0; in a list of tables ``[x]`` finds the one whose id or name is x. Tables
        that are not there are made. A text that is a TOML value becomes that value,
        any other stays a text.
    file
        The name for messages.

    Raises
    ------
    ScenarioError
        For paths that lead nowhere, all at once.

    Examples
    --------
    >>> document = {"groups": [{"name": "Sales", "people": 48}]}
    >>> override(document, [("groups[Sales].people", "50"), ("tax.rate", "8%")])
    {'groups': [{'name': 'Sales', 'people': 50}], 'tax': {'rate': '8%'}}
    """
    changed: Document = copy.deepcopy(dict(document))
    faults = []
    for path, content in overrides:
        try:
            _set(changed, path, value_of(content))
        except LookupError as error:
            fields = {"path": path, "found": str(error.args[0])}
            faults.append(Fault("override-nowhere", Place(file), fields))
    if faults:
        raise ScenarioError(faults)
    return changed


def value_of(content: str) -> Any:
    """Read a text as a TOML value, or keep it.

    Examples
    --------
    >>> value_of("24"), value_of("[1, 2]"), value_of("8%")
    (24, [1, 2], '8%')
    """
    try:
        read = tomllib.loads(f"value = {content}", parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return content
    return read["value"] if read.keys() == {"value"} else content


def _set(document: Document, path: str, value: Any) -> None:
    steps = _steps(path)
    found: Any = document
    for step in steps[:-1]:
        found = _entered(found, step)
    last = steps[-1]
    if isinstance(found, list):
        found[_index(found, last)] = value
    elif isinstance(found, dict):
        found[last] = value
    else:
        raise _nowhere(found)


def _steps(path: str) -> list[str]:
    trimmed = path.strip().removeprefix("$").removeprefix(".")
    steps = [key or index.strip("\"' ") for key, index in _STEP.findall(trimmed)]
    if not steps or _STEP.sub("", trimmed):
        raise _nowhere(path)
    return steps


def _entered(found: Any, step: str) -> Any:
    if isinstance(found, list):
        return found[_index(found, step)]
    if not isinstance(found, dict):
        raise _nowhere(found)
    return found.setdefault(step, {})


def _nowhere(found: object) -> LookupError:
    return LookupError(shown_value(found))


def _index(entries: list[Any], step: str) -> int:
    if step.isdecimal() and int(step) < len(entries):
        return int(step)
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and step in (entry.get("id"), entry.get("name")):
            return number
    raise _nowhere(step)
