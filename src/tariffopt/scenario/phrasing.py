"""Requirements as sentences, for whoever says that they are kept or conflict."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tariffopt.errors import Note
from tariffopt.money import GrossMoney
from tariffopt.scenario.group import limit_text
from tariffopt.scenario.requirements import (
    Budget,
    DifferentVendors,
    GroupsServed,
    OneVendor,
    Requirement,
    Seller,
    VendorCount,
)

_SHOWN = 5  # so many names are listed
_OF_SOME = (VendorCount, Budget)  # what is said of some people is another sentence
_OF_GROUPS = (GroupsServed, OneVendor, DifferentVendors)


def requirement_note(requirement: Requirement, currency: str) -> Note:
    """Say what a requirement asks for, as a note that any message may hold.

    Examples
    --------
    >>> from tariffopt.scenario.requirements import Coverage
    >>> requirement_note(Coverage(of="field", at_least="80%"), "JPY").text()
    'at least 80% of field are served'
    """
    fields: dict[str, Any] = {"of": _of(requirement)}
    if hasattr(requirement, "at_most") or hasattr(requirement, "at_least"):
        fields["limits"] = _limits(requirement, currency)
    if hasattr(requirement, "seller"):
        seller = requirement.seller
        fields["seller"] = seller_name(seller) if seller else Note("all-sellers")
    more = "-of" if isinstance(requirement, _OF_SOME) and requirement.of else ""
    return Note(f"requirement-{requirement.kind}{more}", fields)


def seller_name(seller: Seller) -> str:
    """Name a vendor, an offer, or an item with its offer."""
    names = (seller.vendor, seller.offer, seller.item)
    return " ".join(name for name in names if name)


def _of(requirement: Requirement) -> Note | str:
    listed = ", ".join(requirement.of[:_SHOWN])
    names = listed + (", ..." if len(requirement.of) > _SHOWN else "")
    if not isinstance(requirement, _OF_GROUPS):
        return names or Note("all-people")
    if not names:
        return Note("all-groups")
    single = isinstance(requirement, DifferentVendors)
    return names if single else Note("groups-of", {"names": names})


def _limits(requirement: Requirement, currency: str) -> Note:
    ends = {
        key: _end(limit, requirement, currency)
        for key in ("at_least", "at_most")
        if (limit := getattr(requirement, key, None)) is not None
    }
    code = "limits-both" if len(ends) > 1 else f"limits-{next(iter(ends))}"
    return Note(code, ends)


def _end(limit: int | Fraction, requirement: Requirement, currency: str) -> object:
    if isinstance(requirement, Budget):
        return GrossMoney(limit, currency)
    return limit_text(limit)
