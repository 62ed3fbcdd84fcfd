"""Tests of the tests: every planted fault is found by the check that is for it.

A check here is a test or a law that the suite runs anyway; it must pass without the
fault and fail with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import tariffopt as to
from tariffopt.optimizing import formulate
from tariffopt.scenario.requirements import REQUIREMENTS
from tariffopt.tariff import Included, Minimum
from tariffopt.testing import tariff_checks
from tariffopt.testing.strategies import scenarios
from tests import laws
from tests.building import MONTH, charge, chat, item, scenario, tariff, volume
from tests.planted import faults
from tests.properties import (
    test_merging,
    test_optimize,
    test_price_pieces,
    test_reductions,
)
from tests.unit import (
    test_budgets,
    test_certifying,
    test_constraints,
    test_formulation,
    test_notes,
    test_optimizing,
    test_optimizing_ends,
    test_requirements,
    test_tariff_quoting,
)
from tests.unit import test_reductions as test_reduction_examples

Check = Callable[[], object]
FOUND = (AssertionError, to.CertificationError, pytest.fail.Exception)
"""What a check raises when it finds a fault; "did not raise" is the last one."""


# --- scenarios on which the checks are asked ----------------------------------------

STEEP = volume((9, 100), (None, 55))
"""A price whose dead zone is 6 to 9: ten cost 550."""


def _pair(*rules: to.Ratio, **guest: int) -> to.Tariff:
    """Make members and guests."""
    items = [item("member"), item("guest", "guest", **guest)]
    lines = [charge(7, "member"), charge(2, "guest")]
    return tariff("pair", *lines, items=items, rules=rules)


def _carried(member: Any, guest: Any) -> to.Tariff:
    """Make guests, at most two for each member."""
    items = [item("member"), item("guest", "guest")]
    lines = [charge(member, "member"), charge(guest, "guest")]
    return tariff(
        "carried", *lines, items=items, rules=[to.Ratio("guest", 2, "member")]
    )


def _shared(*, money: bool = False) -> to.Tariff:
    """Make gold and silver, whose tiers both together select: ten make both cheaper.

    Or what they come to at list prices, above 9 yen for gold at 1 and silver at 2.
    """
    pool = to.Meter.pool({"gold": 1, "silver": 1})
    if money:
        pool = to.Meter.list_price({"gold": 1, "silver": 2})
    lines = [
        attrs.evolve(charge(volume((9, dear), (None, cheap)), name), selector=pool)
        for name, dear, cheap in (("gold", 100, 50), ("silver", 20, 15))
    ]
    items = [item("gold", "gold"), item("silver", "silver")]
    return tariff("shared", *lines, items=items)


def _selected() -> to.Tariff:
    """Make silver, the first of which is free, and whose tier gold selects."""
    line = charge(volume((9, 20), (None, 5)), "silver")
    silver = attrs.evolve(line, selector=to.Meter.of("gold"), steps=[to.Included(1)])
    items = [item("gold", "gold"), item("silver", "silver")]
    return tariff("selected", charge(10, "gold"), silver, items=items)


def _taxed(rounding: str) -> to.Scenario:
    terms = to.Terms(MONTH.start, 12, to.Tax("7.7%", rounding, "month"))
    return scenario(3, tariff("t", charge(401)), tariff("u", charge(402)), terms=terms)


CASES: dict[str, to.Scenario] = {
    # What is asked for has one price each side of a boundary, and two vendors, so
    # that the solver and not the envelope gives the answer.
    "tiers": scenario(5, tariff("t", charge(STEEP)), tariff("u", charge(120))),
    "dead zone": scenario(8, tariff("t", charge(STEEP)), tariff("u", charge(120))),
    "boundary": scenario(10, tariff("t", charge(STEEP)), tariff("u", charge(120))),
    "end": scenario(
        9, tariff("t", charge(volume((9, 10), (None, 90)))), tariff("u", charge(120))
    ),
    "tax": _taxed("floor"),
    # 10 % of 405 yen is 40 yen and a half, on each invoice.
    "tie": scenario(
        1,
        tariff("t", charge(405)),
        tariff("u", charge(425)),
        terms=to.Terms(MONTH.start, 12, to.Tax("10%", "half-up", "month")),
    ),
    "fee": scenario(
        3,
        tariff("t", charge(10), charge(500, None, "once")),
        tariff("u", charge(100)),
    ),
    "minimum": scenario(3, tariff("t", charge(9), items=[item(minimum=6)]), chat()),
    "carried": scenario({"guest": 8}, _carried(1000, STEEP)),
    # Members whom nobody uses: no strong row stands in for what is dropped.
    "unused": scenario({"guest": 8}, _carried(to.Stairstep((to.Tier(5, 1000),)), 3)),
    "step": scenario(3, tariff("t", charge(9), items=[item(step=5)]), chat()),
    "ratio": scenario({"guest": 12, "chat": 1}, _pair(to.Ratio("guest", 5, "member"))),
    "packages": scenario(5, tariff("t", charge(to.Package(4, 10))), chat()),
    "idle": scenario(
        8,
        tariff("t", charge(STEEP)),
        tariff("u", charge(120)),
        limits=to.Limits(max_surplus=1),
    ),
    # Either kind may be rounded up to its tier, but not both.
    "idle of two": scenario(
        {"chat": 7, "mail": 7},
        tariff("t", charge(STEEP)),
        tariff("m", charge(STEEP), items=[item("seat", "mail")]),
        limits=to.Limits(max_surplus=3),
    ),
    # Nine are needed: a tenth makes all of them cheaper. Ten are at a boundary.
    "shared": scenario({"gold": 8, "silver": 1}, _shared()),
    # The first is free, so that a tier's price is not one line; gold selects it.
    "selected": scenario({"gold": 8, "silver": 3}, _selected()),
    "list prices": scenario({"gold": 8, "silver": 1}, _shared(money=True)),
    "shared, at the boundary": scenario({"gold": 8, "silver": 2}, _shared()),
    "groups": scenario(
        {"chat": 3, "mail": 4},
        chat(),
        tariff("m", charge(9), items=[item("seat", "mail")]),
    ),
}


def inner(test: Any) -> Callable[..., object]:
    """Give what a property test does with one example."""
    return test.hypothesis.inner_test  # type: ignore[no-any-return]


def oracle(case: str) -> Check:
    """Give the property of 300 random scenarios, asked of one scenario."""
    law = inner(test_optimize.test_optimum_equals_brute_force)
    return lambda: law(scenario=CASES[case])


def reduced(given_: to.Scenario) -> Check:
    """Give the property of reductions: each alone and all, against the oracle."""
    law = inner(test_reductions.test_optimum_is_unchanged)
    return lambda: law(scenario=given_)


def recovered(*people: int) -> Check:
    """Give the property of the way back, asked of groups with equal needs."""
    groups = [to.Group(f"g{n}", count, needs="chat") for n, count in enumerate(people)]
    given_ = to.Scenario(groups, [tariff("t", charge(STEEP))], MONTH)
    law = inner(test_reductions.test_recover_gives_a_plan_that_stands)
    return lambda: law(scenario=given_, names=None)


def merged(*wanted: Any) -> Check:
    """Give the property of merging beside requirements, asked of two groups alike."""
    groups = [
        to.Group(name, 3, needs="chat", coverage="1/3", at_most=2) for name in "ab"
    ]
    offers = [
        attrs.evolve(tariff(name, charge(price)), vendor=name)
        for name, price in (("t", STEEP), ("u", 200))
    ]
    given_ = to.Scenario(groups, offers, MONTH, requirements=wanted)
    law = inner(test_merging.test_merged_groups_have_the_oracles_optimum)
    return lambda: law(scenario=given_)


def kit(name: str, offer: to.Tariff | None = None) -> Check:
    """Give a check of the conformance kit, asked of the real case if of no other."""
    return dict(tariff_checks(offer or chat()))[name]


def printed(schedule: Any, **more: Any) -> Check:
    """Give the property that pieces say what the price list says."""
    line = to.Charge(schedule, "month", to.Meter.of("seat"), **more)
    law = inner(test_price_pieces.test_pieces_equal_the_printed_price)
    return lambda: law(charge=line)


def point(case: str, quantity: int) -> Check:
    """Give the law that the program's cost is the bill, asked of a purchase."""
    given_ = CASES[case]
    need = int(given_.groups.needed.sum())
    return lambda: laws.objective_is_the_bill(given_, [quantity, 0], {(0, 0): need})


