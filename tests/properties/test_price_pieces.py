"""The compiled pieces against the printed schedules, at every boundary -1, 0, +1."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tariffopt.tariff import (
    Charge,
    Curve,
    Graduated,
    Included,
    Meter,
    Tariff,
    Terms,
    Tier,
    Volume,
    compile_charge,
    quote,
)
from tariffopt.tariff.curve import add
from tariffopt.tariff.quoting import charge_amount
from tariffopt.testing.checks.probes import readings
from tariffopt.testing.strategies import (
    boundary_quantities,
    charges,
    quantities,
    tariffs,
    terms,
    tiers,
)
from tests.profiles import examples


@settings(max_examples=examples(300))
@given(charge=charges(item="seat"))
def test_pieces_equal_the_printed_price(charge: Charge) -> None:
    """At both ends of every tier, beside them and between, both say the same."""
    compiled = compile_charge(charge)

    for reading in readings(charge):
        assert compiled.amount(reading) == charge_amount(charge, {"seat": reading})


@settings(max_examples=examples(300))
@given(charge=charges(item="seat"))
@example(
    charge=Charge(  # the second reading lies on the line of the third, and so the first
        Volume((Tier(1, "29/4", "29/4"), Tier(2, 0))),
        "month",
        Meter.of("seat"),
        steps=(Included(1),),
    )
)
def test_pieces_are_maximal_and_cover_everything(charge: Charge) -> None:
    """Pieces follow on from 0 and no two neighbors lie on one line."""
    pieces = compile_charge(charge).curve.pieces

    assert pieces[0].first == 0
    for left, right in itertools.pairwise(pieces):
        assert left.last is not None
        assert right.first == left.last + 1
        assert (left.intercept, left.slope) != (right.intercept, right.slope)
        if left.first == left.last:
            assert right.amount(left.first) != left.amount(left.first)
        if right.first == right.last:
            assert left.amount(right.first) != right.amount(right.first)


@settings(max_examples=examples(100))
@given(
    tariff=tariffs(tax_classes=("standard", "reduced")),
    when=terms(tax_classes=("standard", "reduced")),
    data=st.data(),
)
def test_bill_is_the_sum_of_its_charges(
    tariff: Tariff, when: Terms, data: st.DataObject
) -> None:
    """A bill's printed total is the pieces' amounts, each as often as it is due."""
    near = st.one_of(boundary_quantities(tariff), quantities(tariff))
    bought = data.draw(near)
    bill = quote(tariff, bought, when, headcount=0)
    due = sum(
        (
            compile_charge(c).amount(c.reading(bought)) * when.times(c.per)
            for c in tariff.versions[0].charges
        ),
        Fraction(0),
    )

    printed = bill.excl_tax if tariff.prices == "excluding-tax" else bill.incl_tax
    assert printed.amount == (due if any(bought.values()) else 0)
    assert sum((ln.amount.amount for ln in bill.lines), Fraction(0)) == printed.amount
    assert bill.excl_tax.with_tax(bill.tax) == bill.incl_tax


@settings(max_examples=examples(100))
@given(drawn=tiers(), cut=st.integers(1, 12), kind=st.sampled_from([Volume, Graduated]))
def test_splitting_a_tier_changes_no_price(
    drawn: tuple[Tier, ...], cut: int, kind: type[Volume | Graduated]
) -> None:
    """A tier cut in two with the same price (and no second flat) prices the same."""
    ends = [tier.up_to for tier in drawn]
    if cut in ends or (ends[-1] is not None and cut > ends[-1]):
        return
    at = next(n for n, end in enumerate(ends) if end is None or end > cut)
    flat = drawn[at].flat if kind is Volume else Fraction(0)
    halves = (attrs.evolve(drawn[at], up_to=cut), attrs.evolve(drawn[at], flat=flat))
    split = kind((*drawn[:at], *halves, *drawn[at + 1 :]))

    def curve(schedule: Volume | Graduated) -> Curve:
        return compile_charge(Charge(schedule, "month", Meter.of("seat"))).curve

    assert curve(split) == curve(kind(drawn))


@settings(max_examples=examples(100))
@given(one=charges(item="seat"), two=charges(item="seat"))
def test_curves_add(one: Charge, two: Charge) -> None:
    """Curves added give the amounts added."""
    left, right = compile_charge(one).curve, compile_charge(two).curve
    both = add(left, right)

    ends = {end for p in both.pieces for end in (p.first, p.last) if end is not None}
    for reading in ends | {p.first + 1 for p in both.pieces if p.last is None}:
        assert both.amount(reading) == left.amount(reading) + right.amount(reading)
