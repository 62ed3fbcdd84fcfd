"""What a plan reaches of the buyer's requirements, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.errors import Note
from tariffopt.plan.model import Plan
from tariffopt.plan.reaching import Reached, reached
from tariffopt.report.blocks import Block, Heading, Paragraph
from tariffopt.report.phrases import Book
from tariffopt.scenario.phrasing import requirement_note
from tariffopt.texts.columns import clean


def requirements(plan: Plan, book: Book) -> Iterator[Block]:
    """Say each requirement, and by the number what the plan reaches."""
    if plan.scenario.requirements:
        yield Heading(book.say("requirements.title"))
    for entry in reached(plan):
        note = requirement_note(entry.requirement, plan.currency)
        asked = clean(note.text(book.lang))
        words = book.say("requirements.line", asked=asked, reached=_found(entry, book))
        # English sentences never begin with a name.
        yield Paragraph(words[:1].upper() + words[1:] if book.lang == "en" else words)


def _found(entry: Reached, book: Book) -> str:
    fields = {"found": entry.found, "whole": entry.whole}
    if entry.vendors is not None:
        names = book.listed([clean(name) for name in entry.vendors])
        counted = entry.requirement.kind == "vendors" and names
        return (
            book.say("requirements.vendors", names=names, **fields)
            if counted
            else (names or book.say("requirements.nobody"))
        )
    if entry.whole is None:
        return book.say("requirements.found", **fields)
    if ends := entry.needed:
        code = "limits-both" if len(ends) > 1 else f"limits-{next(iter(ends))}"
        needed = Note(code, ends).text(book.lang)
        return book.say("requirements.of-needed", needed=needed, **fields)
    return book.say("requirements.of", **fields)
