from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import attrs
import pytest

import tariffopt as to
from tariffopt.certifying.limits import CHECKS, QUOTED
from tariffopt.formulation import build_program
from tariffopt.formulation.constraints import add_rows
from tariffopt.optimizing import single
from tariffopt.optimizing.found import as_rows
from tariffopt.problem import KINDS, Problem, compile_scenario
from tariffopt.problem.goals import GOAL_KINDS
from tariffopt.reductions import REDUCTIONS, reduce
from tests import laws
from tests.building import charge, chat, item, scenario, tariff, volume


@attrs.frozen
class Unheard:
    """A constraint of a kind that nobody has thought about yet."""

    kind: ClassVar[str] = "unheard-of"
    tied: ClassVar[tuple[int, ...]] = ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing."""
        return iter(())


STEEP = volume((9, 100), (None, 55))


def two_groups() -> Problem:
    """Compile two groups of one need, one item, and a dead zone: all reductions."""
    groups = [to.Group(name, 225, needs="chat") for name in "ab"]
    return compile_scenario(attrs.evolve(scenario(450, chat()), groups=groups))


def ruled(rule: to.Rule) -> to.Scenario:
    """Give two guests and one member, and a rule on them."""
    items = [item("member", "staff"), item("guest", "guest")]
    lines = [charge(7, "member"), charge(2, "guest")]
    return scenario(
        {"staff": 1, "guest": 2}, tariff("t", *lines, items=items, rules=[rule])
    )


BOTH = to.Meter.pool(["member", "guest"])
AS_NEEDED = {(0, 0): 1, (1, 1): 2}


def two_plans() -> to.Scenario:
    """Offer a tariff of two plans, of which a body may hold one."""
    offer = attrs.evolve(
        tariff("t", charge(7)), choices=[to.Choice("plan", ["light", "full"])]
    )
    return scenario(3, offer)


BROKEN = {
    # A member too few for two guests; then two seats more than people.
    "ratio": (
        ruled(to.Ratio("guest", 1, "member")), [1, 2], AS_NEEDED, "quantity-ratio"
    ),
    "cap": (ruled(to.FamilyCap(BOTH, 2)), [1, 2], AS_NEEDED, "quantity-cap"),
    "excludes": (
        ruled(to.Excludes("guest", "member")), [1, 2], AS_NEEDED, "quantity-excludes"
    ),
    "at-least": (
        ruled(to.MinimumContract(BOTH, 4)), [1, 2], AS_NEEDED, "quantity-minimum"
    ),
    "surplus": (
        scenario(8, tariff("t", charge(STEEP)), limits=to.Limits(max_surplus=1)),
        [10],
        {(0, 0): 8},
        "answer-surplus",
    ),
    "contracts": (two_plans(), [1, 2], {(0, 0): 1, (0, 1): 2}, "answer-contracts"),
}  # fmt: skip
"""For each kind: a scenario, quantities and seats that break it, and the fault."""


def test_every_kind_has_all_it_needs() -> None:
    """Rows in the program, a check in the certificate, and an example here."""
    assert set(KINDS) == set(BROKEN)
    assert set(KINDS) <= set(CHECKS) | QUOTED
    assert set(KINDS.values()) <= set(add_rows.registry)


@pytest.mark.parametrize("kind", BROKEN)
def test_program_and_certificate_refuse_what_breaks_it(kind: str) -> None:
    """Each finds it without the other, and nothing else is wrong."""
    given, purchased, served, code = BROKEN[kind]
    problem = compile_scenario(given)
    rows = as_rows(served)

    assert problem.kinds == {kind}
    assert not laws.objective_is_the_bill(given, purchased, served)
    answer = laws.answer_of(given, problem, purchased, rows)
    assert [fault.code for fault in to.verify(given, answer).faults] == [code]


def test_all_reductions_apply_where_nothing_constrains() -> None:
    """The problem that the next tests constrain is one that every reduction shrinks."""
    problem = two_groups()

    assert reduce(problem).applied == tuple(REDUCTIONS)
    assert single.settle_single(problem) is not None


def test_an_unknown_kind_switches_every_reduction_off() -> None:
    """Nobody has thought about it, so nothing is cut and no envelope is asked."""
    problem = attrs.evolve(two_groups(), constraints=(Unheard(),))

    assert reduce(problem).applied == ()
    assert single.settle_single(problem) is None


def test_an_unknown_kind_is_never_left_out_of_the_program() -> None:
    """A program without its rows would be another problem's."""
    problem = attrs.evolve(two_groups(), constraints=(Unheard(),))

    with pytest.raises(TypeError, match="no rows for Unheard"):
        build_program(problem)


def test_reductions_tolerate_kinds_that_exist() -> None:
    """A kind that is tolerated and gone, or misspelled, would mean nothing."""
    tolerated = [reduction.tolerates for reduction in REDUCTIONS.values()]

    known = {*KINDS, *GOAL_KINDS}

    assert known >= single.TOLERATES.union(*tolerated)
