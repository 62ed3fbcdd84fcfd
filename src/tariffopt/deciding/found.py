"""What the search hands on: quantities, who is served, and how far it is proved."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from tariffopt.formulation import Formulated
from tariffopt.plan.model import LevelValue, Proof, SolverReport, Ties

_NOBODY = SolverReport("none")


@attrs.frozen(eq=False)
class Found:
    """A solution of a problem, before it is certified.

    Attributes
    ----------
    purchased
        Quantity of each supply.
    rows
        Rows of (demand, access set, seats).
    cost
        What is minimized as the search counted it: the total payable, of which the
        bill is the judge, unless the problem has another goal.
    bound
        Proved lower bound of the same; ``None`` without one.
    proof
        Whose proof the bound is.
    stopped_because
        Why the search ended before a proof; ``None`` when it did not.
    payable
        The total payable, where the goal is another one.
    levels, ties
        What was reached at each level of the objective, and whether plans that are
        equal there were told apart.
    """

    purchased: tuple[int, ...]
    rows: np.ndarray[Any, Any]
    cost: Fraction
    bound: Fraction | None = None
    proof: Proof = "none"
    stopped_because: str | None = None
    payable: Fraction | None = None
    levels: tuple[LevelValue, ...] = ()
    ties: Ties = "any"
    report: SolverReport = _NOBODY


def as_rows(served: dict[tuple[int, int], int]) -> np.ndarray[Any, Any]:
    """Write seats by (demand, access set) as sorted rows, leaving out zeros."""
    rows = [(d, a, seats) for (d, a), seats in sorted(served.items()) if seats]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def point_of(formulated: Formulated, values: Sequence[int]) -> Found:
    """Read off a point of a program what it buys, for whom, and what it costs."""
    payable = formulated.payable
    owed = (amount * values[c] for c, amount in payable.terms.items())
    return Found(
        purchased=tuple(values[column] for column in formulated.purchased),
        rows=as_rows({key: values[c] for key, c in formulated.served.items()}),
        cost=formulated.program.objective(values),
        payable=sum(owed, payable.constant),
    )


def cheaper(one: Found | None, other: Found | None) -> Found | None:
    """Take the cheaper of two plans, where there are two; else the first."""
    if one is None or other is None:
        return one or other
    return other if other.cost < one.cost else one
