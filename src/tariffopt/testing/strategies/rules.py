"""Strategies for rules across items, and for units that other items carry for free."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from tariffopt.tariff import (
    Charge,
    Equal,
    Excludes,
    FamilyCap,
    Item,
    Meter,
    MinimumContract,
    Ratio,
    Requires,
    Rule,
    WholeHeadcount,
)
from tariffopt.tariff.freeing import ever_falls

_POOLED = (FamilyCap, MinimumContract)
_PAIRED = (Requires, Excludes, Equal)
RAISING = (Ratio, Equal)  # two of them may raise each other's quantities for ever


@st.composite
def rules_on(draw: st.DrawFn, names: Sequence[str], last: int) -> tuple[Rule, ...]:
    """Draw rules on some items: mostly none or one, of any kind."""
    found: list[Rule] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        some = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        pool = Meter.pool({name: draw(st.sampled_from([1, 1, 2])) for name in some})
        rules = [kind(pool, draw(st.integers(1, last))) for kind in _POOLED]
        drawn: list[Rule] = [*rules, WholeHeadcount(pool)]
        if len(names) > 1:
            one, other = draw(st.permutations(names))[:2]
            at_most = draw(st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(5)]))
            drawn += [Ratio(one, at_most, other)] * 2
            drawn += [kind(one, other) for kind in _PAIRED] * 2
        if any(isinstance(rule, RAISING) for rule in found):
            drawn = [rule for rule in drawn if not isinstance(rule, RAISING)]
        found.append(draw(st.sampled_from(drawn)))
    return tuple(found)


def carried(
    line: Charge, own: Sequence[Item], each: int, last: int
) -> tuple[Charge, list[Item]]:
    """Let the first item carry units of the second for free, where the price may."""
    if line.schedule.maximum is not None:
        return line, list(own)
    line = attrs.evolve(line, free=Meter.pool({own[0].id: each}))
    if not ever_falls(line):
        return line, list(own)
    ends = [attrs.evolve(i, maximum=max(last, i.next_allowed(1))) for i in own]
    return line, ends