def certifying(test: Callable[..., None], *args: Any) -> Check:
    """Give a test of the certificate, with the plan its fixture makes."""
    return lambda: test(to.optimize(test_certifying.messenger()), *args)


Planted = tuple[Callable[[pytest.MonkeyPatch], None], Check]
PLANTED: dict[str, Planted] = {
    # A tier off by one, in either account of a price.
    "tier late in print, by the kit": (
        faults.tier_ends_late_in_print,
        kit("pieces-agree"),
    ),
    "tier late in print, by the real case": (
        faults.tier_ends_late_in_print,
        lambda: test_tariff_quoting.test_real_case(501, 2_104_200, 2_314_620),
    ),
    "tier late in print, by labels": (
        faults.tier_ends_late_in_print,
        kit("tier-labels"),
    ),
    "tier early in pieces, by the kit": (
        faults.tier_ends_early_in_pieces,
        kit("pieces-agree"),
    ),
    "tier early in pieces, by the property": (
        faults.tier_ends_early_in_pieces,
        printed(STEEP),
    ),
    "tier early in pieces, by the oracle": (
        faults.tier_ends_early_in_pieces,
        oracle("end"),
    ),
    "minimum forgotten": (
        faults.minimum_forgotten_in_pieces,
        printed(STEEP, steps=[Minimum(700)]),
    ),
    "included units twice": (
        faults.included_units_twice_in_pieces,
        printed(STEEP, steps=[Included(2)]),
    ),
    "selected tier late, by the oracle": (
        faults.selected_tier_late_in_pieces,
        oracle("shared, at the boundary"),
    ),
    "selected tier late, by the kit": (
        faults.selected_tier_late_in_pieces,
        kit("pieces-agree", _shared()),
    ),
    "amount that selects counted in a wrong unit": (
        faults.selecting_unit_too_large,
        oracle("list prices"),
    ),
    # A float, and a gap.
    "float price": (faults.float_price, kit("exact-amounts")),
    "gap in pieces, by the kit": (faults.gap_in_pieces, kit("pieces-cover")),
    # Tax.
    "tax the other way in bills": (
        faults.tax_rounded_the_other_way_in_bills,
        lambda: test_tariff_quoting.test_tax_is_rounded_once_an_invoice(
            "floor", "month", 120
        ),
    ),
    "tax the other way in bills, by the law": (
        faults.tax_rounded_the_other_way_in_bills,
        point("tax", 3),
    ),
    "half a coin down in bills": (
        faults.ties_rounded_down_in_bills,
        lambda: test_tariff_quoting.test_tax_is_rounded_once_an_invoice(
            "half-up", "month", 132
        ),
    ),
    "half a coin down in bills, by the law": (
        faults.ties_rounded_down_in_bills,
        point("tie", 1),
    ),
    "half a coin down in the program, by the law": (
        faults.ties_rounded_down_in_the_program,
        point("tie", 1),
    ),
    "half a coin down in the program, by the oracle": (
        faults.ties_rounded_down_in_the_program,
        oracle("tie"),
    ),
    "tax the other way in the program": (
        faults.tax_rounded_the_other_way_in_the_program,
        lambda: test_formulation.test_tax_is_rounded_as_declared_on_every_invoice(
            "floor", 12 * (1203 + 92)
        ),
    ),
    "tax the other way in the program, by the law": (
        faults.tax_rounded_the_other_way_in_the_program,
        point("tax", 3),
    ),
    "tax the other way in the program, by the oracle": (
        faults.tax_rounded_the_other_way_in_the_program,
        oracle("tax"),
    ),
    "tax not rounded in the program": (
        faults.tax_never_rounded_in_the_program,
        point("tax", 3),
    ),
    "tax rounded once": (
        faults.tax_rounded_once_for_all_invoices,
        lambda: test_tariff_quoting.test_tax_is_rounded_once_an_invoice(
            "floor", "month", 120
        ),
    ),
    # The program: each kind of row in turn.
    "no from rows": (faults.dropped_rows("from"), oracle("dead zone")),
    "no upto rows": (faults.dropped_rows("upto"), oracle("unused")),
    "no split rows": (faults.dropped_rows("split"), oracle("tiers")),
    "no one rows": (
        faults.dropped_rows("one"),
        test_formulation.test_a_tier_prices_only_its_own_quantities,
    ),
    "no need rows": (faults.dropped_rows("need"), oracle("tiers")),
    "no seats rows": (faults.dropped_rows("seats"), oracle("tiers")),
    "no signed rows": (faults.dropped_rows("signed"), oracle("fee")),
    "no bought rows": (
        faults.dropped_rows("bought"),
        test_formulation.test_the_contract_is_held_exactly_when_something_is_bought,
    ),
    "no least rows": (faults.dropped_rows("least"), oracle("minimum")),
    "no most rows": (faults.dropped_rows("most"), oracle("minimum")),
    "no step rows": (faults.dropped_rows("step"), oracle("step")),
    "no ratio rows": (faults.dropped_rows("ratio"), oracle("ratio")),
    "no pack rows": (faults.dropped_rows("pack"), oracle("packages")),
    "no tax rows": (faults.dropped_rows("tax"), oracle("tax")),
    "an item may idle less": (
        faults.one_idle_seat_fewer_of_each_item,
        oracle("idle of two"),
    ),
    "no surplus row": (faults.dropped_rows("surplus"), oracle("idle of two")),
    "no last rows": (
        faults.dropped_rows("last"),
        test_optimizing.test_pools_end_where_their_prices_do,
    ),
    # The rows of tiers that another quantity selects.
    "no in rows": (faults.dropped_rows("in"), oracle("selected")),
    "no rows that split the selecting reading": (
        faults.dropped_rows("splitt"),
        oracle("shared"),
    ),
    "no from rows of selected tiers": (faults.dropped_rows("fromt"), oracle("shared")),
    # Strong rows change no optimum: only a look at the program finds them gone.
    "no strong rows": (
        faults.dropped_rows("use"),
        test_formulation.test_strong_rows_make_the_relaxation_better,
    ),
    "no part rows": (
        faults.dropped_rows("part"),
        test_formulation.test_split_rows_make_the_relaxation_better,
    ),
    "no load rows": (
        faults.dropped_rows("load"),
        test_formulation.test_split_rows_make_the_relaxation_better,
    ),
    "seats split to too few": (
        faults.split_for_too_few,
        lambda: laws.objective_is_the_bill(
            test_formulation.split_case(), [15, 0, 0], {(0, 0): 10, (1, 0): 5}
        ),
    ),
    "fees forgotten in the program": (
        faults.contract_charges_without_contract,
        oracle("fee"),
    ),
    "quantities bounded too low": (faults.seats_bought_too_few, oracle("boundary")),
    "money divided wrongly": (faults.cost_divided_wrongly, oracle("dead zone")),
    # Reductions.
    "merging keeps too little": (faults.merging_keeps_too_little, recovered(2, 3)),
    "merging other needs": (
        faults.merging_groups_with_other_needs,
        reduced(CASES["groups"]),
    ),
    "merging whom rules tell apart": (
        faults.merging_whom_a_requirement_tells_apart,
        merged(to.DifferentVendors()),
    ),
    "merging forgets who is optional": (
        faults.merging_forgets_who_is_optional,
        merged(to.Coverage(at_least=3)),
    ),
    "optional seats to the first": (
        faults.optional_seats_all_to_the_first,
        merged(to.Coverage(at_least=4)),
    ),
    "seats to the wrong group": (
        faults.seats_given_back_to_the_wrong_group,
        recovered(2, 3),
    ),
    "cutting too much": (
        faults.cutting_one_quantity_too_much,
        reduced(CASES["tiers"]),
    ),
    "cutting too much, by the examples": (
        faults.cutting_one_quantity_too_much,
        test_reduction_examples.test_the_dead_zone_is_cut_exactly,
    ),
    "cutting under a limit": (
        faults.cutting_where_idle_seats_are_limited,
        reduced(CASES["idle"]),
    ),
    "cutting items of rules": (
        faults.cutting_items_of_ratio_rules,
        reduced(CASES["carried"]),
    ),
    # The certificate, and what is claimed.
    "certificate skips a group": (
        faults.certificate_skips_the_last_group,
        certifying(test_certifying.test_a_group_forgotten, 2),
    ),
    "certificate skips seats": (
        faults.certificate_skips_seats,
        certifying(test_certifying.test_a_purchase_below_what_is_assigned),
    ),
    "certificate believes the cost": (
        faults.certificate_believes_the_cost,
        certifying(test_certifying.test_a_cost_that_is_off, "incl_tax", 1),
    ),
    "certificate skips ratio rules": (
        faults.certificate_skips_ratio_rules,
        certifying(
            test_certifying.test_quantities_that_the_vendor_does_not_sell,
            "guest",
            5,
            "quantity-ratio",
        ),
    ),
    "optimal without proof": (
        faults.every_plan_is_called_optimal,
        test_optimizing_ends.test_gap_is_good_enough,
    ),
    "shortcut forgets the limit": (
        faults.shortcut_forgets_the_limit,
        test_notes.test_a_limit_on_idle_seats_says_its_price,
    ),
}


