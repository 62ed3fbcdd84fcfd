"""Rules of vendors on what may be bought together.

A rule says so of plain quantities. What it means to the optimizer stands in
`tariffopt.problem.ruling`, on purpose in other words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from tariffopt.money import exact
from tariffopt.tariff.charges import Item
from tariffopt.tariff.choices import When, when_of
from tariffopt.tariff.meters import Meter, counts_units

Quantities = Mapping[str, int]
Alone = tuple[int, int | None]
"""Least and greatest quantity of an item bought alone; no greatest is ``None``."""

_ANY: Alone = (0, None)
_NEVER: Alone = (1, 0)


@attrs.frozen
class Rule(ABC):
    """A rule of the vendor on the quantities of one contract.

    Attributes
    ----------
    kind, fault
        Its name in documents; the code of breaking it.
    when
        The choices under which it holds; under all of them when left out.
    """

    kind: ClassVar[str]
    fault: ClassVar[str]
    when: When = attrs.field(default=(), converter=when_of, kw_only=True)

    @property
    @abstractmethod
    def items(self) -> tuple[str, ...]:
        """The items it names."""

    @abstractmethod
    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """Tell whether the quantities keep the rule.

        Parameters
        ----------
        quantities
            Units by item id; items not named are zero.
        headcount
            People of the buyer; what asks for them is not kept while it is unknown.
        """

    @abstractmethod
    def alone(self, item: str) -> Alone:
        """Say how many of an item may be bought with nothing else beside it.

        The head-count, unknown here, is not asked for.
        """

    @abstractmethod
    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """Give what the sentence about breaking it says."""


@attrs.frozen
class OfPair(Rule):
    """A rule on two items, which its first and last text name."""

    @property
    def items(self) -> tuple[str, ...]:
        """See `Rule.items`."""
        values = attrs.asdict(self, recurse=False).values()
        return tuple(value for value in values if isinstance(value, str))

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        (item, found), (other, base) = ((i, quantities.get(i, 0)) for i in self.items)
        return {"item": item, "found": found, "other": other, "base": base}


@attrs.frozen
class Ratio(OfPair):
    """At most so many of one item for each unit of another.

    Attributes
    ----------
    item, per
        ``item`` may be at most ``at_most`` times ``per``.

    Examples
    --------
    >>> Ratio("guest", 5, "member").allows({"guest": 330, "member": 65})
    False
    """

    kind = "ratio"
    fault = "quantity-ratio"
    item: str
    at_most: Fraction = attrs.field(converter=exact)
    per: str

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        most = self.at_most * quantities.get(self.per, 0)
        return quantities.get(self.item, 0) <= most

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        of_itself = self.item == self.per and self.at_most >= 1
        return _ANY if item != self.item or of_itself else _NEVER

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        return {**super().fields(quantities, headcount), "at_most": self.at_most}


@attrs.frozen
class Requires(OfPair):
    """One item is sold only together with another, however many of each.

    Examples
    --------
    >>> rule = Requires("guest", "member")
    >>> rule.allows({"guest": 9}), rule.allows({"guest": 9, "member": 1})
    (False, True)
    """

    kind = "requires"
    fault = "quantity-requires"
    item: str
    requires: str

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        return not quantities.get(self.item) or quantities.get(self.requires, 0) > 0

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        return _NEVER if item == self.item != self.requires else _ANY


@attrs.frozen
class Excludes(OfPair):
    """Two items are not sold together in one contract.

    Examples
    --------
    >>> rule = Excludes("light", "standard")
    >>> rule.allows({"light": 9}), rule.allows({"light": 9, "standard": 1})
    (True, False)
    """

    kind = "excludes"
    fault = "quantity-excludes"
    item: str
    excludes: str

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        return not (quantities.get(self.item) and quantities.get(self.excludes))

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        return _NEVER if item == self.item == self.excludes else _ANY


@attrs.frozen
class Equal(OfPair):
    """Of two items the same quantity is bought.

    Examples
    --------
    >>> rule = Equal("code", "secrets")
    >>> rule.allows({"code": 9}), rule.allows({"code": 9, "secrets": 9})
    (False, True)
    """

    kind = "equals"
    fault = "quantity-equals"
    item: str
    equals: str

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        return quantities.get(self.item, 0) == quantities.get(self.equals, 0)

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        of_itself = self.item == self.equals
        return _ANY if of_itself or item not in self.items else _NEVER


@attrs.frozen
class OfPool(Rule):
    """A rule on the total of several items.

    Attributes
    ----------
    pool
        What is counted.
    """

    pool: Meter = attrs.field(validator=counts_units)

    @property
    def items(self) -> tuple[str, ...]:
        """See `Rule.items`."""
        return tuple(item for item, _ in self.pool.weights)

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        found = self.pool.read(quantities)
        return {"items": " + ".join(self.items), "found": found}


@attrs.frozen
class FamilyCap(OfPool):
    """At most so many of several items in total.

    Examples
    --------
    >>> rule = FamilyCap(Meter.pool(["basic", "premium"]), 300)
    >>> rule.allows({"basic": 100, "premium": 200}), rule.allows({"premium": 301})
    (True, False)
    """

    kind = "cap"
    fault = "quantity-cap"
    at_most: int

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        return self.pool.read(quantities) <= self.at_most

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        weight = self.pool.weight(item)
        return (0, self.at_most // weight) if weight else _ANY

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        return {**super().fields(quantities, headcount), "at_most": self.at_most}


@attrs.frozen
class MinimumContract(OfPool):
    """At least so many in total, once the contract is held at all.

    Examples
    --------
    >>> rule = MinimumContract(Meter.pool(["user"]), 5)
    >>> [rule.allows(bought) for bought in ({}, {"user": 4}, {"guest": 1})]
    [True, False, False]
    """

    kind = "minimum"
    fault = "quantity-minimum"
    at_least: int

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        enough = self.pool.read(quantities) >= self.at_least
        return enough or not any(quantities.values())

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        weight = self.pool.weight(item)
        return (-(-self.at_least // weight), None) if weight else _NEVER

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        return {**super().fields(quantities, headcount), "at_least": self.at_least}


@attrs.frozen
class WholeHeadcount(OfPool):
    """If any is bought, then for everybody: as many in total as there are people.

    Examples
    --------
    >>> rule = WholeHeadcount(Meter.of("employee"))
    >>> rule.allows({"employee": 40}, headcount=52), rule.allows({}, headcount=52)
    (False, True)
    """

    kind = "headcount"
    fault = "quantity-headcount"

    def allows(self, quantities: Quantities, headcount: int | None = None) -> bool:
        """See `Rule.allows`."""
        found = self.pool.read(quantities)
        return not found or (headcount is not None and found >= headcount)

    def alone(self, item: str) -> Alone:
        """See `Rule.alone`."""
        return _ANY

    def fields(self, quantities: Quantities, headcount: int | None) -> dict[str, Any]:
        """See `Rule.fields`."""
        return {**super().fields(quantities, headcount), "headcount": headcount}


HEADCOUNT = "headcount"
"""What ``at_least`` says in documents for the people of the buyer."""

RULES: dict[str, type[Rule]] = {
    kind.kind: kind
    for kind in (
        Ratio,
        Requires,
        Excludes,
        Equal,
        FamilyCap,
        MinimumContract,
        WholeHeadcount,
    )
}
"""Every kind of rule by its name in documents."""


def bought_alone(rules: Iterable[Rule], item: Item) -> Item:
    """Narrow an item to the quantities that may be bought of it and of nothing else.

    Examples
    --------
    >>> rules = FamilyCap(Meter.of("seat"), 300), MinimumContract(Meter.of("seat"), 5)
    >>> seat = bought_alone(rules, Item("seat", "Seat"))
    >>> seat.minimum, seat.maximum
    (5, 300)
    """
    for rule in rules:
        least, most = rule.alone(item.id)
        ends = [end for end in (item.maximum, most) if end is not None]
        least, end = max(item.minimum, least), min(ends, default=None)
        item = attrs.evolve(item, minimum=least, maximum=end)
    return item
