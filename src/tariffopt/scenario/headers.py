"""The headers of a table of groups, in Japanese or English, in any order and width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import attrs

from tariffopt.documents import guess
from tariffopt.errors import Fault, Place

META = "meta."
# The first of each is what messages and documents show.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "識別子", "コード"),
    "name": ("name", "グループ", "グループ名", "group"),
    "people": ("people", "人数", "headcount"),
    "coverage": ("coverage", "割合"),
    "seats": ("seats", "席数", "必要数"),
    "needs": ("needs", "必要な機能", "機能"),
    "note": ("note", "備考"),
}
_DELIMITERS = (",", "\t", ";")
# Of each pair, one column at least.
_NEEDED = (("name", "id"), ("people", "seats"))


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


@attrs.frozen
class Header:
    """The columns of a table.

    Attributes
    ----------
    index
        Position of each known column, by its key.
    names
        The header as it stands in the table, by its key.
    width
        Number of columns.
    """

    index: Mapping[str, int]
    names: Mapping[str, str]
    width: int

    @property
    def is_whole(self) -> bool:
        """Whether the columns every table needs are there."""
        return all(any(key in self.index for key in keys) for keys in _NEEDED)


def read_header(cells: Sequence[str], place: Place) -> tuple[Header, list[Fault]]:
    """Read the header row, with everything that is wrong with it.

    Parameters
    ----------
    cells
        The cells of the header row.
    place
        The place of the row.
    """
    faults: list[Fault] = []
    index: dict[str, int] = {}
    for number, cell in enumerate(cells):
        key = key_of(cell)
        at = attrs.evolve(place, column=cell.strip() or str(number + 1))
        if key is None and cell.strip():
            near = guess(plain_width(cell).casefold(), sorted(_KEYS))
            faults.append(
                Fault("header-unknown", at, {"guess": near, "allowed": ACCEPTED})
            )
        elif key in index:
            first = cells[index[key]].strip()
            faults.append(Fault("header-twice", at, {"first": first}))
        elif key is not None:
            index[key] = number
    faults += _missing(index, place)
    names = {key: cells[number].strip() for key, number in index.items()}
    return Header(index, names, len(cells)), faults


def _missing(index: Mapping[str, int], place: Place) -> Iterator[Fault]:
    for either, other in _NEEDED:
        if either not in index and other not in index:
            names = [" / ".join(_NAMES[key][:2]) for key in (either, other)]
            fields = {"either": names[0], "other": names[1], "allowed": ACCEPTED}
            yield Fault("header-missing", place, fields)
