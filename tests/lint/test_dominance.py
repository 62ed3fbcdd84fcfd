"""Items and options that nobody needs, where pools, blocks and meters are charged too.

Each pair below differs in one thing, and only the first of it is sure.
"""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tariffopt as to
from tests.building import charge, item, tariff, volume
from tests.profiles import examples

TIERS = volume((9, 100), (None, 90))


def items_found(*charges: to.Charge) -> list[tuple[object, object]]:
    """Lint x, y and z, which grant the same; give what is dominated by what."""
    items = [item(name, "chat") for name in "xyz"]
    found = to.lint(tariff("t", *charges, items=items))
    codes = [f.fields for f in found if f.code == "item-never-bought"]
    return [(fields["item"], fields["other"]) for fields in codes]


def plans_found(a: list[to.Charge], b: list[to.Charge]) -> list[object]:
    """Lint two plans of seats and guests; give those nobody needs to choose."""
    lines = [
        attrs.evolve(line, when={"plan": plan})
        for plan, charges in (("a", a), ("b", b))
        for line in charges
    ]
    plain = tariff("t", *lines, items=[item("seat"), item("guest", "guest")])
    offer = attrs.evolve(plain, choices=[to.Choice("plan", ["a", "b"])])
    found = [f for f in to.lint(offer) if f.code == "option-never-chosen"]
    return [f.fields["option"] for f in found]


def pooled(price: int, **weights: int) -> to.Charge:
    """Charge several items together."""
    return attrs.evolve(charge(price), meter=to.Meter.pool(weights))


def by(line: to.Charge, meter: to.Meter) -> to.Charge:
    """Let a meter select the tier."""
    return attrs.evolve(line, selector=meter)


def half(line: to.Charge) -> to.Charge:
    """Take half the price of each tier."""
    assert isinstance(line.schedule, to.Volume)
    tiers = (attrs.evolve(t, discount=Fraction(1, 2)) for t in line.schedule.tiers)
    return attrs.evolve(line, schedule=to.Volume(tiers))


@pytest.mark.parametrize(("weight", "found"), [(1, [("x", "y")]), (2, [])])
def test_a_pool_that_counts_both_alike(weight: int, found: list[object]) -> None:
    """One y in place of one x changes nothing in a pool that counts each once."""
    lines = [charge(5, "x"), charge(4, "y"), charge(9, "z")]

    assert items_found(*lines, pooled(10, x=1, y=weight)) == found


@pytest.mark.parametrize(("weight", "found"), [(1, [("x", "y")]), (2, [])])
def test_a_meter_that_selects_alike(weight: int, found: list[object]) -> None:
    """In each tier y costs half, and the tier is the same as with x in its place."""
    meter = to.Meter.pool({"x": 1, "y": weight, "z": 1})
    lines = [charge(TIERS, "x"), half(charge(TIERS, "y"))]

    assert items_found(*(by(line, meter) for line in lines), charge(99, "z")) == found


def test_a_meter_of_list_prices() -> None:
    """Where x and y have one list price each is replaced; else the tier may change."""
    lines = [charge(TIERS, "x"), half(charge(TIERS, "y")), charge(99, "z")]
    for price, found in ((100, [("x", "y")]), (50, [])):
        meter = to.Meter.list_price({"x": 100, "y": price})
        selected = [by(line, meter) for line in lines[:2]]
        assert items_found(*selected, lines[2]) == found


def test_another_item_s_tier() -> None:
    """Who buys y in place of x may lose the tier of z that x selects."""
    lines = [charge(5, "x"), charge(4, "y"), charge(TIERS, "z")]
    for weights, found in (({"x": 1, "y": 1}, [("x", "y")]), ({"x": 1}, [])):
        z = by(lines[2], to.Meter.pool(weights))
        assert items_found(*lines[:2], z) == found


def test_units_carried_for_free() -> None:
    """Where x alone carries z for free, y does not replace it."""
    z = attrs.evolve(charge(50, "z"), free=to.Meter.pool({"x": 1}))

    assert items_found(charge(5, "x"), charge(4, "y"), z) == []


