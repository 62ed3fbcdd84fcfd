"""The problem of a scenario: what can be bought, who can be served by what.

Between the scenario, as people state it, and the integer program: contracts with
their compiled charges, supplies with the quantities that can be of use, access
sets, and demands as columns.
"""

from tariffopt.problem.access import access_sets
from tariffopt.problem.compiling import compile_scenario
from tariffopt.problem.constraints import (
    KINDS,
    Constraint,
    ContractLimit,
    RatioRule,
    SurplusLimit,
)
from tariffopt.problem.model import Contract, Problem, Ranges, Supply

__all__ = [
    "KINDS",
    "Constraint",
    "Contract",
    "ContractLimit",
    "Problem",
    "Ranges",
    "RatioRule",
    "Supply",
    "SurplusLimit",
    "access_sets",
    "compile_scenario",
]
