"""Who needs what: groups as columns, and where they were read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Self

import attrs
import numpy as np
import numpy.typing as npt

from tariffopt.scenario.group import (
    Group,
    Needs,
    keep_meta,
    need_set,
    seats_needed,
    typed,
)
from tariffopt.scenario.source import NOWHERE, Source
from tariffopt.tariff.keys import ORGANISATION

Counts = npt.NDArray[np.int64]
_TOO_MANY = 2**62


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

    A plain value: what is wrong with groups is found when a `Scenario` is made of them.

    Attributes
    ----------
    ids, names
        Stable keys, unique; the names people see. One each a group.
    people
        Head-counts, shape (groups,).
    need_sets, need
        The distinct sets of capabilities, and for each group the index of its own,
        shape (groups,).
    coverage, seats, notes, meta, body_of
        By group index, only where a group has one: a share other than 1, an exact
        count of seats, a note, free keys, the body that signs for it.
    at_most, sharing, unit_of
        Likewise: how many may be served, as a count of seats or a share of the people;
        how many people share a seat, other than 1; the unit it belongs to.
    weight_of, priority_of
        Likewise: what each person counts, other than 1, and who comes first, where
        most coverage is sought.
    default
        The capabilities of groups that named none.
    source
        Where the groups were read, for the places of faults; not part of the value.
    needed
        Computed: seats each group must have in each period, shape (groups, periods).
        Shares are rounded up, per group, in whole numbers. There is one period.
    full
        Computed: seats that serve all people of each group, no fewer than it must
        have, shape (groups,).
    most
        Computed: seats each group may have, shape (groups,); as many as it must have
        where nothing else is said. Shares are rounded down, per group.
    bodies, body
        Computed: who signs contracts, and for each group the index of its body. The
        organisation signs for groups that name none.
    headcounts
        Computed: all people of each body; of a group that counts only its seats, as
        many as those.

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
    body_of: Mapping[int, str] = attrs.field(factory=dict)
    at_most: Mapping[int, int | Fraction] = attrs.field(factory=dict)
    sharing: Mapping[int, int] = attrs.field(factory=dict)
    unit_of: Mapping[int, str] = attrs.field(factory=dict)
    weight_of: Mapping[int, int] = attrs.field(factory=dict)
    priority_of: Mapping[int, int] = attrs.field(factory=dict)
    default: Needs = frozenset()
    source: Source = NOWHERE
    needed: Counts = attrs.field(init=False)
    full: Counts = attrs.field(init=False)
    most: Counts = attrs.field(init=False)
    bodies: tuple[str, ...] = attrs.field(init=False)
    body: npt.NDArray[np.int32] = attrs.field(init=False)
    headcounts: Mapping[str, int] = attrs.field(init=False)

    @needed.default
    def _needed(self) -> Counts:
        needed = self.people.copy()
        by_share: dict[Fraction, list[int]] = {}
        for index in self.coverage.keys() | self.sharing.keys():
            part = self.coverage.get(index, Fraction(1)) / self._sharers(index)
            by_share.setdefault(part, []).append(index)
        for part, indices in by_share.items():
            people = self.people[indices].tolist()
            needed[indices] = count_column(seats_needed(n, part) for n in people)
        needed[list(self.seats)] = count_column(self.seats.values())
        needed = needed.reshape(-1, 1)
        needed.setflags(write=False)
        return needed

    @full.default
    def _full(self) -> Counts:
        full = np.maximum(self.people, self.needed[:, 0])
        for index in self.sharing:
            seats = -(-int(self.people[index]) // self._sharers(index))
            full[index] = max(seats, int(self.needed[index, 0]))
        full.setflags(write=False)
        return full

    @most.default
    def _most(self) -> Counts:
        most = self.needed[:, 0].copy()
        for index, limit in self.at_most.items():
            part = isinstance(limit, Fraction)
            seats = math.floor(limit * int(self.full[index])) if part else int(limit)
            most[index] = count_column([seats])[0]
        most.setflags(write=False)
        return most

    def _sharers(self, index: int) -> int:
        """Give how many share a seat; a count below 1 is a fault told elsewhere."""
        return max(self.sharing.get(index, 1), 1)

    @bodies.default
    def _bodies(self) -> tuple[str, ...]:
        named = self.body_of.values()
        alone = len(self.body_of) < len(self.ids) or not named
        return tuple(dict.fromkeys([ORGANISATION] * alone + list(named)))

    @body.default
    def _body(self) -> npt.NDArray[np.int32]:
        index = {body: number for number, body in enumerate(self.bodies)}
        column = np.zeros(len(self.ids), dtype=np.int32)
        for group, body in self.body_of.items():
            column[group] = index[body]
        column.setflags(write=False)
        return column

    @headcounts.default
    def _headcounts(self) -> Mapping[str, int]:
        counts = np.zeros(len(self.bodies), dtype=np.int64)
        np.add.at(counts, self.body, np.maximum(self.people, self.needed[:, 0]))
        return dict(zip(self.bodies, counts.tolist(), strict=True))

    @property
    def seats_needed(self) -> int:
        """Seats that all groups need together."""
        return int(self.needed.sum())

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
            For ``meta`` that cannot be kept.
        TypeError
            For a value that is no `Group`.
        """
        rows = [_group(row) for row in groups]
        default = need_set(needs) or frozenset()
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
            body_of={i: r.body for i, r in enumerate(rows) if r.body},
            at_most={i: r.at_most for i, r in enumerate(rows) if r.at_most is not None},
            sharing={
                i: r.people_per_seat
                for i, r in enumerate(rows)
                if r.people_per_seat != 1
            },
            unit_of={i: r.unit for i, r in enumerate(rows) if r.unit},
            weight_of={i: r.weight for i, r in enumerate(rows) if r.weight != 1},
            priority_of={
                i: r.priority for i, r in enumerate(rows) if r.priority is not None
            },
            default=default,
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
            body=self.body_of.get(index),
            at_most=self.at_most.get(index),
            people_per_seat=self.sharing.get(index, 1),
            unit=self.unit_of.get(index),
            weight=self.weight_of.get(index, 1),
            priority=self.priority_of.get(index),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Groups):
            return NotImplemented
        alike = all(
            getattr(self, name) == getattr(other, name)
            for name in (
                "ids",
                "names",
                "coverage",
                "seats",
                "notes",
                "meta",
                "body_of",
                "sharing",
                "unit_of",
                "weight_of",
                "priority_of",
            )
        )
        # A count of 1 is another limit than a share of 1.
        mine, theirs = (
            {index: typed(limit) for index, limit in groups.at_most.items()}
            for groups in (self, other)
        )
        return (
            alike
            and mine == theirs
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
