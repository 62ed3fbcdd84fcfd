"""Reading a plan's bills back, contract by contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tariffopt.errors import Fault, Place
from tariffopt.money import GrossMoney, Money, NetMoney, exact
from tariffopt.plan.answers import Names
from tariffopt.plan.model import ContractBill
from tariffopt.scenario import Scenario
from tariffopt.tariff import (
    Bill,
    BillLine,
    ContractKey,
    ItemKey,
    Period,
    Reached,
    Tariff,
    TaxLine,
)

Entry = Mapping[str, Any]
Pairs = Sequence[tuple[ItemKey, int]]


def read_bills(
    document: Entry, pairs: Pairs, scenario: Scenario, names: Names
) -> tuple[ContractBill, ...]:
    """Read the bills of a plan; nothing is computed again.

    Parameters
    ----------
    document
        The plan: its ``contracts``, ``bill`` and ``taxes`` are read.
    pairs
        What is bought.
    scenario
        For the terms, and for the tax basis of each tariff's prices.
    names
        For contracts that are not on offer, and lines of charges there are not.
    """
    offers = {offer.id: offer for offer in scenario.offers}
    found = []
    for number, entry in enumerate(document["contracts"]):
        contract = names.contract(entry, f"$.contracts[{number}]")
        if contract.offer in offers:
            tariff = offers[contract.offer]
            bill = attrs.evolve(
                _totals(entry, tariff, scenario),
                choices=contract.choices,
                quantities=_quantities(pairs, contract, tariff),
                lines=tuple(
                    _line(e, tariff) for e in _of(document["bill"], contract, names)
                ),
                taxes=tuple(
                    _tax(e, tariff) for e in _of(document["taxes"], contract, names)
                ),
            )
            found.append(ContractBill(contract, bill))
    _check_lines(document["bill"], scenario, names)
    return tuple(found)


def _check_lines(entries: Sequence[Entry], scenario: Scenario, names: Names) -> None:
    """Keep as faults the lines of unknown contracts, or of charges there are not."""
    versions = zip(scenario.offers, scenario.versions, strict=True)
    counts = {offer.id: len(version.charges) for offer, version in versions}
    for number, entry in enumerate(entries):
        path = f"$.bill[{number}]"
        count = counts.get(names.contract(entry, path).offer)
        if count is not None and entry["charge"] >= count:
            fields = {"found": entry["charge"], "allowed": f"0 - {count - 1}"}
            place = Place(names.file, f"{path}.charge")
            names.faults.append(Fault("out-of-range", place, fields))


def _totals(entry: Entry, tariff: Tariff, scenario: Scenario) -> Bill:
    """Read what a bill adds up to, still without its lines."""
    return Bill(
        tariff=tariff.id,
        version=entry["version"],
        quantities=(),
        terms=scenario.terms,
        lines=(),
        taxes=(),
        excl_tax=NetMoney(entry["excl_tax"], tariff.currency),
        tax=Money(entry["tax"], tariff.currency),
        incl_tax=GrossMoney(entry["incl_tax"], tariff.currency),
        held=tuple((scenario.held_of(tariff.id) or {}).items()),
    )


def _quantities(
    pairs: Pairs, contract: ContractKey, tariff: Tariff
) -> tuple[tuple[str, int], ...]:
    bought = {key.item: quantity for key, quantity in pairs if key.contract == contract}
    return tuple((item.id, bought.get(item.id, 0)) for item in tariff.items)


def _of(
    entries: Sequence[Entry], contract: ContractKey, names: Names
) -> Iterator[Entry]:
    """Give the entries of one contract."""
    for entry in entries:
        if names.contract_of(entry) == contract:
            yield entry


def read_tier(entry: Entry | None, tariff: Tariff) -> Reached | None:
    """Read a tier: its first and last quantity, inclusive; amounts are text."""
    if entry is None:
        return None
    first, last = (
        Money(exact(end), tariff.currency) if isinstance(end, str) else end
        for end in (entry["from"], entry["to"])
    )
    return first, last


def _line(entry: Entry, tariff: Tariff) -> BillLine:
    factor = entry["tax_factor"]
    return BillLine(
        charge=entry["charge"],
        item=entry["item"],
        item_name=entry["name"],
        kind=entry["kind"],
        quantity=entry["quantity"],
        unit_price=exact(entry["unit_price"]),
        per=Period(entry["per"]),
        times=entry["times"],
        amount=tariff.money(exact(entry["amount"])),
        tax_class=entry["tax_class"],
        tier=read_tier(entry["tier"], tariff),
        tax_factor=None if factor is None else exact(factor),
    )


def _tax(entry: Entry, tariff: Tariff) -> TaxLine:
    return TaxLine(
        tax_class=entry["class"],
        rate=Fraction(entry["rate"]),
        invoices=entry["invoices"],
        base=tariff.money(exact(entry["base"])),
        tax=Money(entry["tax"], tariff.currency),
    )
