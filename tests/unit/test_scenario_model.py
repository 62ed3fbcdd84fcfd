"""Scenarios built in code: checked as a whole, equal by value."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from tariffopt.documents import Origin
from tariffopt.errors import ScenarioError
from tariffopt.money import GrossMoney, Rounding
from tariffopt.scenario import BudgetFigure, Group, Limits, Scenario
from tariffopt.tariff import Tariff, Tax, Terms, tariff_from_dict

TAX = Tax("10%", "floor", "year")
TERMS = Terms(date(2021, 4, 1), 12, TAX)


def make_tariff(tariff: str = "chat", **changes: Any) -> Tariff:
    """Make a tariff of one seat that grants chat."""
    document = {
        "id": tariff,
        "name": "Chat",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}},
        "charges": [{"per": "month", "scheme": "per_unit", "price": 400}],
    }
    return tariff_from_dict({**document, **changes})


def dated(start: str, until: str | None = None) -> dict[str, Any]:
    """Give the days of a single version."""
    return {"from": start} | ({"until": until} if until else {})


def make(groups: Any = None, **changes: Any) -> Scenario:
    """Make a scenario of 501 people who need chat."""
    values = {
        "groups": groups or [Group("all", 501, needs={"chat"})],
        "offers": [make_tariff()],
        "terms": TERMS,
    }
    return Scenario(**{**values, **changes})


def faults_of(**changes: Any) -> dict[str, str]:
    """Give the codes of all faults by their places."""
    with pytest.raises(ScenarioError) as caught:
        make(**changes)
    return {fault.place.path: fault.code for fault in caught.value.faults}


def test_scenario_of_values() -> None:
    """A scenario needs no file."""
    scenario = make(name="N", limits=Limits(budget=5), needs={"chat"})

    assert scenario.currency == "JPY"
    assert scenario.versions == scenario.offers[0].versions
    assert scenario.groups.needed.tolist() == [[501]]
    assert scenario.origin is None


def test_equal_scenarios_are_equal() -> None:
    """Equality is by value, whatever file the scenario came from."""
    moved = make(origin=Origin("a.toml", "00"))

    assert moved == make()
    assert hash(moved) == hash(make())
    assert make(name="other") != make()
    assert attrs.evolve(make(name="other"), name="") == make()
    assert pickle.loads(pickle.dumps(make())) == make()  # noqa: S301


def test_groups_as_columns_are_taken_as_they_are() -> None:
    """A million groups are handed over as columns."""
    groups = make().groups

    assert make(groups).groups is groups


def test_no_offer() -> None:
    """Somebody must offer something; what nobody grants then is not said as well."""
    assert faults_of(offers=[]) == {"$.offers": "offers-none"}


def test_nothing_granted() -> None:
    """Where no item grants anything, that is said, and how it would be written."""
    mute = make_tariff()
    mute = attrs.evolve(mute, items=(attrs.evolve(mute.items[0], grants=()),))

    with pytest.raises(ScenarioError) as caught:
        make(offers=[mute])

    assert [fault.code for fault in caught.value.faults] == ["nothing-granted"]
    assert 'grants = ["chat"]' in str(caught.value)


def test_offer_twice() -> None:
    """Two tariffs with one id cannot be told apart in a plan."""
    assert faults_of(offers=[make_tariff(), make_tariff()]) == {
        "$.offers[1]": "offer-twice"
    }


def test_mixed_currencies() -> None:
    """Money of two currencies is never added."""
    offers = [make_tariff(), make_tariff("b", currency="USD")]

    assert faults_of(offers=offers) == {"$.offers": "currencies-mixed"}


def test_mixed_tax_bases() -> None:
    """Prices before and with tax compare only where a tax is computed."""
    offers = [make_tariff(), make_tariff("b", prices="including-tax")]

    assert make(offers=offers).currency == "JPY"
    assert faults_of(offers=offers, terms=Terms(date(2021, 4, 1), 12)) == {
        "$.offers": "tax-bases-mixed"
    }


def test_rate_of_each_tax_class() -> None:
    """Each class a charge names needs a rate."""
    charge = {"per": "month", "scheme": "per_unit", "price": 4, "tax_class": "reduced"}
    offers = [make_tariff(charges=[charge])]
    both = Tax(rates={"standard": "10%", "reduced": "8%"})

    assert make(offers=offers, terms=Terms(date(2021, 4, 1), 12, both)).offers
    assert faults_of(offers=offers) == {"$.offers[0]": "no-rate"}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (dated("2021-05-01"), "no-version"),
        (dated("2020-04-01", "2021-04-01"), "no-version"),
        (dated("2020-04-01", "2022-03-31"), "more-than-one-period"),
    ],
)
def test_one_version_prices_the_horizon(days: dict[str, Any], code: str) -> None:
    """Prices that begin later, ended, or change within the horizon are faults."""
    assert faults_of(offers=[make_tariff(**days)]) == {"$.offers[0]": code}


def test_version_that_ends_with_the_horizon() -> None:
    """Until is exclusive, and so is the horizon's end."""
    offers = [make_tariff(**dated("2021-04-01", "2022-04-01"))]

    assert make(offers=offers).versions == offers[0].versions


