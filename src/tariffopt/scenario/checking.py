"""What can be wrong with groups and with a scenario as a whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import attrs
import numpy as np

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place, TariffError
from tariffopt.scenario.group import Needs
from tariffopt.scenario.groups import Groups
from tariffopt.tariff.choices import (
    COMBINATIONS_AT_MOST,
    Choices,
    choice_faults,
    count_combinations,
)
from tariffopt.tariff.holding import held_faults
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.terms import Terms

MOST_FAULTS = 50
"""More faults than these of one input are counted, not listed."""
MOST_SEATS = 10**12
"""No head-count or number of seats is greater; products then fit 64 bits."""


def capped(faults: Iterable[Fault]) -> list[Fault]:
    """Keep the first faults, a table's in the order of its rows, and count the rest."""
    found = sorted(faults, key=lambda fault: fault.place.row or 0)
    rest = len(found) - MOST_FAULTS
    if rest <= 0:
        return found
    last = Fault("more-faults", Place(found[0].place.file), {"n": rest})
    return [*found[:MOST_FAULTS], last]


# --- groups -----------------------------------------------------------------------


def group_faults(
    groups: Groups, offers: Sequence[Tariff] | None, root: Place
) -> Iterator[Fault]:
    """Find everything that is wrong with groups, wherever they were read.

    Parameters
    ----------
    groups
        The groups; what their reader could not read has its own faults.
    offers
        Tariffs that must grant what is needed; none while they are not known.
    root
        The place of the scenario, for its default needs.
    """
    if not groups.ids:
        yield Fault("groups-none", Place(groups.source.file, "$.groups"))
    yield from _id_faults(groups)
    wrong = np.flatnonzero((groups.people < 0) | (groups.people > MOST_SEATS))
    counts = [("people", index, int(groups.people[index])) for index in wrong.tolist()]
    counts += [("seats", index, seats) for index, seats in groups.seats.items()]
    counts += [
        ("at_most", index, limit)
        for index, limit in groups.at_most.items()
        if isinstance(limit, int)
    ]
    for key, index, count in counts:
        yield from count_faults(count, groups.source.place(index, key))
    yield from _range_faults(groups)
    yield from _rank_faults(groups)
    yield from _coverage_faults(groups)
    yield from _needless(groups, root)
    if offers:  # without any, that alone is to be said
        yield from _unknown_needs(groups, granted_by(offers), root)


def _id_faults(groups: Groups) -> Iterator[Fault]:
    ids, source = groups.ids, groups.source
    if len(set(ids)) == len(ids) and "" not in ids:
        return
    seen: dict[str, int] = {}
    for index, key in enumerate(ids):
        if not key:
            missing = "id" if groups.names[index] else "name"
            yield Fault("group-unnamed", source.place(index, missing))
        elif seen.setdefault(key, index) != index:
            first = attrs.evolve(source.place(seen[key]), file=None)
            fields = {"found": key, "first": first}
            yield Fault("group-id-twice", source.place(index, "id"), fields)


def count_faults(count: int, place: Place) -> Iterator[Fault]:
    """Find a count that is below zero, or absurd."""
    if count < 0:
        yield Fault("count-negative", place, {"found": count})
    elif count > MOST_SEATS:
        yield Fault("count-large", place, {"most": MOST_SEATS})


def _coverage_faults(groups: Groups) -> Iterator[Fault]:
    # Tables share one value among all rows with the same text: compare each once.
    distinct = {id(part): part for part in groups.coverage.values()}
    wrong = {key for key, part in distinct.items() if not 0 <= part <= 1}
    if wrong:
        for index, part in groups.coverage.items():
            if id(part) in wrong:
                yield share_fault(part, groups.source.place(index, "coverage"))
    for index in sorted(groups.coverage.keys() & groups.seats.keys()):
        yield Fault("coverage-and-seats", groups.source.place(index, "coverage"))


def _rank_faults(groups: Groups) -> Iterator[Fault]:
    """Find weights below zero, and priorities before the first."""
    for index, weight in groups.weight_of.items():
        yield from count_faults(weight, groups.source.place(index, "weight"))
    for index, priority in groups.priority_of.items():
        if priority < 1:
            place = groups.source.place(index, "priority")
            yield Fault("priority-none", place, {"found": priority})


def _range_faults(groups: Groups) -> Iterator[Fault]:
    """Find groups that may have fewer than they must, or share seats as nobody can."""
    needed, most = groups.needed[:, 0], groups.most
    for index, limit in groups.at_most.items():
        place = groups.source.place(index, "at_most")
        if isinstance(limit, Fraction) and not 0 <= limit <= 1:
            yield share_fault(limit, place, bare=False)
        elif 0 <= most[index] < needed[index]:
            fields = {"found": int(most[index]), "needed": int(needed[index])}
            yield Fault("at-most-below", place, fields)
    for index, people in groups.sharing.items():
        place = groups.source.place(index, "people_per_seat")
        if people < 1:
            yield Fault("sharing-none", place, {"found": people})
        if index in groups.seats:
            yield Fault("sharing-and-seats", place)


def _needless(groups: Groups, root: Place) -> Iterator[Fault]:
    """Find groups that need nothing; said once where only the default is missing."""
    having = _having(groups, frozenset())
    if having and not groups.default:
        first = groups.source.place(having[0])
        shown = attrs.evolve(first, file=None) if first.file == root.file else first
        yield Fault("needs-missing", root.at("needs"), {"first": shown})
        return
    for index in having:
        yield Fault("needs-none", groups.source.place(index, "needs"))


