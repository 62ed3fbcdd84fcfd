"""Strategies for scenarios with buyers' requirements, for the brute-force oracle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from tariffopt.errors import QuantityError
from tariffopt.scenario import Group, Limits, Scenario
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
from tariffopt.tariff import (
    Charge,
    Flat,
    Graduated,
    Item,
    Meter,
    Package,
    Period,
    PerUnit,
    Schedule,
    Tariff,
    Tax,
    Terms,
    Tier,
    Version,
    Volume,
    quote,
)
from tariffopt.testing.strategies.choices import with_bodies, with_choices
from tariffopt.testing.strategies.scenarios import scenarios
from tariffopt.testing.strategies.tariffs import CAPABILITIES

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
    scenario = draw(organised_scenarios())
    wanted = draw(
        st.lists(st.sampled_from(kinds), min_size=1, max_size=most, unique=True)
    )
    found = [draw(requirements(scenario, kind)) for kind in sorted(wanted)]
    return attrs.evolve(scenario, requirements=found)


@st.composite
def organised_scenarios(draw: st.DrawFn) -> Scenario:
    """Draw up to three offers, some of one vendor, and groups in a tree of units.

    Mostly more people may be served than must be, and prices are simple; now and then
    there are any prices, two bodies, choices, rules or limits.
    """
    offers, when, kept = draw(st.one_of(_simple(), _simple(), _simple(), _any()))
    sellers = draw(st.sampled_from(["AAB", "ABA", "ABB", "ABC"]))
    offers = [
        attrs.evolve(offer, vendor=vendor)
        for offer, vendor in zip(offers, sellers, strict=False)
    ]
    units = draw(trees())
    granted = sorted({g for o in offers for item in o.items for g in item.grants})
    count = draw(st.sampled_from([2, 1, 2, 3]))
    rows = [draw(_groups(f"g{n}", granted, units)) for n in range(count)]
    drawn = Scenario(rows, offers, when, limits=kept, units=units)
    match draw(st.integers(0, 7)), offers:
        case 1, [_] | [_, _]:
            return draw(with_bodies(drawn))
        case 2, [first] | [first, _]:
            chosen = draw(with_choices(first, most_contracts=1))
            return attrs.evolve(drawn, offers=[chosen, *offers[1:]])
    return drawn


Market = tuple[Sequence[Tariff], Terms, Limits]


@st.composite
def _any(draw: st.DrawFn) -> Market:
    """Draw offers with all kinds of prices and rules, of one or two items."""
    plain = draw(
        scenarios(
            most_groups=1,
            most_seats=1,
            last=4,
            rules=draw(st.booleans()),
            capabilities=draw(st.sampled_from([("chat",), CAPABILITIES])),
        )
    )
    return plain.offers, plain.terms, plain.limits


@st.composite
def _simple(draw: st.DrawFn) -> Market:
    """Draw offers that each may be the cheapest for some: few prices, some ends."""
    count = draw(st.sampled_from([2, 3, 2, 3, 1]))
    granted = draw(st.sampled_from([("chat",), ("chat",), CAPABILITIES]))
    # Prices apart from each other, or else nothing is lost by any requirement.
    prices = draw(st.permutations([4, 9, 15]))
    pairs = list(enumerate(prices[:count]))
    offers = [draw(_simple_offer(f"t{n}", granted, price)) for n, price in pairs]
    tax = draw(
        st.sampled_from([None, Tax("10%", "floor", "month"), Tax("1/3", "ceil")])
    )
    idle = draw(st.sampled_from([None, None, None, 0, 1]))
    terms = Terms(date(2021, 4, 1), draw(st.sampled_from([1, 12])), tax)
    return offers, terms, Limits(max_surplus=idle)


@st.composite
def _simple_offer(
    draw: st.DrawFn, key: str, granted: Sequence[str], price: int
) -> Tariff:
    sold = {"seat": granted[: draw(st.integers(1, len(granted)))]}
    if len(granted) > 1 and draw(st.booleans()):
        sold["extra"] = granted[1:]
    charges = [
        Charge(draw(_simple_prices(price)), Period.MONTH, Meter.of(item))
        for item in sold
    ]
    if draw(st.integers(0, 3)) == 1:
        charges.append(Charge(Flat(price), Period.ONCE))
    return Tariff(
        id=key,
        name=key.upper(),
        vendor="A",
        currency="JPY",
        prices="excluding-tax",
        items=[Item(item, item.capitalize(), grants) for item, grants in sold.items()],
        versions=[Version(charges)],
    )


@st.composite
def _simple_prices(draw: st.DrawFn, price: int) -> Schedule:
    """Draw one price, with an end or none; or two, the second lower or higher."""
    end = draw(st.integers(1, 3))
    other = draw(st.sampled_from([3 * price, price // 2, price - 1]))
    match draw(st.integers(0, 5)):
        case 0:
            return PerUnit(price)
        case 1 | 5:
            return PerUnit(price, end)
        case 2:
            return Volume([Tier(end, price), Tier(None, other)])
        case 3:
            return Graduated([Tier(end, price), Tier(None, other)])
    return Package(end + 1, price)


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
    count = draw(st.sampled_from([2, 3, 1, 2, 3, 3, 2, 0]))
    if draw(st.integers(0, 5)) == 1:
        return Group(key, needs=needs, seats=count, unit=unit)
    shared = draw(st.sampled_from([1, 1, 2]))
    part = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(0)]))
    group = Group(
        key,
        # Of two who share a seat the last may be alone.
        max(0, count * shared - draw(st.integers(0, shared - 1))),
        needs=needs,
        coverage=part,
        people_per_seat=shared,
        unit=unit,
    )
    if draw(st.integers(0, 3)) == 1:
        return group
    most = count - draw(st.sampled_from([0, 0, count - group.needed]))
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
    ends = _ends(
        _amounts(needed + 1, most + 1, whole), _amounts(needed - 1, most, whole)
    )
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
    # One vendor at least, or all at most, is no limit; one too many is never met.
    near = [2, 2, many, 1] if ends == "at_least" else [1, 1, many - 1, many]
    count = draw(st.sampled_from([*(n for n in near if 1 <= n <= many), 1, many + 1]))
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
