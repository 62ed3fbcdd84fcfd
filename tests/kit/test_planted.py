"""The kit is tested with faults planted on purpose: each check finds its own."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest

import tariffopt.optimizing
from tariffopt.analysis import Envelope, Point, envelope
from tariffopt.errors import json_fields
from tariffopt.tariff import (
    Compiled,
    Curve,
    Graduated,
    Meter,
    Tariff,
    Tier,
    Version,
    Volume,
    compile_charge,
)
from tariffopt.testing import (
    CheckResult,
    ConformanceError,
    check_tariff,
    parametrize_with_checks,
    tariff_checks,
)
from tariffopt.testing.checks import CHECKS, answers, prices
from tariffopt.testing.checks.claims import shape_claims
from tariffopt.testing.fixed import cost_in_program
from tests.building import charge, item, tariff
from tests.kit.faulty import ALSO, FAULTY, GOOD, POOLED

PATCHED = ("pieces-merged", "cheapest-purchase", "optimum", "program-agrees")


def failing(tariff: Tariff) -> set[str]:
    """Name the checks a tariff fails."""
    results = check_tariff(tariff, raise_=False)
    return {result.check.name for result in results if not result.ok}


def test_good_tariff_passes() -> None:
    """A tariff without a fault passes every check."""
    assert failing(GOOD) == set()


def test_every_check_has_a_planted_fault() -> None:
    """No check is without a fault that shows it works."""
    assert {check.name for check in CHECKS} == {*FAULTY, *PATCHED}


@pytest.mark.parametrize("name", FAULTY)
def test_planted_fault_is_found_by_its_check(name: str) -> None:
    """The check meant for a fault finds it, and says so in both languages."""
    results = {r.check.name: r for r in check_tariff(FAULTY[name], raise_=False)}

    assert results[name].outcome == "failed"
    assert results[name].faults
    codes = {fault.code for fault in results[name].faults}
    assert "check-raised" not in codes
    assert all(results[name].text(lang) for lang in ("en", "ja"))


@pytest.mark.parametrize(("name", "tariff"), ALSO)
def test_other_faults_are_found_too(name: str, tariff: Tariff) -> None:
    """Other ways of being wrong are found by the check meant for them as well."""
    assert name in failing(tariff)


@pytest.mark.parametrize("name", ["examples-at-boundaries", "source", "names", "dates"])
def test_declared_faults_are_found_by_nothing_else(name: str) -> None:
    """A fault in what is declared only does not fail the checks of prices."""
    declared = {"examples-at-boundaries", "source", "names", "dates", "round-trip"}

    assert failing(FAULTY[name]) <= declared


def test_unmerged_pieces_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces cut in two by a defect of the compiler are found."""

    def cut(charge: Any) -> Compiled:
        compiled = compile_charge(charge)
        first, *rest = compiled.curve.pieces
        halves = (attrs.evolve(first, last=2), attrs.evolve(first, first=3))
        curve = Curve(compiled.curve.pieces)
        object.__setattr__(curve, "pieces", (*halves, *rest))
        return attrs.evolve(compiled, curve=curve)

    monkeypatch.setattr(prices, "compile_charge", cut)

    assert failing(GOOD) == {"pieces-merged"}


def test_pairwise_envelope_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An envelope that forgets to buy up into the next tier is found."""

    class Plain(Envelope):
        def at_least(self, need: int) -> Point:
            """Buy exactly what is needed."""
            point = super().at_least(need)
            return attrs.evolve(point, purchase=need, cost=point.plain or point.cost)

    def plain(*args: Any) -> Envelope:
        found = envelope(*args)
        return Plain(found.payable, found.rest)

    monkeypatch.setattr(answers, "envelope", plain)

    assert failing(GOOD) == {"cheapest-purchase"}


def test_dear_optimum_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An optimizer whose answer is not the cheapest is found."""
    optimize = tariffopt.optimizing.optimize

    class Dear:
        def __init__(self, plan: Any) -> None:
            paid = plan.cost.incl_tax
            self.cost = attrs.evolve(
                plan.cost, incl_tax=attrs.evolve(paid, amount=paid.amount + 1)
            )

    def dear(*args: Any, **kwargs: Any) -> Dear:
        return Dear(optimize(*args, **kwargs))

    monkeypatch.setattr(tariffopt.optimizing, "optimize", dear)

    assert failing(GOOD) == {"optimum"}


def test_program_of_other_prices_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that prices a pool otherwise than the quote is found."""
    asked = cost_in_program

    def off(tariff: Tariff, quantities: Mapping[str, int], *a: Any, **k: Any) -> Any:
        cost = asked(tariff, quantities, *a, **k)
        both = sum(quantities.values()) > max(quantities.values())
        return cost + 1 if cost is not None and both else cost

    monkeypatch.setattr(answers, "cost_in_program", off)

    assert failing(GOOD) == set()
    assert failing(POOLED) == {"program-agrees"}


def test_tiers_moved_wrongly_by_what_is_held_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program that forgets a tier just filled by what is held is found."""
    items = [item("seat", "chat"), item("add-on", "mail")]
    bands = [
        attrs.evolve(
            charge(Volume((Tier(5, 500), Tier(9, 400))), name),
            selector=Meter.of("seat"),
            with_held=True,
        )
        for name in ("seat", "add-on")
    ]
    held = attrs.evolve(
        GOOD,
        items=tuple(items),
        versions=(Version(tuple(bands)),),
        examples=(),
    )
    assert failing(held) == set()

    module = sys.modules["tariffopt.tariff.holding"]
    monkeypatch.setattr(module, "_may_add_none", lambda _: False)

    results = {r.check.name: r for r in check_tariff(held, raise_=False) if not r.ok}
    assert results.keys() == {"program-agrees"}
    assert "beside" in results["program-agrees"].text()
    assert "保有数" in results["program-agrees"].text("ja")


