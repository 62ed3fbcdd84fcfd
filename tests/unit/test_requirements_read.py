"""Units and requirements: read, overridden, written back, and judged in code too."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tariffopt as to
from tariffopt.scenario.requirements import (
    REQUIREMENTS,
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    Seller,
    Unit,
    VendorCount,
)
from tests.building import MONTH, chat, codes

OFFERS = {"a": chat("a"), "b": chat("b")}
VENDOR = Seller(vendor="Example Ltd")
UNITS = [Unit("field", within="city"), Unit("city", name="The city")]
GROUPS = [
    to.Group("g", 100, coverage=0, at_most="100%", people_per_seat=3, unit="field"),
    to.Group("h", 9, coverage="50%", at_most=7, unit="city"),
    to.Group("i", 3),
]
EACH: list[Requirement] = [
    Coverage(of="field", at_least="80%", at_most=34),
    Coverage(of=("h", "i"), at_least=1),
    Coverage(at_least=Fraction(1)),
    Coverage(at_least="1/3"),
    GroupsServed(at_least="90%"),
    VendorCount(at_least=1, at_most=1),
    MarketShare(seller=VENDOR, of="h", at_least=Decimal("0.3"), at_most=1),
    MarketShare(seller=Seller(offer="a", item="seat"), at_most="1/3"),
    Purchased(seller=Seller(offer="a", item="seat"), at_most=0),
    Budget(seller=Seller(offer="b"), at_most="1200000.5"),
    Budget(of=("city", "i"), at_most=1),
    Budget(of=("i", "city"), seller=VENDOR, at_most=0),
    OneVendor(of="city"),
    SameVendor(),
    DifferentVendors(of=("field", "h")),
]


def make(*required: Requirement, **more: Any) -> to.Scenario:
    """Make a scenario of the groups and units above."""
    entries = {"groups": GROUPS, "units": UNITS, **more}
    return to.Scenario(
        offers=OFFERS.values(),
        terms=MONTH,
        needs="chat",
        requirements=required,
        **entries,
    )


def faults_of(*required: Requirement, **more: Any) -> dict[str, str]:
    """Give the code of each fault by its path."""
    with pytest.raises(to.ScenarioError) as caught:
        make(*required, **more)
    return {fault.place.path: fault.code for fault in caught.value.faults}


def test_what_is_written_reads_back_equal() -> None:
    """Each kind, with counts, shares and money, is the same after JSON."""
    assert {each.kind for each in EACH} == REQUIREMENTS.keys()
    written = json.dumps(to.scenario_to_dict(make(*EACH)))

    assert to.scenario_from_dict(json.loads(written), OFFERS.__getitem__) == make(*EACH)


def test_a_count_of_one_is_not_all() -> None:
    """One seat and all seats are written apart, and read apart."""
    written = to.scenario_to_dict(make(Coverage(at_least=1), Coverage(at_least="100%")))

    ends = [entry["at_least"] for entry in written["requirements"]]
    assert ends == [1, "100%"]


def test_plans_carry_requirements() -> None:
    """A plan read back from JSON has the same units and requirements."""
    plan = to.optimize(make(Coverage(of="field", at_least="80%")))

    assert to.Plan.from_json(plan.to_json()).scenario == plan.scenario


def test_requirements_are_overridden_by_their_path(tmp_path: Path) -> None:
    """A limit, a name or a kind is set as anything else is."""
    document = to.scenario_to_dict(make(Coverage(of="field", at_least="80%")))
    document["offers"] = [f"{name}.json" for name in OFFERS]
    for name, offer in OFFERS.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(to.tariff_to_dict(offer)), encoding="utf-8")
    path = tmp_path / "case.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    pairs = [("requirements[0].at_least", "70%"), ("units[city].name", "Town")]
    read = to.read_scenario(path, overrides=pairs)

    assert read.requirements == (Coverage(of="field", at_least="70%"),)
    assert read.units[1].name == "Town"


def test_a_table_has_columns_for_them(tmp_path: Path) -> None:
    """Limits, shared seats and units are columns, in Japanese or English."""
    rows = [
        "name,人数,割合,上限,共用人数,所属",
        "g,100,0,100%,3,field",
        "h,9,50%,7,,city",
    ]
    table = tmp_path / "groups.csv"
    table.write_text("\n".join([*rows, "i,3,,,1,"]), encoding="utf-8")

    read = to.scenario_from_dict(
        {**to.scenario_to_dict(make()), "groups": "groups.csv"},
        OFFERS.__getitem__,
        base=tmp_path,
    )

    assert read.groups == make().groups


@pytest.mark.parametrize(
    ("required", "path", "code"),
    [
        (Coverage(), "at_least", "limit-missing"),
        (Coverage(at_least=-1), "at_least", "count-negative"),
        (Coverage(at_least=47), "at_least", "coverage-beyond"),
        (Coverage(at_least="101%"), "at_least", "share-range"),
        (Coverage(at_least="60%", at_most="59%"), "at_least", "limits-cross"),
        (Coverage(of="x"), "of[0]", "of-unknown"),
        (Coverage(of=("g", "g"), at_least=1), "of[1]", "of-twice"),
        (GroupsServed(at_least=4), "at_least", "groups-beyond"),
        (VendorCount(at_least=2), "at_least", "vendors-beyond"),
        (VendorCount(at_least=1, at_most=0), "at_least", "limits-cross"),
        (MarketShare(seller=VENDOR, at_most=60), "at_most", "share-percent"),
        (MarketShare(seller=Seller(), at_most=1), "vendor", "vendor-or-offer"),
        (Purchased(seller=VENDOR, at_most=1, of="g"), "of", "unknown-key"),
        (Purchased(seller=VENDOR), "at_least", "limit-missing"),
        (Budget(seller=VENDOR, at_most=-1), "at_most", "budget-negative"),
        (Budget(seller=Seller(), at_most=1), "vendor", "vendor-or-offer"),
        (Budget(of="x", at_most=1), "of[0]", "of-unknown"),
        (Budget(of="city", at_most=1), "of", "budget-body"),
        (
            Budget(seller=Seller(offer="a", item="seat"), at_most=1),
            "item",
            "unknown-key",
        ),
        (DifferentVendors(of="g"), "of", "parties-few"),
        (DifferentVendors(of=("city", "h")), "of[1]", "parties-overlap"),
    ],
)
def test_faults_of_values(required: Requirement, path: str, code: str) -> None:
    """What is wrong in a file is wrong in code, at the same place."""
    assert faults_of(required)[f"$.requirements[0].{path}"] == code


@pytest.mark.parametrize(
    "required",
    [
        Coverage(at_least=46),
        Coverage(at_least="60%", at_most="60%"),
        Coverage(at_least="100%", at_most=1),
        GroupsServed(at_least=3),
        VendorCount(at_least=1, at_most=1),
        MarketShare(seller=VENDOR, at_least=0, at_most=1),
        Budget(seller=VENDOR, at_most=0),
        Budget(of=("g", "h", "i"), at_most=0),
        Budget(at_most=0),
        DifferentVendors(of=("field", "h")),
    ],
)
def test_what_is_just_within(required: Requirement) -> None:
    """On the boundary nothing is wrong: 34 + 9 + 3 seats serve everybody."""
    assert make(required).requirements == (required,)


def test_faults_of_units() -> None:
    """A name taken twice, an empty one, a circle and a strange unit, all at once."""
    units = [
        Unit("a", within="b"),
        Unit("b", within="a"),
        Unit("g"),
        Unit(""),
        Unit("b"),
    ]

    assert faults_of(units=units, groups=[to.Group("g", 1, unit="c")]) == {
        "$.units[0].within": "unit-circle",
        "$.units[2].id": "unit-id-twice",
        "$.units[3].id": "empty",
        "$.units[4].id": "unit-id-twice",
        "$.groups[0].unit": "unit-unknown",
    }


def test_faults_of_groups() -> None:
    """Fewer than must be, nobody on a seat, and seats that are shared."""
    groups = [
        to.Group("a", 9, at_most=8),
        to.Group("b", 9, people_per_seat=0),
        to.Group("c", seats=3, people_per_seat=3),
        to.Group("d", 9, at_most=-1, coverage=0),
        to.Group("e", 9, at_most="150%"),
        to.Group("f", 9, at_most=9),
    ]

    assert faults_of(groups=groups) == {
        "$.groups[0].at_most": "at-most-below",
        "$.groups[1].people_per_seat": "sharing-none",
        "$.groups[2].people_per_seat": "sharing-and-seats",
        "$.groups[3].at_most": "count-negative",
        "$.groups[4].at_most": "share-range",
    }


def test_a_faulty_entry_does_not_hide_others() -> None:
    """What the schema finds in one requirement leaves the others judged."""
    document = to.scenario_to_dict(make())
    document["requirements"] = [
        {"kind": "coverag", "at_least": 1},
        {"kind": "vendors", "at_least": 9},
        {"kind": "one-vendor", "of": ["x"]},
    ]
    with pytest.raises(to.ScenarioError) as caught:
        to.scenario_from_dict(document, OFFERS.__getitem__)

    assert codes(caught.value) == ["not-one-of", "vendors-beyond", "of-unknown"]


WRONG: list[Callable[[], object]] = [
    lambda: Coverage(at_least=0.8),  # type: ignore[arg-type]
    lambda: GroupsServed(at_least=0.9),  # type: ignore[arg-type]
    lambda: GroupsServed(at_least=None),  # type: ignore[arg-type]
    lambda: VendorCount(at_least=1.0),
    lambda: VendorCount(at_most=True),
    lambda: Purchased(seller=VENDOR, at_least="3"),
    lambda: MarketShare(seller="A", at_most=1),
    lambda: Budget(seller=VENDOR, at_most=1.5),  # type: ignore[arg-type]
    lambda: Coverage(of=[1], at_least=1),  # type: ignore[list-item]
    lambda: Seller(vendor=1),
    lambda: Unit(None),
    lambda: make("coverage"),  # type: ignore[arg-type]
    lambda: make(units=["field"]),
]


@pytest.mark.parametrize("build", WRONG)
def test_types(build: Callable[[], object]) -> None:
    """A float, a truth value, or another kind of value is a ``TypeError``."""
    with pytest.raises(TypeError):
        build()


@pytest.mark.parametrize("limit", ["most", "80 %%", "-", "1/0"])
def test_texts_that_are_no_limit(limit: str) -> None:
    """A text that is no number is a ``ValueError``."""
    with pytest.raises(ValueError, match="limit"):
        Coverage(at_least=limit)


def test_the_text_says_what_is_reached() -> None:
    """A sentence each, with the number in the answer, in either language."""
    required = [Coverage(of="field", at_least="80%"), VendorCount(at_most=1)]
    plan = to.optimize(make(*required))
    counts = [(entry["found"], entry.get("at_least")) for entry in _reached(plan)]

    assert counts == [(28, 28), (1, None)]
    said = plan.text()
    assert "  At least 80% of field are served: 28 of 34 (needed: at least 28)" in said
    assert "bought from is at most 1: 1 (Example Ltd)" in said
    assert "0 to 34       28" in said  # needed, assigned
    assert "  fieldのうち80%以上に割り当てる: 34中28" in plan.text(lang="ja")
    assert all(len(line) <= 80 for line in said.splitlines())


def _reached(plan: to.Plan) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(plan.to_json())["requirements"]
    return entries
