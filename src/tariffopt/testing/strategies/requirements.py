"""Strategies for scenarios with buyers' requirements, for the brute-force oracle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from tariffopt.errors import QuantityError
from tariffopt.scenario import Group, Scenario
from tariffopt.scenario.requirements import (
    REQUIREMENTS,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    Seller,
    Unit,
    VendorBudget,
    VendorCount,
)
from tariffopt.tariff import Tariff, quote
from tariffopt.testing.strategies.choices import with_bodies, with_choices
from tariffopt.testing.strategies.scenarios import scenarios
from tariffopt.testing.strategies.tariffs import CAPABILITIES

_NEAR = st.sampled_from([0, 0, -1, 1])
_VENDORS = ("A", "B")


@st.composite
def required_scenarios(
    draw: st.DrawFn, *, kinds: Sequence[str] = tuple(REQUIREMENTS), most: int = 3
) -> Scenario:
    """Draw a small scenario with one requirement or more; it may have no plan.

    Parameters
    ----------
    kinds
        Kinds of requirements, by their names in documents.
    most
        How many requirements there may be.
    """
    scenario = draw(organised_scenarios())
    wanted = draw(
        st.lists(st.sampled_from(kinds), min_size=1, max_size=most, unique=True)
    )
    found = [draw(requirements(scenario, kind)) for kind in sorted(wanted)]
    return attrs.evolve(scenario, requirements=found)


@st.composite
def organised_scenarios(draw: st.DrawFn) -> Scenario:
    """Draw up to three offers, some of one vendor, and groups in a tree of units.

    Mostly more people may be served than must be; now and then there are two bodies,
    choices, rules or limits.
    """
    granted = draw(st.sampled_from([("chat",), ("chat",), CAPABILITIES]))
    count = draw(st.sampled_from([1, 2, 2, 3]))
    plain = draw(
        scenarios(
            most_tariffs=3,
            most_groups=1,
            most_seats=1,
            last=4,
            most_items=draw(st.sampled_from([1, 1, 2])),
            rules=draw(st.integers(0, 3)) == 0,
            capabilities=granted,
        )
    )
    sellers = draw(st.sampled_from(["AAB", "ABA", "ABB", "ABC"]))
    offers = [
        attrs.evolve(offer, vendor=vendor)
        for offer, vendor in zip(plain.offers, sellers, strict=False)
    ]
    units = draw(trees())
    known = sorted({g for o in offers for item in o.items for g in item.grants})
    rows = [draw(_groups(f"g{n}", known, units)) for n in range(count)]
    drawn = attrs.evolve(plain, offers=offers, groups=rows, units=units)
    match draw(st.integers(0, 7)), offers:
        case 0, [_] | [_, _]:
            return draw(with_bodies(drawn))
        case 1, [first] | [first, _]:
            chosen = draw(with_choices(first, most_contracts=1))
            return attrs.evolve(drawn, offers=[chosen, *offers[1:]])
    return drawn


@st.composite
def trees(draw: st.DrawFn, *, most: int = 3) -> tuple[Unit, ...]:
    """Draw units, each by itself or within one of those before it."""
    count = draw(st.integers(0, most))
    above: list[str | None] = [None, *(f"u{number}" for number in range(count))]
    return tuple(
        Unit(f"u{number}", within=draw(st.sampled_from(above[: number + 1])))
        for number in range(count)
    )


@st.composite
def _groups(
    draw: st.DrawFn, key: str, granted: Sequence[str], units: Sequence[Unit]
) -> Group:
    """Draw a group of up to three seats; mostly more may be served than must be."""
    needs = draw(st.sampled_from([granted[:1], granted[-1:], granted]))
    unit = draw(st.sampled_from([None, *(u.id for u in units), *(u.id for u in units)]))
    count = draw(st.sampled_from([2, 3, 1, 0]))
    if draw(st.integers(0, 5)) == 0:
        return Group(key, needs=needs, seats=count, unit=unit)
    shared = draw(st.sampled_from([1, 1, 2]))
    part = draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]))
    group = Group(
        key,
        count * shared - draw(st.integers(0, 1)) * (shared > 1 and count > 0),
        needs=needs,
        coverage=part,
        people_per_seat=shared,
        unit=unit,
    )
    if draw(st.integers(0, 2)) == 0:
        return group
    most = draw(st.integers(group.needed, count))
    wanted: int | Fraction = Fraction(most, count) if count else Fraction(1)
    if draw(st.booleans()):
        # Rounded down, a share below the next seat is as many seats.
        more = Fraction(1, 2 * count) if 0 < most < count else Fraction(0)
        return attrs.evolve(group, at_most=wanted + more)
    return attrs.evolve(group, at_most=most)


# --- requirements ---------------------------------------------------------------


def requirements(scenario: Scenario, kind: str) -> st.SearchStrategy[Requirement]:
    """Draw a requirement of one kind, its numbers on what decides and beside it."""
    return DRAWN[REQUIREMENTS[kind]](scenario)


def _named(scenario: Scenario) -> list[str]:
    """List the groups, and the units that have any."""
    keys = [*(unit.id for unit in scenario.units), *scenario.groups.ids]
    return [key for key in keys if len(scenario.members([key]))]


@st.composite
def _populations(draw: st.DrawFn, scenario: Scenario) -> tuple[str, ...]:
    """Draw who is meant: mostly all, a unit or a group, or some of both."""
    if draw(st.booleans()):
        return ()
    named = st.lists(st.sampled_from(_named(scenario)), min_size=1, max_size=2)
    return tuple(dict.fromkeys(draw(named)))


@st.composite
def _sellers(draw: st.DrawFn, scenario: Scenario, *, items: bool = True) -> Seller:
    """Draw a vendor, an offer or an item."""
    offer = draw(st.sampled_from(scenario.offers))
    match draw(st.integers(0, 2 if items else 1)):
        case 0:
            return Seller(vendor=offer.vendor)
        case 1:
            return Seller(offer=offer.id)
    item = draw(st.sampled_from([item.id for item in offer.items]))
    return Seller(offer=offer.id, item=item)


@st.composite
def _ends(
    draw: st.DrawFn, amounts: st.SearchStrategy[int | Fraction]
) -> dict[str, Any]:
    """Draw a least or a greatest amount, or one of each."""
    names = draw(
        st.sampled_from([("at_least",), ("at_most",), ("at_least", "at_most")])
    )
    drawn = [draw(amounts) for _ in names]
    if len({type(amount) for amount in drawn}) > 1:
        drawn[1:] = drawn[:1]
    return dict(zip(names, sorted(drawn), strict=True))


def _amounts(counts: Sequence[int], whole: int) -> st.SearchStrategy[int | Fraction]:
    """Draw a count, or a share of a whole around it, whose rounding turns."""
    near = sorted({min(max(c + d, 0), whole) for c in counts for d in (-1, 0, 1)})
    shares = {Fraction(c, whole) for c in near} if whole else {Fraction(1)}
    if whole:
        shares |= {Fraction(2 * c + 1, 2 * whole) for c in near if c < whole}
    return st.one_of(st.sampled_from(near), st.sampled_from(sorted(shares)))


@st.composite
def _coverage(draw: st.DrawFn, scenario: Scenario) -> Coverage:
    of, groups = draw(_populations(scenario)), scenario.groups
    meant = scenario.members(of)
    counts = [int(column[meant].sum()) for column in (groups.most, groups.needed[:, 0])]
    whole = int(groups.full[meant].sum())
    return Coverage(of=of, **draw(_ends(_amounts(counts, whole))))


@st.composite
def _groups_served(draw: st.DrawFn, scenario: Scenario) -> GroupsServed:
    of = draw(_populations(scenario))
    count = len(scenario.members(of))
    return GroupsServed(of=of, at_least=draw(_amounts([1, count], count)))


@st.composite
def _vendor_count(draw: st.DrawFn, scenario: Scenario) -> VendorCount:
    many = len({offer.vendor for offer in scenario.offers})
    counts = st.integers(1, max(1, many))
    ends = draw(st.sampled_from(["at_least", "at_most"]))
    return VendorCount(of=draw(_populations(scenario)), **{ends: draw(counts)})


@st.composite
def _market_share(draw: st.DrawFn, scenario: Scenario) -> MarketShare:
    parts = [Fraction(n, d) for d in (1, 2, 3, 4) for n in range(d + 1)]
    of, seller = draw(_populations(scenario)), draw(_sellers(scenario))
    return MarketShare(of=of, seller=seller, **draw(_ends(st.sampled_from(parts))))


@st.composite
def _purchased(draw: st.DrawFn, scenario: Scenario) -> Purchased:
    most = int(scenario.groups.most.sum())
    counts = st.one_of(st.sampled_from([0, 1]), st.integers(0, most + 1))
    return Purchased(seller=draw(_sellers(scenario)), **draw(_ends(counts)))


@st.composite
def _vendor_budget(draw: st.DrawFn, scenario: Scenario) -> VendorBudget:
    """Draw what some purchase of an offer costs, or a unit more or less."""
    seller = draw(_sellers(scenario, items=False))
    own = [o for o in scenario.offers if seller in _names(o)]
    offer = draw(st.sampled_from(own))
    most = int(scenario.groups.most.sum())
    item, units = draw(st.sampled_from(offer.items)), draw(st.integers(0, most))
    picked = {choice.id: choice.ids[0] for choice in offer.choices}
    people, held = max(scenario.groups.headcounts.values()), scenario.held_of(offer.id)
    quantity = item.next_allowed(units)
    try:
        bill = quote(
            offer,
            {item.id: quantity},
            scenario.terms,
            picked,
            headcount=people,
            held=held,
        )
    except QuantityError:
        return VendorBudget(seller=seller, at_most=draw(st.integers(0, 500)))
    cost = bill.incl_tax.amount + draw(_NEAR)
    return VendorBudget(seller=seller, at_most=max(cost, Fraction(0)))


def _names(offer: Tariff) -> tuple[Seller, Seller]:
    return Seller(vendor=offer.vendor), Seller(offer=offer.id)


@st.composite
def _one_vendor(draw: st.DrawFn, scenario: Scenario) -> OneVendor:
    return OneVendor(of=draw(_populations(scenario)))


@st.composite
def _same_vendor(draw: st.DrawFn, scenario: Scenario) -> SameVendor:
    return SameVendor(of=draw(_populations(scenario)))


@st.composite
def _different_vendors(draw: st.DrawFn, scenario: Scenario) -> DifferentVendors:
    """Draw parties of which no two have a group in common."""
    named = draw(st.permutations(_named(scenario)))
    parties: list[str] = []
    taken: set[int] = set()
    for key in named:
        own = set(scenario.members([key]).tolist())
        if not own & taken:
            parties.append(key)
            taken |= own
    everybody = draw(st.booleans()) or len(parties) == 1
    return DifferentVendors(of=() if everybody else parties)


DRAWN: Mapping[
    type[Requirement], Callable[[Scenario], st.SearchStrategy[Requirement]]
] = {
    Coverage: _coverage,
    GroupsServed: _groups_served,
    VendorCount: _vendor_count,
    MarketShare: _market_share,
    Purchased: _purchased,
    VendorBudget: _vendor_budget,
    OneVendor: _one_vendor,
    SameVendor: _same_vendor,
    DifferentVendors: _different_vendors,
}
"""How each kind is drawn for a scenario."""
