"""Groups written into the scenario's own document."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.money import share
from tariffopt.scenario.checking import share_fault
from tariffopt.scenario.group import Needs, count_or_share, keep_meta
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.source import Source

_SHARE = re.compile(
    r"\.(rate|rates\.[^.]+|coverage|requirements\[\d+\]\.at_(least|most))$"
)
_NEEDS = re.compile(r"\$\.(?:groups\[(\d+)\]\.)?needs")
_MOST = 10**6


def inline_groups(
    entries: Sequence[Mapping[str, Any]],
    needs: Sequence[str],
    file: str | None,
    broken: Collection[int] = (),
) -> Groups:
    """Make columns of the groups of a document, as its schema allows them.

    Parameters
    ----------
    entries, needs
        The document's ``groups`` and default ``needs``.
    file
        The document's name.
    broken
        Positions of entries that are faulty in themselves: said already, not read.

    Raises
    ------
    ScenarioError
        For ``meta`` that cannot be kept.
    """
    numbers = [n for n in range(len(entries)) if n not in broken] if broken else None
    sound = entries if numbers is None else [entries[n] for n in numbers]
    source, default = Source(file, numbers), frozenset(needs)
    sets: dict[Needs, int] = {}
    own = (frozenset(e["needs"]) if "needs" in e else default for e in sound)
    return Groups(
        ids=[e.get("id") or e.get("name", "") for e in sound],
        names=[e.get("name") or e.get("id", "") for e in sound],
        people=[e.get("people", 0) for e in sound],
        need=[sets.setdefault(need, len(sets)) for need in own],
        need_sets=sets,
        coverage=_shares(sound),
        seats={i: e["seats"] for i, e in enumerate(sound) if "seats" in e},
        notes={i: e["note"] for i, e in enumerate(sound) if "note" in e},
        meta={
            i: keep_meta(e["meta"], source.place(i, "meta"))
            for i, e in enumerate(sound)
            if e.get("meta")
        },
        body_of={i: e["body"] for i, e in enumerate(sound) if "body" in e},
        at_most={
            i: _limit(e["at_most"]) for i, e in enumerate(sound) if "at_most" in e
        },
        sharing={
            i: e["people_per_seat"]
            for i, e in enumerate(sound)
            if e.get("people_per_seat", 1) != 1
        },
        weight_of={
            i: e["weight"] for i, e in enumerate(sound) if e.get("weight", 1) != 1
        },
        priority_of={i: e["priority"] for i, e in enumerate(sound) if "priority" in e},
        unit_of={i: e["unit"] for i, e in enumerate(sound) if "unit" in e},
        default=default,
        source=source,
    )


@functools.cache
def _limit(written: int | str) -> int | Fraction:
    return count_or_share(written, "at_most") or 0


def _shares(entries: Iterable[Mapping[str, Any]]) -> dict[int, Fraction]:
    """Give the shares other than all, each way to write one read once."""
    written = {i: e["coverage"] for i, e in enumerate(entries) if "coverage" in e}
    read = {text: share(text) for text in set(written.values())}
    return {i: read[text] for i, text in written.items() if read[text] != 1}


# --- faults of the document -------------------------------------------------------


def uncounted(
    entries: Sequence[Mapping[str, Any]], broken: Collection[int], root: Place
) -> Iterator[Fault]:
    """Find the groups that give neither people nor seats."""
    for number, entry in enumerate(entries):
        if number not in broken and not entry.keys() & {"people", "seats"}:
            yield Fault("group-uncounted", root.at("groups", number, "people"))


def numbered(fault: Fault, document: Mapping[str, Any]) -> Fault:
    """Name a need by its own place in the list that the document gives."""
    match = _NEEDS.fullmatch(fault.place.path)
    if fault.code != "unknown-need" or match is None:
        return fault
    table = document["groups"][int(match[1])] if match[1] else document
    number = table["needs"].index(fault.fields["found"])
    return attrs.evolve(fault, place=fault.place.at(number))


def sharpen(faults: Iterable[Fault]) -> list[Fault]:
    """Replace faults that a schema words poorly; drop those that follow from others.

    A rate of 10 is told apart from a rate of 10 %; a key that stands below the wrong
    section is not reported as missing too.
    """
    found = list(faults)
    elsewhere = {f.fields["key"] for f in found if f.code == "misplaced-key"}
    return [
        _share(fault)
        for fault in found
        if not (fault.code == "missing-key" and _key(fault) in elsewhere)
    ]


def _key(fault: Fault) -> str:
    return fault.place.path.removeprefix("$.")


def _share(fault: Fault) -> Fault:
    if not _is_share(fault):
        return fault
    found = Decimal(str(fault.fields["found"]))
    return share_fault(Fraction(found), fault.place)


def _is_share(fault: Fault) -> bool:
    """Tell whether a fault is about a share above the whole, and about nothing else."""
    if fault.code != "out-of-range" or not _SHARE.search(fault.place.path):
        return False
    # Nobody means 1e99 percent, and as a fraction it would be a long number.
    return 1 < Decimal(str(fault.fields["found"])) < _MOST


def blocked_paths(faults: Iterable[Fault]) -> tuple[str, ...]:
    """Give the paths at or below which a document cannot be read any further.

    A share above the whole can; a key that stands below a wrong section cannot.
    """
    found = [fault for fault in faults if not _is_share(fault)]
    elsewhere = (f.fields["key"] for f in found if f.code == "misplaced-key")
    return (*(f.place.path for f in found), *(f"$.{key}" for key in elsewhere))
