"""Strong linking: nobody is served by a price that is not chosen.

The rows follow from the others where the choices are whole; they make the relaxation
strong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs

from tariffopt.formulation.draft import Draft

LINKED_AT_MOST = 200_000
"""Above so many linking rows they are left out: they would cost too much."""


@attrs.frozen
class Choice:
    """A piece that may price a supply: the column that is 1 if it does."""

    chosen: int


Priced = Mapping[int, Sequence[Choice]]
"""The choices of each supply that cannot be bought without one."""


def link_seats(draft: Draft, priced: Priced) -> None:
    """Serve nobody by a supply none of whose pieces is chosen."""
    users = _users(draft, priced)
    if len(users) > LINKED_AT_MOST:
        return
    for (demand, supply), columns in users.items():
        seats, upper = draft.problem.seats[demand], draft.problem.supplies[supply].upper
        most = min(int(seats), upper)
        row = dict.fromkeys(columns, 1)
        row |= {choice.chosen: -most for choice in priced[supply]}
        draft.builder.row(f"use{demand}_{supply}", row, upper=0)


def _users(draft: Draft, priced: Priced) -> dict[tuple[int, int], list[int]]:
    """Find, by demand and supply, the columns of people who take one of the supply."""
    users: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (demand, access), column in draft.served.items():
        for supply in draft.problem.access[access]:
            if priced.get(supply):
                users[demand, supply].append(column)
    return users
