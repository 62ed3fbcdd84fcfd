"""What a reduction is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

from tariffopt.problem import Problem

Seats = np.ndarray[Any, Any]
"""Rows of (demand, access set, seats)."""

Recover = Callable[[Seats], Seats]
"""Carries assignments of the smaller problem back to the larger one."""


@attrs.frozen
class Reduction:
    """A way to make a problem smaller at the same least cost.

    Attributes
    ----------
    apply
        Gives the smaller problem and the way back, or declines with ``None``.
    tolerates
        Kinds of constraints under which it is known to be right. It is not tried on
        a problem with any other.
    """

    apply: Callable[[Problem], tuple[Problem, Recover] | None]
    tolerates: frozenset[str]
