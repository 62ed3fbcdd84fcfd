"""What a plan must keep beyond serving everybody: the kinds there are.

A kind has a value here, rows in the formulation, a check in the certificate, and a
place in what each reduction tolerates. A reduction is not tried on a problem with a
kind it does not name, so that a new kind switches all of them off until somebody has
thought about each.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar, Protocol

import attrs


class Constraint(Protocol):
    """One constraint of a problem."""

    kind: ClassVar[str]
    """The name that reductions and the certificate know it by."""

    @property
    def tied(self) -> tuple[int, ...]:
        """Supplies whose quantities it ties together as no flow does.

        Their columns are integer columns, and no quantity of them is cut.
        """

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Give what it may ask of supplies if no more than ``bounds`` are bought.

        Yields
        ------
        tuple of int
            A supply, and the quantity that some plan may need of it because of this
            constraint; see `greatest_quantities`.
        """


class Counts(Protocol):
    """Quantities by supply: a list of all, or a mapping of some."""

    def __getitem__(self, supply: int, /) -> int:
        """Give the quantity of a supply."""


Weights = tuple[tuple[int, int], ...]
"""(supply, whole weight) pairs of what is counted together."""


@attrs.frozen
class VendorRule(ABC):
    """A constraint on the quantities of one contract alone."""

    @property
    @abstractmethod
    def supplies(self) -> tuple[int, ...]:
        """The supplies whose quantities it looks at."""

    @abstractmethod
    def keeps(self, quantities: Counts) -> bool:
        """Tell whether quantities keep it."""

    @abstractmethod
    def lacking(self, quantities: Counts) -> Iterator[tuple[int, int]]:
        """Where it is broken, say what to raise, and how far; nothing if that fails."""


@attrs.frozen
class RatioRule(VendorRule):
    """At most so many units of one supply for each unit of another.

    Attributes
    ----------
    item, per
        Indices of the supplies.
    at_most
        Units of ``item`` for each of ``per``.
    """

    kind: ClassVar[str] = "ratio"
    item: int
    per: int
    at_most: Fraction

    @property
    def supplies(self) -> tuple[int, ...]:
        """Both supplies."""
        return (self.item, self.per)

    @property
    def tied(self) -> tuple[int, ...]:
        """Both supplies."""
        return self.supplies

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for as many of ``per`` as carry the most of ``item``."""
        if self.at_most:
            yield self.per, math.ceil(bounds[self.item] / self.at_most)

    def keeps(self, quantities: Counts) -> bool:
        """See `VendorRule.keeps`."""
        return quantities[self.item] <= self.at_most * quantities[self.per]

    def lacking(self, quantities: Counts) -> Iterator[tuple[int, int]]:
        """See `VendorRule.lacking`."""
        if self.at_most:
            yield self.per, math.ceil(quantities[self.item] / self.at_most)


@attrs.frozen
class CapRule(VendorRule):
    """At most so many units of several supplies together."""

    kind: ClassVar[str] = "cap"
    weights: Weights
    at_most: int

    @property
    def supplies(self) -> tuple[int, ...]:
        """All that are counted."""
        return tuple(supply for supply, _ in self.weights)

    @property
    def tied(self) -> tuple[int, ...]:
        """All that are counted: a unit more of one may be one less of another."""
        return self.supplies

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing: fewer units keep it."""
        return iter(())

    def keeps(self, quantities: Counts) -> bool:
        """See `VendorRule.keeps`."""
        return _total(self.weights, quantities) <= self.at_most

    def lacking(self, quantities: Counts) -> Iterator[tuple[int, int]]:
        """Nothing: raising helps nowhere."""
        return iter(())


@attrs.frozen
class Exclusion(VendorRule):
    """Of two supplies at most one is bought."""

    kind: ClassVar[str] = "excludes"
    one: int
    other: int

    @property
    def supplies(self) -> tuple[int, ...]:
        """Both supplies."""
        return (self.one, self.other)

    @property
    def tied(self) -> tuple[int, ...]:
        """None: with its binary fixed, each quantity is only bounded."""
        return ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing: fewer units keep it."""
        return iter(())

    def keeps(self, quantities: Counts) -> bool:
        """See `VendorRule.keeps`."""
        return not (quantities[self.one] and quantities[self.other])

    def lacking(self, quantities: Counts) -> Iterator[tuple[int, int]]:
        """Nothing: raising helps nowhere."""
        return iter(())


@attrs.frozen
class LeastRule(VendorRule):
    """At least so many units together, if any of some supplies is bought.

    Attributes
    ----------
    weights, at_least
        What is counted, and the least total.
    triggers
        The supplies of which any asks for it.
    """

    kind: ClassVar[str] = "at-least"
    weights: Weights
    at_least: int
    triggers: tuple[int, ...]

    @property
    def supplies(self) -> tuple[int, ...]:
        """What is counted, and what asks for it."""
        counted = tuple(supply for supply, _ in self.weights)
        return tuple(dict.fromkeys((*counted, *self.triggers)))

    @property
    def tied(self) -> tuple[int, ...]:
        """What is counted together; one alone is only bounded."""
        counted = tuple(supply for supply, _ in self.weights)
        return counted if len(counted) > 1 else ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask of each for all, once any that asks may be bought.

        Then whatever is cut to its bound still keeps the rule by itself.
        """
        if any(bounds[supply] for supply in self.triggers):
            for supply, weight in self.weights:
                yield supply, -(-self.at_least // weight)

    def keeps(self, quantities: Counts) -> bool:
        """See `VendorRule.keeps`."""
        asked = any(quantities[supply] for supply in self.triggers)
        return not asked or _total(self.weights, quantities) >= self.at_least

    def lacking(self, quantities: Counts) -> Iterator[tuple[int, int]]:
        """Raise one of what is counted, bought already if there is such a one."""
        missing = self.at_least - _total(self.weights, quantities)
        bought = [pair for pair in self.weights if quantities[pair[0]]]
        for supply, weight in (bought or self.weights)[:1]:
            yield supply, quantities[supply] - -missing // weight


def _total(weights: Weights, quantities: Counts) -> int:
    return sum(weight * quantities[supply] for supply, weight in weights)


@attrs.frozen
class SurplusLimit:
    """At most so many seats bought and given to nobody, over all supplies."""

    kind: ClassVar[str] = "surplus"
    seats: int

    @property
    def tied(self) -> tuple[int, ...]:
        """None: all idle seats flow into one more node."""
        return ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing: fewer units leave fewer of them idle."""
        return iter(())


@attrs.frozen
class ContractLimit:
    """At most so many of the contracts of one tariff and body may be held.

    Attributes
    ----------
    contracts
        Indices of the contracts: each combination of options, and each copy of it.
    at_most
        How many of them may be held.
    alike
        Pairs of contracts that differ in nothing, as their supplies: no more units in
        all are bought under the second, which forbids no plan but its mirror images.
    """

    kind: ClassVar[str] = "contracts"
    contracts: tuple[int, ...]
    at_most: int
    alike: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()

    @property
    def tied(self) -> tuple[int, ...]:
        """The supplies of contracts that have a copy, which are compared."""
        return tuple(s for pair in self.alike for side in pair for s in side)

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing: fewer units hold no more contracts."""
        return iter(())


RULE_KINDS = (RatioRule, CapRule, Exclusion, LeastRule)
"""The kinds that vendors' rules become."""
