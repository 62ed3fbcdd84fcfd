"""What every price schedule has: parts of a price, a name and keys in documents."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Protocol, Self

import attrs

from tariffopt.documents import Document
from tariffopt.money import decimal_text


@attrs.frozen
class Keyed:
    """A value whose fields are keys of a document, by the same names."""

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """List its keys."""
        return tuple(field.name for field in attrs.fields(cls))

    @classmethod
    def from_keys(cls, entry: Mapping[str, Any]) -> Self:
        """Make it from its keys; other keys of the entry are passed over."""
        defaults = {f.name: f.default for f in attrs.fields(cls)}
        required = {n: None if d is attrs.NOTHING else d for n, d in defaults.items()}
        return cls(**{name: entry.get(name, value) for name, value in required.items()})

    def to_keys(self) -> Document:
        """Write it as keys; amounts are decimal text, and defaults are left out."""
        values = ((f, getattr(self, f.name)) for f in attrs.fields(type(self)))
        return {
            field.name: _written(value)
            for field, value in values
            if value is not None and value != field.default
        }


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return [entry.to_keys() for entry in value]
    return decimal_text(value) if isinstance(value, Fraction) else value


@attrs.frozen
class Part:
    """One part of what a quantity costs: so many units at a price, or a flat amount.

    Attributes
    ----------
    quantity
        Units (or packages) priced here; ``None`` for a flat amount.
    price
        Price of one of them, or the flat amount itself.
    amount
        ``quantity`` times ``price``, or the flat amount.
    first, last
        The tier that set the price, inclusive ends; ``None`` where there is none.
    """

    quantity: int | None
    price: Fraction
    amount: Fraction
    first: int | None = None
    last: int | None = None


class Schedule(Protocol):
    """What a meter reading costs."""

    @property
    def maximum(self) -> int | None:
        """The last quantity with a price; ``None`` where there is no last one."""
        ...

    def parts(self, quantity: int) -> tuple[Part, ...]:
        """Price a quantity from 0 to `maximum`, in the parts a bill shows."""
        ...


@attrs.frozen
class Scheme(Keyed, Schedule):
    """A schedule that a document can say, by the name of its scheme and its own keys.

    Attributes
    ----------
    scheme
        Its name in documents.
    falls
        Whether a total may fall, or go below an earlier one, within a range too.
    """

    scheme: ClassVar[str]
    falls: ClassVar[bool] = False

    def ends(self) -> tuple[int, ...]:
        """List the quantities after which another price begins, rising."""
        return ()

    def settled(self) -> int:
        """Give a quantity from which on one more never costs less."""
        return 0


def amount(schedule: Schedule, quantity: int) -> Fraction:
    """Price a quantity: the sum of its parts.

    Examples
    --------
    >>> from tariffopt.tariff.schedules import Graduated, Tier, Volume
    >>> tiers = (Tier(500, 400), Tier(3000, 350))
    >>> [str(amount(Volume(tiers), q)) for q in (500, 501)]
    ['200000', '175350']
    >>> [str(amount(Graduated(tiers), q)) for q in (500, 501)]
    ['200000', '200350']
    """
    return sum((part.amount for part in schedule.parts(quantity)), Fraction(0))
