"""A first plan at once: cheap access sets, improved a little, priced exactly."""

from __future__ import annotations

import functools
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs
import numpy as np

from tariffopt.deciding.contracts import ContractPrices, Quantities, contract_prices
from tariffopt.deciding.found import Found, as_rows
from tariffopt.plan.model import SolverReport
from tariffopt.problem import RULE_KINDS, ContractLimit, Problem, SurplusLimit
from tariffopt.reductions import reduce

FIRST_PLAN = "none (first plan)"
_KNOWN = (*RULE_KINDS, SurplusLimit, ContractLimit)
_TOLERATES = frozenset(kind.kind for kind in _KNOWN)
_WAYS_AT_MOST = 40  # access sets looked at for one demand, the cheapest alone
_FIRST_TRIALS = 2_500  # placements in the first round, about
_MILLION = 10**6
_NO_PRICE = 10**18  # of a seat that cannot be bought alone
_TURNS_AT_MOST = 50  # combinations of options that are tried
_TRIALS_AT_MOST = 30_000  # then the rest is left to the solver

Ways = Mapping[int, Sequence[int]]
"""For some demands, the access sets that they may be given."""


def first_plan(
    problem: Problem, time_is_out: Callable[[], bool] = lambda: False
) -> Found | None:
    """Find some plan, without a solver: good, not best, and priced exactly.

    Each demand, the largest first, is given the access set that adds least to the
    cost of a seat; so again with everybody in one contract who can be. Then demands
    are moved and contracts closed as long as that saves anything.

    Parameters
    ----------
    problem
        Reduced or not.
    time_is_out
        Asked between improvements; one plan is made in any case.

    Returns
    -------
    Found or None
        ``None`` where rules, ends of prices or the limit on idle seats leave nothing
        that is found so simply, there is a constraint of another kind, or
        contracts select tiers together. There may
        be a plan all the same.
    """
    if not problem.kinds <= _TOLERATES or problem.pooled:
        return None
    merged = reduce(problem, ("merge-groups",))
    best: Found | None = None
    for part in _held_together(merged.problem):
        if best is None or not time_is_out():
            found = _first_of(part, time_is_out)
            if found is not None and (best is None or found.cost < best.cost):
                best = found
    return best and attrs.evolve(best, rows=merged.recover(best.rows))


def _held_together(problem: Problem) -> Iterator[Problem]:
    """Give problems in which no more contracts are open than may be held.

    Of each tariff with a choice, one combination after another is tried; tariffs are
    not combined with each other in every way.
    """
    limits = problem.constraints_of(ContractLimit)
    free = set(range(len(problem.contracts))) - problem.counted
    rounds = max((len(li.contracts) - li.at_most + 1 for li in limits), default=1)
    for turn in range(min(rounds, _TURNS_AT_MOST)):
        held = set(free)
        for limit in limits:
            first = min(turn, len(limit.contracts) - limit.at_most)
            held |= set(limit.contracts[first : first + limit.at_most])
        yield problem.holding(held) if limits else problem


def _first_of(problem: Problem, time_is_out: Callable[[], bool]) -> Found | None:
    for spare in _spares(problem):
        market = _Market(problem, time_is_out, spare=spare)
        best = market.best()
        found = None if best is None else market.found(best)
        if found is not None:
            return found
    return None


def _spares(problem: Problem) -> Sequence[bool]:
    """Tell whether more than needed may be bought: first so, then otherwise."""
    if problem.surplus is None:
        return (True,)
    return (True, False) if problem.surplus else (False,)


@attrs.frozen(eq=False)
class _State:
    """Seats by (demand, access set), and what they come to for each supply."""

    served: dict[tuple[int, int], int]
    assigned: Quantities
    cost: Fraction


