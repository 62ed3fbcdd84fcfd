"""Who is served by what, counted for requirements."""

from __future__ import annotations

from fractions import Fraction

import attrs
import numpy as np

from tariffopt.money import GrossMoney
from tariffopt.plan.model import Answer, ContractBill, ItemKey
from tariffopt.scenario import Scenario
from tariffopt.scenario.requirements import Seller


@attrs.frozen(eq=False)
class Served:
    """Who is served by what, in an answer to a scenario.

    Attributes
    ----------
    scenario, answer
        What is asked, and what is answered.
    bills
        What the answer's contracts cost; empty where some purchase has no price.
    """

    scenario: Scenario
    answer: Answer
    bills: tuple[ContractBill, ...]

    def people(self, of: tuple[str, ...], seller: Seller | None = None) -> int:
        """Count the seats given to some people, or those of a vendor among them."""
        rows = self.answer.assignments
        counts = np.isin(rows.group, self.scenario.members(of))
        if seller is not None:
            uses = [
                any(self.sells(seller, key) for key in items) for items in rows.sets
            ]
            counts &= np.array(uses, dtype=bool)[rows.access]
        return int(rows.seats[counts].sum())

    def by_group(self) -> dict[int, int]:
        """Count the seats of each group that has any."""
        found: dict[int, int] = {}
        rows = self.answer.assignments
        for group, seats in zip(rows.group.tolist(), rows.seats.tolist(), strict=True):
            found[group] = found.get(group, 0) + seats
        return found

    def vendors(self, of: tuple[str, ...]) -> set[str]:
        """Name the vendors that serve some people."""
        rows = self.answer.assignments
        own = np.isin(rows.group, self.scenario.members(of)) & (rows.seats > 0)
        used = np.unique(rows.access[own]).tolist()
        return {self.vendor(key) for access in used for key in rows.sets[access]}

    def vendor(self, key: ItemKey) -> str:
        """Name the vendor of an item."""
        return next((o.vendor for o in self.scenario.offers if o.id == key.offer), "")

    def sells(self, seller: Seller, key: ItemKey) -> bool:
        """Tell whether an item is a vendor's, of an offer, or the one meant."""
        if seller.vendor is not None:
            return self.vendor(key) == seller.vendor
        return key.offer == seller.offer and seller.item in (None, key.item)

    def paid(self, seller: Seller | None, of: tuple[str, ...]) -> GrossMoney:
        """Add up what some people's bodies pay, in all or to one seller, with tax."""
        groups = self.scenario.groups
        signed = np.unique(groups.body[self.scenario.members(of)]).tolist()
        bodies = {groups.bodies[body] for body in signed}
        costs = [
            entry.bill.incl_tax.amount
            for entry in self.bills
            if (not of or entry.contract.body in bodies)
            and (seller is None or self.sells(seller, ItemKey(entry.contract, "")))
        ]
        return GrossMoney(sum(costs, Fraction(0)), self.scenario.currency)
