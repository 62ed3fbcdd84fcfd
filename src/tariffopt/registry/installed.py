"""Installed tariffs: the entry points of the group ``tariffopt.tariffs``.

Each entry point is loaded on its own, and whatever it does short of an interrupt from
the keyboard, ending the process included, becomes a fault that names its distribution.
"""

from __future__ import annotations

import contextlib
import logging
import opcode
import re
import sys
import threading
from collections.abc import Iterator
from importlib import metadata

import attrs

from tariffopt.errors import Fault, PluginError, one_line
from tariffopt.registry.entries import Entry
from tariffopt.registry.values import Nonsense, entries_of

GROUP = "tariffopt.tariffs"
_FILE = "entry_points.txt"
_log = logging.getLogger(__name__)
# While plugins load, what they print is led elsewhere; two at once would lose the way
# back to the real output. Reentrant, since a plugin may ask a registry of its own.
_LOADING = threading.RLock()


def installed_entries() -> list[Entry]:
    """Load every installed plugin, in the order of the distributions' names.

    Raises
    ------
    KeyboardInterrupt
        From the keyboard; one that a plugin raises is that plugin's error.
    """
    found: list[Entry] = []
    with _LOADING:
        for distribution in sorted(_distributions(), key=name_and_version):
            found += load_distribution(distribution)
    return found


def find_distribution(name: str) -> metadata.Distribution:
    """Find an installed distribution, written as in its metadata or as pip allows.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        When none is installed under that name.
    """
    for distribution in _distributions():
        if _plain(name_and_version(distribution)[0]) == _plain(name):
            return distribution
    return metadata.distribution(name)


def _plain(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _distributions() -> list[metadata.Distribution]:
    """Find the distributions that name our group; of several copies the first."""
    found: dict[str, metadata.Distribution] = {}
    for distribution in metadata.distributions():
        with contextlib.suppress(Exception):  # hardly ever is it one of ours
            if GROUP in (distribution.read_text(_FILE) or ""):
                found.setdefault(name_and_version(distribution)[0], distribution)
    return list(found.values())


def name_and_version(distribution: metadata.Distribution) -> tuple[str, str]:
    """Give the name and the version of a distribution, ``"?"`` where it has none."""
    try:
        about = distribution.metadata
        return str(about["Name"] or "?"), str(about["Version"] or "?")
    except Exception:  # noqa: BLE001 - a distribution without its own description
        return "?", "?"


def load_distribution(distribution: metadata.Distribution) -> list[Entry]:
    """Load the entry points of a distribution; what goes wrong becomes an entry."""
    whole = metadata.EntryPoint(_FILE, _FILE, GROUP)
    found: list[Entry] = []
    with _guarded(distribution, whole, found):
        for point in distribution.entry_points:
            if point.group == GROUP:
                # What came before an error stays, of this point and of others.
                with _guarded(distribution, point, found) as where:
                    found.extend(entries_of(point.load(), where))
    name, _ = name_and_version(distribution)
    return [attrs.evolve(entry, distribution=name) for entry in found]


@contextlib.contextmanager
def _guarded(
    distribution: metadata.Distribution,
    point: metadata.EntryPoint,
    found: list[Entry],
) -> Iterator[str]:
    """Add an entry with the fault of whatever goes wrong, and keep stdout clean."""
    name, version = name_and_version(distribution)
    where = f"{name} {version}: {point.name}"
    known = {
        "distribution": name,
        "version": version,
        "name": point.name,
        "target": point.value,
    }
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield where
    except Nonsense as error:
        fault = Fault("plugin-nonsense", fields={**known, "found": error.found})
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and not _is_raised(error):
            raise
        _log.debug("plugin %s could not be loaded", where, exc_info=True)
        fault = Fault("plugin-broken", fields={**known, "error": one_line(error)})
    else:
        return
    found.append(Entry(point.name, where, faults=(fault,), error=PluginError))


def _is_raised(error: BaseException) -> bool:
    """Tell an exception that a ``raise`` made from one that a signal made.

    Signals are handled between instructions of other kinds, never within a ``raise``.
    """
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return False
    code = last.tb_frame.f_code.co_code
    return code[last.tb_lasti] == opcode.opmap["RAISE_VARARGS"]
