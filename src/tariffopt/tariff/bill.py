"""Bills: the lines, taxes and totals of one contract over a horizon."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tariffopt.money import GrossMoney, Money, NetMoney, minor_unit, round_to
from tariffopt.tariff.choices import Choices
from tariffopt.tariff.meters import Reached
from tariffopt.tariff.terms import Period, Terms
from tariffopt.texts import Lang, shown, text


@attrs.frozen
class BillLine:
    """One line of a bill.

    Attributes
    ----------
    charge
        Index of the charge in the tariff's version, counted from 0.
    item
        What is counted, or ``None`` for a charge of the contract or of a pool.
    kind
        ``"units"``, ``"flat"`` or ``"minimum"`` (what is missing to the minimum).
    quantity
        Units (or packages) billed; ``None`` for an amount without units.
    unit_price
        Price of one of them for one period.
    per, times
        The period of the price, and how often it is due in the horizon.
    amount
        Over the horizon, in the tariff's own tax basis.
    tax_class
        Which rate applies.
    tier
        First and last quantity of the tier that set the price, inclusive; amounts of
        money where list prices select it.
    tax_factor
        ``1 + rate`` where multiplying by it gives exactly what is paid with tax, so
        that the estimate may be written as one equation; else ``None``.
    """

    charge: int
    item: str | None
    item_name: str
    kind: str
    quantity: int | None
    unit_price: Fraction
    per: Period
    times: int
    amount: Money
    tax_class: str
    tier: Reached | None = None
    tax_factor: Fraction | None = None

    def estimate(self, lang: Lang = "en") -> str:
        """Write the line as the equation of an estimate.

        The factor for tax stands in it only where the equation is exactly true.
        """
        price = attrs.evolve(self.amount, amount=self.unit_price)
        factors = [text(f"estimate.per-{self.per.value}", lang, price=price)]
        if self.quantity is not None:
            named = {"n": self.quantity, "item": self.item_name}
            factors.append(text("estimate.units", lang, **named))
        if self.per is not Period.ONCE:
            code = f"estimate.times-{self.per.value}"
            factors.append(text(code, lang, n=self.times))
        if self.tax_factor not in (None, 1):
            factors.append(shown(self.tax_factor, lang))
        left = text("estimate.by", lang).join(factors)
        right = self.amount * (self.tax_factor or 1)
        return text("estimate.equation", lang, left=left, right=right)


@attrs.frozen
class TaxLine:
    """The tax of one class over the horizon.

    Attributes
    ----------
    tax_class, rate
        The class, and its rate as an exact share.
    invoices
        How many invoices it was rounded on.
    base
        Sum of the amounts it was computed on, in the tariff's tax basis.
    tax
        The tax itself, rounded once per invoice.
    """

    tax_class: str
    rate: Fraction
    invoices: int
    base: Money
    tax: Money


@attrs.frozen
class Bill:
    """What one contract costs over a horizon.

    Attributes
    ----------
    tariff, version
        Which price list, and which of its versions (``None``: undated).
    quantities
        (item id, quantity) pairs.
    lines, taxes
        The lines sum to `excl_tax`, or to `incl_tax` where prices include tax.
    excl_tax, tax, incl_tax
        Before tax, the tax, and what is payable.
    held
        (item id, units) pairs held already, which selected tiers and are not priced.
    choices
        What the buyer chose: (choice, option) pairs.
    """

    tariff: str
    version: str | None
    quantities: tuple[tuple[str, int], ...]
    terms: Terms
    lines: tuple[BillLine, ...]
    taxes: tuple[TaxLine, ...]
    excl_tax: NetMoney
    tax: Money
    incl_tax: GrossMoney
    held: tuple[tuple[str, int], ...] = ()
    choices: Choices = ()


def tax_of(
    base: Fraction, rate: Fraction, terms: Terms, currency: str, *, included: bool
) -> Fraction:
    """Compute the tax of one class on one invoice, rounded as the terms say.

    Parameters
    ----------
    base
        Sum of the class's amounts on the invoice.
    included
        Whether the amounts already contain the tax.

    Examples
    --------
    >>> from datetime import date
    >>> from tariffopt.tariff.terms import Tax
    >>> terms = Terms(date(2021, 4, 1), 1, Tax("10%", "floor", "month"))
    >>> int(tax_of(Fraction(315), Fraction(1, 10), terms, "JPY", included=False))
    31
    """
    if terms.tax is None:
        return Fraction(0)
    raw = base * rate / (1 + rate) if included else base * rate
    return round_to(raw, minor_unit(currency), terms.tax.rounding)
