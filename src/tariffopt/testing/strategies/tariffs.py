"""Strategies for money, tariffs, terms and quantities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from tariffopt.money import Money, Rounding
from tariffopt.tariff import SCHEMES as DECLARED
from tariffopt.tariff import (
    Charge,
    Citation,
    Count,
    Flat,
    Graduated,
    Included,
    Item,
    Meter,
    Minimum,
    Package,
    Period,
    PerUnit,
    Schedule,
    Scheme,
    Stairstep,
    Step,
    Tabulated,
    Tariff,
    Tax,
    Terms,
    Tier,
    Version,
    Volume,
    compile_charge,
    quantity_faults,
    tabulate,
)
from tariffopt.tariff.model import TaxBasis
from tariffopt.tariff.steps import CountRounding
from tariffopt.testing.boundaries import ends_of, last_of
from tariffopt.testing.strategies.rules import RAISING, carried, rules_on

SCHEMES = tuple(DECLARED)
CAPABILITIES = ("chat", "mail")
_WAYS: tuple[CountRounding, ...] = ("up", "down", "half-up")
_START = date(2021, 4, 1)
_SEVENTH = Fraction(100, 7)


def amounts(*, most: int = 20) -> st.SearchStrategy[Fraction]:
    """Draw exact amounts from 0: mostly whole, some with decimals, some without end."""
    whole = st.integers(0, most).map(Fraction)
    tenths = st.integers(0, most * 10).map(lambda n: Fraction(n, 10))
    awkward = st.sampled_from([Fraction(29, 4), Fraction(1, 3), _SEVENTH])
    return st.one_of(whole, whole, whole, tenths, awkward)


def money(
    *,
    kind: type[Money] = Money,
    currencies: Sequence[str] = ("JPY", "USD", "KWD"),
    most: int = 20,
) -> st.SearchStrategy[Money]:
    """Draw amounts of money: `Money`, or one with a tax basis."""
    return st.builds(kind, amounts(most=most), st.sampled_from(currencies))


@st.composite
def tiers(
    draw: st.DrawFn, *, last: int = 8, most: int = 4, flats: bool = True
) -> tuple[Tier, ...]:
    """Draw one to ``most`` tiers with ends up to ``last``; the last may be open."""
    ends = draw(st.sets(st.integers(1, last), min_size=1, max_size=most).map(sorted))
    opened: list[int | None] = [*ends[:-1], None if draw(st.booleans()) else ends[-1]]
    flat = st.one_of(st.just(Fraction(0)), amounts()) if flats else st.just(Fraction(0))
    off = st.sampled_from([Fraction(0)] * 4 + [Fraction(1, 10), Fraction(1, 3)])
    return tuple(Tier(end, draw(amounts()), draw(flat), draw(off)) for end in opened)


@st.composite
def _sized(draw: st.DrawFn, last: int) -> tuple[Tier, ...]:
    """Draw tiers, some of them in blocks of their own size; those have an end."""
    drawn = draw(tiers(last=last))
    size = st.sampled_from([1, 1, 1, 2, 3])
    return tuple(
        attrs.evolve(tier, size=draw(size)) if tier.up_to else tier for tier in drawn
    )


def _packages(last: int) -> st.SearchStrategy[Schedule]:
    price = amounts(most=40)
    return st.builds(Package, st.integers(1, 4), price, st.booleans(), _maximum(last))


def _tables(last: int) -> st.SearchStrategy[Schedule]:
    totals = st.lists(amounts(most=60), min_size=2, max_size=last + 1)
    return totals.map(lambda t: tabulate(lambda quantity: t[quantity], len(t) - 1))


def _maximum(last: int) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(max(1, last - 2), last))


_DRAWN: Mapping[type[Scheme], Callable[[int], st.SearchStrategy[Schedule]]] = {
    Volume: lambda last: _sized(last).map(Volume),
    Graduated: lambda last: _sized(last).map(Graduated),
    Stairstep: lambda last: tiers(last=last).map(Stairstep),
    Package: _packages,
    PerUnit: lambda last: st.builds(PerUnit, amounts(), _maximum(last)),
    Flat: lambda _: st.builds(Flat, amounts(most=60)),
    Tabulated: _tables,
}


def schedules(
    *, last: int = 8, schemes: Sequence[str] = SCHEMES
) -> st.SearchStrategy[Schedule]:
    """Draw a price schedule of one of the schemes; boundaries lie within ``last``."""
    return st.one_of([_DRAWN[DECLARED[scheme]](last) for scheme in schemes])


def _counts(schedule: Schedule) -> st.SearchStrategy[Count]:
    """Draw how units are counted, mostly one by one."""
    one = Count(1, "up")
    if isinstance(schedule, Package):
        return st.just(one)
    ways = [Count(size, way) for size in (2, 3) for way in _WAYS]
    return st.sampled_from([one] * len(ways) + ways)


def _can_be_compiled(schedule: Schedule, steps: tuple[Step, ...]) -> bool:
    """Tell whether no blocks without end have to be written out."""
    try:
        compile_charge(Charge(schedule, "month", Meter.of("seat"), steps))
    except ValueError:
        return False
    return True


@st.composite
def charges(
    draw: st.DrawFn,
    *,
    item: str | None,
    last: int = 8,
    schemes: Sequence[str] = SCHEMES,
    tax_classes: Sequence[str] = ("standard",),
) -> Charge:
    """Draw a charge on an item, or with ``item=None`` a flat one of the contract."""
    if item is None:
        schedule: Schedule = Flat(draw(amounts(most=60)))
        included, as_priced, count = 0, False, Count(1, "up")
    else:
        schedule = draw(schedules(last=last, schemes=schemes))
        included = draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
        count = draw(_counts(schedule))
        as_priced = draw(st.sampled_from([False, False, True]))
    minimum = draw(st.one_of(st.just(Fraction(0)), amounts(most=40)))
    if isinstance(schedule, Package) and minimum and schedule.maximum is None:
        schedule = Package(schedule.size, schedule.price, schedule.round_up, last)
    steps: tuple[Step, ...] = (Included(included), count, Minimum(minimum))
    if not _can_be_compiled(schedule, steps):
        steps = (Included(included), Minimum(minimum))
    return Charge(
        schedule=schedule,
        per=draw(st.sampled_from([Period.MONTH, Period.MONTH, *Period])),
        meter=Meter.of(item),
        steps=steps,
        priced_at_zero=as_priced,
        tax_class=draw(st.sampled_from(tax_classes)),
    )


@st.composite
def items(
    draw: st.DrawFn,
    *,
    id: str = "seat",  # noqa: A002 - the field is called so
    last: int = 8,
    capabilities: Sequence[str] = CAPABILITIES,
) -> Item:
    """Draw an item: what it grants, and the least, greatest and step it may have."""
    step = draw(st.sampled_from([1, 1, 1, 1, 2, 3]))
    least = draw(st.sampled_from([0, 0, 0, 2, 5]))
    most = draw(st.one_of(st.none(), st.none(), st.integers(max(1, last // 2), last)))
    grants = sorted(draw(st.sets(st.sampled_from(capabilities), min_size=1)))
    people = draw(st.sampled_from([1] * 7 + [2, 3]))
    item = Item(id, id.capitalize(), tuple(grants), least, None, step, people)
    if most is not None:  # an item that nobody can buy is no item
        most = max(most, item.next_allowed(1))
    return attrs.evolve(item, maximum=most)


@st.composite
def tariffs(
    draw: st.DrawFn,
    *,
    id: str = "t",  # noqa: A002 - the field is called so
    last: int = 8,
    least_items: int = 1,
    most_items: int = 2,
    schemes: Sequence[str] = SCHEMES,
    rules: bool = True,
    currency: str = "JPY",
    prices: TaxBasis | None = None,
    capabilities: Sequence[str] = CAPABILITIES,
    tax_classes: Sequence[str] = ("standard",),
) -> Tariff:
    """Draw a tariff of one undated version.

    Parameters
    ----------
    id, currency
        Of every tariff drawn.
    last
        Boundaries and limits lie at or below it; open tiers go on.
    least_items, most_items
        How many items are drawn, at most three.
    schemes
        Which schemes charges of items may have, of `SCHEMES`.
    rules
        Whether there may be rules on items.
    prices
        The tax basis; either one when left out.
    capabilities
        What items grant, at least one of them each.
    tax_classes
        The classes charges may have.
    """
    names = ["seat", "guest", "extra"][: draw(st.integers(least_items, most_items))]
    own = [draw(items(id=n, last=last, capabilities=capabilities)) for n in names]
    some = {"last": last, "schemes": schemes, "tax_classes": tax_classes}
    lines = [draw(charges(item=name, **some)) for name in names]  # type: ignore[arg-type]
    if draw(st.booleans()):
        more = draw(st.sampled_from([None, *names]))
        lines.append(draw(charges(item=more, **some)))  # type: ignore[arg-type]
    kept = draw(rules_on(names, last)) if rules else ()
    raising = any(isinstance(rule, RAISING) for rule in kept)
    if rules and not raising and draw(st.booleans()):
        lines, own = carried(lines, own, draw(st.integers(1, 3)), last)
    bases: list[TaxBasis] = ["excluding-tax", "excluding-tax", "including-tax"]
    if prices is not None:
        bases = [prices]
    return Tariff(
        id=id,
        name=id.upper(),
        vendor="Example Ltd",
        currency=currency,
        prices=draw(st.sampled_from(bases)),
        items=tuple(own),
        versions=(Version(tuple(lines), kept),),
        source=draw(st.sampled_from([None, Citation("price list", _START)])),
    )


@st.composite
def terms(
    draw: st.DrawFn,
    *,
    start: date = _START,
    taxed: bool | None = None,
    tax_classes: Sequence[str] = ("standard",),
) -> Terms:
    """Draw terms: months around a year, and each rounding and rhythm of invoices.

    Parameters
    ----------
    start
        First day of the horizon.
    taxed
        Whether there is a tax; either when left out.
    tax_classes
        The classes that get a rate.
    """
    months = draw(st.sampled_from([1, 2, 5, 12, 12, 13, 24, 25]))
    if taxed is False or (taxed is None and draw(st.integers(0, 3)) == 0):
        return Terms(start, months)
    rate = st.sampled_from(["10%", "8%", "0.077", "1/3", "0"])
    return Terms(
        start,
        months,
        Tax(
            rates={name: draw(rate) for name in tax_classes},
            rounding=draw(st.sampled_from(Rounding)),
            invoice=draw(st.sampled_from(Period)),
        ),
    )


def quantities(tariff: Tariff, *, beyond: int = 3) -> st.SearchStrategy[dict[str, int]]:
    """Draw quantities that can be bought together, all items named.

    Parameters
    ----------
    tariff
        Its first version is used.
    beyond
        How far above the last boundary of an open price to go.
    """
    return _quantities(
        tariff, {item.id: _domain(tariff, item, beyond) for item in tariff.items}
    )


def boundary_quantities(tariff: Tariff) -> st.SearchStrategy[dict[str, int]]:
    """Draw quantities that can be bought, each at the end of a tier, -1, 0 or +1."""
    near = {}
    for item in tariff.items:
        domain = _domain(tariff, item, 2)
        ends = ends_of(tariff.versions[0], item)
        wanted = {end + off for end in ends for off in (-1, 0, 1)}
        near[item.id] = [q for q in domain if q in wanted] or domain
    return _quantities(tariff, near)


def _domain(tariff: Tariff, item: Item, beyond: int) -> list[int]:
    version = tariff.versions[0]
    last, ends = last_of(version, item), ends_of(version, item)
    most = max(ends, default=1) + beyond * item.step + item.minimum
    return [q for q in range((most if last is None else last) + 1) if item.allows(q)]


@st.composite
def _quantities(
    draw: st.DrawFn, tariff: Tariff, domains: Mapping[str, Iterable[int]]
) -> dict[str, int]:
    drawn = {item: draw(st.sampled_from(list(d))) for item, d in domains.items()}
    return keep_rules(tariff, drawn)


def keep_rules(
    tariff: Tariff, drawn: Mapping[str, int], headcount: int = 0
) -> dict[str, int]:
    """Drop the items that break a rule of the vendor's; all zero breaks none."""
    kept, rules = dict(drawn), tariff.versions[0].rules
    while broken := [rule for rule in rules if not rule.allows(kept, headcount)]:
        named = [item for item in broken[0].items if kept.get(item)]
        kept |= dict.fromkeys(named[:1] or kept, 0)
    faults: list[Any] = list(
        quantity_faults(tariff, tariff.versions[0], kept, headcount=headcount)
    )
    return dict.fromkeys(kept, 0) if faults else kept
