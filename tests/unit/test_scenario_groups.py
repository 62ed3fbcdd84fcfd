"""Groups: values, columns, and everything that can be wrong with them."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest

from tariffopt.errors import ScenarioError
from tariffopt.scenario import Group, Groups, Scenario, seats_needed
from tariffopt.tariff import Terms, tariff_from_dict

CHAT = tariff_from_dict(
    {
        "id": "chat",
        "name": "Chat",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}},
        "charges": [{"per": "month", "scheme": "per_unit", "price": 400}],
    }
)


def error_of(groups: Iterable[Group], needs: Any = ("chat",)) -> ScenarioError:
    """Give the error of a scenario of these groups."""
    with pytest.raises(ScenarioError) as caught:
        Scenario(groups, [CHAT], Terms(date(2021, 4, 1), 12), needs=needs)
    return caught.value


def faults_of(*groups: Group, needs: Any = ("chat",)) -> dict[str, str]:
    """Give the codes of all faults by their places."""
    return {f.place.path: f.code for f in error_of(groups, needs).faults}


@pytest.mark.parametrize(
    ("people", "coverage", "needed"),
    [
        (14, "50%", 7),
        (9, "80%", 8),
        (10, "80%", 8),
        (1, "1%", 1),
        (100, "0.07", 7),
        (3, "1/3", 1),
        (10, "0%", 0),
        (10, Fraction(1), 10),
        (10**12, "33.3%", 333_000_000_000),
    ],
)
def test_coverage_is_rounded_up(people: int, coverage: Any, needed: int) -> None:
    """A share of the people is a whole number of seats, never one too many."""
    group = Group("g", people, coverage=coverage)

    assert group.needed == needed
    assert Groups.of([group], {"chat"}).needed.tolist() == [[needed]]
    assert seats_needed(people, group.coverage) == needed


def test_seats_stand_instead_of_people() -> None:
    """An exact count of seats is what is needed, whatever the head-count."""
    groups = Groups.of([Group("g", 100, seats=80), Group("h", seats=3)], {"chat"})

    assert groups.needed[:, 0].tolist() == [80, 3]


def test_columns_share_sets_of_needs() -> None:
    """Groups that need the same refer to one set; the default fills the rest."""
    groups = Groups.of(
        [
            Group("a", 1),
            Group("b", 2, needs={"mail", "chat"}),
            Group("c", 3, needs=["chat"]),
            Group("d", 4, needs="chat"),
        ],
        needs={"chat"},
    )

    assert groups.need_sets == (frozenset({"chat"}), frozenset({"chat", "mail"}))
    assert groups.need.tolist() == [0, 1, 0, 0]
    assert groups.needed.shape == (4, 1)
    assert groups.needed.dtype == np.int64


def test_group_comes_back_as_it_was() -> None:
    """Columns lose nothing of a group."""
    given = [
        Group("a", 1, needs={"x"}, name="A", note="n", meta={"cc": "1200", "n": 7}),
        Group("b", 2, needs={"y"}, coverage="12.5%"),
        Group("c", needs={"x"}, seats=5),
    ]

    assert list(Groups.of(given)) == given


def test_name_defaults_to_the_id() -> None:
    """What people see is the id where there is no name."""
    assert Groups.of([Group("a", 1)], {"x"}).names == ("a",)


def test_equal_groups_are_equal_however_their_sets_are_numbered() -> None:
    """Equality is about what each group needs, not about the numbering."""
    groups = Groups.of([Group("a", 1, needs={"x"}), Group("b", 1, needs={"y"})])
    turned = attrs.evolve(
        groups, need_sets=groups.need_sets[::-1], need=1 - groups.need
    )

    assert turned == groups
    assert hash(turned) == hash(groups)
    assert attrs.evolve(groups, need=[0, 0]) != groups
    assert attrs.evolve(groups, people=[1, 2]) != groups


def test_columns_cannot_be_changed() -> None:
    """Values are frozen, arrays among them."""
    groups = Groups.of([Group("a", 1)], {"x"})

    for column in (groups.people, groups.need, groups.needed):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 5
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        groups.people = np.array([2])  # type: ignore[misc]


def test_groups_can_be_pickled() -> None:
    """Groups may travel to another process."""
    groups = Groups.of([Group("a", 1, coverage="50%", meta={"k": [1]})], {"x"})

    assert pickle.loads(pickle.dumps(groups)) == groups  # noqa: S301


def test_meta_is_kept_in_types_of_json() -> None:
    """Dates, decimals and fractions are kept as text; the rest as it is."""
    meta = {
        "day": date(2021, 4, 1),
        "share": Decimal("0.10"),
        "part": Fraction(1, 3),
        "list": (1, "a", {"deep": True}),
        "none": None,
    }

    kept = Groups.of([Group("a", 1, meta=meta)], {"x"}).group(0).meta

    assert kept == {
        "day": "2021-04-01",
        "share": "0.10",
        "part": "1/3",
        "list": [1, "a", {"deep": True}],
        "none": None,
    }


@pytest.mark.parametrize(
    ("value", "code"), [(0.5, "float"), ({1, 2}, "meta-value"), (b"x", "meta-value")]
)
def test_meta_that_cannot_be_written_is_a_fault(value: object, code: str) -> None:
    """A value no plan could carry is refused at once, with its path."""
    found = faults_of(Group("a", 1, meta={"deep": [value]}))

    assert found == {"$.groups[0].meta.deep[0]": code}


def test_all_faults_come_at_once() -> None:
    """Every group's faults are told together, each with its path."""
    found = faults_of(
        Group("a", 1),
        Group("a", -1),
        Group("", 10**13),
        Group("c", 5, coverage="80%", seats=4),
        Group("d", 5, coverage="120%"),
        Group("e", 5, coverage=80),
        Group("f", seats=-2),
        Group("g", 5, needs=()),
    )

    assert found == {
        "$.groups[1].id": "group-id-twice",
        "$.groups[1].people": "count-negative",
        "$.groups[2].name": "group-unnamed",
        "$.groups[2].people": "count-large",
        "$.groups[3].coverage": "coverage-and-seats",
        "$.groups[4].coverage": "share-range",
        "$.groups[5].coverage": "share-percent",
        "$.groups[6].seats": "count-negative",
        "$.groups[7].needs": "needs-none",
    }


