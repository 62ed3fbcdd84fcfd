"""Dead zones of every shipped tariff, recomputed by trying every quantity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

import tariffopt as to
from tariffopt.analysis import DeadZone
from tariffopt.registry import Registry
from tariffopt.tariff import Tariff, combinations, holding, quote
from tariffopt.tariff.holding import counts_held
from tariffopt.testing.boundaries import ends_of, settled_after

WINDOW = 50
HELD = (0, 95)


def beside(tariff: Tariff) -> Iterator[Tariff]:
    """Say what is held where a tier counts it: nothing, and something."""
    if not counts_held(tariff.versions):
        yield tariff
        return
    for units in HELD:
        yield holding(tariff, {item.id: units for item in tariff.items})


def sales() -> Iterator[tuple[Tariff, to.Version, to.Item]]:
    """Give every item of every shipped tariff, version and combination of options."""
    whole = [entry.tariff for entry in Registry().entries() if entry.tariff is not None]
    for tariff in (told for known in whole for told in beside(known)):
        for chosen in combinations(tariff.choices):
            sold = tariff.under(dict(chosen))
            for version in sold.versions:
                for item in sold.items:
                    if item.maximum != 0:
                        yield sold, version, item


SALES = list(sales())


def last_worth_asking(version: to.Version, item: to.Item) -> int:
    """Give a quantity from which on one more never costs less."""
    settled = [
        -(-settled_after(charge) // charge.selecting.weight(item.id))
        for charge in version.charges
        if charge.selecting.weight(item.id)
    ]
    return max([*settled, *ends_of(version, item), item.minimum, 1])


def searched(
    tariff: Tariff, item: to.Item, terms: to.Terms, end: int
) -> tuple[DeadZone, ...]:
    """Find dead zones from quotes alone: the running minimum from the right."""
    found: list[DeadZone] = []
    least, buy, after = None, 0, None
    for quantity in range(end, 0, -1):
        try:
            cost = quote(tariff, {item.id: quantity}, terms, headcount=1).incl_tax
        except to.QuantityError:
            continue
        if least is None or cost.amount <= least:
            least, buy, after = cost.amount, quantity, None
        elif after is not None:
            after = DeadZone(quantity, after.last, after.buy)
            found[-1] = after
        else:
            after = DeadZone(quantity, quantity, buy)
            found.append(after)
    return tuple(reversed(found))


@pytest.mark.parametrize("rate", [None, "10%"])
@pytest.mark.parametrize(
    ("tariff", "version", "item"),
    SALES,
    ids=[f"{tariff.id}-{item.id}" for tariff, _, item in SALES],
)
def test_dead_zones_of_shipped_tariffs_equal_search(
    tariff: Tariff, version: to.Version, item: to.Item, rate: str | None
) -> None:
    """Over the whole range, the zones are those that trying every quantity finds."""
    start = version.start or date(2021, 4, 1)
    if version.start is None and version.until is not None:
        start = version.until - timedelta(days=366)
    classes = {charge.tax_class for charge in version.charges}
    tax = to.Tax(rates=dict.fromkeys(classes, rate), invoice="month") if rate else None
    terms = to.Terms(start, 1 if version.until else 12, tax)
    end = last_worth_asking(version, item) + WINDOW

    found = to.dead_zones(tariff, terms, item.id)

    assert found == searched(tariff, item, terms, end)
