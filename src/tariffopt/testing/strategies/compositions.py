"""Strategies for tariffs composed of many constructs at once, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import attrs
from hypothesis import strategies as st

from tariffopt.scenario import Scenario
from tariffopt.tariff import Charge, Meter, Period, Scheme, Tariff, Volume
from tariffopt.testing.strategies.choices import with_choices
from tariffopt.testing.strategies.scenarios import Domain, scenarios
from tariffopt.testing.strategies.tariffs import charges, tariffs


@st.composite
def compositions(draw: st.DrawFn, /, **domain: Unpack[Domain]) -> Tariff:
    """Draw a tariff in which pools, selected tiers and all schemes may meet.

    Parameters
    ----------
    domain
        As for `tariffs`; up to three items where ``most_items`` is left out.
    """
    some: Domain = {"most_items": 3, **domain}
    return draw(composed(draw(tariffs(**some)), most_contracts=1))


@st.composite
def composed(draw: st.DrawFn, offer: Tariff, *, most_contracts: int = 2) -> Tariff:
    """Draw pools, selected tiers, and now and then choices for a tariff without."""
    names = [item.id for item in offer.items]
    (version,) = offer.versions
    lines = [draw(_metered(line, names)) for line in version.charges]
    if draw(st.integers(0, 2)) == 0:  # schemes are drawn evenly, so volume is rare
        more = charges(item=draw(st.sampled_from(names)), schemes=["volume"])
        lines.append(draw(_metered(draw(more), names)))
    kinds = {line.tax_class for line in version.charges}
    lines = [
        line
        if line.tax_class in kinds
        else attrs.evolve(line, tax_class=next(iter(kinds)))
        for line in lines
    ]
    drawn = attrs.evolve(offer, versions=(attrs.evolve(version, charges=lines),))
    if draw(st.integers(0, 3)):
        return drawn
    return draw(with_choices(drawn, most_contracts=most_contracts))


@st.composite
def _metered(draw: st.DrawFn, line: Charge, names: Sequence[str]) -> Charge:
    """Draw a pool or a selecting pool for a charge on an item, or leave it."""
    if line.of_contract:
        return line
    chosen = draw(st.sets(st.sampled_from(names), min_size=1).map(sorted))
    pool = Meter.pool({name: draw(st.integers(1, 2)) for name in chosen})
    match draw(st.integers(0, 3)):
        case 0:
            return attrs.evolve(line, meter=pool)
        case 1 if isinstance(line.schedule, Volume):
            return attrs.evolve(line, selector=pool)
    return line


@st.composite
def composed_scenarios(
    draw: st.DrawFn, /, *, most_seats: int = 7, **domain: Unpack[Domain]
) -> Scenario:
    """Draw a scenario whose one or two offers are compositions; see `scenarios`."""
    few = scenarios(most_tariffs=2, most_groups=2, most_seats=most_seats, **domain)
    scenario = draw(few)
    offers = tuple(draw(composed(offer)) for offer in scenario.offers)
    return attrs.evolve(scenario, offers=offers)


def constructs_of(tariff: Tariff) -> frozenset[str]:
    """Name the constructs a tariff is composed of, as its document says them.

    Examples
    --------
    >>> import tariffopt as to
    >>> sorted(constructs_of(to.demo_scenario().offers[0]))
    ['per month', 'volume']
    """
    found = {"choices"} if tariff.choices else set()
    found |= {"contracts"} if tariff.contracts > 1 else set()
    for item in tariff.items:
        found |= {
            f"item {key}"
            for key, plain in (("minimum", 0), ("maximum", None), ("step", 1))
            if getattr(item, key) != plain
        }
    for version in tariff.versions:
        found |= {f"rule {type(rule).__name__}" for rule in version.rules}
        for charge in version.charges:
            found |= set(_of_charge(charge))
    return frozenset(found)


def _of_charge(charge: Charge) -> Sequence[str]:
    schedule = charge.schedule
    kind = schedule.scheme if isinstance(schedule, Scheme) else type(schedule).__name__
    found = [kind, f"per {Period(charge.per).value}"]
    found += [f"step {step.key}" for step in charge.steps]
    found += ["of the contract"] * charge.of_contract
    found += ["pool"] * (bool(charge.meter.weights) and charge.meter.item is None)
    found += ["tier_by"] * (charge.selector is not None)
    return found + ["at_zero"] * charge.priced_at_zero
