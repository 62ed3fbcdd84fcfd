"""What changes from one plan, or from today's licences, to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tariffopt.errors import require_type
from tariffopt.plan.model import Plan

Licences = Mapping[str, Mapping[str, int]]
"""Units by the id of a tariff and of its item."""


@attrs.frozen
class Change:
    """How many units of an item there were, and how many there will be.

    Attributes
    ----------
    offer, item
        Ids of the tariff and of its item.
    before, after
        Units, over all contracts.
    """

    offer: str
    item: str
    before: int
    after: int

    @property
    def add(self) -> int:
        """Units to be bought in addition."""
        return max(self.after - self.before, 0)

    @property
    def drop(self) -> int:
        """Units to be given up."""
        return max(self.before - self.after, 0)


def changes(before: Plan | Licences, after: Plan | Licences) -> tuple[Change, ...]:
    """Say which units are to be added and which dropped.

    Parameters
    ----------
    before, after
        Plans, or units by offer and item, as ``present`` of a scenario has them.

    Returns
    -------
    tuple of Change
        Of the items whose number changes only: those of ``after`` in its order, then
        those that are given up altogether.

    Raises
    ------
    TypeError
        For anything else than plans and units by offer and item.

    Examples
    --------
    >>> import tariffopt as to
    >>> plan = to.optimize(to.demo_scenario())
    >>> [
    ...     (c.item, c.add, c.drop)
    ...     for c in changes({"lgwan-chat": {"account": 438}}, plan)
    ... ]
    [('account', 63, 0)]
    """
    old, new = _units(before), _units(after)
    found = (
        Change(*key, old.get(key, 0), new.get(key, 0))
        for key in dict.fromkeys([*new, *old])
    )
    return tuple(change for change in found if change.before != change.after)


def _units(of: Plan | Licences) -> dict[tuple[str, str], int]:
    if isinstance(of, Mapping):
        return _sum(((o, i), n) for o, items in of.items() for i, n in items.items())
    plan = require_type(of, Plan, "or units by offer and item")
    return _sum(((p.offer, p.item), p.purchased) for p in plan.purchases)


def _sum(
    pairs: Iterable[tuple[tuple[str, str], int]],
) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key, units in pairs:
        found[key] = found.get(key, 0) + units
    return found
