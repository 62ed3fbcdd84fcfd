"""Strong linking: nobody is served by a price that is not chosen.

The rows follow from the others where the choices are whole; they make the relaxation
strong. In the linked form the people of a demand are bounded by all choices of a
supply together, in the split form they are divided among them, which is stronger and
larger (Croxton, Gendron and Magnanti, Operations Research 55, 2007).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import attrs

from tariffopt.formulation.draft import Draft

LINKED_AT_MOST = 200_000
"""Above so many rows of the linked form there are none: they would cost too much."""

SPLIT_AT_MOST = 50_000
"""Above so many columns of the split form the linked form is used."""

STRONG_AT_MOST = 200_000
"""The same where the strongest relaxation is asked for."""


@attrs.frozen
class Choice:
    """A piece that may price a supply.

    Attributes
    ----------
    name
        What tells it from other pieces in names of rows.
    chosen
        Column that is 1 if it does.
    load
        Column of the units it prices; ``None`` where it counts packages.
    last
        Its last quantity.
    """

    name: str
    chosen: int
    load: int | None
    last: int


Priced = Mapping[int, Sequence[Choice]]
"""The choices of each supply that cannot be bought without one."""


def link_seats(draft: Draft, priced: Priced, *, strong: bool = False) -> None:
    """Serve nobody by a supply none of whose pieces is chosen.

    The split form is used where it is asked for, and where tax may be rounded: optima
    then differ by single coins, and a weaker relaxation tells them apart only by
    enumerating. With one demand it is no stronger.
    """
    users = _users(draft, priced)
    columns = sum(len(priced[supply]) for _, supply in users)
    several = len(draft.problem.seats) > 1
    most = STRONG_AT_MOST if strong else SPLIT_AT_MOST if draft.rounded else 0
    if several and columns <= most:
        _split(draft, users, priced)
    elif len(users) <= LINKED_AT_MOST:
        for (demand, supply), served in users.items():
            _link(draft, demand, supply, served, priced[supply])


def _users(draft: Draft, priced: Priced) -> dict[tuple[int, int], list[int]]:
    """Find, by demand and supply, the columns of people who take one of the supply."""
    users: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (demand, access), column in draft.served.items():
        for supply in draft.problem.access[access]:
            if priced.get(supply) and draft.problem.most[demand]:
                users[demand, supply].append(column)
    return users


def _link(
    draft: Draft,
    demand: int,
    supply: int,
    served: Sequence[int],
    choices: Sequence[Choice],
) -> None:
    problem = draft.problem
    most = min(int(problem.most[demand]), problem.supplies[supply].seats)
    row = dict.fromkeys(served, 1) | {choice.chosen: -most for choice in choices}
    draft.builder.row(f"use{demand}_{supply}", row, upper=0)


def _split(
    draft: Draft, users: Mapping[tuple[int, int], Sequence[int]], priced: Priced
) -> None:
    """Divide the people of each demand who take a supply among its pieces.

    Where one demand alone takes it, its loads are that already.
    """
    builder = draft.builder
    takers = Counter(supply for _, supply in users)
    loads: dict[Choice, dict[int, int]] = defaultdict(dict)
    people: dict[Choice, int] = {}
    for (demand, supply), served in users.items():
        choices, seats = priced[supply], int(draft.problem.most[demand])
        if takers[supply] == 1 or any(choice.load is None for choice in choices):
            _link(draft, demand, supply, served, choices)
            continue
        row = dict.fromkeys(served, 1)
        for number, choice in enumerate(choices):
            people[choice] = draft.problem.supplies[supply].item.people
            most = min(seats, choice.last * people[choice])
            name = f"{demand}_{supply}_{number}"
            part = builder.column(f"w{name}", upper=most)
            builder.row(f"use{name}", {part: 1, choice.chosen: -most}, upper=0)
            row[part] = loads[choice][part] = -1
        builder.row(f"part{demand}_{supply}", row, lower=0, upper=0)
    for choice, parts in loads.items():
        if choice.load is not None:
            row = {choice.load: people[choice]} | parts
            builder.row(f"load{choice.name}", row, lower=0)
