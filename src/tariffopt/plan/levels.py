"""What a plan reached at each level of its objective."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

Ties = Literal["canonical", "any", "unresolved"]


@attrs.frozen
class LevelValue:
    """What a plan reached at one level of the objective.

    Attributes
    ----------
    goal
        ``"least-cost"`` ...; see `Level`.
    value
        Money with tax; people served, weighted; vendors; seats; units.
    proved
        Whether no plan that is as good at all earlier levels is better at this one.
    """

    goal: str
    value: Fraction
    proved: bool
