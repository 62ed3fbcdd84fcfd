"""The text of a plan, as it is printed and kept."""

from __future__ import annotations

import re

from tariffopt.plan.model import Plan
from tariffopt.report.basis import basis, next_steps
from tariffopt.report.estimates import estimate
from tariffopt.report.head import head
from tariffopt.report.markdown import MarkdownPage
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
    text = "\n\n".join("\n".join(block) for block in _sections(plan, page))
    return "\n".join([text, *next_steps(plan, page)])


def _sections(plan: Plan, page: Page) -> list[list[str]]:
    sections = (head, idle_reasons, seats, estimate, why, basis)
    blocks = [section(plan, page) for section in sections]
    return [block for block in blocks if block]


def plan_markdown(plan: Plan, *, lang: Lang = "en") -> str:
    """Say the same as `plan_text` as Markdown, with tables.

    Examples
    --------
    >>> import tariffopt as to
    >>> print(plan_markdown(to.optimize(to.demo_scenario())).splitlines()[0][:7])
    # LGWAN
    """
    page = MarkdownPage(lang)
    blocks = [*_sections(plan, page), next_steps(plan, page)]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return re.sub(r"\n{3,}", "\n\n", text)
