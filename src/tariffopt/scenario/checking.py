"""What can be wrong with groups and with a scenario as a whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place, TariffError
from tariffopt.scenario.places import Source
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.terms import Terms

MOST_FAULTS = 50
"""More faults than these of one input are counted, not listed."""
MOST_SEATS = 10**12
"""No head-count or number of seats is greater; products then fit 64 bits."""


def capped(faults: Sequence[Fault]) -> list[Fault]:
    """Keep the first faults and count the rest in one last fault."""
    rest = len(faults) - MOST_FAULTS
    if rest <= 0:
        return list(faults)
    kept = list(faults[:MOST_FAULTS])
    return [*kept, Fault("more-faults", Place(kept[0].place.file), {"n": rest})]


# --- groups -----------------------------------------------------------------------


@attrs.frozen(eq=False)
class GroupColumns:
    """The columns that can be wrong."""

    ids: Sequence[str]
    people: Any
    need_sets: Sequence[frozenset[str]]
    need: Any
    coverage: Mapping[int, Fraction]
    seats: Mapping[int, int]


def group_faults(groups: GroupColumns, source: Source) -> Iterator[Fault]:
    """Find everything that is wrong with groups, whoever made them."""
    if not groups.ids:
        yield Fault("groups-none", Place(source.file, "$.groups"))
        return
    yield from _id_faults(groups.ids, source)
    wrong = np.flatnonzero((groups.people < 0) | (groups.people > MOST_SEATS))
    for index in wrong.tolist():
        yield from _count_faults(
            int(groups.people[index]), source.place(index, "people")
        )
    for index, seats in groups.seats.items():
        yield from _count_faults(seats, source.place(index, "seats"))
    yield from _coverage_faults(groups, source)
    yield from _empty_needs(groups, source)


def _id_faults(ids: Sequence[str], source: Source) -> Iterator[Fault]:
    if len(set(ids)) == len(ids) and "" not in ids:
        return
    seen: dict[str, int] = {}
    for index, key in enumerate(ids):
        place = source.place(index, "id")
        if not key:
            yield Fault("group-id-empty", place)
        elif key in seen:
            yield _twice(key, place, source.place(seen[key]))
        else:
            seen[key] = index


def _twice(key: str, place: Place, first: Place) -> Fault:
    if first.row is not None:
        return Fault("row-id-twice", place, {"found": key, "first": first.row})
    return Fault("group-id-twice", place, {"found": key, "first": first.path})


def _count_faults(count: int, place: Place) -> Iterator[Fault]:
    if count < 0:
        yield Fault("count-negative", place, {"found": count})
    elif count > MOST_SEATS:
        yield Fault("count-large", place, {"most": MOST_SEATS})


def _coverage_faults(groups: GroupColumns, source: Source) -> Iterator[Fault]:
    # Tables share one value among all rows with the same text: compare each once.
    distinct = {id(part): part for part in groups.coverage.values()}
    wrong = {key for key, part in distinct.items() if not 0 <= part <= 1}
    if wrong:
        for index, part in groups.coverage.items():
            if id(part) in wrong:
                yield share_fault(part, source.place(index, "coverage"))
    for index in sorted(groups.coverage.keys() & groups.seats.keys()):
        yield Fault("coverage-and-seats", source.place(index, "coverage"))


def share_fault(part: Fraction, place: Place) -> Fault:
    """Say that a share is outside 0 to 100 %, and what was probably meant."""
    fields = {"found": part, "percent": part * 100, "decimal": part / 100}
    # 2 to 100 is a percentage without its sign; 1.2 is a share above the whole.
    likely = 2 <= part <= 100  # noqa: PLR2004
    return Fault("share-percent" if likely else "share-range", place, fields)


def _empty_needs(groups: GroupColumns, source: Source) -> Iterator[Fault]:
    for number, needs in enumerate(groups.need_sets):
        if not needs:
            for index in np.flatnonzero(groups.need == number).tolist():
                yield Fault("needs-none", source.place(index, "needs"))


# --- the scenario as a whole ------------------------------------------------------


def offer_faults(
    offers: Sequence[Tariff], terms: Terms, root: Place
) -> Iterator[Fault]:
    """Find everything that keeps tariffs from being offered together."""
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


def need_faults(
    groups: GroupColumns,
    default: frozenset[str] | None,
    offers: Iterable[Tariff],
    source: Source,
    root: Place,
) -> Iterator[Fault]:
    """Find the needs that no offer grants; the default's are said once."""
    granted = granted_by(offers)
    for number, needs in enumerate(groups.need_sets):
        for need in sorted(needs.difference(granted)):
            if needs == default:
                yield unknown_need(need, granted, root.at("needs"))
                continue
            for index in np.flatnonzero(groups.need == number).tolist():
                yield unknown_need(need, granted, source.place(index, "needs"))


def granted_by(offers: Iterable[Tariff]) -> list[str]:
    """List the capabilities that some item on offer grants."""
    return sorted({c for offer in offers for item in offer.items for c in item.grants})


def unknown_need(need: str, granted: Sequence[str], place: Place) -> Fault:
    """Say that nothing on offer grants a capability, and which was probably meant."""
    near = guess(unicodedata.normalize("NFKC", need), list(granted))
    fields = {"found": need, "allowed": ", ".join(granted), "guess": near}
    return Fault("unknown-need", place, fields)
