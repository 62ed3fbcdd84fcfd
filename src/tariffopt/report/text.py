"""The text of a plan, as it is printed and kept."""

from __future__ import annotations

from tariffopt.plan.model import Plan
from tariffopt.report.basis import basis, next_steps
from tariffopt.report.estimates import estimate
from tariffopt.report.head import head
from tariffopt.report.page import Page
from tariffopt.report.reasons import idle_reasons, why
from tariffopt.report.seats import seats
from tariffopt.texts import Lang


def plan_text(plan: Plan, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what to buy, for whom, at what cost, why, and on which grounds.

    Parameters
    ----------
    plan
        The plan.
    lang
        ``"en"`` or ``"ja"``.
    width
        Most columns of a line, full-width characters counted as two. Commands are
        never broken.

    Returns
    -------
    str
        Lines without a line end at the last; every character of tariffopt's own is in
        CP932.

    Examples
    --------
    >>> import tariffopt as to
    >>> print(to.plan_text(to.optimize(to.demo_scenario()), lang="ja"))
    ... # doctest: +ELLIPSIS
    LGWAN...
    """
    page = Page(lang, width)
    sections = (head, idle_reasons, seats, estimate, why, basis)
    blocks = [section(plan, page) for section in sections]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return "\n".join([text, *next_steps(plan, page)])
