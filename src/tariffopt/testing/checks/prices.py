"""Checks of prices: the compiled pieces against the printed schedules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tariffopt.errors import Fault, Place
from tariffopt.money import Money
from tariffopt.tariff import (
    Bill,
    Charge,
    Compiled,
    Curve,
    Piece,
    Scheme,
    Tariff,
    compile_charge,
    quote,
)
from tariffopt.tariff.pieces import Branch
from tariffopt.tariff.places import version_place
from tariffopt.tariff.quoting import charge_amount, charge_parts
from tariffopt.testing.checks.probes import (
    Line,
    buying,
    lines,
    readings,
    sales,
    terms_of,
)


def _compiled(line: Line) -> Compiled | Fault:
    try:
        return compile_charge(line.charge)
    except (TypeError, ValueError) as error:
        return Fault("check-compile", line.place, {"why": str(error)})


def pieces_cover(tariff: Tariff) -> Iterator[Fault]:
    """Find holes and overlaps of the pieces, and pieces that end too early."""
    for line in lines(tariff):
        compiled = _compiled(line)
        if isinstance(compiled, Fault):
            yield compiled
            continue
        expected: int | None = 0
        for piece in compiled.branches or compiled.curve.pieces:
            if piece.first != expected or _is_empty(piece):
                fields = {"first": piece.first, "last": piece.last, "next": expected}
                yield Fault("check-cover", line.place, fields)
            expected = None if piece.last is None else piece.last + 1
        last = line.charge.last_reading
        if expected is not None and (
            last is None or compiled.position(last) >= expected
        ):
            fields = {"last": expected - 1, "expected": last}
            yield Fault("check-short", line.place, fields)


def _is_empty(piece: Piece | Branch) -> bool:
    return piece.last is not None and piece.last < piece.first


def pieces_agree(tariff: Tariff) -> Iterator[Fault]:
    """Find readings at which the pieces differ from what the schedule prints."""
    for line in lines(tariff):
        compiled = _compiled(line)
        if isinstance(compiled, Fault):
            yield compiled
            continue
        for reading in sorted({*readings(line.charge), *_ends(compiled, line.charge)}):
            quantities, shown = buying(line.charge, reading)
            printed = charge_amount(line.charge, quantities)
            found = _amount(compiled, line.charge.reading(quantities), shown)
            if found != printed:
                at = line.charge.selecting.shown(shown, tariff.currency)
                yield _differs(line.place, at, found, printed)
                break


def _ends(compiled: Compiled, charge: Charge) -> Iterator[int]:
    """Give the readings at the ends of the pieces themselves, -1, 0 and +1."""
    if compiled.lattice or compiled.branches or charge.of_contract:
        return
    last = charge.last_reading
    for piece in compiled.curve.pieces:
        for end in (piece.first, piece.last):
            near = () if end is None else (end - 1, end, end + 1)
            yield from (r for r in near if r >= 0 and (last is None or r <= last))


def _amount(compiled: Compiled, reading: int, selecting: int) -> Fraction | None:
    try:
        return compiled.amount(reading, selecting)
    except ValueError:
        return None


def _differs(
    place: Place, reading: int | Money, found: Fraction | None, printed: Fraction
) -> Fault:
    fields = {
        "reading": reading,
        "found": "-" if found is None else found,
        "expected": printed,
    }
    return Fault("check-differs", place, fields)


def pieces_merged(tariff: Tariff) -> Iterator[Fault]:
    """Find neighboring pieces that lie on one line."""
    for line in lines(tariff):
        compiled = _compiled(line)
        if isinstance(compiled, Fault):
            continue  # `pieces_cover` says so
        pieces = compiled.curve.pieces
        if len(Curve(pieces).pieces) < len(pieces):
            yield Fault("check-merge", line.place, {"found": len(pieces)})


def never_negative(tariff: Tariff) -> Iterator[Fault]:
    """Find prices below zero; only a tabulated function may fall within a piece."""
    for line in lines(tariff):
        priced = (buying(line.charge, r)[0] for r in readings(line.charge))
        parts = (part for q in priced for part in charge_parts(line.charge, q))
        found = min((min(part.price, part.amount) for part in parts), default=0)
        compiled = _compiled(line)
        if isinstance(compiled, Compiled) and not _may_fall(line.charge):
            found = min(found, *(piece.slope for piece in compiled.pieces))
        if found < 0:
            yield Fault("check-negative", line.place, {"price": Fraction(found)})


def _may_fall(charge: Charge) -> bool:
    return isinstance(charge.schedule, Scheme) and charge.schedule.falls


def lines_add_up(tariff: Tariff) -> Iterator[Fault]:
    """Find bills whose lines are not units times price, or miss the total."""
    for index, version in enumerate(tariff.versions):
        terms = terms_of(version)
        for item in tariff.items:
            for quantity in sales(version, item):
                bill = quote(tariff, {item.id: quantity}, terms, headcount=0)
                if wrong := _wrong(bill, tariff.prices == "excluding-tax"):
                    fields = {"item": item.id, "found": quantity, "what": wrong}
                    yield Fault("check-lines", version_place(tariff, index), fields)
                    break


def _wrong(bill: Bill, before_tax: bool) -> str:  # noqa: FBT001 - a basis, not a switch
    for number, line in enumerate(bill.lines, start=1):
        units = 1 if line.quantity is None else line.quantity
        if line.amount.amount != units * line.unit_price * line.times:
            return f"line {number}"
    total = bill.excl_tax if before_tax else bill.incl_tax
    if sum((line.amount.amount for line in bill.lines), Fraction(0)) != total.amount:
        return "the sum of the lines"
    if bill.excl_tax.amount + bill.tax.amount != bill.incl_tax.amount:
        return "the tax"
    return ""
