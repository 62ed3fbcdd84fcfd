"""Strategies for tariffs that leave something to choose, or may be held twice."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from tariffopt.scenario import Scenario
from tariffopt.tariff import Choice, Tariff, When
from tariffopt.testing.strategies.scenarios import scenarios


@st.composite
def with_choices(draw: st.DrawFn, tariff: Tariff, *, most_contracts: int = 2) -> Tariff:
    """Draw choices for a tariff: what some charges, items and rules hang on.

    Each option has prices of its own for a part of the items, since some charges of a
    tariff are repeated with other amounts.

    Parameters
    ----------
    tariff
        A tariff of one version without choices.
    most_contracts
        How many contracts a body may hold, at most.
    """
    choices = [Choice("plan", {"light": "Light", "full": "Full"})]
    if draw(st.integers(0, 3)) == 0:
        choices.append(Choice("billing", ["monthly", "yearly"]))
    (version,) = tariff.versions
    charges = []
    for charge in version.charges:
        ends = charge.across and charge.schedule.maximum is not None
        when = () if ends else draw(_conditions(choices))
        charges.append(attrs.evolve(charge, when=when))
        repeated = draw(st.booleans())
        if when and repeated:
            per = draw(st.sampled_from(["month", "year", "once"]))
            other = draw(_conditions(choices))
            charges.append(attrs.evolve(charge, when=other, per=per))
    first, *rest = tariff.items
    items = [first, *(attrs.evolve(i, when=draw(_conditions(choices))) for i in rest)]
    rules = [attrs.evolve(r, when=draw(_conditions(choices))) for r in version.rules]
    return attrs.evolve(
        tariff,
        items=items,
        versions=[attrs.evolve(version, charges=charges, rules=rules)],
        choices=choices,
        contracts=draw(st.integers(1, most_contracts)),
    )


@st.composite
def _conditions(draw: st.DrawFn, choices: Sequence[Choice]) -> When:
    """Draw a condition: none, or one or both options of some choices."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for choice in choices:
        if draw(st.booleans()):
            options = draw(
                st.lists(st.sampled_from(choice.ids), min_size=1, max_size=2)
            )
            found.append((choice.id, tuple(dict.fromkeys(options))))
    return tuple(found)


@st.composite
def with_bodies(draw: st.DrawFn, scenario: Scenario) -> Scenario:
    """Draw which of two bodies, or of one, signs for each group of a scenario."""
    names = st.sampled_from([None, "A", "B"])
    groups = [attrs.evolve(group, body=draw(names)) for group in scenario.groups]
    return attrs.evolve(scenario, groups=groups)


@st.composite
def scenarios_with_choices(
    draw: st.DrawFn, *, most_seats: int = 6, most_contracts: int = 2
) -> Scenario:
    """Draw a scenario whose offers leave choices; now and then one is settled.

    Parameters
    ----------
    most_seats
        About how many seats are needed in all, at most.
    most_contracts
        How many contracts a body may hold of one offer, at most.
    """
    plain = draw(
        scenarios(most_tariffs=2, most_groups=2, most_seats=most_seats, last=5)
    )
    offers = [
        draw(with_choices(offer, most_contracts=most_contracts if number == 0 else 1))
        for number, offer in enumerate(plain.offers)
    ]
    chosen = {offers[0].id: {"plan": "full"}} if draw(st.integers(0, 3)) == 0 else {}
    return Scenario(
        plain.groups, offers, plain.terms, limits=plain.limits, choose=chosen
    )
