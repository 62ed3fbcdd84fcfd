"""What users of tariffopt test their own tariffs and tools with.

==================  ==========================================================
`conformance`       `check_tariff`: is this tariff right? Needs no test library.
`oracles`           `brute_force`, `dynamic_program`: the optimum, slowly and surely.
`strategies`        Hypothesis strategies; needs the extra ``tariffopt[testing]``.
==================  ==========================================================

Nothing is imported before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import Any

_WHERE = {
    "CheckResult": "conformance",
    "ConformanceError": "conformance",
    "brute_force": "oracles",
    "check_tariff": "conformance",
    "dynamic_program": "oracles",
    "parametrize_with_checks": "conformance",
    "tariff_checks": "conformance",
}
_MODULES = ("conformance", "oracles", "strategies")

__all__ = [  # noqa: PLE0604 - the names are the keys above, imported when asked for
    *_WHERE,
    *_MODULES,
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for."""
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """List what can be asked for."""
    return sorted(__all__)