def test_no_groups_is_a_fault() -> None:
    """A scenario without people is no scenario."""
    assert faults_of() == {"$.groups": "groups-none"}


def test_groups_need_something() -> None:
    """Without a default, groups that name nothing are one fault, not one each."""
    groups = [Group("a", 1), Group("b", 1)]

    assert faults_of(*groups, needs=()) == {"$.needs": "needs-missing"}
    assert "$.groups[0] names no needs" in error_of(groups, ()).text()


def test_many_faults_are_counted_not_listed() -> None:
    """Beyond fifty faults the rest is a number."""
    error = error_of([Group(str(n), -1) for n in range(1_052)])

    assert len(error.faults) == 51
    assert error.faults[-1].text() == "and 1,002 more faults."


def test_columns_are_a_plain_value() -> None:
    """Columns judge nothing: those of faulty groups can be made."""
    faulty = [Group("a", 10**30, coverage=10**20), Group("a", seats=-(10**40))]

    assert Groups.of(faulty).needed.tolist() == [[2**62], [-(2**62)]]
    assert len(Groups.of([])) == 0


@pytest.mark.parametrize("people", [7.0, "7", True, None, Decimal(7)])
def test_people_are_whole_numbers(people: Any) -> None:
    """Floats, texts and booleans are no head-counts."""
    with pytest.raises(TypeError, match="people"):
        Group("a", people)


def test_coverage_is_exact() -> None:
    """A float has lost its digits already."""
    with pytest.raises(TypeError, match=r"coverage 0\.8 is a float"):
        Group("a", 1, coverage=0.8)  # type: ignore[arg-type]


def test_numbers_of_numpy_are_counts() -> None:
    """Columns of data frames can be handed over."""
    group = Group("a", np.int64(7), seats=np.int32(3))

    assert (group.people, group.seats, type(group.people)) == (7, 3, int)


def test_other_values_are_no_groups() -> None:
    """A dictionary is told to be no group."""
    with pytest.raises(TypeError, match="not a Group"):
        Groups.of([{"id": "a"}], {"x"})  # type: ignore[list-item]
