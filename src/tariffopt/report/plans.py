"""The text of a plan, as it is printed and kept."""

from __future__ import annotations

from tariffopt.plan.model import Plan
from tariffopt.report.basis import basis, next_steps
from tariffopt.report.blocks import Section
from tariffopt.report.estimates import estimate
from tariffopt.report.head import head
from tariffopt.report.markdown import render_markdown
from tariffopt.report.objectives import objectives
from tariffopt.report.phrases import Book, title
from tariffopt.report.reasons import contract_reasons, idle_reasons, why
from tariffopt.report.requirements import requirements
from tariffopt.report.seats import items, seats
from tariffopt.report.text import render_text
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
    return render_text(plan_document(plan, lang), lang, width)


def plan_markdown(plan: Plan, *, lang: Lang = "en") -> str:
    """Say the same as `plan_text` as Markdown, with tables.

    Examples
    --------
    >>> import tariffopt as to
    >>> print(plan_markdown(to.optimize(to.demo_scenario())).splitlines()[0][:7])
    # LGWAN
    """
    return render_markdown(plan_document(plan, lang), lang)


def plan_document(plan: Plan, lang: Lang) -> list[Section]:
    """Say what a plan says, before its layout: what every kind of text is made from."""
    book = Book(lang)
    sections: list[Section] = [
        [title(plan.scenario.name, plan.scenario.terms, book)],
        list(head(plan, book)),
        list(idle_reasons(plan, book)),
        list(contract_reasons(plan, book)),
        list(objectives(plan, book)),
        list(requirements(plan, book)),
        list(seats(plan, book)),
        list(items(plan, book)),
        list(estimate(plan, book)),
        *(list(why(plan, purchase, book)) for purchase in plan.purchases),
        [basis(plan, book), next_steps(plan, book)],
    ]
    return [section for section in sections if section]