REQUIRED = {
    # The rows of requirements, each by a case that only they tell from a plan.
    "coverage": ("coverage", 0),
    "all": ("groups-served", 0),
    "fully": ("groups-served", 0),
    "vendors": ("vendors", 0),
    "some": ("vendors", 0),
    "of": ("vendors", 2),
    "share": ("share", 1),
    "alone": ("one-vendor", 0),
    "by": ("same-vendor", 0),
    "apart": ("different-vendors", 0),
    "purchase": ("purchase", 0),
    "budget": ("budget", 1),
}
PLANTED |= {
    f"no {rows} rows": (
        faults.dropped_rows(rows),
        functools.partial(
            test_requirements.test_program_and_certificate_know_its_boundary, *case
        ),
    )
    for rows, case in REQUIRED.items()
}
PLANTED |= {
    f"certificate skips {kind}": (
        faults.certificate_skips(kind),
        functools.partial(
            test_requirements.test_program_and_certificate_know_its_boundary,
            kind,
            [kept for _, _, kept in test_requirements.CASES[kind]].index(False),
        ),
    )
    for kind in REQUIREMENTS
}
PLANTED |= {
    name: (
        fault,
        functools.partial(
            test_budgets.test_program_and_certificate_know_who_pays,
            *test_budgets.BOUNDARIES[0],
        ),
    )
    for name, fault in (
        ("rows forget whose budget it is", faults.rows_forget_whose_budget_it_is),
        (
            "certificate forgets whose budget it is",
            faults.certificate_forgets_whose_budget_it_is,
        ),
    )
}
PLANTED["certificate skips seats beyond a group's own limit"] = (
    faults.certificate_skips_seats_beyond_a_groups_own_limit,
    lambda: test_constraints.test_program_and_certificate_refuse_what_breaks_it(
        "range"
    ),
)


