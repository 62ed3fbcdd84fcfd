"""Who needs what: groups as columns, and the friendly value of a single group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Self

import attrs
import numpy as np
import numpy.typing as npt

from tariffopt.errors import ScenarioError
from tariffopt.money import Exact, share
from tariffopt.scenario.checking import GroupColumns, capped, group_faults
from tariffopt.scenario.meta import keep_meta
from tariffopt.scenario.places import NOWHERE, Source

Counts = npt.NDArray[np.int64]
Needs = frozenset[str]
_TOO_MANY = 2**62


def _count(value: object, what: str) -> int:
    if isinstance(value, bool | float | str) or not hasattr(value, "__index__"):
        raise TypeError(f"{what} {value!r} is not a whole number")
    return int(value.__index__())


def _people(value: Any) -> int:
    return _count(value, "people")


def _seats(value: Any) -> int | None:
    return None if value is None else _count(value, "seats")


def _coverage(value: Exact) -> Fraction:
    return share(value, "coverage")


def _needs(value: Iterable[str] | str | None) -> Needs | None:
    if value is None:
        return None
    return frozenset([value] if isinstance(value, str) else value)


@attrs.frozen
class Group:
    """People who need the same: a department, a role, a kind of device.

    Attributes
    ----------
    id
        Stable key, unique in a scenario.
    people
        Head-count.
    name
        What people see; the id when left out.
    needs
        The capabilities each person needs, all of them at once; ``None`` takes the
        scenario's default. A single capability may be given as a text.
    coverage
        The share of the people who must be served: ``"80%"``, ``Fraction(4, 5)``.
        Seats needed are rounded up, per group.
    seats
        An exact count of seats instead of people and coverage.
    note
        Printed with the group.
    meta
        Free keys of the caller, kept and never computed with: texts, whole numbers,
        booleans, lists and tables of these. Dates, decimals and fractions are kept
        as text.

    Raises
    ------
    TypeError
        For a float, or for a count that is no whole number.
    ValueError
        For a coverage that is no number.

    Examples
    --------
    >>> Group("sales", people=9, needs={"chat"}, coverage="80%").needed
    8
    """

    id: str
    people: int = attrs.field(default=0, converter=_people)
    name: str | None = None
    needs: Needs | None = attrs.field(default=None, converter=_needs)
    coverage: Fraction = attrs.field(default=Fraction(1), converter=_coverage)
    seats: int | None = attrs.field(default=None, converter=_seats)
    note: str | None = None
    meta: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @property
    def needed(self) -> int:
        """Seats the group must have: the exact count, or the share rounded up."""
        return (
            seats_needed(self.people, self.coverage)
            if self.seats is None
            else self.seats
        )


def seats_needed(people: int, coverage: Fraction) -> int:
    """Give the seats that serve a share of the people, rounded up.

    Examples
    --------
    >>> seats_needed(14, Fraction(1, 2)), seats_needed(9, Fraction(4, 5))
    (7, 8)
    """
    return -(-people * coverage.numerator // coverage.denominator)


def count_column(values: Iterable[int] | Counts) -> Counts:
    """Make a column of counts that nobody can change; absurd ones are cut, to be found.

    Examples
    --------
    >>> count_column([1, 10**30]).tolist()
    [1, 4611686018427387904]
    """
    if isinstance(values, np.ndarray):
        column = values.astype(np.int64, casting="safe")
    else:
        counts = list(values)
        try:
            column = np.array(counts, dtype=np.int64)
        except OverflowError:
            cut = [min(max(count, -_TOO_MANY), _TOO_MANY) for count in counts]
            column = np.array(cut, dtype=np.int64)
    column.setflags(write=False)
    return column


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _sets(values: Iterable[Needs]) -> tuple[Needs, ...]:
    return tuple(values)


def _indices(values: Iterable[int]) -> npt.NDArray[np.int32]:
    column = np.array(values, dtype=np.int32)
    column.setflags(write=False)
    return column


@attrs.frozen(eq=False, repr=False)
class Groups:
    """All groups of a scenario as columns: a million groups are arrays, not objects.

    Attributes
    ----------
    ids, names
        Stable keys, unique; the names people see. One each a group.
    people
        Head-counts, shape (groups,).
    need_sets, need
        The distinct sets of capabilities, and for each group the index of its own,
        shape (groups,).
    coverage, seats, notes, meta
        By group index, only where a group has one: a share other than 1, an exact
        count of seats, a note, free keys.
    default
        The capabilities of groups that named none, when there were such groups.
    source
        Where the groups were read, for the places of faults; not part of the value.
    needed
        Computed: seats each group must have in each period, shape (groups, periods).
        Shares are rounded up, per group, in whole numbers. There is one period.

    Raises
    ------
    ScenarioError
        All faults: no group, an empty or repeated id, negative or absurd counts, a
        coverage outside 0 to 100 %, coverage and seats both, no needs.

    Examples
    --------
    >>> groups = Groups.of([Group("a", 10), Group("b", 5, coverage="50%")], {"chat"})
    >>> groups.needed[:, 0].tolist(), len(groups), groups.group(1).needed
    ([10, 3], 2, 3)
    """

    ids: tuple[str, ...] = attrs.field(converter=_texts)
    names: tuple[str, ...] = attrs.field(converter=_texts)
    people: Counts = attrs.field(converter=count_column)
    need_sets: tuple[Needs, ...] = attrs.field(converter=_sets)
    need: npt.NDArray[np.int32] = attrs.field(converter=_indices)
    coverage: Mapping[int, Fraction] = attrs.field(factory=dict)
    seats: Mapping[int, int] = attrs.field(factory=dict)
    notes: Mapping[int, str] = attrs.field(factory=dict)
    meta: Mapping[int, Mapping[str, Any]] = attrs.field(factory=dict)
    default: Needs | None = None
    source: Source = NOWHERE
    needed: Counts = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        columns = GroupColumns(
            self.ids, self.people, self.need_sets, self.need, self.coverage, self.seats
        )
        faults = list(group_faults(columns, self.source))
        if faults:
            raise ScenarioError(capped(faults))
        object.__setattr__(self, "needed", self._needed())

    @property
    def seats_needed(self) -> int:
        """Seats that all groups need together."""
        return int(self.needed.sum())

    def _needed(self) -> Counts:
        needed = self.people.copy()
        by_share: dict[Fraction, list[int]] = {}
        for index, part in self.coverage.items():
            by_share.setdefault(part, []).append(index)
        for part, indices in by_share.items():
            people = self.people[indices].tolist()
            needed[indices] = [seats_needed(count, part) for count in people]
        needed[list(self.seats)] = list(self.seats.values())
        needed = needed.reshape(-1, 1)
        needed.setflags(write=False)
        return needed

    @classmethod
    def of(
        cls,
        groups: Iterable[Group],
        needs: Iterable[str] | str = (),
        source: Source = NOWHERE,
    ) -> Self:
        """Turn group values into columns.

        Parameters
        ----------
        groups
            The groups, in the order in which answers list them.
        needs
            The capabilities of groups that name none.
        source
            Where they were read, for the places of faults.

        Raises
        ------
        ScenarioError
            As the class; also for ``meta`` that cannot be kept.
        """
        rows = [_group(row) for row in groups]
        default = _needs(needs) or frozenset()
        sets: dict[Needs, int] = {}
        own = [default if row.needs is None else row.needs for row in rows]
        metas = {
            i: keep_meta(row.meta, source.place(i, "meta"))
            for i, row in enumerate(rows)
            if row.meta
        }
        return cls(
            ids=[row.id for row in rows],
            names=[row.id if row.name is None else row.name for row in rows],
            people=[row.people for row in rows],
            need=[sets.setdefault(need, len(sets)) for need in own],
            need_sets=sets,
            coverage={i: r.coverage for i, r in enumerate(rows) if r.coverage != 1},
            seats={i: r.seats for i, r in enumerate(rows) if r.seats is not None},
            notes={i: r.note for i, r in enumerate(rows) if r.note},
            meta=metas,
            default=default if any(row.needs is None for row in rows) else None,
            source=source,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Group]:
        return map(self.group, range(len(self)))

    def group(self, index: int) -> Group:
        """Give one group as a value."""
        name = self.names[index]
        return Group(
            id=self.ids[index],
            people=int(self.people[index]),
            name=None if name == self.ids[index] else name,
            needs=self.need_sets[self.need[index]],
            coverage=self.coverage.get(index, Fraction(1)),
            seats=self.seats.get(index),
            note=self.notes.get(index),
            meta=self.meta.get(index, {}),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Groups):
            return NotImplemented
        alike = all(
            getattr(self, name) == getattr(other, name)
            for name in ("ids", "names", "coverage", "seats", "notes", "meta")
        )
        return (
            alike
            and np.array_equal(self.people, other.people)
            and self._same_needs(other)
        )

    def _same_needs(self, other: Groups) -> bool:
        index = {needs: number for number, needs in enumerate(self.need_sets)}
        own = [index.get(needs, -1) for needs in other.need_sets]
        return bool(
            np.array_equal(self.need, np.array(own, dtype=np.int32)[other.need])
        )

    def __hash__(self) -> int:
        return hash((self.ids, self.people.tobytes()))

    def __repr__(self) -> str:
        return f"<Groups: {len(self)}, {int(self.needed.sum())} seats needed>"


def _group(value: object) -> Group:
    if not isinstance(value, Group):
        raise TypeError(f"{value!r} is a {type(value).__name__}, not a Group")
    return value
