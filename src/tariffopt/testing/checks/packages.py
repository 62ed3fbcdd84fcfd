"""Checks of a plugin's package: its license, and what happens when it is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import metadata

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.registry import Entry, find_distribution, name_and_version
from tariffopt.testing import loading

_MOST = 200  # milliseconds
_STATED = ("License-Expression", "License", "License-File")


@attrs.frozen
class Plugin:
    """An installed distribution, and what a registry found in it.

    Attributes
    ----------
    distribution
        Its metadata.
    entries
        Its tariffs, and what should have been tariffs.
    """

    distribution: metadata.Distribution
    entries: tuple[Entry, ...]

    @property
    def where(self) -> str:
        """Its name and version, as messages give them."""
        return " ".join(name_and_version(self.distribution))

    @property
    def place(self) -> Place:
        """Where its faults are."""
        return Place(self.where)


def plugin_of(name: str, found: Iterable[Entry]) -> Plugin:
    """Pick out of what a registry found what an installed distribution brought.

    An id that a folder has too is nothing wrong with the distribution.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        When no distribution of that name is installed.
    """
    distribution = find_distribution(name)
    known, _ = name_and_version(distribution)
    installed = [entry for entry in found if entry.installed]
    often = Counter(entry.id for entry in installed if entry.tariff is not None)
    entries = tuple(
        attrs.evolve(entry, faults=())
        if entry.tariff and often[entry.id] == 1
        else entry
        for entry in installed
        if entry.distribution == known
    )
    return Plugin(distribution, entries)


def loads(plugin: Plugin) -> Iterator[Fault]:
    """Find entry points and files that give no tariff, and a plugin without any."""
    for entry in plugin.entries:
        yield from entry.faults
    if not plugin.entries:
        yield Fault("check-plugin-empty", plugin.place)


def states_license(plugin: Plugin) -> Iterator[Fault]:
    """Find metadata without any word on the license."""
    about = plugin.distribution.metadata
    stated = [word for key in _STATED for word in about.get_all(key) or ()]
    classes = about.get_all("Classifier") or ()
    stated += [word for word in classes if word.startswith("License ::")]
    if not any(word.strip() not in ("", "UNKNOWN") for word in stated):
        yield Fault("check-plugin-licence", plugin.place)


def asks_nothing(plugin: Plugin) -> Iterator[Fault]:
    """Find lines that ask the clock, the network or the environment on loading."""
    for asked in loading.asked_by(plugin.distribution):
        yield Fault("check-plugin-asks", plugin.place, attrs.asdict(asked))


def is_quick(plugin: Plugin) -> Iterator[Fault]:
    """Find a plugin that is slow to load; the middle of three times is its time."""
    times = [loading.milliseconds_of(plugin.distribution) for _ in range(3)]
    found = sorted(times)[1]
    if found >= _MOST:
        fields = {"found": found, "most": _MOST}
        yield Fault("check-plugin-slow", plugin.place, fields)
