"""Steps of a charge: what happens to its quantity and its amount beside the price.

A step changes the quantity before the schedule prices it, or the amount after that.
How each one changes a compiled curve stands in `tariffopt.tariff.pieces`, on purpose
in other words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import attrs

from tariffopt.money import exact


@attrs.frozen
class Step:
    """One operation of a charge; what a step does not change, it passes on.

    Attributes
    ----------
    key
        Its key in documents, and the kind of its line on a bill.
    on_units
        Whether it changes the quantity, before the schedule prices it.
    """

    key: ClassVar[str]
    on_units: ClassVar[bool] = False

    def priced(self, quantity: int) -> int:
        """Give the units that are left to be priced."""
        return quantity

    def due(self, amount: Fraction) -> Fraction:
        """Give what is due instead of an amount."""
        return amount


@attrs.frozen
class Included(Step):
    """Units free of charge, taken off before pricing; below zero nothing is left."""

    key = "included"
    on_units = True
    units: int

    def priced(self, quantity: int) -> int:
        """See `Step.priced`."""
        return max(0, quantity - self.units)


@attrs.frozen
class Minimum(Step):
    """Least amount of a period once the charge is in force."""

    key = "minimum"
    amount: Fraction = attrs.field(converter=exact)

    def due(self, amount: Fraction) -> Fraction:
        """See `Step.due`."""
        return max(amount, self.amount)


NEVER_BELOW_ZERO = Minimum(0)
"""The last step of every charge: a price that falls ends where nothing is due."""

STEPS = {kind.key: kind for kind in (Included, Minimum)}
"""The steps that documents can say, in the order in which a charge takes them."""
