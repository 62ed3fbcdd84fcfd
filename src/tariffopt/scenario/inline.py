"""Groups written into the scenario's own document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tariffopt.errors import Fault, Place, ScenarioError
from tariffopt.scenario.checking import granted_by, unknown_need
from tariffopt.scenario.groups import Group, Groups
from tariffopt.scenario.places import Source
from tariffopt.tariff.model import Tariff


def inline_groups(
    entries: Sequence[Mapping[str, Any]],
    needs: Sequence[str],
    offers: Sequence[Tariff] | None,
    root: Place,
) -> Groups:
    """Make the groups of a document, whose schema has no fault with them.

    Parameters
    ----------
    entries, needs
        The document's ``groups`` and default ``needs``.
    offers
        The tariffs on offer, or ``None`` while these are not known.
    root
        The document's own place.

    Raises
    ------
    ScenarioError
        All faults; a need that no offer grants is named by its own ``$.path``.
    """
    faults = list(_entry_faults(entries, needs, root))
    if offers is not None:
        faults += _need_faults(entries, needs, granted_by(offers), root)
    try:
        groups = Groups.of(map(_group, entries), needs, Source(root.file))
    except ScenarioError as error:
        # A missing default was said above, once for all groups that rely on it.
        rest = [fault for fault in error.faults if fault.code != "needs-none"]
        raise ScenarioError([*faults, *rest]) from None
    if faults:
        raise ScenarioError(faults)
    return groups


def _group(entry: Mapping[str, Any]) -> Group:
    name = entry.get("name")
    return Group(
        id=entry.get("id", name or ""),
        people=entry.get("people", 0),
        name=name,
        needs=entry.get("needs"),
        coverage=entry.get("coverage", 1),
        seats=entry.get("seats"),
        note=entry.get("note"),
        meta=entry.get("meta", {}),
    )


def _entry_faults(
    entries: Sequence[Mapping[str, Any]], needs: Sequence[str], root: Place
) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        place = root.at("groups", number)
        if "name" not in entry and "id" not in entry:
            yield Fault("group-unnamed", place.at("name"))
        if "people" not in entry and "seats" not in entry:
            yield Fault("group-uncounted", place.at("people"))
    without = [number for number, entry in enumerate(entries) if "needs" not in entry]
    if without and not needs:
        first = root.at("groups", without[0]).path
        yield Fault("needs-missing", root.at("needs"), {"first": first})


def _need_faults(
    entries: Sequence[Mapping[str, Any]],
    needs: Sequence[str],
    granted: Sequence[str],
    root: Place,
) -> Iterator[Fault]:
    yield from _unknown(needs, granted, root.at("needs"))
    for number, entry in enumerate(entries):
        place = root.at("groups", number, "needs")
        yield from _unknown(entry.get("needs", ()), granted, place)


def _unknown(
    needs: Iterable[str], granted: Sequence[str], place: Place
) -> Iterator[Fault]:
    for number, need in enumerate(needs):
        if need not in granted:
            yield unknown_need(need, granted, place.at(number))
