"""The problem of a scenario: what can be bought, who can be served by what.

Between the scenario, as people state it, and the integer program: contracts with
their compiled charges, supplies with the quantities that can be of use, access
sets, and demands as columns.
"""

from tariffopt.problem.access import access_sets
from tariffopt.problem.compiling import compile_scenario
from tariffopt.problem.constraints import (
    RULE_KINDS,
    CapRule,
    Constraint,
    ContractLimit,
    Exclusion,
    LeastRule,
    RatioRule,
    SurplusLimit,
    VendorRule,
)
from tariffopt.problem.goals import (
    GOAL,
    FewestSellers,
    Goal,
    LeastChange,
    LeastCost,
    LeastIdle,
    LeastServed,
    LeastSwitching,
    LeastUnits,
    MostServed,
)
from tariffopt.problem.kinds import KINDS
from tariffopt.problem.model import Contract, Problem, Ranges, Supply
from tariffopt.problem.requirements import (
    BUYER_KINDS,
    BuyerRule,
    CoverageRow,
    FullService,
    OneSeller,
    PayableLimit,
    PurchaseRow,
    SellerCount,
    SellersApart,
    ServedRange,
    ServedRow,
    ShareRow,
)

__all__ = [
    "BUYER_KINDS",
    "GOAL",
    "KINDS",
    "RULE_KINDS",
    "BuyerRule",
    "CapRule",
    "Constraint",
    "Contract",
    "ContractLimit",
    "CoverageRow",
    "Exclusion",
    "FewestSellers",
    "FullService",
    "Goal",
    "LeastChange",
    "LeastCost",
    "LeastIdle",
    "LeastRule",
    "LeastServed",
    "LeastSwitching",
    "LeastUnits",
    "MostServed",
    "OneSeller",
    "PayableLimit",
    "Problem",
    "PurchaseRow",
    "Ranges",
    "RatioRule",
    "SellerCount",
    "SellersApart",
    "ServedRange",
    "ServedRow",
    "ShareRow",
    "Supply",
    "SurplusLimit",
    "VendorRule",
    "access_sets",
    "compile_scenario",
]
