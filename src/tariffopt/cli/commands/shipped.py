"""``tariffopt schema`` and ``tariffopt demo``: what is shipped, to be looked at."""

from __future__ import annotations

from tariffopt.cli.console import answer, answer_json
from tariffopt.cli.endings import DONE, code_of_plan
from tariffopt.cli.language import say, spoken
from tariffopt.cli.parameters import choice
from tariffopt.cli.program import Command, argument


def schema_command() -> Command:
    """Make the command that prints the schemas which judge the input files."""
    kinds = choice("tariff", "scenario", "plan")
    return Command("schema", print_schema, argument("kind", kinds))


def print_schema(*, kind: str) -> int:
    """Print the schema of a kind of file."""
    import json

    from tariffopt.documents import schema

    answer_json(json.dumps(schema(kind), ensure_ascii=False, indent=2))
    return DONE


def demo_command() -> Command:
    """Make the command that shows the real case."""
    return Command("demo", show_demo)


def show_demo() -> int:
    """Find the plan of the shipped scenario, and say how to go on."""
    from tariffopt.cli.pages import paragraph
    from tariffopt.demo import demo_scenario
    from tariffopt.optimizing import optimize
    from tariffopt.report import plan_text

    plan = optimize(demo_scenario())
    answer("\n".join([*paragraph(say("cli.demo.intro")), ""]))
    answer(plan_text(plan, lang=spoken()))
    answer(say("cli.demo.next"))
    return code_of_plan(plan)
