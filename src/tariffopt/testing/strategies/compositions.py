"""Strategies for tariffs composed of many constructs at once, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Unpack

import attrs
from hypothesis import strategies as st

from tariffopt.money import Exact
from tariffopt.scenario import Scenario
from tariffopt.tariff import (
    Charge,
    Count,
    Item,
    Meter,
    Scheme,
    Tariff,
    Tier,
    Tiered,
    Volume,
    counts_held,
)
from tariffopt.testing.strategies.choices import with_bodies, with_choices
from tariffopt.testing.strategies.scenarios import CLASSES, Domain, scenarios
from tariffopt.testing.strategies.tariffs import charges, tariffs

_LIST_PRICES: tuple[Exact, ...] = (1, 2, "0.8", "1.2", "1.5")


@st.composite
def compositions(draw: st.DrawFn, /, **domain: Unpack[Domain]) -> Tariff:
    """Draw a tariff in which pools, selected tiers and all schemes may meet.

    Its charges are of the tax classes ``standard`` and ``reduced``; tiers may count
    what is held (see `holdings`), or what all bodies buy.

    Parameters
    ----------
    domain
        As for `tariffs`; up to three items where ``most_items`` is left out.
    """
    fewest = draw(st.sampled_from([1, 2, 2, 2]))
    some: Domain = {"least_items": fewest, "most_items": 3, **domain}
    offer = draw(tariffs(tax_classes=CLASSES, **some))
    return draw(composed(offer, most_contracts=1))


@st.composite
def composed(
    draw: st.DrawFn, offer: Tariff, *, most_contracts: int = 2, shared: bool = True
) -> Tariff:
    """Draw pools, selected tiers, and now and then choices for a tariff without.

    Parameters
    ----------
    offer
        A tariff of one version, with items and charges.
    most_contracts
        How many contracts a body may hold, where there is a choice.
    shared
        Whether bodies may share tiers.
    """
    names = [item.id for item in offer.items]
    (version,) = offer.versions
    lines = [draw(_metered(line, names, shared=shared)) for line in version.charges]
    if draw(st.booleans()):  # schemes are drawn evenly, so this is rare
        item, kinds = draw(st.sampled_from(names)), sorted({c.tax_class for c in lines})
        more = charges(item=item, schemes=["volume"], tax_classes=kinds)
        line = _by_units(draw(more))
        lines.append(draw(_selected(line, names, shared=shared)))
    drawn = attrs.evolve(offer, versions=(attrs.evolve(version, charges=lines),))
    if draw(st.integers(0, 3)):
        return drawn
    return draw(with_choices(drawn, most_contracts=most_contracts))


@st.composite
def _metered(
    draw: st.DrawFn, line: Charge, names: Sequence[str], *, shared: bool
) -> Charge:
    """Draw a pool or a selecting pool for a charge on an item, or leave it."""
    if line.of_contract:
        return line
    carrying = dict(line.free.weights) if line.free else {}
    pool = draw(_pools([name for name in names if name not in carrying]))
    match draw(st.integers(0, 3)):
        case 0:
            return attrs.evolve(line, meter=pool)
        case 1 if _may_be_selected(line):
            return draw(_selected(line, names, shared=shared))
    return line


@st.composite
def selected(draw: st.DrawFn, line: Charge, names: Sequence[str]) -> Charge:
    """Draw what selects the tier of a volume price: units of some items, or money.

    Where it is money at list prices, the tiers end at about the same quantities.

    Parameters
    ----------
    line
        A volume charge without blocks and without free units.
    names
        The items of which some are counted.
    """
    chosen = draw(st.sets(st.sampled_from(names), min_size=1).map(sorted))
    if draw(st.booleans()) or not isinstance(line.schedule, Volume):
        weights = {name: draw(st.integers(1, 2)) for name in chosen}
        return attrs.evolve(line, selector=Meter.pool(weights))
    prices = {name: draw(st.sampled_from(_LIST_PRICES)) for name in chosen}
    meter = Meter.list_price(prices, draw(st.sampled_from([None, "0.1"])))
    before, tiers = 0, []
    for tier in line.schedule.tiers:
        near = meter.units(tier.up_to or 1) + draw(st.integers(-1, 1))
        before = max(before + 1, near)
        end = None if tier.up_to is None else before
        tiers.append(attrs.evolve(tier, up_to=end))
    return attrs.evolve(line, schedule=Volume(tiers), selector=meter)


@st.composite
def _pools(draw: st.DrawFn, names: Sequence[str]) -> Meter:
    chosen = draw(st.sets(st.sampled_from(names), min_size=1).map(sorted))
    return Meter.pool({name: draw(st.integers(1, 2)) for name in chosen})


@st.composite
def _selected(
    draw: st.DrawFn, line: Charge, names: Sequence[str], *, shared: bool
) -> Charge:
    """Draw what selects the tier, and whose units: held ones too, all bodies'."""
    ways = [(False, False), (True, False)]
    ways += [(False, True), (True, True)] if shared else []
    held, across = draw(st.sampled_from(ways))
    line = draw(selected(line, names))
    return attrs.evolve(line, with_held=held, across=across)


