"""The conflict of a scenario without a plan: nothing in it is spare."""

from __future__ import annotations

from collections.abc import Collection

import attrs
import pytest
from hypothesis import HealthCheck, assume, event, given, settings

import tariffopt as to
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import scenarios
from tests.building import MONTH, charge, codes, item, scenario, tariff
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
TIGHT = to.Limits(max_surplus=0)


def keeping(asked: to.Scenario, ids: Collection[str]) -> to.Scenario:
    """Give the scenario in which only these requirements are to be kept."""
    groups = [
        row
        if "needs:" + ", ".join(sorted(row.needs or ())) in ids
        else to.Group(row.id, max(row.people, row.needed), needs=row.needs, coverage=0)
        for row in asked.groups
    ]
    offers = []
    for offer in asked.offers:
        used = offer.version_for(asked.terms)
        entries = enumerate(used.rules)
        rules = [rule for n, rule in entries if f"rules:{offer.id}[{n}]" in ids]
        kept = attrs.evolve(used, rules=rules)
        versions = [kept if version is used else version for version in offer.versions]
        offers.append(attrs.evolve(offer, versions=versions))
    surplus = asked.limits.surplus(asked.groups.seats_needed)
    limits = to.Limits(max_surplus=surplus if "limits.max_surplus" in ids else None)
    return attrs.evolve(asked, groups=groups, offers=offers, limits=limits)


def all_needs(asked: to.Scenario) -> set[str]:
    """Name all needs."""
    return {"needs:" + ", ".join(sorted(row.needs or ())) for row in asked.groups}


def conflict_of(asked: to.Scenario) -> tuple[str, ...]:
    """Give the conflict, having seen by brute force that it is one, and minimal.

    The limit on idle seats is one together with all needs.
    """
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(asked)
    found = caught.value.conflict
    assert found
    assert "conflict-open" not in codes(caught.value)
    limited = "limits.max_surplus" in found
    needed = all_needs(asked) if limited else set()
    assert brute_force(keeping(asked, {*found, *needed})) is None
    for left_out in found:
        kept = [name for name in found if name != left_out]
        assert brute_force(keeping(asked, {*kept, *needed})) is not None
    return found


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(asked=scenarios(most_tariffs=2, most_seats=9))
def test_conflicts_are_minimal(asked: to.Scenario) -> None:
    """There is no plan that keeps the conflict, and one as soon as a part is left."""
    asked = attrs.evolve(asked, limits=attrs.evolve(asked.limits, budget=None))
    assume(brute_force(asked) is None)
    for name in conflict_of(asked):
        event(name.partition(":")[0])


def test_needs_that_share_what_is_sold() -> None:
    """Ten are sold and 6 + 6 + 2 needed of three kinds: two kinds are too many."""
    seat = item("seat", "p", "q", "r", maximum=10)
    asked = scenario({"p": 6, "q": 6, "r": 2}, tariff("t", charge(5), items=[seat]))

    assert conflict_of(asked) == ("needs:p", "needs:q")


def test_a_minimum_and_a_limit_on_idle_seats() -> None:
    """25 at least, 14 needed, 5 idle at most: the rule and the limit conflict.

    With 6 alone they would, too; but a need may also fill what would stand idle.
    """
    rule = to.MinimumContract(to.Meter.of("seat"), 25)
    offer = tariff("t", charge(5), items=[item("seat", "p", "q")], rules=[rule])
    asked = scenario({"p": 6, "q": 8}, offer, limits=to.Limits(max_surplus=5))

    assert conflict_of(asked) == ("limits.max_surplus", "rules:t[0]")


def test_a_need_that_fills_a_pack_is_in_nobodys_way() -> None:
    """Two share a pack, one alone would leave a seat idle; a rule forbids the pack."""
    names = to.Meter.of("seat")
    pack = item("pack", "p", "q", people=2)
    rules = [to.FamilyCap(names, 1), to.MinimumContract(names, 1)]
    lines = [charge(5, "seat"), charge(9, "pack")]
    offer = tariff("t", *lines, items=[item("seat", "p"), pack], rules=rules)

    found = conflict_of(scenario({"p": 1, "q": 1}, offer, limits=TIGHT))

    assert found == ("limits.max_surplus", "rules:t[1]")


def test_each_of_two_rules_forbids_every_plan() -> None:
    """Where two rules each forbid every plan, one of them is enough to say so."""
    cap = to.FamilyCap(to.Meter.of("seat"), 1)
    offer = tariff("t", charge(5), items=[item("seat", "p")], rules=[cap, cap])

    assert conflict_of(scenario({"p": 2}, offer)) == ("needs:p", "rules:t[0]")


def test_what_a_conflict_says() -> None:
    """Each requirement is a sentence with its id, in either language."""
    seat = item("seat", "p", "q", minimum=25)
    asked = scenario({"p": 6}, tariff("t", charge(5), items=[seat]), limits=TIGHT)
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(asked)

    assert codes(caught.value) == ["no-plan", "conflict-surplus"]
    assert "0 seats may stand idle (limits.max_surplus)." in str(caught.value)
    assert "余剰は0人分までです(limits.max_surplus)" in caught.value.text("ja")


def test_the_body_whose_needs_conflict_is_named() -> None:
    """Each body signs for itself: only the one that needs 12 of 10 is in the way."""
    seat = item("seat", "p", "q", maximum=10)
    offer = tariff("t", charge(5), items=[seat])
    rows = [("b0", "p", 6), ("b0", "q", 4), ("b1", "p", 6), ("b1", "q", 6)]
    groups = [
        to.Group(f"g{n}", people, needs={need}, body=body)
        for n, (body, need, people) in enumerate(rows)
    ]
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(to.Scenario(groups, [offer], MONTH))

    assert caught.value.conflict == ("needs:p@b1", "needs:q@b1")
    assert "6 people of b1 need q" in str(caught.value)
