"""Seeded families of instances, equal on every machine, forever.

Random numbers come from `random.Random(seed).random()` alone: Python promises that
this method keeps its sequence for a seed across versions. Whole numbers, choices and
shuffles are made from it here, since the library's own may change; NumPy's generators
are not used. An instance is first written as a plain document of texts and whole
numbers, and its hash is the SHA-256 of that document in canonical JSON, so that it
depends on nothing but the generator. Stored hashes are tested.
"""

from __future__ import annotations

import functools
import hashlib
import json
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs

import tariffopt as to

Document = dict[str, Any]

MONTHS = 12
TAX_PERCENT = 10
START = "2026-04-01"
BASE_PRICE = 400
"""Yen a seat and month around which the vendors' prices lie."""
PRICE_STEP = 5
"""Prices are multiples of it, so that 10 % tax on a year is always whole yen: models
that know nothing of rounding then have the very same optimum. Rounded instances have
any prices, and invoices of a month."""


@attrs.frozen
class Instance:
    """One scenario to be optimized, with the document it was made from.

    Attributes
    ----------
    name
        Family, size and seed.
    document
        Parameters, tariffs and groups as texts and whole numbers.
    """

    name: str
    document: Document = attrs.field(repr=False, eq=False)

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the document in canonical JSON: sorted keys, no spaces, ASCII."""
        return hashlib.sha256(canonical(self.document).encode("ascii")).hexdigest()

    @property
    def rounded(self) -> bool:
        """Whether tax may have to be rounded, which peers cannot say."""
        return bool(self.document["terms"]["invoice"] != "year")

    @functools.cached_property
    def scenario(self) -> to.Scenario:
        """The scenario of the document."""
        return _scenario(self.document)


def canonical(document: Document) -> str:
    r"""Write a document as canonical JSON.

    Examples
    --------
    >>> canonical({"b": [1, 2], "a": "席"})
    '{"a":"\\u5e2d","b":[1,2]}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"))