def _by_units(line: Charge) -> Charge:
    """Price a volume charge unit by unit: blocks take no selector."""
    tiers = line.schedule.tiers if isinstance(line.schedule, Volume) else ()
    steps = [step for step in line.steps if step.key != Count.key]
    plain = Volume(tuple(attrs.evolve(tier, size=1) for tier in tiers))
    return attrs.evolve(line, schedule=plain, steps=steps)


def _may_be_selected(line: Charge) -> bool:
    """Tell whether a meter may select the tier; not of blocks or beside free units."""
    counted = any(step.key == Count.key for step in line.steps)
    tiers = line.schedule.tiers if isinstance(line.schedule, Volume) else ()
    plain = not counted and line.free is None
    return bool(tiers) and plain and all(tier.size == 1 for tier in tiers)


@st.composite
def holdings(draw: st.DrawFn, tariff: Tariff) -> dict[str, int]:
    """Draw what is held of a tariff; now and then so much that prices have ended."""
    return {item.id: draw(st.integers(0, 3)) for item in tariff.items}


@st.composite
def composed_scenarios(
    draw: st.DrawFn, /, *, most_seats: int = 7, **domain: Unpack[Domain]
) -> Scenario:
    """Draw a scenario whose one or two offers are compositions; see `scenarios`.

    Either one body buys, and of each offer units may be held already, or several
    bodies buy, of which nobody could tell who holds what.
    """
    if draw(st.booleans()):
        return draw(_of_bodies(min(most_seats, 4), **domain))
    few = scenarios(most_tariffs=2, most_groups=2, most_seats=most_seats, **domain)
    scenario = draw(few)
    offers = [draw(composed(offer)) for offer in scenario.offers]
    counting = [offer for offer in offers if counts_held(offer.versions)]
    held = {offer.id: draw(holdings(offer)) for offer in counting}
    return attrs.evolve(scenario, offers=offers, held=held)


@st.composite
def _of_bodies(draw: st.DrawFn, most_seats: int, **domain: Unpack[Domain]) -> Scenario:
    """Draw a smaller scenario for several bodies: each has contracts of its own."""
    small: Domain = {"last": 4, "most_items": 2, **domain}
    few = scenarios(most_tariffs=1, most_groups=3, most_seats=most_seats, **small)
    scenario = draw(with_bodies(draw(few)))
    offers = [
        draw(_between_bodies(draw(composed(offer, most_contracts=1))))
        for offer in scenario.offers
    ]
    return attrs.evolve(scenario, offers=offers)


@st.composite
def _between_bodies(draw: st.DrawFn, offer: Tariff) -> Tariff:
    """Let no tier count what is held, and most that are selected what all buy."""
    (version,) = offer.versions
    lines = []
    for line in version.charges:
        ends = bool(line.when) and line.schedule.maximum is not None
        shared = line.selector is not None and not ends and draw(st.integers(0, 3)) > 0
        across = line.across or shared
        lines.append(attrs.evolve(line, with_held=False, across=across))
    return attrs.evolve(offer, versions=(attrs.evolve(version, charges=lines),))


_PLAIN = {
    Item: ("id", "name", "grants"),
    Tier: ("up_to", "price"),
    Charge: ("schedule", "per", "meter", "steps", "name"),
}


def names_of(kind: type[Item | Tier | Charge]) -> tuple[str, ...]:
    """Name the constructs that stand in fields of a kind of value.

    Examples
    --------
    >>> "Item step" in names_of(Item)
    True
    """
    fields = (field.name for field in attrs.fields(kind))
    return tuple(f"{kind.__name__} {n}" for n in fields if n not in _PLAIN[kind])


def constructs_of(tariff: Tariff) -> frozenset[str]:
    """Name the constructs a tariff is composed of; new ones are named by themselves.

    Schemes, steps and periods have their names in documents; kinds of rules, and what
    stands in a field of an item, a tier or a charge, have those in Python.

    Examples
    --------
    >>> import tariffopt as to
    >>> sorted(constructs_of(to.demo_scenario().offers[0]))
    ['month', 'volume']
    """
    found = {"choices"} if tariff.choices else set()
    found |= {"contracts"} if tariff.contracts > 1 else set()
    found |= {name for item in tariff.items for name in _used(item, Item)}
    for version in tariff.versions:
        found |= {type(rule).__name__ for rule in version.rules}
        for charge in version.charges:
            found |= set(_of_charge(charge))
    return frozenset(found)


def _of_charge(charge: Charge) -> Iterator[str]:
    schedule, counted = charge.schedule, charge.meter
    yield schedule.scheme if isinstance(schedule, Scheme) else type(schedule).__name__
    yield charge.per.value
    yield from (step.key for step in charge.steps)
    yield from _used(charge, Charge)
    if charge.selecting.unit is not None:
        yield "list_price"
    for tier in schedule.tiers if isinstance(schedule, Tiered) else ():
        yield from _used(tier, Tier)
    if counted.item is None:
        yield "pool" if counted.weights else "contract"


def _used(
    value: Item | Tier | Charge, kind: type[Item | Tier | Charge]
) -> Iterator[str]:
    """Name the fields that say something other than usual."""
    defaults = {field.name: field.default for field in attrs.fields(kind)}
    for name in names_of(kind):
        key = name.partition(" ")[2]
        if getattr(value, key) != defaults[key]:
            yield name
