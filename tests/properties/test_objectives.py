"""Objectives of several levels, and the one plan among equal ones, by trying all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.deciding import ties
from tariffopt.scenario.objectives import GOALS, Level
from tariffopt.testing.candidates import Candidate, candidates
from tariffopt.testing.strategies import scenarios
from tariffopt.testing.strategies.organisations import organised_scenarios
from tariffopt.testing.strategies.requirements import required_scenarios
from tests.profiles import examples

Measures = list[Fraction]
SMALL = scenarios(most_seats=4, most_tariffs=2, most_groups=2, most_items=2, last=6)
"""Few enough plans for all of them to be listed."""


def can_be_listed(scenario: to.Scenario) -> bool:
    """Tell whether all plans are few enough to be listed one by one."""
    groups = scenario.groups
    slots = sum(len(o.items) * o.contracts for o in scenario.offers)
    return slots * len(groups.bodies) <= 3 and int(groups.most.sum()) <= 5


@st.composite
def aimed(draw: st.DrawFn) -> to.Scenario:
    """Draw a scenario with an objective of up to three levels."""
    cases = st.one_of(organised_scenarios(), required_scenarios(most=1))
    case = draw(cases.filter(can_be_listed))
    goals = draw(st.lists(st.sampled_from(GOALS), min_size=1, max_size=3, unique=True))
    within = draw(st.sampled_from(["0%", "10%", "50%"]))
    levels = [Level(g, within if g == "least-cost" else 0) for g in goals]
    units = st.integers(0, 4)
    present: dict[str, dict[str, int]] = {
        offer.id: {item.id: draw(units) for item in offer.items}
        for offer in case.offers
        if {"least-change", "least-switching"} & {*goals}
    }
    is_gone = draw(st.booleans())
    if present and is_gone:
        present["gone"] = {"seat": 2}
    names = [offer.id for offer in case.offers]
    names += [f"{offer.id}/{item.id}" for offer in case.offers for item in offer.items]
    wanted = st.lists(st.sampled_from(names), max_size=2, unique=True)
    groups = [
        attrs.evolve(
            group,
            weight=draw(st.integers(1, 3)),
            priority=draw(st.sampled_from([None, 1, 2])),
            prefers=draw(wanted),
        )
        for group in case.groups
    ]
    costs = st.sampled_from([Fraction(0), Fraction(1), Fraction(5, 2), Fraction(40)])
    return attrs.evolve(
        case,
        objective=levels,
        present=present,
        groups=groups,
        switching=to.Switching(draw(costs), draw(costs)),
    )


@pytest.fixture(autouse=True, scope="module")
def patient() -> Iterator[None]:
    """Settle ties however slow or busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ties, "_SECONDS", 300.0)
        yield


def measured(scenario: to.Scenario, goal: str, plan: Candidate) -> Measures:
    """Measure a plan; the least is best."""
    plain: dict[str, Callable[[], Fraction | int]] = {
        "least-cost": lambda: plan.cost,
        "fewest-vendors": lambda: len(plan.tally.vendors),
        "least-idle": lambda: plan.tally.idle,
        "most-preferred": lambda: _ranks(scenario, plan),
    }
    if goal in plain:
        return [Fraction(plain[goal]())]
    if goal in ("least-change", "least-switching"):
        units = {(o, i): n for o, items in scenario.present for i, n in items}
        for slot, bought in zip(plan.slots, plan.tally.bought, strict=True):
            units[slot.tariff.id, slot.item] -= bought
        if goal == "least-change":
            return [Fraction(sum(map(abs, units.values())))]
        one = scenario.switching
        costs = (n * one.drop if n > 0 else -n * one.add for n in units.values())
        return [plan.cost + sum(costs)]
    ranks: dict[float, int] = {}
    for group, gift in zip(scenario.groups, plan.given, strict=True):
        rank = float("inf") if group.priority is None else group.priority
        ranks[rank] = ranks.get(rank, 0) - group.weight * gift.seats
    return [Fraction(ranks[rank]) for rank in sorted(ranks)]


def _ranks(scenario: to.Scenario, plan: Candidate) -> int:
    """Add up how far from the first choice everybody is."""
    total = 0
    for group, gift in zip(scenario.groups, plan.given, strict=True):
        for way, seats in gift.ways:
            slots = [plan.slots[index] for index in way]
            names = {
                name for s in slots for name in (s.tariff.id, f"{s.tariff.id}/{s.item}")
            }
            rank = 0
            while rank < len(group.prefers) and group.prefers[rank] not in names:
                rank += 1
            total += rank * seats
    return total


def narrowed(
    scenario: to.Scenario, plans: list[Candidate]
) -> tuple[list[Candidate], Measures]:
    """Keep the plans that are best at every level, and say what they reach."""
    reached: Measures = []
    for level in scenario.objective:
        sizes = len(measured(scenario, level.goal, plans[0]))
        for part in range(sizes):
            values = [measured(scenario, level.goal, plan)[part] for plan in plans]
            least = min(values)
            most = least * (1 + level.within)
            plans = [p for p, v in zip(plans, values, strict=True) if v <= most]
            reached.append(-least if level.goal == "most-coverage" else least)
    return plans, reached


@settings(max_examples=examples(120))
@given(scenario=aimed())
def test_each_level_is_reached(scenario: to.Scenario) -> None:
    """Level after level is as good as the best of all plans that there are."""
    plans = list(candidates(scenario, apart=True))
    if not plans:
        with pytest.raises(to.InfeasibleError):
            to.optimize(scenario, ties="any")
        return

    plan = to.optimize(scenario, ties="any")

    best, reached = narrowed(scenario, plans)
    assert [level.value for level in plan.levels] == reached
    assert plan.cost.incl_tax.amount == min(found.cost for found in best)
    assert (plan.status, plan.ties) == ("optimal", "any")


