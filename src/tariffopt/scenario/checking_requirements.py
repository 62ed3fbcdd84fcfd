"""What can be wrong with the units of an organisation, and with what it requires."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import singledispatch
from itertools import islice
from typing import Any

import attrs

from tariffopt.documents import guess
from tariffopt.errors import Fault, Note, Place
from tariffopt.money import decimal_text
from tariffopt.scenario.checking import count_faults, share_fault
from tariffopt.scenario.group import limit_text
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.populations import members
from tariffopt.scenario.requirements import (
    Amount,
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    Purchased,
    Requirement,
    Seller,
    Unit,
    VendorCount,
)
from tariffopt.tariff.keys import ORGANISATION
from tariffopt.tariff.model import Tariff

_SHOWN = 10  # so many names are listed in a message
_NEAR = 1000  # among so many names one is sought that was meant
_PARTIES = 2


@attrs.frozen(eq=False)
class Asked:
    """What requirements are judged against; ``None`` for what could not be read.

    Attributes
    ----------
    groups, units, offers
        Of the scenario.
    root
        The place of the scenario.
    """

    groups: Groups | None
    units: tuple[Unit, ...] | None
    offers: Sequence[Tariff] | None
    root: Place

    def place(self, number: int, *steps: str | int) -> Place:
        """Give the place of a requirement, or of something in it."""
        return self.root.at("requirements", number, *steps)

    def members(self, of: Collection[str]) -> list[int]:
        """Find the groups that ids stand for; call it only where all can be read."""
        groups = self.groups or Groups.of(())
        found: list[int] = members(groups, self.units or (), of).tolist()
        return found

    @property
    def is_whole(self) -> bool:
        """Whether groups and units could be read, so that names can be looked up."""
        return self.groups is not None and self.units is not None

    @functools.cached_property
    def own(self) -> Mapping[str, list[int]]:
        """The groups of each group and unit by its id, looked up for names by name."""
        found: dict[str, list[int]] = {unit.id: [] for unit in self.units or ()}
        if self.groups is None:
            return found
        within = {unit.id: unit.within for unit in self.units or ()}
        for index, unit in self.groups.unit_of.items():
            path: list[str] = []
            at: str | None = unit
            while at in found and at not in path:
                path.append(at)
                found[at].append(index)
                at = within[at]
        ids = enumerate(self.groups.ids)
        return found | {key: [index] for index, key in ids}


# --- units ------------------------------------------------------------------------


def _unit_faults(asked: Asked) -> Iterator[Fault]:
    """Find units with an id that is taken, in nothing, or in a circle; and no unit."""
    if asked.units is None:
        return
    names = [unit.id for unit in asked.units]
    yield from _id_faults(asked, asked.units)
    for number, unit in enumerate(asked.units):
        if unit.within is not None:
            place = asked.root.at("units", number, "within")
            yield from _unit_known(unit.within, names, place)
    yield from _circles(asked.units, asked.root)
    if asked.groups is not None:
        source, known = asked.groups.source, set(names)
        for index, name in asked.groups.unit_of.items():
            if name not in known:
                yield from _unit_known(name, names, source.place(index, "unit"))


def _id_faults(asked: Asked, units: Sequence[Unit]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    if asked.groups is not None:
        wanted = {unit.id for unit in units}
        for index, key in enumerate(asked.groups.ids):
            if key in wanted:
                place = attrs.evolve(asked.groups.source.place(index), file=None)
                first.setdefault(key, place)
    for number, unit in enumerate(units):
        at = asked.root.at("units", number)
        if not unit.id:
            yield Fault("empty", at.at("id"), {"found": '""', "allowed": '"field"'})
        elif unit.id in first:
            fields = {"found": unit.id, "first": first[unit.id]}
            yield Fault("unit-id-twice", at.at("id"), fields)
        else:
            first[unit.id] = attrs.evolve(at, file=None)


def _unit_known(name: str, names: list[str], place: Place) -> Iterator[Fault]:
    if not names:
        yield Fault("units-none", place, {"found": name})
    elif name not in names:
        yield Fault("unit-unknown", place, _unknown(name, names))


def _circles(units: Sequence[Unit], root: Place) -> Iterator[Fault]:
    """Find circles, each said once, at the first of its units."""
    numbers: dict[str, int] = {}  # of units with one id the first counts
    for number, unit in enumerate(units):
        numbers.setdefault(unit.id, number)
    within = {name: units[number].within for name, number in numbers.items()}
    done: set[str] = set()
    for unit in units:
        path: dict[str, None] = {}
        at: str | None = unit.id
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = within.get(at)
        if at in path:
            steps = list(path)
            circle = " > ".join([*steps[steps.index(at) :], at])
            place = root.at("units", numbers[at], "within")
            yield Fault("unit-circle", place, {"found": circle})
        done |= path.keys()


def _unknown(name: str, names: Sequence[str]) -> dict[str, Any]:
    listed = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    near = guess(name, list(names[:_NEAR]))
    return {"found": name, "guess": near, "allowed": listed}


# --- requirements -----------------------------------------------------------------


def all_faults(asked: Asked, requirements: Sequence[Requirement]) -> Iterator[Fault]:
    """Find all that is wrong with units and requirements, where all are there."""
    return requirement_faults(asked, dict(enumerate(requirements)))


def requirement_faults(
    asked: Asked, requirements: Mapping[int, Requirement]
) -> Iterator[Fault]:
    """Find all that is wrong with units, and with requirements by their positions."""
    yield from _unit_faults(asked)
    for number, requirement in requirements.items():
        place = asked.place(number)
        named = list(_of_faults(requirement, asked, place))
        yield from named
        seller = getattr(requirement, "seller", None)
        if seller is not None:
            yield from _seller_faults(seller, asked, place)
        yield from _limit_faults(requirement, place)
        if not named:
            yield from _beyond(requirement, asked, place)


def _of_faults(requirement: Requirement, asked: Asked, place: Place) -> Iterator[Fault]:
    """Find names of nobody, and names that say the same twice."""
    if isinstance(requirement, Purchased) and requirement.of:
        yield _unknown_key("of", "at_least, at_most, item, kind, offer, vendor", place)
        return
    for number, name in enumerate(requirement.of):
        at = place.at("of", number)
        if name in requirement.of[:number]:
            yield Fault("of-twice", at, {"found": name})
        elif asked.is_whole and name not in asked.own:
            known = list(islice(asked.own, _NEAR))  # units come first
            yield Fault("of-unknown", at, _unknown(name, known))
        elif asked.is_whole and not asked.own[name]:
            yield Fault("of-nobody", at, {"found": name})


def _unknown_key(key: str, allowed: str, place: Place) -> Fault:
    """Say of a value what a file's schema says of a key."""
    return Fault("unknown-key", place.at(key), {"guess": "", "allowed": allowed})


