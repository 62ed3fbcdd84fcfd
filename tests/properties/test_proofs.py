"""Bounds in whole numbers and their trees, against all points of small programs."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffopt.program import Column, Program, Row
from tariffopt.program.proofs import (
    Box,
    Branch,
    Leaf,
    ProofError,
    Tree,
    dual_bound,
    proved_bound,
)
from tariffopt.solvers import branch
from tests.profiles import examples

_FACTORS = st.integers(-3, 3).filter(bool)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program of up to four integer columns with few values, and some rows."""
    count = draw(st.integers(1, 4))
    columns = []
    for number in range(count):
        first = draw(st.integers(-2, 1))
        last = first + draw(st.integers(0, 3))
        cost = draw(st.integers(-5, 5))
        columns.append(Column(f"c{number}", first, last, integer=True, cost=cost))
    rows = []
    for number in range(draw(st.integers(1, 3))):
        named = draw(st.sets(st.integers(0, count - 1), min_size=1))
        terms = tuple((column, draw(_FACTORS)) for column in sorted(named))
        ends = sorted(draw(st.lists(st.integers(-6, 6), min_size=2, max_size=2)))
        lower, upper = draw(
            st.sampled_from([(ends[0], ends[1]), (ends[1], None), (None, ends[0])])
        )
        rows.append(Row(f"r{number}", terms, lower, upper))
    unit = draw(st.sampled_from([Fraction(1), Fraction(50), Fraction(1, 3)]))
    return Program(tuple(columns), tuple(rows), unit, draw(st.integers(0, 9)))


def least(program: Program) -> Fraction | None:
    """Find the least cost among all points; ``None`` where there is none."""
    ranges = (range(c.lower, (c.upper or 0) + 1) for c in program.columns)
    points = [point for point in product(*ranges) if not program.violations(point)]
    return min(map(program.objective, points), default=None)


@settings(max_examples=examples(300))
@given(program=programs(), data=st.data())
def test_any_multipliers_bound_the_optimum(
    program: Program, data: st.DataObject
) -> None:
    """Whatever the multipliers, no point costs less than their bound; 0 costs too."""
    many = st.dictionaries(st.integers(0, len(program.rows) - 1), st.integers(-9, 9))
    multipliers, scale = data.draw(many), data.draw(st.integers(1, 4))
    optimum = least(program)

    bound = dual_bound(program, multipliers, scale, Box())
    empty = dual_bound(program, multipliers, 0, Box())

    if optimum is not None:
        units = (optimum - program.constant) / program.unit
        assert bound is None or Fraction(bound, scale) <= units
        assert empty is None or empty <= 0


@settings(max_examples=examples(300))
@given(program=programs())
def test_branch_and_bound_finds_and_proves_the_optimum(program: Program) -> None:
    """The point found is the cheapest of all, and the tree proves just its cost."""
    optimum, searched = least(program), branch(program)

    assert searched.tree is not None
    assert proved_bound(program, searched.tree) == optimum
    found = None if searched.values is None else program.objective(searched.values)
    assert found == optimum


@settings(max_examples=examples(100))
@given(program=programs(), more=st.integers(-2, 2))
def test_a_known_cost_is_beaten_or_proved(program: Program, more: int) -> None:
    """With a point at hand only cheaper ones are found, and the cheaper is proved."""
    optimum = least(program)
    if optimum is None:
        return
    known = optimum + max(0, more) * program.unit

    searched = branch(program, known=lambda: known)

    assert searched.tree is not None
    assert proved_bound(program, searched.tree) in (optimum, known)
    if searched.values is None:
        assert known == optimum
    else:
        assert program.objective(searched.values) == optimum


@settings(max_examples=examples(300))
@given(program=programs(), data=st.data())
def test_a_tampered_tree_proves_nothing_false(
    program: Program, data: st.DataObject
) -> None:
    """A tree changed anywhere is refused, or what it proves is still true."""
    optimum, tree = least(program), branch(program).tree
    assert tree is not None
    place = data.draw(st.integers(0, len(tree.nodes) - 1))
    tampered = data.draw(st.sampled_from(_tampered(tree, place, len(program.columns))))

    try:
        proved = proved_bound(program, tampered)
    except ProofError:
        return
    if optimum is None:
        return  # anything may be said of no point
    assert proved is not None
    assert proved <= optimum


def _tampered(tree: Tree, place: int, columns: int) -> list[Tree]:
    """Change one node of a tree, leave it out, put it twice, or change the scale."""
    nodes, node = tree.nodes, tree.nodes[place]
    changed: list[tuple[Branch | Leaf, ...]] = [
        (*nodes[:place], *nodes[place + 1 :]),
        (*nodes[:place], node, *nodes[place:]),
        nodes[:place],
    ]
    others: list[Branch | Leaf]
    if isinstance(node, Branch):
        others = [
            attrs.evolve(node, at=node.at + 1),
            attrs.evolve(node, column=(node.column + 1) % columns),
        ]
    else:
        bent = {row: 2 * factor + 1 for row, factor in node.multipliers.items()}
        others = [
            attrs.evolve(node, multipliers=bent),
            attrs.evolve(node, multipliers={}),
            attrs.evolve(node, is_empty=not node.is_empty),
        ]
    changed += [(*nodes[:place], other, *nodes[place + 1 :]) for other in others]
    scales = [attrs.evolve(tree, scale=scale) for scale in (1, tree.scale // 2)]
    return [*(attrs.evolve(tree, nodes=found) for found in changed), *scales]


@pytest.mark.parametrize(
    "nodes",
    [
        (),
        (Branch(0, 1), Leaf({0: 1})),
        (Leaf({0: 1}), Leaf({0: 1})),
        (Leaf({}), Leaf({})),
        (Leaf({1: 1}),),
        (Leaf({0: 1.0}),),  # type: ignore[dict-item]
        (Leaf({0: -1}),),
        (Branch(1, 1), Leaf({0: 1}), Leaf({0: 1})),
        (Branch(2, 1), Leaf({0: 1}), Leaf({0: 1})),
        (Leaf({0: 1}, is_empty=True),),
    ],
)
def test_what_is_no_proof_is_refused(nodes: tuple[Branch | Leaf, ...]) -> None:
    """A part left out, too many nodes, unknown rows, floats, columns not whole."""
    columns = (Column("x", upper=9, integer=True, cost=1), Column("y", upper=9))
    program = Program(columns, (Row("need", ((0, 1), (1, 1)), lower=3),))

    with pytest.raises(ProofError):
        proved_bound(program, Tree(1, nodes))
