"""``tariffopt demo``: the real case, from a price list to a proved plan."""

from __future__ import annotations

from tariffopt.cli.console import answer
from tariffopt.cli.layout import paragraph
from tariffopt.cli.program import Command
from tariffopt.texts import Lang, text


def command(lang: Lang) -> Command:
    """Make the command."""
    return Command(lang, "demo", show_demo, [])


def show_demo(lang: Lang) -> int:
    """Find the plan of the shipped scenario, and say how to go on."""
    from tariffopt.cli.commands.optimize import code_of
    from tariffopt.demo import demo_scenario
    from tariffopt.optimizing import optimize
    from tariffopt.report import plan_text

    plan = optimize(demo_scenario())
    answer("\n".join([*paragraph(text("cli.demo.intro", lang)), ""]))
    answer(plan_text(plan, lang=lang))
    answer(text("cli.demo.next", lang))
    return code_of(plan)
