"""Where groups were read, so that their faults can be placed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Note, Place


@attrs.frozen(eq=False)
class Source:
    """Where groups stand, so that a fault can name its cell or its path.

    Attributes
    ----------
    file
        The file as the user named it; ``None`` for groups made in code.
    rows
        In a table the row of each group, counted from 1 with the header; in a document
        the position of each where some were left out.
    headers
        In a table: the header of each column by the key it stands for.
    origin
        For groups of a table: its name and the hash of what was read.
    notes
        What is to be said about the table, such as its coding.
    """

    file: str | None = None
    rows: Any = None
    headers: Mapping[str, str] | None = None
    origin: Origin | None = None
    notes: tuple[Note, ...] = ()

    def place(self, index: int, key: str | None = None) -> Place:
        """Give the place of a group, or of one of its keys."""
        number = index if self.rows is None else int(self.rows[index])
        if self.headers is None:
            place = Place(self.file, "$").at("groups", number)
            return place.at(key) if key else place
        # Where a table has no ids, its names are the ids.
        name = "name" if key == "id" and "id" not in self.headers else key
        column = self.headers.get(name, name) if name else None
        return Place(self.file, row=number, column=column)


NOWHERE = Source()
"""The source of groups made in code."""
