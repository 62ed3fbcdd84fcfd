"""The conflict of a scenario without a plan: nothing in it is spare."""

from __future__ import annotations

from collections.abc import Collection

import attrs
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.scenario.requirements import (
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    SameVendor,
    Seller,
    VendorCount,
)
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


def relaxed(asked: to.Scenario, ids: Collection[str]) -> to.Scenario:
    """Give the scenario that keeps only these: who need not be served still may."""
    groups, rows = asked.groups, []
    for index, row in enumerate(keeping(asked, ids).groups):
        full, most = int(groups.full[index]), int(groups.most[index])
        need = "needs:" + ", ".join(sorted(row.needs or ()))
        free = to.Group(row.id, full, needs=row.needs, body=row.body)
        free = attrs.evolve(free, coverage=0, at_most=most)
        rows.append(groups.group(index) if need in ids else free)
    numbered = enumerate(asked.requirements)
    kept = [each for n, each in numbered if f"requirements[{n}]" in ids]
    return attrs.evolve(keeping(asked, ids), groups=rows, requirements=kept)


def has_plan(asked: to.Scenario) -> bool:
    """Tell whether there is a plan, which is certified where there is one."""
    try:
        to.optimize(asked, ties="any")
    except to.InfeasibleError:
        return False
    return True


@st.composite
def demanding(draw: st.DrawFn) -> to.Scenario:
    """Draw a scenario with some requirements, and groups that may have more."""
    asked = draw(scenarios(most_tariffs=2, most_seats=6))
    ids, limits = asked.groups.ids, attrs.evolve(asked.limits, budget=None)
    offers = [attrs.evolve(o, vendor=f"V{n}") for n, o in enumerate(asked.offers)]
    groups = [
        attrs.evolve(row, at_most=row.needed + draw(st.integers(0, 3)))
        for row in asked.groups
    ]
    sellers = st.sampled_from([Seller(vendor=offer.vendor) for offer in offers])
    some = st.lists(st.sampled_from(ids), unique=True, max_size=2)
    most = int(to.Groups.of(groups).full.sum())
    parts = st.sampled_from(["1/3", "50%", "80%", "100%"])
    kinds = [
        st.builds(Coverage, at_least=st.integers(0, most)),
        st.builds(Coverage, at_most=st.integers(0, most)),
        st.builds(GroupsServed, at_least=parts),
        st.builds(VendorCount, of=some, at_least=st.integers(1, len(offers))),
        st.builds(VendorCount, of=some, at_most=st.integers(0, 1)),
        st.builds(MarketShare, of=some, seller=sellers, at_most=parts),
        st.builds(MarketShare, of=some, seller=sellers, at_least=parts),
        st.builds(Purchased, seller=sellers, at_least=st.integers(1, 9)),
        st.builds(Purchased, seller=sellers, at_most=st.integers(0, 3)),
        st.builds(Budget, seller=st.none() | sellers, at_most=st.integers(0, 900)),
        st.builds(OneVendor, of=some),
        st.builds(SameVendor, of=some),
    ]
    if len(ids) > 1:
        kinds.append(st.just(DifferentVendors(of=ids[:2])))
    required = draw(st.lists(st.one_of(kinds), min_size=1, max_size=4))
    more = attrs.evolve(asked, groups=groups, offers=offers, limits=limits)
    return attrs.evolve(more, requirements=required)


@settings(max_examples=examples(100), suppress_health_check=SLOW, deadline=None)
@given(asked=demanding())
def test_conflicts_of_requirements_are_minimal(asked: to.Scenario) -> None:
    """No plan keeps a conflict with requirements, and one all but any part of it."""
    try:
        to.optimize(asked, ties="any")
    except to.InfeasibleError as error:
        found = error.conflict
    else:
        found = ()
    assume(found)
    assume(not any(name.startswith("offer:") for name in found))
    assert not has_plan(relaxed(asked, found))
    for left_out in found:
        assert has_plan(relaxed(asked, [name for name in found if name != left_out]))
        event(left_out.partition(":")[0].partition("[")[0])
        if left_out.startswith("requirements"):
            event(asked.requirements[int(left_out[13:-1])].kind)


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
