"""Who is given what, as rows of a table that spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tariffopt.plan.model import ItemKey, Plan
from tariffopt.report.page import Page
from tariffopt.report.seats import given
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean

_FORMULA = ("=", "+", "-", "@")
_HEADERS = ("id", "group", "people", "needed", "offer", "item", "assigned", "note")


def assignments_csv(plan: Plan, lang: Lang = "en") -> bytes:
    """Write who is given what: a row for each group and access set, then spare seats.

    Seats of an item add up to what is bought of it. A group that is given nothing has
    one row too. Items of one access set are joined by ``+``. Text that a spreadsheet
    would take for a formula is preceded by an apostrophe.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, lines ended as Excel ends them.
    """
    page = Page(lang, 80)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([page.say(f"csv.{name}") for name in _HEADERS])
    writer.writerows(_group_rows(plan))
    writer.writerows(_spare_rows(plan, page))
    return out.getvalue().encode("utf-8-sig")


def _group_rows(plan: Plan) -> Iterator[list[str | int]]:
    groups = plan.scenario.groups
    people, needed = groups.people.tolist(), groups.needed[:, 0].tolist()
    names = [(_offers(items), _items(plan, items)) for items in plan.assignments.sets]
    for index, sets in enumerate(given(plan)):
        who = [_safe(groups.ids[index]), _safe(groups.names[index])]
        note = _safe(groups.notes.get(index, ""))
        first = True
        for access, seats in sorted(sets.items()) or [(-1, 0)]:
            offer, item = names[access] if access >= 0 else ("", "")
            counts = [people[index], needed[index]] if first else ["", ""]
            yield [*who, *counts, offer, item, seats, note if first else ""]
            first = False


def _spare_rows(plan: Plan, page: Page) -> Iterator[list[str | int]]:
    spare = page.say("csv.spare")
    for purchase in plan.purchases:
        if purchase.idle:
            key = (purchase.key,)
            named = [_offers(key), _items(plan, key)]
            yield ["", spare, "", "", *named, purchase.idle, ""]


def _offers(items: tuple[ItemKey, ...]) -> str:
    return _safe("+".join(dict.fromkeys(key.offer for key in items)))


def _items(plan: Plan, items: tuple[ItemKey, ...]) -> str:
    offer = plan.scenario.offer
    return _safe("+".join(offer(key.offer).item(key.item).name for key in items))


def _safe(words: str) -> str:
    words = clean(words)
    return f"'{words}" if words.startswith(_FORMULA) else words