def test_needs_nobody_grants() -> None:
    """A need that no offer grants is named, with a guess; a default's once."""
    groups = [Group("a", 1), Group("b", 1), Group("c", 1, needs={"caht", "chat"})]

    with pytest.raises(ScenarioError) as caught:
        make(groups, needs={"chta"})

    rest = 'no offer grants it. Granted: chat. Did you mean "chat"?'
    assert caught.value.text().splitlines() == [
        f'$.needs: "chta": {rest}',
        f'$.groups[2].needs: "caht": {rest}',
    ]


def test_everything_at_once() -> None:
    """Faults of groups, offers and needs come together."""
    found = faults_of(groups=[Group("a", -1)], offers=[make_tariff(), make_tariff()])

    assert found.keys() == {"$.offers[1]", "$.groups[0].people", "$.needs"}


def test_offers_are_tariffs() -> None:
    """A path in place of a tariff is told what to do."""
    with pytest.raises(TypeError, match="read_tariff"):
        make(offers=["chat.toml"])


# --- budget figure and limits -----------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "rounding", "figure"),
    [
        (1000, "up", 2_315_000),
        (1000, "down", 2_314_000),
        (1000, "half-up", 2_315_000),
        (10_000, Rounding.FLOOR, 2_310_000),
        (1, "up", 2_314_620),
    ],
)
def test_budget_figure(unit: int, rounding: Any, figure: int) -> None:
    """The figure is a multiple of the unit, on the declared side."""
    cost = GrossMoney(2_314_620, "JPY")

    assert BudgetFigure(unit, rounding).of(cost) == GrossMoney(figure, "JPY")


def test_budget_figure_knows_its_word() -> None:
    """Files say up and down, however the value was made."""
    figures = [BudgetFigure(1, word) for word in ("up", "ceil", "down", "half-up")]

    assert [figure.word for figure in figures] == ["up", "up", "down", "half-up"]


@pytest.mark.parametrize("unit", [0, -1, True, 1.0, "1000"])
def test_budget_unit_is_a_whole_number(unit: Any) -> None:
    """A unit of nothing rounds nothing."""
    with pytest.raises(ValueError, match="unit"):
        BudgetFigure(unit, "up")


def test_limits_read_seats_and_shares() -> None:
    """A whole number is seats; a share is of the seats needed, rounded down."""
    assert Limits(max_surplus="20") == Limits(max_surplus=20)
    assert Limits(max_surplus="5%").max_surplus == Fraction(1, 20)
    assert Limits(max_surplus="5%").surplus(39) == 1
    assert Limits(max_surplus=0).surplus(39) == 0
    assert Limits().surplus(39) is None


def test_one_seat_is_not_all_of_them() -> None:
    """A surplus of 1 seat differs from a surplus of 100 %."""
    assert Limits(max_surplus=1) != Limits(max_surplus="100%")


@pytest.mark.parametrize("limits", [{"budget": -1}, {"max_surplus": -1}])
def test_limits_are_not_negative(limits: dict[str, Any]) -> None:
    """Nothing can be below zero."""
    with pytest.raises(ValueError, match="below zero"):
        Limits(**limits)


def test_limits_are_exact() -> None:
    """A budget is no float."""
    with pytest.raises(TypeError, match="float"):
        Limits(budget=2.5)  # type: ignore[arg-type]
