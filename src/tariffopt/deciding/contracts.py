"""What a contract costs that must have at least so many of each item; no solver."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from tariffopt.problem import Problem, VendorRule
from tariffopt.tariff import Compiled, Meter, Terms
from tariffopt.tariff.bill import tax_of

Quantities = tuple[int, ...]
"""One for each item of a contract, in the tariff's order."""

Weights = tuple[tuple[int, int], ...]
"""Of a contract's items that a meter counts: the position, and the weight of a unit."""

_ROUNDS = 100  # rules that raise each other's quantities are left alone then


@attrs.frozen(eq=False)
class ContractPrices:
    """One contract of a problem, ready to be priced many times.

    Attributes
    ----------
    problem, number
        The problem, and the contract's index.
    supplies
        Indices of the contract's supplies.
    weights, selecting, free
        For each charge: what a unit of each supply adds to its meter, to the meter
        that selects its tier, and to what it carries for free.
    rules
        The vendor's rules on these supplies.
    falls
        For each charge: the readings from which on it may cost less, and what it costs
        there; ``None`` where that depends on another reading.
    ends
        The greatest readings with a price, whether anything is due for them or not.
    always, bearing
        Positions of the charges that may be due without any of the items they count,
        and for each supply of those that count it: of all others nothing is due.
    """

    problem: Problem
    number: int
    supplies: tuple[int, ...]
    weights: tuple[Weights, ...]
    selecting: tuple[Weights, ...]
    free: tuple[Weights, ...]
    rules: tuple[VendorRule, ...]
    falls: tuple[tuple[tuple[int, Fraction | None], ...], ...]
    ends: tuple[tuple[Weights, int], ...]
    always: tuple[int, ...]
    bearing: tuple[tuple[int, ...], ...]

    def cheapest(
        self, least: Quantities, *, spare: bool
    ) -> tuple[Fraction, Quantities] | None:
        """Find a cheap purchase of at least these quantities, and its total payable.

        Parameters
        ----------
        least
            What is needed of each item.
        spare
            Whether more may be bought than needed because that costs less.

        Returns
        -------
        tuple or None
            ``None`` when no purchase was found that the tariff allows.
        """
        quantities = self.allowed(least)
        if quantities is None:
            return None
        best = self.payable(quantities), quantities
        larger = self._larger(quantities) if spare and any(least) else ()
        for more in larger:
            raised = self.allowed(more)
            if raised is not None:
                best = min(best, (self.payable(raised), raised))
        return best

    def allowed(self, least: Quantities) -> Quantities | None:
        """Raise quantities until all rules are kept; ``None`` where prices end."""
        supplies = [self.problem.supplies[index] for index in self.supplies]
        found = list(least)
        for _ in range(_ROUNDS):
            found = [
                s.item.next_allowed(q) for s, q in zip(supplies, found, strict=True)
            ]
            if any(q > s.upper for s, q in zip(supplies, found, strict=True)):
                return None
            counts = dict(zip(self.supplies, found, strict=True)) if self.rules else {}
            broken = [rule for rule in self.rules if not rule.keeps(counts)]
            if not broken:
                return tuple(found) if self._priced(found) else None
            more = [dict(rule.lacking(counts)) for rule in broken]
            if not all(more):
                return None
            for supply, needed in itertools.chain(*(m.items() for m in more)):
                position = self.supplies.index(supply)
                found[position] = max(found[position], needed)
        return None

    def payable(self, quantities: Quantities) -> Fraction:
        """Compute the total payable, rounded tax included."""
        if not any(quantities):
            return Fraction(0)
        contract, terms = self.problem.contracts[self.number], self.problem.terms
        rounded = terms.tax is not None and contract.tariff.prices == "excluding-tax"
        amounts = [
            (compiled.charge, compiled.amount(reading, selecting))
            for _, compiled, reading, selecting in self._readings(quantities)
            if compiled.charge.in_force(reading)
        ]
        total = Fraction(0)
        for invoice in terms.invoices():
            bases: dict[str, Fraction] = {}
            for charge, amount in amounts:
                base = bases.get(charge.tax_class, Fraction(0))
                bases[charge.tax_class] = base + amount * invoice.times(charge.per)
            total += invoice.count * sum(bases.values())
            if rounded:
                total += invoice.count * _taxes(bases, terms, contract.tariff.currency)
        return total

    def _readings(
        self, quantities: Quantities
    ) -> Iterator[tuple[int, Compiled, int, int]]:
        """Read the charges that something may be due for: what, and which tier."""
        charges = self.problem.contracts[self.number].charges
        before, selected = None, 0
        for at in self._due(quantities):
            free, selecting = self.free[at], self.selecting[at]
            reading = _sum(self.weights[at], quantities)
            reading = max(0, reading - _sum(free, quantities)) if free else reading
            if selecting is not before:  # equal ones are one object
                before, selected = selecting, _sum(selecting, quantities)
            yield at, charges[at], reading, selected

    def _due(self, quantities: Quantities) -> Iterable[int]:
        bought = [item for item, quantity in enumerate(quantities) if quantity]
        if 2 * len(bought) > len(quantities):
            return range(len(self.weights))
        counted = itertools.chain.from_iterable(self.bearing[i] for i in bought)
        return sorted({*self.always, *counted})

    def _priced(self, quantities: list[int]) -> bool:
        return all(_sum(weights, quantities) <= last for weights, last in self.ends)

    def _larger(self, quantities: Quantities) -> Iterator[Quantities]:
        """Give quantities, one item raised, with which some charge costs less."""
        seen: set[tuple[int, int]] = set()
        for at, compiled, own, reading in self._readings(quantities):
            falls, weights = self.falls[at], self.selecting[at]
            if not falls or falls[-1][0] <= reading:
                continue
            amount = compiled.amount(own, reading)
            for start, less in falls:
                if start <= reading or (id(weights), start) in seen:
                    continue  # charges that share their tiers are raised together
                if less is None or less < amount:
                    seen.add((id(weights), start))
                    yield from _raised(quantities, weights, start - reading)


