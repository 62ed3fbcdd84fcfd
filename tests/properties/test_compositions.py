"""Random compositions of constructs: the quote, the program and brute force agree.

Each property tries 500 compositions, and each construct is shown to have been drawn,
and to have mattered: what is not drawn, or changes nothing, is not tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import RULES, SCHEMES, STEPS
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    composed_scenarios,
    compositions,
    constructs_of,
    names_of,
)
from tests.asked import asked, binding, without
from tests.laws import least
from tests.profiles import examples, skip_in_smoke

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
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
COUNTED = settings(
    max_examples=500, suppress_health_check=SLOW, derandomize=True, deadline=None
)
NOT_PRICED = {"Item people"}  # it says what serves people, not what is bought or paid
OF_SCENARIOS = {"held", "bodies"}


@settings(max_examples=examples(500), suppress_health_check=SLOW, deadline=None)
@given(tariff=compositions(), data=st.data())
def test_quote_is_the_program_at_fixed_quantities(
    tariff: to.Tariff, data: st.DataObject
) -> None:
    """Quantities fixed in the program cost what they are quoted at, tax included.

    So for one body and for two, on top of what is held; and there is no such point
    where a quote is refused.
    """
    for against in (False, True):
        purchase = data.draw(asked(tariff, against=against))
        assert purchase.in_program() == purchase.quoted()


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


def test_each_construct_is_drawn_and_matters() -> None:
    """Of some hundred compositions a fair share has each construct, and hangs on it.

    Hypothesis draws in clumps, so that up to four times 500 are looked at.
    """
    skip_in_smoke()
    drawn: Counter[str] = Counter()
    mattered: Counter[str] = Counter()

    for number in range(4):

        @seed(number)
        @COUNTED
        @given(tariff=compositions(), data=st.data())
        def count(tariff: to.Tariff, data: st.DataObject) -> None:
            drawn.update(constructs_of(tariff))
            ways = (False, False, True)
            some = [data.draw(asked(tariff, against=against)) for against in ways]
            mattered.update({name for purchase in some for name in binding(purchase)})

        count()
        rare = {key: drawn[key] for key in EXPECTED if drawn[key] < 25}
        idle = {key for key in EXPECTED - NOT_PRICED if mattered[key] < 3}
        if not rare and not idle:
            break

    assert rare == {}
    assert idle == set()
    assert set(drawn) <= EXPECTED


def test_what_is_bought_together_is_drawn_and_matters() -> None:
    """A fair share of scenarios hangs on held units, bodies, tiers shared by them."""
    skip_in_smoke()
    drawn: Counter[str] = Counter()
    mattered: Counter[str] = Counter()
    least_of = {**dict.fromkeys({*EXPECTED, "contracts"}, 10), "held": 25, "bodies": 25}

    for number in range(4):

        @seed(number)
        @COUNTED
        @given(scenario=composed_scenarios(most_seats=5))
        def count(scenario: to.Scenario) -> None:
            drawn.update({c for offer in scenario.offers for c in constructs_of(offer)})
            found = dict(_without(scenario))
            drawn.update(found.keys() & OF_SCENARIOS)
            cost = brute_force(scenario) if found else None
            mattered.update(name for name, s in found.items() if brute_force(s) != cost)

        count()
        rare = {key: drawn[key] for key, few in least_of.items() if drawn[key] < few}
        idle = {"held", "bodies", "Charge across"} - set(mattered)
        if not rare and not idle:
            break

    assert rare == {}
    assert idle == set()


def _without(scenario: to.Scenario) -> Iterator[tuple[str, to.Scenario]]:
    """Give the scenario without each thing that it has beside its tariffs."""
    offers = scenario.offers
    if any(units for _, held in scenario.held for _, units in held):
        none = {offer: dict.fromkeys(dict(held), 0) for offer, held in scenario.held}
        yield "held", attrs.evolve(scenario, held=none)
    if len(scenario.groups.bodies) > 1:
        groups = [attrs.evolve(group, body=None) for group in scenario.groups]
        yield "bodies", attrs.evolve(scenario, groups=groups)
        if any("Charge across" in constructs_of(offer) for offer in offers):
            alone = [without(offer, "Charge across") for offer in offers]
            yield "Charge across", attrs.evolve(scenario, offers=alone)
