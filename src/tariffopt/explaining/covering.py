"""What else of a contract could serve just the people assigned, nobody idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tariffopt.analysis import payable
from tariffopt.errors import QuantityError, TariffError
from tariffopt.plan.model import Plan, Purchase
from tariffopt.tariff import Item, Tariff, Terms

_MOST_TRIED = 200_000

Cover = Mapping[str, int]
"""Units by item id."""
_Price = tuple[int, Fraction]
"""How many items have no price alone, and what the others cost alone, added up."""


def alike(plan: Plan, purchase: Purchase, offer: Tariff) -> dict[str, int]:
    """Give the seats assigned of the contract's items that grant the same, by item."""
    grants = set(offer.item(purchase.item).grants)
    contract = purchase.key.contract
    bought = [p for p in plan.purchases if p.key.contract == contract]
    same = [p for p in bought if set(offer.item(p.item).grants) == grants]
    return {p.item: p.assigned for p in same}


def replacements(plan: Plan, purchase: Purchase, offer: Tariff) -> list[Item]:
    """Give the items that can serve the same people: those alike, and unused ones."""
    grants, own = set(offer.item(purchase.item).grants), alike(plan, purchase, offer)
    contract = purchase.key.contract
    bought = {p.item for p in plan.purchases if p.key.contract == contract}
    return [
        item
        for item in offer.items
        if grants
        and grants <= set(item.grants)
        and (item.id in own or item.id not in bought)
    ]


def cover(items: list[Item], seats: int, offer: Tariff, terms: Terms) -> Cover | None:
    """Find units that serve just so many people, cheap where prices only add up.

    Rules and prices of several items together are not looked at: `quote` says what
    the answer costs, and whether it can be bought.

    Returns
    -------
    Cover or None
        Empty where no combination serves just so many; ``None`` where there are too
        many to try.
    """
    found: dict[int, tuple[_Price, dict[str, int]]] = {0: ((0, Fraction(0)), {})}
    tried = 0
    for item in items:
        priced = list(_priced(item, seats, offer, terms))
        tried += len(found) * len(priced)
        if tried > _MOST_TRIED:
            return None
        for have, (price, units) in list(found.items()):
            for quantity, (unpriced, cost) in priced:
                served = have + quantity * item.people
                total = (price[0] + unpriced, price[1] + cost)
                if served <= seats and (
                    served not in found or total < found[served][0]
                ):
                    found[served] = (total, {**units, item.id: quantity})
    return found[seats][1] if seats in found else {}


def _priced(
    item: Item, seats: int, offer: Tariff, terms: Terms
) -> Iterator[tuple[int, _Price]]:
    """Price the quantities of an item that serve no more people."""
    alone = payable(offer, terms, item.id)
    for quantity in range(1, min(seats // item.people, _MOST_TRIED) + 1):
        if item.allows(quantity):
            try:
                yield quantity, (0, alone.cost(quantity).amount)
            except (QuantityError, TariffError):
                yield quantity, (1, Fraction(0))
