"""The problem of a scenario: what can be bought, who can be served by what.

Between the scenario, as people state it, and the integer program: contracts with
their compiled charges, supplies with the quantities that can be of use, access
sets, and demands as columns.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from tariffopt.errors import Fault, ScenarioError
from tariffopt.scenario.model import Scenario
from tariffopt.tariff import (
    Compiled,
    Curve,
    Item,
    Ratio,
    Tariff,
    Terms,
    Version,
    compile_charge,
    last_quantity,
)

ACCESS_SETS_AT_MOST = 50_000
"""Above it, the ways to serve one person are too many to be listed."""

_MOST_GROWTH = 10**6  # ends ratio rules that raise each other's quantities for ever


@attrs.frozen
class Contract:
    """A contract that may be signed: a tariff's version with its compiled charges."""

    tariff: Tariff
    version: Version
    charges: tuple[Compiled, ...]


@attrs.frozen
class Supply:
    """An item of a contract that may be bought.

    Attributes
    ----------
    contract
        Index of the contract.
    item
        The item.
    upper
        No cheapest plan needs more than this many, and no more may be bought.
    """

    contract: int
    item: Item
    upper: int


@attrs.frozen(eq=False)
class Problem:
    """A scenario compiled.

    Attributes
    ----------
    terms
        Horizon and tax.
    contracts, supplies
        What may be signed and bought.
    access
        Access sets, each as indices of supplies in rising order.
    eligible
        For each set of needs: indices of the access sets that grant all of it.
    need, seats
        Demands as columns of one length: index of the set of needs; seats needed.
    surplus
        Idle seats allowed in all, or ``None``.
    useful
        For each supply: the quantities worth buying as ranges with inclusive ends,
        or ``None`` while every allowed quantity counts.
    """

    terms: Terms
    contracts: tuple[Contract, ...]
    supplies: tuple[Supply, ...]
    access: tuple[tuple[int, ...], ...]
    eligible: tuple[tuple[int, ...], ...]
    need: np.ndarray[Any, Any]
    seats: np.ndarray[Any, Any]
    surplus: int | None = None
    useful: tuple[tuple[tuple[int, int], ...] | None, ...] = ()

    @property
    def currency(self) -> str:
        """The one currency of all contracts."""
        return self.contracts[0].tariff.currency

    def rules(self) -> Iterator[tuple[int, int, Ratio]]:
        """Give each ratio rule with the supplies it binds: of ``item``, of ``per``."""
        index = {(s.contract, s.item.id): n for n, s in enumerate(self.supplies)}
        for number, contract in enumerate(self.contracts):
            for rule in contract.version.rules:
                yield index[number, rule.item], index[number, rule.per], rule


def compile_scenario(scenario: Scenario) -> Problem:
    """Compile a scenario: access sets, demands, and bounds on what is worth buying.

    Raises
    ------
    ScenarioError
        When the ways to serve one group are too many to be listed.
    """
    terms = scenario.terms
    contracts = tuple(_contract(offer, terms) for offer in scenario.offers)
    places = [(n, item) for n, c in enumerate(contracts) for item in c.tariff.items]
    grants = [frozenset(item.grants) for _, item in places]
    groups = scenario.groups
    ways = [access_sets(needs, grants) for needs in groups.need_sets]
    access = tuple(sorted({way for found in ways for way in found}))
    index = {way: number for number, way in enumerate(access)}
    seats = groups.needed[:, 0]
    totals = np.zeros(len(groups.need_sets), dtype=np.int64)
    np.add.at(totals, groups.need, seats)
    demand = _demand_by_supply(len(places), ways, [int(total) for total in totals])
    return Problem(
        terms=terms,
        contracts=contracts,
        supplies=_supplies(contracts, places, demand),
        access=access,
        eligible=tuple(tuple(index[way] for way in found) for found in ways),
        need=groups.need,
        seats=seats,
        surplus=scenario.limits.surplus(int(seats.sum())),
    )


def _contract(tariff: Tariff, terms: Terms) -> Contract:
    version = tariff.version_for(terms)
    return Contract(tariff, version, tuple(map(compile_charge, version.charges)))


