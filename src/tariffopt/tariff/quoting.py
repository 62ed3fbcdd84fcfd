"""Quoting: what given quantities cost, exactly, the way the price list reads.

This is the definition that certificates rest on. It uses `Schedule.parts` only,
never the compiled curves, and it never minimises: choices are stated, not made.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.errors import Fault, Place, QuantityError, TariffError, require_type
from tariffopt.tariff.bill import Bill, BillLine
from tariffopt.tariff.charges import Charge
from tariffopt.tariff.holding import held_faults, unit_faults
from tariffopt.tariff.meters import Reached
from tariffopt.tariff.model import Tariff, Version
from tariffopt.tariff.rules import WholeHeadcount
from tariffopt.tariff.schedules import Volume
from tariffopt.tariff.schemes import Part
from tariffopt.tariff.steps import NEVER_BELOW_ZERO
from tariffopt.tariff.terms import Terms
from tariffopt.tariff.totals import total

_NONE: Mapping[str, int] = {}


@attrs.frozen
class Beside:
    """Units that help to select a tier and are not priced here, by item id.

    Attributes
    ----------
    held
        Held already, where a charge counts that.
    others
        Held under all other contracts of the tariff, where bodies share the tier.
    """

    held: Mapping[str, int] = _NONE
    others: Mapping[str, int] = _NONE

    def reading(self, charge: Charge) -> int:
        """Read what adds to the meter that selects the tier of a charge."""
        held = charge.selecting.read(self.held) if charge.with_held else 0
        return held + (charge.selecting.read(self.others) if charge.across else 0)


NOTHING_BESIDE = Beside()


def quote(
    tariff: Tariff,
    quantities: Mapping[str, int],
    terms: Terms,
    choices: Mapping[str, str] | None = None,
    *,
    headcount: int | None = None,
    others: Mapping[str, int] | None = None,
    held: Mapping[str, int] | None = None,
) -> Bill:
    """Price given quantities of one contract over a horizon.

    Parameters
    ----------
    tariff
        The price list; its version in force over the whole horizon is used.
    quantities
        Units by item id, whole numbers of any type, NumPy's too; items left out are
        zero. All zero is no contract: nothing is due, not even the charges of the
        contract.
    terms
        Horizon, tax, invoices and rounding.
    choices
        What the buyer chose: option by choice. They are stated, never minimized over;
        a choice with a single option may be left out.
    headcount
        All people of the buyer. A tariff that is sold for all of them or nobody asks
        for it; 0 asks for the price alone.
    held
        Units held already, by item id, where a tier counts them; they are not priced
        here. An empty mapping says that none are held.
    others
        Units by item id that all other contracts of the tariff hold, where a tier is
        selected across bodies; none when left out.

    Returns
    -------
    Bill
        Lines, tax and totals; tax is rounded once per invoice and rate.

    Raises
    ------
    QuantityError
        For quantities that have no price or break a rule, and where it is not said
        what is held though a tier counts it; all faults at once.
    TariffError
        When no version, or more than one, covers the horizon, the terms have no rate
        for a tax class, or a choice is missing or unknown.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> terms = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))
    >>> to.quote(tariff, {"account": 501}, terms).incl_tax
    GrossMoney("2314620", "JPY")
    """
    declared = require_type(tariff, Tariff, "read_tariff(path) gives one")
    tariff = declared.under(choices)
    version = tariff.version_for(terms)
    if unrated := _rate_faults(tariff, version, terms):
        raise TariffError(unrated)
    quantities = {item: _plain(count) for item, count in quantities.items()}
    faults = [
        *held_faults(tariff, version, held),
        *unit_faults(tariff, others or _NONE, Place(path="$.others")),
    ]
    beside = NOTHING_BESIDE if faults else Beside(held or _NONE, others or _NONE)
    faults += quantity_faults(tariff, version, quantities, beside, headcount)
    if faults:
        raise QuantityError(faults)
    places = declared.version_for(terms).places_under(tariff.chosen)
    found = _lines(tariff, version, quantities, terms, (places, beside))
    lines = tuple(found) if any(quantities.values()) else ()
    bill = total(tariff, version, quantities, terms, lines)
    return attrs.evolve(bill, held=tuple(beside.held.items()))


def _plain(quantity: int) -> int:
    """Make an `int` of any whole number; what is none is left to be refused."""
    if isinstance(quantity, bool):
        return quantity
    try:
        return operator.index(quantity)
    except TypeError:
        return quantity


def _counts(quantity: object) -> bool:
    """Tell whether a value is a whole number from 0; ``True`` is not 1."""
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    return whole and quantity >= 0  # type: ignore[operator]


def _said(quantity: object) -> object:
    """Give a quantity to a message: other than numbers, as Python writes it."""
    return quantity if isinstance(quantity, int) else repr(quantity)


def quantity_faults(
    tariff: Tariff,
    version: Version,
    quantities: Mapping[str, int],
    beside: Beside = NOTHING_BESIDE,
    headcount: int | None = None,
) -> Iterator[Fault]:
    """Find every way in which quantities cannot be bought together."""
    known = {item.id: item for item in tariff.items}
    for item_id, quantity in quantities.items():
        fields = {"tariff": tariff.id, "item": item_id, "found": _said(quantity)}
        if item_id not in known:
            yield Fault("quantity-item", fields={**fields, "allowed": ", ".join(known)})
        elif not _counts(quantity):
            yield Fault("quantity-number", fields=fields)
        elif quantity and known[item_id].maximum == 0:
            chosen = ", ".join(f"{name}={option}" for name, option in tariff.chosen)
            yield Fault("quantity-not-sold", fields={**fields, "choices": chosen})
        elif not known[item_id].allows(quantity):
            item, most = known[item_id], known[item_id].maximum or "∞"
            limits = {"minimum": item.minimum, "maximum": most, "step": item.step}
            yield Fault("quantity-domain", fields={**fields, **limits})
    if all(
        q is not True and q is not False and isinstance(q, int)
        for q in quantities.values()
    ):
        yield from _unpriced(tariff, version, quantities, beside)
        yield from _rule_faults(tariff, version, quantities, headcount)


def _rule_faults(
    tariff: Tariff,
    version: Version,
    quantities: Mapping[str, int],
    headcount: int | None,
) -> Iterator[Fault]:
    for rule in version.rules:
        if not rule.allows(quantities, headcount):
            untold = headcount is None and isinstance(rule, WholeHeadcount)
            code = "headcount-needed" if untold else rule.fault
            fields = rule.fields(quantities, headcount)
            yield Fault(code, fields={"tariff": tariff.id, **fields})


def _unpriced(
    tariff: Tariff,
    version: Version,
    quantities: Mapping[str, int],
    beside: Beside,
) -> Iterator[Fault]:
    told: list[Fault] = []  # charges may end at one quantity
    for charge in version.charges if any(quantities.values()) else ():
        reading = charge.selecting.read(quantities) + beside.reading(charge)
        last = charge.last_reading
        if last is not None and reading > last and _asks(charge, quantities):
            meter = charge.selecting
            ends = {"found": reading, "first": 1, "last": last}
            if held := meter.read(beside.held) if charge.with_held else 0:
                ends = {"found": reading - held, "held": held, "last": last}
            fields = {key: meter.shown(n, tariff.currency) for key, n in ends.items()}
            code = "held-too-many" if held else "quantity-no-price"
            names = "+".join(item for item, _ in meter.weights)
            fault = Fault(code, fields={"tariff": tariff.id, "item": names, **fields})
            if fault not in told:
                told.append(fault)
    yield from told


def _asks(charge: Charge, quantities: Mapping[str, int]) -> bool:
    """Tell whether a charge is due, or its tier is reached, by what is bought."""
    due = charge.in_force(charge.reading(quantities))
    return due or charge.selecting.read(quantities) > 0


def _rate_faults(tariff: Tariff, version: Version, terms: Terms) -> list[Fault]:
    if terms.tax is None:
        return []
    rates = dict(terms.tax.rates)
    missing = {c.tax_class for c in version.charges} - set(rates)
    allowed = ", ".join(rates)
    fields = {"tariff": tariff.id, "allowed": allowed}
    return [
        Fault("no-rate", fields={**fields, "found": name}) for name in sorted(missing)
    ]


def charge_parts(
    charge: Charge, quantities: Mapping[str, int], beside: Beside = NOTHING_BESIDE
) -> tuple[Part, ...]:
    """Price one period of a charge within a contract, before the steps after it."""
    reading = charge.reading(quantities)
    if not charge.in_force(reading):
        return ()
    for step in charge.steps:
        reading = step.priced(reading)
    if charge.selector is not None and isinstance(charge.schedule, Volume):
        selecting = charge.selector.read(quantities) + beside.reading(charge)
        return charge.schedule.parts_in_tier(reading, selecting)
    return charge.schedule.parts(reading)


def charge_amount(
    charge: Charge, quantities: Mapping[str, int], beside: Beside = NOTHING_BESIDE
) -> Fraction:
    """Price one period of a charge within a contract, with all its steps."""
    rows = _rows(charge, quantities, beside)
    return sum((part.amount for _, part in rows), Fraction(0))


def _rows(
    charge: Charge, quantities: Mapping[str, int], beside: Beside
) -> Iterator[tuple[str, Part]]:
    """Give the parts of a charge, then what each step adds, with their kinds."""
    total = Fraction(0)
    for part in charge_parts(charge, quantities, beside):
        total += part.amount
        yield "flat" if part.quantity is None else "units", part
    if not charge.in_force(charge.reading(quantities)):
        return
    for step in (*charge.steps, NEVER_BELOW_ZERO):
        if added := step.due(total) - total:
            total += added
            yield step.key, Part(None, added, added)


def _lines(
    tariff: Tariff,
    version: Version,
    quantities: Mapping[str, int],
    terms: Terms,
    placed: tuple[Sequence[int], Beside],
) -> Iterator[BillLine]:
    places, beside = placed
    for index, charge in zip(places, version.charges, strict=True):
        times = terms.times(charge.per)
        for kind, part in _rows(charge, quantities, beside):
            yield BillLine(
                charge=index,
                item=charge.meter.item,
                item_name=_counted(charge, tariff),
                kind=kind,
                quantity=part.quantity,
                unit_price=part.price,
                per=charge.per,
                times=times,
                amount=tariff.money(part.amount * times),
                tax_class=charge.tax_class,
                tier=_reached(charge, part, tariff.currency),
            )


def _reached(charge: Charge, part: Part, currency: str) -> Reached | None:
    if part.first is None:
        return None
    return charge.tier_shown(part.first, part.last, currency)


def _counted(charge: Charge, tariff: Tariff) -> str:
    """Name what a line is for: its item, the charge, a pool's items, the tariff."""
    if charge.meter.item is not None:
        return tariff.item(charge.meter.item).name
    names = (tariff.item(item).name for item, _ in charge.meter.weights)
    return charge.name or " + ".join(names) or tariff.name
