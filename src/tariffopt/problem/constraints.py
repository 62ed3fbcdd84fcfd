"""What a plan must keep beyond serving everybody: the kinds there are.

A kind has a value here, rows in the formulation, a check in the certificate, and a
place in what each reduction tolerates. A reduction is not tried on a problem with a
kind it does not name, so that a new kind switches all of them off until somebody has
thought about each.
"""

from __future__ import annotations

import math
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


@attrs.frozen
class RatioRule:
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
    def tied(self) -> tuple[int, ...]:
        """Both supplies."""
        return (self.item, self.per)

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for as many of ``per`` as carry the most of ``item``."""
        if self.at_most:
            yield self.per, math.ceil(bounds[self.item] / self.at_most)


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


KINDS: dict[str, type[Constraint]] = {
    kind.kind: kind for kind in (RatioRule, SurplusLimit, ContractLimit)
}
"""Every kind by its name."""
