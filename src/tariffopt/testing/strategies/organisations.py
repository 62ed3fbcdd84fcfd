"""Strategies for organisations: groups in a tree of units, and what vendors offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from tariffopt.scenario import Group, Limits, Scenario
from tariffopt.scenario.requirements import Unit
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
)
from tariffopt.testing.strategies.choices import with_bodies, with_choices
from tariffopt.testing.strategies.scenarios import scenarios
from tariffopt.testing.strategies.tariffs import CAPABILITIES


@st.composite
def organised_scenarios(draw: st.DrawFn, *, least_groups: int = 1) -> Scenario:
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
    count = max(least_groups, draw(st.sampled_from([2, 3, 2, 1])))
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
