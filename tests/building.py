"""Small tariffs and scenarios, made in a line, for tests of the road."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tariffopt as to
from tariffopt.tariff import Schedule
from tests.dates import START

TIERS = ((500, 400), (3000, 350))
"""The tariff of the real case: 439 to 500 accounts cost more than 501."""
TAX = to.Tax("10%", "floor", "year")
YEAR = to.Terms(START, 12, TAX)
MONTH = to.Terms(START, 1)
"""One month without tax: the figures are those the tariff prints."""


def volume(*tiers: tuple[int | None, int | str]) -> to.Volume:
    """Make an all-units price of (last quantity, price) pairs."""
    return to.Volume(tuple(to.Tier(end, price) for end, price in tiers))


def item(name: str = "seat", *grants: str, **more: Any) -> to.Item:
    """Make an item that grants ``chat`` if nothing else is said."""
    return to.Item(name, name.capitalize(), grants or ("chat",), **more)


def charge(
    schedule: Schedule | int | str, of: str | None = "seat", per: str = "month"
) -> to.Charge:
    """Make a charge; a bare number is a price per unit, or the contract's own."""
    if isinstance(schedule, int | str):
        schedule = to.Flat(schedule) if of is None else to.PerUnit(schedule)
    return to.Charge(schedule, to.Period(per), to.Meter.of(of))


def tariff(
    name: str,
    *charges: to.Charge,
    items: Iterable[to.Item] = (),
    rules: Iterable[to.Ratio] = (),
    currency: str = "JPY",
) -> to.Tariff:
    """Make an undated tariff before tax, of one item ``seat`` if none is given."""
    return to.Tariff(
        id=name,
        name=name,
        vendor="Example Ltd",
        currency=currency,
        prices="excluding-tax",
        items=tuple(items) or (item(),),
        versions=(to.Version(charges, tuple(rules)),),
    )


def chat(name: str = "chat", *tiers: tuple[int | None, int]) -> to.Tariff:
    """Make a tariff of one all-units price a month; by default the real case's."""
    return tariff(name, charge(volume(*(tiers or TIERS))))


def scenario(
    seats: dict[str, int] | int,
    *offers: to.Tariff,
    terms: to.Terms = MONTH,
    limits: to.Limits | None = None,
) -> to.Scenario:
    """Make a scenario: seats needed by each set of needs, ``"chat mail"`` for two.

    A bare number is one group that needs ``chat``.
    """
    wanted = {"chat": seats} if isinstance(seats, int) else seats
    groups = [
        to.Group(f"g{number}", count, needs=needs.split())
        for number, (needs, count) in enumerate(wanted.items())
    ]
    return to.Scenario(groups, offers, terms, limits=limits or to.Limits())


def codes(error: to.TariffoptError) -> list[str]:
    """Name the kinds of faults of an error."""
    return [fault.code for fault in error.faults]


def messenger() -> to.Scenario:
    """Give the case of 60 staff and 330 guests, five of whom one member carries."""
    offer = tariff(
        "messenger",
        charge("7.25", "member"),
        charge(0, "guest"),
        items=[item("member", "staff"), item("guest", "guest")],
        rules=[to.Ratio("guest", 5, "member")],
        currency="USD",
    )
    return scenario({"staff": 60, "guest": 330}, offer)


def several() -> to.Scenario:
    """Give several vendors and needs, and a tax that is rounded."""
    both = [item("seat", "chat", "mail")]
    offers = [
        chat("a", (40, 333), (None, 271)),
        tariff("b", charge(555), charge(1001, None, "once"), items=both),
        tariff("c", charge(to.Package(4, 511)), items=[item("seat", "mail", step=2)]),
    ]
    terms = to.Terms(MONTH.start, 14, to.Tax("7%", "half-up", "month"))
    return scenario({"chat": 30, "chat mail": 17, "mail": 9}, *offers, terms=terms)


def bought(plan: to.Plan) -> dict[tuple[str, str], int]:
    """Give what is bought, by offer and item."""
    return {(p.offer, p.item): p.purchased for p in plan.purchases}
