"""tariffopt: how many seats of what to buy for whom, at the least cost, provably.

Importing this reads no environment, starts no plugin and loads no solver: every name
is fetched from its module when it is first used. ``__init__.pyi`` says the same to
type checkers.
"""

from __future__ import annotations

import importlib

# The public names, by the room each lives in.
_ROOMS = {
    "analysis": "DeadZone Envelope Finding Point Saving dead_zones envelope lint",
    "certifying": "Check certify verify",
    "demo": "demo_scenario",
    "errors": """
        CertificationError Fault InfeasibleError InputErrors NoPlanError Note
        Place
        PlanError PluginError QuantityError ScenarioError SolverError
        TariffError TariffoptError UnknownTariffError
    """,
    "judging": "Verdict check_folder check_input",
    "money": "GrossMoney Money NetMoney Rounding",
    "optimizing": "confirm formulate optimize",
    "plan": """
        Answer Assignment Certificate Change Cost LevelValue Plan Purchase changes
        read_plan
    """,
    "program": "Program",
    "registry": "Registry",
    "report": "bill_text plan_text write_report",
    "scenario": """
        BudgetFigure Coverage DifferentVendors Group Groups GroupsServed Level Limits
        MarketShare OneVendor Purchased Requirement SameVendor Scenario Seller Switching
        Unit Budget VendorCount read_present read_scenario scenario_from_dict
        scenario_to_dict
    """,
    "solvers": "write_program",
    "tariff": """
        Bill BillLine Charge Choice Citation ContractKey Count Equal Example Excludes
        FamilyCap Flat Graduated Included Item ItemKey Meter Minimum MinimumContract
        Package PerUnit Period Ratio Requires Rule Stairstep Tabulated Tariff Tax
        TaxLine Terms Tier Version Volume WholeHeadcount holding price_function quote
        read_tariff tariff_from_dict tariff_from_function tariff_to_dict
    """,
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}
# The rooms that are public as a whole.
_MODULES = ("analysis", "report")

__all__ = sorted([*_HOMES, *_MODULES])  # noqa: PLE0605 - a list all the same


def __getattr__(name: str) -> object:
    """Fetch a public name from its module, once; or ask for the version."""
    if name == "__version__":
        value: object = _installed_version()
    elif name in _MODULES:
        value = importlib.import_module(f"tariffopt.{name}")
    elif name in _HOMES:
        value = getattr(importlib.import_module(f"tariffopt.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__


def _installed_version() -> str:
    from importlib import metadata

    try:
        return metadata.version("tariffopt")
    except metadata.PackageNotFoundError:  # run from a source tree
        return "0"
