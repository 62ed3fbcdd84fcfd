"""Formulating a problem as an exact integer program (the multiple-choice model).

Names of columns and rows, with ``s`` a supply, ``d`` a demand, ``a`` an access set,
``c`` a charge, ``p`` a piece; the mathematics is in ``docs/formulation.md``::

    q{s}_{item}       quantity purchased
    x{d}_{a}          people of demand d served by access set a
    on{s}             1 if any is bought (items with a minimum above 1)
    n{s}              steps bought (items sold in steps)
    held{v}           1 if the contract is signed
    b{c}              packages paid for
    y{c}_{p}, z{c}_{p}  1 if piece p prices the reading; the reading in that piece
    t{v}_{k}_{class}  tax on one invoice of kind k, in the smallest coin

    need{d}           everybody of the demand is served
    seats{s}          no more is assigned than purchased
    use{d}_{s}        nobody is served by what is not priced (strong linking)
    ...
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

import attrs

from tariffopt.formulation.charges import ChargeRows
from tariffopt.formulation.program import Program, ProgramBuilder
from tariffopt.formulation.tax import add_amounts, rounding_matters
from tariffopt.scenario.problem import Problem, Supply

STRONG_ROWS_AT_MOST = 200_000
"""Above so many strong linking rows they are left out: they would cost too much."""


@attrs.frozen(eq=False)
class Formulated:
    """A program, and what its columns mean.

    Attributes
    ----------
    program
        The exact program; its objective is the total payable with tax.
    purchased
        Column of each supply's quantity.
    served
        Column of each (demand, access set).
    """

    program: Program
    purchased: tuple[int, ...]
    served: dict[tuple[int, int], int]


def build_program(
    problem: Problem,
    *,
    whole_seats: bool = False,
    tick: Callable[[], object] | None = None,
) -> Formulated:
    """Formulate a problem as an integer program.

    Parameters
    ----------
    problem
        Reduced or not.
    whole_seats
        Declare every quantity an integer column. Otherwise quantities are continuous
        where, once the other integers are fixed, what is left is a network flow with
        whole data, whose vertices are whole (Goossens et al., EJOR 178, 2007).
    tick
        Called again and again; what it raises ends the building.

    Examples
    --------
    See ``docs/formulation.md`` for a whole program.
    """
    builder = ProgramBuilder(integral=True, tick=tick)
    return _Formulation(problem, builder, whole_seats=whole_seats).build()


class _Formulation:
    """Collects columns and rows, one method for each family."""

    def __init__(
        self, problem: Problem, builder: ProgramBuilder, *, whole_seats: bool
    ) -> None:
        self.problem, self.builder = problem, builder
        self.whole_served = whole_seats or any(len(way) > 1 for way in problem.access)
        self.whole = whole_seats
        self.purchased: list[int] = []
        self.served: dict[tuple[int, int], int] = {}
        self.priced: dict[int, list[int]] = defaultdict(list)

    def build(self) -> Formulated:
        bound_by_rules = {i for pair in self.problem.rules() for i in pair[:2]}
        for index, supply in enumerate(self.problem.supplies):
            self._purchase(index, supply, whole=index in bound_by_rules)
        self._serve()
        for number in range(len(self.problem.contracts)):
            self._contract(number)
        self._seats()
        self._rules()
        self._surplus()
        self._strong()
        program = self.builder.build()
        return Formulated(program, tuple(self.purchased), self.served)

    def _purchase(self, index: int, supply: Supply, *, whole: bool) -> None:
        item = supply.item
        rounded = rounding_matters(self.problem, supply.contract)
        column = self.builder.column(
            f"q{index}_{slug(item.id)}",
            upper=supply.upper,
            integer=self.whole or whole or rounded,
        )
        self.purchased.append(column)
        if item.step > 1:
            steps = self.builder.column(
                f"n{index}", upper=supply.upper // item.step, integer=True
            )
            terms = {column: 1, steps: -item.step}
            self.builder.row(f"step{index}", terms, lower=0, upper=0)
        if item.minimum > 1:
            on = self.builder.column(f"on{index}", upper=1, integer=True)
            terms = {column: 1, on: -item.minimum}
            self.builder.row(f"least{index}", terms, lower=0)
            terms = {column: 1, on: -max(supply.upper, item.minimum)}
            self.builder.row(f"most{index}", terms, upper=0)

    def _serve(self) -> None:
        problem = self.problem
        for demand, (need, seats) in enumerate(
            zip(problem.need.tolist(), problem.seats.tolist(), strict=True)
        ):
            terms = {}
            for access in problem.eligible[need]:
                column = self.builder.column(
                    f"x{demand}_{access}", upper=seats, integer=self.whole_served
                )
                self.served[demand, access] = column
                terms[column] = 1
            self.builder.row(f"need{demand}", terms, lower=seats, upper=seats)

    def _contract(self, number: int) -> None:
        held = self._held(number)
        rows = ChargeRows(self.builder, self.problem, number, held, self.purchased)
        amounts = [rows.add(i) for i in range(len(rows.contract.charges))]
        for supply, columns in rows.priced.items():
            self.priced[supply] = columns
        add_amounts(self.builder, self.problem, number, amounts)

    def _held(self, number: int) -> int | None:
        """Add the binary of a contract with charges of its own, forced both ways."""
        contract = self.problem.contracts[number]
        charges = [compiled.charge for compiled in contract.charges]
        if not any(c.of_contract or c.priced_at_zero for c in charges):
            return None
        held = self.builder.column(f"held{number}", upper=1, integer=True)
        supplies = self._supplies_of(number)
        for index in supplies:
            upper = self.problem.supplies[index].upper
            terms = {self.purchased[index]: 1, held: -max(upper, 1)}
            self.builder.row(f"signed{index}", terms, upper=0)
        terms = {self.purchased[index]: 1 for index in supplies} | {held: -1}
        self.builder.row(f"bought{number}", terms, lower=0)
        return held

    def _supplies_of(self, number: int) -> list[int]:
        supplies = enumerate(self.problem.supplies)
        return [index for index, supply in supplies if supply.contract == number]

    def _seats(self) -> None:
        """Assign no more of an item than is purchased."""
        terms: dict[int, dict[int, int]] = defaultdict(dict)
        for (_, access), column in self.served.items():
            for supply in self.problem.access[access]:
                terms[supply][column] = -1
        for supply, assigned in terms.items():
            row = {self.purchased[supply]: 1} | assigned
            self.builder.row(f"seats{supply}", row, lower=0)

    def _rules(self) -> None:
        for number, (item, per, rule) in enumerate(self.problem.rules()):
            most = rule.at_most
            row: dict[int, int] = defaultdict(int)
            row[self.purchased[item]] += most.denominator
            row[self.purchased[per]] -= most.numerator
            self.builder.row(f"ratio{number}", row, upper=0)

    def _surplus(self) -> None:
        if self.problem.surplus is None:
            return
        row = dict.fromkeys(self.purchased, 1)
        for (_, access), column in self.served.items():
            row[column] = -len(self.problem.access[access])
        self.builder.row("surplus", row, upper=self.problem.surplus)

    def _strong(self) -> None:
        """Serve nobody by an item none of whose pieces is chosen."""
        pairs = {
            (demand, supply)
            for demand, access in self.served
            for supply in self.problem.access[access]
            if self.priced.get(supply)
        }
        if len(pairs) > STRONG_ROWS_AT_MOST:
            return
        using: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (demand, access), column in self.served.items():
            for supply in self.problem.access[access]:
                if (demand, supply) in pairs:
                    using[demand, supply].append(column)
        for (demand, supply), columns in using.items():
            upper = self.problem.supplies[supply].upper
            most = min(int(self.problem.seats[demand]), upper)
            row = dict.fromkeys(columns, 1) | dict.fromkeys(self.priced[supply], -most)
            self.builder.row(f"use{demand}_{supply}", row, upper=0)


def slug(name: str) -> str:
    """Turn an id into a part of a name that an LP file can hold.

    Examples
    --------
    >>> slug("lgwan-chat"), slug("席")
    ('lgwan_chat', 'item')
    """
    kept = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return kept[:40] or "item"
