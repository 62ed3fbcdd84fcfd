"""The cells of a table: splitting its text into columns, and reading what they hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

import attrs

from tariffopt.documents import shown_value
from tariffopt.errors import Fault, InputErrors, Place
from tariffopt.money import share
from tariffopt.scenario.headers import Header, delimiter_of, plain_width, read_header

# So many rows are turned into columns at once; few enough to stay cheap in memory.
_CHUNK = 4096
WHOLE = Fraction(1)
"""All of the people. `part_of_all` gives this very object for every way to write it."""
_NUMBER = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_SHARE = re.compile(r"\d+(\.\d+)?\s*%|[01]|0?\.\d+|[01]\.\d+")


@attrs.frozen(eq=False)
class Table:
    """A table by columns, with the faults found while it was split.

    Attributes
    ----------
    header
        Its known columns.
    columns
        Trimmed cells of every column, all of one length.
    rows
        The row of each, counted from 1 with the header; blank rows are left out.
    place
        The place of the table.
    faults
        What is wrong with it so far.
    """

    header: Header
    columns: Sequence[Sequence[str]]
    rows: Sequence[int]
    place: Place
    faults: Sequence[Fault]

    def column(self, key: str) -> Sequence[str]:
        """Give the cells of a column; empty ones where the table has none."""
        index = self.header.index.get(key)
        return [""] * len(self.rows) if index is None else self.columns[index]

    def at(self, index: int, key: str) -> Place:
        """Give the place of a cell."""
        column = self.header.names.get(key, key)
        return attrs.evolve(self.place, row=self.rows[index], column=column)


def split_table(content: str, place: Place) -> Table | None:
    """Split the text of a table; ``None`` when no row follows the header.

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
        number, cells = next(rows, (1, []))
        header, faults = read_header(cells, attrs.evolve(place, row=number))
        columns, numbers = _columns(rows, header.width, place, faults)
    except csv.Error as error:
        at = attrs.evolve(place, row=reader.line_num)
        raise InputErrors(Fault("table-syntax", at, {"why": error})) from None
    return Table(header, columns, numbers, place, faults) if numbers else None


def _columns(
    rows: Iterator[tuple[int, list[str]]], width: int, place: Place, faults: list[Fault]
) -> tuple[list[list[str]], list[int]]:
    """Turn rows into columns, a chunk at a time; rows of another length are a fault."""
    columns: list[list[str]] = [[] for _ in range(width)]
    numbers: list[int] = []
    while chunk := list(islice(rows, _CHUNK)):
        numbers += [number for number, _ in chunk]
        fitted = [
            row if len(row) == width else _fitted(number, row, width, place, faults)
            for number, row in chunk
        ]
        for column, cells in zip(columns, zip(*fitted, strict=True), strict=True):
            column.extend(map(str.strip, cells))
    return columns, numbers


def _fitted(
    number: int, row: list[str], width: int, place: Place, faults: list[Fault]
) -> list[str]:
    if any(map(str.strip, row[width:])):
        fields = {"found": len(row), "allowed": width}
        faults.append(Fault("row-long", attrs.evolve(place, row=number), fields))
    return [*row, *[""] * (width - len(row))][:width]


# --- what a cell may hold ---------------------------------------------------------


def read_cells(
    table: Table, key: str, read: Callable[[str], Any], code: str
) -> tuple[dict[int, Any], list[Fault]]:
    """Read the cells of a column that are not empty, each distinct text once.

    Parameters
    ----------
    table, key
        The column.
    read
        Gives the value of a text, or ``None`` when it has none.
    code
        The fault of a cell without a value.
    """
    cells = table.column(key)
    values = {text: read(text) for text in set(cells) if text}
    found = {index: values[text] for index, text in enumerate(cells) if text}
    if None not in values.values():
        return found, []
    bad = [index for index, value in found.items() if value is None]
    faults = [
        Fault(code, table.at(index, key), {"found": shown_value(cells[index])})
        for index in bad
    ]
    return {index: found[index] for index in found.keys() - set(bad)}, faults


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
