"""Strategies for groups and scenarios, small enough for the brute-force oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypedDict, Unpack

import attrs
from hypothesis import strategies as st

from tariffopt.scenario import Group, Limits, Scenario
from tariffopt.tariff import Tariff, Terms, quote
from tariffopt.tariff.model import TaxBasis
from tariffopt.testing.strategies.tariffs import (
    CAPABILITIES,
    quantities,
    tariffs,
    terms,
)

CLASSES = ("standard", "reduced")
Slot = tuple[int, str]


class Domain(TypedDict, total=False):
    """What `tariffs` takes from a strategy for scenarios."""

    last: int
    least_items: int
    most_items: int
    schemes: Sequence[str]
    rules: bool
    capabilities: Sequence[str]


@st.composite
def groups(
    draw: st.DrawFn,
    *,
    id: str = "g",  # noqa: A002 - the field is called so
    most: int = 4,
    capabilities: Sequence[str] = CAPABILITIES,
) -> Group:
    """Draw a group of up to ``most`` seats that needs one or more capabilities."""
    needs = draw(st.sets(st.sampled_from(sorted(capabilities)), min_size=1))
    count = draw(st.one_of(st.integers(1, most), st.integers(0, most)))
    how = draw(st.sampled_from(["people", "seats", "coverage"]))
    if how == "seats":
        return Group(id, needs=needs, seats=count)
    share = draw(st.sampled_from(["50%", "1/3", "80%"])) if how == "coverage" else 1
    return Group(id, people=count, needs=needs, coverage=share)


@st.composite
def limits(draw: st.DrawFn, *, costs: int = 2000) -> Limits:
    """Draw limits: mostly none, some idle seats or shares of seats, some budgets."""
    shares = st.sampled_from([Fraction(1, 2), Fraction(1, 4)])
    surplus: st.SearchStrategy[int | Fraction] = st.one_of(st.integers(0, 3), shares)
    return Limits(
        budget=draw(st.integers(0, costs)) if draw(st.integers(0, 5)) == 0 else None,
        max_surplus=draw(surplus) if draw(st.integers(0, 3)) == 0 else None,
    )


@st.composite
def _offers(
    draw: st.DrawFn, most: int, **domain: Unpack[Domain]
) -> tuple[tuple[Tariff, ...], Terms]:
    """Draw tariffs that may stand in one scenario, and its terms."""
    when = draw(terms(tax_classes=CLASSES))
    bases: list[TaxBasis] = ["excluding-tax", "including-tax"]
    basis = draw(st.sampled_from(bases)) if when.tax is None else None
    currency = draw(st.sampled_from(["JPY", "JPY", "USD"]))
    offers = tuple(
        draw(
            tariffs(
                id=f"t{number}",
                currency=currency,
                prices=basis,
                tax_classes=CLASSES,
                **domain,
            )
        )
        for number in range(draw(st.integers(1, most)))
    )
    return offers, when


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    most_tariffs: int = 3,
    most_groups: int = 3,
    most_seats: int = 12,
    limited: bool = True,
    **domain: Unpack[Domain],
) -> Scenario:
    """Draw a scenario, which may have no plan.

    Parameters
    ----------
    most_tariffs, most_groups
        At least one of each is drawn.
    most_seats
        About how many seats are needed in all, at most.
    limited
        Whether there may be a budget, and a limit on idle seats.
    domain
        Of the tariffs, as for `tariffs`: ``last``, ``most_items``, ``schemes``,
        ``rules``, ``capabilities``.
    """
    offers, when = draw(_offers(most_tariffs, **domain))
    granted = sorted({g for offer in offers for i in offer.items for g in i.grants})
    count = draw(st.integers(1, most_groups))
    each = groups(most=max(1, most_seats // count), capabilities=granted)
    drawn = [draw(each) for _ in range(count)]
    return Scenario(
        groups=[
            Group(f"g{n}", g.people, needs=g.needs, coverage=g.coverage, seats=g.seats)
            for n, g in enumerate(drawn)
        ],
        offers=offers,
        terms=when,
        limits=draw(limits()) if limited else Limits(),
    )


@st.composite
def feasible_scenarios(
    draw: st.DrawFn,
    *,
    most_tariffs: int = 3,
    most_groups: int = 3,
    most_seats: int = 12,
    limited: bool = True,
    **domain: Unpack[Domain],
) -> Scenario:
    """Draw a scenario that has a plan: made from a purchase outward, not filtered.

    Parameters are those of `scenarios`.
    """
    offers, when = draw(_offers(most_tariffs, **domain))
    bought = [draw(quantities(offer)) for offer in offers]
    idle = {
        (n, i): q * offers[n].item(i).people
        for n, sold in enumerate(bought)
        for i, q in sold.items()
        if q
    }
    rows: list[Group] = []
    left = most_seats
    for number in range(draw(st.integers(1, most_groups))):
        group = draw(_served(f"g{number}", offers, idle, left))
        left -= group.needed
        rows.append(group)
    budget = surplus = None
    if limited and draw(st.integers(0, 3)) == 0:
        pairs = zip(offers, bought, strict=True)
        bills = (quote(t, q, when, headcount=0) for t, q in pairs)
        spent = sum((bill.incl_tax.amount for bill in bills), Fraction(0))
        budget = spent + draw(st.integers(0, 10))
    if limited and draw(st.integers(0, 3)) == 0:
        surplus = sum(idle.values()) + draw(st.integers(0, 2))
    kept = Limits(budget=budget, max_surplus=surplus)
    people = sum(max(group.people, group.needed) for group in rows)
    pairs = zip(offers, bought, strict=True)
    offers = tuple(_without_headcount(t, q, people) for t, q in pairs)
    return Scenario(groups=rows, offers=offers, terms=when, limits=kept)


def _without_headcount(offer: Tariff, bought: Mapping[str, int], people: int) -> Tariff:
    """Drop the rules that ask for more people than were bought for."""
    version = offer.versions[0]
    kept = tuple(rule for rule in version.rules if rule.allows(bought, people))
    return attrs.evolve(offer, versions=(attrs.evolve(version, rules=kept),))


@st.composite
def _served(
    draw: st.DrawFn,
    id_: str,
    offers: Sequence[Tariff],
    idle: dict[Slot, int],
    left: int,
) -> Group:
    """Draw a group that idle seats can serve, and take those seats."""
    grants = {
        (n, item.id): frozenset(item.grants)
        for n, offer in enumerate(offers)
        for item in offer.items
    }
    free = sorted(slot for slot, seats in idle.items() if seats)
    chosen = (
        draw(st.sets(st.sampled_from(free), min_size=1, max_size=2)) if free else ()
    )
    granted = frozenset[str]().union(*(grants[slot] for slot in chosen or grants))
    needs = draw(st.sets(st.sampled_from(sorted(granted)), min_size=1))
    way = _minimal(needs, sorted(chosen), grants)
    most = min([left, *(idle[slot] for slot in way)]) if way else 0
    seats = draw(st.integers(min(1, most), most))
    for slot in way:
        idle[slot] -= seats
    return Group(id_, people=seats, needs=needs)


def _minimal(
    needs: set[str], chosen: Sequence[Slot], grants: Mapping[Slot, frozenset[str]]
) -> list[Slot]:
    """Drop what the needs can do without, so that it is an access set."""
    kept = list(chosen)
    for slot in chosen:
        rest = [grants[other] for other in kept if other != slot]
        if needs <= frozenset[str]().union(*rest):
            kept.remove(slot)
    return kept
