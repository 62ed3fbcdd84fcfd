"""Which contracts may be signed: every combination of options, and copies of them."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from tariffopt.problem.constraints import ContractLimit
from tariffopt.problem.model import Contract
from tariffopt.scenario import Scenario
from tariffopt.tariff import ContractKey, Tariff, combinations, compile_charge, holding

Owner = tuple[str, str]
"""An offer and a body: what a limit on contracts counts for."""


def possible_contracts(scenario: Scenario) -> tuple[Contract, ...]:
    """List the contracts that may be signed, by offer, body, choices and number."""
    found = []
    for offer in scenario.offers:
        for choices in combinations(scenario.open_choices(offer.id)):
            held = scenario.held_of(offer.id) or {}
            sold = holding(offer.under(dict(choices)), held)
            found += list(_contracts(scenario, sold))
    return tuple(found)


def _contracts(scenario: Scenario, sold: Tariff) -> Iterator[Contract]:
    """Give the contracts of a tariff with nothing left to choose."""
    version = sold.version_for(scenario.terms)
    charges = tuple(map(compile_charge, version.charges))
    for body in scenario.groups.bodies:
        for number in range(1, sold.contracts + 1):
            key = ContractKey(sold.id, body, sold.chosen, number)
            yield Contract(key, sold, version, charges)


def owner_of(contract: Contract) -> Owner:
    """Tell whom a contract is counted for."""
    return contract.key.offer, contract.key.body


def contract_limits(
    contracts: Sequence[Contract], places: Sequence[tuple[int, object]]
) -> Iterator[ContractLimit]:
    """Limit how many contracts a body holds of each tariff, where it could hold more.

    Parameters
    ----------
    contracts
        What may be signed.
    places
        For each supply, the index of its contract, and its item.
    """
    owned: dict[Owner, list[int]] = defaultdict(list)
    for number, contract in enumerate(contracts):
        owned[owner_of(contract)].append(number)
    of_contract: dict[int, list[int]] = defaultdict(list)
    for supply, (number, _) in enumerate(places):
        of_contract[number].append(supply)
    for numbers in owned.values():
        if len(numbers) > 1:
            pairs = (
                (tuple(of_contract[one]), tuple(of_contract[two]))
                for one, two in itertools.pairwise(numbers)
                if contracts[one].key.choices == contracts[two].key.choices
            )
            at_most = contracts[numbers[0]].tariff.contracts
            yield ContractLimit(tuple(numbers), at_most, tuple(pairs))


def together(
    contracts: Sequence[Contract], places: Sequence[tuple[int, object]]
) -> Callable[[tuple[int, ...]], bool]:
    """Tell of supplies whether one person may have all of them at once."""
    possible = Counter(owner_of(contract) for contract in contracts)
    if all(c.tariff.contracts >= possible[owner_of(c)] for c in contracts):
        return lambda _: True

    def fits(supplies: tuple[int, ...]) -> bool:
        numbers = {places[supply][0] for supply in supplies}
        held: dict[Owner, int] = defaultdict(int)
        for number in numbers:
            held[owner_of(contracts[number])] += 1
        return all(
            count <= contracts[number].tariff.contracts
            for number in numbers
            for count in [held[owner_of(contracts[number])]]
        )

    return fits
