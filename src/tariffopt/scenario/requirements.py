"""What an organisation requires of a plan beyond what each group needs.

A requirement says in plain values what must hold. Each is checked exactly in
`tariffopt.certifying.requirements` and compiled in `tariffopt.problem.requiring`, on
purpose in other words.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from tariffopt.errors import require_type
from tariffopt.money import Exact, exact
from tariffopt.scenario.group import count_or_share, read_count, typed

Amount = int | Fraction
"""A count (``int``), or a share (``Fraction``)."""


def _names(value: Iterable[str] | str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    return tuple(_name(name) or "" for name in names)


def _name(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is a {type(value).__name__}, not a text")


def _key(value: object) -> str:
    if value is None:
        raise TypeError("an id is a text, not None")
    return _name(value) or ""


def _count(value: Any) -> int | None:
    return None if value is None else read_count(value, "limit")


def _amount(value: Exact | None) -> Amount | None:
    return count_or_share(value, "limit")


def _some(value: Exact) -> Amount:
    found = count_or_share(value, "limit")
    if found is None:
        raise TypeError("at_least is a count or a share, not None")
    return found


def _part(value: Exact | None) -> Fraction | None:
    found = count_or_share(value, "share")
    return None if found is None else Fraction(found)


def _money(value: Exact) -> Fraction:
    return exact(value, "budget")


@attrs.frozen
class Unit:
    """A unit of the organisation: a department, a school, all field staff.

    Attributes
    ----------
    id
        Stable key, unique among units and groups.
    name
        What people see; the id when left out.
    within
        The unit it is a part of.
    """

    id: str = attrs.field(converter=_key)
    name: str | None = attrs.field(default=None, converter=_name)
    within: str | None = attrs.field(default=None, converter=_name)


@attrs.frozen
class Seller:
    """What is bought: all offers of a vendor, one offer, or one item of it.

    Attributes
    ----------
    vendor, offer
        A vendor's name as its tariffs give it, or the id of an offer; one of the two.
    item
        The id of an item of the offer; all of them when left out.
    """

    vendor: str | None = attrs.field(default=None, converter=_name)
    offer: str | None = attrs.field(default=None, converter=_name)
    item: str | None = attrs.field(default=None, converter=_name)


def _seller(value: object) -> Seller:
    return require_type(value, Seller, 'Seller(vendor="...") gives one')


@attrs.frozen(kw_only=True)
class Requirement(ABC):
    """Something a plan must keep.

    Attributes
    ----------
    kind
        Its name in documents.
    of
        Ids of groups and units whose people it is about; all groups when left out.
    """

    kind: ClassVar[str]
    of: tuple[str, ...] = attrs.field(default=(), converter=_names)


@attrs.frozen(kw_only=True)
class Coverage(Requirement):
    """How many of some people are served, over all their groups together.

    Attributes
    ----------
    at_least, at_most
        A count of seats, or a share of the seats that would serve all of them: the
        least is rounded up, the greatest down. No limit when left out.
    """

    kind: ClassVar[str] = "coverage"
    at_least: Amount | None = attrs.field(default=None, converter=_amount, eq=typed)
    at_most: Amount | None = attrs.field(default=None, converter=_amount, eq=typed)


@attrs.frozen(kw_only=True)
class GroupsServed(Requirement):
    """How many groups are served in full, with everybody in them.

    Attributes
    ----------
    at_least
        A count of groups, or a share of the groups it is about, rounded up.
    """

    kind: ClassVar[str] = "groups-served"
    at_least: Amount = attrs.field(converter=_some, eq=typed)


@attrs.frozen(kw_only=True)
class VendorCount(Requirement):
    """How many vendors there are, counted by the names in their tariffs.

    Without ``of`` the vendors that anything is bought from count; with it those that
    give something to these people.

    Attributes
    ----------
    at_least, at_most
        Counts; no limit when left out.
    """

    kind: ClassVar[str] = "vendors"
    at_least: int | None = attrs.field(default=None, converter=_count)
    at_most: int | None = attrs.field(default=None, converter=_count)


@attrs.frozen(kw_only=True)
class MarketShare(Requirement):
    """Which part of the people served gets something of a vendor, an offer, an item.

    Attributes
    ----------
    seller
        Whose share it is.
    at_least, at_most
        Shares of the people served, kept exactly; no limit when left out.
    """

    kind: ClassVar[str] = "share"
    seller: Seller = attrs.field(converter=_seller)
    at_least: Fraction | None = attrs.field(default=None, converter=_part)
    at_most: Fraction | None = attrs.field(default=None, converter=_part)


@attrs.frozen(kw_only=True)
class Purchased(Requirement):
    """How many units are bought: none of what is forbidden, some of what is wanted.

    Attributes
    ----------
    seller
        What is counted, all items together.
    at_least, at_most
        Units; no limit when left out. ``at_most = 0`` forbids it.
    """

    kind: ClassVar[str] = "purchase"
    seller: Seller = attrs.field(converter=_seller)
    at_least: int | None = attrs.field(default=None, converter=_count)
    at_most: int | None = attrs.field(default=None, converter=_count)


@attrs.frozen(kw_only=True)
class Budget(Requirement):
    """What a unit may pay, or all together: in all, to a vendor, or for an offer.

    What counts is the bills of the contracts that are signed for the groups of ``of``.
    A body signs for all of its groups or for none of them: a budget of some of them
    alone is refused.

    Attributes
    ----------
    seller
        Who is paid; it names no item. Everybody, when left out.
    at_most
        Over the horizon, tax included, in the currency's main unit.
    """

    kind: ClassVar[str] = "budget"
    seller: Seller | None = attrs.field(
        default=None, converter=attrs.converters.optional(_seller)
    )
    at_most: Fraction = attrs.field(converter=_money)


@attrs.frozen(kw_only=True)
class OneVendor(Requirement):
    """Each of these groups is served by one vendor alone, whichever it is."""

    kind: ClassVar[str] = "one-vendor"


@attrs.frozen(kw_only=True)
class SameVendor(Requirement):
    """All these people are served by one and the same vendor, so that they meet."""

    kind: ClassVar[str] = "same-vendor"


@attrs.frozen(kw_only=True)
class DifferentVendors(Requirement):
    """No vendor serves two of these: groups, or units as a whole."""

    kind: ClassVar[str] = "different-vendors"


REQUIREMENTS: dict[str, type[Requirement]] = {
    kind.kind: kind
    for kind in (
        Coverage,
        GroupsServed,
        VendorCount,
        MarketShare,
        Purchased,
        Budget,
        OneVendor,
        SameVendor,
        DifferentVendors,
    )
}
"""Every kind by its name in documents."""
