"""Sharpening faults of a scenario's document: what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tariffopt.errors import Fault
from tariffopt.money import exact
from tariffopt.scenario.checking import share_fault

_SHARE = re.compile(r"\.(rate|rates\.[^.]+|coverage)$")


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
    found = str(fault.fields.get("found", ""))
    is_share = fault.code == "out-of-range" and _SHARE.search(fault.place.path)
    if not is_share or found.startswith("-"):
        return fault
    return share_fault(exact(found), fault.place)
