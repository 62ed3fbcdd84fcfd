"""Objectives and today's licences, from documents, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

import attrs

from tariffopt.documents import guess, parse_document, read_bytes
from tariffopt.errors import Fault, InputErrors, Place
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.objectives import Level
from tariffopt.tariff.model import Tariff

Present = Mapping[str, Mapping[str, int]]


def read_present(path: Path | str) -> dict[str, dict[str, int]]:
    """Read licences of today from a plan, or from any list of purchases.

    Parameters
    ----------
    path
        A ``.json`` file with ``purchases``, each with ``offer``, ``item`` and
        ``purchased``, as a plan has them.

    Returns
    -------
    dict
        Units by the id of an offer and of its item, over all contracts.

    Raises
    ------
    InputErrors
        When the file cannot be read, or has no such purchases.

    Examples
    --------
    >>> read_present("no-such.json")
    Traceback (most recent call last):
    tariffopt.errors.InputErrors: no-such.json: no such file.
    """
    shown = str(path)
    document = parse_document(read_bytes(Path(path), shown), shown)
    entries = document.get("purchases")
    found: dict[str, dict[str, int]] = {}
    for entry in entries if isinstance(entries, list) else [None]:
        if not _is_purchase(entry):
            raise InputErrors(Fault("present-file", Place(shown, "$.purchases")))
        items = found.setdefault(entry["offer"], {})
        items[entry["item"]] = items.get(entry["item"], 0) + entry["purchased"]
    return found


def present_of(given: Present | str, base: Path) -> Present:
    """Give the licences of today that stand in a document, or in the file it names.

    Raises
    ------
    InputErrors
        As `read_present`.
    """
    return read_present(base / given) if isinstance(given, str) else given


def _is_purchase(entry: Any) -> TypeGuard[Mapping[str, Any]]:
    kinds = {"offer": str, "item": str, "purchased": int}
    return isinstance(entry, Mapping) and all(
        type(entry.get(key)) is kind for key, kind in kinds.items()
    )


@attrs.frozen(eq=False)
class Aimed:
    """What objectives are judged against: levels, licences of today, offers, groups."""

    levels: Sequence[Level]
    present: Present
    offers: Sequence[Tariff]
    groups: Groups

    @property
    def items(self) -> dict[str, list[str]]:
        """The ids of the items of each offer."""
        return {offer.id: [item.id for item in offer.items] for offer in self.offers}


def aim_faults(aimed: Aimed, root: Place) -> Iterator[Fault]:
    """Find objectives, licences of today and preferences that mean nothing here.

    Licences of tariffs that are not offered are no fault: they would all be dropped.
    """
    goals = {level.goal for level in aimed.levels}
    if goals & {"least-change", "least-switching"} and not aimed.present:
        yield Fault("present-missing", root.at("objective"))
    known = aimed.items
    for offer, items in aimed.present.items():
        for item, units in items.items():
            place = root.at("present", offer, item)
            if offer in known and item not in known[offer]:
                yield _unknown("present-item", item, known[offer], place)
            if units < 0:
                yield Fault("count-negative", place, {"found": units})
    names = [*known, *(f"{offer}/{item}" for offer in known for item in known[offer])]
    for index, wanted in aimed.groups.prefers_of.items():
        for name in wanted:
            if name not in names:
                place = aimed.groups.source.place(index, "prefers")
                yield _unknown("prefers-unknown", name, names, place)


def _unknown(code: str, found: str, known: list[str], place: Place) -> Fault:
    fields = {"found": found, "guess": guess(found, known)}
    return Fault(code, place, {**fields, "allowed": ", ".join(known)})
