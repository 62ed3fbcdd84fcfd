"""Groups from a table: CSV as Excel and others write it, read as columns.

A table of 100,000 rows makes columns, and no object for each row. Every distinct text
of a column is read once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tariffopt.documents import Origin, read_bytes
from tariffopt.errors import Fault, InputErrors, Place, ScenarioError
from tariffopt.scenario.cells import (
    WHOLE,
    Table,
    part_of_all,
    read_cells,
    split_table,
    whole_number,
)
from tariffopt.scenario.checking import (
    GroupColumns,
    capped,
    group_faults,
    need_faults,
)
from tariffopt.scenario.groups import Groups, Needs, count_column
from tariffopt.scenario.headers import META
from tariffopt.scenario.places import Note, Source
from tariffopt.tariff.model import Tariff

_ENDINGS = (".csv", ".tsv", ".txt")
_SEPARATORS = re.compile(r"[;；、]")
_BOMS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ROOT = Place(path="$")
_CHECKED = ("ids", "people", "need_sets", "need", "coverage", "seats")


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
    path = Path(path)
    shown = str(path)
    if path.suffix.lower() not in _ENDINGS:
        fields = {"allowed": ", ".join(_ENDINGS)}
        raise InputErrors(Fault("table-ending", Place(shown), fields))
    data = read_bytes(path, shown)
    content, notes = decode_table(data, shown)
    table = split_table(content, Place(shown))
    if table is None:
        raise ScenarioError(Fault("groups-none", Place(shown)))
    origin = Origin(shown, hashlib.sha256(data).hexdigest())
    names, rows = table.header.names, np.array(table.rows)
    source = Source(shown, rows, names, origin, notes)
    return _groups(table, source, frozenset(needs), offers, root)


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


def _groups(
    table: Table,
    source: Source,
    needs: Needs,
    offers: Sequence[Tariff] | None,
    root: Place,
) -> Groups:
    columns, faults = _columns(table, needs)
    faults += table.faults
    if table.header.is_whole:
        checked = GroupColumns(*(columns[key] for key in _CHECKED))
        faults += _uncounted(table)
        faults += _unnamed(table)
        faults += _needless(table, needs, root)
        # Ids and needs that are not there were said in the user's terms already.
        said = {"group-id-empty", "needs-none"}
        found = group_faults(checked, source)
        faults += (fault for fault in found if fault.code not in said)
        if offers is not None:
            faults += need_faults(checked, columns["default"], offers, source, root)
    if faults:
        raise ScenarioError(capped(sorted(faults, key=_row)))
    return Groups(**columns, source=source)


def _row(fault: Fault) -> int:
    return fault.place.row or 0


def _columns(table: Table, needs: Needs) -> tuple[dict[str, Any], list[Fault]]:
    """Read all columns of groups, with the faults of their cells."""
    given, names = table.column("id"), table.column("name")
    people, people_faults = read_cells(table, "people", whole_number, "cell-number")
    seats, seats_faults = read_cells(table, "seats", whole_number, "cell-number")
    coverage, share_faults = read_cells(table, "coverage", part_of_all, "cell-share")
    columns = {
        "ids": tuple(own or name for own, name in zip(given, names, strict=True)),
        "names": tuple(name or own for own, name in zip(given, names, strict=True)),
        "people": count_column([people.get(i, 0) for i in range(len(table.rows))]),
        "coverage": {i: part for i, part in coverage.items() if part is not WHOLE},
        "seats": seats,
        "notes": {i: note for i, note in enumerate(table.column("note")) if note},
        "meta": _meta(table),
    }
    faults = [*people_faults, *seats_faults, *share_faults]
    return columns | _needs(table, needs), faults


def _needs(table: Table, default: Needs) -> dict[str, Any]:
    """Give the distinct sets of needs and the index of each row's."""
    cells = table.column("needs")
    sets: dict[Needs, int] = {}
    by_text: dict[str, int] = {}
    defaulted = False
    for text in dict.fromkeys(cells):
        named = frozenset(part.strip() for part in _SEPARATORS.split(text)) - {""}
        defaulted |= not named
        by_text[text] = sets.setdefault(named or default, len(sets))
    need = np.array([by_text[text] for text in cells], dtype=np.int32)
    found = default if defaulted else None
    return {"need_sets": tuple(sets), "need": need, "default": found}


def _meta(table: Table) -> dict[int, Mapping[str, Any]]:
    """Give the free keys of the rows that have any."""
    meta: dict[int, dict[str, Any]] = {}
    for key in (key for key in table.header.index if key.startswith(META)):
        for index, text in enumerate(table.column(key)):
            if text:
                meta.setdefault(index, {})[key.removeprefix(META)] = text
    return dict(meta)


# --- what must be there -----------------------------------------------------------


def _uncounted(table: Table) -> list[Fault]:
    counts = zip(table.column("people"), table.column("seats"), strict=True)
    return [
        Fault("group-uncounted", table.at(index, "people"))
        for index, (people, seats) in enumerate(counts)
        if not people and not seats
    ]


def _unnamed(table: Table) -> list[Fault]:
    names = zip(table.column("id"), table.column("name"), strict=True)
    return [
        Fault("group-unnamed", table.at(index, "name"))
        for index, (own, name) in enumerate(names)
        if not own and not name
    ]


def _needless(table: Table, needs: Needs, root: Place) -> list[Fault]:
    """Say once that there is no default, if a row relies on it."""
    cells = table.column("needs")
    if needs or "" not in cells:
        return []
    row = table.rows[cells.index("")]
    fields = {"file": table.place.file, "row": row}
    return [Fault("row-needs-missing", root.at("needs"), fields)]
