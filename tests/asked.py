"""Purchases under random compositions: what is asked, and which constructs matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import attrs
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.tariff import RULES, STEPS, Scheme, combinations
from tariffopt.testing.boundaries import ends_of, last_of
from tariffopt.testing.fixed import cost_in_program
from tariffopt.testing.strategies import (
    constructs_of,
    holdings,
    terms,
)
from tariffopt.testing.strategies.scenarios import CLASSES

Bought = Mapping[str, int]
USUAL = {"Item minimum", "Item maximum", "Item step"}
REFUSING = USUAL | {"Item when"} | {kind.__name__ for kind in RULES.values()}
"""Constructs that say what may be bought, and nothing of its price."""


@attrs.frozen
class Asked:
    """What one body buys under a tariff, or two, and all that a quote asks for."""

    tariff: to.Tariff
    terms: to.Terms
    chosen: Mapping[str, str]
    headcount: int
    held: Bought
    bought: Bought
    others: Bought | None

    def quoted(self, tariff: to.Tariff | None = None) -> Fraction | None:
        """Add up the bills of all bodies; ``None`` where one of them has none."""
        alone = self.others is None
        pairs = [(self.bought, self.others), (self.others, self.bought)]
        total = Fraction(0)
        for bought, others in pairs[:1] if alone else pairs:
            try:
                bill = to.quote(
                    tariff or self.tariff,
                    bought or {},
                    self.terms,
                    self.chosen,
                    headcount=self.headcount,
                    held=self.held,
                    others=others,
                )
            except to.QuantityError:
                return None
            total += bill.incl_tax.amount
        return total

    def in_program(self) -> Fraction | None:
        """Ask the program for the same."""
        return cost_in_program(
            self.tariff,
            self.bought,
            self.terms,
            self.chosen,
            headcount=self.headcount,
            held=self.held,
            others=self.others,
        )


@st.composite
def asked(draw: st.DrawFn, tariff: to.Tariff, *, against: bool = False) -> Asked:
    """Draw a purchase near the boundaries of a composition.

    Parameters
    ----------
    tariff
        What is bought under.
    against
        Whether to look for a purchase that just one rule or limit forbids.
    """
    chosen = dict(draw(st.sampled_from(list(combinations(tariff.choices)))))
    held, headcount = draw(holdings(tariff)), draw(st.integers(2, 8))
    refusing = sorted(constructs_of(tariff) & REFUSING)
    rare = [name for name in refusing if name not in USUAL]
    some = [*refusing, *rare, *rare] if against else []
    broken = draw(st.sampled_from(some)) if some else ""
    sold = to.holding(tariff.under(chosen), held)
    easier = without(tariff, broken) if broken else tariff
    wider = to.holding(easier.under(chosen), held)
    shared = any(c.across for v in tariff.versions for c in v.charges)
    bodies = draw(st.integers(0, 3)) < 1 + 3 * shared - against
    return Asked(
        tariff=tariff,
        terms=draw(terms(tax_classes=CLASSES)),
        chosen=chosen,
        headcount=headcount,
        held=held,
        bought=draw(_purchases(sold, wider, headcount)),
        others=draw(_purchases(sold, sold, headcount)) if bodies else None,
    )


@st.composite
def _purchases(
    draw: st.DrawFn, sold: to.Tariff, wider: to.Tariff, headcount: int
) -> Bought:
    """Draw quantities that the wider tariff allows, and not the other if it can be.

    Each is at the end of a tier, -1, 0 or +1.
    """
    names = [item.id for item in wider.items]
    near = [
        draw(_near(wider.versions[0], item, ends_of(sold.versions[0], strict)))
        for item, strict in zip(wider.items, sold.items, strict=True)
    ]
    found = [dict(zip(names, some, strict=True)) for some in product(*near)]
    kept = [
        buy for buy in found if any(buy.values()) and _allows(wider, buy, headcount)
    ]
    against = [buy for buy in kept if not _allows(sold, buy, headcount)]
    full = [buy for buy in kept if all(buy.values())]
    some = st.sampled_from(against or full or kept or found[:1])
    return draw(some if against or not full else st.one_of(some, st.sampled_from(kept)))


def _allows(tariff: to.Tariff, bought: Bought, headcount: int) -> bool:
    rules = (rule for version in tariff.versions for rule in version.rules)
    return all(item.allows(bought[item.id]) for item in tariff.items) and all(
        rule.allows(bought, headcount) for rule in rules
    )


@st.composite
def _near(
    draw: st.DrawFn, version: to.Version, item: to.Item, ends: Iterable[int]
) -> list[int]:
    """Draw some quantities of one item that have a price, and none."""
    last = last_of(version, item)
    wanted = {end + off for end in ends for off in (-1, 0, 1)}
    wanted |= set(range(1, 10)) if draw(st.booleans()) else {1}
    near = [q for q in sorted(wanted) if q > 0 and item.allows(q)]
    near = [q for q in near if last is None or q <= last] or [0]
    return [0, *draw(st.sets(st.sampled_from(near), min_size=1, max_size=4))]


def binding(purchase: Asked) -> Iterator[str]:
    """Name the constructs without which the purchase would cost something else.

    A price is left out with its charge; anything else is as if nobody had said it.
    """
    cost = purchase.quoted()
    for name in constructs_of(purchase.tariff):
        if purchase.quoted(without(purchase.tariff, name)) != cost:
            yield name


def without(tariff: to.Tariff, construct: str) -> to.Tariff:
    """Leave out a construct, by its name in `constructs_of`."""
    kind, _, field = construct.partition(" ")
    if construct == "choices":
        return without(without(tariff, "Item when"), "Charge when")
    if kind == "Item":
        items = [_reset(item, field) for item in tariff.items]
        return attrs.evolve(tariff, items=items)
    if construct in {rule.__name__ for rule in RULES.values()}:
        (version,) = tariff.versions
        kept = [rule for rule in version.rules if type(rule).__name__ != construct]
        return _changed(tariff, rules=kept)
    (version,) = tariff.versions
    change = _CHANGES.get(kind, _left_out)
    changed = (change(charge, field or construct) for charge in version.charges)
    return _changed(tariff, charges=[charge for charge in changed if charge])


def _changed(tariff: to.Tariff, **changes: Any) -> to.Tariff:
    """Change the one version of a tariff."""
    (version,) = tariff.versions
    return attrs.evolve(tariff, versions=[attrs.evolve(version, **changes)])


def _reset(value: Any, field: str) -> Any:
    """Give a field what it has where nothing is said."""
    default = getattr(attrs.fields(type(value)), field).default
    plain = default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
    return attrs.evolve(value, **{field: plain})


def _of_charge(charge: to.Charge, field: str) -> to.Charge:
    if field == "selector":
        return attrs.evolve(charge, selector=None, with_held=False, across=False)
    changed: to.Charge = _reset(charge, field)
    return changed


def _of_tiers(charge: to.Charge, field: str) -> to.Charge:
    tiers = getattr(charge.schedule, "tiers", None)
    if tiers is None:
        return charge
    plain = tuple(_reset(tier, field) for tier in tiers)
    schedule: Any = charge.schedule
    return attrs.evolve(charge, schedule=attrs.evolve(schedule, tiers=plain))


def _of_pool(charge: to.Charge, _: str) -> to.Charge:
    if charge.meter.item is not None or charge.of_contract:
        return charge
    return attrs.evolve(charge, meter=to.Meter.of(charge.meter.weights[0][0]))


def _left_out(charge: to.Charge, name: str) -> to.Charge | None:
    """Leave out a step, or the charge: by its scheme, its period, or the contract."""
    if name in STEPS:
        kept = [step for step in charge.steps if step.key != name]
        return attrs.evolve(charge, steps=kept)
    schedule = charge.schedule
    scheme = schedule.scheme if isinstance(schedule, Scheme) else ""
    own = {scheme, charge.per.value, "contract" if charge.of_contract else ""}
    return None if name in own else charge


def _of_money(charge: to.Charge, _: str) -> to.Charge:
    """Let the quantity itself select the tier, where list prices do."""
    return charge if charge.selecting.unit is None else _of_charge(charge, "selector")


_CHANGES: Mapping[str, Callable[[to.Charge, str], to.Charge | None]] = {
    "Charge": _of_charge,
    "Tier": _of_tiers,
    "pool": _of_pool,
    "list_price": _of_money,
}