def access_sets(
    needs: frozenset[str], grants: Sequence[frozenset[str]]
) -> tuple[tuple[int, ...], ...]:
    """List the minimal sets of items that together grant everything needed.

    Parameters
    ----------
    needs
        The capabilities one person needs.
    grants
        What each item grants.

    Raises
    ------
    ScenarioError
        When there are more than `ACCESS_SETS_AT_MOST`.

    Examples
    --------
    >>> chat, mail, both = frozenset({"c"}), frozenset({"m"}), frozenset({"c", "m"})
    >>> access_sets(frozenset({"c", "m"}), [chat, mail, both])
    ((0, 1), (2,))
    """
    found: set[tuple[int, ...]] = set()
    for chosen in _covers(needs, (), grants):
        if _is_minimal(needs, chosen, grants):
            found.add(tuple(sorted(chosen)))
        if len(found) > ACCESS_SETS_AT_MOST:
            fields = {"needs": ", ".join(sorted(needs)), "allowed": ACCESS_SETS_AT_MOST}
            raise ScenarioError(Fault("access-sets", fields=fields))
    return tuple(sorted(found))


def _covers(
    missing: frozenset[str], chosen: tuple[int, ...], grants: Sequence[frozenset[str]]
) -> Iterator[tuple[int, ...]]:
    if not missing:
        yield chosen
        return
    capability = min(missing)
    for index, granted in enumerate(grants):
        if capability in granted:
            yield from _covers(missing - granted, (*chosen, index), grants)


def _is_minimal(
    needs: frozenset[str], chosen: tuple[int, ...], grants: Sequence[frozenset[str]]
) -> bool:
    for left_out in chosen:
        rest = [grants[index] for index in chosen if index != left_out]
        if needs <= frozenset().union(*rest):
            return False
    return True


def _demand_by_supply(
    count: int, ways: list[tuple[tuple[int, ...], ...]], totals: list[int]
) -> list[int]:
    """Count, for each item, the people who might be given one."""
    demand = [0] * count
    for found, total in zip(ways, totals, strict=True):
        for supply in {index for way in found for index in way}:
            demand[supply] += total
    return demand


def _supplies(
    contracts: tuple[Contract, ...], places: list[tuple[int, Item]], demand: list[int]
) -> tuple[Supply, ...]:
    uppers = _uppers(contracts, places, demand)
    pairs = zip(places, uppers, strict=True)
    return tuple(Supply(contract, item, upper) for (contract, item), upper in pairs)


def _uppers(
    contracts: tuple[Contract, ...], places: list[tuple[int, Item]], demand: list[int]
) -> list[int]:
    """Bound each quantity by what a cheapest plan can need.

    Past the last place at which the price of any charge it is on falls, one unit less
    never costs more, since the rest of each price rises or stays. So some cheapest
    plan buys no more than the greatest of: the people who might use it, that last
    place, and what ratio rules demand of it, rounded up to its step.
    """
    index = {(n, item.id): i for i, (n, item) in enumerate(places)}
    wanted = [
        max(need, _last_drop(contracts[n], item))
        for need, (n, item) in zip(demand, places, strict=True)
    ]
    ends = [last_quantity(contracts[n].version, item) for n, item in places]
    bounds = [_bound(w, places[i][1], ends[i]) for i, w in enumerate(wanted)]
    grown, most = True, _MOST_GROWTH * max(bounds)
    while grown and max(bounds) < most:
        grown = False
        for number, contract in enumerate(contracts):
            for rule in contract.version.rules:
                item, per = index[number, rule.item], index[number, rule.per]
                needed = _needed_for(bounds[item], rule.at_most)
                bound = _bound(needed, places[per][1], ends[per])
                grown |= bound > bounds[per]
                bounds[per] = max(bounds[per], bound)
    return bounds


def _needed_for(units: int, at_most: Fraction) -> int:
    return math.ceil(units / at_most) if at_most else 0


def _bound(wanted: int, item: Item, end: int | None) -> int:
    upper = item.next_allowed(wanted)
    return upper if end is None else min(upper, end)


def _last_fall(curve: Curve) -> int:
    """Find the last position at which a curve costs less than one before it."""
    found = 0
    for before, piece in itertools.pairwise(curve.pieces):
        if before.last is not None and piece.amount(piece.first) < before.amount(
            before.last
        ):
            found = piece.first
        if piece.slope < 0:
            found = piece.last or piece.first
    first = curve.pieces[0]
    return max(found, (first.last or 0) if first.slope < 0 else 0)


def _last_drop(contract: Contract, item: Item) -> int:
    starts = [0]
    for compiled in contract.charges:
        weight = compiled.charge.selecting.weight(item.id)
        if not weight:
            continue
        branches = compiled.branches
        start = branches[-1].first if branches else _last_fall(compiled.curve)
        if compiled.lattice is not None:
            start = compiled.included + start * compiled.lattice.size
        starts.append(-(-start // weight))
    return max(starts)
