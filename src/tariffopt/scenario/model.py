"""One decision: groups, offers, terms and limits, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Fault, Note, Place, ScenarioError, require_type
from tariffopt.scenario.aiming import Aimed, aim_faults
from tariffopt.scenario.checking import (
    body_faults,
    capped,
    choose_faults,
    group_faults,
    offer_faults,
)
from tariffopt.scenario.checking_requirements import (
    Asked,
    all_faults,
)
from tariffopt.scenario.group import Group
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.limits import NO_LIMITS, BudgetFigure, Limits
from tariffopt.scenario.objectives import (
    NO_SWITCHING,
    Level,
    Objective,
    Switching,
    levels_of,
)
from tariffopt.scenario.populations import Indices, members
from tariffopt.scenario.requirements import Requirement, Unit
from tariffopt.scenario.source import Source
from tariffopt.tariff.choices import Choice, Choices, choices_of
from tariffopt.tariff.holding import Held
from tariffopt.tariff.model import Tariff, Version
from tariffopt.tariff.terms import Terms

__all__ = ["BudgetFigure", "Group", "Groups", "Limits", "Scenario"]

_T = TypeVar("_T")
_A_TARIFF = "read_tariff(path) gives one"
_A_UNIT = 'Unit("field") gives one'
_A_REQUIREMENT = 'Coverage(at_least="80%") gives one'

Chosen = tuple[tuple[str, Choices], ...]
"""(offer, choices) pairs: what a scenario leaves no choice about."""


def _chosen(value: Mapping[str, Mapping[str, str]] | Chosen) -> Chosen:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((offer, choices_of(choices)) for offer, choices in pairs if choices)


def _by_offer(
    counts: Mapping[str, Held] | Iterable[tuple[str, Any]],
) -> dict[str, dict[str, int]]:
    return {offer: dict(items) for offer, items in dict(counts).items()}


def _as_value(
    counts: Mapping[str, Mapping[str, int]],
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    return tuple((offer, tuple(items.items())) for offer, items in counts.items())


def _columns(
    groups: Groups | Iterable[Group], needs: Iterable[str] | str, file: str | None
) -> Groups:
    if isinstance(groups, Groups):
        return groups
    return Groups.of(groups, needs, Source(file))


def _all(values: Iterable[Any], kind: type[_T], advice: str) -> tuple[_T, ...]:
    return tuple(require_type(value, kind, advice) for value in values)


def _root(origin: Origin | None) -> Place:
    return Place(origin.found if origin else None, "$")


def _refuse(*faults: Fault) -> None:
    if faults:
        raise ScenarioError(capped(faults))


@attrs.frozen(init=False)
class Scenario:
    """One decision: who needs what, what is offered, for how long, under which tax.

    Parameters
    ----------
    groups
        `Group` values in the order in which answers list them, or `Groups`.
    offers
        The tariffs that may be bought from.
    terms
        Horizon and tax.
    name
        What people see.
    limits
        Budget and idle seats.
    budget_figure
        How the cost is rounded for a budget request, if it is.
    needs
        The capabilities of groups that name none; only for `Group` values.
    held
        Units held already, by the id of an offer and of its item. They select tiers
        where a tariff counts them; they serve nobody here and cost nothing.
    choose
        What is chosen beforehand: option by choice, by offer. The rest is left to
        the optimum.
    units
        The units of the organisation that groups belong to, a tree of any depth.
    requirements
        What a plan must keep beyond what each group needs.
    objective
        What the plan is to be best at, level after level; the least cost when left
        out, and last in any case. See `levels_of`.
    present
        Licences of today, by the id of an offer and of its item: what a plan of least
        change is compared with. They cost nothing, and serve nobody unless bought.
    switching
        What it costs to add and drop licences; only ``least-switching`` looks at it.
    origin
        The file it was read from, and its hash; not part of the value.
    notes
        What is to be said about the reading; not part of the value.

    Raises
    ------
    ScenarioError
        All faults at once. Of groups: none at all, an empty or repeated id, negative
        or absurd counts, a coverage outside 0 to 100 %, coverage and seats both, no
        needs, needs that no offer grants. Of offers: none, two with one id, mixed
        currencies, mixed tax bases where no tax is computed, a tax class without a
        rate, no version for the horizon or more than one, too many combinations of
        options; a choice that an offer does not have; something held already where
        there are several bodies. Of units and requirements: names that nothing has, a
        tree with a circle, limits that cross or go beyond what there is.

    Examples
    --------
    >>> from datetime import date
    >>> from tariffopt import Tax, demo_scenario
    >>> tariff = demo_scenario().offers[0]
    >>> terms = Terms(date(2021, 4, 1), 12, Tax("10%"))
    >>> scenario = Scenario([Group("all", 501)], [tariff], terms, needs={"chat"})
    >>> scenario.currency, int(scenario.groups.needed.sum())
    ('JPY', 501)
    >>> Scenario([Group("all", -1)], [tariff], terms, needs={"chat"})
    Traceback (most recent call last):
    tariffopt.errors.ScenarioError: $.groups[0].people: -1 is below zero. Allowed: \
