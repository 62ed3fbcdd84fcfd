"""Any price function: tabulated to its maximum, exactly, in maximal straight runs."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff.schedules import Run
from tariffopt.tariff.tabulating import tabulate
from tests.building import MONTH, scenario
from tests.profiles import examples

TOTALS = st.lists(
    st.fractions(0, 50, max_denominator=6) | st.integers(0, 50), min_size=2, max_size=24
)
STEPS = st.lists(st.sampled_from([0, 0, 0, 2, 2, 2, 5]), min_size=1, max_size=40).map(
    lambda steps: list(itertools.accumulate([0, *steps]))
)


@settings(max_examples=examples(200))
@given(totals=TOTALS | STEPS)
def test_a_table_says_what_the_function_says(totals: list[int | Fraction]) -> None:
    """Each quantity costs what the function says, and no run could be longer."""
    maximum = len(totals) - 1
    table = tabulate(totals.__getitem__, maximum)

    runs, first = table.runs, 0
    for run, after in itertools.zip_longest(runs, runs[1:]):
        for quantity in range(first, run.up_to + 1):
            assert line(run, quantity) == totals[quantity]
        if after is not None and first < run.up_to:
            assert line(run, run.up_to + 1) != totals[run.up_to + 1]
        first = run.up_to + 1
    assert runs[-1].up_to == maximum


def line(run: Run, quantity: int) -> Fraction:
    """Give the amount on the straight line of a run."""
    return run.base + run.price * quantity


@settings(max_examples=examples(60))
@given(totals=TOTALS | STEPS, data=st.data())
def test_the_optimum_lies_on_the_function(
    totals: list[int | Fraction], data: st.DataObject
) -> None:
    """What is bought costs the least of all totals at or above the need."""
    need = data.draw(st.integers(1, len(totals) - 1))
    tariff = to.tariff_from_function(
        totals.__getitem__,
        maximum=len(totals) - 1,
        id="any",
        name="Any",
        vendor="V",
        currency="USD",
        prices="excluding-tax",
        grants=["chat"],
    )

    plan = to.optimize(scenario(need, tariff, terms=MONTH))

    assert plan.cost is not None
    assert plan.cost.excl_tax.amount == min(totals[need:])