def one_product(
    vendors: int = 20, tiers: int = 5, demand: int = 20_000, *, seed: int
) -> Instance:
    """Make one need that many vendors meet, none of whom can meet it alone.

    All-units tiers up to a last quantity; prices around 400 yen a month that fall
    from tier to tier, and a set-up fee. All vendors together have prices for about
    2.5 times the demand, so that which of them to use, and in which tier, is the
    question: the piecewise-linear knapsack of Kameshwaran and Narahari (EJOR 192,
    2009).

    Parameters
    ----------
    vendors, tiers
        How many; tiers of each vendor.
    demand
        Seats needed.
    seed
        Of the random numbers.
    """
    name = f"one-product-{vendors}x{tiers}-n{demand}-s{seed}"
    draw = Draw(name)
    tariffs = []
    for number in range(vendors):
        last = draw.whole(2 * demand // vendors, 3 * demand // vendors)
        ends = [*draw.rising(tiers - 1, last // 20, last * 9 // 10), last]
        fee_for, step = demand // vendors, PRICE_STEP
        tariffs.append(
            _tariff(draw, number, ["seat"], ends, fee_for=fee_for, step=step)
        )
    return Instance(
        name,
        {
            "family": "one-product",
            "seed": seed,
            "terms": _terms("year"),
            "tariffs": tariffs,
            "needs": [["seat"]],
            "people": [demand],
            "need": [0],
        },
    )


EASY, HARD = "easy", "hard"
_REACH = {EASY: 2, HARD: 27}
"""Highest threshold, in hundredths of all seats needed."""


def large_organization(
    groups: int = 1_000,
    vendors: int = 20,
    tiers: int = 5,
    profiles: int = 20,
    *,
    regime: str = EASY,
    rounded: bool = False,
    seed: int,
) -> Instance:
    """Make an organization of many groups whose needs fall into some profiles.

    Each profile is met by about 60 % of the vendors; all-units tiers with an open
    last one, and a set-up fee. In the easy regime no threshold is above 2 % of all
    seats needed, in the hard one they go up to 27 %: then few vendors can be in their
    best tier, and the choice of tiers is what is difficult.

    Parameters
    ----------
    groups, vendors, tiers, profiles
        How many; every profile has at least one group.
    regime
        ``"easy"`` or ``"hard"``.
    rounded
        Whether prices and invoices are such that tax has to be rounded.
    seed
        Of the random numbers.

    Raises
    ------
    ValueError
        For more profiles than groups.
    """
    if profiles > groups:
        raise ValueError(f"{profiles} profiles need as many groups, not {groups}")
    family = f"large-org-{regime}{'-rounded' if rounded else ''}"
    name = f"{family}-{groups}x{vendors}x{tiers}x{profiles}-s{seed}"
    draw = Draw(name)
    needs = [f"profile-{number:03}" for number in range(profiles)]
    need = [*range(profiles), *(draw.below(profiles) for _ in range(groups - profiles))]
    people = [draw.skewed(1, 200) for _ in range(groups)]
    total = sum(people)
    top = total * _REACH[regime] // 100
    grants = _grants(draw, vendors, needs)
    tariffs = []
    for number in range(vendors):
        ends = draw.rising(tiers - 1, max(tiers, top // 50), max(2 * tiers, top))
        fee_for, step = max(1, total // (20 * vendors)), 1 if rounded else PRICE_STEP
        own = grants[number], [*ends, None]
        tariffs.append(_tariff(draw, number, *own, fee_for=fee_for, step=step))
    return Instance(
        name,
        {
            "family": family,
            "seed": seed,
            "terms": _terms("month" if rounded else "year"),
            "tariffs": tariffs,
            "needs": [[need] for need in needs],
            "people": people,
            "need": need,
        },
    )


class Draw:
    """Random numbers that stay the same: everything is made from ``random()``.

    Parameters
    ----------
    name
        Seeds the sequence through its SHA-256.
    """

    def __init__(self, name: str) -> None:
        digest = hashlib.sha256(name.encode("ascii")).digest()
        self._random = random.Random(int.from_bytes(digest, "big"))

    def below(self, end: int) -> int:
        """Draw a whole number from 0, below ``end``."""
        return int(self._random.random() * end)

    def whole(self, first: int, last: int) -> int:
        """Draw a whole number between inclusive ends."""
        return first + self.below(last - first + 1)

    def skewed(self, first: int, last: int) -> int:
        """Draw between inclusive ends, small numbers more often than large ones."""
        return first + int(self._random.random() ** 2 * (last - first + 1))

    def chance(self, percent: int) -> bool:
        """Draw whether something with a chance in percent happens."""
        return self.below(100) < percent

    def rising(self, count: int, first: int, last: int) -> list[int]:
        """Draw distinct whole numbers between inclusive ends, in rising order."""
        found: set[int] = set()
        while len(found) < count:
            found.add(self.whole(first, last))
        return sorted(found)


def _grants(draw: Draw, vendors: int, needs: Sequence[str]) -> list[list[str]]:
    """Let 60 % of the vendors meet each need, and at least one vendor each."""
    grants: list[list[str]] = [[] for _ in range(vendors)]
    for need in needs:
        meeting = [v for v in range(vendors) if draw.chance(60)]
        for vendor in meeting or [draw.below(vendors)]:
            grants[vendor].append(need)
    return grants


def _tariff(
    draw: Draw,
    number: int,
    grants: list[str],
    ends: Sequence[int | None],
    *,
    fee_for: int,
    step: int,
) -> Document:
    """Draw the prices of a vendor; the fee is worth a month of up to so many seats.

    Prices are multiples of ``step`` between 90 and 110 % of the base price in the first
    tier, and fall from tier to tier.
    """
    low, high = BASE_PRICE * 9 // (10 * step), BASE_PRICE * 11 // (10 * step)
    price = step * draw.whole(low, high)
    tiers = []
    for end in ends:
        bounded = {} if end is None else {"up_to": end}
        tiers.append({**bounded, "price": price})
        price -= step * draw.whole(1, 1 + 60 // (step * len(ends)))
    fee = 100 * draw.whole(0, max(1, fee_for * BASE_PRICE // 100))
    per = {"item": "seat", "per": "month", "scheme": "volume", "tiers": tiers}
    return {
        "id": f"vendor-{number:03}",
        "name": f"Vendor {number:03}",
        "vendor": f"Vendor {number:03}",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": grants}},
        "charges": [per, {"per": "once", "scheme": "flat", "price": fee}],
    }


def _terms(invoice: str) -> Document:
    return {
        "start": START,
        "months": MONTHS,
        "tax": f"{TAX_PERCENT}%",
        "rounding": "floor",
        "invoice": invoice,
    }


def _scenario(document: Document) -> to.Scenario:
    people, need_sets = document["people"], document["needs"]
    terms = document["terms"]
    groups = to.Groups(
        ids=[f"group-{number}" for number in range(len(people))],
        names=[f"Group {number}" for number in range(len(people))],
        people=people,
        need_sets=[frozenset(needs) for needs in need_sets],
        need=document["need"],
    )
    tax = to.Tax(terms["tax"], terms["rounding"], terms["invoice"])
    return to.Scenario(
        groups=groups,
        offers=[to.tariff_from_dict(tariff) for tariff in document["tariffs"]],
        terms=to.Terms(date.fromisoformat(terms["start"]), terms["months"], tax),
        name=document["family"],
    )
