"""Dead zones and the envelope against a plain search over quotes."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tariffopt.analysis import (
    dead_zones,
    envelope,
    least_within,
    less_within,
    payable,
)
from tariffopt.analysis.neighborhood import SHARES, Less
from tariffopt.analysis.payable import Payable
from tariffopt.errors import QuantityError
from tariffopt.money import share
from tariffopt.tariff import Item, Tariff, Terms, quote
from tariffopt.testing.boundaries import ends_of
from tariffopt.testing.strategies import tariffs, terms
from tests.building import charge, item, tariff, volume
from tests.profiles import examples

CLASSES = ("standard", "reduced")
WINDOW = 30


@attrs.frozen
class Case:
    """One item, and what every quantity up to some way past its boundaries costs."""

    tariff: Tariff
    terms: Terms
    item: Item
    costs: dict[int, Fraction]
    end: int

    def least(self, need: int) -> tuple[Fraction, int]:
        """Search for the cheapest purchase of at least so many."""
        return min((cost, q) for q, cost in self.costs.items() if q >= need)

    @property
    def needs(self) -> range:
        """Needs far enough from the end of the search to be sure of the answer."""
        return range(self.end + 1)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a tariff and terms, and price one item quantity by quantity."""
    tariff = draw(tariffs(tax_classes=CLASSES))
    when = draw(terms(tax_classes=CLASSES))
    item = draw(st.sampled_from(tariff.items))
    top = max(ends_of(tariff.versions[0], item), default=1) + 2 * WINDOW
    costs = {}
    for quantity in range(top + 1):
        try:
            bill = quote(tariff, {item.id: quantity}, when, headcount=0)
        except QuantityError:
            continue
        costs[quantity] = bill.incl_tax.amount
    last = max(costs)
    return Case(tariff, when, item, costs, min(last, top - WINDOW))


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_payable_equals_quote(case: Case) -> None:
    """Every quantity that can be bought has the cost of its quote, and no other."""
    prices = payable(case.tariff, case.terms, case.item.id)

    for quantity in range(case.end + 1):
        assert prices.allows(quantity) == (quantity in case.costs)
        if quantity in case.costs:
            assert prices.cost(quantity).amount == case.costs[quantity]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_dead_zones_equal_search(case: Case) -> None:
    """A quantity is in a zone exactly when some larger one costs strictly less."""
    zones = dead_zones(case.tariff, case.terms, case.item.id)
    inside = [q for q in case.costs if 0 < q <= case.end]
    costs = case.costs
    dead = [q for q in inside if any(costs[r] < costs[q] for r in costs if r > q)]

    found = [q for zone in zones for q in inside if zone.first <= q <= zone.last]

    assert found == dead
    for zone in zones:
        assert {zone.first, zone.last} <= set(costs)
        assert zone.buy == case.least(zone.last + 1)[1]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_envelope_equals_search(case: Case) -> None:
    """For every need the envelope finds the cheapest purchase, the fewest of them."""
    found = envelope(case.tariff, case.terms, case.item.id)

    for need in case.needs:
        point = found.at_least(need)
        assert (point.cost.amount, point.purchase) == case.least(need)
        plain = case.costs.get(need)
        assert plain == (None if point.plain is None else point.plain.amount)
    if found.last is not None:
        with pytest.raises(QuantityError):
            found.at_least(found.last + 1)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(), percent=st.sampled_from(["5%", "20%", "1/3", "100%"]))
