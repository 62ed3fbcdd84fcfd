"""Packs that serve several people each: combined, padded, limited, and said."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.optimizing.confirming import confirm
from tariffopt.report import plan_text, tariff_text
from tariffopt.testing import check_tariff
from tariffopt.testing.dynamic import dynamic_program
from tariffopt.testing.oracles import brute_force
from tests.building import MONTH, bought, charge, scenario, tariff
from tests.laws import least
from tests.profiles import examples

ESET = {1: 4500, 3: 5600, 5: 6800}
"""A home security suite, for 1, 3 and 5 devices a year; packs combine."""
DEAREST = {
    1: 4500, 2: 5600, 3: 5600, 4: 6800, 5: 6800, 6: 11200, 7: 12400, 8: 12400,
    9: 13600, 10: 13600, 12: 19200, 14: 20400, 17: 26000, 19: 27200,
}  # fmt: skip


def packs(prices: dict[int, int], name: str = "packs") -> to.Tariff:
    """Give a tariff of packs by their size, sold in any number."""
    items = [
        to.Item(f"pack{size}", f"Pack of {size}", ("chat",), people=size)
        for size in prices
    ]
    lines = [charge(price, f"pack{size}") for size, price in prices.items()]
    return tariff(name, *lines, items=items)


@pytest.mark.parametrize(("need", "cost"), DEAREST.items())
def test_the_cheapest_combination_may_cover_more(need: int, cost: int) -> None:
    """4 devices take a pack of 5, and 7 take a pack of 3 and one of 5."""
    plan = to.optimize(scenario(need, packs(ESET)))

    assert plan.cost.incl_tax.amount == cost
    assert plan.status == "optimal"
    assert sum(p.assigned for p in plan.purchases) == need
    assert (
        sum(p.idle for p in plan.purchases)
        == sum(p.purchased * p.people for p in plan.purchases) - need
    )


def test_large_packs_and_single_ones() -> None:
    """137 people: a pack of 100, three of 10, one of 5, two single."""
    prices = {1: 100, 5: 450, 10: 800, 50: 3600, 100: 6500}

    plan = to.optimize(scenario(137, packs(prices)))

    assert bought(plan) == {
        ("packs", "pack100"): 1,
        ("packs", "pack10"): 3,
        ("packs", "pack5"): 1,
        ("packs", "pack1"): 2,
    }
    assert plan.cost.incl_tax.amount == 9550


def test_idle_seats_are_people_and_not_packs() -> None:
    """A limit of one idle seat forbids the pack that leaves two."""
    offer = packs({4: 10, 1: 9})
    free = to.optimize(scenario(2, offer))
    tight = to.optimize(scenario(2, offer, limits=to.Limits(max_surplus=1)))

    assert [free.cost.incl_tax.amount, free.purchases[0].idle] == [10, 2]
    assert free.purchases[0].idle_reason == "idle-cheaper"
    assert [tight.cost.incl_tax.amount, tight.purchases[0].idle] == [18, 0]


@pytest.mark.parametrize(
    ("prices", "need", "code", "en", "ja"),
    [
        (
            ESET,
            4,
            "idle-cheaper",
            "Covering just 4, by 1 Pack of 1 + 1 Pack of 3, would cost JPY 10,100:",
            "4ちょうどの組合せ(Pack of 1 1＋Pack of 3 1)は10,100円で",
        ),
        (
            {3: 5600, 5: 6800},
            4,
            "idle-no-cover",
            "No combination of Pack of 3, Pack of 5 covers just 4.",
            "Pack of 3、Pack of 5の組合せでは、4ちょうどにならない。",
        ),
        (
            {10: 700},
            31,
            "idle-not-sold",
            "Pack of 10 for just 31 cannot be bought: it is sold in steps of 10.",
            "Pack of 10を31だけ購入することはできない(10単位)。",
        ),
    ],
)
def test_why_packs_cover_more(
    prices: dict[int, int], need: int, code: str, en: str, ja: str
) -> None:
    """A pack too large is told with what covering exactly costs, where that is sold."""
    plan = to.optimize(scenario(need, packs(prices)))

    assert plan.purchases[0].idle_reason == code
    assert en in " ".join(plan_text(plan).split())
    assert ja in plan_text(plan, lang="ja", width=200)
    assert to.Plan.from_json(plan.to_json()) == plan
    confirm(plan)


def test_an_item_may_have_the_name_of_an_amount() -> None:
    """What is bought instead is read back by item, also an item called cost."""
    items = [to.Item("cost", "C", ("chat",)), to.Item("p", "P", ("chat",), people=3)]
    offer = tariff("t", charge(9, "cost"), charge(10, "p"), items=items)
    plan = to.optimize(scenario(2, offer))

    assert plan.notes[0].fields["instead"] == {"cost": 2}
    assert to.Plan.from_json(plan.to_json()) == plan


def test_one_item_alone_is_settled_by_its_envelope() -> None:
    """A single kind of pack needs no solver: 31 people take 4 packs of ten."""
    offer = packs({10: 700})
    plan = to.optimize(scenario(31, offer))

    assert bought(plan) == {("packs", "pack10"): 4}
    assert plan.proof == "exact"
    assert dynamic_program([offer], 31, MONTH) == 2800
    assert to.certify(to.Plan.from_json(plan.to_json())) == plan.certificate


def test_an_answer_that_oversells_packs() -> None:
    """Three packs of ten do not serve 31 people, and the check says so."""
    asked = scenario(31, packs({10: 700}))
    plan = to.optimize(asked)
    key = plan.purchases[0].key
    check = to.verify(asked, to.Answer(((key, 3),), plan.assignments))

    assert [fault.code for fault in check.faults] == ["answer-oversold"]


def test_a_plan_that_claims_larger_packs() -> None:
    """What a unit serves is the tariff's to say, not the plan's."""
    plan = to.optimize(scenario(31, packs({10: 700})))
    claimed = attrs.evolve(plan.purchases[0], people=11)

    with pytest.raises(to.CertificationError) as caught:
        to.certify(attrs.evolve(plan, purchases=(claimed,)))

    assert "claim-people" in {fault.code for fault in caught.value.faults}


def test_packs_that_do_not_combine_are_steps() -> None:
    """One pack a contract is the price of the step: 6 of 1, 3 or 5 have no price."""
    steps = to.Stairstep(tuple(to.Tier(n, price) for n, price in ESET.items()))
    offer = tariff("one", charge(steps))

    assert to.optimize(scenario(4, offer)).cost.incl_tax.amount == 6800
    with pytest.raises(to.InfeasibleError):
        to.optimize(scenario(6, offer))


def test_too_many_people_for_the_last_pack() -> None:
    """Where prices end, people are counted, not packs."""
    offer = packs({10: 700})
    items = (attrs.evolve(offer.items[0], maximum=3),)
    offer = attrs.evolve(offer, items=items)

    assert to.optimize(scenario(30, offer)).cost.incl_tax.amount == 2100
    with pytest.raises(to.InfeasibleError) as caught:
        to.optimize(scenario(31, offer))
    (fault,) = caught.value.faults
    assert (fault.code, fault.fields["less"]) == ("capacity", 1)


def test_documents_and_words() -> None:
    """The size of a pack is written, read and said; the kit finds nothing wrong."""
    offer = packs(ESET)

    assert to.tariff_from_dict(to.tariff_to_dict(offer)) == offer
    assert "for 5 people each" in tariff_text(offer)
    assert "1つで5人分" in tariff_text(offer, lang="ja")
    words = plan_text(to.optimize(scenario(4, offer)))
    assert "Pack of 5" in words
    results = check_tariff(offer, raise_=False)
    assert [r.text() for r in results if not r.ok and not r.check.advice] == []


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
@given(
    prices=st.dictionaries(
        st.integers(1, 5), st.integers(1, 30), min_size=1, max_size=3
    ),
    need=st.integers(1, 11),
    idle=st.sampled_from([None, None, 0, 2]),
)
def test_the_combination_is_the_oracle_s(
    prices: dict[int, int], need: int, idle: int | None
) -> None:
    """Any packs, any need, any limit on idle seats: as brute force says."""
    limits = to.Limits(max_surplus=idle)
    asked = scenario(need, packs(prices), limits=limits)

    found = least(asked)

    assert found == brute_force(asked)
    assert found is None or found == Fraction(found)


@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
@given(
    prices=st.dictionaries(
        st.integers(1, 6), st.integers(1, 30), min_size=1, max_size=4
    ),
    need=st.integers(1, 14),
)
def test_the_reason_for_spare_seats_is_the_oracle_s(
    prices: dict[int, int], need: int
) -> None:
    """Where exact cover exists it is priced, the cheapest; else it is denied."""
    offer = packs(prices)
    exactly = brute_force(scenario(need, offer, limits=to.Limits(max_surplus=0)))
    plan = to.optimize(scenario(need, offer))

    for purchase in plan.purchases:
        if purchase.idle:
            (note,) = (n for n in plan.notes if n.fields.get("item") == purchase.item)
            plain = note.fields.get("plain")
            assert (plain and plain.amount) == exactly
            assert (note.code in {"idle-no-cover", "idle-not-sold"}) == (plain is None)
