"""Where groups were read: the file, and in a table the row and header of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Place
from tariffopt.texts import Lang, text


@attrs.frozen
class Note:
    """Something worth saying about an input that is no fault.

    Attributes
    ----------
    code
        The message's code without ``note.``: ``"read-as"``.
    fields
        The values the message names.
    """

    code: str
    fields: Mapping[str, Any] = attrs.field(factory=dict)

    def text(self, lang: Lang = "en") -> str:
        """Say the note in one line."""
        return text(f"note.{self.code}", lang, **self.fields)


@attrs.frozen(eq=False)
class Source:
    """Where groups stand, so that a fault can name its cell or its path.

    Attributes
    ----------
    file
        The file as the user named it; ``None`` for groups made in code.
    rows
        For groups of a table: the row of each, counted from 1 with the header.
    headers
        For groups of a table: the header of each column by the key it stands for.
    origin
        For groups of a table: its name and the hash of what was read.
    notes
        What is to be said about the table, such as its coding.
    """

    file: str | None = None
    rows: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict)
    origin: Origin | None = None
    notes: tuple[Note, ...] = ()

    def place(self, index: int, key: str | None = None) -> Place:
        """Give the place of a group, or of one of its keys."""
        if self.rows is not None:
            # Where a table has no ids, its names are the ids.
            name = "name" if key == "id" and "id" not in self.headers else key
            column = self.headers.get(name, name) if name else None
            return Place(self.file, row=int(self.rows[index]), column=column)
        place = Place(self.file, "$").at("groups", index)
        return place.at(key) if key else place


NOWHERE = Source()
"""The source of groups made in code."""
