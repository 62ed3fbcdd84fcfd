"""Curves: what a reading costs, as maximal affine pieces with jumps between them."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs


@attrs.frozen
class Piece:
    """A range of readings on which the amount is ``intercept + slope * reading``.

    Attributes
    ----------
    first, last
        Inclusive ends; ``last`` is ``None`` for an open range.
    intercept, slope
        Of the line, in money; the intercept is taken at reading 0.
    """

    first: int
    last: int | None
    intercept: Fraction
    slope: Fraction

    def amount(self, reading: int) -> Fraction:
        """Price a reading of the piece."""
        return self.intercept + self.slope * reading

    def holds(self, reading: int) -> bool:
        """Tell whether the reading lies in the piece."""
        return self.first <= reading and (self.last is None or reading <= self.last)


def _first(piece: Piece) -> int:
    return piece.first


def _merge(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before and _meet(before, piece) and _on_line(piece, before):
            merged[-1] = attrs.evolve(before, last=piece.last)
            continue
        first = piece.first
        while merged and _is_start(merged[-1], attrs.evolve(piece, first=first)):
            first = merged.pop().first
        merged.append(attrs.evolve(piece, first=first))
    return tuple(merged)


def _meet(before: Piece, piece: Piece) -> bool:
    """Tell whether no reading lies between; a gap stays for the check to see."""
    return before.last is not None and before.last + 1 == piece.first


def _is_start(before: Piece, piece: Piece) -> bool:
    """Tell whether a single reading lies on the line of the piece that follows."""
    single = before.first == before.last
    return single and _meet(before, piece) and _on_line(before, piece)


def _on_line(part: Piece, line: Piece) -> bool:
    """Tell whether all of one piece lies on the line of the other."""
    if part.first == part.last:
        return part.amount(part.first) == line.amount(part.first)
    return (part.intercept, part.slope) == (line.intercept, line.slope)


def _check(_: object, __: object, pieces: tuple[Piece, ...]) -> None:
    expected: int | None = 0
    for piece in pieces:
        if expected is None or piece.first != expected:
            raise ValueError(
                f"pieces must follow on from {expected}, not {piece.first}"
            )
        if piece.last is not None and piece.last < piece.first:
            raise ValueError(f"piece {piece.first} to {piece.last} is empty")
        expected = None if piece.last is None else piece.last + 1
    if not pieces:
        raise ValueError("a curve needs a piece")


@attrs.frozen
class Curve:
    """What every reading from 0 costs; neighbouring pieces on one line are merged.

    Raises
    ------
    ValueError
        When the pieces do not follow on from one another, starting at 0.

    Examples
    --------
    >>> volume = Curve(
    ...     (
    ...         Piece(0, 500, Fraction(0), Fraction(400)),
    ...         Piece(501, 3000, Fraction(0), Fraction(350)),
    ...     )
    ... )
    >>> int(volume.amount(500)), int(volume.amount(501))
    (200000, 175350)
    """

    pieces: tuple[Piece, ...] = attrs.field(converter=_merge, validator=_check)

    @property
    def maximum(self) -> int | None:
        """The last reading with a price."""
        return self.pieces[-1].last

    @property
    def last_fall(self) -> int:
        """The last position at which it costs less than one before; 0 if none does."""
        found = 0
        for before, piece in itertools.pairwise(self.pieces):
            if before.last is not None and piece.amount(piece.first) < before.amount(
                before.last
            ):
                found = piece.first
            if piece.slope < 0:
                found = piece.last or piece.first
        first = self.pieces[0]
        return max(found, (first.last or 0) if first.slope < 0 else 0)

    def piece(self, reading: int) -> Piece:
        """Find the piece of a reading.

        Raises
        ------
        ValueError
            Past the last piece, or below 0.
        """
        index = bisect.bisect_right(self.pieces, reading, key=_first) - 1
        if index >= 0 and self.pieces[index].holds(reading):
            return self.pieces[index]
        raise ValueError(f"reading {reading} has no price (0 to {self.maximum})")

    def amount(self, reading: int) -> Fraction:
        """Price a reading."""
        return self.piece(reading).amount(reading)

    def delayed(self, units: int) -> Curve:
        """Take units off the reading first: the first ``units`` cost what 0 costs."""
        if units == 0:
            return self
        head = Piece(0, units, self.amount(0), Fraction(0))
        return Curve(
            (head, *(p for piece in self.pieces for p in _shift(piece, units)))
        )

    def at_least(self, minimum: Fraction) -> Curve:
        """Raise every amount below the minimum to it."""
        return Curve(tuple(p for piece in self.pieces for p in _raise(piece, minimum)))

    def with_zero(self, amount: Fraction) -> Curve:
        """Let reading 0 cost this amount instead."""
        head = Piece(0, 0, amount, Fraction(0))
        first, *rest = self.pieces
        if first.last == 0:
            return Curve((head, *rest))
        return Curve((head, attrs.evolve(first, first=1), *rest))

    def cut(self, last: int) -> Curve:
        """Keep only readings up to ``last``."""
        if self.maximum is not None and self.maximum <= last:
            return self
        *kept, end = (p for p in self.pieces if p.first <= last)
        return Curve((*kept, attrs.evolve(end, last=last)))


def add(left: Curve, right: Curve) -> Curve:
    """Add two curves over the readings both price."""
    lasts = [c.maximum for c in (left, right) if c.maximum is not None]
    end = min(lasts) if lasts else None
    starts = sorted({piece.first for c in (left, right) for piece in c.pieces})
    inside = [start for start in starts if end is None or start <= end]
    pieces = []
    for start, after in zip(inside, [*inside[1:], None], strict=True):
        one, two = left.piece(start), right.piece(start)
        last = end if after is None else after - 1
        pieces.append(
            Piece(start, last, one.intercept + two.intercept, one.slope + two.slope)
        )
    return Curve(tuple(pieces))


def _shift(piece: Piece, units: int) -> Iterator[Piece]:
    first = max(piece.first, 1)
    if piece.last is not None and piece.last < first:
        return
    last = None if piece.last is None else piece.last + units
    intercept = piece.intercept - piece.slope * units
    yield Piece(first + units, last, intercept, piece.slope)


def _raise(piece: Piece, minimum: Fraction) -> Iterator[Piece]:
    """Split a piece where its line passes the minimum."""
    if piece.slope >= 0 and piece.amount(piece.first) >= minimum:
        yield piece
        return
    flat = attrs.evolve(piece, intercept=minimum, slope=Fraction(0))
    if piece.slope == 0:
        yield flat
        return
    crossing = (minimum - piece.intercept) / piece.slope
    if piece.slope > 0:
        yield from _split(flat, piece, math.ceil(crossing))
    else:
        yield from _split(piece, flat, math.floor(crossing) + 1)


def _split(left: Piece, right: Piece, at: int) -> Iterator[Piece]:
    """Take ``left`` before ``at`` and ``right`` from it on, within their range."""
    if left.last is None or at <= left.last:
        yield from ([attrs.evolve(left, last=at - 1)] if at > left.first else [])
        yield attrs.evolve(right, first=max(right.first, at))
    else:
        yield left
