"""Rules across items, drawn at random: each kind binds somewhere, and is kept."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

import tariffopt as to
from tariffopt.tariff import RULES
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import scenarios
from tests import laws
from tests.profiles import examples, skip_unless_deep

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SMALL = scenarios(
    most_tariffs=1, most_groups=2, most_seats=3, last=4, most_items=2, limited=False
)
DRAWN = settings(
    max_examples=20_000,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=SLOW,
)
Changed = Callable[[to.Version], to.Version]


def changed(scenario: to.Scenario, change: Changed) -> to.Scenario:
    """Change the prices and rules of every offer."""
    offers = [
        attrs.evolve(offer, versions=[change(version) for version in offer.versions])
        for offer in scenario.offers
    ]
    return attrs.evolve(scenario, offers=offers)


def without(kind: type[to.Rule]) -> Changed:
    """Leave out the rules of one kind."""

    def change(version: to.Version) -> to.Version:
        kept = (rule for rule in version.rules if not isinstance(rule, kind))
        return attrs.evolve(version, rules=kept)

    return change


def uncarried(version: to.Version) -> to.Version:
    """Let nothing be carried for free."""
    charges = (attrs.evolve(charge, free=None) for charge in version.charges)
    return attrs.evolve(version, charges=charges)


def binding(change: Changed) -> Callable[[to.Scenario], bool]:
    """Tell whether the optimum, found by brute force, is another after a change."""

    def differs(scenario: to.Scenario) -> bool:
        other = changed(scenario, change)
        return other != scenario and brute_force(scenario) != brute_force(other)

    return differs


@pytest.mark.deep
@pytest.mark.parametrize("kind", RULES.values())
def test_each_kind_is_drawn_and_binds(kind: type[to.Rule]) -> None:
    """The strategies draw a scenario whose optimum each kind of rule changes."""
    skip_unless_deep()
    scenario = find(SMALL, binding(without(kind)), settings=DRAWN)

    laws.reductions_keep_the_optimum(scenario)


@pytest.mark.deep
def test_free_units_are_drawn_and_matter() -> None:
    """The strategies draw a scenario whose optimum is cheaper for what is carried."""
    skip_unless_deep()
    scenario = find(SMALL, binding(uncarried), settings=DRAWN)

    laws.reductions_keep_the_optimum(scenario)


@pytest.mark.deep
@settings(max_examples=examples(150), suppress_health_check=SLOW)
@given(scenario=scenarios(most_tariffs=2).filter(lambda s: any(_ruled(s))))
def test_optimum_under_rules_is_the_oracles(scenario: to.Scenario) -> None:
    """With any rules, and with and without reductions, the optimum is brute force's."""
    laws.reductions_keep_the_optimum(scenario)


def _ruled(scenario: to.Scenario) -> list[bool]:
    free = [c.free is not None for v in scenario.versions for c in v.charges]
    return [*free, *(bool(version.rules) for version in scenario.versions)]
