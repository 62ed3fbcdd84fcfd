"""Proving lower bounds in whole numbers, and checking such proofs without a solver.

For a minimum of ``c x`` under ``L <= A x <= U`` and ``l <= x <= u``, *any* vector ``m``
of multipliers, one for each row, gives a lower bound: with ``r = c - m A``, each
``m_i A_i x`` is at least ``m_i L_i`` where ``m_i`` is positive, else ``m_i U_i``, and
each ``r_j x_j`` at least the less of ``r_j l_j`` and ``r_j u_j`` (Neumaier and
Shcherbina, Mathematical Programming 99, 2004). Computed in whole numbers it holds
whatever the solver did that found the multipliers. With zero in place of ``c`` a bound
above zero says that there is no point at all (Farkas).

One such bound seldom meets the optimum, for some columns must be whole. A `Tree` cuts
their values in two, ``x <= k`` or ``x >= k + 1``, until each part is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.program.model import Program

Multipliers = Mapping[int, int]
"""For rows, by index, a whole number; others have zero."""


@attrs.frozen
class Box:
    """Bounds of some columns, by index, in place of the program's own."""

    lower: Mapping[int, int] = attrs.Factory(dict)
    upper: Mapping[int, int] = attrs.Factory(dict)


@attrs.frozen
class Branch:
    """Two parts: the next node has ``column <= at``, the other one the rest.

    Attributes
    ----------
    column
        Index of an integer column.
    at
        The last value of the first part.
    """

    column: int
    at: int


@attrs.frozen
class Leaf:
    """A part that is closed.

    Attributes
    ----------
    multipliers
        Multipliers of rows, in parts of the tree's scale.
    is_empty
        Whether they show that the part has no point; else they give a bound.
    """

    multipliers: Multipliers
    is_empty: bool = False


@attrs.frozen
class Tree:
    """A proof that no point of a program costs less than so much.

    Attributes
    ----------
    scale
        Multipliers are whole numbers of this part of one: 2**28, say.
    nodes
        In preorder: after a `Branch` comes all of its first part, then its second.
    """

    scale: int
    nodes: tuple[Branch | Leaf, ...]

    @property
    def leaves(self) -> int:
        """How many parts are closed one by one."""
        return sum(isinstance(node, Leaf) for node in self.nodes)


class ProofError(ValueError):
    """A tree is no proof: it leaves a part open, or a multiplier proves nothing."""


def proved_bound(program: Program, tree: Tree) -> Fraction | None:
    """Check a tree, and give what it proves: no point costs less.

    Parameters
    ----------
    program
        The program the tree is about.
    tree
        Anybody's.

    Returns
    -------
    Fraction or None
        Money, rounded up to a whole unit where costs are whole units; ``None`` where
        the tree shows that there is no point.

    Raises
    ------
    ProofError
        It is none.

    Examples
    --------
    >>> from tariffopt.program import LinearForm, ProgramBuilder
    >>> builder = ProgramBuilder()
    >>> seats = builder.column("seats", upper=3000, integer=True)
    >>> builder.row("need", {seats: 2}, lower=1001)
    >>> program = builder.build(LinearForm({seats: 350}))
    >>> proved_bound(program, Tree(2, (Leaf({0: 1}),)))
    Fraction(175350, 1)
    """
    if type(tree.scale) is not int or tree.scale < 1:
        raise ProofError(f"scale {tree.scale!r} is not 1 or more")
    least: Fraction | None = None
    for leaf, box in _parts(program, tree):
        scale = 0 if leaf.is_empty else tree.scale
        bound = dual_bound(program, leaf.multipliers, scale, box)
        if bound is None or (leaf.is_empty and bound <= 0):
            raise ProofError("a part is not closed")
        if not leaf.is_empty:
            units = Fraction(bound, tree.scale)
            least = units if least is None else min(least, units)
    if least is None:
        return None
    units = Fraction(-(-least // 1)) if program.counts_in_units else least
    return program.constant + program.unit * units


def _parts(program: Program, tree: Tree) -> Iterator[tuple[Leaf, Box]]:
    """Walk the tree; each part comes with its bounds, and none is left out."""
    waiting = [Box()]
    for node in tree.nodes:
        if not waiting:
            raise ProofError("there are more nodes than parts")
        box = waiting.pop()
        if isinstance(node, Leaf):
            yield node, box
        else:
            waiting += reversed(halves(program, node, box))
    if waiting:
        raise ProofError("a part is left out")


def halves(program: Program, branch: Branch, box: Box) -> tuple[Box, Box]:
    """Cut a part in two; every whole value of the column is in one of them.

    Raises
    ------
    ProofError
        The column is not whole, or there is none.
    """
    column, at = branch.column, branch.at
    if type(column) is not int or type(at) is not int:
        raise ProofError(f"{branch} is not written in whole numbers")
    if not 0 <= column < len(program.columns) or not program.columns[column].integer:
        raise ProofError(f"column {column} is not one to branch on")
    lower, upper = bounds_of(program, column, box)
    up, last = max(at + 1, lower), at if upper is None else min(at, upper)
    return (
        attrs.evolve(box, upper={**box.upper, column: last}),
        attrs.evolve(box, lower={**box.lower, column: up}),
    )


def bounds_of(program: Program, column: int, box: Box) -> tuple[int, int | None]:
    """Give a column's least and greatest value within a part."""
    own = program.columns[column]
    return box.lower.get(column, own.lower), box.upper.get(column, own.upper)


def dual_bound(
    program: Program, multipliers: Multipliers, scale: int, box: Box
) -> int | None:
    """Bound the objective within a part from below by multipliers of rows.

    Parameters
    ----------
    program, multipliers, box
        The program, one whole number a row, and the part.
    scale
        What the costs are multiplied by, as the multipliers are; with 0 they do not
        count, and a bound above 0 says that there is no point.

    Returns
    -------
    int or None
        In objective units, times the scale, without the constant; ``None`` where a
        row or column has no end on the side that is needed.

    Raises
    ------
    ProofError
        A row does not exist, or a multiplier is no whole number.
    """
    left = {i: scale * c.cost for i, c in enumerate(program.columns) if c.cost * scale}
    bound = 0
    for index, factor in multipliers.items():
        if type(factor) is not int or not 0 <= index < len(program.rows):
            raise ProofError(f"{factor!r} of row {index!r} is no multiplier")
        row = program.rows[index]
        end = row.lower if factor > 0 else row.upper
        if factor and end is None:
            return None
        bound += factor * (end or 0)
        for column, weight in row.terms:
            left[column] = left.get(column, 0) - factor * weight
    for column, price in left.items():
        lower, upper = bounds_of(program, column, box)
        if price < 0 and upper is None:
            return None
        bound += price * (lower if price >= 0 or upper is None else upper)
    return bound
