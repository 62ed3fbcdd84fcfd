"""What a plan reaches at each level of its objective."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.money import GrossMoney
from tariffopt.plan.levels import LevelValue
from tariffopt.plan.model import Plan
from tariffopt.report.blocks import Block, Heading, Paragraph
from tariffopt.report.phrases import Book


def objectives(plan: Plan, book: Book) -> Iterator[Block]:
    """Say each level and what is reached there, where there is more than the cost."""
    if len(plan.levels) > 1:
        yield Heading(book.say("objective.title"))
        for level in plan.levels:
            words = book.say(f"objective.{level.goal}", value=_value(level, plan))
            yield Paragraph(words if level.proved else _open(words, book))
        if plan.ties == "unresolved":
            yield Paragraph(book.say("objective.ties"))


def _open(words: str, book: Book) -> str:
    return book.say("objective.open", words=words)


def _value(level: LevelValue, plan: Plan) -> GrossMoney | int:
    if level.goal == "least-cost":
        return GrossMoney(level.value, plan.currency)
    return int(level.value)
