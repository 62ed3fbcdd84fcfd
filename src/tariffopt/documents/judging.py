"""Judging documents by the published schemas, and saying what is wrong in them."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from tariffopt.documents.quick import (
    Test,
    is_integer,
    is_number,
    pattern_of,
    quick_test,
)
from tariffopt.documents.reading import Document
from tariffopt.documents.showing import allowed_of, guess, shown_value
from tariffopt.errors import Fault, Place

_KEY = re.compile(r"^'(.*)' is a required property$")


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


def faults_of(
    document: Document, kind: str, file: str | None, *, parsed: bool = False
) -> list[Fault]:
    """Find everything in which a document departs from its schema.

    Parameters
    ----------
    document
        As read; ``Decimal`` for numbers with a point. A Python float is a fault.
    kind
        ``"tariff"``, ``"scenario"`` or ``"plan"``.
    file
        The name for the faults' places.
    parsed
        Whether a reader of JSON just made the document, so that it has no float.
    """
    place = Place(file, "$")
    if not parsed and not _is_plain(document):
        faults = [
            Fault(_float_code(value), Place(file, path), {"found": repr(value)})
            for path, value in _floats(document, "$")
        ]
        if faults:
            return faults
        document = _plain(document)
    faults = []
    whole = schema(kind)
    for error in _validator(kind).iter_errors(document):
        faults += _translate(error, place, whole)
    return sorted(set_of(faults), key=lambda fault: fault.place.path)


def _float_code(value: float) -> str:
    return "float" if math.isfinite(value) else "not-finite"


def set_of(faults: list[Fault]) -> list[Fault]:
    """Drop repeated faults, keeping the order."""
    return list({(f.code, f.place, repr(f.fields)): f for f in faults}.values())


def plain(value: Any) -> Any:
    """Turn a document into JSON's own types; dates become ISO text, decimals stay.

    One that has nothing else is given back itself.
    """
    return value if _is_plain(value) else _plain(value)


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else value


_TEXT = frozenset([str])
_SCALARS = frozenset([str, int, bool, Decimal, type(None)])


def _is_plain(value: Any) -> bool:
    """Tell whether a document has JSON's own types alone, as one read from JSON has.

    A million values are looked at in a tenth of the time that any other pass takes.
    """
    if type(value) in _SCALARS:
        return True
    rest = [value]
    while rest:
        found = rest.pop()
        if type(found) is dict:
            if not set(map(type, found)) <= _TEXT:
                return False
            found = found.values()
        elif type(found) is not list:
            return False
        if not set(map(type, found)) <= _SCALARS:
            rest += [item for item in found if type(item) not in _SCALARS]
    return True


def _floats(value: Any, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if type(item) is not str and type(item) is not int:
                yield from _floats(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            if type(item) is not str and type(item) is not int:
                yield from _floats(item, f"{path}[{number}]")


def _pattern(
    _: Any, pattern: str, found: Any, __: Any
) -> Iterator[jsonschema.ValidationError]:
    if isinstance(found, str) and not pattern_of(pattern).search(found):
        yield jsonschema.ValidationError(f"{found!r} does not match {pattern!r}")


def _items_of(root: Document) -> Callable[..., Iterator[jsonschema.ValidationError]]:
    """Judge of the entries of a list only those that may have something wrong."""
    tests: dict[int, Test] = {}

    def judge(
        validator: Any, rules: Mapping[str, Any], found: Any, _: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if not isinstance(found, list):
            return
        if id(rules) not in tests:  # a part of the whole schema, which stays
            tests[id(rules)] = quick_test(rules, root)
        test = tests[id(rules)]
        for number, entry in enumerate(found):
            if not test(entry):
                yield from validator.descend(entry, rules, path=number)

    return judge


@functools.cache
def _validator(kind: str) -> Validator:
    base, root = jsonschema.Draft202012Validator, schema(kind)
    checker = base.TYPE_CHECKER.redefine_many(
        {
            "integer": lambda _, value: is_integer(value),
            "number": lambda _, value: is_number(value),
        }
    )
    formats = jsonschema.FormatChecker(["date"])
    extend: Any = jsonschema.validators.extend
    own = {"pattern": _pattern, "items": _items_of(root)}
    validator: Validator = extend(base, own, type_checker=checker)(
        root, format_checker=formats
    )
    return validator


def _schema_of(error: jsonschema.ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _translate(
    error: jsonschema.ValidationError, root: Place, whole: Document
) -> list[Fault]:
    """Turn one schema error into faults of our own words."""
    place = root.at(*error.absolute_path)
    rule, found = error.validator, error.instance
    if rule == "required":
        return [_missing(error, place, whole)]
    if rule in ("additionalProperties", "unevaluatedProperties"):
        return _unknown_keys(error, place, frozenset(whole["properties"]))
    allowed = allowed_of(_schema_of(error), whole)
    fields = {"found": shown_value(found), "allowed": allowed}
    if rule in ("enum", "const"):
        names = [str(v) for v in _schema_of(error).get("enum", [error.validator_value])]
        return [Fault("not-one-of", place, {**fields, "guess": guess(found, names)})]
    if rule in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        return [Fault("out-of-range", place, fields)]
    if rule in ("minItems", "minProperties", "minLength"):
        return [Fault("empty", place, fields)]
    code = "not-a-price" if _schema_of(error).get("title") == "price" else "not-allowed"
    return [Fault(code, place, fields)]


def _missing(error: jsonschema.ValidationError, place: Place, whole: Document) -> Fault:
    match = _KEY.match(error.message)
    key = match[1] if match else ""
    schema_of = _schema_of(error).get("properties", {}).get(key, {})
    return Fault(
        "missing-key", place.at(key), {"allowed": allowed_of(schema_of, whole)}
    )


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
