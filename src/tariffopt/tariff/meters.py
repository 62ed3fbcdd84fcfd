"""Meters: the quantity, or the money at list prices, that a charge is computed on."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tariffopt.money import Exact, Money, decimal_place, exact

Reached = tuple[int | Money, int | Money | None]
"""A tier by its first and last quantity, or by list money; open without a last."""


def _check_unit(_: object, __: object, unit: Fraction | None) -> None:
    if unit is not None and unit != decimal_place([unit]):
        raise ValueError(f"unit {unit} is no decimal place such as 1 or 1/100")


@attrs.frozen
class Meter:
    """The quantity a charge is computed on: a weighted sum of items of one contract.

    Attributes
    ----------
    weights
        (item id, whole weight) pairs; none for a charge of the contract itself.
    unit
        What one of the reading is in money, where list prices are added up: 1, or a
        decimal place such as 1/100. ``None`` where units are counted.
    """

    weights: tuple[tuple[str, int], ...] = ()
    unit: Fraction | None = attrs.field(default=None, validator=_check_unit)

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

    @classmethod
    def list_price(
        cls, prices: Mapping[str, Exact], unit: Exact | None = None
    ) -> Meter:
        """Meter the list price of what is bought: a tier by the money it comes to.

        Parameters
        ----------
        prices
            The list price of a unit, by item id; decimal numbers above 0.
        unit
            The decimal place in which ends of tiers are counted, if that is a finer
            one than the prices have.

        Raises
        ------
        ValueError
            For a price that is not above 0, or no multiple of the unit.

        Examples
        --------
        >>> spent = Meter.list_price({"gold": 100, "silver": "19.99"})
        >>> spent.read({"gold": 2, "silver": 1}), spent.units("9999.99")
        (21999, 999999)
        """
        amounts = {item: exact(price, "list price") for item, price in prices.items()}
        place = decimal_place(amounts.values()) if unit is None else exact(unit)
        measure = cls((), place)
        weights = ((item, measure.units(price)) for item, price in amounts.items())
        return cls(tuple(weights), place)

    @property
    def list_prices(self) -> dict[str, Fraction]:
        """The list price of a unit by item; empty where units are counted."""
        unit = self.unit
        return {} if unit is None else {item: w * unit for item, w in self.weights}

    def units(self, amount: Exact) -> int:
        """Give the reading that is so much money.

        Raises
        ------
        ValueError
            Where the amount is not above 0, or no whole number of units.
        """
        found = exact(amount) / (self.unit or 1)
        if found <= 0 or found.denominator != 1:
            raise ValueError(f"{amount} is no multiple of {self.unit} above 0")
        return found.numerator

    def shown(self, reading: int, currency: str) -> int | Money:
        """Give a reading as texts write it: a number, or money by list price."""
        return reading if self.unit is None else Money(reading * self.unit, currency)

    @property
    def item(self) -> str | None:
        """The one item it counts; ``None`` for a pool, or for the contract itself."""
        single = len(self.weights) == 1 and self.weights[0][1] == 1
        return self.weights[0][0] if single else None

    def weight(self, item: str) -> int:
        """Give how much one unit of an item adds to the reading; 0 if nothing."""
        return self._by_item.get(item, 0)

    @functools.cached_property
    def _by_item(self) -> Mapping[str, int]:
        return dict(self.weights)

    def read(self, quantities: Mapping[str, int]) -> int:
        """Read the meter for quantities bought; items not named are zero."""
        return sum(weight * quantities.get(item, 0) for item, weight in self.weights)


def counts_units(_: object, attribute: attrs.Attribute[Meter], meter: Meter) -> None:
    """Refuse a meter of money where units are counted.

    Raises
    ------
    ValueError
        For a meter of list prices.
    """
    if meter.unit is not None:
        raise ValueError(f"{attribute.name} counts units; only a tier goes by money")
