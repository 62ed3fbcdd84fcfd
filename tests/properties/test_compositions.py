"""Random compositions of constructs: the quote, the program and brute force agree.

Each property tries 500 compositions, and each construct is shown to have been drawn:
what is not drawn is not tested.
"""

from __future__ import annotations

from collections import Counter

import attrs
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import RULES, SCHEMES, STEPS, combinations
from tariffopt.testing.fixed import cost_in_program
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    boundary_quantities,
    composed_scenarios,
    compositions,
    constructs_of,
    names_of,
    quantities,
    terms,
)
from tests.laws import least
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
# Drawn in scenarios; and what takes more than a tariff to say: held units, bodies.
NOT_DRAWN = {"Charge tax_class", "Charge with_held", "Charge across"}
EXPECTED = {
    *SCHEMES,
    *STEPS,
    *(period.value for period in to.Period),
    *(name for kind in (to.Item, to.Tier, to.Charge) for name in names_of(kind)),
    *(kind.__name__ for kind in RULES.values()),
    "contract",
    "pool",
    "choices",
    "list_price",
}
EXPECTED -= NOT_DRAWN


@settings(max_examples=examples(500), suppress_health_check=SLOW, deadline=None)
@given(tariff=compositions(), when=terms(), data=st.data())
def test_quote_is_the_program_at_fixed_quantities(
    tariff: to.Tariff, when: to.Terms, data: st.DataObject
) -> None:
    """Quantities fixed in the program cost what they are quoted at, tax included."""
    chosen = dict(data.draw(st.sampled_from(list(combinations(tariff.choices)))))
    sold = tariff.under(chosen)
    near, any_ = boundary_quantities(sold), quantities(sold)
    for buy in (data.draw(near), data.draw(st.one_of(near, any_))):
        bill = to.quote(tariff, buy, when, chosen, headcount=0)
        assert cost_in_program(tariff, buy, when, chosen) == bill.incl_tax.amount


@settings(max_examples=examples(500), suppress_health_check=SLOW, deadline=None)
@given(scenario=composed_scenarios(most_seats=5))
def test_optimum_is_brute_force(scenario: to.Scenario) -> None:
    """The least cost over all quantities is what trying everything finds."""
    assert least(scenario) == brute_force(scenario)


FOUND = settings(
    max_examples=5_000,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # the first will do, not the smallest
    suppress_health_check=SLOW,
)


def test_what_is_held_is_drawn() -> None:
    """Scenarios with units held already are among those whose optimum is searched."""
    drawn = find(
        composed_scenarios(),
        lambda s: any(n for _, held in s.held for _, n in held),
        settings=FOUND,
    )

    assert any(c.with_held for v in drawn.offers[0].versions for c in v.charges)


def test_list_prices_bind() -> None:
    """Scenarios whose optimum would be another one without money are searched too."""
    drawn = find(composed_scenarios(most_seats=5), _is_bound, settings=FOUND)

    assert least(drawn) == brute_force(drawn)


def _is_bound(scenario: to.Scenario) -> bool:
    """Tell whether some tier beyond the first, selected by money, changes the cost."""
    first = [attrs.evolve(o, versions=map(_first, o.versions)) for o in scenario.offers]
    if first == list(scenario.offers):
        return False
    return least(attrs.evolve(scenario, offers=first)) != least(scenario)


def _first(version: to.Version) -> to.Version:
    return attrs.evolve(version, charges=map(_first_tier, version.charges))


def _first_tier(line: to.Charge) -> to.Charge:
    if line.selecting.unit is None or not isinstance(line.schedule, to.Volume):
        return line
    only = attrs.evolve(line.schedule.tiers[0], up_to=None)
    return attrs.evolve(line, schedule=to.Volume([only]))


@settings(max_examples=examples(60), suppress_health_check=SLOW, deadline=None)
@given(tariff=compositions())
def test_documents_say_compositions(tariff: to.Tariff) -> None:
    """A composition is written to a document and read back as it was."""
    assert to.tariff_from_dict(to.tariff_to_dict(tariff)) == tariff


def test_each_construct_is_drawn() -> None:
    """As many drawings as the properties try have every construct, several times."""
    drawn: Counter[str] = Counter()

    @settings(max_examples=500, suppress_health_check=SLOW, derandomize=True)
    @given(tariff=compositions())
    def count(tariff: to.Tariff) -> None:
        drawn.update(constructs_of(tariff))

    count()

    assert {key: drawn[key] for key in EXPECTED if drawn[key] < 5} == {}
    assert set(drawn) <= EXPECTED
