"""``tariffopt schema``: the JSON Schemas that judge the input files."""

from __future__ import annotations

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer_json
from tariffopt.cli.exits import DONE
from tariffopt.cli.program import Command, argument
from tariffopt.texts import Lang

KINDS = ("tariff", "scenario", "plan")


def command(lang: Lang) -> Command:
    """Make the command."""
    params = [argument("kind", take.choice(lang, KINDS))]
    return Command(lang, "schema", print_schema, params)


def print_schema(_: Lang, *, kind: str) -> int:
    """Print the schema of a kind of file."""
    import json

    from tariffopt.documents import schema

    answer_json(json.dumps(schema(kind), ensure_ascii=False, indent=2))
    return DONE
