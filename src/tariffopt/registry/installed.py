"""Installed tariffs: the entry points of the group ``tariffopt.tariffs``.

Each entry point is loaded on its own, and whatever it does short of an interrupt from
the keyboard, ending the process included, becomes a fault that names its distribution.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Iterator
from importlib import metadata

import attrs

from tariffopt.errors import Fault, one_line
from tariffopt.registry.entries import Entry, broken
from tariffopt.registry.values import Nonsense, entries_of

GROUP = "tariffopt.tariffs"
_FILE = "entry_points.txt"
_log = logging.getLogger(__name__)


@attrs.frozen
class Plugin:
    """An entry point, with the distribution it came with.

    Attributes
    ----------
    point
        The entry point, not yet loaded.
    distribution, version
        Name and version of the distribution.
    """

    point: metadata.EntryPoint
    distribution: str
    version: str

    @property
    def where(self) -> str:
        """``distribution version: entry point``."""
        return f"{self.distribution} {self.version}: {self.point.name}"

    def fault(self, code: str, **fields: str) -> Fault:
        """Make a fault that says whose plugin it is."""
        known = {
            "distribution": self.distribution,
            "version": self.version,
            "name": self.point.name,
            "target": self.point.value,
        }
        return Fault(code, fields=known | fields)


def installed_entries() -> Iterator[Entry]:
    """Load every installed plugin, in the order of the distributions' names.

    Raises
    ------
    KeyboardInterrupt
        The only thing that a plugin's error does not hold back.
    """
    plugins: list[Plugin] = []
    for found in _plugins():
        if isinstance(found, Entry):
            yield attrs.evolve(found, installed=True)
        else:
            plugins.append(found)
    for plugin in sorted(plugins, key=lambda known: known.where):
        for entry in _load(plugin):
            yield attrs.evolve(entry, installed=True)


def _load(plugin: Plugin) -> list[Entry]:
    known, where = plugin.point.name, plugin.where
    found: list[Entry] = []
    try:
        # What a plugin prints must not stand in anybody's answer.
        with contextlib.redirect_stdout(sys.stderr):
            for entry in entries_of(plugin.point.load(), where):
                found.append(entry)  # noqa: PERF402 - what came before an error stays
    except KeyboardInterrupt:
        raise
    except Nonsense as error:
        fault = plugin.fault("plugin-nonsense", found=error.found)
        found.append(broken(known, where, fault))
    except BaseException as error:  # noqa: BLE001 - a plugin may even end the process
        _log.debug("plugin %s could not be loaded", where, exc_info=True)
        fault = plugin.fault("plugin-broken", error=one_line(error))
        found.append(broken(known, where, fault))
    return found


# --- finding entry points without importing anything ------------------------------


def _plugins() -> Iterator[Plugin | Entry]:
    """Find the entry points; a distribution whose list of them is broken is a fault."""
    seen: set[str] = set()
    for distribution in metadata.distributions():
        text = _points_text(distribution)
        if GROUP not in text:
            continue
        name, version = _named(distribution)
        if _normal(name) in seen or _is_shadowed(name, text):
            continue
        seen.add(_normal(name))
        yield from _points(distribution, name, version)


def _points(
    distribution: metadata.Distribution, name: str, version: str
) -> list[Plugin | Entry]:
    try:
        points = [point for point in distribution.entry_points if point.group == GROUP]
    except Exception as error:  # noqa: BLE001 - the file may hold anything
        unread = Plugin(metadata.EntryPoint(_FILE, _FILE, GROUP), name, version)
        fault = unread.fault("plugin-broken", error=one_line(error))
        return [broken(name, f"{name} {version}", fault)]
    return [Plugin(point, name, version) for point in points]


def _points_text(distribution: metadata.Distribution) -> str:
    try:
        return distribution.read_text(_FILE) or ""
    except Exception:  # noqa: BLE001 - of any distribution, hardly ever one of ours
        return ""


def _named(distribution: metadata.Distribution) -> tuple[str, str]:
    try:
        about = distribution.metadata
        return str(about["Name"] or "?"), str(about["Version"] or "?")
    except Exception:  # noqa: BLE001 - a distribution without its own description
        return "?", "?"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_shadowed(name: str, text: str) -> bool:
    """Tell whether another copy of the distribution comes before it on the path."""
    try:
        return _points_text(metadata.distribution(name)) != text
    except (metadata.PackageNotFoundError, ValueError):
        return False
