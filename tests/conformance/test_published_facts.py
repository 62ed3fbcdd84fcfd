"""The shipped tariffs say what was collected, tier by tier, and waste where it does.

The dead zones below were computed by others from the same price lists. Where the
collection itself lies beside the project, each tariff is compared with it at every
quantity.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tariffopt as to

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "real_tariffs.json"
REGISTRY = to.Registry()

# tariff | first last buy of each dead zone
ZONES = {
    "lgwan-chat": [(439, 500, 501)],
    "yudomail-cloud": [(92, 100, 101), (226, 250, 251)],
    "yudomail-on-premises": [(94, 100, 101), (231, 250, 251)],
    "pcshareware-site": [(15, 15, 16), (24, 25, 26)],
    "microsoft-ea-levels-2025": [
        (2326, 2399, 2400),
        (5809, 5999, 6000),
        (14_506, 14_999, 15_000),
    ],
    "adobe-vip-levels-2019": [(48, 49, 50)],
    "osaka-u-mail": [],
    "desknets-transfer": [],
    "afsoft-shareware-1000": [],
}

# licenses held | first last buy of each dead zone of those added to them
ADDED = {
    0: [(10, 10, 11), (23, 25, 26), (47, 49, 50), (78, 99, 100)],
    45: [(43, 54, 55)],
    90: [(8, 9, 10)],
    95: [(4, 4, 5)],
}

# tariff | first last buy of each range of needs for which packs for more cost less,
# and what those packs cost
PACKS = {
    "eset-home-1-year": [
        (2, 2, 3, "5600"),
        (4, 4, 5, "6800"),
        (7, 7, 8, "12400"),
        (9, 9, 10, "13600"),
        (12, 12, 13, "19200"),
    ],
    "eset-home-3-year": [
        (2, 2, 3, "7500"),
        (4, 4, 5, "9000"),
        (7, 7, 8, "16500"),
        (9, 9, 10, "18000"),
    ],
    "packetix-2-government": [
        (9, 9, 10, "8"),
        (44, 49, 50, "35"),
        (59, 100, 101, "42.7"),
        (144, 149, 150, "66.5"),
    ],
    "packetix-2-academic": [(9, 9, 10, "8"), (38, 100, 101, "30.5")],
}

# tariff | its id in the collection, where its tiers are, and a factor
COLLECTED = {
    "lgwan-chat": ("jp-lgwan-chat-seed", "tiers", 1),
    "yudomail-cloud": ("inbotiqa-yudomail", "tiers", 1),
    "yudomail-on-premises": ("inbotiqa-yudomail", "tiers_onprem", 1),
    "osaka-u-mail": ("jp-osaka-u-mail", "tiers", 1),
    "afsoft-shareware-1000": ("jp-afsoft-shareware", "tiers", 1000),
    "jira-service-desk-2016": (
        "atlassian-jira-cloud-2016",
        "tiers_service_desk_annual",
        1,
    ),
    "atlassian-access-2018": ("atlassian-access-2018", "tiers", 1),
    "microsoft-ea-levels-2025": ("microsoft-ea-levels-historic", "tiers", 1),
    "adobe-vip-levels-2019": ("adobe-vip-levels", "tiers", 1),
    "desknets-transfer": ("jp-desknets-transfer", "packs", 1),
}


def bill(tariff: to.Tariff, quantity: int) -> Fraction:
    """Quote the only item for a month, in which one payment of any period is due."""
    bought = {tariff.items[0].id: quantity}
    return to.quote(tariff, bought, when(tariff)).incl_tax.amount


def when(tariff: to.Tariff) -> to.Terms:
    """Give a month in which the tariff has prices."""
    until = tariff.versions[-1].until or date(2030, 1, 1)
    return to.Terms((until - timedelta(days=40)).replace(day=1), 1)


@pytest.mark.parametrize("tariff_id", ZONES)
def test_dead_zones_are_those_computed_by_others(tariff_id: str) -> None:
    """Each zone begins, ends and is left where the collection says."""
    tariff = REGISTRY.get(tariff_id)

    zones = to.dead_zones(tariff, when(tariff))

    assert [(zone.first, zone.last, zone.buy) for zone in zones] == ZONES[tariff_id]


@pytest.mark.parametrize("held", ADDED)
def test_dead_zones_of_what_is_added(held: int) -> None:
    """What is held moves the zones to where the collection says."""
    tariff = REGISTRY.get("eset-protect-added-2024")

    zones = to.dead_zones(to.holding(tariff, {"license": held}), when(tariff))

    assert [(zone.first, zone.last, zone.buy) for zone in zones] == ADDED[held]


@pytest.mark.parametrize(
    ("tariff_id", "zone"),
    [(tariff_id, zone) for tariff_id, zones in PACKS.items() for zone in zones],
)
def test_more_people_for_less_in_packs(
    tariff_id: str, zone: tuple[int, int, int, str]
) -> None:
    """Each need of the range costs what the packs for more cost; fewer, no more."""
    first, last, buy, cost = zone
    tariff = REGISTRY.get(tariff_id)

    found = [least(tariff, need) for need in (first - 1, first, last, buy)]

    assert found[1:] == [Fraction(cost)] * 3
    assert found[0] <= Fraction(cost)


def least(tariff: to.Tariff, need: int) -> Fraction:
    """Give the optimum for so many people, in one payment."""
    group = to.Group("people", need, needs=tariff.items[0].grants)
    plan = to.optimize(to.Scenario([group], [tariff], when(tariff)))
    assert plan.status == "optimal"
    assert plan.cost is not None
    return plan.cost.incl_tax.amount


@pytest.mark.skipif(not BESIDE.exists(), reason="no collection beside the project")
@pytest.mark.parametrize("tariff_id", COLLECTED)
def test_prices_are_those_collected(tariff_id: str) -> None:
    """Each quantity costs what the collected tiers say, read on their own."""
    name, key, factor = COLLECTED[tariff_id]
    tariffs = json.loads(BESIDE.read_text("utf-8"), parse_float=Fraction)["tariffs"]
    entry = next(known for known in tariffs if known["id"] == name)
    tariff = REGISTRY.get(tariff_id)
    first, rows = tariff.items[0].minimum or 1, ranges(entry[key])

    for quantity in nearby(first, rows):
        expected = factor * total(entry["scheme"], rows, quantity)
        assert bill(tariff, quantity) == max(expected, entry.get("minimum_charge", 0))


Row = tuple[int, int | None, Fraction, Fraction]


def ranges(tiers: list[dict[str, Any]]) -> list[Row]:
    """Give first, last, price of a unit and flat price of each tier or pack."""
    rows: list[Row] = []
    for tier in tiers:
        before = rows[-1][1] or 0 if rows else 0
        if "rule" in tier:
            continue
        unit = tier.get("unit_price", tier.get("multiplier", 0))
        flat = tier.get("flat", tier.get("price", 0))
        last = tier.get("to_n", tier.get("size"))
        rows.append((tier.get("from_n", before + 1), last, Fraction(unit), flat))
    return rows


def nearby(first: int, rows: list[Row]) -> list[int]:
    """Give all quantities up to 3,000, and those around each end above."""
    ends = [last for _, last, _, _ in rows if last is not None]
    top = ends[-1] if rows[-1][1] is not None else max(2 * ends[-1], 20)
    around = {end + k for end in ends for k in (-1, 0, 1)}
    return [n for n in sorted({*range(1, 3001), *around}) if first <= n <= top]


def total(scheme: str, rows: list[Row], quantity: int) -> Fraction:
    """Price a quantity by the collected rows: all units, each tier its own, or flat."""
    if scheme.startswith("graduated"):
        return sum(
            (
                unit * (min(quantity, last or quantity) - first + 1)
                for first, last, unit, _ in rows
                if quantity >= first
            ),
            Fraction(0),
        )
    row = next(row for row in rows if row[1] is None or quantity <= row[1])
    return row[2] * quantity + row[3]