class _Market:
    """The contracts of a problem, and what was priced so far."""

    def __init__(
        self, problem: Problem, time_is_out: Callable[[], bool], *, spare: bool
    ) -> None:
        self.problem, self.time_is_out, self.spare = problem, time_is_out, spare
        self.contracts = contract_prices(problem)
        self.priced: dict[tuple[int, Quantities], tuple[Fraction, Quantities] | None]
        self.priced, self.trials = {}, 0
        self.touched = [
            frozenset(problem.supplies[s].contract for s in way)
            for way in problem.access
        ]
        by_size = np.argsort(-problem.seats, kind="stable")
        self.demands = [int(d) for d in by_size if problem.seats[d]]
        self.rank = self._ranking([supply.seats for supply in problem.supplies])
        self.ways: Ways = self._cheapest_ways()
        self.inside: Sequence[Ways] = self._cheapest_inside()

    def best(self) -> _State | None:
        """Start in several ways, and improve the best of them."""
        nobody = _State({}, (0,) * len(self.problem.supplies), Fraction(0))
        choosy = sorted(self.ways, key=lambda demand: len(self.ways[demand]))
        best = self._placed(nobody, self.ways)
        if best is None:  # who has little choice may have found all of it taken
            best = self._placed(nobody, {d: self.ways[d] for d in choosy})
        for inside in self.inside:
            if self._is_enough():
                break
            ways = {**self.ways, **inside}
            best = _cheaper(self._placed(nobody, ways), best)
        return None if best is None else self._improved(best)

    def found(self, state: _State) -> Found | None:
        """Buy for a state; ``None`` where more would stand idle than may."""
        purchased = [0] * len(self.problem.supplies)
        for prices in self.contracts:
            _, quantities = self._purchase(prices, state.assigned) or (0, ())
            for supply, quantity in zip(prices.supplies, quantities, strict=True):
                purchased[supply] = quantity
        surplus = self.problem.surplus
        supplies = zip(purchased, self.problem.supplies, strict=True)
        serve = sum(units * supply.item.people for units, supply in supplies)
        if surplus is not None and serve - sum(state.assigned) > surplus:
            return None
        return Found(
            purchased=tuple(purchased),
            rows=as_rows(state.served),
            cost=state.cost,
            bound=None,
            proof="none",
            stopped_because=None,
            report=SolverReport(FIRST_PLAN),
        )

    def _is_enough(self) -> bool:
        return self.trials > _TRIALS_AT_MOST or self.time_is_out()

    def _improved(self, state: _State) -> _State:
        """Make one move after another, until a whole round of them saves nothing."""
        before = None
        while before != state.cost:
            before = state.cost
            for move in self._moves():
                if self._is_enough():
                    return state
                ways = move(state)
                moved = self._placed(self._without(state, ways), ways)
                state = _cheaper(moved, state) or state
        return state

    def _moves(self) -> Iterator[Callable[[_State], Ways]]:
        for demand in self.demands:
            yield functools.partial(_always, {demand: self.ways[demand]})
        for contract, inside in enumerate(self.inside):
            yield functools.partial(self._leaving, contract)
            yield functools.partial(_always, inside)

    def _leaving(self, contract: int, state: _State) -> Ways:
        """Give ways around a contract to everybody whom it serves."""
        served = {d for d, way in state.served if contract in self.touched[way]}
        return {
            d: [way for way in self.ways[d] if contract not in self.touched[way]]
            for d in self.demands
            if d in served
        }

    def _without(self, state: _State, demands: Ways) -> _State:
        """Take back what some demands were given."""
        assigned, served = list(state.assigned), dict(state.served)
        changed: set[int] = set()
        for (demand, way), seats in state.served.items():
            if demand in demands:
                del served[demand, way]
                changed |= self.touched[way]
                for supply in self.problem.access[way]:
                    assigned[supply] -= seats
        left = tuple(assigned)
        extra = self._extra(state.assigned, left, changed)
        return _State(served, left, state.cost + (extra or 0))

    def _placed(self, state: _State, ways: Ways) -> _State | None:
        """Serve demands one after another; ``None`` where one cannot be."""
        for demand, some in ways.items():
            seats = int(self.problem.seats[demand])
            while seats:
                found = self._cheapest(state.assigned, some, seats)
                if found is None:
                    return None
                extra, way, taken = found
                served = state.served | {
                    (demand, way): state.served.get((demand, way), 0) + taken
                }
                assigned = self._with(state.assigned, way, taken)
                state = _State(served, assigned, state.cost + extra)
                seats -= taken
        return state

    def _cheapest(
        self, assigned: Quantities, ways: Sequence[int], seats: int
    ) -> tuple[Fraction, int, int] | None:
        """Find the way that adds least for each seat, and how many seats it has."""
        best: tuple[Fraction, Fraction, int, int] | None = None
        for way in ways:
            taken, extra = self._room(assigned, way, seats)
            if taken:
                entry = (extra / taken, extra, way, taken)
                best = entry if best is None else min(best, entry)
        return best and best[1:]

    def _room(self, assigned: Quantities, way: int, seats: int) -> tuple[int, Fraction]:
        """Find how many of the seats a way has room for, and what they add."""
        supplies = self.problem.supplies
        left = min(supplies[s].seats - assigned[s] for s in self.problem.access[way])
        high = min(seats, left)
        low, cost, tried = 0, Fraction(0), high
        while low < high:
            more = self._with(assigned, way, tried)
            extra = self._extra(assigned, more, self.touched[way])
            if extra is None:
                high = tried - 1
            else:
                low, cost = tried, extra
            tried = (low + high + 1) // 2
        return low, cost

    def _with(self, assigned: Quantities, way: int, seats: int) -> Quantities:
        more = list(assigned)
        for supply in self.problem.access[way]:
            more[supply] += seats
        return tuple(more)

    def _extra(
        self, before: Quantities, after: Quantities, contracts: Iterable[int]
    ) -> Fraction | None:
        """Compute what one count of seats costs more than another, where it can be."""
        extra = Fraction(0)
        for number in contracts:
            self.trials += 1
            old = self._purchase(self.contracts[number], before)
            new = self._purchase(self.contracts[number], after)
            if old is None or new is None:
                return None
            extra += new[0] - old[0]
        return extra

    def _purchase(
        self, prices: ContractPrices, assigned: Quantities
    ) -> tuple[Fraction, Quantities] | None:
        items = ((s, self.problem.supplies[s].item) for s in prices.supplies)
        least = tuple(item.units_for(assigned[s]) for s, item in items)
        return self._cheapest_of(prices, least)

    def _cheapest_of(
        self, prices: ContractPrices, least: Quantities
    ) -> tuple[Fraction, Quantities] | None:
        key = prices.number, least
        if key not in self.priced:
            self.priced[key] = prices.cheapest(least, spare=self.spare)
        return self.priced[key]

    def _cheapest_ways(self) -> dict[int, list[int]]:
        """Choose for each demand the ways whose items are cheap, few or many."""
        problem, count = self.problem, max(1, len(self.demands))
        mean = max(1, int(problem.seats.sum()) // count)
        ranks = [self.rank, self._ranking([mean] * len(problem.supplies))]
        most = max(2, min(_WAYS_AT_MOST, _FIRST_TRIALS // count))
        ways = [
            sorted({w for rank in ranks for w in heapq.nsmallest(most, all_, rank)})
            for all_ in problem.eligible
        ]
        return {demand: ways[problem.need[demand]] for demand in self.demands}

    def _cheapest_inside(self) -> list[dict[int, list[int]]]:
        """Choose for each contract the cheapest way within it, where there is one."""
        found: list[dict[int, list[int]]] = [{} for _ in self.contracts]
        for demand in self.demands:
            for way in self.problem.eligible[self.problem.need[demand]]:
                if len(self.touched[way]) == 1:
                    (contract,) = self.touched[way]
                    best = found[contract].setdefault(demand, [way])
                    best[0] = min(best[0], way, key=self.rank)
        return found

    def _ranking(self, seats: Sequence[int]) -> Callable[[int], int]:
        """Give the price of a seat of each way, when its items are bought alone."""
        prices = [self._seat(supply, number) for supply, number in enumerate(seats)]
        ranks = [sum(prices[s] for s in way) for way in self.problem.access]
        return ranks.__getitem__

    def _seat(self, supply: int, seats: int) -> int:
        """Price a seat in millionths, to compare with others only."""
        entry = self.problem.supplies[supply]
        seats = min(seats, entry.seats)
        prices, units = self.contracts[entry.contract], entry.item.units_for(seats)
        least = tuple(units if s == supply else 0 for s in prices.supplies)
        found = self._cheapest_of(prices, least) if seats else None
        return int(found[0] * _MILLION / seats) if found else _NO_PRICE


def _always(ways: Ways, _: _State) -> Ways:
    return ways


def _cheaper(one: _State | None, other: _State | None) -> _State | None:
    if one is None or other is None:
        return one or other
    return one if one.cost < other.cost else other
