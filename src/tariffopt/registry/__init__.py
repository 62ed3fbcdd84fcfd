"""Finding tariffs: in folders, and in what is installed (plugins)."""

from tariffopt.registry.entries import Entry
from tariffopt.registry.folders import folders_from
from tariffopt.registry.installed import GROUP
from tariffopt.registry.registry import Registry

__all__ = ["GROUP", "Entry", "Registry", "folders_from"]
