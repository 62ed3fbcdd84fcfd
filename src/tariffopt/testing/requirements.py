"""What each requirement of a buyer means, in words of the oracles' own.

Nothing is shared with the certificate, nor with what the optimizer compiles. What is
about people is asked of who is given what, the rest of what is bought and paid.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch

import attrs

from tariffopt.scenario import Group, Scenario
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
    Seller,
    VendorCount,
)
from tariffopt.tariff import Tariff
from tariffopt.tariff.keys import ORGANISATION

Way = tuple[int, ...]


@attrs.frozen
class Slot:
    """An item that may be bought, of one of the contracts signed."""

    body: str
    tariff: Tariff
    item: str

    def is_of(self, seller: Seller) -> bool:
        """Tell whether buying it is buying from a seller."""
        if seller.offer is None:
            return self.tariff.vendor == seller.vendor
        names = (self.tariff.id, seller.item and self.item)
        return names == (seller.offer, seller.item)


@attrs.frozen
class Given:
    """What a group is given: seats by access set, of any that has some."""

    ways: tuple[tuple[Way, int], ...]
    seats: int
    vendors: frozenset[str]

    @classmethod
    def of(
        cls, ways: Sequence[Way], seats: Sequence[int], slots: Sequence[Slot]
    ) -> Given:
        """Count what is given, and name the vendors."""
        some = tuple((way, n) for way, n in zip(ways, seats, strict=True) if n)
        vendors = {slots[index].tariff.vendor for way, _ in some for index in way}
        return cls(some, sum(seats), frozenset(vendors))


def whole_seats(group: Group) -> int:
    """Give the seats with which everybody in a group has one, or a share of one."""
    return max(math.ceil(Fraction(group.people, group.people_per_seat)), group.needed)


def most_seats(group: Group) -> int:
    """Give the seats that a group may have."""
    if group.at_most is None:
        return group.needed
    if isinstance(group.at_most, int):
        return group.at_most
    return int(group.at_most * whole_seats(group))


@attrs.frozen(eq=False)
class Case:
    """A scenario's groups, and who is meant by an id.

    Attributes
    ----------
    groups, slots
        Who is given something, and what there is to give.
    inside
        Indices of the groups of each unit, and of each group by its own id.
    """

    groups: tuple[Group, ...]
    slots: tuple[Slot, ...]
    inside: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, scenario: Scenario, slots: Sequence[Slot]) -> Case:
        """Find who is inside of what, from each group upward."""
        above = {unit.id: unit.within for unit in scenario.units}
        inside: dict[str, set[int]] = {unit: set() for unit in above}
        for index, group in enumerate(scenario.groups):
            inside[group.id] = {index}
            unit = group.unit
            while unit is not None:
                inside[unit].add(index)
                unit = above[unit]
        found = {name: frozenset(indices) for name, indices in inside.items()}
        return cls(tuple(scenario.groups), tuple(slots), found)

    def payers(self, of: Sequence[str]) -> set[str]:
        """Name the bodies that sign for those who are meant; all if none is named."""
        own = set(self.meant(of))
        signing = [group.body or ORGANISATION for group in self.groups]
        others = {body for g, body in enumerate(signing) if g not in own}
        return set(signing) - others

    def meant(self, of: Sequence[str]) -> list[int]:
        """List the groups that are meant; all of them if none is named."""
        everybody = range(len(self.groups))
        return [g for g in everybody if not of or any(g in self.inside[n] for n in of)]


@singledispatch
def met_by_people(requirement: Requirement, case: Case, given: Sequence[Given]) -> bool:
    """Tell whether what each group is given meets a requirement, as far as it counts.

    Raises
    ------
    TypeError
        For a requirement that is not known here.
    """
    raise TypeError(f"{requirement!r} of {len(given)} is not known to {case!r}")


@met_by_people.register
def _(requirement: Coverage, case: Case, given: Sequence[Given]) -> bool:
    meant = case.meant(requirement.of)
    found = sum(given[g].seats for g in meant)
    people = sum(whole_seats(case.groups[g]) for g in meant)
    least, most = requirement.at_least, requirement.at_most
    return (least is None or found >= _out_of(least, people)) and (
        most is None or found <= _out_of(most, people)
    )


@met_by_people.register
def _(requirement: GroupsServed, case: Case, given: Sequence[Given]) -> bool:
    meant = case.meant(requirement.of)
    missing = [g for g in meant if given[g].seats < whole_seats(case.groups[g])]
    return len(meant) - len(missing) >= _out_of(requirement.at_least, len(meant))


@met_by_people.register
def _(requirement: MarketShare, case: Case, given: Sequence[Given]) -> bool:
    sold = {n for n, slot in enumerate(case.slots) if slot.is_of(requirement.seller)}
    own = others = 0
    for group in case.meant(requirement.of):
        for way, seats in given[group].ways:
            if sold.intersection(way):
                own += seats
            else:
                others += seats
    if not own + others:
        return True
    share = Fraction(own, own + others)
    low, high = requirement.at_least, requirement.at_most
    return (low is None or low <= share) and (high is None or share <= high)


@met_by_people.register
def _(requirement: VendorCount, case: Case, given: Sequence[Given]) -> bool:
    if not requirement.of:
        return True
    return _is_between(requirement, _serving(case.meant(requirement.of), given))


@met_by_people.register
def _(requirement: OneVendor, case: Case, given: Sequence[Given]) -> bool:
    return all(len(given[g].vendors) <= 1 for g in case.meant(requirement.of))


@met_by_people.register
def _(requirement: SameVendor, case: Case, given: Sequence[Given]) -> bool:
    return len(_serving(case.meant(requirement.of), given)) <= 1


@met_by_people.register
def _(requirement: DifferentVendors, case: Case, given: Sequence[Given]) -> bool:
    parties = requirement.of or [group.id for group in case.groups]
    busy = [_serving(case.meant([party]), given) for party in parties]
    return len(frozenset().union(*busy)) == sum(map(len, busy))


@met_by_people.register(Purchased)
@met_by_people.register(Budget)
def _(_requirement: Requirement, _case: Case, _given: Sequence[Given]) -> bool:
    return True


def _out_of(amount: int | Fraction, whole: int) -> int | Fraction:
    """Give a count as it is, and a share as that much of the whole."""
    return amount * whole if isinstance(amount, Fraction) else amount


def _serving(meant: Sequence[int], given: Sequence[Given]) -> frozenset[str]:
    return frozenset[str]().union(*(given[g].vendors for g in meant))


def _is_between(requirement: VendorCount, vendors: frozenset[str]) -> bool:
    low, high = requirement.at_least, requirement.at_most
    return (low or 0) <= len(vendors) and (high is None or len(vendors) <= high)


# --- what is bought and paid ----------------------------------------------------


def counted(
    requirement: Requirement,
    slots: Sequence[Slot],
    bought: Sequence[int],
    paid: Mapping[str, Fraction],
    case: Case,
) -> Fraction:
    """Count what a purchase of one offer adds to what a requirement looks at.

    Parameters
    ----------
    requirement
        One that counts units, or money; for any other nothing is counted.
    slots, bought, paid
        All of one offer: its items, their quantities, and what each body pays.
    case
        Who is meant by what a requirement names.
    """
    match requirement:
        case Purchased(seller=seller):
            pairs = zip(slots, bought, strict=True)
            return Fraction(sum(q for slot, q in pairs if slot.is_of(seller)))
        case Budget(seller=seller):
            if seller is None or any(slot.is_of(seller) for slot in slots):
                own = (paid.get(body, 0) for body in case.payers(requirement.of))
                return Fraction(sum(own))
    return Fraction(0)


def exceeded(requirement: Requirement, count: Fraction) -> bool:
    """Tell whether so much is too much, whatever else is bought."""
    match requirement:
        case Purchased(at_most=int(most)) | Budget(at_most=most):
            return count > most
    return False


def met_by_purchases(
    requirement: Requirement, count: Fraction, vendors: frozenset[str]
) -> bool:
    """Tell whether all that is counted, and who is bought from, meet a requirement."""
    match requirement:
        case Purchased(at_least=int(least)) if count < least:
            return False
        case VendorCount(of=()):
            return _is_between(requirement, vendors)
    return not exceeded(requirement, count)


def units_asked(requirement: Requirement, slot: Slot) -> int:
    """Say how many units a requirement may want of an item that nobody needs."""
    match requirement:
        case Purchased(seller=seller, at_least=int(least)) if slot.is_of(seller):
            return least
        case VendorCount(of=(), at_least=int(least)) if least:
            return 1
    return 0
