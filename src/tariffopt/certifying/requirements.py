"""Checks of what the buyer requires, from the scenario and the answer alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import singledispatch
from typing import Any

import attrs

from tariffopt.certifying.limits import fewest_of
from tariffopt.errors import Fault, Place
from tariffopt.plan.model import Answer, ContractBill
from tariffopt.plan.serving import Served
from tariffopt.scenario import Scenario
from tariffopt.scenario.phrasing import requirement_note
from tariffopt.scenario.requirements import (
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    VendorCount,
)

Fields = Mapping[str, Any]


def requirement_faults(
    scenario: Scenario, answer: Answer, bills: tuple[ContractBill, ...]
) -> Iterator[Fault]:
    """Find the requirements of the buyer that an answer breaks."""
    served = Served(scenario, answer, bills)
    if scenario.requirements or scenario.groups.at_most:
        yield from _too_many(served)
        yield from _superfluous(served)
    for number, requirement in enumerate(scenario.requirements):
        asked = requirement_note(requirement, scenario.currency)
        for fields in broken(requirement, served):
            place = Place(path=f"$.requirements[{number}]")
            more = {**fields, "asked": asked}
            yield Fault(f"answer-{requirement.kind}", place, more)


def _too_many(served: Served) -> Iterator[Fault]:
    """Find groups given more than they may have: such seats would count for nobody."""
    groups = served.scenario.groups
    for group, seats in sorted(served.by_group().items()):
        if seats > (most := int(groups.most[group])):
            fields = {"group": groups.ids[group], "found": seats, "allowed": most}
            yield Fault("answer-too-many", Place(path=f"$.groups[{group}]"), fields)


def _superfluous(served: Served) -> Iterator[Fault]:
    """Find people given more items than they need, which would count for vendors."""
    scenario, rows = served.scenario, served.answer.assignments
    groups = scenario.groups
    kinds = zip(groups.need[rows.group].tolist(), rows.access.tolist(), strict=True)
    first = {pair: row for row, pair in enumerate(kinds) if rows.seats[row]}
    for (need, access), row in first.items():
        items = rows.sets[access]
        if 0 < fewest_of(scenario, items, groups.need_sets[need]) < len(items):
            group = int(rows.group[row])
            place = Place(path=f"$.groups[{group}]")
            names = ", ".join(f"{key.offer} {key.item}" for key in items)
            fields = {"group": groups.ids[group], "found": names}
            yield Fault("answer-superfluous", place, fields)


@singledispatch
def broken(requirement: Requirement, served: Served) -> Iterator[Fields]:
    """Give the fields of each way in which a requirement is broken.

    Raises
    ------
    TypeError
        A requirement of a kind that has no check here.
    """
    raise TypeError(f"no check of {requirement!r} in {served!r}")


@broken.register
def _(requirement: Coverage, served: Served) -> Iterator[Fields]:
    groups = served.scenario.groups
    people = sum(int(groups.full[g]) for g in served.scenario.members(requirement.of))
    least, most = requirement.at_least, requirement.at_most
    if isinstance(least, Fraction):
        least = math.ceil(least * people)
    if isinstance(most, Fraction):
        most = math.floor(most * people)
    yield from _outside(served.people(requirement.of), least, most)


@broken.register
def _(requirement: GroupsServed, served: Served) -> Iterator[Fields]:
    groups, seats = served.scenario.groups, served.by_group()
    own = served.scenario.members(requirement.of).tolist()
    whole = sum(seats.get(group, 0) >= groups.full[group] for group in own)
    least = requirement.at_least
    if isinstance(least, Fraction):
        least = math.ceil(least * len(own))
    yield from _outside(whole, least, None)


@broken.register
def _(requirement: VendorCount, served: Served) -> Iterator[Fields]:
    if requirement.of:
        vendors = served.vendors(requirement.of)
    else:
        bought = served.answer.purchases
        vendors = {served.vendor(key) for key, quantity in bought if quantity}
    yield from _outside(len(vendors), requirement.at_least, requirement.at_most)


@broken.register
def _(requirement: MarketShare, served: Served) -> Iterator[Fields]:
    everybody = served.people(requirement.of)
    own = served.people(requirement.of, requirement.seller)
    least, most = requirement.at_least, requirement.at_most
    if (least is not None and own < least * everybody) or (
        most is not None and own > most * everybody
    ):
        ends = {"at_least": least, "at_most": most}
        yield {"found": own, "everybody": everybody, **ends}


@broken.register
def _(requirement: Purchased, served: Served) -> Iterator[Fields]:
    bought = sum(
        quantity
        for key, quantity in served.answer.purchases
        if served.sells(requirement.seller, key)
    )
    yield from _outside(bought, requirement.at_least, requirement.at_most)


@broken.register
def _(requirement: Budget, served: Served) -> Iterator[Fields]:
    paid = served.paid(requirement.seller, requirement.of)
    if paid.amount > requirement.at_most:
        yield {"found": paid, "allowed": attrs.evolve(paid, amount=requirement.at_most)}


@broken.register
def _(requirement: OneVendor, served: Served) -> Iterator[Fields]:
    ids = served.scenario.groups.ids
    for group in served.scenario.members(requirement.of).tolist():
        vendors = served.vendors((ids[group],))
        if len(vendors) > 1:
            yield {"group": ids[group], "vendors": ", ".join(sorted(vendors))}


@broken.register
def _(requirement: SameVendor, served: Served) -> Iterator[Fields]:
    vendors = served.vendors(requirement.of)
    if len(vendors) > 1:
        yield {"vendors": ", ".join(sorted(vendors))}


@broken.register
def _(requirement: DifferentVendors, served: Served) -> Iterator[Fields]:
    parties: Iterable[str] = requirement.of or served.scenario.groups.ids
    first: dict[str, str] = {}
    for party in parties:
        for vendor in sorted(served.vendors((party,))):
            if first.setdefault(vendor, party) != party:
                yield {"vendor": vendor, "one": first[vendor], "other": party}


def _outside(found: int, least: int | None, most: int | None) -> Iterator[Fields]:
    if (least is not None and found < least) or (most is not None and found > most):
        yield {"found": found, "at_least": least, "at_most": most}
