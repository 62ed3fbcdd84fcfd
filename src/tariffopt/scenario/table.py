"""Groups from a table: CSV as Excel and others write it, read as columns.

A table of 100,000 rows makes columns, and no object for each row. Every distinct text
of a column is read once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tariffopt.documents import Origin, read_bytes
from tariffopt.errors import Fault, InputErrors, Note, Place, ScenarioError
from tariffopt.scenario.cells import (
    META,
    WHOLE,
    Table,
    cell_faults,
    count_or_part,
    header_faults,
    part_of_all,
    plain_width,
    read_cells,
    split_table,
    whole_number,
)
from tariffopt.scenario.checking import capped, group_faults
from tariffopt.scenario.group import Needs
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.source import Source
from tariffopt.tariff.model import Tariff

_ENDINGS = (".csv", ".tsv", ".txt")
_SEPARATORS = re.compile(r"[;；、]")
_BOMS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ROOT = Place(path="$")
_NO_LETTERS = re.compile(r"[\W_]+")
_TOTALS = frozenset(
    "total totals subtotal grandtotal 計 小計 中計 合計 総計 総合計".split()
)


def read_groups(
    path: Path | str,
    needs: Iterable[str] = (),
    offers: Sequence[Tariff] | None = None,
    root: Place = _ROOT,
) -> Groups:
    """Read groups from a CSV file.

    The header names the columns, in Japanese or English, in any order. Cells are
    separated by commas, semicolons or tabs. UTF-8 is read with or without a byte order
    mark, else CP932; ``groups.source.notes`` says so when it is CP932.

    Parameters
    ----------
    path
        The file.
    needs
        The capabilities of groups whose cell is empty.
    offers
        Tariffs that must grant what is needed; unchecked when left out.
    root
        The place of the scenario that names the file, for its default needs.

    Raises
    ------
    ScenarioError
        All faults, each with its row (counted from 1 with the header) and column.
    InputErrors
        When the file cannot be read.
    """
    table = read_table(Path(path))
    groups = table_groups(table, needs)
    faults = [*table_faults(table), *group_faults(groups, offers, root)]
    if faults:
        raise ScenarioError(capped(faults))
    return groups


def read_table(path: Path) -> Table:
    """Read a table that has the columns every table needs, and at least one row.

    Raises
    ------
    ScenarioError
        When it has not; with the faults of the cells that are there.
    InputErrors
        When the file cannot be read.
    """
    shown = str(path)
    if path.suffix.lower() not in _ENDINGS:
        fields = {"allowed": ", ".join(_ENDINGS)}
        raise InputErrors(Fault("table-ending", Place(shown), fields))
    data = read_bytes(path, shown)
    content, notes = decode_table(data, shown)
    origin = Origin(shown, hashlib.sha256(data).hexdigest())
    table = split_table(content, Source(shown, origin=origin, notes=notes))
    if not len(table):
        raise ScenarioError(Fault("groups-none", Place(shown)))
    if not table.is_whole:
        raise ScenarioError(capped(table_faults(table)))
    return table


def decode_table(data: bytes, shown: str) -> tuple[str, tuple[Note, ...]]:
    """Decode a table as UTF-8, else as CP932, and say when it was that.

    Raises
    ------
    InputErrors
        When it is neither.

    Examples
    --------
    >>> decode_table("人数".encode("cp932"), "groups.csv")[1][0].text()
    'groups.csv read as CP932'
    """
    codings = () if data.startswith(_BOMS_OF_UTF16) else ("utf-8-sig", "cp932")
    for coding in codings:
        try:
            content = data.decode(coding)
        except UnicodeDecodeError:
            continue
        note = Note("read-as-cp932", {"file": shown})
        return content, (note,) if coding == "cp932" else ()
    raise InputErrors(Fault("table-coding", Place(shown)))


def table_faults(table: Table) -> Iterator[Fault]:
    """Find what cannot be read in a table, or is not there."""
    source = table.source
    yield from header_faults(table)
    for row, found in table.lengths.items():
        fields = {"found": found, "allowed": len(table.header)}
        yield Fault("row-long", Place(source.file, row=row), fields)
    yield from cell_faults(table, "people", whole_number, "cell-number")
    yield from cell_faults(table, "seats", whole_number, "cell-number")
    yield from cell_faults(table, "coverage", part_of_all, "cell-share")
    yield from cell_faults(table, "at_most", count_or_part, "cell-limit")
    for key in ("people_per_seat", "weight", "priority"):
        yield from cell_faults(table, key, whole_number, "cell-number")
    if table.is_whole:
        counts = zip(table.column("people"), table.column("seats"), strict=True)
        for index, (people, seats) in enumerate(counts):
            if not people and not seats:
                yield Fault("group-uncounted", source.place(index, "people"))
        yield from _total_faults(table)


def _total_faults(table: Table) -> Iterator[Fault]:
    """Find rows named as a total below other rows: a group more would count twice."""
    pairs = zip(table.column("name"), table.column("id"), strict=True)
    names = [name or key for name, key in pairs]
    totals = [index for index, name in enumerate(names) if _is_total(name)]
    if not totals:
        return
    key = "people" if "people" in table.index else "seats"
    counts = read_cells(table, key, whole_number)
    above, start = 0, 0
    for number, index in enumerate(totals):
        block = sum(counts.get(row, 0) for row in range(start, index))
        above, start = above + block, index + 1
        if index == number:
            continue  # nothing above but totals: a single group may be called so
        found = counts.get(index, 0)
        equal = found in (above, block)
        fields = {"found": names[index], "n": found, "sum": above}
        code = "row-total" if equal else "row-total-differs"
        yield Fault(code, table.source.place(index, key), fields)


def _is_total(name: str) -> bool:
    return _NO_LETTERS.sub("", plain_width(name)).casefold() in _TOTALS


def table_groups(table: Table, needs: Iterable[str]) -> Groups:
    """Make columns of groups; cells that cannot be read count as empty.

    Parameters
    ----------
    table
        A table with the columns every table needs.
    needs
        The capabilities of groups whose cell is empty.
    """
    given, names = table.column("id"), table.column("name")
    people = read_cells(table, "people", whole_number)
    coverage = read_cells(table, "coverage", part_of_all)
    return Groups(
        ids=[own or name for own, name in zip(given, names, strict=True)],
        names=[name or own for own, name in zip(given, names, strict=True)],
        people=[people.get(index, 0) for index in range(len(table))],
        coverage={i: part for i, part in coverage.items() if part is not WHOLE},
        seats=read_cells(table, "seats", whole_number),
        notes={i: note for i, note in enumerate(table.column("note")) if note},
        meta=_meta(table),
        body_of={i: body for i, body in enumerate(table.column("body")) if body},
        at_most=read_cells(table, "at_most", count_or_part),
        sharing=_others_than_one(read_cells(table, "people_per_seat", whole_number)),
        weight_of=_others_than_one(read_cells(table, "weight", whole_number)),
        priority_of=read_cells(table, "priority", whole_number),
        unit_of={i: unit for i, unit in enumerate(table.column("unit")) if unit},
        source=table.source,
        **_needs(table, frozenset(needs)),
    )


def _others_than_one(counts: Mapping[int, int]) -> dict[int, int]:
    return {index: count for index, count in counts.items() if count != 1}


def _needs(table: Table, default: Needs) -> dict[str, Any]:
    """Give the distinct sets of needs and the index of each row's."""
    cells = table.column("needs")
    sets: dict[Needs, int] = {}
    by_text: dict[str, int] = {}
    for text in dict.fromkeys(cells):
        named = frozenset(part.strip() for part in _SEPARATORS.split(text)) - {""}
        by_text[text] = sets.setdefault(named or default, len(sets))
    need = np.array([by_text[text] for text in cells], dtype=np.int32)
    return {"need_sets": tuple(sets), "need": need, "default": default}


def _meta(table: Table) -> dict[int, Mapping[str, Any]]:
    """Give the free keys of the rows that have any."""
    meta: dict[int, dict[str, Any]] = {}
    for key in (key for key in table.index if key.startswith(META)):
        for index, text in enumerate(table.column(key)):
            if text:
                meta.setdefault(index, {})[key.removeprefix(META)] = text
    return dict(meta)
