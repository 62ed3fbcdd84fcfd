"""Columns and rows of the charges of one contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from tariffopt.problem import Problem
from tariffopt.program import ProgramBuilder
from tariffopt.tariff import Charge, Compiled, Piece


@attrs.frozen(eq=False)
class Amount:
    """What one period of a charge costs: money for each unit of some columns."""

    charge: Charge
    terms: dict[int, Fraction]


class ChargeRows:
    """Adds the charges of one contract to a program.

    Parameters
    ----------
    builder
        Where columns and rows go.
    problem, contract
        The contract by its index.
    held
        Column that is 1 if the contract is signed; ``None`` if nothing hangs on it.
    purchased
        Column of each supply's quantity.
    """

    def __init__(
        self,
        builder: ProgramBuilder,
        problem: Problem,
        contract: int,
        held: int | None,
        purchased: Sequence[int],
    ) -> None:
        self.builder = builder
        self.problem = problem
        self.number = contract
        self.contract = problem.contracts[contract]
        self.held = held
        self.purchased = purchased
        self.supply = {
            supply.item.id: index
            for index, supply in enumerate(problem.supplies)
            if supply.contract == contract
        }
        self.priced: dict[int, list[int]] = defaultdict(list)

    def add(self, index: int) -> Amount:
        """Add one charge, and give its amount of one period."""
        compiled = self.contract.charges[index]
        charge, name = compiled.charge, f"{self.number}_{index}"
        if charge.of_contract:
            return Amount(charge, self._gated(compiled.curve.amount(0)))
        reading = self._reading(charge)
        upper = self._reading_upper(charge)
        if charge.meter.item is None:  # an item ends by its column, a sum by a row
            self.builder.row(f"last{name}", reading, upper=upper)
        if compiled.lattice is not None:
            reading, upper = self._packages(compiled, name, reading, upper)
        return Amount(charge, self._curve(compiled, name, reading, upper))

    def _gated(self, amount: Fraction) -> dict[int, Fraction]:
        if self.held is None:
            raise ValueError("a charge of the contract needs the contract's column")
        return {self.held: amount}

    def _reading(self, charge: Charge) -> dict[int, int]:
        weights = charge.meter.weights
        return {self.purchased[self.supply[item]]: weight for item, weight in weights}

    def _reading_upper(self, charge: Charge) -> int:
        supplies = self.problem.supplies
        uppers = ((supplies[self.supply[i]].upper, w) for i, w in charge.meter.weights)
        most = sum(upper * weight for upper, weight in uppers)
        last = charge.last_reading
        return most if last is None else min(most, last)

    def _packages(
        self, compiled: Compiled, name: str, reading: dict[int, int], upper: int
    ) -> tuple[dict[int, int], int]:
        """Count packages: ``size * b`` is the reading less included units, rounded.

        With included units only the lower side is written: below them the count is
        zero however far, and no package costs less than nothing.
        """
        lattice = compiled.lattice
        if lattice is None:
            raise ValueError("the charge has no packages")
        most = compiled.position(upper)
        blocks = self.builder.column(f"b{name}", upper=most, integer=True)
        row = {column: -weight for column, weight in reading.items()}
        row[blocks] = lattice.size
        least = lattice.slack - (lattice.size - 1) - compiled.included
        upper_side = None if compiled.included else lattice.slack
        self.builder.row(f"pack{name}", row, lower=least, upper=upper_side)
        return {blocks: 1}, most

    def _curve(
        self, compiled: Compiled, name: str, reading: dict[int, int], upper: int
    ) -> dict[int, Fraction]:
        pieces = list(self._pieces(compiled, upper))
        if len(pieces) == 1 and pieces[0].first == 0 and not pieces[0].intercept:
            return {c: pieces[0].slope * weight for c, weight in reading.items()}
        return self._choose(compiled, name, reading, pieces)

    def _choose(
        self,
        compiled: Compiled,
        name: str,
        reading: dict[int, int],
        pieces: list[Piece],
    ) -> dict[int, Fraction]:
        """Choose one piece, or none where no piece means nothing bought."""
        amounts: dict[int, Fraction] = {}
        chosen: dict[int, int] = {}
        split = {column: -weight for column, weight in reading.items()}
        for number, piece in enumerate(pieces):
            last = piece.last if piece.last is not None else piece.first
            y = self.builder.column(f"y{name}_{number}", upper=1, integer=True)
            z = self.builder.column(f"z{name}_{number}", upper=last)
            self.builder.row(f"from{name}_{number}", {z: 1, y: -piece.first}, lower=0)
            self.builder.row(f"upto{name}_{number}", {z: 1, y: -last}, upper=0)
            split[z], chosen[y] = 1, 1
            amounts[y], amounts[z] = piece.intercept, piece.slope
        self.builder.row(f"split{name}", split, lower=0, upper=0)
        self._one_piece(compiled.charge, name, chosen)
        return amounts

    def _one_piece(self, charge: Charge, name: str, chosen: dict[int, int]) -> None:
        """Price at most one piece; just one where a held contract is priced at zero."""
        if charge.priced_at_zero and self.held is not None:
            row = chosen | {self.held: -1}
            self.builder.row(f"one{name}", row, lower=0, upper=0)
            return
        self.builder.row(f"one{name}", chosen, upper=1)
        if charge.meter.item is not None:
            self.priced[self.supply[charge.meter.item]] = list(chosen)

    def _pieces(self, compiled: Compiled, upper: int) -> Iterator[Piece]:
        """Give the pieces within reach, without one that prices nothing at 0."""
        curve = compiled.curve
        end = upper if curve.maximum is None else min(upper, curve.maximum)
        for piece in curve.cut(max(end, 0)).pieces:
            at_nothing = piece.first == 0 and piece.last == 0
            if at_nothing and not compiled.charge.priced_at_zero:
                continue
            yield from self._useful(compiled, piece)

    def _useful(self, compiled: Compiled, piece: Piece) -> Iterator[Piece]:
        """Cut a piece to the quantities worth buying, where they are known.

        Nothing, which is no purchase, is always among them.
        """
        ranges = self._ranges(compiled)
        if ranges is None:
            yield piece
            return
        if piece.first == 0:
            ranges = _with_zero(ranges, alone=compiled.charge.priced_at_zero)
        for first, last in ranges:
            low = max(first, piece.first)
            high = last if piece.last is None else min(last, piece.last)
            if low <= high:
                yield attrs.evolve(piece, first=low, last=high)

    def _ranges(self, compiled: Compiled) -> tuple[tuple[int, int], ...] | None:
        item = compiled.charge.meter.item
        if item is None or not self.problem.useful or compiled.lattice is not None:
            return None
        return self.problem.useful[self.supply[item]]


def _with_zero(
    ranges: tuple[tuple[int, int], ...], *, alone: bool
) -> tuple[tuple[int, int], ...]:
    """Let the first range start at 0, or put 0 before it as a range of its own."""
    first, last = ranges[0]
    if first == 1:
        return ((0, last), *ranges[1:])
    return ((0, 0), *ranges) if alone else ranges
