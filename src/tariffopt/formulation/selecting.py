"""Columns and rows of charges whose tier another reading selects."""

from __future__ import annotations

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
    for index, tier in enumerate(_tiers(line)):
        name, pieces = f"{line.name}_{index}", _branch_pieces(line, index, tier)
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


def _branch_pieces(line: Line, index: int, tier: SelectedTier) -> list[Piece]:
    """Give the pieces of a branch up to what its tier, and what is sold, let in."""
    charge, compiled = line.charge, line.compiled
    weight = charge.selecting.weight(charge.meter.item or "")
    most = line.most(charge.meter)
    most = min(most, tier.last // weight) if weight else most
    branch = attrs.evolve(compiled, curve=compiled.branches[index].curve)
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
    """Choose the one tier that holds the selecting reading; charges share it."""
    charge, builder, name = line.charge, line.draft.builder, f"t{line.name}"
    ends = tuple((branch.first, branch.last) for branch in line.compiled.branches)
    contract = line.draft.problem.contracts[line.contract]
    scope = contract.key.offer if charge.across else line.contract
    key = (scope, charge.selecting, ends)
    if key in line.draft.tiers:
        return line.draft.tiers[key]
    upper, nothing = reading_upper(line), Fraction(0)
    reach = [
        Piece(first, upper if last is None else min(last, upper), nothing, nothing)
        for first, last in ends
        if first <= upper
    ]
    split = divide(builder, name, reach)
    columns = {line.draft.purchased[n]: -w for n, w in line.selecting.items()}
    columns |= dict.fromkeys(split.loads, 1)
    builder.row(f"split{name}", columns, lower=0, upper=0)
    builder.row(f"one{name}", dict.fromkeys(split.chosen, 1), lower=1, upper=1)
    found = [
        SelectedTier(choice.name, choice.chosen, z, choice.last, line.selecting)
        for choice, z in zip(split.choices(name, reach), split.loads, strict=True)
    ]
    line.draft.tiers[key] = found
    return found
