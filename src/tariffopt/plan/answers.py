"""Reading purchases and seats, ours or anybody's, against the scenario they are for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place
from tariffopt.plan.model import Assignments
from tariffopt.scenario import Scenario
from tariffopt.tariff import ContractKey, ItemKey
from tariffopt.tariff.keys import ORGANISATION

_CONTRACT = ("offer", "contract", "body")
_FEW = 12
"""How many names a message lists before it stops."""

Row = tuple[int, int, int]


@attrs.frozen(eq=False)
class Names:
    """What a document may refer to, and the faults found while it is read.

    Attributes
    ----------
    items
        For each offer, the position of each item among all items on offer.
    options
        For each offer, the position of each (choice, option).
    bodies, groups
        The position of each body, and of each group.
    faults
        Grows while reading; nothing may be used before it is seen to be empty.
    file
        The document's name, for messages.
    """

    items: Mapping[str, Mapping[str, int]]
    options: Mapping[str, Mapping[tuple[str, str], tuple[int, ...]]]
    bodies: Mapping[str, int]
    groups: Mapping[str, int]
    faults: list[Fault]
    file: str | None = None

    @classmethod
    def of(cls, scenario: Scenario, file: str | None = None) -> Names:
        """Index the offers, items and groups of a scenario."""
        items: dict[str, dict[str, int]] = {}
        count = 0
        for offer in scenario.offers:
            items[offer.id] = {item.id: count + n for n, item in enumerate(offer.items)}
            count += len(offer.items)
        groups = {group: index for index, group in enumerate(scenario.groups.ids)}
        bodies = {body: index for index, body in enumerate(scenario.groups.bodies)}
        options = {
            offer.id: {
                (choice.id, option): (number, position)
                for number, choice in enumerate(offer.choices)
                for position, option in enumerate(choice.ids)
            }
            for offer in scenario.offers
        }
        return cls(items, options, bodies, groups, [], file)

    def contract(self, entry: Mapping[str, Any], path: str) -> ContractKey:
        """Read which contract an entry is about."""
        offer = entry["offer"]
        if offer not in self.items:
            self._unknown("plan-unknown-offer", offer, self.items, f"{path}.offer")
        return self.contract_of(entry)

    def contract_of(self, entry: Mapping[str, Any]) -> ContractKey:
        """Give the contract an entry names; choices in the order of the tariff."""
        given, order = entry.get("choices", {}), self.options.get(entry["offer"], {})
        choices = sorted(given.items(), key=lambda pair: order.get(pair, (len(order),)))
        return ContractKey(
            entry["offer"],
            entry.get("body") or ORGANISATION,
            choices,
            entry.get("contract", 1),
        )

    def key(self, entry: Mapping[str, Any], path: str) -> ItemKey:
        """Read which item an entry is about."""
        contract, item = self.contract(entry, path), entry["item"]
        items = self.items.get(contract.offer)
        if items is not None and item not in items:
            self._unknown("plan-unknown-item", item, items, f"{path}.item")
        return ItemKey(contract, item)

    def group(self, group: str, path: str) -> int:
        """Read which group an entry is about."""
        index = self.groups.get(group)
        if index is None:
            self._unknown("plan-unknown-group", group, self.groups, f"{path}.id")
            return -1
        return index

    def position(self, key: ItemKey) -> tuple[Any, ...]:
        """Order items as the offers and their items stand in the scenario."""
        items = self.items.get(key.offer, {})
        contract = key.contract
        options = self.options.get(contract.offer, {})
        picked = tuple(options.get(pair, ()) for pair in contract.choices)
        first = min(items.values(), default=-1)
        body = self.bodies.get(contract.body, -1)
        return first, picked, body, contract.number, items.get(key.item, -1)

    def _unknown(self, code: str, found: str, known: Iterable[str], path: str) -> None:
        names = list(known)
        more = ", ..." if len(names) > _FEW else ""
        allowed = ", ".join(names[:_FEW]) + more
        fields = {"found": found, "guess": guess(found, names), "allowed": allowed}
        self.faults.append(Fault(code, Place(self.file, path), fields))


def read_pairs(
    entries: Sequence[Mapping[str, Any]], names: Names
) -> tuple[tuple[ItemKey, int], ...]:
    """Read which quantities are bought."""
    return tuple(
        (names.key(entry, f"$.purchases[{number}]"), entry["purchased"])
        for number, entry in enumerate(entries)
    )


def read_assignments(
    entries: Sequence[Mapping[str, Any]],
    scenario: Scenario,
    names: Names,
) -> Assignments:
    """Read who is given what; rows come out by group, then by access set.

    Access sets are ordered as the offers and their items stand in the scenario, so
    that the same seats are always the same value.
    """
    rows, sets = _rows(entries, names)
    places = [tuple(map(names.position, items)) for items in sets]
    order = sorted(range(len(sets)), key=places.__getitem__)
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    columns[:, 1] = np.argsort(np.array(order, dtype=np.int64))[columns[:, 1]]
    columns = columns[np.lexsort((columns[:, 1], columns[:, 0]))]
    return Assignments(
        sets=tuple(sets[number] for number in order),
        groups=tuple(scenario.groups.ids),
        group=columns[:, 0],
        access=columns[:, 1],
        seats=columns[:, 2],
    )


def _rows(
    entries: Sequence[Mapping[str, Any]], names: Names
) -> tuple[list[Row], list[tuple[ItemKey, ...]]]:
    """Give group, access set and seats of each row, and the sets by their numbers."""
    rows: list[Row] = []
    sets: dict[tuple[ItemKey, ...], int] = {}
    known: dict[Any, int] = {}  # the same few sets, again and again
    for number, entry in enumerate(entries):
        group = names.group(entry["id"], f"$.groups[{number}]")
        for row, given in enumerate(entry["assigned"]):
            alone = "together" not in given
            named = given["item"], *map(given.get, _CONTRACT)
            named += tuple(given.get("choices", {}).items())
            access = known.get(named) if alone else None
            if access is None:
                items = _set(given, names, f"$.groups[{number}].assigned[{row}]")
                access = sets.setdefault(items, len(sets))
                if alone and not names.faults:
                    known[named] = access
            rows.append((group, access, given["seats"]))
    return rows, list(sets)


def _set(given: Mapping[str, Any], names: Names, path: str) -> tuple[ItemKey, ...]:
    keys = [names.key(given, path)]
    for number, entry in enumerate(given.get("together", ())):
        keys.append(names.key(entry, f"{path}.together[{number}]"))
    return tuple(sorted(dict.fromkeys(keys), key=names.position))
