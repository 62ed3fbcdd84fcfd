"""Judging documents by the published schemas, and saying what is wrong in them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from tariffopt.documents.reading import Document
from tariffopt.documents.showing import allowed_of, guess, shown_value
from tariffopt.errors import Fault, Place

_KEY = re.compile(r"^'(.*)' is a required property$")
_MOST_DIGITS = 40


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
    code = "not-a-price" if _schema_of(error).get("title") == "price" else "not-allowed"
    return [Fault(code, place, fields)]


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
