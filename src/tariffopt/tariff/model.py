"""What a vendor charges, as values: items, charges, rules, dated versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Fault, TariffError
from tariffopt.money import GrossMoney, Money, NetMoney, exact
from tariffopt.tariff.schedules import Schedule
from tariffopt.tariff.terms import STANDARD, Period, Terms

TaxBasis = Literal["excluding-tax", "including-tax"]


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@attrs.frozen
class Item:
    """Something with a quantity that can be bought.

    Attributes
    ----------
    id, name
        Stable key; the name people see.
    grants
        The capabilities one unit gives one person.
    minimum, maximum
        Least and greatest quantity once any is bought, inclusive; 0 is always allowed.
    step
        Quantities are multiples of it.
    """

    id: str
    name: str
    grants: tuple[str, ...] = attrs.field(default=(), converter=_names)
    minimum: int = 0
    maximum: int | None = None
    step: int = 1

    def allows(self, quantity: int) -> bool:
        """Tell whether the item may be bought in this quantity."""
        if quantity == 0:
            return True
        upper = self.maximum is None or quantity <= self.maximum
        return self.minimum <= quantity and upper and quantity % self.step == 0

    def next_allowed(self, quantity: int) -> int:
        """Give the least allowed quantity of at least this many, ignoring the maximum.

        Examples
        --------
        >>> Item("seat", "Seat", minimum=25, step=10).next_allowed(7)
        30
        """
        if quantity <= 0:
            return 0
        return -(-max(quantity, self.minimum) // self.step) * self.step


@attrs.frozen
class Meter:
    """The quantity a charge is computed on: a weighted sum of items of one contract.

    Attributes
    ----------
    weights
        (item id, whole weight) pairs; none for a charge of the contract itself.
    """

    weights: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, item: str | None) -> Meter:
        """Meter one item, or the contract itself."""
        return cls(((item, 1),) if item is not None else ())

    @property
    def item(self) -> str | None:
        """The one item it counts; ``None`` for a pool, or for the contract itself."""
        single = len(self.weights) == 1 and self.weights[0][1] == 1
        return self.weights[0][0] if single else None

    def read(self, quantities: Mapping[str, int]) -> int:
        """Read the meter for quantities bought; items not named are zero."""
        return sum(weight * quantities.get(item, 0) for item, weight in self.weights)


@attrs.frozen
class Charge:
    """One priced line of a tariff.

    The amount of one period is computed in this order: the meter is read, included
    units are taken off, the schedule prices the rest, the minimum is applied.

    Attributes
    ----------
    schedule
        What a reading costs.
    per
        What the price is for: a month, a year, or once.
    meter
        What is counted. A charge that counts nothing belongs to the contract: it is
        due exactly when the contract is held.
    included
        Units free of charge.
    minimum
        Least amount a period once the charge is in force.
    priced_at_zero
        Whether the charge is in force in a contract that buys none of what it meters
        (``at_zero = "as-priced"``): the first tier and the minimum are then due.
    tax_class
        Which tax rate applies.
    """

    schedule: Schedule
    per: Period = attrs.field(converter=Period)
    meter: Meter = Meter()
    included: int = 0
    minimum: Fraction = attrs.field(default=Fraction(0), converter=exact)
    priced_at_zero: bool = False
    tax_class: str = STANDARD

    @property
    def of_contract(self) -> bool:
        """Whether the charge belongs to the contract, not to an item."""
        return not self.meter.weights

    def in_force(self, reading: int) -> bool:
        """Tell whether the charge is due at this reading within a contract."""
        return reading > 0 or self.priced_at_zero or self.of_contract

    @property
    def last_reading(self) -> int | None:
        """The greatest reading with a price; ``None`` where there is no greatest."""
        last = self.schedule.maximum
        return None if last is None or self.of_contract else last + self.included


@attrs.frozen
class Ratio:
    """A rule of the vendor: at most so many of one item for each unit of another.

    Attributes
    ----------
    item, per
        ``item`` may be at most ``at_most`` times ``per``.
    """

    item: str
    at_most: Fraction = attrs.field(converter=exact)
    per: str

    def allows(self, quantities: Mapping[str, int]) -> bool:
        """Tell whether the quantities keep the rule."""
        most = self.at_most * quantities.get(self.per, 0)
        return quantities.get(self.item, 0) <= most


def _charges(values: Iterable[Charge]) -> tuple[Charge, ...]:
    return tuple(values)


def _rules(values: Iterable[Ratio]) -> tuple[Ratio, ...]:
    return tuple(values)


@attrs.frozen
class Version:
    """The charges and rules of a tariff between two days.

    Attributes
    ----------
    start, until
        First day (inclusive) and the day it ends (exclusive). Both ``None`` for the
        single undated version.
    """

    charges: tuple[Charge, ...] = attrs.field(converter=_charges)
    rules: tuple[Ratio, ...] = attrs.field(default=(), converter=_rules)
    start: date | None = None
    until: date | None = None

    @property
    def id(self) -> str | None:
        """The version's name: its first day, or ``None`` when undated."""
        return self.start.isoformat() if self.start else None

    def holds(self, day: date) -> bool:
        """Tell whether the version is in force on a day."""
        started = self.start is None or self.start <= day
        return started and (self.until is None or day < self.until)


