"""Checks of what a scheme says of itself, and of what its prices look at."""

from __future__ import annotations

import builtins
import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NoReturn
from unittest.mock import patch

from tariffopt.errors import Fault
from tariffopt.tariff import Package, Scheme, Tariff, Tiered
from tariffopt.tariff.drawing import curve_of
from tariffopt.tariff.quoting import charge_parts
from tariffopt.tariff.schemes import amount
from tariffopt.testing.checks.probes import Line, buying, lines, readings

_BLOCKS = 3
_BARRED: tuple[tuple[Any, str], ...] = (
    (time, "time"),
    (time, "time_ns"),
    (socket, "socket"),
    (builtins, "open"),
    (type(os.environ), "__getitem__"),
)


def shape_claims(tariff: Tariff) -> Iterator[Fault]:
    """Find ends that a scheme does not list, and totals that fall once settled.

    Bounds on what is worth buying, and the oracles, believe both.
    """
    for line in lines(tariff):
        schedule = line.charge.schedule
        if isinstance(schedule, Scheme) and not isinstance(schedule, Package):
            yield from _unlisted(line, schedule)
            yield from _unsettled(line, schedule)


def _unlisted(line: Line, schedule: Scheme) -> Iterator[Fault]:
    ends = {*schedule.ends(), schedule.maximum, 0}
    found = {piece.last for piece in curve_of(schedule).pieces} - {None}
    missing = sorted(
        end
        for end in found - ends
        if end is not None and not _repeated(schedule, ends, end)
    )
    if missing:
        fields = {"claim": "ends", "found": missing[0]}
        yield Fault("check-claim", line.place, fields)


def _repeated(schedule: Scheme, ends: AbstractSet[int | None], end: int) -> bool:
    """Tell whether three blocks of the tier, which stand for all, end in its step."""
    if not isinstance(schedule, Tiered):
        return False
    first, tier = schedule.tier(end)
    listed = [e for e in ends if e and first <= e < end and (end - e) % tier.size == 0]
    return tier.size > 1 and len(listed) >= _BLOCKS


def _unsettled(line: Line, schedule: Scheme) -> Iterator[Fault]:
    own = {piece.last for piece in curve_of(schedule).pieces if piece.last}
    last = schedule.maximum
    for reading in sorted({*readings(line.charge), *own}):
        inside = last is None or reading < last
        if (
            inside
            and reading >= schedule.settled()
            and amount(schedule, reading + 1) < amount(schedule, reading)
        ):
            fields = {"claim": "settled", "found": reading}
            yield Fault("check-claim", line.place, fields)
            return


class _LookedAtError(Exception):
    """A price asked the surroundings."""


def surroundings(tariff: Tariff) -> Iterator[Fault]:
    """Find prices that ask the clock, the network, files or the environment."""
    for line in lines(tariff):
        quantities, _ = buying(line.charge, readings(line.charge)[-1])
        try:
            with _nothing_around():
                charge_parts(line.charge, quantities)
        except _LookedAtError as error:
            yield Fault("check-surroundings", line.place, {"found": str(error)})


@contextlib.contextmanager
def _nothing_around() -> Iterator[None]:
    """Bar this thread from what lies around the prices."""
    own = threading.get_ident()
    with contextlib.ExitStack() as stack:
        for home, name in _BARRED:
            real = getattr(home, name)

            def barred(*args: Any, real: Any = real, name: str = name) -> Any:
                return _refuse(name) if threading.get_ident() == own else real(*args)

            stack.enter_context(patch.object(home, name, barred))
        yield


def _refuse(name: str) -> NoReturn:
    raise _LookedAtError("environ" if name == "__getitem__" else name)
