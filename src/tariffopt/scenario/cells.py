"""The cells of a table: its header, in Japanese or English, and what cells may hold."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

import attrs
import numpy as np

from tariffopt.documents import guess, shown_value
from tariffopt.errors import Fault, InputErrors, Place
from tariffopt.money import share
from tariffopt.scenario.source import Source

META = "meta."
# The first of each is what messages and documents show.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "識別子", "コード"),
    "name": ("name", "グループ", "グループ名", "group"),
    "people": ("people", "人数", "headcount"),
    "coverage": ("coverage", "割合"),
    "seats": ("seats", "席数", "必要数"),
    "at_most": ("at_most", "上限"),
    "people_per_seat": ("people_per_seat", "共用人数"),
    "unit": ("unit", "部署", "所属"),
    "weight": ("weight", "重み"),
    "priority": ("priority", "優先順位"),
    "needs": ("needs", "必要な機能", "機能"),
    "body": ("body", "団体", "ボディ"),
    "note": ("note", "備考"),
}
_DELIMITERS = (",", "\t", ";")
# Of each pair, one column at least.
_NEEDED = (("name", "id"), ("people", "seats"))
# So many rows are turned into columns at once; few enough to stay cheap in memory.
_CHUNK = 4096


def plain_width(text: str) -> str:
    """Write full-width letters, digits and signs in their usual width, trimmed.

    Examples
    --------
    >>> plain_width(" １，２３４ ")
    '1,234'
    """
    return unicodedata.normalize("NFKC", text).strip()


_KEYS = {
    plain_width(name).casefold(): key for key, names in _NAMES.items() for name in names
}
ACCEPTED = (
    ", ".join(f"{names[0]} / {names[1]}" for names in _NAMES.values()) + f", {META}KEY"
)
"""The headers that messages list: English / Japanese."""


def key_of(header: str) -> str | None:
    """Give the key a header stands for; ``None`` for a header nobody knows.

    Examples
    --------
    >>> (
    ...     key_of("人数"),
    ...     key_of("ＰＥＯＰＬＥ"),
    ...     key_of("meta.Cost center"),
    ...     key_of("age"),
    ... )
    ('people', 'people', 'meta.Cost center', None)
    """
    plain = plain_width(header)
    if plain.casefold().startswith(META) and len(plain) > len(META):
        return META + plain[len(META) :].strip()
    return _KEYS.get(plain.casefold())


def delimiter_of(line: str) -> str:
    """Find what separates the cells of a table: its header has most keys that way.

    Examples
    --------
    >>> delimiter_of("name;people"), delimiter_of("name,people"), delimiter_of("name")
    (';', ',', ',')
    """

    def known(delimiter: str) -> int:
        cells = line.replace('"', "").split(delimiter)
        return sum(key_of(cell) is not None for cell in cells)

    return max(_DELIMITERS, key=known)


@attrs.frozen(eq=False)
class Table:
    """A table by columns.

    Attributes
    ----------
    header
        The cells of its header row, trimmed.
    top
        The row of the header, counted from 1.
    index
        Position of each known column, by its key.
    columns
        Trimmed cells of every column, all of one length.
    lengths
        For rows with cells beyond the header: the number of cells, by row.
    source
        Where it was read, with the row of each line of the columns.
    """

    header: Sequence[str]
    top: int
    index: Mapping[str, int]
    columns: Sequence[Sequence[str]]
    lengths: Mapping[int, int]
    source: Source

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def column(self, key: str) -> Sequence[str]:
        """Give the cells of a column; empty ones where the table has none."""
        index = self.index.get(key)
        return [""] * len(self) if index is None else self.columns[index]

    @property
    def is_whole(self) -> bool:
        """Whether the columns every table needs are there."""
        return all(any(key in self.index for key in keys) for keys in _NEEDED)


def split_table(content: str, source: Source) -> Table:
    """Split the text of a table into columns; blank rows are left out.

    Raises
    ------
    InputErrors
        When quotation marks do not match.
    """
    lines = io.StringIO(content, newline="")
    delimiter = delimiter_of(next(filter(str.strip, lines), ""))
    lines.seek(0)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = ((n, row) for n, row in enumerate(reader, 1) if any(map(str.strip, row)))
    try:
        top, cells = next(rows, (1, []))
        columns, numbers, lengths = _columns(rows, len(cells))
    except csv.Error as error:
        at = Place(source.file, row=reader.line_num)
        raise InputErrors(Fault("table-syntax", at, {"why": error})) from None
    header = [cell.strip() for cell in cells]
    index: dict[str, int] = {}
    for number, cell in enumerate(header):
        if key := key_of(cell):
            index.setdefault(key, number)
    names = {key: header[number] for key, number in index.items()}
    source = attrs.evolve(source, rows=np.array(numbers), headers=names)
    return Table(header, top, index, columns, lengths, source)


def _columns(
    rows: Iterator[tuple[int, list[str]]], width: int
) -> tuple[list[list[str]], list[int], dict[int, int]]:
    """Turn rows into columns, a chunk at a time, each cut or filled to the header."""
    columns: list[list[str]] = [[] for _ in range(width)]
    numbers: list[int] = []
    lengths: dict[int, int] = {}
    while chunk := list(islice(rows, _CHUNK)):
        numbers += [number for number, _ in chunk]
        for number, row in chunk:
            if len(row) != width:
                if any(map(str.strip, row[width:])):
                    lengths[number] = len(row)
                row[:] = [*row, *[""] * (width - len(row))][:width]
        fitted = zip(*(row for _, row in chunk), strict=True)
        for column, cells in zip(columns, fitted, strict=True):
            column.extend(map(str.strip, cells))
    return columns, numbers, lengths


# --- what a table must have -------------------------------------------------------


def header_faults(table: Table) -> Iterator[Fault]:
    """Find unknown, repeated and missing headers."""
    place = Place(table.source.file, row=table.top)
    for number, cell in enumerate(table.header):
        key = key_of(cell)
        at = attrs.evolve(place, column=cell or str(number + 1))
        if key is None and cell:
            near = guess(plain_width(cell).casefold(), sorted(_KEYS))
            fields = {"guess": near, "allowed": ACCEPTED}
            yield Fault("header-unknown", at, fields)
        elif key is not None and table.index[key] != number:
            fields = {"first": table.header[table.index[key]]}
            yield Fault("header-twice", at, fields)
    for either, other in _NEEDED:
        if either not in table.index and other not in table.index:
            names = [" / ".join(_NAMES[key][:2]) for key in (either, other)]
            fields = {"either": names[0], "other": names[1], "allowed": ACCEPTED}
            yield Fault("header-missing", place, fields)


def cell_faults(
    table: Table, key: str, read: Callable[[str], Any], code: str
) -> Iterator[Fault]:
    """Find the cells of a column that are not empty and cannot be read."""
    cells = table.column(key)
    bad = {text for text in set(cells) if text and read(text) is None}
    for index, text in enumerate(cells) if bad else ():
        if text in bad:
            place = table.source.place(index, key)
            yield Fault(code, place, {"found": shown_value(text)})


def read_cells(table: Table, key: str, read: Callable[[str], Any]) -> dict[int, Any]:
    """Read the cells of a column by row, each distinct text once.

    Empty cells, and those without a value, are left out.
    """
    cells = table.column(key)
    values = {text: read(text) for text in set(cells) if text}
    known = {text: value for text, value in values.items() if value is not None}
    return {index: known[text] for index, text in enumerate(cells) if text in known}


# --- what a cell may hold ---------------------------------------------------------


WHOLE = Fraction(1)
"""All of the people. `part_of_all` gives this very object for every way to write it."""
_NUMBER = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_SHARE = re.compile(r"\d+(\.\d+)?\s*%|[01]|0?\.\d+|[01]\.\d+")


def whole_number(text: str) -> int | None:
    """Read a count as spreadsheets write it; ``None`` for anything else.

    Examples
    --------
    >>> whole_number("1,234"), whole_number("１２３４"), whole_number("48人")
    (1234, 1234, None)
    """
    plain = plain_width(text)
    return int(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def part_of_all(text: str) -> Fraction | None:
    """Read a share as spreadsheets write it; ``None`` for anything else.

    Examples
    --------
    >>> part_of_all("８０％"), part_of_all("0.8"), part_of_all("80")
    (Fraction(4, 5), Fraction(4, 5), None)
    """
    plain = plain_width(text)
    if not _SHARE.fullmatch(plain):
        return None
    part = share(f"0{plain}" if plain.startswith(".") else plain)
    return WHOLE if part == WHOLE else part


def count_or_part(text: str) -> int | Fraction | None:
    """Read a count, or a share with a percent sign or a point; else ``None``.

    Examples
    --------
    >>> count_or_part("60"), count_or_part("80%"), count_or_part("80 people")
    (60, Fraction(4, 5), None)
    """
    count = whole_number(text)
    return part_of_all(text) if count is None else count
