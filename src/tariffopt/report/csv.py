"""Who is given what, as a table that spreadsheets open."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from tariffopt.plan.model import ItemKey, Plan
from tariffopt.report.blocks import Cell
from tariffopt.report.phrases import Book, body_name
from tariffopt.report.seats import given
from tariffopt.tariff.keys import ORGANISATION
from tariffopt.texts import Lang, typed
from tariffopt.texts.columns import clean

_FORMULA = ("=", "+", "-", "@")
_WHO = ("id", "group")
_WHAT = ("people", "needed", "offer", "item", "assigned", "note")
_Cells = Sequence[Cell]
_Row = tuple[_Cells, str, _Cells]
"""Who, the body, and what."""


def assignments_csv(plan: Plan, lang: Lang = "en") -> bytes:
    """Write who is given what: a row for each group and access set, then spare seats.

    Seats of an item add up to what is bought of it. A group that is given nothing has
    one row too. Items of one access set are joined by ``+``. Where bodies sign, a row
    names its own after the group. Text that a spreadsheet
    would take for a formula is preceded by an apostrophe.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, lines ended as Excel ends them.
    """
    book = Book(lang)
    bodies = plan.scenario.groups.bodies != (ORGANISATION,)
    names = (*_WHO, "body", *_WHAT) if bodies else (*_WHO, *_WHAT)
    head = [book.say(f"csv.{name}") for name in names]
    rows = itertools.chain(_group_rows(plan), _spare_rows(plan, book))
    return render_csv(
        [
            head,
            *(
                [*who, *([body_name(body, book)] if bodies else []), *what]
                for who, body, what in rows
            ),
        ]
    )


def render_csv(rows: Iterable[_Cells]) -> bytes:
    """Write rows as a spreadsheet opens them: numbers plain, text never a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if not isinstance(cell, str):
        return typed(cell)
    words = clean(cell)
    return f"'{words}" if words.startswith(_FORMULA) else words


def _group_rows(plan: Plan) -> Iterator[_Row]:
    groups = plan.scenario.groups
    people, needed = groups.people.tolist(), groups.needed[:, 0].tolist()
    names = [(_offers(items), _items(plan, items)) for items in plan.assignments.sets]
    for index, sets in enumerate(given(plan)):
        who = [groups.ids[index], groups.names[index]]
        counts: list[Cell] = [people[index], needed[index]]
        body, note = groups.bodies[groups.body[index]], groups.notes.get(index, "")
        for access, seats in sorted(sets.items()) or [(-1, 0)]:
            offer, item = names[access] if access >= 0 else ("", "")
            yield who, body, [*counts, offer, item, seats, note]
            counts, note = ["", ""], ""


def _spare_rows(plan: Plan, book: Book) -> Iterator[_Row]:
    spare = book.say("csv.spare")
    for purchase in plan.purchases:
        if purchase.idle:
            key = (purchase.key,)
            named = [_offers(key), _items(plan, key)]
            what: _Cells = ["", "", *named, purchase.idle, ""]
            yield ["", spare], purchase.key.contract.body, what


def _offers(items: tuple[ItemKey, ...]) -> str:
    return "+".join(dict.fromkeys(key.offer for key in items))


def _items(plan: Plan, items: tuple[ItemKey, ...]) -> str:
    offer = plan.scenario.offer
    return "+".join(offer(key.offer).item(key.item).name for key in items)
