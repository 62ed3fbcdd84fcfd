"""Tariffs from price functions: any ``price(quantity)``, written down as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar, Unpack

from tariffopt.money import Exact
from tariffopt.tariff.model import Tariff, TaxBasis
from tariffopt.tariff.reading import tariff_from_dict
from tariffopt.tariff.tabulating import tabulate
from tariffopt.tariff.writing import schedule_to_dict

Price = Callable[[int], Exact]
_Marked = TypeVar("_Marked", bound=Price)
MARK = "__tariffopt__"  # the attribute of a function so marked


class _Required(TypedDict):
    id: str
    name: str
    vendor: str
    currency: str
    prices: TaxBasis


class Head(_Required, total=False):
    """The keys that stand in a tariff file as they stand here."""

    source: Mapping[str, Any]
    facts: Mapping[str, Any]
    examples: Sequence[Mapping[str, Any]]


class _Counted(Head):
    maximum: int


class About(_Counted, total=False):
    """What a price function does not say itself; see `tariff_from_function`."""

    minimum: int
    per: str
    item: str
    item_name: str
    grants: Sequence[str]


def tariff_from_function(
    price: Price,
    *,
    maximum: int,
    minimum: int = 0,
    per: str = "month",
    item: str = "seat",
    item_name: str | None = None,
    grants: Sequence[str] = (),
    **head: Unpack[Head],
) -> Tariff:
    """Make a tariff from a function that gives the total price of a quantity.

    The function is called once for every quantity from ``minimum`` to ``maximum``, here
    and never again: what it says is written down as runs of quantities, exactly.

    Parameters
    ----------
    price
        The total for so many units in one period, as ``int``, ``Decimal``,
        ``Fraction`` or text; never a float.
    maximum
        Last quantity with a price, inclusive; above it there is none.
    minimum
        Least quantity once any is bought. From 1 on the function is never asked for 0.
    per
        ``"month"``, ``"year"`` or ``"once"``.
    item, item_name, grants
        Id of what is counted; the name people see, the id when left out; the
        capabilities that one of it gives.
    head
        Keys as in a tariff file: ``id``, ``name``, ``vendor``, ``currency`` and
        ``prices`` (``"excluding-tax"`` or ``"including-tax"``) are required;
        ``source``, ``facts`` and ``examples`` may be given.

    Raises
    ------
    TypeError
        When the function returns a float, ``maximum`` is left out, or either limit is
        no ``int``.
    ValueError
        When it returns a negative total, or ``maximum`` is below ``minimum`` or 1.
    TariffError
        All faults of the keys, each with its ``$.path``.

    Examples
    --------
    >>> tariff = tariff_from_function(
    ...     lambda n: 400 * n if n <= 500 else 350 * n,
    ...     maximum=3000,
    ...     id="chat",
    ...     name="Chat",
    ...     vendor="V",
    ...     currency="JPY",
    ...     prices="excluding-tax",
    ... )
    >>> [
    ...     (run.up_to, int(run.price))
    ...     for run in tariff.versions[0].charges[0].schedule.runs
    ... ]
    [(500, 400), (3000, 350)]
    """
    for name, limit in (("maximum", maximum), ("minimum", minimum)):
        if isinstance(limit, bool) or not isinstance(limit, int):
            raise TypeError(f"{name} {limit!r} is not a whole number")
    if minimum > maximum:
        raise ValueError(f"minimum {minimum} is above maximum {maximum}")
    # Below the minimum nothing can be bought; the table only has to say something.
    table = tabulate(lambda quantity: price(max(quantity, minimum)), maximum)
    counted = {"name": item_name or item, "grants": list(grants), "minimum": minimum}
    charge = {"per": per, "item": item, **schedule_to_dict(table)}
    return tariff_from_dict({**head, "items": {item: counted}, "charges": [charge]})


def price_function(**about: Unpack[About]) -> Callable[[_Marked], _Marked]:
    """Mark a function as the price of a tariff, so that a plugin may point at it.

    The function stays as it is. Its prices are asked for when the plugin is loaded, not
    when the function is defined.

    Parameters
    ----------
    about
        The keys of `tariff_from_function`.

    Examples
    --------
    >>> @price_function(
    ...     maximum=3000,
    ...     id="chat",
    ...     name="Chat",
    ...     vendor="V",
    ...     currency="JPY",
    ...     prices="excluding-tax",
    ...     grants=["chat"],
    ... )
    ... def price(quantity):
    ...     return 400 * quantity if quantity <= 500 else 350 * quantity
    >>> price(501)
    175350
    """

    def mark(price: _Marked) -> _Marked:
        setattr(price, MARK, about)
        return price

    return mark


def marked_tariff(value: object) -> Tariff | None:
    """Make the tariff of a function marked by `price_function`; else ``None``.

    Raises
    ------
    TypeError, ValueError, TariffError
        As `tariff_from_function`, and whatever the function raises.
    """
    about = getattr(value, MARK, None)
    return tariff_from_function(value, **about) if callable(value) and about else None
