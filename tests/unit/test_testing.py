"""The shipped testing tools: lazy, plain about what they need, and in order."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tariffopt as to
import tariffopt.testing
from tariffopt.tariff import Included, Step
from tariffopt.testing import boundaries, dynamic, oracles, strategies
from tariffopt.testing.checks import CHECKS
from tariffopt.texts import LANGS, catalogue
from tests.dates import START

TERMS = to.Terms(START, 1)


def run(code: str) -> str:
    """Run code in a fresh interpreter and give what it prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_testing_is_imported_when_asked_for() -> None:
    """Importing the package imports no test library, no oracle and no solver."""
    code = """
        import sys
        import tariffopt.testing
        late = {"hypothesis", "pytest", "numpy", "highspy", "tariffopt.testing.oracles"}
        print(sorted(late & set(sys.modules)))
    """

    assert run(code) == "[]"


def test_conformance_needs_no_test_library() -> None:
    """The kit runs where neither pytest nor Hypothesis can be imported."""
    code = """
        import sys
        sys.modules["hypothesis"] = sys.modules["pytest"] = None
        from tariffopt.testing import check_tariff, parametrize_with_checks
        import tariffopt as to
        tariff = to.tariff_from_dict({
            "id": "t", "name": "T", "vendor": "V", "currency": "JPY",
            "prices": "excluding-tax", "items": {"seat": {}},
            "charges": [{"per": "month", "scheme": "per_unit", "price": 400}]})
        failed = {r.check.name for r in check_tariff(tariff, raise_=False) if not r.ok}
        print(sorted(failed))
        for use in (lambda: parametrize_with_checks([tariff]),
                    lambda: __import__("tariffopt.testing.strategies")):
            try:
                use()
            except ImportError as error:
                print("tariffopt[testing]" in str(error))
    """

    assert run(code).splitlines() == ["['source']", "True", "True"]


def test_every_name_is_there() -> None:
    """All names listed can be had; another is an `AttributeError`."""
    for name in tariffopt.testing.__all__:
        assert getattr(tariffopt.testing, name) is not None
    assert dir(tariffopt.testing) == sorted(tariffopt.testing.__all__)
    with pytest.raises(AttributeError, match="chekc_tariff"):
        _ = tariffopt.testing.chekc_tariff


def test_every_check_has_a_sentence() -> None:
    """Checks have unique names, and a sentence in both languages."""
    names = [check.name for check in CHECKS]

    assert len(set(names)) == len(names)
    for lang in LANGS:
        assert {f"check.{name}" for name in names} <= set(catalogue(lang))


@settings(max_examples=20)
@given(data=st.data())
def test_types_can_be_drawn(data: st.DataObject) -> None:
    """Once registered, `from_type` draws the library's values."""
    strategies.register()

    for kind in (to.Money, to.NetMoney, to.GrossMoney, to.Tariff, to.Terms, to.Group):
        assert isinstance(data.draw(st.from_type(kind)), kind)
    assert isinstance(data.draw(st.from_type(to.Scenario)), to.Scenario)


@settings(max_examples=50)
@given(tariff=strategies.tariffs(most_items=3), data=st.data())
def test_quantities_drawn_can_be_bought(tariff: to.Tariff, data: st.DataObject) -> None:
    """Quantities drawn for a tariff have a price, near boundaries as well."""
    for near in (strategies.quantities, strategies.boundary_quantities):
        bill = to.quote(tariff, data.draw(near(tariff)), TERMS, headcount=0)
        assert bill.incl_tax.amount >= 0


@pytest.mark.parametrize("scheme", strategies.SCHEMES)
def test_each_scheme_can_be_drawn(scheme: str) -> None:
    """A strategy restricted to a scheme draws it, within its boundaries."""

    @settings(max_examples=10)
    @given(drawn=strategies.schedules(schemes=[scheme], last=5))
    def draw(drawn: to.Volume) -> None:
        assert drawn.maximum is None or drawn.maximum <= 5

    draw()


def charge(schedule: to.Volume | to.Package, *steps: Step) -> to.Charge:
    """Make a charge on the seat."""
    return to.Charge(schedule, "month", to.Meter.of("seat"), steps)


def test_boundaries() -> None:
    """Boundaries are the printed ends, moved by included units."""
    volume = to.Volume((to.Tier(5, 4), to.Tier(9, 3)))

    assert boundaries.ends_of_charge(charge(volume)) == (5, 9)
    assert boundaries.ends_of_charge(charge(volume, Included(2))) == (2, 7, 11)
    package = to.Package(4, 90, maximum=10)
    assert boundaries.ends_of_charge(charge(package)) == (4, 8, 10)
    assert boundaries.settled_after(charge(volume, Included(2))) == 8


def test_unknown_schedule_has_no_bound() -> None:
    """The oracles refuse a schedule they cannot bound, rather than search for ever."""

    class Endless:
        maximum = None

    odd = to.Charge(Endless(), "month", to.Meter.of("seat"))  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="Endless needs a last quantity"):
        boundaries.settled_after(odd)


def member(rules: list[dict[str, object]]) -> to.Tariff:
    """Make the messenger of S2: paid members, free guests."""
    return to.tariff_from_dict(
        {
            "id": "messenger",
            "name": "Messenger",
            "vendor": "V",
            "currency": "USD",
            "prices": "excluding-tax",
            "items": {"member": {"grants": ["staff"]}, "guest": {"grants": ["guest"]}},
            "charges": [
                {
                    "item": "member",
                    "per": "month",
                    "scheme": "per_unit",
                    "price": "7.25",
                },
                {"item": "guest", "per": "month", "scheme": "per_unit", "price": 0},
            ],
            "rules": rules,
        }
    )


def test_oracle_on_the_messenger() -> None:
    """S2, ten times smaller: 6 staff and 33 guests need 7 paid members."""
    rule: dict[str, object] = {"item": "guest", "at_most": 5, "per": "member"}
    scenario = to.Scenario(
        [to.Group("s", 6, needs={"staff"}), to.Group("v", 33, needs={"guest"})],
        [member([{"rule": "ratio", **rule}])],
        TERMS,
    )

    assert oracles.brute_force(scenario) == 7 * to.Money("7.25", "USD").amount
    optimum = to.optimize(scenario)
    assert optimum.cost.incl_tax == to.GrossMoney("50.75", "USD")


def test_oracle_refuses_endless_rules() -> None:
    """Ratio rules that raise each other's quantities for ever are refused."""
    both: list[dict[str, object]] = [
        {"rule": "ratio", "item": "guest", "at_most": "1/2", "per": "member"},
        {"rule": "ratio", "item": "member", "at_most": "1/2", "per": "guest"},
    ]
    scenario = to.Scenario([to.Group("v", 3, needs={"guest"})], [member(both)], TERMS)

    with pytest.raises(ValueError, match="for ever"):
        oracles.brute_force(scenario)


def test_dynamic_program_needs_single_items() -> None:
    """A tariff of several items is refused."""
    with pytest.raises(ValueError, match="2 items"):
        dynamic.dynamic_program([member([])], 3, TERMS)
