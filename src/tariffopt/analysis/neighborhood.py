"""What stands around a quantity: dead zones with their costs, savings, headroom."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tariffopt.analysis.envelope import Envelope, Point, Saving
from tariffopt.analysis.zones import DeadZone
from tariffopt.money import GrossMoney

SHARES = ("5%", "10%", "20%")
"""The savings that reviewers ask about."""


@attrs.frozen
class Price:
    """What a quantity costs in total, bought plainly."""

    quantity: int
    cost: GrossMoney


@attrs.frozen
class ZoneCosts:
    """What the quantities of a dead zone cost.

    Attributes
    ----------
    worst
        The dearest of them; the smallest where several are.
    first
        The least of them.
    buy
        What to buy instead.
    """

    worst: Price
    first: Price
    buy: Price


@attrs.frozen
class Less:
    """A smaller need that costs less.

    Attributes
    ----------
    share
        The share of the cost that is saved at least, one of `SHARES`; ``None`` for
        the greatest need that saves anything.
    saving
        The need, and what it saves.
    cost
        Total payable at that need.
    """

    share: str | None
    saving: Saving
    cost: GrossMoney


@attrs.frozen
class Neighborhood:
    """How the cost changes around a need.

    Attributes
    ----------
    point
        The cheapest way to have at least so many.
    less
        From which smaller needs on less is paid, the greatest first.
    headroom
        How many more could be needed at the same cost; ``None`` for any number.
    """

    point: Point
    less: tuple[Less, ...]
    headroom: int | None


def neighborhood(envelope: Envelope, need: int) -> Neighborhood:
    """Find from where on less is paid, and how many more cost the same.

    Raises
    ------
    QuantityError
        Past the last quantity with a price, or below 0.

    Examples
    --------
    >>> import tariffopt as to
    >>> case = to.demo_scenario()
    >>> around = neighborhood(to.envelope(case.offers[0], case.terms), 450)
    >>> [(less.share, less.saving.at_most) for less in around.less]
    [(None, 438), ('5%', 416), ('10%', 394), ('20%', 350)]
    >>> around.point.purchase, around.headroom
    (501, 51)
    """
    less = tuple(_less(envelope, need))
    return Neighborhood(envelope.at_least(need), less, envelope.headroom(need))


def _less(envelope: Envelope, need: int) -> Iterator[Less]:
    asked: list[tuple[str | None, Saving | None]] = [(None, envelope.next_saving(need))]
    asked += [(share, envelope.saving(need, share)) for share in SHARES]
    for share, saving in asked:
        if saving is not None:
            yield Less(share, saving, envelope.at_least(saving.at_most).cost)


def zone_costs(envelope: Envelope, zone: DeadZone) -> ZoneCosts:
    """Price a dead zone: its dearest and its first quantity, and what to buy.

    Examples
    --------
    >>> import tariffopt as to
    >>> case = to.demo_scenario()
    >>> (zone,) = to.dead_zones(case.offers[0], case.terms)
    >>> costs = zone_costs(to.envelope(case.offers[0], case.terms), zone)
    >>> costs.worst, costs.buy.quantity
    (Price(quantity=500, cost=GrossMoney("2640000", "JPY")), 501)
    """
    worst = envelope.dearest(zone.first, zone.last).need
    prices = (
        Price(quantity, envelope.payable.cost(quantity))
        for quantity in (worst, zone.first, zone.buy)
    )
    return ZoneCosts(*prices)