def test_pools_selectors_and_steps_pass() -> None:
    """The kit has nothing against pools, selected tiers and steps that are right."""
    assert failing(POOLED) == set()


def test_failures_are_raised_together() -> None:
    """Without ``raise_=False`` all failed checks are raised in one error."""
    broken = attrs.evolve(GOOD, source=None, vendor=" ", examples=())

    with pytest.raises(ConformanceError, match="names") as caught:
        check_tariff(broken)

    found = {result.check.name for result in caught.value.results}
    assert {"names", "source", "examples-at-boundaries"} <= found
    assert "$.source.title is missing" in str(caught.value)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert copy.results == caught.value.results


def test_expected_failure_is_no_failure() -> None:
    """A failure said beforehand is reported with its reason, and raises nothing."""
    results = check_tariff(
        FAULTY["source"], expected_failures={"source": "told on the telephone"}
    )

    (result,) = [r for r in results if r.check.name == "source"]
    assert result.outcome == "expected"
    assert "told on the telephone" in result.text("en")


def test_expected_failure_that_passes_is_a_failure() -> None:
    """An entry in the expected failures that is out of date is found."""
    with pytest.raises(ConformanceError, match="passes, though") as caught:
        check_tariff(GOOD, expected_failures={"source": "not yet"})

    assert [r.outcome for r in caught.value.results] == ["unexpected"]


def test_unknown_check_is_refused() -> None:
    """A misspelled check among the expected failures is an error that lists them."""
    with pytest.raises(ValueError, match=r"no check sauce; there are .*source"):
        check_tariff(GOOD, expected_failures={"sauce": "?"})


def test_checks_up_to_a_version() -> None:
    """A plugin may pin the kit: checks newer than a version are left out."""
    assert check_tariff(GOOD, checks_up_to="0.0") == []
    assert len(check_tariff(GOOD, checks_up_to="0.1")) == len(CHECKS)
    assert len(check_tariff(GOOD, checks_up_to="0.10.2")) == len(CHECKS)
    assert list(tariff_checks(GOOD, checks_up_to="0.0")) == []
    pinned: Any = parametrize_with_checks([GOOD], checks_up_to="0.0")
    assert pinned.args[1] == []


def test_a_plugin_that_raises_is_reported() -> None:
    """An error inside a plugin's schedule is a fault, never a traceback."""
    results = check_tariff(FAULTY["refuses-quantities"], raise_=False)

    assert all(isinstance(result, CheckResult) for result in results)
    assert any(f.code == "check-raised" for r in results for f in r.faults)


def test_checks_by_name() -> None:
    """Each check can be run alone."""
    checks: dict[str, Callable[[], None]] = dict(tariff_checks(FAULTY["source"]))

    checks["names"]()
    with pytest.raises(ConformanceError, match="source"):
        checks["source"]()


@parametrize_with_checks(
    [GOOD, attrs.evolve(FAULTY["source"], id="sourceless")],
    {"sourceless": {"source": "told on the telephone"}},
)
def test_parametrized(check: Callable[[], None]) -> None:
    """The decorator makes one test of each check, expected failures included."""
    check()


def test_amounts_in_messages_are_readable() -> None:
    """A disagreement names the reading and both amounts."""
    (result,) = [
        r
        for r in check_tariff(FAULTY["pieces-agree"], raise_=False)
        if r.check.name == "pieces-agree"
    ]

    fields = json_fields(result.faults[0].fields)
    expected = {"reading": 6, "found": "1800", "expected": "2400"}
    assert expected == {key: fields[key] for key in expected}
    assert "give 1,800, the schedule prints 2,400" in result.faults[0].text()
    assert Fraction(fields["expected"]) == 6 * 400


def test_kit_needs_no_test_library() -> None:
    """``check_tariff`` runs where pytest and Hypothesis cannot be imported."""
    words = """
    import sys
    sys.modules["pytest"] = sys.modules["hypothesis"] = None
    import tariffopt as to
    from tariffopt.testing import check_tariff
    results = check_tariff(to.demo_scenario().offers[0])
    print(len(results), {result.outcome for result in results})
    """
    program = textwrap.dedent(words)

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout.split(maxsplit=1) == [str(len(CHECKS)), "{'passed'}\n"]


def test_the_first_three_blocks_of_a_tier_are_listed() -> None:
    """Further blocks need no end of their own; a scheme that lists none is found."""

    class Silent(Graduated):
        def ends(self) -> tuple[int, ...]:
            return self.tier_ends

    tiers = (Tier(20, 3, size=5), Tier(500, 5, size=10))
    kept, silent = (
        tariff("t", charge(scheme(tiers))) for scheme in (Graduated, Silent)
    )

    assert list(shape_claims(kept)) == []
    assert [fault.fields["found"] for fault in shape_claims(silent)] == [5]
