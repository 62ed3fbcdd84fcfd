"""Tiers that another quantity selects: quoting, pieces, documents and the optimum."""

from __future__ import annotations

from fractions import Fraction

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import compile_charge
from tariffopt.tariff.pieces import alone
from tariffopt.tariff.quoting import charge_amount
from tariffopt.testing import check_tariff
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    charges,
    quantities,
    scenarios,
    selected,
    tariffs,
)
from tests.building import MONTH, bought, charge, item, scenario, tariff, volume
from tests.laws import least
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]


@st.composite
def all_selected(draw: st.DrawFn, offer: to.Tariff) -> to.Tariff:
    """Draw volume prices for the items of a tariff, with tiers by some of them."""
    names = [item.id for item in offer.items]
    lines = [line for line in offer.versions[0].charges if line.of_contract]
    for name in names:
        line = by_units(draw(charges(item=name, last=8, schemes=["volume"])))
        keeps = draw(st.integers(0, 3)) == 0
        lines.append(line if keeps else draw(selected(line, names)))
    version = attrs.evolve(offer.versions[0], charges=lines)
    return attrs.evolve(offer, versions=(version,))


def by_units(line: to.Charge) -> to.Charge:
    """Price a volume charge unit by unit: blocks take no selector."""
    drawn = line.schedule
    assert isinstance(drawn, to.Volume)
    tiers = tuple(attrs.evolve(tier, size=1) for tier in drawn.tiers)
    steps = [step for step in line.steps if not isinstance(step, to.Count)]
    return attrs.evolve(line, schedule=to.Volume(tiers), steps=steps)


@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(data=st.data(), offer=tariffs(most_items=3))
def test_both_accounts_agree(data: st.DataObject, offer: to.Tariff) -> None:
    """What is printed is what the branches say, for any quantities with a price."""
    drawn = data.draw(all_selected(offer))
    buy = data.draw(quantities(drawn))

    for line in drawn.versions[0].charges:
        own, selecting = line.meter.read(buy), line.selecting.read(buy)
        compiled = compile_charge(line)
        assert compiled.amount(own, selecting) == charge_amount(line, buy)
        name, units = next(iter(buy.items()))
        if compiled.branches:
            printed = charge_amount(line, {name: units})
            assert alone(compiled, name).amount(units) == printed


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(data=st.data(), offer=tariffs(most_items=2))
def test_documents_say_selectors(data: st.DataObject, offer: to.Tariff) -> None:
    """A tariff whose tiers another quantity selects reads back as it was."""
    drawn = data.draw(all_selected(offer))

    assert to.tariff_from_dict(to.tariff_to_dict(drawn)) == drawn


@settings(max_examples=examples(15), suppress_health_check=SLOW, deadline=None)
@given(data=st.data(), offer=tariffs(most_items=2, prices="excluding-tax"))
def test_the_kit_finds_no_fault(data: st.DataObject, offer: to.Tariff) -> None:
    """The conformance kit, which asks the solver too, has nothing against it."""
    drawn = data.draw(all_selected(offer))

    results = check_tariff(drawn, raise_=False)

    wrong = [r.text() for r in results if not r.ok and not r.check.advice]
    assert wrong == []


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(data=st.data(), given_=scenarios(most_tariffs=2, most_seats=9))
def test_the_optimum_is_the_oracle_s(data: st.DataObject, given_: to.Scenario) -> None:
    """Where pools select tiers, padding with other items is found when it pays."""
    offers = tuple(data.draw(all_selected(offer)) for offer in given_.offers)
    asked = attrs.evolve(given_, offers=offers)

    assert least(asked) == brute_force(asked)


def test_pooled_levels_are_padded_with_the_cheapest() -> None:
    """The total of 48 licences is raised to 50: two more of the cheapest pay off."""
    wanted = {"x": (31, 100), "y": (12, 45), "z": (5, 25)}
    pool = to.Meter.pool(list(wanted))
    lines = [
        attrs.evolve(charge(_levels(price), name, "once"), selector=pool)
        for name, (_, price) in wanted.items()
    ]
    items = [item(name, name) for name in wanted]
    needs = {name: need for name, (need, _) in wanted.items()}

    plan = to.optimize(scenario(needs, tariff("levels", *lines, items=items)))

    assert plan.cost.incl_tax.amount == Fraction("3433.5")
    assert bought(plan) == {
        ("levels", "x"): 31,
        ("levels", "y"): 12,
        ("levels", "z"): 7,
    }
    asked = to.quote(tariff("levels", *lines, items=items), needs, MONTH)
    assert asked.incl_tax.amount == Fraction("3576.75")


def _levels(price: int) -> to.Volume:
    """Take 5 % off from 10 on, and 10 % from 50 on."""
    shares = ((9, 100), (49, 95), (None, 90))
    return volume(*((end, f"{share * price}/100") for end, share in shares))


def test_tax_is_rounded_in_every_tier() -> None:
    """Tax that only a later tier makes uneven is rounded in the program as well."""
    pool = to.Meter.pool(["x"])
    lines = [attrs.evolve(charge(volume((1, 50), (None, 3)), "x"), selector=pool)]
    first = tariff("t", *lines, items=[item("x", "chat")])
    terms = to.Terms(MONTH.start, 1, to.Tax("10%", "floor", "month"))
    asked = scenario(3, first, tariff("u", charge(4)), terms=terms)

    assert least(asked) == brute_force(asked) == 9
