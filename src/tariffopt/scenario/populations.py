"""Who is meant: the groups that ids of groups and units stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tariffopt.scenario.groups import Groups
from tariffopt.scenario.requirements import Unit

Indices = npt.NDArray[np.int64]


def members(groups: Groups, units: Sequence[Unit], of: Iterable[str]) -> Indices:
    """Find the groups that ids stand for, in file order, each once.

    Parameters
    ----------
    groups, units
        Of the scenario. A unit stands for its own groups and those of all units
        within it.
    of
        Ids of groups and units; none stand for all groups.

    Examples
    --------
    >>> from tariffopt.scenario import Group
    >>> rows = [Group("a", 1, unit="north"), Group("b", 1), Group("c", 1, unit="city")]
    >>> units = [Unit("north", within="city"), Unit("city")]
    >>> members(Groups.of(rows), units, ["city"]).tolist()
    [0, 2]
    """
    wanted = set(of)
    if not wanted:
        return np.arange(len(groups), dtype=np.int64)
    inside = _inside({unit.id: unit.within for unit in units}, wanted)
    named = [number for number, key in enumerate(groups.ids) if key in wanted]
    own = [number for number, unit in groups.unit_of.items() if unit in inside]
    return np.unique(np.array(named + own, dtype=np.int64))


def _inside(within: Mapping[str, str | None], wanted: set[str]) -> set[str]:
    """Give the units that are wanted, or lie in one that is."""
    found = set()
    for name in within:
        path: list[str] = []
        at: str | None = name
        while at is not None and at not in path and at not in wanted:
            path.append(at)
            at = within.get(at)
        if at in wanted:
            found |= {name, *path}
    return found
