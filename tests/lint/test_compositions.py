"""Lint on random compositions: it never fails, and its figures are those of quotes."""

from __future__ import annotations

from datetime import date

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import combinations
from tariffopt.testing.strategies import compositions
from tests.profiles import examples

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
START = date(2021, 4, 1)
MONTHS = {"month": 1, "year": 12, "once": 1}


def cost(tariff: to.Tariff, terms: to.Terms, **buy: int) -> to.GrossMoney:
    """Quote the price alone: nobody is counted, and nothing is held."""
    return to.quote(tariff, buy, terms, headcount=0, held={}).incl_tax


@settings(max_examples=examples(200), suppress_health_check=SLOW, deadline=None)
@given(tariff=compositions())
def test_figures_are_those_of_quotes(tariff: to.Tariff) -> None:
    """What a zone wastes is the quote of its worst quantity less that of the better."""
    for finding in to.lint(tariff, today=START):
        assert finding.text("en")
        assert finding.text("ja")
        if finding.code not in ("falling-total", "tier-never-bought"):
            continue
        fields = finding.fields
        sold = tariff.under(_options(tariff, fields.get("under")))
        terms = to.Terms(START, MONTHS[fields["per"]])
        worst, buy = (
            cost(sold, terms, **{fields["item"]: fields[key]})
            for key in ("worst", "buy")
        )
        assert worst.amount - buy.amount == fields["wastes"].amount > 0


def _options(tariff: to.Tariff, under: str | None) -> dict[str, str]:
    """Find the options that a finding names; any will do where it names none."""
    for chosen in combinations(tariff.choices):
        said = ", ".join(f"{choice} = {option}" for choice, option in chosen)
        if under in (None, said):
            return dict(chosen)
    raise AssertionError(under)


@settings(max_examples=examples(200), suppress_health_check=SLOW, deadline=None)
@given(
    tariff=compositions(most_items=2, rules=False), months=st.sampled_from([1, 12, 14])
)
def test_dominated_items_are_never_missed(tariff: to.Tariff, months: int) -> None:
    """Whatever is bought of an item nobody needs, the other instead costs no more."""
    alike = [attrs.evolve(item, grants=("chat",)) for item in tariff.items]
    tariff, terms = attrs.evolve(tariff, items=alike), to.Terms(START, months)
    for finding in to.lint(tariff):
        if finding.code != "item-never-bought":
            continue
        item, other = finding.fields["item"], finding.fields["other"]
        sold = tariff.under(_options(tariff, finding.fields.get("under")))
        for some in range(1, 12):
            for beside in range(6):
                try:
                    paid = cost(sold, terms, **{item: some, other: beside})
                except to.QuantityError:
                    continue
                instead = cost(sold, terms, **{other: some + beside})
                assert instead.amount <= paid.amount
