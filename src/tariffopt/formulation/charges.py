"""Columns and rows of the charges of one contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from tariffopt.formulation.program import ProgramBuilder
from tariffopt.scenario.problem import Problem
from tariffopt.tariff import Charge, Compiled, Meter, Piece


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
        self.tiers: dict[object, list[tuple[int, int]]] = {}

    def add(self, index: int) -> Amount:
        """Add one charge, and give its amount of one period."""
        compiled = self.contract.charges[index]
        charge, name = compiled.charge, f"{self.number}_{index}"
        if charge.of_contract:
            return Amount(charge, self._gated(compiled.curve.amount(0)))
        if compiled.branches:
            return Amount(charge, self._selected(compiled, name))
        reading = self._reading(charge.meter)
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

    def _reading(self, meter: Meter) -> dict[int, int]:
        weights = meter.weights
        return {self.purchased[self.supply[item]]: weight for item, weight in weights}

    def _most(self, meter: Meter) -> int:
        supplies = self.problem.supplies
        uppers = ((supplies[self.supply[i]].upper, w) for i, w in meter.weights)
        return sum(upper * weight for upper, weight in uppers)

    def _reading_upper(self, charge: Charge) -> int:
        most, last = self._most(charge.selecting), charge.last_reading
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
        split = {column: -weight for column, weight in reading.items()}
        amounts, chosen = self._split(name, pieces, split)
        self.builder.row(f"split{name}", split, lower=0, upper=0)
        self._one_piece(compiled.charge, name, chosen)
        return amounts

    def _split(
        self, name: str, pieces: list[Piece], split: dict[int, int]
    ) -> tuple[dict[int, Fraction], dict[int, int]]:
        """Add a binary and a share of the reading for each piece."""
        amounts: dict[int, Fraction] = {}
        chosen: dict[int, int] = {}
        for number, piece in enumerate(pieces):
            last = piece.last if piece.last is not None else piece.first
            y = self.builder.column(f"y{name}_{number}", upper=1, integer=True)
            z = self.builder.column(f"z{name}_{number}", upper=last)
            self.builder.row(f"from{name}_{number}", {z: 1, y: -piece.first}, lower=0)
            self.builder.row(f"upto{name}_{number}", {z: 1, y: -last}, upper=0)
            split[z], chosen[y] = 1, 1
            amounts[y], amounts[z] = piece.intercept, piece.slope
        return amounts, chosen

    def _selected(self, compiled: Compiled, name: str) -> dict[int, Fraction]:
        """Price a reading on the curve of the tier that another reading selects."""
        charge, upper = compiled.charge, self._most(compiled.charge.meter)
        weight = charge.selecting.weight(charge.meter.item or "")
        split = {c: -w for c, w in self._reading(charge.meter).items()}
        amounts: dict[int, Fraction] = {}
        chosen: dict[int, int] = {}
        tiers = self._tiers(compiled, name)
        for number, (tier, last) in enumerate(tiers):
            curve = compiled.branches[number].curve
            most = min(upper, last // weight) if weight else upper
            pieces = self._pieces(attrs.evolve(compiled, curve=curve), most)
            costs, picked = self._split(f"{name}_{number}", list(pieces), split)
            self.builder.row(f"in{name}_{number}", picked | {tier: -1}, upper=0)
            amounts, chosen = amounts | costs, chosen | picked
        self.builder.row(f"split{name}", split, lower=0, upper=0)
        self._one_piece(charge, name, chosen)
        return amounts

    def _tiers(self, compiled: Compiled, name: str) -> list[tuple[int, int]]:
        """Choose the one tier that holds the selecting reading; charges share it.

        Gives the binary of each tier within reach, and the tier's last reading.
        """
        charge = compiled.charge
        ends = tuple((branch.first, branch.last) for branch in compiled.branches)
        if (charge.selecting, ends) in self.tiers:
            return self.tiers[charge.selecting, ends]
        upper = self._reading_upper(charge)
        reach = [
            Piece(first, min(last or upper, upper), Fraction(0), Fraction(0))
            for first, last in ends
            if first <= upper
        ]
        split = {c: -w for c, w in self._reading(charge.selecting).items()}
        _, chosen = self._split(f"t{name}", reach, split)
        self.builder.row(f"splitt{name}", split, lower=0, upper=0)
        self.builder.row(f"onet{name}", chosen, lower=1, upper=1)
        found = [(y, piece.last or 0) for y, piece in zip(chosen, reach, strict=True)]
        self.tiers[charge.selecting, ends] = found
        return found

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
