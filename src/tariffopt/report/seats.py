"""The table of seats: group by group, adding up to what is bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from tariffopt.plan.model import ItemKey, Plan
from tariffopt.report.blocks import Block, Cell, Footnote, Heading, Row, Table
from tariffopt.report.phrases import Book, item_name
from tariffopt.texts.columns import clean

GROUPS_AT_MOST = 40
"""A text lists so many groups; all of them are in the JSON and the CSV."""


@attrs.frozen
class Counts:
    """People, seats needed, allowed and assigned: of a group, or of many."""

    people: int
    needed: int
    most: int
    assigned: int

    def cells(self, book: Book) -> tuple[Cell, Cell, Cell]:
        """Give the counts to a table; a group may have seats and no head-count."""
        people = "-" if self.needed and not self.people else self.people
        needed: Cell = self.needed
        if self.most > self.needed:
            needed = book.say("seats.range", needed=self.needed, most=self.most)
        return people, needed, self.assigned


def seats(plan: Plan, book: Book) -> Iterator[Block]:
    """Say how many seats each group needs and is given, and how many are left over."""
    single = _single(plan)
    yield Heading(_title(plan, book))
    rows = list(_groups(plan, book, single=single))
    rows += _end(plan, book, single=single)
    yield Table("seats", _header(book, "people", "needed", "assigned"), rows)
    for note, mark in _marks(plan, book).items():
        yield Footnote(mark, clean(note))


def items(plan: Plan, book: Book) -> Iterator[Block]:
    """Say what is bought of each item, where that is more than one sum."""
    if not _single(plan):
        yield Heading(book.say("items.title"))
        header = _header(book, "assigned", "spare", "bought")
        yield Table("seats", header, list(_items(plan, book)))


def _single(plan: Plan) -> bool:
    """Whether one item is all that anybody is given."""
    return len(plan.purchases) <= 1 and len(plan.assignments.sets) <= 1


def _title(plan: Plan, book: Book) -> str:
    if len(plan.purchases) != 1:
        return book.say("seats.title")
    return book.say("seats.title-of", item=clean(plan.purchases[0].item_name))


def _header(book: Book, *names: str) -> Row:
    return Row("", [book.say(f"column.{name}") for name in names])


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
    columns = groups.people.tolist(), groups.needed[:, 0].tolist()
    rows = zip(*columns, groups.most.tolist(), of_sets, strict=True)
    return [
        Counts(people, needed, most, sum(sets.values()))
        for people, needed, most, sets in rows
    ]


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(c.people for c in counts),
        sum(c.needed for c in counts),
        sum(c.most for c in counts),
        sum(c.assigned for c in counts),
    )


def _groups(plan: Plan, book: Book, *, single: bool) -> Iterator[Row]:
    of_sets = given(plan)
    counts, marks = _counts(plan, of_sets), _marks(plan, book)
    groups = plan.scenario.groups
    for index in range(min(len(groups), GROUPS_AT_MOST)):
        mark = marks.get(groups.notes.get(index, ""), "")
        yield Row(clean(groups.names[index]), counts[index].cells(book), mark=mark)
        if not single:
            yield from _sets(plan, of_sets[index], book)
    rest = counts[GROUPS_AT_MOST:]
    if rest:
        yield Row(book.say("seats.more", n=len(rest)), _sum(rest).cells(book))


def _sets(plan: Plan, of_sets: dict[int, int], book: Book) -> Iterator[Row]:
    for access, count in sorted(of_sets.items()):
        name = _set_name(plan, plan.assignments.sets[access], book)
        yield Row(name, ("", "", count), level=2)


def _set_name(plan: Plan, items: tuple[ItemKey, ...], book: Book) -> str:
    """Name an access set by its items, with the offer where there are several."""
    return book.say("together").join(item_name(plan, key, book) for key in items)


def _end(plan: Plan, book: Book, *, single: bool) -> Iterator[Row]:
    """Give the rows that lead from what is assigned to what is bought.

    Where somebody is given several items together, one seat is several units: the
    total is then of people, and the units stand in the table of items alone.
    """
    total = _sum(_counts(plan, given(plan)))
    if all(len(items) == 1 for items in plan.assignments.sets):
        bought = sum(purchase.seats for purchase in plan.purchases)
        yield Row(book.say("seats.spare"), ("", "", bought - total.assigned))
        for purchase in plan.purchases if not single else ():
            if purchase.idle:
                name = item_name(plan, purchase.key, book)
                yield Row(name, ("", "", purchase.idle), level=2)
        total = attrs.evolve(total, assigned=bought)
    yield Row(book.say("seats.total"), total.cells(book))


def _items(plan: Plan, book: Book) -> Iterator[Row]:
    """Give what is bought of each item: assigned and spare add up to it."""
    for purchase in plan.purchases:
        numbers = (purchase.assigned, purchase.idle, purchase.seats)
        yield Row(item_name(plan, purchase.key, book), numbers)


# --- notes on groups --------------------------------------------------------------


def _marks(plan: Plan, book: Book) -> dict[str, str]:
    """Give each note its mark; notes that say the same share one."""
    shown = range(min(len(plan.scenario.groups), GROUPS_AT_MOST))
    notes = plan.scenario.groups.notes
    texts = list(dict.fromkeys(notes[index] for index in shown if index in notes))
    if len(texts) == 1:
        return {texts[0]: book.say("mark")}
    numbered = enumerate(texts, start=1)
    return {note: book.say("mark.numbered", n=number) for number, note in numbered}
