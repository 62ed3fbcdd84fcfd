"""Finding tariffs: in folders, and in what is installed (plugins)."""

from tariffopt.registry.entries import Entry
from tariffopt.registry.folders import folders_from
from tariffopt.registry.installed import (
    GROUP,
    find_distribution,
    load_distribution,
    name_and_version,
)
from tariffopt.registry.registry import Registry

__all__ = [
    "GROUP",
    "Entry",
    "Registry",
    "find_distribution",
    "folders_from",
    "load_distribution",
    "name_and_version",
]
