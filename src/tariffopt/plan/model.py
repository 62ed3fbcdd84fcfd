"""Plans: what comes out of a decision, as values.

A plan carries its inputs, so that it can be printed, compared and certified again
years later from nothing but itself.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import attrs

from tariffopt.errors import Note
from tariffopt.money import GrossMoney, Money, NetMoney
from tariffopt.plan.assignments import Assignment, Assignments
from tariffopt.plan.levels import LevelValue, Ties
from tariffopt.plan.solver import SolverReport
from tariffopt.scenario import Scenario
from tariffopt.tariff import Bill, ContractKey, ItemKey, Reached, Tariff, holding
from tariffopt.texts import Lang

__all__ = [
    "Answer",
    "Assignment",
    "Assignments",
    "Certificate",
    "ContractBill",
    "ContractKey",
    "Cost",
    "ItemKey",
    "LevelValue",
    "Note",
    "Plan",
    "Proof",
    "Purchase",
    "SolverReport",
    "Status",
    "Ties",
    "total",
    "zero",
]

Status = Literal["optimal", "feasible"]
Proof = Literal["exact", "solver", "none"]


@attrs.frozen
class Purchase:
    """Seats paid for, and how many of them are assigned.

    Attributes
    ----------
    key
        The contract and the item.
    item_name
        The name people see.
    purchased, assigned
        Units paid for; seats given to people. Never confused.
    start, end
        First day, and the day after the last.
    tier
        First and last quantity of the tier that prices it, inclusive, where there is
        one; the last is ``None`` in an open tier. Amounts of money where list prices
        select it.
    idle_reason
        Why seats stand idle, as a code; ``None`` when none do.
    people
        How many people one unit serves.
    """

    key: ItemKey
    item_name: str
    purchased: int
    assigned: int
    start: date
    end: date
    tier: Reached | None = None
    idle_reason: str | None = None
    people: int = 1

    @property
    def offer(self) -> str:
        """The tariff's id."""
        return self.key.offer

    @property
    def item(self) -> str:
        """The item's id."""
        return self.key.item

    @property
    def idle(self) -> int:
        """Seats paid for and given to nobody."""
        return self.seats - self.assigned

    @property
    def seats(self) -> int:
        """Seats paid for: the people that the units serve."""
        return self.purchased * self.people


@attrs.frozen
class Answer:
    """Purchases and assignments, and nothing else: ours, or anybody's.

    Attributes
    ----------
    purchases
        (item, quantity) pairs.
    assignments
        Who is given what.
    """

    purchases: tuple[tuple[ItemKey, int], ...]
    assignments: Assignments

    def quantities(self) -> dict[ContractKey, dict[str, int]]:
        """Give the quantities bought, contract by contract."""
        found: dict[ContractKey, dict[str, int]] = {}
        for key, quantity in self.purchases:
            contract = found.setdefault(key.contract, {})
            contract[key.item] = contract.get(key.item, 0) + quantity
        return found

    @classmethod
    def from_json(cls, content: str, scenario: Scenario) -> Answer:
        """Read anybody's purchases and seats, for `verify` to check and price.

        Parameters
        ----------
        content
            JSON text: ``purchases`` with ``offer``, ``item`` and ``purchased``, and
            ``groups`` with ``id`` and ``assigned``; a whole plan will do too.
        scenario
            What it answers: a name in it means something there alone.

        Raises
        ------
        PlanError
            All faults of the document, names that the scenario does not have included.

        Examples
        --------
        >>> import tariffopt as to
        >>> scenario = to.demo_scenario()
        >>> theirs = to.optimize(scenario).to_json()
        >>> to.verify(scenario, Answer.from_json(theirs, scenario)).stands
        True
        """
        from tariffopt.plan.reading import answer_from_json

        return answer_from_json(content, scenario)


@attrs.frozen
class Cost:
    """What a plan costs over the horizon."""

    excl_tax: NetMoney
    tax: Money
    incl_tax: GrossMoney


@attrs.frozen
class ContractBill:
    """The bill of one contract."""

    contract: ContractKey
    bill: Bill


@attrs.frozen
class Certificate:
    """What was re-derived exactly, from the original scenario and the answer alone.

    Attributes
    ----------
    requirements
        How many groups were checked to have what they need.
    rules
        How many rules of tariffs and limits of the scenario were checked.
    bill_recomputed
        Whether every bill was computed again by `quote` and agreed.
    """

    requirements: int
    rules: int
    bill_recomputed: bool