def _classes(scenario: to.Scenario, plan: Candidate) -> Iterator[int]:
    """Count people by class and access set, in the order of needs, then of the file."""
    kinds = alike(scenario)
    groups = scenario.groups

    def order(kind: object) -> tuple[int, int, int]:
        first = kinds.index(kind)
        return int(groups.need[first]), int(groups.body[first]), first

    for kind, way in itertools.product(sorted(set(kinds), key=order), _all_ways(plan)):
        yield sum(
            dict(gift.ways).get(way, 0)
            for own, gift in zip(kinds, plan.given, strict=True)
            if own == kind
        )


def alike(scenario: to.Scenario) -> list[object]:
    """Give groups that neither needs nor rules nor the objective tell apart a value."""
    goals = {level.goal for level in scenario.objective}
    found: list[object] = []
    for number, group in enumerate(scenario.groups):
        own: list[object] = [group.needs, group.body]
        if "most-coverage" in goals:
            own += [group.weight, group.priority]
        if "most-preferred" in goals:
            own += [group.prefers]
        for rule in scenario.requirements:
            own += [_place(scenario, rule, number)]
        found.append(tuple(own))
    return found


def _place(scenario: to.Scenario, rule: Any, number: int) -> object:
    """Say where a requirement has a group."""
    if rule.kind == "different-vendors":
        parties = rule.of or scenario.groups.ids
        return tuple(number in scenario.members([of]) for of in parties)
    if not hasattr(rule, "of") or number not in scenario.members(rule.of):
        return None
    by_itself = rule.kind in ("groups-served", "one-vendor")
    return number if by_itself else "among them"


def _all_ways(plan: Candidate) -> list[tuple[int, ...]]:
    slots = range(len(plan.slots))
    return sorted(
        way for size in (1, 2, 3) for way in itertools.combinations(slots, size)
    )


@settings(max_examples=examples(120))
@given(scenario=st.one_of(SMALL, aimed()))
def test_the_plan_is_the_canonical_one(scenario: to.Scenario) -> None:
    """Of all equal plans it is the least by quantities, then by who is served."""
    plans = list(candidates(scenario, apart=True))
    if not plans:
        return
    best, _ = narrowed(scenario, plans)
    least = min(best, key=lambda p: (p.tally.bought, *_classes(scenario, p)))

    plan = to.optimize(scenario)

    bought = {
        (p.offer, p.key.contract.body, p.item): p.purchased for p in plan.purchases
    }
    slots = [(slot.tariff.id, slot.body, slot.item) for slot in least.slots]
    assert plan.ties == "canonical"
    assert [bought.get(slot, 0) for slot in slots] == list(least.tally.bought)
    names = {slot: number for number, slot in enumerate(slots)}
    given_ways = [
        sorted(
            (
                tuple(names[k.offer, k.contract.body, k.item] for k in row.items),
                row.seats,
            )
            for row in plan.assignments
            if row.group == group.id
        )
        for group in scenario.groups
    ]
    assert given_ways == _dealt_out(scenario, least)


def _dealt_out(
    scenario: to.Scenario, plan: Candidate
) -> list[list[tuple[tuple[int, ...], int]]]:
    """Give each group what it must have, what is left in file order, way after way."""
    kinds, groups = alike(scenario), scenario.groups
    found: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in kinds]
    for kind in set(kinds):
        members = [number for number, own in enumerate(kinds) if own == kind]
        line = [
            way
            for way in _all_ways(plan)
            for member in members
            for _ in range(dict(plan.given[member].ways).get(way, 0))
        ]
        left = len(line) - sum(int(groups.needed[member, 0]) for member in members)
        for member in members:
            least, most = int(groups.needed[member, 0]), int(groups.most[member])
            more = min(most - least, left)
            left -= more
            own, line = line[: least + more], line[least + more :]
            found[member] = sorted((way, own.count(way)) for way in set(own))
    return found


@settings(max_examples=examples(60))
@given(scenario=st.one_of(scenarios(most_seats=8), aimed()))
def test_the_plan_is_the_same_however_it_is_found(scenario: to.Scenario) -> None:
    """Reductions on or off, and another seed, change nothing of the plan."""
    try:
        plan = to.optimize(scenario)
    except to.InfeasibleError:
        return

    for way in ({"reductions": ()}, {"seed": 7}):
        other = to.optimize(scenario, **way)
        if (plan.ties, other.ties) == ("canonical", "canonical"):
            assert other.purchases == plan.purchases
            assert list(other.assignments) == list(plan.assignments)


@settings(max_examples=examples(30))
@given(scenario=st.one_of(scenarios(most_seats=8), aimed()))
def test_highs_and_cbc_give_the_same_plan(scenario: to.Scenario) -> None:
    """Two solvers that share nothing give one plan, after ties are settled."""
    pytest.importorskip("cbcbox")
    try:
        plan = to.optimize(scenario)
    except to.InfeasibleError:
        return

    other = to.optimize(scenario, solver="CBC")

    reached = [level.value for level in plan.levels]
    assert [level.value for level in other.levels] == reached
    if (plan.ties, other.ties) == ("canonical", "canonical"):
        assert other.purchases == plan.purchases
        assert list(other.assignments) == list(plan.assignments)
