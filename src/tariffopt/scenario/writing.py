"""Writing scenarios back as documents: what is written reads back as an equal value."""

from __future__ import annotations

from typing import Any

import numpy as np

from tariffopt.documents import Document
from tariffopt.money import decimal_text
from tariffopt.scenario.group import limit_text
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.model import Limits, Scenario
from tariffopt.scenario.objectives import LEAST_COST
from tariffopt.scenario.requiring import requirement_to_dict, unit_to_dict
from tariffopt.tariff.terms import STANDARD, Tax


def scenario_to_dict(scenario: Scenario) -> Document:
    """Write a scenario as a document of JSON's own types.

    Offers are written by their ids and groups inline, whatever file they came from;
    amounts and shares are decimal text.

    Examples
    --------
    >>> from datetime import date
    >>> from tariffopt import Group, Terms, demo_scenario, scenario_from_dict
    >>> chat = demo_scenario().offers[0]
    >>> groups = [Group("Sales", 48, needs={"chat"}, coverage="80%")]
    >>> scenario = Scenario(groups, [chat], Terms(date(2021, 4, 1), 12))
    >>> document = scenario_to_dict(scenario)
    >>> document["groups"]
    [{'id': 'Sales', 'people': 48, 'coverage': '0.8'}]
    >>> scenario_from_dict(document, {chat.id: chat}.__getitem__) == scenario
    True
    """
    groups = scenario.groups
    usual = int(np.bincount(groups.need).argmax())
    terms = scenario.terms
    document: Document = {
        "format": "tariffopt.scenario/1",
        "name": scenario.name,
        "offers": [offer.id for offer in scenario.offers],
        "needs": sorted(groups.need_sets[usual]),
        "groups": [_group(groups, index, usual) for index in range(len(groups))],
        "horizon": {"start": terms.start.isoformat(), "months": terms.months},
        "tax": "none" if terms.tax is None else _tax(terms.tax),
    }
    if scenario.held:
        document["held"] = {offer: dict(items) for offer, items in scenario.held}
    if scenario.budget_figure is not None:
        figure = scenario.budget_figure
        document["budget_figure"] = {"unit": figure.unit, "rounding": figure.word}
    if scenario.limits != Limits():
        document["limits"] = _limits(scenario.limits)
    if scenario.objective != (LEAST_COST,):
        document["objective"] = [str(level) for level in scenario.objective]
    if scenario.present:
        document["present"] = {offer: dict(own) for offer, own in scenario.present}
    if scenario.units:
        document["units"] = [unit_to_dict(unit) for unit in scenario.units]
    if scenario.requirements:
        entries = map(requirement_to_dict, scenario.requirements)
        document["requirements"] = list(entries)
    if scenario.choose:
        document["choose"] = {offer: dict(picked) for offer, picked in scenario.choose}
    return document


def _group(groups: Groups, index: int, usual: int) -> Document:
    entry: Document = {"id": groups.ids[index]}
    if groups.names[index] != groups.ids[index]:
        entry["name"] = groups.names[index]
    entry["people"] = int(groups.people[index])
    if groups.need[index] != usual:
        entry["needs"] = sorted(groups.need_sets[groups.need[index]])
    if index in groups.coverage:
        entry["coverage"] = decimal_text(groups.coverage[index])
    if index in groups.at_most:
        entry["at_most"] = limit_text(groups.at_most[index])
    for key, column in _extras(groups):
        if index in column:
            entry[key] = column[index]
    return entry


def _extras(groups: Groups) -> tuple[tuple[str, Any], ...]:
    return (
        ("seats", groups.seats),
        ("people_per_seat", groups.sharing),
        ("unit", groups.unit_of),
        ("weight", groups.weight_of),
        ("priority", groups.priority_of),
        ("body", groups.body_of),
        ("note", groups.notes),
        ("meta", groups.meta),
    )


def _tax(tax: Tax) -> Document:
    rates: dict[str, Any] = {name: decimal_text(rate) for name, rate in tax.rates}
    only = rates.keys() == {STANDARD}
    rate = {"rate": rates[STANDARD]} if only else {"rates": rates}
    return rate | {"rounding": tax.rounding.value, "invoice": tax.invoice.value}


def _limits(limits: Limits) -> Document:
    entry: Document = {}
    if limits.budget is not None:
        entry["budget"] = decimal_text(limits.budget)
    if limits.max_surplus is not None:
        entry["max_surplus"] = limit_text(limits.max_surplus)
    return entry
