"""The envelope: the least total payable for having at least so many."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from fractions import Fraction

import attrs

from tariffopt.analysis.payable import Payable, payable
from tariffopt.analysis.searching import first_where
from tariffopt.analysis.zones import Least, better, last_within, least_in
from tariffopt.errors import QuantityError
from tariffopt.money import Exact, GrossMoney, Money, NetMoney, exact, share
from tariffopt.tariff import Tariff, Terms


@attrs.frozen
class Point:
    """The cheapest way to have at least so many.

    Attributes
    ----------
    need
        How many are needed.
    purchase
        How many to buy; the fewest where several cost the same.
    cost
        Total payable for the purchase.
    plain
        Total payable for buying exactly the need; ``None`` where it cannot be bought.
    """

    need: int
    purchase: int
    cost: GrossMoney
    plain: GrossMoney | None


@attrs.frozen
class Saving:
    """How far a need must fall to save, and what it then saves.

    Attributes
    ----------
    at_most
        The greatest smaller need at which it is saved.
    saves
        Total payable at the need asked about, less that at ``at_most``.
    """

    at_most: int
    saves: Money


@attrs.frozen
class Envelope:
    """The least total payable ``V(n)`` for having at least ``n`` of one item.

    Attributes
    ----------
    payable
        What each quantity costs.
    rest
        For each stretch of the prices, the cheapest purchase in later ones.
    """

    payable: Payable
    rest: tuple[Least | None, ...] = attrs.field(repr=False)

    @property
    def last(self) -> int | None:
        """The greatest need that can be met; ``None`` where there is no greatest."""
        return self.payable.last

    def at_least(self, need: int) -> Point:
        """Find the cheapest way to have at least ``need``.

        Raises
        ------
        QuantityError
            Past the last quantity with a price, or below 0.
        """
        least = self._least(need)
        prices = self.payable
        return Point(
            need=need,
            purchase=least.lots * prices.item.step,
            cost=prices.gross(least.cost),
            plain=prices.cost(need) if prices.allows(need) else None,
        )

    def most_within(self, budget: Exact | Money) -> int | None:
        """Give the most that can be bought within a budget, tax included.

        It is also the greatest need that the budget meets, since a smaller need may be
        met by a cheaper, larger purchase.

        Returns
        -------
        int or None
            0 where nothing fits; ``None`` where any quantity does.

        Raises
        ------
        TypeError
            For a float, another currency, or a budget before tax.
        """
        limit = self._budget(budget)
        tail = self.payable.stretches[-1]
        endless = tail.last is None and not tail.rises
        if endless and self.payable.total(tail.first) <= limit:
            return None
        for stretch in reversed(self.payable.stretches):
            lots = last_within(self.payable, stretch, limit)
            if lots is not None:
                return lots * self.payable.item.step
        return 0

    def next_saving(self, need: int) -> Saving | None:
        """Find the greatest smaller need that costs less; ``None`` if none does.

        Raises
        ------
        QuantityError
            As `at_least`.
        """
        cost = self._least(need).cost
        fewer = first_where(0, need, lambda n: self._cost(n) >= cost) - 1
        return self._saving(fewer, cost)

    def saving(self, need: int, share_of: Exact) -> Saving | None:
        """Find the greatest smaller need that saves at least a share of the cost.

        Parameters
        ----------
        need
            The need the saving is measured against.
        share_of
            ``"5%"``, ``"1/20"``: above 0, at most 1.

        Raises
        ------
        QuantityError
            As `at_least`.
        ValueError
            For a share outside that range.
        """
        wanted = share(share_of)
        if not 0 < wanted <= 1:
            raise ValueError(f"share {share_of} is not above 0 and at most 1")
        cost = self._least(need).cost
        limit = cost * (1 - wanted)
        fewer = first_where(0, need, lambda n: self._cost(n) > limit) - 1
        return self._saving(fewer, cost)

    def headroom(self, need: int) -> int | None:
        """Say how many more could be needed at the same cost; ``None`` for any number.

        Raises
        ------
        QuantityError
            As `at_least`.
        """
        most = self.most_within(self.payable.gross(self._least(need).cost))
        return None if most is None else most - need

    def dearest(self, first: int, last: int) -> Point:
        """Find the dearest quantity between two, inclusive, that can be bought.

        Raises
        ------
        QuantityError
            When none of them can be bought.
        """
        step = self.payable.item.step
        low, high = self.payable.lots_from(-(-first // step)), last // step
        if low is None or low > high:
            raise QuantityError(self.payable.fault(first))
        ends = [low]
        for stretch in self.payable.stretches:
            start = max(low, stretch.first)
            end = high if stretch.last is None else min(high, stretch.last)
            span = range(start, end + 1)
            ends += span if stretch.falls else span[-1:]
        return self.at_least(max(ends, key=self.payable.total) * step)

    def _cost(self, need: int) -> Fraction:
        return self._least(need).cost

    def _least(self, need: int) -> Least:
        step = self.payable.item.step
        start = self.payable.lots_from(-(-need // step)) if need >= 0 else None
        if start is None:
            raise QuantityError(self.payable.fault(need))
        stretches = self.payable.stretches
        index = bisect.bisect_right(stretches, start, key=lambda s: s.first) - 1
        return better(least_in(self.payable, stretches[index], start), self.rest[index])

    def _saving(self, fewer: int, cost: Fraction) -> Saving | None:
        if fewer < 0 or self._cost(fewer) >= cost:
            return None
        return Saving(fewer, Money(cost - self._cost(fewer), self._currency))

    @property
    def _currency(self) -> str:
        return self.payable.tariff.currency

    def _budget(self, budget: Exact | Money) -> Fraction:
        if not isinstance(budget, Money):
            return exact(budget, "budget")
        if isinstance(budget, NetMoney) or budget.currency != self._currency:
            raise TypeError(f"budget {budget!r} is not an amount of {self._currency}")
        return budget.amount


def envelope(
    tariff: Tariff,
    terms: Terms | None = None,
    item: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Envelope:
    """Find the cheapest ways to have at least so many of one item, for every need.

    Parameters
    ----------
    tariff, terms, item, choices
        As for `payable`; other items are not bought.

    Raises
    ------
    ValueError, KeyError, TariffError
        As `payable`.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> terms = to.Terms(date(2021, 4, 1), 12, to.Tax("10%", "floor", "year"))
    >>> chat = envelope(tariff, terms)
    >>> chat.at_least(450).purchase, chat.most_within("2000000")
    (501, 378)
    >>> chat.next_saving(501)
    Saving(at_most=438, saves=Money("1980", "JPY"))
    """
    return envelope_of(payable(tariff, terms, item, choices))


def envelope_of(prices: Payable) -> Envelope:
    """Find the envelope of an item that is already priced."""
    rest: list[Least | None] = [None]
    for stretch in reversed(prices.stretches[1:]):
        rest.append(better(least_in(prices, stretch, stretch.first), rest[-1]))
    return Envelope(prices, tuple(reversed(rest)))
