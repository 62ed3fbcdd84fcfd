"""Steps of a charge: what happens to its quantity and its amount beside the price.

A step changes the quantity before the schedule prices it, or the amount after that.
How each one changes a compiled curve stands in `tariffopt.tariff.pieces`, on purpose
in other words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, Literal, Self, get_args

import attrs
from attrs.validators import ge, in_, instance_of

from tariffopt.money import decimal_text, exact


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

    @classmethod
    def from_key(cls, value: Any) -> Self:
        """Make it from the value of its key."""
        (field,) = attrs.fields(cls)
        return cls(**{field.name: value})

    def to_key(self) -> Any:
        """Give the value of its key."""
        (value,) = attrs.astuple(self)
        return decimal_text(value) if isinstance(value, Fraction) else value

    @property
    def is_nothing(self) -> bool:
        """Whether it changes nothing."""
        return not any(attrs.astuple(self))

    def priced(self, quantity: int) -> int:
        """Give the units that are left to be priced."""
        return quantity

    def last(self, units: int) -> int:
        """Give the greatest quantity of which at most so many units are left."""
        return units

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

    def last(self, units: int) -> int:
        """See `Step.last`."""
        return units + self.units


CountRounding = Literal["up", "down", "half-up"]


@attrs.frozen
class Count(Step):
    """Units counted by ``size``: what is priced are dozens, say, and not units.

    Attributes
    ----------
    size
        Units that count as one.
    round
        Whether a part of ``size`` counts as one (``"up"``), as none (``"down"``), or
        as one from half of it on (``"half-up"``).

    Examples
    --------
    >>> [Count(4, way).priced(10) for way in ("up", "down", "half-up")]
    [3, 2, 3]
    """

    key = "count"
    on_units = True
    size: int = attrs.field(validator=[instance_of(int), ge(1)])
    round: CountRounding = attrs.field(validator=in_(get_args(CountRounding)))

    @classmethod
    def from_key(cls, value: Any) -> Self:
        """See `Step`."""
        return cls(value["size"], value["round"])

    def to_key(self) -> Any:
        """See `Step`."""
        return {"size": self.size, "round": self.round}

    @property
    def is_nothing(self) -> bool:
        """See `Step`."""
        return self.size == 1

    def priced(self, quantity: int) -> int:
        """See `Step.priced`."""
        whole, rest = divmod(quantity, self.size)
        begun = {"up": rest > 0, "down": False, "half-up": 2 * rest >= self.size}
        return whole + begun[self.round]

    def last(self, units: int) -> int:
        """See `Step.last`."""
        rest = {
            "up": 0,
            "down": self.size - 1,
            "half-up": (self.size - 1) // 2,
        }
        return units * self.size + rest[self.round]


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

STEPS = {kind.key: kind for kind in (Included, Count, Minimum)}
"""The steps that documents can say, in the order in which a charge takes them."""
