"""Columns and rows of charges whose tier another reading selects."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tariffopt.formulation.choosing import (
    Charged,
    Line,
    Split,
    add_one,
    divide,
    is_plain,
    last_of,
    pieces_within,
    reading_upper,
)
from tariffopt.formulation.draft import Draft, SelectedTier
from tariffopt.formulation.linking import Choice
from tariffopt.program import LinearForm, ProgramBuilder
from tariffopt.tariff import Piece


def choose_selected(line: Line) -> Charged:
    """Price a reading on the curve of the tier that another reading selects."""
    builder, item = line.draft.builder, line.charge.meter.item
    number = line.supplies.get(item or "")
    columns = {c: -w for c, w in line.reading(line.charge.meter).items()}
    amounts: dict[int, Fraction] = {}
    own: list[Choice] = []
    shared: list[Choice] = []
    for tier in _tiers(line):
        name, pieces = f"{line.name}_{tier.branch}", _branch_pieces(line, tier)
        if is_plain(pieces) and not line.charge.priced_at_zero:
            split = _take_tier(builder, f"{name}_0", tier, pieces[0])
            shared += split.choices(name, pieces)
        else:
            split = divide(builder, name, pieces)
            row = dict.fromkeys(split.chosen, 1) | {tier.chosen: -1}
            builder.row(f"in{name}", row, upper=0)
            own += split.choices(name, pieces)
        if number in line.selecting:
            tier.shares.setdefault(number, split.loads)
        columns |= dict.fromkeys(split.loads, 1)
        amounts |= split.amounts
    builder.row(f"split{line.name}", columns, lower=0, upper=0)
    supply = None if own and add_one(line, own) else line.supply
    choices = (*own, *shared)
    return Charged(line.contract, line.charge, LinearForm(amounts), choices, supply)


def _branch_pieces(line: Line, tier: SelectedTier) -> list[Piece]:
    """Give the pieces of a branch up to what its tier, and what is sold, let in."""
    charge, compiled = line.charge, line.compiled
    number = line.supplies.get(charge.meter.item or "")
    weight = tier.weights.get(number, 0) if number is not None else 0
    most = line.most(charge.meter)
    most = min(most, tier.last // weight) if weight else most
    branch = attrs.evolve(compiled, curve=compiled.branches[tier.branch].curve)
    return list(pieces_within(attrs.evolve(line, compiled=branch), most))


def _take_tier(
    builder: ProgramBuilder, own: str, tier: SelectedTier, piece: Piece
) -> Split:
    """Add a share of the reading that needs no binary but the tier's."""
    last = last_of(piece)
    z = builder.column(f"z{own}", upper=last)
    builder.row(f"upto{own}", {z: 1, tier.chosen: -last}, upper=0)
    return Split([tier.chosen], [z], {z: piece.slope})


def share_tiers(draft: Draft) -> None:
    """Let the readings priced in a tier be parts of the reading that selects it.

    That follows where the choices are whole, and makes the relaxation strong.
    """
    for tier in (tier for tiers in draft.tiers.values() for tier in tiers):
        row = {
            load: -tier.weights[number]
            for number, loads in tier.shares.items()
            for load in loads
        }
        if row:
            draft.builder.row(f"share{tier.name}", row | {tier.load: 1}, lower=0)


def _tiers(line: Line) -> list[SelectedTier]:
    """Choose the one tier that holds the selecting reading; charges share it.

    The reading is counted in the greatest number that divides every weight, as money
    in 100 where all list prices end in 00.
    """
    charge, builder, name = line.charge, line.draft.builder, f"t{line.name}"
    ends = tuple((branch.first, branch.last) for branch in line.compiled.branches)
    contract = line.draft.problem.contracts[line.contract]
    scope = contract.key.offer if charge.across else line.contract
    key = (scope, charge.selecting, ends)
    if key in line.draft.tiers:
        return line.draft.tiers[key]
    most, nothing = reading_upper(line), Fraction(0)
    size = math.gcd(*line.selecting.values()) or 1
    weights = {number: weight // size for number, weight in line.selecting.items()}
    cut = [
        Piece(-(-first // size), last // size, nothing, nothing)
        for first, last in ((a, most if b is None else min(b, most)) for a, b in ends)
    ]
    reached = [number for number, piece in enumerate(cut) if piece.holds(piece.first)]
    reach = [cut[number] for number in reached]
    split = divide(builder, name, reach)
    columns = {line.draft.purchased[n]: -w for n, w in weights.items()}
    columns |= dict.fromkeys(split.loads, 1)
    builder.row(f"split{name}", columns, lower=0, upper=0)
    builder.row(f"one{name}", dict.fromkeys(split.chosen, 1), lower=1, upper=1)
    parts = zip(split.choices(name, reach), reached, split.loads, strict=True)
    found = [
        SelectedTier(choice.name, branch, choice.chosen, z, choice.last, weights)
        for choice, branch, z in parts
    ]
    line.draft.tiers[key] = found
    return found