def test_plans_that_charge_a_pool() -> None:
    """The dearer price of the same pool is never chosen; of another one it may be."""
    assert plans_found([pooled(9, seat=1, guest=1)], [pooled(8, seat=1, guest=1)]) == [
        "plan = a"
    ]
    assert plans_found([pooled(9, seat=1, guest=1)], [pooled(8, seat=1, guest=2)]) == []


@pytest.mark.parametrize(
    ("most", "found"), [((8, 8), ["plan = a"]), ((8, 5), []), ((None, 8), [])]
)
def test_plans_that_charge_blocks(
    most: tuple[int | None, int | None], found: list[object]
) -> None:
    """Two blocks of 4 up to 5 units are fewer than two up to 8."""
    plans = [
        [charge(to.Package(4, price, maximum=last))]
        for price, last in zip((9, 8), most, strict=True)
    ]

    assert plans_found(*plans) == found


def test_plans_with_tiers_of_a_meter() -> None:
    """Tier by tier half the price is better; where the tiers end elsewhere, unsure."""
    meter = to.Meter.pool({"seat": 1, "guest": 1})
    line = by(charge(TIERS), meter)
    shorter = by(charge(volume((8, 50), (None, 45))), meter)

    assert plans_found([line], [half(line)]) == ["plan = a"]
    assert plans_found([line], [shorter]) == []


def test_a_plan_that_ends() -> None:
    """What costs nothing up to ten does not replace what has a price beyond."""
    free = by(charge(volume((10, 0))), to.Meter.pool({"seat": 1, "guest": 1}))

    assert plans_found([charge(300)], [free]) == []
    opened = attrs.evolve(free, schedule=volume((None, 0)))
    assert plans_found([charge(300)], [opened]) == ["plan = a"]


def test_what_is_due_without_guests() -> None:
    """A least amount that is due without guests, too, is dearer for who has none."""
    dear = attrs.evolve(charge(200, "guest"), priced_at_zero=True)
    least = attrs.evolve(
        charge(0, "guest"), steps=[to.Minimum(100)], priced_at_zero=True
    )
    seats = charge(9)

    assert plans_found([seats, dear], [seats, least]) == []
    asked = [attrs.evolve(line, priced_at_zero=False) for line in (dear, least)]
    assert plans_found([seats, asked[0]], [seats, asked[1]]) == ["plan = a"]


def packs_found(prices: dict[int, int | to.Volume]) -> dict[int, int]:
    """Lint packs by their size; give the size that is never needed by the other."""
    items = [item(f"p{size}", "chat", people=size) for size in prices]
    lines = [charge(price, f"p{size}") for size, price in prices.items()]
    found = to.lint(tariff("t", *lines, items=items))
    return {
        int(str(f.fields["item"])[1:]): int(str(f.fields["other"])[1:])
        for f in found
        if f.code == "item-never-bought"
    }


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        ({1: 4500, 5: 4400}, {1: 5}),
        ({1: 4500, 5: 4500}, {}),
        ({1: 100, 5: 600}, {5: 1}),
        ({1: 100, 5: 500}, {}),
        ({2: 100, 5: 301}, {5: 2}),
        ({2: 100, 5: 300}, {}),
        ({1: volume((9, 100), (None, 90)), 5: 600}, {}),
    ],
)
def test_packs_beside_packs(
    prices: dict[int, int | to.Volume], found: dict[int, int]
) -> None:
    """A pack is not needed where others that serve as many never cost more."""
    assert packs_found(prices) == found


@settings(max_examples=examples(60), deadline=None)
@given(
    prices=st.dictionaries(
        st.integers(1, 6), st.integers(1, 30), min_size=2, max_size=4
    ),
)
def test_a_dominated_pack_is_never_missed(prices: dict[int, int]) -> None:
    """Without the packs told, no need up to 14 costs more: brute force of all packs."""

    def least(sizes: dict[int, int], need: int) -> int:
        best = [0]
        for n in range(1, need + 1):
            best.append(min(best[max(0, n - s)] + p for s, p in sizes.items()))
        return best[need]

    told = packs_found(dict(prices))
    left = {size: price for size, price in prices.items() if size not in told}

    for need in range(1, 15):
        assert least(left, need) == least(prices, need)
