"""What buyers require, compiled: constraints on who is served by what.

As in `tariffopt.problem.constraints`: a kind has a value here, rows in the
formulation, a check in the certificate, and a place in what each reduction tolerates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from tariffopt.problem.constraints import Weights

Demands = tuple[int, ...]
Sellers = tuple[frozenset[int], ...]
"""The supplies of each vendor."""


@attrs.frozen
class BuyerRule:
    """A constraint of the buyer; by itself it ties no quantities and asks for none."""

    kind: ClassVar[str]
    ties_people: ClassVar[bool] = False
    """Whether people served are then no flow, so that their columns are whole."""

    @property
    def tied(self) -> tuple[int, ...]:
        """None."""
        return ()

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for nothing."""
        return iter(())


@attrs.frozen
class ServedRange(BuyerRule):
    """More people of a demand may be served than must be.

    Attributes
    ----------
    most
        Seats each demand may have, no fewer than it needs.
    """

    kind: ClassVar[str] = "range"
    most: tuple[int, ...]


@attrs.frozen
class ServedRow(BuyerRule):
    """A weighted sum of people served lies between two ends.

    Attributes
    ----------
    demands
        Whose people count.
    weights
        What a person counts, by the access set that serves him or her.
    lower, upper
        Ends of the sum, inclusive; no end is ``None``.
    """

    ties_people: ClassVar[bool] = True
    demands: Demands
    weights: tuple[int, ...]
    lower: int | None = None
    upper: int | None = None


@attrs.frozen
class CoverageRow(ServedRow):
    """How many people of some demands are served."""

    kind: ClassVar[str] = "coverage"


@attrs.frozen
class ShareRow(ServedRow):
    """Which part of the people served is served by some supplies."""

    kind: ClassVar[str] = "share"


@attrs.frozen
class FullService(BuyerRule):
    """At least so many of some demands are served in full.

    Attributes
    ----------
    demands
        Those that count.
    full
        Seats that serve each of them in full.
    at_least
        How many of them there must be.
    """

    kind: ClassVar[str] = "groups-served"
    demands: Demands
    full: tuple[int, ...]
    at_least: int


@attrs.frozen
class SellerCount(BuyerRule):
    """So many vendors are bought from, or serve some people.

    Attributes
    ----------
    sellers
        The supplies of each vendor.
    demands
        Whose people are served; ``None`` where anything bought counts.
    at_least, at_most
        How many vendors; no end is ``None``.
    """

    kind: ClassVar[str] = "vendors"
    sellers: Sellers
    demands: Demands | None
    at_least: int | None
    at_most: int | None

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask for one of each, where anything bought counts."""
        if self.at_least and self.demands is None:
            for supply in frozenset[int]().union(*self.sellers):
                yield supply, 1


@attrs.frozen
class OneSeller(BuyerRule):
    """The people of each party are served by one vendor alone.

    Attributes
    ----------
    sellers
        The supplies of each vendor.
    parties
        Demands that have their vendor in common.
    """

    kind: ClassVar[str] = "one-vendor"
    sellers: Sellers
    parties: tuple[Demands, ...]


@attrs.frozen
class SellersApart(BuyerRule):
    """No vendor serves two of the parties.

    Attributes
    ----------
    sellers
        The supplies of each vendor.
    parties
        Demands by party; a demand may stand in one only.
    """

    kind: ClassVar[str] = "different-vendors"
    sellers: Sellers
    parties: tuple[Demands, ...]


@attrs.frozen
class PurchaseRow(BuyerRule):
    """So many units of some supplies are bought together.

    Attributes
    ----------
    weights
        What a unit of each counts.
    at_least, at_most
        Ends, inclusive; no end is ``None``.
    """

    kind: ClassVar[str] = "purchase"
    weights: Weights
    at_least: int | None
    at_most: int | None

    @property
    def tied(self) -> tuple[int, ...]:
        """All that are counted: a unit more of one may be one less of another."""
        return tuple(supply for supply, _ in self.weights)

    def demanded(self, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Ask of each for all, so that what is cut to its bound still keeps it."""
        for supply, weight in self.weights if self.at_least else ():
            yield supply, -(-(self.at_least or 0) // weight)


@attrs.frozen
class PayableLimit(BuyerRule):
    """What is payable under some contracts is limited.

    Attributes
    ----------
    contracts
        Indices of the contracts.
    at_most
        Money over the horizon, with tax.
    """

    kind: ClassVar[str] = "budget"
    ties_people: ClassVar[bool] = True
    contracts: tuple[int, ...]
    at_most: Fraction


BUYER_KINDS = (
    ServedRange,
    CoverageRow,
    ShareRow,
    FullService,
    SellerCount,
    OneSeller,
    SellersApart,
    PurchaseRow,
    PayableLimit,
)
"""The kinds that buyers' requirements become."""
