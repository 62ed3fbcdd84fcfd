"""The table of seats: group by group, adding up to what is bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from tariffopt.plan.model import ItemKey, Plan
from tariffopt.report.page import Cell, Page, Row
from tariffopt.texts.columns import clean, cut

GROUPS_AT_MOST = 40
"""A text lists so many groups; all of them are in the JSON and the CSV."""
WIDTHS = (32, 9, 9, 9)


@attrs.frozen
class Counts:
    """People, seats needed and seats assigned: of a group, or of many."""

    people: int
    needed: int
    assigned: int

    def cells(self) -> tuple[Cell, Cell, Cell]:
        """Give the counts for a table; a group may have seats and no head-count."""
        people = "-" if self.needed and not self.people else self.people
        return people, self.needed, self.assigned


def seats(plan: Plan, page: Page) -> list[str]:
    """Say how many seats each group needs and is given, and how many are left over."""
    single = len(plan.purchases) <= 1 and len(plan.assignments.sets) <= 1
    rows = _header(page, "people", "needed", "assigned")
    rows += _groups(plan, page, single=single)
    rows += _single_end(plan, page) if single else _several_end(plan, page)
    title = page.heading(_title(plan, page))
    lines = [*title, *page.table(rows, WIDTHS), *_notes(plan, page)]
    if not single:
        lines += ["", *page.heading(page.say("items.title"))]
        lines += page.table(_items(plan, page), WIDTHS)
    return lines


def _title(plan: Plan, page: Page) -> str:
    if len(plan.purchases) != 1:
        return page.say("seats.title")
    return page.say("seats.title-of", item=clean(plan.purchases[0].item_name))


def _header(page: Page, *names: str) -> list[Row]:
    return [("", [page.say(f"column.{name}") for name in names])]


def given(plan: Plan) -> list[dict[int, int]]:
    """Count the seats of each group by access set."""
    found: list[dict[int, int]] = [{} for _ in range(len(plan.scenario.groups))]
    rows = plan.assignments
    columns = (rows.group.tolist(), rows.access.tolist(), rows.seats.tolist())
    for group, access, count in zip(*columns, strict=True):
        found[group][access] = found[group].get(access, 0) + count
    return found


def _counts(plan: Plan, of_sets: Sequence[dict[int, int]]) -> list[Counts]:
    groups = plan.scenario.groups
    columns = groups.people.tolist(), groups.needed[:, 0].tolist(), of_sets
    return [
        Counts(people, needed, sum(sets.values()))
        for people, needed, sets in zip(*columns, strict=True)
    ]


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(c.people for c in counts),
        sum(c.needed for c in counts),
        sum(c.assigned for c in counts),
    )


def _groups(plan: Plan, page: Page, *, single: bool) -> Iterator[Row]:
    of_sets = given(plan)
    counts, marks = _counts(plan, of_sets), _marks(plan, page)
    groups = plan.scenario.groups
    for index in range(min(len(groups), GROUPS_AT_MOST)):
        mark = marks.get(groups.notes.get(index, ""), "")
        room = page.width - sum(WIDTHS[1:]) - page.columns(f"   {mark}")
        name = cut(clean(groups.names[index]), room, page.lang)
        yield f"  {name} {mark}".rstrip(), counts[index].cells()
        if not single:
            yield from _sets(plan, of_sets[index], page)
    rest = counts[GROUPS_AT_MOST:]
    if rest:
        yield page.counted("seats.more", len(rest)), _sum(rest).cells()


def _sets(plan: Plan, of_sets: dict[int, int], page: Page) -> Iterator[Row]:
    for access, count in sorted(of_sets.items()):
        name = set_name(plan, plan.assignments.sets[access], page)
        yield f"    {name}", ("", "", count)


def set_name(plan: Plan, items: tuple[ItemKey, ...], page: Page) -> str:
    """Name an access set by its items, with the offer where there are several."""
    return page.say("together").join(item_name(plan, key, page) for key in items)


def item_name(plan: Plan, key: ItemKey, page: Page) -> str:
    """Name an item, with its offer where there are several."""
    name = clean(plan.scenario.offer(key.offer).item(key.item).name)
    if len(plan.scenario.offers) == 1:
        return name
    return page.say("item-of", offer=key.offer, item=name)


def _single_end(plan: Plan, page: Page) -> Iterator[Row]:
    """Give the rows that lead from what is assigned to what is bought."""
    total = _sum(_counts(plan, given(plan)))
    bought = sum(purchase.purchased for purchase in plan.purchases)
    yield page.say("seats.spare"), ("", "", bought - total.assigned)
    yield page.say("seats.total"), attrs.evolve(total, assigned=bought).cells()


def _several_end(plan: Plan, page: Page) -> Iterator[Row]:
    yield page.say("seats.total"), _sum(_counts(plan, given(plan))).cells()


def _items(plan: Plan, page: Page) -> Iterator[Row]:
    """Give what is bought of each item: assigned and spare add up to it."""
    yield from _header(page, "assigned", "spare", "bought")
    for purchase in plan.purchases:
        name = item_name(plan, purchase.key, page)
        numbers = (purchase.assigned, purchase.idle, purchase.purchased)
        yield f"  {name}", numbers


# --- notes on groups --------------------------------------------------------------


def _marks(plan: Plan, page: Page) -> dict[str, str]:
    """Give each note its mark; notes that say the same share one."""
    shown = range(min(len(plan.scenario.groups), GROUPS_AT_MOST))
    notes = plan.scenario.groups.notes
    texts = list(dict.fromkeys(notes[index] for index in shown if index in notes))
    if len(texts) == 1:
        return {texts[0]: page.say("mark")}
    numbered = enumerate(texts, start=1)
    return {note: page.say("mark.numbered", n=number) for number, note in numbered}


def _notes(plan: Plan, page: Page) -> Iterator[str]:
    for note, mark in _marks(plan, page).items():
        yield from page.labelled(f"  {mark} ", clean(note), page.columns(f"  {mark} "))
