"""What users of tariffopt test their own tariffs and tools with.

==================  ==========================================================
`conformance`       `check_tariff`: is this tariff right? Needs no test library.
`plugins`           `check_plugin`: is the package that brings tariffs right?
`oracles`           `brute_force`: the optimum, slowly and surely.
`dynamic`           `dynamic_program`: the same for one group, and faster.
`strategies`        Hypothesis strategies; needs the extra ``tariffopt[testing]``.
==================  ==========================================================

Nothing is imported before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tariffopt.testing import conformance, dynamic, oracles, plugins, strategies
    from tariffopt.testing.conformance import (
        CheckResult,
        ConformanceError,
        check_tariff,
        parametrize_with_checks,
        tariff_checks,
    )
    from tariffopt.testing.dynamic import dynamic_program
    from tariffopt.testing.oracles import brute_force
    from tariffopt.testing.plugins import check_plugin, plugin_checks

__all__ = [
    "CheckResult",
    "ConformanceError",
    "brute_force",
    "check_plugin",
    "check_tariff",
    "conformance",
    "dynamic",
    "dynamic_program",
    "oracles",
    "parametrize_with_checks",
    "plugin_checks",
    "plugins",
    "strategies",
    "tariff_checks",
]

_HOMES = {
    "brute_force": "oracles",
    "check_plugin": "plugins",
    "dynamic_program": "dynamic",
    "plugin_checks": "plugins",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in ("conformance", "dynamic", "oracles", "plugins", "strategies"):
        return importlib.import_module(f"{__name__}.{name}")
    home = _HOMES.get(name, "conformance")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    """List what can be asked for."""
    return __all__
