"""What smaller needs cost where a limit says how many seats may stand idle."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction

from tariffopt.analysis.envelope import Saving
from tariffopt.analysis.neighborhood import SHARES, Less
from tariffopt.analysis.payable import Payable
from tariffopt.analysis.searching import first_where
from tariffopt.money import GrossMoney, Money, share

Surplus = Callable[[int], int]
"""How many may stand idle when so many are needed; never fewer for a greater need."""
Saves = Callable[[Fraction], bool]


def least_within(prices: Payable, need: int, surplus: Surplus) -> GrossMoney | None:
    """Find what a need costs at least, where few enough must stand idle.

    Returns
    -------
    GrossMoney or None
        ``None`` where nothing can be bought within the limit.

    Examples
    --------
    >>> import tariffopt as to
    >>> case = to.demo_scenario()
    >>> prices = to.envelope(case.offers[0], case.terms).payable
    >>> least_within(prices, 450, lambda _: 50), least_within(prices, 451, lambda _: 50)
    (GrossMoney("2376000", "JPY"), GrossMoney("2314620", "JPY"))
    """
    step = prices.item.step
    start, last = prices.lots_from(-(-need // step)), (need + surplus(need)) // step
    if start is None or start > last:
        return None
    # Costs do not fall on a stretch: only where one begins can more cost less.
    later = (s.first for s in prices.stretches if start < s.first <= last)
    return prices.gross(min(map(prices.total, [start, *later])))


def less_within(prices: Payable, need: int, surplus: Surplus) -> Iterator[Less]:
    """Find from which smaller needs on less is paid, under the limit throughout.

    A saving holds for its need and for all smaller ones that can be met at all. None
    is found where the need cannot be met or costs nothing, or where some price falls.

    Examples
    --------
    >>> import tariffopt as to
    >>> case = to.demo_scenario()
    >>> prices = to.envelope(case.offers[0], case.terms).payable
    >>> [less.saving.at_most for less in less_within(prices, 450, lambda _: 50)]
    [449, 427, 405, 360]
    """
    paid = least_within(prices, need, surplus)
    falls = any(stretch.falls for stretch in prices.stretches)
    if paid is None or paid.amount <= 0 or falls:
        return
    asked: list[tuple[str | None, Saves]] = [
        (None, functools.partial(operator.gt, paid.amount))
    ]
    for wanted in SHARES:
        limit = paid.amount * (1 - share(wanted))
        asked.append((wanted, functools.partial(operator.ge, limit)))
    for part, saves in asked:
        at_most = _at_most(prices, need, surplus, saves)
        cost = None if at_most is None else least_within(prices, at_most, surplus)
        if at_most is not None and cost is not None and cost < paid:
            saving = Saving(at_most, Money((paid - cost).amount, paid.currency))
            yield Less(part, saving, cost)


def _at_most(prices: Payable, need: int, surplus: Surplus, saves: Saves) -> int | None:
    """Give the need up to which every need that can be met is met by what saves.

    Between two runs of lots that save there are lots that do not. Up to the first such
    gap in which a need can be met, and only by what does not save, all is well.
    """
    step, sold = prices.item.step, prices.lots_from(1) or 0
    runs = list(_runs(prices, (need + surplus(need)) // step, saves))
    starts = [*(run[0] for run in runs[1:]), None]
    for (_, end), after in zip(runs, starts, strict=True):
        first = max(end + 1, sold)
        if first == after:
            continue
        meets = functools.partial(_meets, surplus, first * step)
        met = first_where(end * step + 1, first * step, meets)
        if after is None or met + surplus(met) < after * step:
            return end * step
    return None


def _meets(surplus: Surplus, purchase: int, need: int) -> bool:
    return need + surplus(need) >= purchase


def _runs(prices: Payable, most: int, saves: Saves) -> Iterator[tuple[int, int]]:
    """Give the first and last lots of each run that saves, up to ``most``."""
    for stretch in prices.stretches:
        last = most if stretch.last is None else min(stretch.last, most)
        dear = first_where(
            stretch.first, last + 1, lambda n: not saves(prices.total(n))
        )
        if dear > stretch.first:
            yield stretch.first, dear - 1