def _unknown_needs(
    groups: Groups, granted: Sequence[str], root: Place
) -> Iterator[Fault]:
    """Find the needs that no offer grants; the default's are said once."""
    for need in sorted(groups.default.difference(granted)):
        yield _unknown_need(need, granted, root.at("needs"))
    for needs in groups.need_sets:
        unknown = sorted(needs.difference(granted)) if needs != groups.default else ()
        for need in unknown:
            for index in _having(groups, needs):
                place = groups.source.place(index, "needs")
                yield _unknown_need(need, granted, place)


def _having(groups: Groups, needs: Needs) -> list[int]:
    """Give the groups that have a set of needs."""
    if needs not in groups.need_sets:
        return []
    number = groups.need_sets.index(needs)
    found: list[int] = np.flatnonzero(groups.need == number).tolist()
    return found


def share_fault(part: Fraction, place: Place, *, bare: bool = True) -> Fault:
    """Say that a share is outside 0 to 100 %, and what was probably meant.

    ``bare`` where it may have been written without a percent sign.
    """
    fields = {"found": part, "percent": part * 100, "decimal": part / 100}
    # 2 to 100 is a percentage without its sign; 1.2 is a share above the whole.
    likely = bare and 2 <= part <= 100  # noqa: PLR2004
    return Fault("share-percent" if likely else "share-range", place, fields)


# --- the scenario as a whole ------------------------------------------------------


def offer_faults(
    offers: Sequence[Tariff],
    terms: Terms,
    root: Place,
    held: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> Iterator[Fault]:
    """Find everything that keeps tariffs from being offered together."""
    yield from _held_faults(offers, terms, root.at("held"), held)
    place = root.at("offers")
    if not offers:
        yield Fault("offers-none", place)
    first: dict[str, int] = {}
    for number, offer in enumerate(offers):
        at = place.at(number)
        if first.setdefault(offer.id, number) != number:
            fields = {"found": offer.id, "first": place.at(first[offer.id]).path}
            yield Fault("offer-twice", at, fields)
        yield from _version_faults(offer, terms, at)
    yield from _mixed(offers, terms, place)


def _held_faults(
    offers: Sequence[Tariff],
    terms: Terms,
    place: Place,
    held: Mapping[str, Mapping[str, int]],
) -> Iterator[Fault]:
    known = [offer.id for offer in offers]
    for name in sorted(held.keys() - set(known)):
        fields = {"found": name, "allowed": ", ".join(known)}
        yield Fault("held-offer", place.at(name), fields)
    for offer in offers:
        try:
            version = offer.version_for(terms)
        except TariffError:
            continue  # said with the offer
        at, counts = place.at(offer.id), held.get(offer.id)
        yield from held_faults(offer, version, counts, at)


def body_faults(
    groups: Groups, held: Mapping[str, object], root: Place
) -> Iterator[Fault]:
    """Find what is held already, where nobody says which of several bodies holds it."""
    if len(groups.bodies) > 1:
        for offer in held:
            fields = {"allowed": ", ".join(groups.bodies)}
            yield Fault("held-bodies", root.at("held", offer), fields)


def choose_faults(
    offers: Sequence[Tariff],
    chosen: Iterable[tuple[str, Choices]],
    root: Place,
) -> Iterator[Fault]:
    """Find what is chosen beforehand and cannot be, and too much left to choose."""
    fixed = dict(chosen)
    known = [offer.id for offer in offers]
    for name in fixed.keys() - set(known):
        fields = {"found": name, "guess": guess(name, known)}
        place = root.at("choose", name)
        yield Fault("choose-offer", place, {**fields, "allowed": ", ".join(known)})
    for number, offer in enumerate(offers):
        place, given = root.at("choose", offer.id), dict(fixed.get(offer.id, ()))
        for fault in choice_faults(offer.id, offer.choices, given):
            yield attrs.evolve(fault, place=place)
        free = [choice for choice in offer.choices if choice.id not in given]
        if (count := count_combinations(free)) > COMBINATIONS_AT_MOST:
            most = {"found": count, "allowed": COMBINATIONS_AT_MOST}
            yield Fault("choice-combinations", root.at("offers", number), most)


def _version_faults(offer: Tariff, terms: Terms, place: Place) -> Iterator[Fault]:
    try:
        version = offer.version_for(terms)
    except TariffError as error:
        yield from (attrs.evolve(fault, place=place) for fault in error.faults)
        return
    if terms.tax is None:
        return
    rates = dict(terms.tax.rates)
    for name in sorted({charge.tax_class for charge in version.charges} - rates.keys()):
        fields = {"tariff": offer.id, "found": name, "allowed": ", ".join(rates)}
        yield Fault("no-rate", place, fields)


def _mixed(offers: Sequence[Tariff], terms: Terms, place: Place) -> Iterator[Fault]:
    if len({offer.currency for offer in offers}) > 1:
        found = ", ".join(f"{offer.id}: {offer.currency}" for offer in offers)
        yield Fault("currencies-mixed", place, {"found": found})
    if terms.tax is None and len({offer.prices for offer in offers}) > 1:
        found = ", ".join(f"{offer.id}: {offer.prices}" for offer in offers)
        yield Fault("tax-bases-mixed", place, {"found": found})


def granted_by(offers: Iterable[Tariff]) -> list[str]:
    """List the capabilities that some item on offer grants."""
    return sorted({c for offer in offers for item in offer.items for c in item.grants})


def _unknown_need(need: str, granted: Sequence[str], place: Place) -> Fault:
    """Say that nothing on offer grants a capability, and which was probably meant."""
    near = guess(unicodedata.normalize("NFKC", need), list(granted))
    fields = {"found": need, "allowed": ", ".join(granted), "guess": near}
    return Fault("unknown-need" if granted else "nothing-granted", place, fields)
