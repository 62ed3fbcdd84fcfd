"""What a scenario can state, and whether it forbids plans or allows for more of them.

One table for the laws of `tests/properties/test_directions.py` and for the counts of
`python -m tests.campaign`. `test_everything_has_a_direction` walks what the library
knows, so that a new field, rule or requirement has to be given its place here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import attrs

import tariffopt as to
from tariffopt.scenario.requirements import REQUIREMENTS
from tariffopt.tariff import RULES

Direction = Literal["restriction", "relaxation", "neutral", "neither"]
"""Leaving out a restriction never raises the least cost, leaving out a relaxation never
lowers it, leaving out what is neutral changes nothing. Of the rest there is no law."""

Change = Callable[[to.Scenario], to.Scenario]


@attrs.frozen
class Feature:
    """Something a scenario can state.

    Attributes
    ----------
    direction
        What is known of the least cost with and without it.
    without
        The scenario that does not state it; the same one where it does not anyway.
    why
        Why there is no law, or in which test another one is.
    """

    direction: Direction
    without: Change | None = None
    why: str = ""

    def stripped(self, scenario: to.Scenario) -> to.Scenario | None:
        """Give the scenario without it.

        ``None`` where it does not state it, or the rest would be no scenario: two who
        share a seat may have one at most, and not if they do not share it.
        """
        try:
            changed = scenario if self.without is None else self.without(scenario)
        except to.ScenarioError:
            return None
        return None if changed == scenario else changed


def _requirements(kind: str) -> Change:
    def without(scenario: to.Scenario) -> to.Scenario:
        kept = [each for each in scenario.requirements if each.kind != kind]
        return attrs.evolve(scenario, requirements=kept)

    return without


def _rules(kind: type[to.Rule]) -> Change:
    def without(scenario: to.Scenario) -> to.Scenario:
        offers = []
        for offer in scenario.offers:
            versions = [
                attrs.evolve(v, rules=[r for r in v.rules if not isinstance(r, kind)])
                for v in offer.versions
            ]
            offers.append(attrs.evolve(offer, versions=versions))
        return attrs.evolve(scenario, offers=offers)

    return without


def _limit(name: str) -> Change:
    def without(scenario: to.Scenario) -> to.Scenario:
        limits: Any = attrs.evolve(scenario.limits, **{name: None})
        return attrs.evolve(scenario, limits=limits)

    return without


def _of_groups(**plain: Any) -> Change:
    def without(scenario: to.Scenario) -> to.Scenario:
        groups = [attrs.evolve(group, **plain) for group in scenario.groups]
        return attrs.evolve(scenario, groups=groups)

    return without


def _of_scenario(**plain: Any) -> Change:
    return lambda scenario: attrs.evolve(scenario, **plain)


_MORE_NEED = "where nothing limits idle seats: test_optimize, test_metamorphic"

FEATURES: dict[str, Feature] = {
    **{
        f"requirements.{kind}": Feature("restriction", _requirements(kind))
        for kind in REQUIREMENTS
    },
    **{f"rules.{kind}": Feature("restriction", _rules(RULES[kind])) for kind in RULES},
    "limits.budget": Feature("restriction", _limit("budget")),
    "limits.max_surplus": Feature("restriction", _limit("max_surplus")),
    "groups.at_most": Feature("relaxation", _of_groups(at_most=None)),
    "groups.name": Feature("neutral", _of_groups(name=None)),
    "groups.note": Feature("neutral", _of_groups(note=None)),
    "groups.meta": Feature("neutral", _of_groups(meta={})),
    "groups.weight": Feature("neutral", _of_groups(weight=1)),
    "groups.priority": Feature("neutral", _of_groups(priority=None)),
    "groups.prefers": Feature("neutral", _of_groups(prefers=())),
    "groups.unit": Feature("neither", why="requirements name units"),
    "groups.id": Feature("neither", why="others name groups: test_metamorphic"),
    "groups.people": Feature("neither", why=_MORE_NEED),
    "groups.coverage": Feature("neither", _of_groups(coverage=1), why=_MORE_NEED),
    "groups.seats": Feature("neither", why=_MORE_NEED),
    "groups.needs": Feature("neither", why=_MORE_NEED),
    "groups.people_per_seat": Feature(
        "neither", _of_groups(people_per_seat=1), why=_MORE_NEED
    ),
    "groups.body": Feature("neither", why="contracts and rules are of bodies"),
    "choose": Feature("restriction", _of_scenario(choose=())),
    "present": Feature("neutral", _of_scenario(present={})),
    "switching": Feature("neutral", _of_scenario(switching=to.Switching(0, 0))),
    "name": Feature("neutral", _of_scenario(name="")),
    "notes": Feature("neutral", _of_scenario(notes=())),
    "origin": Feature("neutral", _of_scenario(origin=None)),
    "budget_figure": Feature("neutral", _of_scenario(budget_figure=None)),
    "held": Feature("neither", why="held units select tiers, cheaper or dearer ones"),
    "units": Feature("neither", why="requirements name units"),
    "offers": Feature("neither", why="test_fewer_offers_never_cost_less"),
    "terms": Feature("neither", why="what is asked, no constraint"),
    "objective": Feature("neither", why="what is asked, no constraint"),
}
"""By name: of a requirement, a rule or a limit, or the field of a group or scenario."""

LISTED = {"requirements", "limits", "groups"}
"""Fields of a scenario of which each part has a place of its own."""


def known_names() -> set[str]:
    """Name all that the library lets a scenario state."""
    return {
        *(f"requirements.{kind}" for kind in REQUIREMENTS),
        *(f"rules.{kind}" for kind in RULES),
        *(f"limits.{field.name}" for field in attrs.fields(to.Limits)),
        *(f"groups.{field.name}" for field in attrs.fields(to.Group)),
        *({field.name for field in attrs.fields(to.Scenario)} - LISTED),
    }
