"""Solvers: an exact program in, what a solver proved about it out.

Everything goes through PuLP, so that any solver PuLP knows can be named; HiGHS comes
with tariffopt and is believed only in its own words. Importing this loads neither.
"""

from tariffopt.solvers.outcome import (
    Deadline,
    Outcome,
    Reason,
    Searched,
    Settings,
    Status,
    TimeIsOut,
)
from tariffopt.solvers.solving import (
    available_solvers,
    branch,
    require_solver,
    solve,
)
from tariffopt.solvers.writing import write_program

__all__ = [
    "Deadline",
    "Outcome",
    "Reason",
    "Searched",
    "Settings",
    "Status",
    "TimeIsOut",
    "available_solvers",
    "branch",
    "require_solver",
    "solve",
    "write_program",
]
