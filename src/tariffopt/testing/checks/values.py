"""Checks of values: exact, refused where they must be, and never changing."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.errors import Fault, Place, QuantityError
from tariffopt.tariff import (
    Tariff,
    Version,
    quote,
    tariff_from_dict,
    tariff_to_dict,
)
from tariffopt.tariff.places import root_of, version_place
from tariffopt.tariff.quoting import charge_amount, charge_parts
from tariffopt.testing.boundaries import ends_of, last_of
from tariffopt.testing.checks.probes import (
    buying,
    lines,
    readings,
    sales,
    terms_of,
)

_BAD = (-1, True, 1.5, "1")
_FAR = 10**6


def exact_amounts(tariff: Tariff) -> Iterator[Fault]:
    """Find amounts, declared or computed, that are floats or no numbers."""
    for place, value in _walk(tariff, root_of(tariff)):
        if isinstance(value, float):
            yield Fault("check-float", place, {"found": repr(value)})
    for line in lines(tariff):
        for reading in readings(line.charge):
            quantities, _ = buying(line.charge, reading)
            parts = charge_parts(line.charge, quantities)
            values: list[object] = [v for p in parts for v in (p.price, p.amount)]
            inexact = [v for v in values if not isinstance(v, int | Fraction)]
            if inexact:
                yield Fault("check-float", line.place, {"found": repr(inexact[0])})
                break


def _walk(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Give a value and everything in it, each with its place."""
    yield place, value
    for key, inner in _inside(value):
        yield from _walk(inner, place.at(key))


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if attrs.has(type(value)):
        names = (field.name for field in attrs.fields(type(value)))
        yield from ((name, getattr(value, name)) for name in names if name != "origin")
    elif isinstance(value, Mapping):
        yield from ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, tuple | list | set | frozenset):
        yield from enumerate(value)


def nothing_for_nothing(tariff: Tariff) -> Iterator[Fault]:
    """Find what is due for nothing bought, or for an item that is not bought."""
    for index, version in enumerate(tariff.versions):
        bill = quote(tariff, {}, terms_of(version))
        if bill.lines or bill.incl_tax:
            fields = {"found": bill.incl_tax, "expected": 0}
            yield Fault("check-zero", version_place(tariff, index), fields)
    for line in lines(tariff):
        if line.charge.of_contract or line.charge.priced_at_zero:
            continue
        if found := charge_amount(line.charge, {}):
            fields = {"found": found, "expected": 0}
            yield Fault("check-zero", line.place, fields)


def refuses_quantities(tariff: Tariff) -> Iterator[Fault]:
    """Find quantities neither priced nor refused with the name of the tariff."""
    for index, version in enumerate(tariff.versions):
        place = version_place(tariff, index)
        for item in tariff.items:
            last = last_of(version, item)
            ends = ends_of(version, item)
            bad: list[object] = [*_BAD]
            if last is not None:
                bad += [last + 1, last + _FAR]
            near = [quantity for end in ends for quantity in (end, end + 1)]
            far = [] if last is not None else [item.next_allowed(_FAR)]
            wrong = [q for q in bad if not _refused(tariff, version, {item.id: q})]
            wrong += [
                quantity
                for quantity in (*near, *far)
                if _refused(tariff, version, {item.id: quantity}) is None
            ]
            if wrong:
                found = ", ".join(map(repr, wrong))
                yield Fault("check-refuse", place, {"found": found, "item": item.id})
        if not _refused(tariff, version, {"no such item": 1}):
            fields = {"found": "1", "item": "no such item"}
            yield Fault("check-refuse", place, fields)


def _refused(
    tariff: Tariff, version: Version, quantities: Mapping[str, Any]
) -> bool | None:
    """Tell whether quantities are refused properly; ``None`` for any other ending."""
    try:
        quote(tariff, quantities, terms_of(version))
    except QuantityError as error:
        return True if tariff.id in str(error) else None
    except Exception:  # noqa: BLE001 - whatever else a plugin raises is the fault
        return None
    return False


def same_answer_twice(tariff: Tariff) -> Iterator[Fault]:
    """Find quantities whose second quote differs from the first."""
    for index, version in enumerate(tariff.versions):
        terms = terms_of(version)
        for item in tariff.items:
            for quantity in sales(version, item):
                one, two = (quote(tariff, {item.id: quantity}, terms) for _ in "ab")
                if one != two:
                    fields = {"found": quantity, "item": item.id}
                    yield Fault("check-twice", version_place(tariff, index), fields)
                    break


def unchanging(tariff: Tariff) -> Iterator[Fault]:
    """Find what can be changed in the tariff, or keeps it from having a hash."""
    for place, value in _walk(tariff, root_of(tariff)):
        if isinstance(value, list | dict | set | bytearray) or _settable(value):
            yield Fault("check-changeable", place, {"found": type(value).__name__})
    try:
        hash(tariff)
    except TypeError as error:
        yield Fault("check-hash", root_of(tariff), {"why": str(error)})


def _settable(value: Any) -> bool:
    """Tell whether the first field of a value can be set anew."""
    for field in attrs.fields(type(value))[:1] if attrs.has(type(value)) else ():
        try:
            setattr(value, field.name, getattr(value, field.name))
        except AttributeError:
            return False
        return True
    return False


def pickles(tariff: Tariff) -> Iterator[Fault]:
    """Find whether the tariff changes when it is sent to another process."""
    place = root_of(tariff)
    try:
        copy = pickle.loads(pickle.dumps(tariff))  # noqa: S301 - our own bytes
    except Exception as error:  # noqa: BLE001 - pickling raises whatever it likes
        yield Fault("check-pickle", place, {"why": str(error)})
        return
    if copy != tariff:
        yield Fault("check-pickle", place, {"why": "the copy is not equal"})


def round_trip(tariff: Tariff) -> Iterator[Fault]:
    """Find what changes when the tariff is written to a document and read."""
    place = root_of(tariff)
    try:
        copy = tariff_from_dict(tariff_to_dict(tariff))
    except (TypeError, ValueError) as error:
        yield Fault("check-round-trip", place, {"why": str(error)})
        return
    for field in attrs.fields(Tariff):
        if field.eq and getattr(copy, field.name) != getattr(tariff, field.name):
            yield Fault("check-round-trip", place.at(field.name), {"why": "it differs"})
