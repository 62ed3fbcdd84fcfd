"""One group of people as a value, for small input and for reading one."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.errors import Fault, Place, ScenarioError
from tariffopt.money import Exact, decimal_text, share

Needs = frozenset[str]


def read_count(value: object, what: str) -> int:
    """Read a whole number.

    Raises
    ------
    TypeError
        For a float, a truth value or a text.

    Examples
    --------
    >>> read_count(3, "seats")
    3
    """
    if isinstance(value, bool | float | str) or not hasattr(value, "__index__"):
        raise TypeError(f"{what} {value!r} is not a whole number")
    return int(value.__index__())


def _people(value: Any) -> int:
    return read_count(value, "people")


def _seats(value: Any) -> int | None:
    return None if value is None else read_count(value, "seats")


def _coverage(value: Exact) -> Fraction:
    return share(value, "coverage")


def _weight(value: Any) -> int:
    return read_count(value, "weight")


def _priority(value: Any) -> int | None:
    return None if value is None else read_count(value, "priority")


def _sharing(value: Any) -> int:
    return read_count(value, "people_per_seat")


def count_or_share(value: Exact | None, what: str) -> int | Fraction | None:
    """Read a limit: a whole number is a count, ``Fraction`` or ``"80%"`` a share.

    Raises
    ------
    TypeError
        For a float.
    ValueError
        For a text that is neither.

    Examples
    --------
    >>> count_or_share(80, "at_most"), count_or_share("80%", "at_most")
    (80, Fraction(4, 5))
    """
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return share(value, what)


def limit_text(limit: int | Fraction) -> int | str:
    """Write a limit so that `count_or_share` reads the same again.

    Examples
    --------
    >>> limit_text(80), limit_text(Fraction(4, 5)), limit_text(Fraction(1, 3))
    (80, '80%', '1/3')
    """
    if isinstance(limit, int):
        return limit
    part = decimal_text(limit * 100)
    return str(limit) if "/" in part else f"{part}%"


def typed(value: object) -> tuple[str, object]:
    """Tell a count of 1 from a share of 1 when values are compared."""
    return type(value).__name__, value


def _at_most(value: Exact | None) -> int | Fraction | None:
    return count_or_share(value, "at_most")


def need_set(value: Iterable[str] | str | None) -> Needs | None:
    """Make a set of capabilities; a text is a single one, ``None`` stays."""
    if value is None:
        return None
    return frozenset([value] if isinstance(value, str) else value)


@attrs.frozen
class Group:
    """People who need the same: a department, a role, a kind of device.

    Attributes
    ----------
    id
        Stable key, unique in a scenario.
    people
        Head-count.
    name
        What people see; the id when left out.
    needs
        The capabilities each person needs, all of them at once; ``None`` takes the
        scenario's default. A single capability may be given as a text.
    coverage
        The share of the people who must be served: ``"80%"``, ``Fraction(4, 5)``.
        Seats needed are rounded up, per group.
    seats
        An exact count of seats instead of people and coverage.
    at_most
        How many may be served beyond those who must be: a count of seats, or a share
        of the people (``Fraction``, ``"100%"``), rounded down. None beyond when left
        out.
    people_per_seat
        How many people share one seat, as shifts do. Seats are rounded up, per group.
    unit
        The unit of the organisation that the group belongs to.
    weight
        What each person counts where most coverage is sought.
    priority
        1 is served before 2 where most coverage is sought; after all others when left
        out.
    note
        Printed with the group.
    meta
        Free keys of the caller, kept and never computed with: texts, whole numbers,
        booleans, lists and tables of these. Dates, decimals and fractions are kept
        as text.
    body
        Who signs for the group; the organisation when left out.

    Raises
    ------
    TypeError
        For a float, or for a count that is no whole number.
    ValueError
        For a coverage that is no number.

    Examples
    --------
    >>> Group("sales", people=9, needs={"chat"}, coverage="80%").needed
    8
    """

    id: str
    people: int = attrs.field(default=0, converter=_people)
    name: str | None = None
    needs: Needs | None = attrs.field(default=None, converter=need_set)
    coverage: Fraction = attrs.field(default=Fraction(1), converter=_coverage)
    seats: int | None = attrs.field(default=None, converter=_seats)
    note: str | None = None
    meta: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    body: str | None = None
    at_most: int | Fraction | None = attrs.field(
        default=None, converter=_at_most, eq=typed
    )
    people_per_seat: int = attrs.field(default=1, converter=_sharing)
    unit: str | None = None
    weight: int = attrs.field(default=1, converter=_weight)
    priority: int | None = attrs.field(default=None, converter=_priority)

    @property
    def needed(self) -> int:
        """Seats the group must have: the exact count, or the share rounded up."""
        if self.seats is not None:
            return self.seats
        return seats_needed(self.people, self.coverage / max(self.people_per_seat, 1))


def seats_needed(people: int, coverage: Fraction) -> int:
    """Give the seats that serve a share of the people, rounded up.

    Examples
    --------
    >>> seats_needed(14, Fraction(1, 2)), seats_needed(9, Fraction(4, 5))
    (7, 8)
    """
    return -(-people * coverage.numerator // coverage.denominator)


# --- free keys ------------------------------------------------------------------


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
