"""Strategies for scenarios with buyers' requirements, for the brute-force oracle."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from hypothesis import strategies as st

from tariffopt.errors import QuantityError
from tariffopt.scenario import Scenario
from tariffopt.scenario.requirements import (
    REQUIREMENTS,
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
from tariffopt.tariff import Tariff, quote
from tariffopt.testing.strategies.organisations import organised_scenarios

_NEAR = st.sampled_from([0, 0, -1, 1])


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
    wanted = draw(
        st.lists(st.sampled_from(kinds), min_size=1, max_size=most, unique=True)
    )
    fewest = 2 if DifferentVendors.kind in wanted else 1
    scenario = draw(organised_scenarios(least_groups=fewest))
    if Budget.kind in wanted and not scenario.offers[0].choices:
        scenario = draw(_paying_apart(scenario))
    found = [draw(requirements(scenario, kind)) for kind in sorted(wanted)]
    return attrs.evolve(scenario, requirements=found)


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
    draw: st.DrawFn,
    least: st.SearchStrategy[int | Fraction],
    most: st.SearchStrategy[int | Fraction],
) -> dict[str, Any]:
    """Draw a least or a greatest amount, now and then one of each."""
    ends = {}
    which = draw(st.sampled_from(["least", "most", "least", "most", "both"]))
    if which != "most":
        ends["at_least"] = draw(least)
    if which != "least":
        ends["at_most"] = draw(most)
    alike = len({type(amount) for amount in ends.values()}) == 1
    rising = [*ends.values()] == sorted(ends.values())
    return ends if alike and rising else {"at_least": ends["at_least"]}


def _amounts(least: int, most: int, whole: int) -> st.SearchStrategy[int | Fraction]:
    """Draw a count between two, or a share that is rounded to one."""
    counts = range(max(least, 0), max(min(most, whole), 0) + 1)
    if not whole or not counts:
        return st.sampled_from([0, Fraction(1)])
    shares = {Fraction(count, whole) for count in counts}
    shares |= {Fraction(2 * count - 1, 2 * whole) for count in counts if count}
    return st.one_of(st.sampled_from(counts), st.sampled_from(sorted(shares)))


@st.composite
def _coverage(draw: st.DrawFn, scenario: Scenario) -> Coverage:
    of, groups = draw(_populations(scenario)), scenario.groups
    meant = scenario.members(of)
    needed, most = (int(c[meant].sum()) for c in (groups.needed[:, 0], groups.most))
    whole = int(groups.full[meant].sum())
    ends = _ends(_amounts(needed + 1, most, whole), _amounts(needed - 1, most, whole))
    return Coverage(of=of, **draw(ends))


@st.composite
def _groups_served(draw: st.DrawFn, scenario: Scenario) -> GroupsServed:
    of = draw(_populations(scenario))
    count = len(scenario.members(of))
    return GroupsServed(of=of, at_least=draw(_amounts(1, count, count)))


@st.composite
def _vendor_count(draw: st.DrawFn, scenario: Scenario) -> VendorCount:
    many = len({offer.vendor for offer in scenario.offers})
    ends = draw(st.sampled_from(["at_least", "at_most"]))
    # One vendor at least, or all at most, is hardly a limit.
    near = [2, many, 2, 1] if ends == "at_least" else [1, 1, many - 1, many]
    count = draw(st.sampled_from([n for n in near if 1 <= n <= many]))
    return VendorCount(of=draw(_populations(scenario)), **{ends: count})


@st.composite
def _market_share(draw: st.DrawFn, scenario: Scenario) -> MarketShare:
    parts = sorted({Fraction(n, d) for d in (2, 3, 4) for n in range(d + 1)})
    of, seller = draw(_populations(scenario)), draw(_sellers(scenario))
    ends = _ends(st.sampled_from(parts[1:]), st.sampled_from(parts[:-1]))
    return MarketShare(of=of, seller=seller, **draw(ends))


@st.composite
def _purchased(draw: st.DrawFn, scenario: Scenario) -> Purchased:
    most = int(scenario.groups.most.sum())
    ends = _ends(st.integers(1, most + 1), st.integers(0, max(most - 1, 0)))
    return Purchased(seller=draw(_sellers(scenario)), **draw(ends))


@st.composite
def _paying_apart(draw: st.DrawFn, scenario: Scenario) -> Scenario:
    """Draw mostly two bodies, each of whom signs for some of the groups."""
    if draw(st.integers(0, 3)) == 1:
        return scenario
    first, *others = scenario.groups
    bodies = st.sampled_from(["B", "B", None])
    rows = [attrs.evolve(group, body=draw(bodies)) for group in others]
    return attrs.evolve(scenario, groups=[attrs.evolve(first, body=None), *rows])


@st.composite
def _payers(draw: st.DrawFn, scenario: Scenario) -> tuple[str, ...]:
    """Draw all groups of some bodies, by units as far as these have no others."""
    groups = scenario.groups
    some, most = range(len(groups.bodies)), max(1, len(groups.bodies) - 1)
    bodies = st.sets(st.sampled_from(some), min_size=1, max_size=most)
    own = set(np.flatnonzero(np.isin(groups.body, sorted(draw(bodies)))).tolist())
    inside = {u.id: set(scenario.members([u.id]).tolist()) for u in scenario.units}
    units = [unit for unit, within in inside.items() if within and within <= own]
    named = draw(st.lists(st.sampled_from(units), unique=True)) if units else []
    left = own.difference(*(inside[unit] for unit in named))
    return (*named, *(groups.ids[group] for group in sorted(left)))


@st.composite
def _budget(draw: st.DrawFn, scenario: Scenario) -> Budget:
    """Draw what some purchase of an offer costs, or a unit more or less."""
    of = () if draw(st.integers(0, 2)) == 1 else draw(_payers(scenario))
    everybody = draw(st.integers(0, 2)) == 1
    seller = None if everybody else draw(_sellers(scenario, items=False))
    budget = functools.partial(Budget, of=of, seller=seller)
    own = [o for o in scenario.offers if seller is None or seller in _names(o)]
    offer = draw(st.sampled_from(own))
    most = int(scenario.groups.most[scenario.members(of)].sum())
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
        return budget(at_most=draw(st.integers(0, 500)))
    cost = bill.incl_tax.amount + draw(_NEAR)
    return budget(at_most=max(cost, Fraction(0)))


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
    Budget: _budget,
    OneVendor: _one_vendor,
    SameVendor: _same_vendor,
    DifferentVendors: _different_vendors,
}
"""How each kind is drawn for a scenario."""
