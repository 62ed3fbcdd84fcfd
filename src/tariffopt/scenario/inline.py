"""Groups written into the scenario's own document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from tariffopt.errors import Fault, Place, ScenarioError
from tariffopt.scenario.checking import granted_by, unknown_need
from tariffopt.scenario.groups import Group, Groups
from tariffopt.scenario.places import Source
from tariffopt.tariff.model import Tariff

_Entry = tuple[int, Mapping[str, Any]]


def inline_groups(
    entries: Sequence[Mapping[str, Any]],
    needs: Sequence[str],
    offers: Sequence[Tariff] | None,
    root: Place,
    broken: frozenset[int] = frozenset(),
) -> Groups:
    """Make the groups of a document.

    Parameters
    ----------
    entries, needs
        The document's ``groups`` and default ``needs``.
    offers
        The tariffs on offer, or ``None`` while these are not known.
    root
        The document's own place.
    broken
        Indices of entries that are faulty in themselves: said already, not read.

    Raises
    ------
    ScenarioError
        All faults; a need that no offer grants is named by its own ``$.path``.
    """
    sound = [(n, entry) for n, entry in enumerate(entries) if n not in broken]
    faults = list(_entry_faults(sound, needs, root))
    if offers is not None:
        faults += _need_faults(sound, needs, granted_by(offers), root)
    groups = None
    if sound or not broken:
        try:
            kept = (_group(entry) for _, entry in sound)
            groups = Groups.of(kept, needs, Source(root.file))
        except ScenarioError as error:
            faults += _numbered(error.faults, [number for number, _ in sound])
    if groups is None or faults or broken:
        raise ScenarioError(faults)
    return groups


_SAID = ("needs-none", "group-id-empty")
"""What is not there is said by `_entry_faults`, in the words of the document."""
_INDEX = re.compile(r"^\$\.groups\[(\d+)\]")


def _numbered(faults: Iterable[Fault], numbers: Sequence[int]) -> Iterator[Fault]:
    """Give faults of the sound entries their places in the document."""
    for fault in faults:
        if fault.code in _SAID:
            continue
        found = _INDEX.match(fault.place.path)
        if found is None:
            yield fault
            continue
        rest = fault.place.path[found.end() :]
        path = f"$.groups[{numbers[int(found[1])]}]{rest}"
        yield attrs.evolve(fault, place=attrs.evolve(fault.place, path=path))


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
    entries: Sequence[_Entry], needs: Sequence[str], root: Place
) -> Iterator[Fault]:
    for number, entry in entries:
        place = root.at("groups", number)
        if "name" not in entry and "id" not in entry:
            yield Fault("group-unnamed", place.at("name"))
        if "people" not in entry and "seats" not in entry:
            yield Fault("group-uncounted", place.at("people"))
    without = [number for number, entry in entries if "needs" not in entry]
    if without and not needs:
        first = root.at("groups", without[0]).path
        yield Fault("needs-missing", root.at("needs"), {"first": first})


def _need_faults(
    entries: Sequence[_Entry],
    needs: Sequence[str],
    granted: Sequence[str],
    root: Place,
) -> Iterator[Fault]:
    yield from _unknown(needs, granted, root.at("needs"))
    for number, entry in entries:
        place = root.at("groups", number, "needs")
        yield from _unknown(entry.get("needs", ()), granted, place)


def _unknown(
    needs: Iterable[str], granted: Sequence[str], place: Place
) -> Iterator[Fault]:
    for number, need in enumerate(needs):
        if need not in granted:
            yield unknown_need(need, granted, place.at(number))
