"""What a plan reaches of each requirement of the buyer, by the number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import singledispatch

import attrs

from tariffopt.documents import Document
from tariffopt.money import GrossMoney
from tariffopt.plan.model import Plan
from tariffopt.plan.serving import Served
from tariffopt.scenario.requirements import (
    Amount,
    Budget,
    Coverage,
    GroupsServed,
    MarketShare,
    Purchased,
    Requirement,
)


@attrs.frozen
class Reached:
    """What a plan reaches of a requirement.

    Attributes
    ----------
    requirement
        What is required.
    found
        Seats, groups, units or vendors, or what is paid.
    whole
        Of how many, where a share may be asked for: seats that serve all, groups,
        people served.
    vendors
        Where vendors are counted: those that there are, by name.
    """

    requirement: Requirement
    found: int | GrossMoney
    whole: int | None = None
    vendors: tuple[str, ...] | None = None

    @property
    def needed(self) -> dict[str, int]:
        """The limits that are shares, as counts: the least up, the greatest down."""
        ends: dict[str, int] = {}
        for key, to_count in (("at_least", math.ceil), ("at_most", math.floor)):
            limit: Amount | None = getattr(self.requirement, key, None)
            if isinstance(limit, Fraction) and self.whole is not None:
                ends[key] = to_count(limit * self.whole)
        return ends


def reached(plan: Plan) -> Iterator[Reached]:
    """Give what a plan reaches, requirement by requirement."""
    served = Served(plan.scenario, plan.answer, plan.bills)
    for requirement in plan.scenario.requirements:
        yield _reached(requirement, served)


def reached_to_dict(entry: Reached) -> Document:
    """Write what is reached as a document."""
    found = entry.found
    document: Document = {
        "kind": entry.requirement.kind,
        "found": found.decimal() if isinstance(found, GrossMoney) else found,
    }
    if entry.whole is not None:
        document["whole"] = entry.whole
    if entry.vendors is not None:
        document["vendors"] = list(entry.vendors)
    return document | entry.needed


@singledispatch
def _reached(requirement: Requirement, served: Served) -> Reached:
    """Count what is reached; without a count of its own, the vendors."""
    of = requirement.of
    bought = {served.vendor(key) for key, count in served.answer.purchases if count}
    vendors = bought if requirement.kind == "vendors" and not of else served.vendors(of)
    return Reached(requirement, len(vendors), vendors=tuple(sorted(vendors)))


@_reached.register
def _(requirement: Coverage, served: Served) -> Reached:
    own = served.scenario.members(requirement.of)
    whole = int(served.scenario.groups.full[own].sum())
    return Reached(requirement, served.people(requirement.of), whole)


@_reached.register
def _(requirement: GroupsServed, served: Served) -> Reached:
    groups, seats = served.scenario.groups, served.by_group()
    own = served.scenario.members(requirement.of).tolist()
    whole = sum(seats.get(group, 0) >= groups.full[group] for group in own)
    return Reached(requirement, int(whole), len(own))


@_reached.register
def _(requirement: MarketShare, served: Served) -> Reached:
    own = served.people(requirement.of, requirement.seller)
    return Reached(requirement, own, served.people(requirement.of))


@_reached.register
def _(requirement: Purchased, served: Served) -> Reached:
    pairs = served.answer.purchases
    own = (n for key, n in pairs if served.sells(requirement.seller, key))
    return Reached(requirement, sum(own))


@_reached.register
def _(requirement: Budget, served: Served) -> Reached:
    return Reached(requirement, served.paid(requirement.seller, requirement.of))
