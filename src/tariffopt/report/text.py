"""The text of a plan, as it is printed and kept."""

from __future__ import annotations

from tariffopt.plan.model import Plan
from tariffopt.texts import Lang


def plan_text(plan: Plan, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what to buy, for whom, at what cost, why, and on which grounds.

    >>> 1 + 1
    2
    """
    return ""
