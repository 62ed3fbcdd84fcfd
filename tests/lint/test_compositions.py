"""Lint on random compositions: it never fails, and its figures are those of quotes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import combinations
from tariffopt.testing.strategies import (
    boundary_quantities,
    charges,
    compositions,
    quantities,
)
from tests.building import charge, item
from tests.building import tariff as tariff_of
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
    return next(_all_options(tariff, under))


def _options_named(named: str) -> dict[str, str]:
    """Read the options that a finding names."""
    return dict(part.split(" = ", 1) for part in named.split(", "))


def _all_options(tariff: to.Tariff, named: str | None) -> Iterator[dict[str, str]]:
    """Give all combinations that have the options a finding names."""
    wanted = _options_named(named) if named else {}
    for chosen in map(dict, combinations(tariff.choices)):
        if wanted.items() <= chosen.items():
            yield chosen


@st.composite
def changed(draw: st.DrawFn, line: to.Charge) -> to.Charge:
    """Draw a charge alike in what it counts, with prices that may be others."""
    factor = draw(st.sampled_from([Fraction(n, 2) for n in (1, 2, 2, 3)]))
    kind = line.schedule
    match kind:
        case to.Volume() | to.Graduated() | to.Stairstep():
            tiers = [
                attrs.evolve(tier, price=tier.price * factor, flat=tier.flat * factor)
                for tier in kind.tiers
            ]
            if draw(st.integers(0, 7)) == 0 and tiers[-1].up_to:
                tiers[-1] = attrs.evolve(tiers[-1], up_to=tiers[-1].up_to + 1)
            return attrs.evolve(line, schedule=attrs.evolve(kind, tiers=tiers))
        case to.Package() | to.PerUnit() | to.Flat():
            new = attrs.evolve(kind, price=kind.price * factor)
            if draw(st.integers(0, 7)) == 0 and new.maximum:
                new = attrs.evolve(new, maximum=new.maximum + 1)
            return attrs.evolve(line, schedule=new)
    return line


@st.composite
def with_twins(draw: st.DrawFn) -> to.Tariff:
    """Draw three items that grant the same, of which two are charged much alike.

    Beside what each costs there may be a charge on both, and tiers selected by both.
    """
    lines = []
    for schemes in (["volume"], ["per_unit", "per_unit", "graduated", "package"]):
        line = draw(charges(item="x", schemes=schemes))
        if draw(st.integers(0, 3)):
            line = attrs.evolve(line, steps=(), priced_at_zero=False)
        if by_units(line) and draw(st.integers(0, 3)):
            weights = {name: draw(st.integers(0, 2)) for name in "xz"}
            weights["y"] = weights["x"] + (draw(st.integers(0, 7)) == 0)
            pool = to.Meter.pool({name: w for name, w in weights.items() if w})
            line = attrs.evolve(line, selector=pool if pool.weights else None)
        twin = attrs.evolve(draw(changed(line)), meter=to.Meter.of("y"))
        lines += [line, twin]
    if draw(st.integers(0, 2)) == 0:
        shared = {"x": 1, "y": draw(st.sampled_from([1, 1, 2])), "z": 1}
        lines.append(attrs.evolve(draw(charges(item="x")), meter=to.Meter.pool(shared)))
    lines.append(draw(charges(item="z")))
    limits = draw(st.sampled_from([{}, {}, {"minimum": 2}, {"step": 2}]))
    items = [item(name, "chat", **(limits if name == "x" else {})) for name in "xyz"]
    kept = [line for line in lines if line.per is lines[0].per or draw(st.booleans())]
    return tariff_of("twins", *kept, items=items)


def by_units(line: to.Charge) -> bool:
    """Tell whether another meter may select the tier of a charge."""
    tiers = line.schedule.tiers if isinstance(line.schedule, to.Volume) else ()
    blocks = any(isinstance(step, to.Count) for step in line.steps)
    return bool(tiers) and not blocks and all(tier.size == 1 for tier in tiers)


@settings(max_examples=examples(200), suppress_health_check=SLOW, deadline=None)
@given(tariff=with_twins(), months=st.sampled_from([1, 12, 14]))
def test_dominated_items_are_never_missed(tariff: to.Tariff, months: int) -> None:
    """Whatever is bought of an item nobody needs, the other instead costs no more."""
    terms = to.Terms(START, months)
    for finding in to.lint(tariff):
        if finding.code != "item-never-bought":
            continue
        dear, other = finding.fields["item"], finding.fields["other"]
        sold = tariff.under(_options(tariff, finding.fields.get("under")))
        if any(c.selector for c in sold.versions[0].charges):
            event("found where tiers are selected")
        third = [i.id for i in sold.items if i.id not in (dear, other)] or ["none"]
        ranges = range(1, 12), range(6), range(4 if third != ["none"] else 1)
        for some, beside, more in itertools.product(*ranges):
            buy = {third[0]: more} if more else {}
            try:
                paid = cost(sold, terms, **buy, **{dear: some, other: beside})
            except to.QuantityError:
                continue
            instead = cost(sold, terms, **buy, **{other: some + beside})
            assert instead.amount <= paid.amount


@st.composite
def with_plans(draw: st.DrawFn) -> to.Tariff:
    """Draw a tariff of two plans that charge much alike, perhaps for other periods."""
    tariff = draw(compositions(most_items=2))
    if tariff.choices:
        return tariff
    (version,) = tariff.versions
    lines = []
    for line in version.charges:
        other = draw(changed(line))
        ends = {some.schedule.maximum is not None for some in (line, other)}
        if draw(st.booleans()) or (line.across and True in ends):
            lines.append(line)  # what all bodies select under a choice has no end
            continue
        lines.append(attrs.evolve(line, when={"plan": "a"}))
        if draw(st.integers(0, 3)):
            lines.append(attrs.evolve(other, when={"plan": "b"}))
    plans = to.Choice("plan", ["a", "b"])
    version = attrs.evolve(version, charges=lines)
    return attrs.evolve(tariff, choices=[plans], versions=(version,))


@st.composite
def with_periods(draw: st.DrawFn) -> to.Tariff:
    """Draw two plans billed by the month, by the year or once, near twelve to one."""
    lines = []
    for plan, bill in itertools.product("ab", ["m", "y"]):
        for per in draw(st.sampled_from([["month"], ["year"], ["month", "once"]])):
            price = draw(
                st.sampled_from({"month": [9, 10, 11]}.get(per, [0, 119, 120, 121]))
            )
            when = {"plan": plan, "bill": bill}
            lines.append(attrs.evolve(charge(price, per=per), when=when))
    choices = [to.Choice("plan", ["a", "b"]), to.Choice("bill", ["m", "y"])]
    return attrs.evolve(tariff_of("periods", *lines), choices=choices)


@settings(max_examples=examples(200), suppress_health_check=SLOW, deadline=None)
@given(
    tariff=st.one_of(with_plans(), with_periods()),
    data=st.data(),
    months=st.sampled_from([1, 11, 12, 13, 24]),
    rounding=st.sampled_from(["floor", "ceil", "half-up"]),
    invoice=st.sampled_from(["month", "year", "once"]),
)
def test_dominated_options_are_never_missed(
    tariff: to.Tariff, data: st.DataObject, months: int, rounding: str, invoice: str
) -> None:
    """Whatever is bought under options nobody needs costs no less than under others.

    Where periods are compared one by one, also with a tax that is rounded anyhow.
    """
    plain = to.Terms(START, months)
    rates = {"standard": "7%", "reduced": "3%"}
    tax = to.Tax(None, rounding, invoice, rates=rates)
    taxed = attrs.evolve(plain, tax=tax)
    for finding in to.lint(tariff):
        if finding.code not in ("option-never-chosen", "option-dearer"):
            continue
        event(finding.code)
        terms = plain if finding.code == "option-dearer" else taxed
        dear, cheap = finding.fields["option"], finding.fields["other"]
        for chosen in _all_options(tariff, dear):
            sold = tariff.under(chosen)
            instead = tariff.under({**chosen, **_options_named(cheap)})
            for _ in range(5):
                near, any_ = boundary_quantities(sold), quantities(sold)
                buy = data.draw(st.one_of(near, any_))
                try:
                    paid = cost(sold, terms, **buy)
                except to.QuantityError:
                    continue
                assert cost(instead, terms, **buy).amount <= paid.amount


@settings(max_examples=examples(200), suppress_health_check=SLOW, deadline=None)
@given(tariff=with_periods())
def test_every_dominated_option_is_told(tariff: to.Tariff) -> None:
    """What costs no less over any months, of three years or of many, is told."""
    sold = {row: tariff.under(dict(row)) for row in combinations(tariff.choices)}
    spans = [*range(1, 37), 12 * 200]
    costs = {
        row: [cost(one, to.Terms(START, n), seat=3).amount for n in spans]
        for row, one in sold.items()
    }
    told = [
        tuple(chosen.items())
        for finding in to.lint(tariff)
        if finding.code in ("option-never-chosen", "option-dearer")
        for chosen in _all_options(tariff, finding.fields["option"])
    ]
    for row, paid in costs.items():
        beaten = any(
            other != paid and all(a <= b for a, b in zip(other, paid, strict=True))
            for other in costs.values()
        )
        assert (row in told) == beaten
