"""Strategies for rules across items, and for units that other items carry for free."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from tariffopt.tariff import (
    RULES,
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

RAISING = (Ratio, Equal)  # two of them may raise each other's quantities for ever
_OF_TWO = (Ratio, Requires, Excludes, Equal)


@st.composite
def rules_on(draw: st.DrawFn, names: Sequence[str], last: int) -> tuple[Rule, ...]:
    """Draw rules on some items: mostly one or none, of any kind."""
    found: list[Rule] = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
        raised = any(isinstance(rule, RAISING) for rule in found)
        kinds = [
            kind
            for kind in RULES.values()
            if not (raised and kind in RAISING)
            and (len(names) > 1 or kind not in _OF_TWO)
        ]
        found.append(draw(_rule(draw(st.sampled_from(kinds)), names, last)))
    return tuple(found)


@st.composite
def _rule(draw: st.DrawFn, kind: type[Rule], names: Sequence[str], last: int) -> Rule:
    end = draw(st.integers(1, last))
    if kind in _OF_TWO:
        one, other = draw(st.permutations(names))[:2]
        at_most = draw(st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(5)]))
        drawn: list[Rule] = [Ratio(one, at_most, other), Requires(one, other)]
        drawn += [Excludes(one, other), Equal(one, other)]
    else:
        some = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        pool = Meter.pool({name: draw(st.sampled_from([1, 1, 2])) for name in some})
        drawn = [FamilyCap(pool, end), MinimumContract(pool, end)]
        drawn += [WholeHeadcount(pool)]
    return next(rule for rule in drawn if type(rule) is kind)


def carried(
    lines: Sequence[Charge], own: Sequence[Item], each: int, last: int
) -> tuple[list[Charge], list[Item]]:
    """Let the first item carry units of another for free, where some price may."""
    found, ends = list(lines), list(own)
    others = {item.id for item in own[1:]}
    for number, line in enumerate(found):
        if line.meter.item in others and line.schedule.maximum is None:
            found[number] = attrs.evolve(line, free=Meter.pool({own[0].id: each}))
            if ever_falls(found[number]):
                most = [max(last, item.next_allowed(1)) for item in own]
                ends = [
                    attrs.evolve(item, maximum=end)
                    for item, end in zip(own, most, strict=True)
                ]
            break
    return found, ends
