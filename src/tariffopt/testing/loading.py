"""Loading a plugin in a process of its own: what it asks meanwhile, and for how long.

A profile function sees calls, so that no type is replaced and a clock that a library
took along before is seen as well; the interpreter's audit events tell of sockets. Not
seen is a clock that C code calls by itself, as `functools.partial` or numpy do, and
what another process does.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from importlib import metadata
from types import FrameType
from typing import Any

import attrs

from tariffopt.registry import (
    GROUP,
    find_distribution,
    load_distribution,
    name_and_version,
)
from tariffopt.tariff import Tariff
from tariffopt.tariff.functions import MARK

_PROGRAM = """
import json, sys
about = json.load(sys.stdin)
sys.path[:] = about["path"]
from tariffopt.testing import loading
loading.answer(about["task"], about["distribution"])
"""
_SECONDS = 300  # for a plugin that would never end
_CLOCKS = frozenset(
    (
        "time monotonic perf_counter process_time thread_time time_ns monotonic_ns "
        "perf_counter_ns process_time_ns thread_time_ns clock_gettime clock_gettime_ns "
        "sleep"
    ).split()
)
_TODAY = frozenset(("today", "now", "utcnow"))
# Given that argument, these ask no clock.
_GIVEN = {"localtime": 0, "gmtime": 0, "ctime": 0, "asctime": 0, "strftime": 1}
_READS = ("__getitem__", "__iter__", "__len__", "__repr__")  # of os.environ
# What these ask is not the plugin's asking: a log record has a time, for one.
_OTHERS = frozenset(("tariffopt", "logging", "tempfile"))


@attrs.frozen
class Asked:
    """What a plugin asked while it was loaded, and the line of it that did.

    Attributes
    ----------
    found
        ``"os.environ"``, ``"socket"``, ``"date.today"``, ``"time.time"``, ...
    module, line
        The plugin's module, and the line in it.
    """

    found: str
    module: str
    line: int


# --- the process that asks ----------------------------------------------------------


def asked_by(distribution: metadata.Distribution) -> list[Asked]:
    """Load a distribution's plugins in a fresh process, and list what they ask."""
    return [Asked(*row) for row in _fresh("asked", distribution)]


def milliseconds_of(distribution: metadata.Distribution) -> int:
    """Load a distribution's plugins in a fresh process, and give their CPU time."""
    return int(_fresh("time", distribution))


def _fresh(task: str, distribution: metadata.Distribution) -> Any:
    name, _ = name_and_version(distribution)
    about = {"task": task, "distribution": name, "path": sys.path}
    try:
        done = subprocess.run(  # noqa: S603 - this very Python, and the program above
            [sys.executable, "-P", "-c", _PROGRAM],
            input=json.dumps(about),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
        return json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"still loading after {_SECONDS} seconds") from None
    except (ValueError, IndexError):
        last = [f"exit code {done.returncode}", *done.stderr.splitlines()][-1]
        raise RuntimeError(last) from None


# --- the process that is asked ------------------------------------------------------


def answer(task: str, distribution: str) -> None:
    """Load in this process, print the answer as the last line, and end at once."""
    found = find_distribution(distribution)
    result = _watched(found) if task == "asked" else _timed(found)
    print(f"\n{json.dumps(result)}", flush=True)  # noqa: T201 - the parent reads it
    os._exit(0)  # what the plugin left for the end must not print below it


def _timed(distribution: metadata.Distribution) -> int:
    importlib.import_module("numpy")  # tariffopt's own, like what is imported by now
    started = time.process_time_ns()
    for point in distribution.entry_points:
        if point.group == GROUP:
            with contextlib.suppress(BaseException):
                _run(point.load())
    return (time.process_time_ns() - started) // 10**6


def _run(value: object) -> None:
    """Run what of a plugin's value runs on loading, without what tariffopt adds."""
    about = getattr(value, MARK, None)
    if about is not None and callable(value):
        for quantity in range(about.get("minimum", 0), about["maximum"] + 1):
            value(quantity)
    elif isinstance(value, Iterable):
        for item in value:
            if not isinstance(item, Tariff) and not hasattr(item, MARK):
                return
            _run(item)


def _watched(distribution: metadata.Distribution) -> list[tuple[str, str, int]]:
    own = _own_modules(distribution)
    asked: dict[tuple[str, str, int], None] = {}

    def note(found: str, frame: FrameType | None) -> bool:
        line = _line_of(own, frame)
        if line is not None:
            asked[found, *line] = None
        return line is not None

    _watch(note)
    load_distribution(distribution)
    sys.setprofile(None)
    return list(asked)


def _own_modules(distribution: metadata.Distribution) -> set[str]:
    """Name the top-level modules whose asking is the distribution's own."""
    points = (point for point in distribution.entry_points if point.group == GROUP)
    targets = {point.value.partition(":")[0].strip() for point in points}
    files = {file.parts[0] for file in distribution.files or () if file.suffix == ".py"}
    return {name.partition(".")[0] for name in targets | files} - _OTHERS


def _line_of(own: set[str], frame: FrameType | None) -> tuple[str, int] | None:
    """Find the plugin's line that led to a call; none where a library is imported."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        top = name.partition(".")[0]
        if top in _OTHERS or frame.f_code.co_filename.startswith("<frozen importlib"):
            return None
        if top in own:
            return name, frame.f_lineno
        frame = frame.f_back
    return None


def _watch(note: Callable[[str, FrameType | None], bool]) -> None:
    """Note what is asked from here on, to the end of the process; bar the network."""
    environ = [getattr(type(os.environ), name).__code__ for name in _READS]

    def profile(frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and (found := _clock(arg)):
            note(found, frame)
        elif event == "call" and frame.f_code in environ:
            note("os.environ", frame)

    def audit(event: str, _: tuple[Any, ...]) -> None:
        if event.startswith("socket.") and note("socket", sys._getframe(1)):  # noqa: SLF001
            raise PermissionError("no network while a plugin is checked")

    for name, needed in _GIVEN.items():
        setattr(time, name, _told(getattr(time, name), needed, note))
    sys.addaudithook(audit)
    threading.setprofile(profile)
    sys.setprofile(profile)


def _clock(called: Any) -> str:
    """Name a function in C that reads the clock; empty for any other."""
    home, name = getattr(called, "__self__", None), called.__name__
    if home is time and name in _CLOCKS:
        return f"time.{name}"
    if name in _TODAY and isinstance(home, type) and issubclass(home, date):
        return f"{home.__name__}.{name}"
    return ""


def _told(
    real: Callable[..., Any], needed: int, note: Callable[..., bool]
) -> Callable[..., Any]:
    """Make a function of `time` tell when it is not given the time to write."""

    @functools.wraps(real)
    def telling(*args: Any) -> Any:
        if all(given is None for given in args[needed : needed + 1]):
            note(f"time.{real.__name__}", sys._getframe(1))  # noqa: SLF001
        return real(*args)

    return telling
