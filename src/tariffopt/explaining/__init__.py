"""Why a plan is what it is, and why there is none: notes, alternatives, conflicts."""

from tariffopt.explaining.conflicts import explain_infeasible
from tariffopt.explaining.feasibility import (
    capacity_faults,
    require_budget,
    require_capacity,
)
from tariffopt.explaining.notes import with_notes

__all__ = [
    "capacity_faults",
    "explain_infeasible",
    "require_budget",
    "require_capacity",
    "with_notes",
]