@attrs.frozen
class Citation:
    """Where the prices were read, and how far they are to be trusted."""

    title: str
    date: dt.date | None = None
    confidence: str | None = None
    url: str | None = None
    note: str | None = None
    order_by: dt.date | None = None


@attrs.frozen
class Example:
    """A worked example of the price list: what is bought and what it costs.

    Attributes
    ----------
    buy
        (item id, quantity) pairs.
    monthly, yearly, once
        Sum of the charges of that period, as the price list prints them; ``None``
        where the example says nothing.
    on
        The day the example is for; the latest version when left out.
    """

    buy: tuple[tuple[str, int], ...]
    monthly: Fraction | None = None
    yearly: Fraction | None = None
    once: Fraction | None = None
    on: date | None = None
    source: str | None = None


class FrozenTable(tuple[tuple[str, Any], ...]):
    """A table as (key, value) pairs, so that it can be hashed."""

    __slots__ = ()


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return FrozenTable((key, _freeze(item)) for key, item in value.items())
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _items(values: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(values)


def _versions(values: Iterable[Version]) -> tuple[Version, ...]:
    return tuple(values)


def _examples(values: Iterable[Example]) -> tuple[Example, ...]:
    return tuple(values)


@attrs.frozen
class Tariff:
    """What a vendor charges.

    Attributes
    ----------
    id, name, vendor
        Stable key; the names people see.
    currency, prices
        ISO 4217 code; whether the prices are before or with tax.
    items, versions
        What can be bought, and its dated prices in order of time.
    source
        Where the prices were read.
    facts
        Free (key, value) pairs, printed and never computed with.
    examples
        Worked examples, run by ``tariffopt check``.
    origin
        The file it was read from, and its hash; not part of its value.
    """

    id: str
    name: str
    vendor: str
    currency: str
    prices: TaxBasis
    items: tuple[Item, ...] = attrs.field(converter=_items)
    versions: tuple[Version, ...] = attrs.field(converter=_versions)
    source: Citation | None = None
    facts: FrozenTable = attrs.field(factory=FrozenTable, converter=_freeze)
    examples: tuple[Example, ...] = attrs.field(default=(), converter=_examples)
    origin: Origin | None = attrs.field(default=None, eq=False)

    def item(self, item: str) -> Item:
        """Find an item by its id.

        Raises
        ------
        KeyError
            When the tariff has no such item.
        """
        return {known.id: known for known in self.items}[item]

    def money(self, amount: Fraction) -> Money:
        """Give an amount of this tariff's prices the type that says its tax basis."""
        kind = NetMoney if self.prices == "excluding-tax" else GrossMoney
        return kind(amount, self.currency)

    def version_on(self, day: date) -> Version:
        """Give the version in force on a day.

        Raises
        ------
        TariffError
            When none is: before the first version, in a gap, or after the last.
        """
        for version in self.versions:
            if version.holds(day):
                return version
        spans = ", ".join(_span(version) for version in self.versions)
        fields = {"tariff": self.id, "day": day.isoformat(), "allowed": spans}
        raise TariffError(Fault("no-version", fields=fields))

    def version_for(self, terms: Terms) -> Version:
        """Give the one version that prices a whole horizon.

        Raises
        ------
        TariffError
            As `version_on`; also when the prices change within the horizon, which
            would need more than one period.
        """
        version = self.version_on(terms.start)
        if version.until is not None and version.until < terms.end:
            fields = {
                "tariff": self.id,
                "day": version.until.isoformat(),
                "start": terms.start.isoformat(),
                "end": terms.end.isoformat(),
            }
            raise TariffError(Fault("more-than-one-period", fields=fields))
        return version


def _span(version: Version) -> str:
    return f"{version.start or '...'} - {version.until or '...'}"


def last_quantity(version: Version, item: Item) -> int | None:
    """Give the greatest quantity that can be bought; ``None`` if there is none.

    It is 0 where the prices end below the item's minimum. The limit of a pool is not
    counted here, since it depends on the other items.
    """
    readings = (c.last_reading for c in version.charges if c.meter.item == item.id)
    known = [limit for limit in (item.maximum, *readings) if limit is not None]
    if not known:
        return None
    last = min(known) // item.step * item.step
    return last if last >= item.minimum else 0
