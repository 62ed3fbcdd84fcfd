"""What a vendor charges: tariffs and their dated versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import attrs

from tariffopt.documents import Origin
from tariffopt.errors import Fault, TariffError
from tariffopt.money import GrossMoney, Money, NetMoney
from tariffopt.tariff.charges import Charge, Item
from tariffopt.tariff.choices import Choice, Choices, choices_of, choose, holds
from tariffopt.tariff.rules import Rule
from tariffopt.tariff.terms import Terms

TaxBasis = Literal["excluding-tax", "including-tax"]


def _charges(values: Iterable[Charge]) -> tuple[Charge, ...]:
    return tuple(values)


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(values)


@attrs.frozen
class Version:
    """The charges and rules of a tariff between two days.

    Attributes
    ----------
    start, until
        First day (inclusive) and the day it ends (exclusive). Both ``None`` for the
        single undated version.
    """

    charges: tuple[Charge, ...] = attrs.field(converter=_charges)
    rules: tuple[Rule, ...] = attrs.field(default=(), converter=_rules)
    start: date | None = None
    until: date | None = None

    @property
    def id(self) -> str | None:
        """The version's name: its first day, or ``None`` when undated."""
        return self.start.isoformat() if self.start else None

    def holds(self, day: date) -> bool:
        """Tell whether the version is in force on a day."""
        started = self.start is None or self.start <= day
        return started and (self.until is None or day < self.until)

    def places_under(self, choices: Choices) -> tuple[int, ...]:
        """Give the positions of the charges that are due under choices."""
        chosen = dict(choices)
        pairs = enumerate(self.charges)
        return tuple(n for n, charge in pairs if holds(charge.when, chosen))

    def under(self, choices: Choices) -> Version:
        """Keep the charges and rules that hold under choices."""
        chosen = dict(choices)
        return attrs.evolve(
            self,
            charges=(self.charges[n] for n in self.places_under(choices)),
            rules=(rule for rule in self.rules if holds(rule.when, chosen)),
        )


@attrs.frozen
class Citation:
    """Where the prices were read, and how far they are to be trusted."""

    title: str
    date: dt.date | None = None
    confidence: str | None = None
    url: str | None = None
    note: str | None = None
    order_by: dt.date | None = None


@attrs.frozen
class Example:
    """A worked example of the price list: what is bought and what it costs.

    Attributes
    ----------
    buy
        (item id, quantity) pairs.
    monthly, yearly, once
        Sum of the charges of that period, as the price list prints them; ``None``
        where the example says nothing.
    on
        The day the example is for; the latest version when left out.
    held
        (item id, units) pairs held already, where a tier counts them.
    choices
        What is chosen: (choice, option) pairs.
    headcount
        All people of the buyer; rules that ask for them are left out where ``None``.
    """

    buy: tuple[tuple[str, int], ...]
    monthly: Fraction | None = None
    yearly: Fraction | None = None
    once: Fraction | None = None
    on: date | None = None
    source: str | None = None
    held: tuple[tuple[str, int], ...] = ()
    choices: Choices = attrs.field(default=(), converter=choices_of)
    headcount: int | None = None


