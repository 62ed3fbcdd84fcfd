"""Checks of answers: the cheapest purchase, found in two ways or three."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.analysis import envelope
from tariffopt.errors import Fault, QuantityError, TariffoptError
from tariffopt.money import decimal_text
from tariffopt.program import ProgramSizeError
from tariffopt.scenario.checking import MOST_SEATS
from tariffopt.tariff import (
    Item,
    Scheme,
    Tariff,
    Terms,
    Version,
    WholeHeadcount,
    bought_alone,
    holding,
    quote,
)
from tariffopt.tariff.places import version_place
from tariffopt.testing.boundaries import ends_of_charge, last_of
from tariffopt.testing.checks.probes import near_ends, sales, terms_of
from tariffopt.testing.fixed import cost_in_program

_ALL_OF_THEM = 2_000
_SOLVED = 6
_MIXED = 8


@attrs.frozen
class _Sale:
    """Quantities of one item at which its least cost can stand, and their costs."""

    version: Version
    item: Item
    terms: Terms
    costs: Mapping[int, Fraction]
    number: int

    def least(self, need: int) -> tuple[Fraction, int]:
        """Find the least cost of at least so many, and the fewest that give it."""
        return min((cost, q) for q, cost in self.costs.items() if q >= need)


def _sales(tariff: Tariff) -> Iterator[_Sale]:
    for number, version in enumerate(tariff.versions):
        terms = terms_of(version)
        for item in tariff.items:
            costs = {
                quantity: quote(
                    tariff, {item.id: quantity}, terms, headcount=0
                ).incl_tax.amount
                for quantity in _candidates(version, item)
            }
            if max(costs):
                yield _Sale(version, item, terms, costs, number)


def _candidates(version: Version, item: Item) -> tuple[int, ...]:
    """List the quantities around boundaries; all of them where a price may fall."""
    item = bought_alone(version.rules, item)
    near, last = sales(version, item), last_of(version, item)
    schedules = [charge.schedule for charge in version.charges]
    rising = all(isinstance(s, Scheme) and not s.falls for s in schedules)
    if rising or last is None or last > _ALL_OF_THEM or not max(near):
        return near
    return tuple(quantity for quantity in range(last + 1) if item.allows(quantity))


def cheapest_purchase(tariff: Tariff) -> Iterator[Fault]:
    """Find needs whose envelope differs from what a search over quotes finds."""
    for sale in _sales(tariff):
        found = envelope(tariff, sale.terms, sale.item.id)
        place = version_place(tariff, sale.number)
        for need in sale.costs:
            cost, purchase = sale.least(need)
            point = found.at_least(need)
            if (point.cost.amount, point.purchase) != (cost, purchase):
                fields = {
                    "need": need,
                    "item": sale.item.id,
                    "found": f"{point.purchase} ({point.cost.decimal()})",
                    "expected": f"{purchase} ({decimal_text(cost)})",
                }
                yield Fault("check-cheapest", place, fields)
                break


def optimum(tariff: Tariff) -> Iterator[Fault]:
    """Find needs whose optimum differs from what a search over quotes finds."""
    for sale in _sales(tariff):
        shared = any(c.is_shared(sale.item.id) for c in sale.version.charges)
        served = _served_otherwise(tariff, sale.item)
        if not sale.item.grants or served or shared or _counts_heads(sale):
            continue  # then something else may be cheaper than what is searched
        place = version_place(tariff, sale.number)
        most = MOST_SEATS // sale.item.people
        needs = sorted(need for need in sale.costs if 0 < need <= most)
        for need in needs[:: max(1, -(-len(needs) // _SOLVED))]:
            cost, _ = sale.least(need)
            found = _optimum(tariff, sale, need)
            if found not in (None, decimal_text(cost)):
                fields = {
                    "need": need,
                    "item": sale.item.id,
                    "found": found,
                    "expected": decimal_text(cost),
                }
                yield Fault("check-cheapest", place, fields)
                break


def _counts_heads(sale: _Sale) -> bool:
    """Tell whether more units may be asked for than serve the people of a need."""
    rules = sale.version.rules
    return sale.item.people > 1 and any(isinstance(r, WholeHeadcount) for r in rules)


def program_agrees(tariff: Tariff) -> Iterator[Fault]:
    """Find quantities whose cost in the integer program is not their quote.

    Pools, tiers selected by a total, and rules show only where several items are
    bought together, so that quantities are mixed; for nobody, and for some people,
    since a rule may ask for as many units. Where a tier counts what is held, as much
    is held as nearly fills it, fills it, and is one more.
    """
    if not any(item.grants for item in tariff.items):
        return  # then no scenario can ask for it
    for number, version in enumerate(tariff.versions):
        for held in _holdings(version):
            fault = _program_fault(tariff, number, held)
            if fault is not None:
                yield fault
                break


def _program_fault(
    tariff: Tariff, number: int, held: Mapping[str, int]
) -> Fault | None:
    """Give the first quantities beside what is held that cost something else."""
    terms = terms_of(tariff.versions[number])
    left = holding(tariff, held).versions[number]
    for turn, quantities in enumerate(_mixed(tariff, left)):
        people = turn % 2 * max(quantities.values())
        if max(quantities.values()) > MOST_SEATS:
            continue  # no scenario can ask for them
        printed = _quoted(tariff, quantities, terms, people, held)
        beside: dict[str, Any] = {"headcount": people, "held": held}
        try:
            found = cost_in_program(tariff, quantities, terms, **beside)
        except ProgramSizeError:
            continue  # refused, and so never wrong
        if found != printed:
            fields = {
                "quantities": _listed(quantities),
                "found": "-" if found is None else found,
                "expected": "-" if printed is None else printed,
            }
            fields |= {"held": _listed(held)} if held else {}
            code = "check-program-held" if held else "check-program"
            return Fault(code, version_place(tariff, number), fields)
    return None


def _listed(quantities: Mapping[str, int]) -> str:
    return ", ".join(f"{quantity} {item}" for item, quantity in quantities.items())


def _holdings(version: Version) -> Iterator[dict[str, int]]:
    """Hold nothing; then, where it counts, what reaches each end -1, 0 and +1."""
    yield {}
    for charge in version.charges:
        item, weight = (charge.selecting.weights or (("", 1),))[0]
        ends = ends_of_charge(charge) if charge.with_held else ()
        yield from ({item: units} for units in sorted(_near(ends, weight)))


def _near(ends: Iterable[int], weight: int) -> set[int]:
    return {max(0, end // weight + off) for end in ends for off in (-1, 0, 1)}


def _mixed(tariff: Tariff, version: Version) -> Iterator[dict[str, int]]:
    """Draw quantities around the boundaries of all items, the same ones every time."""
    near = {
        item.id: sorted({0, *filter(item.allows, near_ends(version, item))})
        for item in tariff.items
    }
    chance = random.Random(0)  # noqa: S311 - the same ones every time
    for _ in range(_MIXED):
        yield {item: chance.choice(choices) for item, choices in near.items()}


def _quoted(
    tariff: Tariff,
    quantities: Mapping[str, int],
    terms: Terms,
    headcount: int,
    held: Mapping[str, int],
) -> Fraction | None:
    try:
        bill = quote(tariff, quantities, terms, headcount=headcount, held=held)
    except QuantityError:
        return None
    return bill.incl_tax.amount


def _served_otherwise(tariff: Tariff, item: Item) -> bool:
    """Tell whether other items could serve people who need all that this one grants."""
    others = (other.grants for other in tariff.items if other.id != item.id)
    return set(item.grants) <= {grant for grants in others for grant in grants}


def _optimum(tariff: Tariff, sale: _Sale, need: int) -> str | None:
    """Say what the solver finds, or why it finds nothing; not where it is not asked."""
    from tariffopt.optimizing import optimize  # loads the solver, only now
    from tariffopt.scenario import Group, Scenario

    seats = need * sale.item.people
    group = Group("all", seats, needs=frozenset(sale.item.grants))
    # Without reductions and the envelope: this is the solver's own answer.
    try:
        plan = optimize(Scenario([group], [tariff], sale.terms), reductions=())
    except ProgramSizeError:
        return None
    except TariffoptError as error:
        return str(error)
    return decimal_text(plan.cost.incl_tax.amount)
