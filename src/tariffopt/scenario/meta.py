"""The free keys of a group: kept in JSON's own types, never computed with."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tariffopt.errors import Fault, Place, ScenarioError


def keep_meta(meta: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Give free keys as a plan can carry them.

    Texts, whole numbers, booleans, and lists and tables of these stay; dates, decimals
    and fractions become texts.

    Parameters
    ----------
    meta
        What the caller wants kept.
    place
        The place of it.

    Raises
    ------
    ScenarioError
        For a float, or a value no document could hold.

    Examples
    --------
    >>> keep_meta({"cost_center": 1200, "share": Fraction(1, 3)}, Place())
    {'cost_center': 1200, 'share': '1/3'}
    """
    return {key: _kept(value, place.at(key)) for key, value in meta.items()}


@functools.singledispatch
def _kept(value: Any, place: Place) -> Any:
    """Give a free value in JSON's own types, or refuse it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    code = "float" if isinstance(value, float) else "meta-value"
    raise ScenarioError(Fault(code, place, {"found": repr(value)}))


@_kept.register(Decimal)
@_kept.register(Fraction)
def _(value: Decimal | Fraction, _: Place) -> str:
    return str(value)


@_kept.register(Mapping)
def _(value: Mapping[str, Any], place: Place) -> dict[str, Any]:
    return {str(key): _kept(item, place.at(str(key))) for key, item in value.items()}


@_kept.register(list)
@_kept.register(tuple)
def _(value: Sequence[Any], place: Place) -> list[Any]:
    return [_kept(item, place.at(number)) for number, item in enumerate(value)]
