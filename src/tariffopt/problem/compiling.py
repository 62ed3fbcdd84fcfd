"""Compiling a scenario: contracts, access sets, demands, quantities of use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tariffopt.problem.access import access_sets
from tariffopt.problem.bounds import greatest_quantities
from tariffopt.problem.constraints import Constraint, SurplusLimit
from tariffopt.problem.contracting import (
    contract_limits,
    possible_contracts,
    together,
)
from tariffopt.problem.model import Contract, Problem, Supply
from tariffopt.problem.requiring import Ledger, buyer_constraints
from tariffopt.problem.ruling import Book, constraints_of
from tariffopt.scenario import Groups, Scenario
from tariffopt.tariff import Item


def compile_scenario(scenario: Scenario) -> Problem:
    """Compile a scenario: access sets, demands, and bounds on what is worth buying.

    Raises
    ------
    ScenarioError
        When the ways to serve one group are too many to be listed.
    """
    terms = scenario.terms
    contracts = possible_contracts(scenario)
    places = [(n, item) for n, c in enumerate(contracts) for item in c.tariff.items]
    kinds, need = _kinds_of_need(scenario.groups)
    fits = together(contracts, places)
    ways = [
        access_sets(needs, _granted_to(body, contracts, places), fits)
        for needs, body in kinds
    ]
    access = tuple(sorted({way for found in ways for way in found}))
    index = {way: number for number, way in enumerate(access)}
    seats = scenario.groups.needed[:, 0]
    totals = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(totals, need, np.maximum(seats, scenario.groups.most))
    demand = _demand_by_supply(len(places), ways, [int(total) for total in totals])
    demand = list(map(max, demand, _people_at_present(scenario, contracts, places)))
    ledger = Ledger(scenario, contracts, places, access)
    constraints = (
        *_constraints(scenario, contracts, places),
        *buyer_constraints(ledger),
    )
    uppers = greatest_quantities(contracts, places, demand, constraints)
    pairs = zip(places, uppers, strict=True)
    return Problem(
        terms=terms,
        contracts=contracts,
        supplies=tuple(Supply(n, item, upper) for (n, item), upper in pairs),
        access=access,
        eligible=tuple(tuple(index[way] for way in found) for found in ways),
        needs=tuple(needs for needs, _ in kinds),
        need=need,
        seats=seats,
        constraints=constraints,
    )


def _kinds_of_need(
    groups: Groups,
) -> tuple[list[tuple[frozenset[str], str]], np.ndarray[Any, Any]]:
    """Tell apart what is needed, and by whose contracts: (needs, body), and indices."""
    if len(groups.bodies) == 1:  # a million groups need no sorting then
        return [(needs, groups.bodies[0]) for needs in groups.need_sets], groups.need
    codes = groups.need.astype(np.int64) * len(groups.bodies) + groups.body
    found, need = np.unique(codes, return_inverse=True)
    pairs = (divmod(code, len(groups.bodies)) for code in found.tolist())
    kinds = [(groups.need_sets[n], groups.bodies[body]) for n, body in pairs]
    return kinds, need.astype(np.int32)


def _granted_to(
    body: str, contracts: Sequence[Contract], places: Sequence[tuple[int, Item]]
) -> list[frozenset[str]]:
    """Give what each item grants to the people of a body, by its own contracts."""
    return [
        frozenset(item.grants if contracts[n].key.body == body else ())
        for n, item in places
    ]


def _demand_by_supply(
    count: int, ways: list[tuple[tuple[int, ...], ...]], totals: list[int]
) -> list[int]:
    """Count, for each item, the people who might be given one."""
    demand = [0] * count
    for found, total in zip(ways, totals, strict=True):
        for supply in {index for way in found for index in way}:
            demand[supply] += total
    return demand


def _people_at_present(
    scenario: Scenario,
    contracts: Sequence[Contract],
    places: Sequence[tuple[int, Item]],
) -> list[int]:
    """Count the people whom today's licences of each item would serve.

    Least change may keep them all, whatever the need.
    """
    units = {(offer, item): n for offer, items in scenario.present for item, n in items}
    return [
        units.get((contracts[n].key.offer, item.id), 0) * item.people
        for n, item in places
    ]


def _constraints(
    scenario: Scenario, contracts: tuple[Contract, ...], places: list[tuple[int, Item]]
) -> tuple[Constraint, ...]:
    """Collect the vendors' rules, then the buyer's limits."""
    found: list[Constraint] = []
    headcounts = scenario.groups.headcounts
    for number, contract in enumerate(contracts):
        entries = enumerate(places)
        own = {item.id: supply for supply, (n, item) in entries if n == number}
        book = Book(own, headcounts[contract.key.body])
        for rule in contract.version.rules:
            found += constraints_of(rule, book)
    found += contract_limits(contracts, places)
    idle = scenario.limits.surplus(scenario.groups.seats_needed)
    if idle is not None:
        found.append(SurplusLimit(idle))
    return tuple(found)
