"""Columns and rows of charges: which piece prices a reading, and how much it is."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tariffopt.formulation.choosing import (
    Charged,
    Line,
    Reading,
    add_one,
    divide,
    is_plain,
    pieces_within,
    reading_upper,
)
from tariffopt.formulation.draft import Draft
from tariffopt.formulation.selecting import choose_selected, share_tiers
from tariffopt.program import LinearForm
from tariffopt.tariff import Piece


def add_charges(draft: Draft) -> list[Charged]:
    """Add every charge of every contract."""
    found: list[Charged] = []
    for number, contract in enumerate(draft.problem.contracts):
        entries = enumerate(draft.problem.supplies)
        own = {s.item.id: index for index, s in entries if s.contract == number}
        for index, compiled in enumerate(contract.charges):
            line = Line(draft, number, compiled, f"{number}_{index}", own)
            found.append(_add_charge(line))
    share_tiers(draft)
    return found


def _add_charge(line: Line) -> Charged:
    charge, compiled, builder = line.charge, line.compiled, line.draft.builder
    if charge.of_contract:
        fee = LinearForm({line.draft.held[line.contract]: compiled.curve.amount(0)})
        return Charged(line.contract, charge, fee)
    if compiled.branches:
        return choose_selected(line)
    reading, upper = line.reading(charge.meter), reading_upper(line)
    if charge.free is not None:
        reading = _count_paid(line, reading, line.reading(charge.free), upper)
    elif charge.meter.item is None:  # an item ends by its column, a sum by a row
        builder.row(f"last{line.name}", reading, upper=upper)
    if compiled.lattice is not None:
        reading, upper = _count_packages(line, reading, upper)
    pieces = list(pieces_within(line, upper))
    if is_plain(pieces):
        slope = pieces[0].slope
        amount = LinearForm({column: slope * w for column, w in reading.items()})
        return Charged(line.contract, charge, amount)
    return _choose_piece(line, reading, pieces)


def _count_paid(line: Line, reading: Reading, free: Reading, upper: int) -> Reading:
    """Count the units paid for: the reading less what is carried, if that is above 0.

    Where the price never falls, the lower side is enough: no more are counted than
    need be. Otherwise a binary tells whether any are left.
    """
    builder, name = line.draft.builder, line.name
    paid = builder.column(f"r{name}", upper=upper, integer=True)
    left = {column: -weight for column, weight in reading.items()} | free
    builder.row(f"paid{name}", left | {paid: 1}, lower=0)
    if line.compiled.curve.last_fall:
        meter = line.charge.free
        most = 0 if meter is None else line.most(meter)
        some = builder.column(f"some{name}", upper=1, integer=True)
        builder.row(f"none{name}", {paid: 1, some: -upper}, upper=0)
        builder.row(f"just{name}", left | {paid: 1, some: most}, upper=most)
    return {paid: 1}


def _count_packages(line: Line, reading: Reading, upper: int) -> tuple[Reading, int]:
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


def _choose_piece(line: Line, reading: Reading, pieces: Sequence[Piece]) -> Charged:
    """Choose one piece, or none where no piece means nothing bought."""
    name, builder = line.name, line.draft.builder
    split = divide(builder, name, pieces)
    columns = {column: -weight for column, weight in reading.items()}
    columns |= dict.fromkeys(split.loads, 1)
    builder.row(f"split{name}", columns, lower=0, upper=0)
    choices, lattice = split.choices(name, pieces), line.compiled.lattice
    if lattice is not None:
        choices = [attrs.evolve(choice, load=None) for choice in choices]
    free = add_one(line, choices) or (lattice is not None and lattice.hides)
    supply, amount = None if free else line.supply, LinearForm(split.amounts)
    return Charged(line.contract, line.charge, amount, tuple(choices), supply)
