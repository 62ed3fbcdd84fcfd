"""Scenarios that no solver finishes, small enough to be built in no time."""

from __future__ import annotations

import random
from fractions import Fraction

import tariffopt as to
from tests.building import MONTH, charge, item, scenario, tariff

ODD_TAX = to.Terms(MONTH.start, 12, to.Tax("7.7%", "floor", "month"))


def bundles(
    offers: int, kinds: int, *, idle: int | None = None, seed: int = 1
) -> to.Scenario:
    """Make offers that sell a fixed number of each kind of seat, or nothing.

    Half of all there is is needed. Ratio rules tie the items of an offer together, so
    seats are whole, and the tax of every invoice is rounded. To choose offers is to
    solve a market split (Cornuejols and Dawande, 1999): hopeless to prove with 60
    offers, and where no seat may stand idle, hopeless even to find.

    Parameters
    ----------
    offers, kinds
        How many offers, and kinds of seats.
    idle
        How many seats may stand idle; any number when left out.
    """
    chance = random.Random(seed)
    made, needed = [], [0] * kinds
    for number in range(offers):
        sizes = [chance.randrange(1, 100) for _ in range(kinds)]
        needed = [sum(pair) for pair in zip(needed, sizes, strict=True)]
        made.append(_bundle(f"offer{number}", sizes, chance))
    wanted = {f"k{kind}": total // 2 for kind, total in enumerate(needed)}
    limits = to.Limits(max_surplus=idle)
    return scenario(wanted, *made, terms=ODD_TAX, limits=limits)


def _bundle(name: str, sizes: list[int], chance: random.Random) -> to.Tariff:
    around = [*range(1, len(sizes)), 0]
    return tariff(
        name,
        *(charge(chance.randrange(50, 150), f"i{kind}") for kind in range(len(sizes))),
        items=[
            item(f"i{kind}", f"k{kind}", minimum=size, maximum=size)
            for kind, size in enumerate(sizes)
        ],
        rules=[
            to.Ratio(f"i{kind}", Fraction(sizes[kind], sizes[after]), f"i{after}")
            for kind, after in enumerate(around)
        ],
    )
