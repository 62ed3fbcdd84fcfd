"""What a reduction is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tariffopt.problem import Problem

Seats = np.ndarray[Any, Any]
"""Rows of (demand, access set, seats)."""

Recover = Callable[[Seats], Seats]
"""Carries assignments of the smaller problem back to the larger one."""

Reduction = Callable[[Problem], tuple[Problem, Recover] | None]
"""Makes a problem smaller at the same least cost, or declines with ``None``."""
