"""What a plan must not exceed, and how its cost is rounded for a budget request."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tariffopt.money import Exact, GrossMoney, Rounding, exact
from tariffopt.scenario.group import count_or_share, typed

_WORDS = {"up": Rounding.CEIL, "down": Rounding.FLOOR}


def _rounding(value: Rounding | str) -> Rounding:
    return _WORDS.get(value) or Rounding(value) if isinstance(value, str) else value


@attrs.frozen
class BudgetFigure:
    """How a cost is written into a budget request: 2,314,620 yen as 2,315 thousand.

    Attributes
    ----------
    unit
        The figure is a multiple of it, in the currency's main unit: 1000.
    rounding
        ``"up"``, ``"down"`` or ``"half-up"``.

    Examples
    --------
    >>> BudgetFigure(1000, "up").of(GrossMoney(2_314_620, "JPY"))
    GrossMoney("2315000", "JPY")
    """

    unit: int = attrs.field()
    rounding: Rounding = attrs.field(converter=_rounding)

    @unit.validator
    def _check_unit(self, _: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"unit {value!r} is not a whole number from 1")

    @property
    def word(self) -> str:
        """The rounding as files write it: ``up``, ``down`` or ``half-up``."""
        words = {mode: word for word, mode in _WORDS.items()}
        return words.get(self.rounding, self.rounding.value)

    def of(self, cost: GrossMoney) -> GrossMoney:
        """Round a cost, tax included, to the figure."""
        return cost.rounded(self.unit, self.rounding)


def _budget(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value, "budget")


def _surplus(value: Exact | None) -> int | Fraction | None:
    return count_or_share(value, "max_surplus")


@attrs.frozen
class Limits:
    """What a plan must not exceed; ``None`` where there is no limit.

    Attributes
    ----------
    budget
        Most that may be paid, tax included, over the horizon, in the currency's main
        unit.
    max_surplus
        Most seats that may be bought beyond those assigned, over all items: a whole
        number of seats (``int``), or a share of the seats needed (``Fraction``,
        ``"5%"``), rounded down to whole seats.

    Raises
    ------
    TypeError
        For a float.
    ValueError
        For a limit below zero, or text that is no number.

    Examples
    --------
    >>> Limits(max_surplus="5%").surplus(450), Limits(max_surplus=20).surplus(450)
    (22, 20)
    """

    budget: Fraction | None = attrs.field(default=None, converter=_budget)
    max_surplus: int | Fraction | None = attrs.field(
        default=None, converter=_surplus, eq=typed
    )

    def __attrs_post_init__(self) -> None:
        for name in ("budget", "max_surplus"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"{name} {value} is below zero")

    def surplus(self, needed: int) -> int | None:
        """Give the seats that may stand idle when so many are needed."""
        if isinstance(self.max_surplus, Fraction):
            return math.floor(self.max_surplus * needed)
        return self.max_surplus


NO_LIMITS = Limits()
"""Nothing is limited."""