def _sum(weights: Weights, quantities: Sequence[int]) -> int:
    return sum([weight * quantities[item] for item, weight in weights])


def _raised(
    quantities: Quantities, weights: Weights, missing: int
) -> Iterator[Quantities]:
    for item, weight in weights:
        if quantities[item]:
            more = quantities[item] - -missing // weight
            yield (*quantities[:item], more, *quantities[item + 1 :])


def contract_prices(problem: Problem) -> tuple[ContractPrices, ...]:
    """Make the contracts of a problem ready to be priced."""
    rules = [c for c in problem.constraints if isinstance(c, VendorRule)]
    mine: list[list[int]] = [[] for _ in problem.contracts]
    for index, supply in enumerate(problem.supplies):
        mine[supply.contract].append(index)
    return tuple(
        _prices_of(problem, number, tuple(supplies), rules)
        for number, supplies in enumerate(mine)
    )


def _prices_of(
    problem: Problem,
    number: int,
    supplies: tuple[int, ...],
    rules: Iterable[VendorRule],
) -> ContractPrices:
    compiled = problem.contracts[number].charges
    charges = [entry.charge for entry in compiled]
    items = [problem.supplies[s].item.id for s in supplies]
    position = {item: index for index, item in enumerate(items)}
    one: dict[Weights, Weights] = {}
    weights, selecting, free = (
        tuple(one.setdefault(w, w) for w in (_weigh(m, position) for m in meters))
        for meters in (
            [c.meter for c in charges],
            [c.selecting for c in charges],
            [c.free for c in charges],
        )
    )
    ends: dict[Weights, int] = {}
    for charge, counted in zip(charges, selecting, strict=True):
        if (last := charge.last_reading) is not None:
            ends[counted] = min(last, ends.get(counted, last))
    bearing: list[list[int]] = [[] for _ in supplies]
    for at, counted in enumerate(weights):
        for item, _ in counted:
            bearing[item].append(at)
    return ContractPrices(
        problem,
        number,
        supplies,
        weights,
        selecting,
        free,
        rules=tuple(rule for rule in rules if set(rule.supplies) & set(supplies)),
        falls=tuple(tuple(_falls(entry)) for entry in compiled),
        ends=tuple(ends.items()),
        always=tuple(at for at, charge in enumerate(charges) if charge.in_force(0)),
        bearing=tuple(map(tuple, bearing)),
    )


def _weigh(meter: Meter | None, position: Mapping[str, int]) -> Weights:
    weights = meter.weights if meter is not None else ()
    return tuple((position[i], w) for i, w in weights if w and i in position)


def _taxes(bases: dict[str, Fraction], terms: Terms, currency: str) -> Fraction:
    taxes = (
        tax_of(base, terms.tax.rate(name), terms, currency, included=False)
        for name, base in bases.items()
        if terms.tax is not None
    )
    return sum(taxes, Fraction(0))


def _falls(compiled: Compiled) -> Iterator[tuple[int, Fraction | None]]:
    for branch in compiled.branches[1:]:
        yield branch.first, None
    if compiled.branches:
        return
    for before, piece in itertools.pairwise(compiled.curve.pieces):
        end, amount = before.last, piece.amount(piece.first)
        if end is not None and amount < before.amount(end):
            yield compiled.first_reading(piece.first), amount