def test_savings_equal_search(case: Case, percent: str) -> None:
    """The first smaller need that saves, or saves a share, is found for every need."""
    found = envelope(case.tariff, case.terms, case.item.id)
    value = [case.least(need)[0] for need in case.needs]

    for need, cost in enumerate(value):
        less = [m for m in range(need) if value[m] < cost]
        much = [m for m in less if value[m] <= cost * (1 - share(percent))]
        saving, large = found.next_saving(need), found.saving(need, percent)
        assert (saving.at_most if saving else None) == max(less, default=None)
        assert (large.at_most if large else None) == max(much, default=None)
        if saving:
            assert saving.saves.amount == cost - value[saving.at_most]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(
    case=cases(), idle=st.integers(0, WINDOW), part=st.sampled_from([Fraction(1, 9), 0])
)
def test_savings_under_a_limit_equal_search(
    case: Case, idle: int, part: Fraction
) -> None:
    """Up to the need that is told, every need that can be met saves; and no further."""

    def surplus(need: int) -> int:
        return min(idle, int(need * part)) if part else idle

    prices = payable(case.tariff, case.terms, case.item.id)
    falls = any(stretch.falls for stretch in prices.stretches)
    value: dict[int, Fraction] = {}
    for need in case.needs:
        within = range(need, need + surplus(need) + 1)
        costs = [case.costs[q] for q in within if q in case.costs]
        least = least_within(prices, need, surplus)
        if not falls:
            found = None if least is None else least.amount
            assert found == min(costs, default=None)
        if costs:
            value[need] = min(costs)
    for need, cost in value.items():
        told = {less.share: less for less in less_within(prices, need, surplus)}
        if falls or cost <= 0:
            assert told == {}
            continue
        for wanted in (None, *SHARES):
            limit = cost * (1 - share(wanted)) if wanted else cost
            dear = (v > limit if wanted else v >= limit for v in value.values())
            first = next(m for m, d in zip(value, dear, strict=True) if d)
            less = [m for m in value if m < first]
            assert told[wanted].saving.at_most == max(less)
            assert told[wanted].cost.amount == value[max(less)]
            assert told[wanted].saving.saves.amount == cost - value[max(less)]


def _found(prices: Payable, need: int, idle: int) -> list[Less]:
    return list(less_within(prices, need, lambda _: idle))


@settings(max_examples=examples(100), deadline=None)
@given(
    step=st.integers(2, 6),
    lots=st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)),
    dear=st.integers(11, 40),
    extra=st.integers(0, 5),
)
def test_savings_beside_a_dear_tier(
    step: int, lots: tuple[int, int, int], dear: int, extra: int
) -> None:
    """What saves ends at the first need that the dear tier alone meets, for each limit.

    The limits are all that lead just over the dear tier from some need below it, and
    those that are one too few and one too many for that.
    """
    first, second, last = (step * n for n in itertools.accumulate(lots))
    tiers = volume((first, 10), (second, dear), (None, 10))
    prices = payable(tariff("t", charge(tiers), items=[item(step=step)]))
    need, width = last + extra, second - first
    cost = {n: prices.cost(n).amount for n in range(0, need + width + 9, step)}
    for idle in range(width - 1, width + step + 1):
        least = {
            n: min(cost[q] for q in range(n, n + idle + 1) if q in cost)
            for n in range(need + 1)
            if any(q in cost for q in range(n, n + idle + 1))
        }
        found = _found(prices, need, idle)
        if need not in least:
            assert found == []
            continue
        stop = next(n for n, paid in least.items() if paid >= least[need])
        assert found[0].saving.at_most == max(n for n in least if n < stop)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(), data=st.data())
def test_budgets_equal_search(case: Case, data: st.DataObject) -> None:
    """The most within a budget is the last quantity that costs no more."""
    found = envelope(case.tariff, case.terms, case.item.id)
    exact = st.sampled_from(sorted(case.costs.values()))
    budget = data.draw(st.one_of(st.integers(0, 800).map(Fraction), exact))

    most = found.most_within(budget)

    fits = [q for q, cost in case.costs.items() if cost <= budget]
    if most is not None and most <= max(case.costs):
        assert most == max(fits)
    elif most is None:
        assert found.last is None
        assert max(fits) == max(case.costs)
    else:
        assert found.payable.cost(most).amount <= budget


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_headroom_costs_nothing(case: Case) -> None:
    """So many more can be needed at the same cost; one more still costs more."""
    found = envelope(case.tariff, case.terms, case.item.id)

    for need in case.needs:
        room = found.headroom(need)
        cost = found.at_least(need).cost
        if room is None:
            assert found.at_least(need + 10**9).cost == cost
            continue
        assert found.at_least(need + room).cost == cost
        if found.last is None or need + room < found.last:
            assert found.at_least(need + room + 1).cost > cost
