"""The total payable for one item alone, as stretches of quantities.

A stretch is a range of quantities on which no charge passes from one affine piece to
the next. Where all charges of a stretch rise (nearly always), so does the total
payable, rounded tax included, since rounding keeps the order; its least cost is then
at its first quantity, and nothing needs to be enumerated.

Quantities are counted in *lots* inside this package: multiples of the item's step.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from tariffopt.errors import Fault, QuantityError, TariffError
from tariffopt.money import GrossMoney
from tariffopt.tariff import Charge, Compiled, Item, Tariff, Terms, Version
from tariffopt.tariff.bill import tax_of
from tariffopt.tariff.holding import held_faults
from tariffopt.tariff.pieces import alone, compile_charge
from tariffopt.tariff.rules import bought_alone
from tariffopt.tariff.terms import InvoiceKind, Period

_ZERO = Fraction(0)
_ONE_PERIOD = InvoiceKind(1, 1, 1, 1)
_FIRST_YEAR = InvoiceKind(1, 12, 1, 1)


@attrs.frozen
class Line:
    """One charge as a function of the lots bought.

    Attributes
    ----------
    compiled
        The charge's curve.
    units
        What one lot adds to the charge's meter; 0 where it counts something else.
    starts
        The lots at which its pieces begin, rising from 0.
    pieces
        The index of the piece that begins there.
    """

    compiled: Compiled
    units: int
    starts: tuple[int, ...]
    pieces: tuple[int, ...]

    def index(self, lots: int) -> int:
        """Find the piece that prices these lots."""
        return self.pieces[bisect.bisect_right(self.starts, lots) - 1]

    def slope(self, lots: int) -> Fraction:
        """Give the slope of the piece these lots are in; 0 where nothing is counted."""
        piece = self.compiled.curve.pieces[self.index(lots)]
        return piece.slope if self.units else _ZERO

    def amount(self, lots: int) -> Fraction:
        """Price one period of the charge."""
        piece = self.compiled.curve.pieces[self.index(lots)]
        return piece.amount(self.compiled.position(lots * self.units))


@attrs.frozen
class Stretch:
    """A range of lots between changes of piece.

    Attributes
    ----------
    first, last
        Inclusive ends, in lots; ``last`` is ``None`` for an open range.
    rises, falls
        Whether some charge rises on it, and whether some charge falls.
    """

    first: int
    last: int | None
    rises: bool
    falls: bool

    def inside(self, start: int) -> range:
        """Give its lots from one of them on; of an open stretch, only that one.

        An open stretch never falls, since charges stop at their minimum: its least
        cost stands at its start.
        """
        return range(start, (start if self.last is None else self.last) + 1)


@attrs.frozen
class Payable:
    """What each quantity of one item costs in total, with tax; other items are zero.

    Attributes
    ----------
    tariff, version, item
        What is priced.
    terms
        Horizon, tax and invoices; ``None`` for one period as the tariff prints it.
    lines, invoices
        The charges of the contract, and the invoices they stand on.
    stretches
        The quantities that can be bought, in lots: zero first.
    """

    tariff: Tariff
    version: Version
    item: Item
    terms: Terms | None
    lines: tuple[Line, ...] = attrs.field(repr=False)
    invoices: tuple[InvoiceKind, ...] = attrs.field(repr=False)
    stretches: tuple[Stretch, ...] = attrs.field(repr=False)

    @property
    def last(self) -> int | None:
        """The greatest quantity that can be bought; ``None`` where there is none."""
        end = self.stretches[-1].last
        return None if end is None else end * self.item.step

    def allows(self, quantity: int) -> bool:
        """Tell whether the quantity can be bought, and has a price."""
        lots, rest = divmod(quantity, self.item.step)
        return rest == 0 and self.lots_from(lots) == lots

    def lots_from(self, lots: int) -> int | None:
        """Give the least lots that can be bought, of at least so many."""
        if lots <= 0:
            return 0
        if len(self.stretches) == 1:
            return None
        lots, end = max(lots, self.stretches[1].first), self.stretches[-1].last
        return lots if end is None or lots <= end else None

    def cost(self, quantity: int) -> GrossMoney:
        """Give the total payable for a quantity.

        Raises
        ------
        QuantityError
            When the quantity cannot be bought, or has no price.
        """
        if not self.allows(quantity):
            raise QuantityError(self.fault(quantity))
        return self.gross(self.total(quantity // self.item.step))

    def gross(self, amount: Fraction) -> GrossMoney:
        """Give an amount its currency."""
        return GrossMoney(amount, self.tariff.currency)

    def total(self, lots: int) -> Fraction:
        """Give the total payable for lots that can be bought."""
        if lots == 0:
            return _ZERO
        amounts: dict[str, dict[Period, Fraction]] = {}
        for line in self.lines:
            charge = line.compiled.charge
            of_class = amounts.setdefault(charge.tax_class, {})
            of_class[charge.per] = of_class.get(charge.per, _ZERO) + line.amount(lots)
        return sum(
            (
                invoice.count * self._with_tax(_on(invoice, of_class), tax_class)
                for invoice in self.invoices
                for tax_class, of_class in amounts.items()
            ),
            _ZERO,
        )

    def _with_tax(self, base: Fraction, tax_class: str) -> Fraction:
        """Add the tax of one class on one invoice, where prices do not include it."""
        terms, currency = self.terms, self.tariff.currency
        included = self.tariff.prices == "including-tax"
        if included or terms is None or terms.tax is None:
            return base
        rate = terms.tax.rate(tax_class)
        return base + tax_of(base, rate, terms, currency, included=False)

    def fault(self, quantity: int) -> Fault:
        """Say why a quantity cannot be bought."""
        item, last = self.item, self.last
        fields = {"tariff": self.tariff.id, "item": item.id, "found": quantity}
        if last is not None and quantity > last > 0:
            return Fault(
                "quantity-no-price", fields={**fields, "first": 1, "last": last}
            )
        end = "∞" if last is None else last
        limits = {"minimum": item.minimum, "maximum": end, "step": item.step}
        return Fault("quantity-domain", fields={**fields, **limits})


def _on(invoice: InvoiceKind, amounts: dict[Period, Fraction]) -> Fraction:
    return sum((v * invoice.times(per) for per, v in amounts.items()), _ZERO)


def payable(
    tariff: Tariff,
    terms: Terms | None = None,
    item: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Payable:
    """Price every quantity of one item at once; the other items are not bought.

    Parameters
    ----------
    tariff
        The price list.
    terms
        Horizon, tax, invoices and rounding. May be left out where all charges are for
        the same period and the tariff has one version: one period as printed.
    item
        Which item; may be left out where there is only one. Rules narrow it to what
        may be bought of it alone; a head-count is not asked for.
    choices
        What the buyer chose: option by choice, as for `quote`.

    Raises
    ------
    ValueError
        When the terms or the item are needed.
    KeyError
        When the tariff has no such item.
    TariffError
        When no single version covers the horizon, a tax rate is missing, a choice is
        missing or unknown, or a tier counts what is held: `tariffopt.holding` gives a
        tariff that does not.

    Examples
    --------
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> payable(tariff).cost(501)
    GrossMoney("175350", "JPY")
    """
    tariff = tariff.under(choices)
    version = _version(tariff, terms)
    invoices = terms.invoices() if terms else (_ONE_PERIOD,)
    return _priced(tariff, version, _item(tariff, item), terms, invoices)


def payable_under(tariff: Tariff, version: Version, item: Item) -> Payable:
    """Price every quantity of an item under one version, as printed, without tax.

    For one period; or for a first year, where the item is charged for several.
    """
    bearing = (charge for charge in version.charges if charge.bears_on(item.id))
    several = len({charge.per for charge in bearing}) > 1
    invoice = _FIRST_YEAR if several else _ONE_PERIOD
    return _priced(tariff, version, item, None, (invoice,))


def _priced(
    tariff: Tariff,
    version: Version,
    item: Item,
    terms: Terms | None,
    invoices: tuple[InvoiceKind, ...],
) -> Payable:
    item = bought_alone(version.rules, item)
    if faults := list(held_faults(tariff, version, None)):
        raise TariffError(faults)
    lines = tuple(_line(charge, item) for charge in version.charges)
    stretches = tuple(_stretches(item, lines))
    return Payable(tariff, version, item, terms, lines, invoices, stretches)


def _item(tariff: Tariff, item: str | None) -> Item:
    if item is not None:
        return tariff.item(item)
    if len(tariff.items) > 1:
        names = ", ".join(known.id for known in tariff.items)
        raise ValueError(f"{tariff.id}: name the item, one of {names}")
    return tariff.items[0]


def _version(tariff: Tariff, terms: Terms | None) -> Version:
    if terms is None:
        return _only_version(tariff)
    version = tariff.version_for(terms)
    rates = {name for name, _ in terms.tax.rates} if terms.tax else set()
    missing = {charge.tax_class for charge in version.charges} - rates
    if terms.tax and missing:
        fields = {"tariff": tariff.id, "allowed": ", ".join(sorted(rates))}
        raise TariffError(
            Fault("no-rate", fields={**fields, "found": name})
            for name in sorted(missing)
        )
    return version


def _only_version(tariff: Tariff) -> Version:
    if len(tariff.versions) > 1:
        raise ValueError(f"{tariff.id} has several versions; give terms with a start")
    periods = {charge.per.value for charge in tariff.versions[0].charges}
    if len(periods) > 1:
        names = " and ".join(sorted(periods))
        raise ValueError(f"{tariff.id} charges by {names}; give terms with a horizon")
    return tariff.versions[0]


def _line(charge: Charge, item: Item) -> Line:
    compiled = compile_charge(charge)
    units = charge.meter.weight(item.id) * item.step
    if compiled.branches:
        compiled = Compiled(charge, alone(compiled, item.id))
        units = item.step
    starts: dict[int, int] = {}
    for index, piece in enumerate(compiled.curve.pieces if units else ()):
        first = compiled.first_reading(piece.first)
        starts[-(-first // units)] = index  # a later piece at the same lots wins
    if not units:
        pieces = compiled.curve.pieces
        starts = {0: next(i for i, piece in enumerate(pieces) if piece.holds(0))}
    return Line(compiled, units, tuple(starts), tuple(starts.values()))


def _stretches(item: Item, lines: tuple[Line, ...]) -> Iterator[Stretch]:
    """Cut the quantities that can be bought wherever a charge changes its piece."""
    yield Stretch(0, 0, rises=False, falls=False)
    first = max(1, -(-item.minimum // item.step))
    last = _last_lots(item, lines)
    cuts = {start for line in lines for start in line.starts if start > first}
    starts = [first, *sorted(cuts)]
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        end = last if after is None else after - 1
        if last is not None:
            if start > last:
                return
            end = last if end is None else min(end, last)
        slopes = [line.slope(start) for line in lines]
        falls = any(slope < 0 for slope in slopes)
        yield Stretch(start, end, rises=any(slope > 0 for slope in slopes), falls=falls)


def _last_lots(item: Item, lines: tuple[Line, ...]) -> int | None:
    limits = [] if item.maximum is None else [item.maximum // item.step]
    for line in lines:
        charge = line.compiled.charge
        reading = charge.last_reading
        units = charge.selecting.weight(item.id) * item.step
        if reading is not None and units:
            limits.append(reading // units)
    return min(limits, default=None)
