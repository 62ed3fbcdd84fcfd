"""Sharpening faults of a scenario's document: what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from tariffopt.errors import Fault
from tariffopt.scenario.checking import share_fault

_SHARE = re.compile(r"\.(rate|rates\.[^.]+|coverage)$")
_MOST = 10**6


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
    if not is_share(fault):
        return fault
    found = Decimal(str(fault.fields["found"]))
    return share_fault(Fraction(found), fault.place)


def is_share(fault: Fault) -> bool:
    """Tell whether a fault is about a share above the whole, and about nothing else."""
    if fault.code != "out-of-range" or not _SHARE.search(fault.place.path):
        return False
    # Nobody means 1e99 percent, and as a fraction it would be a long number.
    return 1 < Decimal(str(fault.fields["found"])) < _MOST


def blocked_paths(faults: Iterable[Fault]) -> tuple[str, ...]:
    """Give the paths at or below which a document cannot be read any further.

    A share above the whole can; a key that stands below a wrong section cannot.
    """
    found = [fault for fault in faults if not is_share(fault)]
    elsewhere = (f.fields["key"] for f in found if f.code == "misplaced-key")
    return (*(f.place.path for f in found), *(f"$.{key}" for key in elsewhere))
