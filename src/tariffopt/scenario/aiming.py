"""Objectives and today's licences, from documents, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

from tariffopt.documents import guess, parse_document, read_bytes
from tariffopt.errors import Fault, InputErrors, Place
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


def aim_faults(
    levels: Sequence[Level],
    present: Present,
    offers: Sequence[Tariff],
    root: Place,
) -> Iterator[Fault]:
    """Find objectives and licences of today that mean nothing here.

    Licences of tariffs that are not offered are no fault: they would all be dropped.
    """
    goals = [level.goal for level in levels]
    if "least-change" in goals and not present:
        yield Fault("present-missing", root.at("objective"))
    known = {offer.id: [item.id for item in offer.items] for offer in offers}
    for offer, items in present.items():
        for item, units in items.items():
            place = root.at("present", offer, item)
            if offer in known and item not in known[offer]:
                near = guess(item, known[offer])
                fields = {"found": item, "guess": near}
                allowed = ", ".join(known[offer])
                yield Fault("present-item", place, {**fields, "allowed": allowed})
            if units < 0:
                yield Fault("count-negative", place, {"found": units})
