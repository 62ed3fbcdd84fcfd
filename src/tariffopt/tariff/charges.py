"""What is bought and what it is charged by: items, meters, charges, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.money import exact
from tariffopt.tariff.choices import When, when_of
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
    when
        The choices under which it is sold; under all of them when left out.
    """

    id: str
    name: str
    grants: tuple[str, ...] = attrs.field(default=(), converter=_names)
    minimum: int = 0
    maximum: int | None = None
    step: int = 1
    when: When = attrs.field(default=(), converter=when_of)

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

    @classmethod
    def pool(cls, items: Iterable[str] | Mapping[str, int]) -> Meter:
        """Meter several items together, each unit once or with its weight.

        Examples
        --------
        >>> Meter.pool({"gold": 3, "silver": 1}).read({"gold": 2, "silver": 5})
        11
        """
        weights = items if isinstance(items, Mapping) else dict.fromkeys(items, 1)
        return cls(tuple(weights.items()))

    @property
    def item(self) -> str | None:
        """The one item it counts; ``None`` for a pool, or for the contract itself."""
        single = len(self.weights) == 1 and self.weights[0][1] == 1
        return self.weights[0][0] if single else None

    def weight(self, item: str) -> int:
        """Give how much one unit of an item adds to the reading; 0 if nothing."""
        return dict(self.weights).get(item, 0)

    def read(self, quantities: Mapping[str, int]) -> int:
        """Read the meter for quantities bought; items not named are zero."""
        return sum(weight * quantities.get(item, 0) for item, weight in self.weights)


def _steps(values: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in values if not step.is_nothing)


def _check_selector(charge: Charge, _: object, selector: Meter | None) -> None:
    if selector is not None and not isinstance(charge.schedule, Volume):
        raise ValueError("only a volume price can have its tier selected by a meter")
    tiers = charge.schedule.tiers if isinstance(charge.schedule, Volume) else ()
    counts = any(isinstance(step, Count) for step in charge.steps)
    if selector is not None and (counts or any(tier.size > 1 for tier in tiers)):
        raise ValueError("a price in blocks cannot have its tier selected by a meter")


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
        total over several items, say. It is read as bought, before any step.
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
    meter: Meter = Meter()
    steps: tuple[Step, ...] = attrs.field(
        default=(), converter=_steps, validator=_check_steps
    )
    selector: Meter | None = attrs.field(default=None, validator=_check_selector)
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

    def in_force(self, reading: int) -> bool:
        """Tell whether the charge is due at this reading within a contract."""
        return reading > 0 or self.priced_at_zero or self.of_contract

    @property
    def selecting(self) -> Meter:
        """The meter whose reading selects the tier, and ends with the last one."""
        return self.meter if self.selector is None else self.selector

    def bears_on(self, item: str) -> bool:
        """Tell whether the quantity of an item changes the amount."""
        return bool(self.meter.weight(item) or self.selecting.weight(item))

    def is_shared(self, item: str) -> bool:
        """Tell whether, for a buyer of this item alone, others may change the amount.

        They may if the charge counts them and is due without them.
        """
        counted = (*self.meter.weights, *self.selecting.weights)
        others = {name for name, _ in counted} - {item}
        return bool(others) and (self.meter.weight(item) > 0 or self.priced_at_zero)

    @property
    def last_reading(self) -> int | None:
        """The greatest reading of `selecting` with a price; ``None`` for no end."""
        last = self.schedule.maximum
        if last is None or self.of_contract:
            return None
        return last if self.selector else self.reading_of(last)

    def reading_of(self, units: int) -> int:
        """Give the greatest reading of which the steps leave at most so many units."""
        for step in reversed(self.steps):
            units = step.last(units)
        return units


@attrs.frozen
class Ratio:
    """A rule of the vendor: at most so many of one item for each unit of another.

    Attributes
    ----------
    item, per
        ``item`` may be at most ``at_most`` times ``per``.
    when
        The choices under which it holds; under all of them when left out.
    """

    item: str
    at_most: Fraction = attrs.field(converter=exact)
    per: str
    when: When = attrs.field(default=(), converter=when_of)

    def allows(self, quantities: Mapping[str, int]) -> bool:
        """Tell whether the quantities keep the rule."""
        most = self.at_most * quantities.get(self.per, 0)
        return quantities.get(self.item, 0) <= most