@pytest.mark.parametrize("name", PLANTED)
def test_the_check_passes_without_the_fault(name: str) -> None:
    """Nothing is wrong with the code as it is."""
    _, check = PLANTED[name]

    check()


@pytest.mark.parametrize("name", PLANTED)
def test_the_check_finds_the_fault(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fault planted, the check that is for it fails."""
    plant, check = PLANTED[name]
    plant(monkeypatch)

    with pytest.raises(FOUND):
        check()


def test_the_program_refuses_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gap does not even get as far as the checks: no curve is made with one."""
    faults.gap_in_pieces(monkeypatch)

    with pytest.raises(ValueError, match="must follow on from 10, not 11"):
        formulate(CASES["boundary"])


def test_a_float_price_is_refused() -> None:
    """A float does not even get into a tariff, neither in code nor in a document."""
    with pytest.raises(TypeError, match=r"7\.25 is a float"):
        to.PerUnit(7.25)  # type: ignore[arg-type]
    document = to.tariff_to_dict(chat())
    document["charges"][0]["tiers"][0]["price"] = 7.25
    with pytest.raises(to.TariffError, match=r"price: 7\.25 is a float"):
        to.tariff_from_dict(document)


@pytest.mark.parametrize(
    "plant",
    [
        faults.tax_rounded_the_other_way_in_the_program,
        faults.dropped_rows("from"),
        faults.dropped_rows("seats"),
        faults.merging_keeps_too_little,
    ],
    ids=["tax", "no-from-rows", "no-seats-rows", "merging"],
)
def test_random_scenarios_find_it_too(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The property of 300 scenarios finds the fault without being told where."""
    law = inner(test_optimize.test_optimum_equals_brute_force)
    plant(monkeypatch)

    @settings(
        max_examples=300,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(scenario=scenarios())
    def again(scenario: to.Scenario) -> None:
        law(scenario=scenario)

    with pytest.raises(FOUND):
        again()
