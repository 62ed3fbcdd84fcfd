"""Columns and rows of charges: which piece prices a reading, and how much it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
class _Line:
    """A charge of a contract with the name and the supplies of its rows."""

    draft: Draft
    contract: int
    compiled: Compiled
    name: str
    supplies: dict[str, int]

    @property
    def charge(self) -> Charge:
        return self.compiled.charge

    @property
    def held(self) -> int | None:
        return self.draft.held.get(self.contract)

    @property
    def supply(self) -> int | None:
        """The one supply it counts, if it counts just one."""
        item = self.charge.meter.item
        return None if item is None else self.supplies[item]

    def reading(self, meter: Meter) -> Reading:
        """Write a meter in columns."""
        purchased = self.draft.purchased
        return {purchased[self.supplies[item]]: w for item, w in meter.weights}

    @property
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


def add_charges(draft: Draft) -> list[Charged]:
    """Add every charge of every contract."""
    found: list[Charged] = []
    for number, contract in enumerate(draft.problem.contracts):
        entries = enumerate(draft.problem.supplies)
        own = {s.item.id: index for index, s in entries if s.contract == number}
        for index, compiled in enumerate(contract.charges):
            line = _Line(draft, number, compiled, f"{number}_{index}", own)
            found.append(_add_charge(line))
    return found


def _add_charge(line: _Line) -> Charged:
    charge, compiled, builder = line.charge, line.compiled, line.draft.builder
    if charge.of_contract:
        fee = LinearForm({line.draft.held[line.contract]: compiled.curve.amount(0)})
        return Charged(line.contract, charge, fee)
    if compiled.branches:
        return _choose_selected(line)
    reading, upper = line.reading(charge.meter), _reading_upper(line)
    if charge.meter.item is None:  # an item ends by its column, a sum by a row
        builder.row(f"last{line.name}", reading, upper=upper)
    if compiled.lattice is not None:
        reading, upper = _count_packages(line, reading, upper)
    pieces = list(_pieces(line, upper))
    if len(pieces) == 1 and pieces[0].first == 0 and not pieces[0].intercept:
        slope = pieces[0].slope
        amount = LinearForm({column: slope * w for column, w in reading.items()})
        return Charged(line.contract, charge, amount)
    return _choose_piece(line, reading, pieces)


def _reading_upper(line: _Line) -> int:
    supplies, last = line.draft.problem.supplies, line.charge.last_reading
    most = sum(supplies[n].upper * weight for n, weight in line.selecting.items())
    return most if last is None else min(most, last)


def _count_packages(line: _Line, reading: Reading, upper: int) -> tuple[Reading, int]:
    """Count blocks: ``size * b`` is the reading, rounded as the lattice says."""
    lattice = line.compiled.lattice
    if lattice is None:
        raise ValueError("the charge has no packages")
    most = line.compiled.position(upper)
    blocks = line.draft.builder.column(f"b{line.name}", upper=most, integer=True)
    row = {column: -weight for column, weight in reading.items()}
    row[blocks] = lattice.size
    least = lattice.slack - (lattice.size - 1)
    line.draft.builder.row(f"pack{line.name}", row, lower=least, upper=lattice.slack)
    return {blocks: 1}, most


def _choose_piece(line: _Line, reading: Reading, pieces: Sequence[Piece]) -> Charged:
    """Choose one piece, or none where no piece means nothing bought."""
    name, builder = line.name, line.draft.builder
    split = _divide(builder, name, pieces)
    columns = {column: -weight for column, weight in reading.items()}
    columns |= dict.fromkeys(split.loads, 1)
    builder.row(f"split{name}", columns, lower=0, upper=0)
    return _charged(line, split.amounts, split.choices(name, pieces))


def _charged(
    line: _Line, amounts: Mapping[int, Fraction], choices: Sequence[Choice]
) -> Charged:
    """Choose one of the choices, and give what that costs."""
    lattice = line.compiled.lattice
    if lattice is not None:
        choices = [attrs.evolve(choice, load=None) for choice in choices]
    free = _add_one(line, choices) or (lattice is not None and lattice.hides)
    supply = None if free else line.supply
    amount = LinearForm(amounts)
    return Charged(line.contract, line.charge, amount, tuple(choices), supply)


@attrs.frozen(eq=False)
class _Split:
    """Columns of pieces: 1 if it is chosen, and the reading it then holds."""

    chosen: list[int]
    loads: list[int]
    amounts: dict[int, Fraction]

    def choices(self, name: str, pieces: Sequence[Piece]) -> list[Choice]:
        """Give the pieces as choices, numbered."""
        columns = zip(self.chosen, self.loads, pieces, strict=True)
        return [
            Choice(f"{name}_{number}", y, z, _last(piece))
            for number, (y, z, piece) in enumerate(columns)
        ]


def _last(piece: Piece) -> int:
    return piece.first if piece.last is None else piece.last


def _divide(builder: ProgramBuilder, name: str, pieces: Sequence[Piece]) -> _Split:
    """Add a binary and a share of the reading for each piece."""
    split = _Split([], [], {})
    for number, piece in enumerate(pieces):
        own, last = f"{name}_{number}", _last(piece)
        y = builder.column(f"y{own}", upper=1, integer=True)
        z = builder.column(f"z{own}", upper=last)
        if piece.first:
            builder.row(f"from{own}", {z: 1, y: -piece.first}, lower=0)
        builder.row(f"upto{own}", {z: 1, y: -last}, upper=0)
        split.chosen.append(y)
        split.loads.append(z)
        split.amounts[y], split.amounts[z] = piece.intercept, piece.slope
    return split


def _choose_selected(line: _Line) -> Charged:
    """Price a reading on the curve of the tier that another reading selects."""
    charge, compiled, builder = line.charge, line.compiled, line.draft.builder
    weight = charge.selecting.weight(charge.meter.item or "")
    columns = {c: -w for c, w in line.reading(charge.meter).items()}
    amounts: dict[int, Fraction] = {}
    choices: list[Choice] = []
    for number, (tier, last) in enumerate(_tiers(line)):
        most = line.most(charge.meter)
        most = min(most, last // weight) if weight else most
        branch = attrs.evolve(compiled, curve=compiled.branches[number].curve)
        pieces = list(_pieces(attrs.evolve(line, compiled=branch), most))
        name = f"{line.name}_{number}"
        split = _divide(builder, name, pieces)
        row = dict.fromkeys(split.chosen, 1) | {tier: -1}
        builder.row(f"in{name}", row, upper=0)
        columns |= dict.fromkeys(split.loads, 1)
        amounts |= split.amounts
        choices += split.choices(name, pieces)
    builder.row(f"split{line.name}", columns, lower=0, upper=0)
    return _charged(line, amounts, choices)


def _tiers(line: _Line) -> list[tuple[int, int]]:
    """Choose the one tier that holds the selecting reading; charges share it.

    Gives the binary of each tier within reach, and the tier's last reading.
    """
    charge, builder, name = line.charge, line.draft.builder, f"t{line.name}"
    ends = tuple((branch.first, branch.last) for branch in line.compiled.branches)
    contract = line.draft.problem.contracts[line.contract]
    scope = contract.key.offer if charge.across else line.contract
    key = (scope, charge.selecting, ends)
    if key in line.draft.tiers:
        return line.draft.tiers[key]
    upper, nothing = _reading_upper(line), Fraction(0)
    reach = [
        Piece(first, upper if last is None else min(last, upper), nothing, nothing)
        for first, last in ends
        if first <= upper
    ]
    split = _divide(builder, name, reach)
    columns = {line.draft.purchased[n]: -w for n, w in line.selecting.items()}
    columns |= dict.fromkeys(split.loads, 1)
    builder.row(f"split{name}", columns, lower=0, upper=0)
    builder.row(f"one{name}", dict.fromkeys(split.chosen, 1), lower=1, upper=1)
    found = [(y, _last(piece)) for y, piece in zip(split.chosen, reach, strict=True)]
    line.draft.tiers[key] = found
    return found


def _add_one(line: _Line, choices: Sequence[Choice]) -> bool:
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


def _pieces(line: _Line, upper: int) -> Iterator[Piece]:
    """Give the pieces within reach, without one that prices nothing at 0."""
    curve = line.compiled.curve
    end = upper if curve.maximum is None else min(upper, curve.maximum)
    for piece in curve.cut(max(end, 0)).pieces:
        at_nothing = piece.first == 0 and piece.last == 0
        if not at_nothing or line.charge.priced_at_zero:
            yield from _useful(line, piece)


def _useful(line: _Line, piece: Piece) -> Iterator[Piece]:
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
