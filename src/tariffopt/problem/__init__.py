"""The problem of a scenario: what can be bought, who can be served by what.

Between the scenario, as people state it, and the integer program: contracts with
their compiled charges, supplies with the quantities that can be of use, access
sets, and demands as columns.
"""

from tariffopt.problem.access import access_sets
from tariffopt.problem.compiling import compile_scenario
from tariffopt.problem.constraints import (
    KINDS,
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
from tariffopt.problem.model import Contract, Problem, Ranges, Supply

__all__ = [
    "KINDS",
    "RULE_KINDS",
    "CapRule",
    "Constraint",
    "Contract",
    "ContractLimit",
    "Exclusion",
    "LeastRule",
    "Problem",
    "Ranges",
    "RatioRule",
    "Supply",
    "SurplusLimit",
    "VendorRule",
    "access_sets",
    "compile_scenario",
]