def _seller_faults(seller: Seller, asked: Asked, place: Place) -> Iterator[Fault]:
    if (seller.vendor is None) == (seller.offer is None):
        yield Fault("vendor-or-offer", place.at("vendor"))
    if seller.item is not None and seller.offer is None:
        yield Fault("item-alone", place.at("item"), {"found": seller.item})
    if not asked.offers:
        return  # that alone is to be said
    vendors = list(dict.fromkeys(offer.vendor for offer in asked.offers))
    if seller.vendor is not None and seller.vendor not in vendors:
        fields = _unknown(seller.vendor, vendors)
        yield Fault("vendor-unknown", place.at("vendor"), fields)
    if seller.offer is None:
        return
    offers = {offer.id: offer for offer in asked.offers}
    if seller.offer not in offers:
        fields = _unknown(seller.offer, list(offers))
        yield Fault("choose-offer", place.at("offer"), fields)
        return
    items = [item.id for item in offers[seller.offer].items]
    if seller.item is not None and seller.item not in items:
        fields = _unknown(seller.item, items)
        yield Fault("unknown-item", place.at("item"), fields)


# --- limits -----------------------------------------------------------------------


def _ends(requirement: Requirement) -> dict[str, Amount]:
    """Give the limits that a requirement has, by their keys."""
    ends = {key: getattr(requirement, key, None) for key in ("at_least", "at_most")}
    return {key: limit for key, limit in ends.items() if limit is not None}


