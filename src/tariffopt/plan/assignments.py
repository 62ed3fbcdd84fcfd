"""Who is given what, as columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np

from tariffopt.tariff.keys import ItemKey


@attrs.frozen
class Assignment:
    """Seats of one access set given to one group.

    Attributes
    ----------
    group
        The group's id.
    items
        The access set: each of the people gets one of every item of it.
    seats
        How many people.
    """

    group: str
    items: tuple[ItemKey, ...]
    seats: int

    @property
    def offer(self) -> str:
        """The tariff of the set's first item."""
        return self.items[0].offer

    @property
    def item(self) -> str:
        """The set's first item."""
        return self.items[0].item


def _columns_equal(left: Any, right: Any) -> bool:
    return np.array_equal(left, right)


_SAME = attrs.cmp_using(eq=_columns_equal)


@attrs.frozen
class Assignments:
    """Who is given what, as columns: a row is a group, an access set and seats.

    Attributes
    ----------
    sets
        The access sets that rows refer to.
    groups
        Ids of the scenario's groups.
    group, access, seats
        Arrays of one length: index of the group, index of the access set, seats.
        Sorted by group in file order, then by access set.
    """

    sets: tuple[tuple[ItemKey, ...], ...]
    groups: tuple[str, ...] = attrs.field(repr=False)
    group: np.ndarray[Any, Any] = attrs.field(eq=_SAME, hash=False, repr=False)
    access: np.ndarray[Any, Any] = attrs.field(eq=_SAME, hash=False, repr=False)
    seats: np.ndarray[Any, Any] = attrs.field(eq=_SAME, hash=False, repr=False)

    def __len__(self) -> int:
        return len(self.seats)

    def __iter__(self) -> Iterator[Assignment]:
        rows = zip(self.group, self.access, self.seats, strict=True)
        for group, access, seats in rows:
            yield Assignment(self.groups[group], self.sets[access], int(seats))

    def by_item(self) -> dict[ItemKey, int]:
        """Count the seats assigned of each item."""
        totals: dict[ItemKey, int] = {}
        sums = np.bincount(self.access, weights=None, minlength=len(self.sets)) * 0
        np.add.at(sums, self.access, self.seats)
        for items, seats in zip(self.sets, sums, strict=True):
            for key in items:
                totals[key] = totals.get(key, 0) + int(seats)
        return totals
