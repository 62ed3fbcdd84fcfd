"""Buyers' requirements as constraints on supplies and on who is served.

Written apart from `tariffopt.certifying.requirements`, which checks answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import singledispatch

import attrs
import numpy as np

from tariffopt.problem.constraints import Constraint
from tariffopt.problem.model import Contract
from tariffopt.problem.requirements import (
    CoverageRow,
    Demands,
    FullService,
    OneSeller,
    PayableLimit,
    PurchaseRow,
    SellerCount,
    Sellers,
    SellersApart,
    ServedRange,
    ShareRow,
)
from tariffopt.scenario import Scenario
from tariffopt.scenario.requirements import (
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    Seller,
    VendorCount,
)
from tariffopt.tariff import Item


@attrs.frozen(eq=False)
class Ledger:
    """What a requirement is written down with.

    Attributes
    ----------
    scenario
        The scenario; demands are its groups, in file order.
    contracts, places
        What may be signed; for each supply its contract's index, and its item.
    access
        The access sets.
    """

    scenario: Scenario
    contracts: Sequence[Contract]
    places: Sequence[tuple[int, Item]]
    access: Sequence[tuple[int, ...]]

    def demands(self, of: tuple[str, ...]) -> Demands:
        """Give the demands that ids of groups and units stand for."""
        return tuple(self.scenario.members(of).tolist())

    def supplies(self, seller: Seller) -> frozenset[int]:
        """Give the supplies of a vendor, an offer or an item."""
        return frozenset(
            supply
            for supply, (number, item) in enumerate(self.places)
            if self.contracts[number].tariff.vendor == seller.vendor
            or (
                self.contracts[number].key.offer == seller.offer
                and seller.item in (None, item.id)
            )
        )

    def signed_for(self, of: tuple[str, ...]) -> set[int]:
        """Give the contracts of the bodies that sign for no group outside of ids."""
        groups = self.scenario.groups
        outside = np.delete(groups.body, self.scenario.members(of))
        others = {groups.bodies[body] for body in np.unique(outside).tolist()}
        return {n for n, c in enumerate(self.contracts) if c.key.body not in others}

    def sellers(self) -> Sellers:
        """Give the supplies of each vendor, in the order of the offers."""
        vendors = dict.fromkeys(offer.vendor for offer in self.scenario.offers)
        return tuple(self.supplies(Seller(vendor=name)) for name in vendors)


def buyer_constraints(ledger: Ledger) -> Iterator[Constraint]:
    """Write down all that the buyer requires."""
    groups = ledger.scenario.groups
    if groups.at_most:
        yield ServedRange(tuple(groups.most.tolist()))
    for requirement in ledger.scenario.requirements:
        yield from constraints_of(requirement, ledger)


@singledispatch
def constraints_of(requirement: Requirement, ledger: Ledger) -> Iterator[Constraint]:
    """Write a requirement down as constraints.

    Raises
    ------
    TypeError
        A requirement of a kind that has no constraints here.
    """
    raise TypeError(f"no constraints for {requirement!r} in {ledger!r}")


@constraints_of.register
def _(requirement: Coverage, ledger: Ledger) -> Iterator[Constraint]:
    demands = ledger.demands(requirement.of)
    whole = sum(ledger.scenario.groups.full[list(demands)].tolist())
    least, most = requirement.at_least, requirement.at_most
    yield CoverageRow(
        demands,
        (1,) * len(ledger.access),
        lower=math.ceil(least * whole) if isinstance(least, Fraction) else least,
        upper=math.floor(most * whole) if isinstance(most, Fraction) else most,
    )


@constraints_of.register
def _(requirement: GroupsServed, ledger: Ledger) -> Iterator[Constraint]:
    demands, least = ledger.demands(requirement.of), requirement.at_least
    count = math.ceil(least * len(demands)) if isinstance(least, Fraction) else least
    full = ledger.scenario.groups.full[list(demands)].tolist()
    yield FullService(demands, tuple(full), count)


@constraints_of.register
def _(requirement: VendorCount, ledger: Ledger) -> Iterator[Constraint]:
    yield SellerCount(
        ledger.sellers(),
        ledger.demands(requirement.of) if requirement.of else None,
        requirement.at_least,
        requirement.at_most,
    )


@constraints_of.register
def _(requirement: MarketShare, ledger: Ledger) -> Iterator[Constraint]:
    demands = ledger.demands(requirement.of)
    own = ledger.supplies(requirement.seller)
    uses = [bool(own.intersection(way)) for way in ledger.access]
    for part, is_least in ((requirement.at_least, True), (requirement.at_most, False)):
        if part is not None:
            weights = tuple(u * part.denominator - part.numerator for u in uses)
            ends = {"lower": 0} if is_least else {"upper": 0}
            yield ShareRow(demands, weights, **ends)


@constraints_of.register
def _(requirement: Purchased, ledger: Ledger) -> Iterator[Constraint]:
    own = sorted(ledger.supplies(requirement.seller))
    weights = tuple((supply, 1) for supply in own)
    yield PurchaseRow(weights, requirement.at_least, requirement.at_most)


@constraints_of.register
def _(requirement: Budget, ledger: Ledger) -> Iterator[Constraint]:
    contracts = ledger.signed_for(requirement.of)
    if requirement.seller is not None:
        own = ledger.supplies(requirement.seller)
        contracts &= {ledger.places[supply][0] for supply in own}
    yield PayableLimit(tuple(sorted(contracts)), requirement.at_most)


@constraints_of.register
def _(requirement: OneVendor, ledger: Ledger) -> Iterator[Constraint]:
    parties = tuple((demand,) for demand in ledger.demands(requirement.of))
    yield OneSeller(ledger.sellers(), parties)


@constraints_of.register
def _(requirement: SameVendor, ledger: Ledger) -> Iterator[Constraint]:
    yield OneSeller(ledger.sellers(), (ledger.demands(requirement.of),))


@constraints_of.register
def _(requirement: DifferentVendors, ledger: Ledger) -> Iterator[Constraint]:
    names = requirement.of or ledger.scenario.groups.ids
    parties = tuple(ledger.demands((name,)) for name in names)
    yield SellersApart(ledger.sellers(), parties)
