"""Tiers selected by what is held and bought together: S4, and random ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.testing import check_tariff
from tariffopt.testing.fixed import cost_in_program
from tariffopt.testing.oracles import brute_force
from tests.building import MONTH, charge, item, scenario, tariff, volume
from tests.laws import least
from tests.profiles import examples

BANDS = ((10, 7740), (25, 6600), (49, 5820), (99, 5410), (249, 4200))


def endpoint(*tiers: tuple[int | None, int | str]) -> to.Tariff:
    """Give a tariff of licences whose band counts held and added ones."""
    band = attrs.evolve(
        charge(volume(*(tiers or BANDS)), "seat"),
        selector=to.Meter.pool(["seat"]),
        with_held=True,
    )
    return tariff("endpoint", band)


def asked(need: int, offer: to.Tariff, held: int) -> to.Scenario:
    """Ask for seats beside those that are held."""
    plain = scenario(need, tariff("other", charge(10**6), items=[item("x", "chat")]))
    return to.Scenario(
        plain.groups, [offer], plain.terms, held={offer.id: {"seat": held}}
    )


def test_the_band_of_all_prices_the_added() -> None:
    """30 beside 95 held are 125: 4,200 each; as a block apart 5,820 each."""
    offer = endpoint()

    assert to.quote(offer, {"seat": 30}, MONTH, held={"seat": 95}).incl_tax == yen(
        126_000
    )
    assert to.quote(offer, {"seat": 30}, MONTH, held={}).incl_tax == yen(174_600)
    line = to.quote(offer, {"seat": 30}, MONTH, held={"seat": 95}).lines[0]
    assert line.tier == (100, 249)


def test_a_tier_that_is_just_filled_prices_what_adds_nothing_to_it() -> None:
    """6 held fill the first tier: seats beside them cost 5, and 4 with a pack added."""
    line = attrs.evolve(
        charge(volume((6, 5), (None, 4)), "seat"),
        selector=to.Meter.of("pack"),
        with_held=True,
    )
    items = [item("seat", "chat"), item("pack", "mail")]
    offer = tariff("t", line, charge(3, "pack"), items=items)
    held = {"seat": 0, "pack": 6}

    for seats, packs, cost in ((2, 0, 10), (2, 1, 11), (4, 0, 20), (4, 1, 19)):
        buy = {"seat": seats, "pack": packs}
        assert to.quote(offer, buy, MONTH, held=held).incl_tax == yen(cost)
        assert cost_in_program(offer, buy, MONTH, held=held) == cost
    for seats, cost in ((2, 10), (4, 19)):
        wanted = to.Scenario(
            [to.Group("g", seats, needs={"chat"})], [offer], MONTH, held={"t": held}
        )
        assert least(wanted) == brute_force(wanted) == cost


@pytest.mark.parametrize("held", [248, 249, 250])
def test_what_has_no_price_left_is_not_for_sale(held: int) -> None:
    """Once tiers to 249 are filled, other items and offers still have their prices."""
    band = endpoint().versions[0].charges[0]
    items = [item("seat", "chat"), item("add-on", "mail")]
    offer = tariff("t", band, charge(7, "add-on"), items=items)
    other = tariff("u", charge(9_000), items=[item("seat", "chat")])
    groups = [to.Group("g", 2, needs={"chat"}), to.Group("h", 3, needs={"mail"})]
    beside = {"t": {"seat": held}}

    plan = to.optimize(to.Scenario(groups, [offer, other], MONTH, held=beside))

    assert plan.cost.incl_tax == yen(21 + (13_200 if held == 248 else 18_000))
    assert to.quote(offer, {"add-on": 3}, MONTH, held=beside["t"]).incl_tax == yen(21)
    more = to.holding(offer, beside["t"])
    assert to.envelope(more, MONTH, "add-on").at_least(3).cost == yen(21)
    assert to.envelope(more, MONTH, "seat").last == max(0, 249 - held)
    with pytest.raises(to.QuantityError) as refused:
        to.quote(offer, {"seat": 2}, MONTH, held=beside["t"])
    assert [fault.code for fault in refused.value.faults] == ["held-too-many"]
    with pytest.raises(to.InfeasibleError) as short:
        to.optimize(to.Scenario(groups, [offer], MONTH, held=beside))
    assert [fault.code for fault in short.value.faults] == ["capacity", "held-left"]


@pytest.mark.parametrize("always", [False, True])
def test_what_a_used_up_tier_prices_is_not_for_sale(always: bool) -> None:
    """7 packs held pass a tier to 6: no seat has a price, nor, if due at 0, a bin."""
    line = attrs.evolve(
        charge(volume((6, 5)), "seat"),
        selector=to.Meter.of("pack"),
        with_held=True,
        priced_at_zero=always,
    )
    items = [item("seat", "chat"), item("pack", "mail"), item("bin", "scan")]
    offer = tariff("t", line, charge(3, "pack"), charge(2, "bin"), items=items)
    held = {"pack": 7}

    for item_id, cost in (("seat", None), ("pack", None), ("bin", 2)):
        buy, sold = {item_id: 1}, None if always else cost
        assert cost_in_program(offer, buy, MONTH, held=held) == sold
        if sold is None:
            with pytest.raises(to.QuantityError):
                to.quote(offer, buy, MONTH, held=held)
        else:
            assert to.quote(offer, buy, MONTH, held=held).incl_tax == yen(sold)


def test_what_others_hold_is_judged_as_what_is_held() -> None:
    """A typo, a number below zero, a fraction or a text is one fault each."""
    others: dict[str, Any] = {"zork": 6, "seat": -3}

    with pytest.raises(to.QuantityError) as caught:
        to.quote(endpoint(), {"seat": 1}, MONTH, held={}, others=others)
    found = [(fault.code, fault.place.path) for fault in caught.value.faults]
    assert found == [
        ("quantity-item", "$.others.zork"),
        ("quantity-number", "$.others.seat"),
    ]
    wrongs: list[Any] = [3.5, "600", True]
    for wrong in wrongs:
        with pytest.raises(to.QuantityError):
            to.quote(endpoint(), {"seat": 1}, MONTH, held={}, others={"seat": wrong})
    with pytest.raises(to.TariffError):
        to.holding(endpoint(), {"zork": 6})


def yen(amount: int) -> to.GrossMoney:
    """Give an amount paid."""
    return to.GrossMoney(amount, "JPY")


@pytest.mark.parametrize(("name", "cost"), [("added", 126_000), ("apart", 174_600)])
def test_the_shipped_example(project: Path, name: str, cost: int) -> None:
    """S4 as files: what is held decides, and it has to be said."""
    path = project / "examples" / "s4-endpoint" / f"{name}.toml"
    plan = to.optimize(to.read_scenario(path))

    assert plan.cost.incl_tax == yen(cost)
    assert plan.status == "optimal"
    again = to.Plan.from_json(plan.to_json())
    assert to.certify(again) == plan.certificate


def test_held_is_asked_for() -> None:
    """Where a tier counts what is held, nothing is assumed."""
    with pytest.raises(to.QuantityError) as caught:
        to.quote(endpoint(), {"seat": 30}, MONTH)
    assert [fault.code for fault in caught.value.faults] == ["held-needed"]

    with pytest.raises(to.ScenarioError) as missing:
        scenario(30, endpoint())
    assert [fault.code for fault in missing.value.faults] == ["held-needed"]

    with pytest.raises(to.TariffError):
        to.envelope(endpoint(), MONTH)
    assert to.envelope(to.holding(endpoint(), {"seat": 95}), MONTH).last == 154


@pytest.mark.parametrize(
    ("held", "code", "path"),
    [
        ({"endpoint": {"chair": 3}}, "quantity-item", "$.held.endpoint.chair"),
        ({"endpoint": {"seat": -3}}, "quantity-number", "$.held.endpoint.seat"),
        ({"endpoint": {"seat": 0}, "x": {}}, "held-offer", "$.held.x"),
    ],
)
def test_what_cannot_be_held(
    held: dict[str, dict[str, int]], code: str, path: str
) -> None:
    """Unknown items and offers, and counts below zero."""
    other = asked(1, endpoint(), 0)

    with pytest.raises(to.ScenarioError) as caught:
        to.Scenario(other.groups, other.offers, other.terms, held=held)

    found = [(fault.code, fault.place.path) for fault in caught.value.faults]
    assert found == [(code, path)]


def test_documents_say_what_is_held() -> None:
    """Tariff and scenario read back as they were."""
    case = asked(30, endpoint(), 95)
    document = to.scenario_to_dict(case)

    assert document["held"] == {"endpoint": {"seat": 95}}
    assert to.tariff_from_dict(to.tariff_to_dict(endpoint())) == endpoint()
    again = to.scenario_from_dict(document, {"endpoint": endpoint()}.__getitem__)
    assert again == case


def test_a_charge_due_at_zero_may_count_what_is_held() -> None:
    """The tier that 10 held fill is due with none added; at 11 no contract has one."""
    line = endpoint((10, 5), (12, 4)).versions[0].charges[0]
    line = attrs.evolve(line, priced_at_zero=True, steps=(to.Minimum(9),))
    items = [item("seat", "chat"), item("bin", "scan")]
    offer = tariff("t", line, charge(2, "bin"), items=items)
    assert to.tariff_from_dict(to.tariff_to_dict(offer)) == offer

    for held, cost in ((10, 11), (12, 11), (13, None)):
        beside = {"seat": held}
        assert cost_in_program(offer, {"bin": 1}, MONTH, held=beside) == cost
        if cost is not None:
            bill = to.quote(offer, {"bin": 1}, MONTH, held=beside)
            assert bill.incl_tax == yen(cost)


def test_the_kit_takes_it() -> None:
    """The conformance kit has nothing against tiers that count what is held."""
    results = check_tariff(endpoint(), raise_=False)

    assert [r.text() for r in results if not r.ok and not r.check.advice] == []


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
@given(
    ends=st.sets(st.integers(1, 14), min_size=1, max_size=4).map(sorted),
    prices=st.lists(st.integers(1, 12), min_size=4, max_size=4),
    held=st.integers(0, 12),
    need=st.integers(1, 9),
)
def test_the_optimum_beside_what_is_held(
    ends: list[int], prices: list[int], held: int, need: int
) -> None:
    """Padding to the next band of all licences is found, as brute force finds it."""
    tiers = [*zip([*ends[:-1], None], prices, strict=False)]
    case = asked(need, endpoint(*tiers), held)

    assert least(case) == brute_force(case)
    more = to.holding(case.offers[0], {"seat": held})
    for quantity in range(need + 2):
        bought = to.quote(
            case.offers[0], {"seat": quantity}, MONTH, held={"seat": held}
        )
        assert to.quote(more, {"seat": quantity}, MONTH).incl_tax == bought.incl_tax