class FrozenTable(tuple[tuple[str, Any], ...]):
    """A table as (key, value) pairs, so that it can be hashed."""

    __slots__ = ()


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return FrozenTable((key, _freeze(item)) for key, item in value.items())
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _items(values: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(values)


def _versions(values: Iterable[Version]) -> tuple[Version, ...]:
    return tuple(values)


def _examples(values: Iterable[Example]) -> tuple[Example, ...]:
    return tuple(values)


def _choices(values: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(values)


@attrs.frozen
class Tariff:
    """What a vendor charges.

    Attributes
    ----------
    id, name, vendor
        Stable key; the names people see.
    currency, prices
        ISO 4217 code; whether the prices are before or with tax.
    items, versions
        What can be bought, and its dated prices in order of time.
    source
        Where the prices were read.
    facts
        Free (key, value) pairs, printed and never computed with.
    examples
        Worked examples, run by ``tariffopt check``.
    choices
        What the buyer chooses for a whole contract.
    contracts
        How many contracts one body may hold, whatever it chooses in each.
    origin
        The file it was read from, and its hash; not part of its value.
    """

    id: str
    name: str
    vendor: str
    currency: str
    prices: TaxBasis
    items: tuple[Item, ...] = attrs.field(converter=_items)
    versions: tuple[Version, ...] = attrs.field(converter=_versions)
    source: Citation | None = None
    facts: FrozenTable = attrs.field(factory=FrozenTable, converter=_freeze)
    examples: tuple[Example, ...] = attrs.field(default=(), converter=_examples)
    choices: tuple[Choice, ...] = attrs.field(default=(), converter=_choices)
    contracts: int = 1
    origin: Origin | None = attrs.field(default=None, eq=False)

    def item(self, item: str) -> Item:
        """Find an item by its id.

        Raises
        ------
        KeyError
            When the tariff has no such item.
        """
        return {known.id: known for known in self.items}[item]

    def under(self, choices: Mapping[str, str] | None = None) -> Tariff:
        """Give what is sold and charged under the buyer's choices.

        Parameters
        ----------
        choices
            Option by choice; a choice with one option need not be named.

        Returns
        -------
        Tariff
            With nothing left to choose. An item that is not sold has the maximum 0,
            so that rules and pools that name it keep their meaning.

        Raises
        ------
        TariffError
            For a choice that is missing or unknown, with what may be chosen.
        """
        chosen = choose(self.id, self.choices, choices or {})
        if not self.choices:
            return self
        pairs = zip(self.choices, chosen, strict=True)
        return attrs.evolve(
            self,
            choices=(choice.only(option) for choice, (_, option) in pairs),
            items=(_sold(item, chosen) for item in self.items),
            versions=(version.under(chosen) for version in self.versions),
            examples=(e for e in self.examples if set(e.choices) <= set(chosen)),
        )

    @property
    def chosen(self) -> Choices:
        """The choices that have a single option, with that option."""
        single = (choice for choice in self.choices if len(choice.options) == 1)
        return tuple((choice.id, choice.ids[0]) for choice in single)

    def money(self, amount: Fraction) -> Money:
        """Give an amount of this tariff's prices the type that says its tax basis."""
        kind = NetMoney if self.prices == "excluding-tax" else GrossMoney
        return kind(amount, self.currency)

    def version_on(self, day: date) -> Version:
        """Give the version in force on a day.

        Raises
        ------
        TariffError
            When none is: before the first version, in a gap, or after the last.
        """
        for version in self.versions:
            if version.holds(day):
                return version
        spans = ", ".join(_span(version) for version in self.versions)
        fields = {"tariff": self.id, "day": day.isoformat(), "allowed": spans}
        raise TariffError(Fault("no-version", fields=fields))

    def version_for(self, terms: Terms) -> Version:
        """Give the one version that prices a whole horizon.

        Raises
        ------
        TariffError
            As `version_on`; also when the prices change within the horizon, which
            would need more than one period.
        """
        version = self.version_on(terms.start)
        if version.until is not None and version.until < terms.end:
            fields = {
                "tariff": self.id,
                "day": version.until.isoformat(),
                "start": terms.start.isoformat(),
                "end": terms.end.isoformat(),
            }
            raise TariffError(Fault("more-than-one-period", fields=fields))
        return version


def _sold(item: Item, choices: Choices) -> Item:
    if holds(item.when, dict(choices)):
        return item
    return attrs.evolve(item, grants=(), minimum=0, maximum=0, step=1)


def _span(version: Version) -> str:
    return f"{version.start or '...'} - {version.until or '...'}"


def last_quantity(version: Version, item: Item) -> int | None:
    """Give the greatest quantity that can be bought; ``None`` if there is none.

    It is 0 where the prices end below the item's minimum. The limit of a pool is not
    counted here, since it depends on the other items; unless it is 0.
    """
    known = [] if item.maximum is None else [item.maximum]
    for charge in version.charges:
        last, weight = charge.last_reading, charge.selecting.weight(item.id)
        alone = len(charge.selecting.weights) == 1
        if last is not None and weight and (alone or last == 0):
            known.append(last // weight)
    if not known:
        return None
    last = min(known) // item.step * item.step
    return last if last >= item.minimum else 0