def _limit_faults(requirement: Requirement, place: Place) -> Iterator[Fault]:
    """Find limits that are missing, that nothing can have, or that cross."""
    if isinstance(requirement, Budget):
        if requirement.seller is not None and requirement.seller.item:
            yield _unknown_key("item", "at_most, kind, of, offer, vendor", place)
        if requirement.at_most < 0:
            found = decimal_text(requirement.at_most)
            yield Fault("budget-negative", place.at("at_most"), {"found": found})
        return
    ends = _ends(requirement)
    if not ends and hasattr(requirement, "at_least"):
        keys = {"allowed": "at_least, at_most"}
        yield Fault("limit-missing", place.at("at_least"), keys)
    for key, limit in ends.items():
        if isinstance(limit, int):
            yield from count_faults(limit, place.at(key))
        elif not 0 <= limit <= 1:
            bare = isinstance(requirement, MarketShare)
            yield share_fault(limit, place.at(key), bare=bare)
    if len(ends) > 1 and _cross(*ends.values()):
        fields = {key: limit_text(limit) for key, limit in ends.items()}
        yield Fault("limits-cross", place.at("at_least"), fields)


def _cross(least: Amount, most: Amount) -> bool:
    """Tell limits that cross; a count and a share depend on what they are of."""
    alike = isinstance(least, Fraction) == isinstance(most, Fraction)
    return alike and least > most


@singledispatch
def _beyond(_requirement: Requirement, _asked: Asked, _place: Place) -> Iterator[Fault]:
    """Find a requirement that asks for more than there is."""
    yield from ()


@_beyond.register
def _(requirement: Coverage, asked: Asked, place: Place) -> Iterator[Fault]:
    least = requirement.at_least
    if asked.groups is None or not asked.is_whole or not isinstance(least, int):
        return
    own = asked.members(requirement.of)
    full, most = asked.groups.full[own], asked.groups.most[own]
    seats = int(full.clip(most).sum())
    if least > seats:
        fields = {"found": least, "allowed": seats}
        yield Fault("coverage-beyond", place.at("at_least"), fields)


@_beyond.register
def _(requirement: GroupsServed, asked: Asked, place: Place) -> Iterator[Fault]:
    least = requirement.at_least
    if not asked.is_whole or not isinstance(least, int):
        return
    if least > (count := len(asked.members(requirement.of))):
        fields = {"found": least, "allowed": count}
        yield Fault("groups-beyond", place.at("at_least"), fields)


@_beyond.register
def _(requirement: VendorCount, asked: Asked, place: Place) -> Iterator[Fault]:
    if not asked.offers or requirement.at_least is None:
        return
    vendors = list(dict.fromkeys(offer.vendor for offer in asked.offers))
    if requirement.at_least > len(vendors):
        fields = {"found": requirement.at_least, "allowed": len(vendors)}
        names = {"names": ", ".join(vendors[:_SHOWN])}
        yield Fault("vendors-beyond", place.at("at_least"), fields | names)


@_beyond.register
def _(requirement: Budget, asked: Asked, place: Place) -> Iterator[Fault]:
    """Find bodies whose bills would be divided: some of their groups are not meant."""
    if asked.groups is None or not asked.is_whole or not requirement.of:
        return
    ids, bodies = asked.groups.ids, asked.groups.body
    own = set(asked.members(requirement.of))
    first: dict[bool, dict[int, str]] = {True: {}, False: {}}
    for group, body in enumerate(bodies.tolist()):
        first[group in own].setdefault(body, ids[group])
    for body, inside in first[True].items():
        if body in first[False]:
            names = {"inside": inside, "outside": first[False][body]}
            name = asked.groups.bodies[body]
            signed = Note("organisation") if name == ORGANISATION else name
            fields = {"body": signed, **names}
            yield Fault("budget-body", place.at("of"), fields)


@_beyond.register
def _(requirement: DifferentVendors, asked: Asked, place: Place) -> Iterator[Fault]:
    if asked.groups is None or not asked.is_whole:
        return
    parties = requirement.of or asked.groups.ids
    if len(parties) < _PARTIES:
        yield Fault("parties-few", place.at("of"), {"found": ", ".join(parties)})
    party: dict[int, int] = {}
    for number, name in enumerate(requirement.of):
        for group in asked.own[name]:
            first = party.setdefault(group, number)
            if first != number:
                names = {"one": requirement.of[first], "other": name}
                fields = {"group": asked.groups.ids[group], **names}
                yield Fault("parties-overlap", place.at("of", number), fields)
                break