@attrs.frozen
class Plan:
    """What to buy, for whom, at what cost, and how well that is proved.

    Attributes
    ----------
    scenario
        The inputs, tariffs included, as they were used.
    status
        ``"optimal"`` when the bound equals the cost; else ``"feasible"``.
    proof
        Whose proof the bound is: ``"exact"`` ours in whole numbers, ``"solver"`` the
        solver's word, ``"none"`` where the plan is not proved optimal.
    stopped_because
        Why the search ended before a proof: ``"time-limit"``, ``"interrupted"``,
        ``"gap"`` ...; ``None`` when it did not.
    cost, bound, gap
        Over the horizon, with tax where it says so. No plan costs less than the
        bound, of those that are as good at the levels before it; the gap is cost less
        bound.
    levels
        What was reached at each level of the objective, in order.
    ties
        ``"canonical"``: of all plans that are equal at every level this is the least
        by quantities, contract by contract, then by who is served by what; the same
        with any solver. ``"any"``: not asked for. ``"unresolved"``: not proved.
    """

    scenario: Scenario
    status: Status
    proof: Proof
    stopped_because: str | None
    cost: Cost
    bound: GrossMoney | None
    purchases: tuple[Purchase, ...]
    assignments: Assignments
    bills: tuple[ContractBill, ...]
    notes: tuple[Note, ...]
    solver: SolverReport
    certificate: Certificate
    levels: tuple[LevelValue, ...] = ()
    ties: Ties = "any"

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.cost.incl_tax.currency

    @property
    def gap(self) -> Money | None:
        """How much less a better plan could cost at most; ``None`` without a bound."""
        if self.bound is None:
            return None
        return Money(self.cost.incl_tax.amount - self.bound.amount, self.currency)

    @property
    def budget_figure(self) -> GrossMoney | None:
        """The cost rounded as the scenario's budget figure asks."""
        figure = self.scenario.budget_figure
        return figure.of(self.cost.incl_tax) if figure else None

    @property
    def answer(self) -> Answer:
        """The plan's purchases and assignments alone."""
        pairs = tuple((p.key, p.purchased) for p in self.purchases)
        return Answer(pairs, self.assignments)

    def bill_of(self, contract: ContractKey) -> Bill:
        """Give the bill of a contract; ``KeyError`` if nothing is bought under it."""
        for entry in self.bills:
            if entry.contract == contract:
                return entry.bill
        raise KeyError(contract)

    def sold_under(self, contract: ContractKey) -> Tariff:
        """Give what is sold under a contract, with nothing left to choose."""
        sold = self.scenario.offer(contract.offer).under(dict(contract.choices))
        return holding(sold, self.scenario.held_of(contract.offer) or {})

    def notes_of(self, code: str) -> list[Note]:
        """Give the notes of one code."""
        return [note for note in self.notes if note.code == code]

    def text(self, *, lang: Lang = "en", width: int = 80) -> str:
        """Say what to buy, for whom, at what cost, and why, as `plan_text` does."""
        from tariffopt.report import plan_text

        return plan_text(self, lang=lang, width=width)

    def to_json(self, *, indent: int | None = 1) -> str:
        """Write the plan as ``tariffopt.plan/1``; see ``tariffopt schema plan``."""
        from tariffopt.plan.writing import plan_to_json

        return plan_to_json(self, indent=indent)

    @classmethod
    def from_json(cls, content: str) -> Plan:
        """Read a plan back; it equals the one that was written.

        Raises
        ------
        PlanError
            All faults of the document.
        """
        from tariffopt.plan.reading import plan_from_json

        return plan_from_json(content)


def zero(currency: str) -> Cost:
    """Give the cost of buying nothing."""
    nothing = Fraction(0)
    return Cost(
        NetMoney(nothing, currency),
        Money(nothing, currency),
        GrossMoney(nothing, currency),
    )


def total(bills: tuple[ContractBill, ...], currency: str) -> Cost:
    """Add up bills."""
    cost = zero(currency)
    for entry in bills:
        cost = Cost(
            cost.excl_tax + entry.bill.excl_tax,
            cost.tax + entry.bill.tax,
            cost.incl_tax + entry.bill.incl_tax,
        )
    return cost
