"""What charges are written with: a line's meters, and pieces as columns."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from tariffopt.formulation.draft import Draft
from tariffopt.formulation.linking import Choice
from tariffopt.problem import Ranges
from tariffopt.program import LinearForm, ProgramBuilder
from tariffopt.tariff import Charge, Compiled, Meter, Piece

Reading = dict[int, int]
"""Units of a meter for each unit of some columns."""


@attrs.frozen(eq=False)
class Charged:
    """What one period of a charge costs.

    Attributes
    ----------
    contract, charge
        The contract by its index, and its charge.
    amount
        Money of one period.
    choices, supply
        The pieces of which one is chosen, and the supply that cannot be bought
        without one, if there is one.
    """

    contract: int
    charge: Charge
    amount: LinearForm
    choices: tuple[Choice, ...] = ()
    supply: int | None = None


@attrs.frozen(eq=False)
class Line:
    """A charge of a contract with the name and the supplies of its rows."""

    draft: Draft
    contract: int
    compiled: Compiled
    name: str
    supplies: dict[str, int]

    @property
    def charge(self) -> Charge:
        """The charge, as the tariff has it."""
        return self.compiled.charge

    @property
    def held(self) -> int | None:
        """The column that is 1 if the contract is held; none where nobody asks."""
        return self.draft.held.get(self.contract)

    @property
    def supply(self) -> int | None:
        """The one supply that cannot be bought without the charge, if there is one."""
        item = self.charge.meter.item
        return None if item is None or self.charge.free else self.supplies[item]

    def reading(self, meter: Meter) -> Reading:
        """Write a meter in columns."""
        purchased = self.draft.purchased
        return {purchased[self.supplies[item]]: w for item, w in meter.weights}

    @functools.cached_property
    def selecting(self) -> dict[int, int]:
        """Weigh the supplies that select the tier: of all contracts, if it says so."""
        meter, problem = self.charge.selecting, self.draft.problem
        if not self.charge.across:
            return {self.supplies[item]: weight for item, weight in meter.weights}
        counted = problem.supplies_of(problem.contracts[self.contract].key.offer)
        weights = {n: meter.weight(s.item.id) for n, s in counted.items()}
        return {number: weight for number, weight in weights.items() if weight}

    def most(self, meter: Meter) -> int:
        """Bound a meter by what may be bought of its items."""
        supplies = self.draft.problem.supplies
        return sum(supplies[self.supplies[i]].upper * w for i, w in meter.weights)


def reading_upper(line: Line) -> int:
    """Bound the reading that selects the price by what is sold and priced."""
    supplies, last = line.draft.problem.supplies, line.charge.last_reading
    most = sum(supplies[n].upper * weight for n, weight in line.selecting.items())
    return most if last is None else min(most, last)


@attrs.frozen(eq=False)
class Split:
    """Columns of pieces: 1 if it is chosen, and the reading it then holds."""

    chosen: list[int]
    loads: list[int]
    amounts: dict[int, Fraction]

    def choices(self, name: str, pieces: Sequence[Piece]) -> list[Choice]:
        """Give the pieces as choices, numbered."""
        columns = zip(self.chosen, self.loads, pieces, strict=True)
        return [
            Choice(f"{name}_{number}", y, z, last_of(piece))
            for number, (y, z, piece) in enumerate(columns)
        ]


def last_of(piece: Piece) -> int:
    """Give the last reading of a piece that was cut to an end."""
    return piece.first if piece.last is None else piece.last


def divide(builder: ProgramBuilder, name: str, pieces: Sequence[Piece]) -> Split:
    """Add a binary and a share of the reading for each piece."""
    split = Split([], [], {})
    for number, piece in enumerate(pieces):
        own, last = f"{name}_{number}", last_of(piece)
        y = builder.column(f"y{own}", upper=1, integer=True)
        z = builder.column(f"z{own}", upper=last)
        if piece.first:
            builder.row(f"from{own}", {z: 1, y: -piece.first}, lower=0)
        builder.row(f"upto{own}", {z: 1, y: -last}, upper=0)
        split.chosen.append(y)
        split.loads.append(z)
        split.amounts[y], split.amounts[z] = piece.intercept, piece.slope
    return split


def is_plain(pieces: Sequence[Piece]) -> bool:
    """Tell whether the price is a single one for each unit, from 0 on."""
    return len(pieces) == 1 and not pieces[0].first and not pieces[0].intercept


def add_one(line: Line, choices: Sequence[Choice]) -> bool:
    """Choose at most one piece, none without the contract, and just one at zero.

    Returns
    -------
    bool
        Whether the contract alone chooses one, so that no supply hangs on it.
    """
    name, row = f"one{line.name}", {choice.chosen: 1 for choice in choices}
    if line.held is None:
        line.draft.builder.row(name, row, upper=1)
        return False
    at_zero = line.charge.priced_at_zero
    lower = 0 if at_zero else None
    line.draft.builder.row(name, row | {line.held: -1}, lower=lower, upper=0)
    return at_zero


def pieces_within(line: Line, upper: int) -> Iterator[Piece]:
    """Give the pieces within reach, without one that prices nothing at 0."""
    curve = line.compiled.curve
    end = upper if curve.maximum is None else min(upper, curve.maximum)
    for piece in curve.cut(max(end, 0)).pieces:
        at_nothing = piece.first == 0 and piece.last == 0
        if not at_nothing or line.charge.priced_at_zero:
            yield from _useful(line, piece)


def _useful(line: Line, piece: Piece) -> Iterator[Piece]:
    """Cut a piece to the quantities worth buying, where they are known.

    Nothing, which is no purchase, is always among them.
    """
    ranges = None
    if line.supply is not None and line.compiled.lattice is None:
        ranges = line.draft.problem.supplies[line.supply].useful
    if ranges is None:
        yield piece
        return
    if piece.first == 0:
        ranges = _with_zero(ranges, alone=line.charge.priced_at_zero)
    for first, last in ranges:
        low = max(first, piece.first)
        high = last if piece.last is None else min(last, piece.last)
        if low <= high:
            yield attrs.evolve(piece, first=low, last=high)


def _with_zero(ranges: Ranges, *, alone: bool) -> Ranges:
    """Let the first range start at 0, or put 0 before it as a range of its own."""
    first, last = ranges[0]
    if first == 1:
        return ((0, last), *ranges[1:])
    return ((0, 0), *ranges) if alone else ranges
