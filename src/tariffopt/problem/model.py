"""The values of a compiled problem."""

from __future__ import annotations

from collections.abc import Container
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

import attrs
import numpy as np

from tariffopt.problem.constraints import Constraint, ContractLimit, SurplusLimit
from tariffopt.problem.goals import GOAL, LEAST_COST, Goal, LeastCost, Reached
from tariffopt.problem.requirements import BuyerRule, ServedRange
from tariffopt.tariff import (
    Compiled,
    ContractKey,
    Item,
    ItemKey,
    Tariff,
    Terms,
    Version,
)

Kind = TypeVar("Kind", bound=Constraint)
Ranges = tuple[tuple[int, int], ...]
"""Quantities, as ranges with inclusive ends in rising order."""


@attrs.frozen
class Contract:
    """A contract that may be signed: a tariff's version with its compiled charges.

    Attributes
    ----------
    key
        Who signs, and what is chosen; no two contracts of a problem share one.
    tariff, version
        What is sold under these choices, with nothing left to choose.
    charges
        The charges of the version, compiled.
    """

    key: ContractKey
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
    useful
        The quantities above 0 worth buying; ``None`` while every allowed one counts.
    """

    contract: int
    item: Item
    upper: int
    useful: Ranges | None = None

    @property
    def seats(self) -> int:
        """How many people the units within the bound serve."""
        return self.upper * self.item.people


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
    needs
        The sets of needs; the same one for each body that has it.
    need, seats
        Demands as columns of one length: index of the set of needs; seats needed.
    constraints
        What a plan must keep beyond serving everybody.
    goal, reached
        What is minimized; goals that are not given up meanwhile.
    """

    terms: Terms
    contracts: tuple[Contract, ...]
    supplies: tuple[Supply, ...]
    access: tuple[tuple[int, ...], ...]
    eligible: tuple[tuple[int, ...], ...]
    needs: tuple[frozenset[str], ...]
    need: np.ndarray[Any, Any]
    seats: np.ndarray[Any, Any]
    constraints: tuple[Constraint, ...] = ()
    goal: Goal = LEAST_COST
    reached: Reached = ()

    @property
    def currency(self) -> str:
        """The one currency of all contracts."""
        return self.contracts[0].tariff.currency

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        """Name each supply by its contract and item."""
        contracts = self.contracts
        return tuple(
            ItemKey(contracts[s.contract].key, s.item.id) for s in self.supplies
        )

    @property
    def most(self) -> np.ndarray[Any, Any]:
        """Seats each demand may have; as many as it needs where no more is said."""
        for found in self.constraints_of(ServedRange):
            return np.array(found.most, dtype=np.int64)
        return self.seats

    @property
    def ties_people(self) -> bool:
        """Whether some constraint makes of the people served more than a flow."""
        return any(rule.ties_people for rule in self.constraints_of(BuyerRule))

    @property
    def counted(self) -> frozenset[int]:
        """The contracts that are counted against a limit."""
        limits = self.constraints_of(ContractLimit)
        return frozenset(number for limit in limits for number in limit.contracts)

    def supplies_of(self, offer: str) -> dict[int, Supply]:
        """Give the supplies of all contracts of one offer, by their indices."""
        return {
            number: supply
            for number, supply in enumerate(self.supplies)
            if self.contracts[supply.contract].key.offer == offer
        }

    @property
    def pooled(self) -> frozenset[int]:
        """The supplies whose quantities set tiers under several contracts at once."""
        found: set[int] = set()
        for offer, meter in {
            (contract.key.offer, compiled.charge.selecting)
            for contract in self.contracts
            for compiled in contract.charges
            if compiled.charge.across
        }:
            bought = {n: s for n, s in self.supplies_of(offer).items() if s.upper}
            if len({supply.contract for supply in bought.values()}) > 1:
                found |= {n for n, s in bought.items() if meter.weight(s.item.id)}
        return frozenset(found)

    def holding(self, held: Container[int]) -> Problem:
        """Give the problem in which nothing is bought of any other contract."""
        lost = {n for n, s in enumerate(self.supplies) if s.contract not in held}
        ways = {n for n, way in enumerate(self.access) if not lost.intersection(way)}
        return attrs.evolve(
            self,
            supplies=tuple(
                attrs.evolve(s, upper=0) if n in lost else s
                for n, s in enumerate(self.supplies)
            ),
            eligible=tuple(
                tuple(way for way in found if way in ways) for found in self.eligible
            ),
        )

    @property
    def kinds(self) -> AbstractSet[str]:
        """The kinds of its constraints, and of goals other than the least cost."""
        kinds = {constraint.kind for constraint in self.constraints}
        is_least_cost = isinstance(self.goal, LeastCost) and not self.reached
        return kinds if is_least_cost else kinds | {GOAL}

    @property
    def tied(self) -> frozenset[int]:
        """The supplies that some constraint, or carrying for free, ties to others."""
        ties = [i for constraint in self.constraints for i in constraint.tied]
        return frozenset(ties).union(*map(self._carried, range(len(self.contracts))))

    def _carried(self, contract: int) -> frozenset[int]:
        """Give the supplies of a contract that carry others for free, or are so."""
        charges = [c.charge for c in self.contracts[contract].charges if c.charge.free]
        return frozenset(
            index
            for index, supply in enumerate(self.supplies if charges else ())
            if supply.contract == contract
            and any(charge.bears_on(supply.item.id) for charge in charges)
        )

    def constraints_of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Give the constraints of one kind."""
        return tuple(c for c in self.constraints if isinstance(c, kind))

    @property
    def surplus(self) -> int | None:
        """How many seats may stand idle; ``None`` where there is no limit."""
        limits = self.constraints_of(SurplusLimit)
        return min((limit.seats for limit in limits), default=None)

    def without(self, kind: type[Kind]) -> Problem:
        """Give the problem without its constraints of one kind."""
        kept = tuple(c for c in self.constraints if not isinstance(c, kind))
        return attrs.evolve(self, constraints=kept)