whole numbers from 0.
    """

    groups: Groups
    offers: tuple[Tariff, ...]
    terms: Terms
    name: str
    limits: Limits
    budget_figure: BudgetFigure | None
    held: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    choose: Chosen
    units: tuple[Unit, ...]
    requirements: tuple[Requirement, ...]
    objective: tuple[Level, ...]
    present: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    switching: Switching
    origin: Origin | None = attrs.field(eq=False)
    notes: tuple[Note, ...] = attrs.field(eq=False)

    def __init__(
        self,
        groups: Groups | Iterable[Group],
        offers: Iterable[Tariff],
        terms: Terms,
        name: str = "",
        *,
        limits: Limits = NO_LIMITS,
        budget_figure: BudgetFigure | None = None,
        needs: Iterable[str] | str = (),
        held: Mapping[str, Held] | Iterable[tuple[str, Any]] = (),
        choose: Mapping[str, Mapping[str, str]] | Chosen = (),
        units: Iterable[Unit] = (),
        requirements: Iterable[Requirement] = (),
        objective: Objective = "least-cost",
        present: Mapping[str, Held] | Iterable[tuple[str, Any]] = (),
        switching: Switching = NO_SWITCHING,
        origin: Origin | None = None,
        notes: Iterable[Note] = (),
    ) -> None:
        offers, root = _all(offers, Tariff, _A_TARIFF), _root(origin)
        groups, units = _columns(groups, needs, root.file), _all(units, Unit, _A_UNIT)
        chosen, levels = _chosen(choose), levels_of(objective)
        counts, today = _by_offer(held), _by_offer(present)
        required = _all(requirements, Requirement, _A_REQUIREMENT)
        _refuse(
            *offer_faults(offers, terms, root, counts),
            *choose_faults(offers, chosen, root),
            *body_faults(groups, counts, root),
            *group_faults(groups, offers, root),
            *aim_faults(Aimed(levels, today, offers, groups), root),
            *all_faults(Asked(groups, units, offers, root), required),
        )
        self.__attrs_init__(
            groups,
            offers,
            terms,
            name,
            limits=limits,
            budget_figure=budget_figure,
            choose=chosen,
            units=units,
            requirements=required,
            objective=levels,
            present=_as_value(today),
            switching=switching,
            held=_as_value(counts),
            origin=origin,
            notes=tuple(notes),
        )

    def held_of(self, offer: str) -> Mapping[str, int] | None:
        """Give what is held of an offer's items; ``None`` where nothing is said."""
        for name, items in self.held:
            if name == offer:
                return dict(items)
        return None

    def members(self, of: Iterable[str] = ()) -> Indices:
        """Find the groups that ids of groups and units stand for; all for none."""
        return members(self.groups, self.units, of)

    @property
    def currency(self) -> str:
        """The one currency of all offers."""
        return self.offers[0].currency

    def offer(self, tariff: str) -> Tariff:
        """Give the offer with this id; ``KeyError`` if there is none."""
        for offer in self.offers:
            if offer.id == tariff:
                return offer
        raise KeyError(tariff)

    def open_choices(self, tariff: str) -> tuple[Choice, ...]:
        """Give the choices of an offer, with one option where it is chosen already.

        Raises
        ------
        KeyError
            When there is no such offer.
        """
        chosen = dict(dict(self.choose).get(tariff, ()))
        return tuple(
            choice.only(chosen[choice.id]) if choice.id in chosen else choice
            for choice in self.offer(tariff).choices
        )

    @property
    def versions(self) -> tuple[Version, ...]:
        """The version of each offer that prices the horizon."""
        return tuple(offer.version_for(self.terms) for offer in self.offers)
