"""What is bought and what it is charged by: items and charges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.tariff.choices import When, when_of
from tariffopt.tariff.meters import Meter, Reached, counts_units
from tariffopt.tariff.schedules import Package, Volume
from tariffopt.tariff.schemes import Schedule
from tariffopt.tariff.steps import STEPS, Count, Included, Minimum, Step
from tariffopt.tariff.terms import STANDARD, Period


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
    people
        How many people one unit serves: 10 for a pack of ten. Limits, rules and
        prices count units, seats count people.
    when
        The choices under which it is sold; under all of them when left out.
    """

    id: str
    name: str
    grants: tuple[str, ...] = attrs.field(default=(), converter=_names)
    minimum: int = 0
    maximum: int | None = None
    step: int = 1
    people: int = 1
    when: When = attrs.field(default=(), converter=when_of)

    def allows(self, quantity: int) -> bool:
        """Tell whether the item may be bought in this quantity."""
        if quantity == 0:
            return True
        upper = self.maximum is None or quantity <= self.maximum
        return self.minimum <= quantity and upper and quantity % self.step == 0

    def units_for(self, seats: int) -> int:
        """Give the least units that serve so many people, whether sold or not.

        Examples
        --------
        >>> Item("pack10", "Pack of ten", people=10).units_for(31)
        4
        """
        return -(-seats // self.people)

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


def _steps(values: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in values if not step.is_nothing)


def _check_selector(charge: Charge, _: object, selector: Meter | None) -> None:
    if selector is not None and not isinstance(charge.schedule, Volume):
        raise ValueError("only a volume price can have its tier selected by a meter")
    tiers = charge.schedule.tiers if isinstance(charge.schedule, Volume) else ()
    counts = any(isinstance(step, Count) for step in charge.steps)
    if selector is not None and (counts or any(tier.size > 1 for tier in tiers)):
        raise ValueError("a price in blocks cannot have its tier selected by a meter")


def _check_free(charge: Charge, _: object, free: Meter | None) -> None:
    if free is None:
        return
    counted = {item for item, _ in charge.meter.weights}
    if not counted or counted & {item for item, _ in free.weights}:
        raise ValueError("free units are carried by other items than those counted")
    if charge.selector is not None or charge.schedule.maximum is not None:
        raise ValueError("free units need a price without end and without selector")


def _check_held(charge: Charge, _: object, with_held: bool) -> None:  # noqa: FBT001 - attrs
    if with_held and charge.selector is None:
        raise ValueError("what is held counts in the selection of a tier only")


def _check_steps(charge: Charge, _: object, steps: tuple[Step, ...]) -> None:
    keys, order = [step.key for step in steps], list(STEPS)
    if len(set(keys)) < len(keys) or keys != sorted(keys, key=order.index):
        raise ValueError(f"steps {keys} must be some of {order}, in this order")
    if Count.key in keys and isinstance(charge.schedule, Package):
        raise ValueError("a package is a count already")


def _check_across(charge: Charge, _: object, across: bool) -> None:  # noqa: FBT001
    if across and charge.selector is None:
        raise ValueError("only a tier that is selected can be selected across bodies")
    if across and charge.when and charge.schedule.maximum is not None:
        raise ValueError("a tier across bodies under a choice needs an open last tier")


@attrs.frozen
class Charge:
    """One priced line of a tariff.

    The amount of one period is computed in this order: the meter is read, the steps
    on units are taken, the schedule prices what is left, the other steps are taken,
    each kind in the order in which it stands.

    Attributes
    ----------
    schedule
        What a reading costs.
    per
        What the price is for: a month, a year, or once.
    meter
        What is counted. A charge that counts nothing belongs to the contract: it is
        due exactly when the contract is held.
    selector
        What selects the tier of a volume price, where that is not what is priced: the
        total over several items, say, or their list prices, of which the tiers' ends
        are then readings. It is read as bought, before any step.
    free
        What carries units for free: of the reading, as many are taken off, before any
        step, as this meter reads. Where nothing is left, the charge is not in force.
    with_held
        Whether what is held already counts in the tier's selection, beside what is
        bought; priced is only what is bought.
    steps
        What happens beside the price, such as ``Included(5)`` and ``Minimum(30)``; a
        step of nothing is left out.
    priced_at_zero
        Whether the charge is in force in a contract that buys none of what it meters
        (``at_zero = "as-priced"``): the first tier and the minimum are then due.
    tax_class
        Which tax rate applies.
    name
        What people see on the bill, for a charge of the contract.
    when
        The choices under which it is charged; under all of them when left out.
    across
        Whether all contracts of the tariff, of every body, select its tier together
        (``scope = "bodies"``); each pays for its own units.
    """

    schedule: Schedule
    per: Period = attrs.field(converter=Period)
    meter: Meter = attrs.field(default=Meter(), validator=counts_units)
    steps: tuple[Step, ...] = attrs.field(
        default=(), converter=_steps, validator=_check_steps
    )
    selector: Meter | None = attrs.field(default=None, validator=_check_selector)
    free: Meter | None = attrs.field(
        default=None, validator=[attrs.validators.optional(counts_units), _check_free]
    )
    with_held: bool = attrs.field(default=False, validator=_check_held)
    priced_at_zero: bool = False
    tax_class: str = STANDARD
    name: str | None = None
    when: When = attrs.field(default=(), converter=when_of)
    across: bool = attrs.field(default=False, validator=_check_across)

    @property
    def of_contract(self) -> bool:
        """Whether the charge belongs to the contract, not to an item."""
        return not self.meter.weights

    @property
    def included(self) -> int:
        """Units free of charge; 0 if there are none."""
        return sum(step.units for step in self.steps if isinstance(step, Included))

    @property
    def minimum(self) -> Fraction:
        """Least amount of a period in force; 0 if none is declared."""
        amounts = (step.amount for step in self.steps if isinstance(step, Minimum))
        return max(amounts, default=Fraction(0))

    def reading(self, quantities: Mapping[str, int]) -> int:
        """Read what is charged for, less what is carried for free; never below 0.

        Examples
        --------
        >>> from tariffopt.tariff.schedules import Tier
        >>> guest, carried = Meter.of("guest"), Meter.pool({"member": 5})
        >>> tiers = (Tier(None, 2),)
        >>> charge = Charge(Volume(tiers), "month", guest, free=carried)
        >>> charge.reading({"guest": 20, "member": 3})
        5
        """
        found = self.meter.read(quantities)
        return (
            found if self.free is None else max(0, found - self.free.read(quantities))
        )

    def in_force(self, reading: int) -> bool:
        """Tell whether the charge is due at this reading within a contract."""
        return reading > 0 or self.priced_at_zero or self.of_contract

    @property
    def selecting(self) -> Meter:
        """The meter whose reading selects the tier, and ends with the last one."""
        return self.meter if self.selector is None else self.selector

    def bears_on(self, item: str) -> bool:
        """Tell whether the quantity of an item changes the amount."""
        carries = self.free is not None and self.free.weight(item)
        return bool(self.meter.weight(item) or self.selecting.weight(item) or carries)

    def is_shared(self, item: str) -> bool:
        """Tell whether, for a buyer of this item alone, others may change the amount.

        They may if the charge counts them and is due without them.
        """
        free = self.free.weights if self.free else ()
        counted = (*self.meter.weights, *self.selecting.weights, *free)
        others = {name for name, _ in counted} - {item}
        return bool(others) and (self.meter.weight(item) > 0 or self.priced_at_zero)

    @property
    def last_reading(self) -> int | None:
        """The greatest reading of `selecting` with a price; ``None`` for no end."""
        last = self.schedule.maximum
        if last is None or self.of_contract:
            return None
        return last if self.selector else self.reading_of(last)

    def tier_shown(self, first: int, last: int | None, currency: str) -> Reached:
        """Give a tier as texts write its ends: numbers, or money by list price."""
        meter = self.selecting
        end = None if last is None else meter.shown(last, currency)
        return meter.shown(first, currency), end

    def reading_of(self, units: int) -> int:
        """Give the greatest reading of which the steps leave at most so many units."""
        for step in reversed(self.steps):
            units = step.last(units)
        return units
