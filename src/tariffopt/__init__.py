"""tariffopt: how many seats of what to buy for whom, at the least cost, provably.

Importing this reads no environment, starts no plugin and loads no solver: every name
is fetched from its module when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tariffopt.analysis import (
        DeadZone,
        Envelope,
        Point,
        Saving,
        dead_zones,
        envelope,
    )
    from tariffopt.certifying import (
        Check,
        certify,
        verify,
    )
    from tariffopt.demo import (
        demo_scenario,
    )
    from tariffopt.errors import (
        CertificationError,
        Fault,
        InfeasibleError,
        InputErrors,
        NoPlanError,
        Place,
        PlanError,
        PluginError,
        QuantityError,
        ScenarioError,
        SolverError,
        TariffError,
        TariffoptError,
        UnknownTariffError,
    )
    from tariffopt.money import (
        GrossMoney,
        Money,
        NetMoney,
        Rounding,
    )
    from tariffopt.optimizing import (
        formulate,
        optimize,
    )
    from tariffopt.plan import (
        Answer,
        Assignment,
        Certificate,
        ContractKey,
        Cost,
        ItemKey,
        Note,
        Plan,
        Purchase,
        read_plan,
    )
    from tariffopt.program import (
        Program,
    )
    from tariffopt.registry import (
        Registry,
    )
    from tariffopt.report import (
        bill_text,
        plan_text,
        write_report,
    )
    from tariffopt.scenario import (
        BudgetFigure,
        Group,
        Groups,
        Limits,
        Scenario,
        read_scenario,
        scenario_from_dict,
        scenario_to_dict,
    )
    from tariffopt.tariff import (
        Bill,
        BillLine,
        Charge,
        Citation,
        Example,
        Flat,
        Graduated,
        Item,
        Meter,
        Package,
        Period,
        PerUnit,
        Ratio,
        Stairstep,
        Tabulated,
        Tariff,
        Tax,
        TaxLine,
        Terms,
        Tier,
        Version,
        Volume,
        price_function,
        quote,
        read_tariff,
        tariff_from_dict,
        tariff_from_function,
        tariff_to_dict,
    )

__all__ = [
    "Answer",
    "Assignment",
    "Bill",
    "BillLine",
    "BudgetFigure",
    "Certificate",
    "CertificationError",
    "Charge",
    "Check",
    "Citation",
    "ContractKey",
    "Cost",
    "DeadZone",
    "Envelope",
    "Example",
    "Fault",
    "Flat",
    "Graduated",
    "GrossMoney",
    "Group",
    "Groups",
    "InfeasibleError",
    "InputErrors",
    "Item",
    "ItemKey",
    "Limits",
    "Meter",
    "Money",
    "NetMoney",
    "NoPlanError",
    "Note",
    "Package",
    "PerUnit",
    "Period",
    "Place",
    "Plan",
    "PlanError",
    "PluginError",
    "Point",
    "Program",
    "Purchase",
    "QuantityError",
    "Ratio",
    "Registry",
    "Rounding",
    "Saving",
    "Scenario",
    "ScenarioError",
    "SolverError",
    "Stairstep",
    "Tabulated",
    "Tariff",
    "TariffError",
    "TariffoptError",
    "Tax",
    "TaxLine",
    "Terms",
    "Tier",
    "UnknownTariffError",
    "Version",
    "Volume",
    "bill_text",
    "certify",
    "dead_zones",
    "demo_scenario",
    "envelope",
    "formulate",
    "optimize",
    "plan_text",
    "price_function",
    "quote",
    "read_plan",
    "read_scenario",
    "read_tariff",
    "scenario_from_dict",
    "scenario_to_dict",
    "tariff_from_dict",
    "tariff_from_function",
    "tariff_to_dict",
    "verify",
    "write_report",
]

# Where each public name lives, by room.
_ROOMS = {
    "tariffopt.analysis": (
        "DeadZone",
        "Envelope",
        "Point",
        "Saving",
        "dead_zones",
        "envelope",
    ),
    "tariffopt.certifying": (
        "Check",
        "certify",
        "verify",
    ),
    "tariffopt.demo": ("demo_scenario",),
    "tariffopt.errors": (
        "CertificationError",
        "Fault",
        "InfeasibleError",
        "InputErrors",
        "NoPlanError",
        "Place",
        "PlanError",
        "PluginError",
        "QuantityError",
        "ScenarioError",
        "SolverError",
        "TariffError",
        "TariffoptError",
        "UnknownTariffError",
    ),
    "tariffopt.money": (
        "GrossMoney",
        "Money",
        "NetMoney",
        "Rounding",
    ),
    "tariffopt.optimizing": (
        "formulate",
        "optimize",
    ),
    "tariffopt.plan": (
        "Answer",
        "Assignment",
        "Certificate",
        "ContractKey",
        "Cost",
        "ItemKey",
        "Note",
        "Plan",
        "Purchase",
        "read_plan",
    ),
    "tariffopt.program": ("Program",),
    "tariffopt.registry": ("Registry",),
    "tariffopt.report": (
        "bill_text",
        "plan_text",
        "write_report",
    ),
    "tariffopt.scenario": (
        "BudgetFigure",
        "Group",
        "Groups",
        "Limits",
        "Scenario",
        "read_scenario",
        "scenario_from_dict",
        "scenario_to_dict",
    ),
    "tariffopt.tariff": (
        "Bill",
        "BillLine",
        "Charge",
        "Citation",
        "Example",
        "Flat",
        "Graduated",
        "Item",
        "Meter",
        "Package",
        "PerUnit",
        "Period",
        "Ratio",
        "Stairstep",
        "Tabulated",
        "Tariff",
        "Tax",
        "TaxLine",
        "Terms",
        "Tier",
        "Version",
        "Volume",
        "price_function",
        "quote",
        "read_tariff",
        "tariff_from_dict",
        "tariff_from_function",
        "tariff_to_dict",
    ),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module, once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
