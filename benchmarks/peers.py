"""Other people's models of the same instances, written in PuLP as they write them.

Each peer gets the instance as plain numbers and gives its seats back; the runner
prices these exactly with `tariffopt.verify`. Peers know nothing of tariffopt's
reductions, except that groups with equal needs are added up for them beforehand where
their name does not say ``-groups``: without that favor none of them would finish.

Their objective is what is payable with tax over the horizon, as ours.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import highspy
import pulp

from benchmarks.families import MONTHS, TAX_PERCENT, Document, Instance
from benchmarks.runs import Settings

GROUPS_AT_MOST = 1_000
"""Peers that work on single groups are only asked up to so many."""


@attrs.frozen
class Vendor:
    """What a peer needs to know of a tariff.

    Attributes
    ----------
    serves
        Indices of the needs it meets.
    tiers
        (first quantity, last quantity or ``None``, yen a seat over the horizon).
    fee
        Yen once, if anything is bought; tax included, like the prices.
    """

    serves: frozenset[int]
    tiers: tuple[tuple[int, int | None, int], ...]
    fee: int

    def most(self, demands: Mapping[int, int]) -> int:
        """Give the tightest big M of a tutorial: all demand, or the last threshold."""
        reach = sum(demands[need] for need in self.serves if need in demands)
        first, last, _ = self.tiers[-1]
        return max(reach, first) if last is None else last


@attrs.frozen
class Market:
    """An instance as plain numbers.

    Attributes
    ----------
    vendors
        In the order of the document.
    demands
        Seats needed, by row: a set of needs, or a single group.
    needs
        The set of needs of each row.
    """

    vendors: tuple[Vendor, ...]
    demands: Mapping[int, int]
    needs: Mapping[int, int]

    def eligible(self, row: int) -> list[int]:
        """List the vendors that can serve a row."""
        need = self.needs[row]
        return [v for v, vendor in enumerate(self.vendors) if need in vendor.serves]


@attrs.frozen
class Claim:
    """What a peer says.

    Attributes
    ----------
    status
        PuLP's word for it.
    purchased
        Seats bought from each vendor, by index.
    seats
        (row, vendor): seats; empty without a solution.
    bound
        The solver's lower bound in yen, or ``None``.
    """

    status: str
    purchased: Mapping[int, int]
    seats: Mapping[tuple[int, int], int]
    bound: float | None
    nodes: int | None
    rows: int
    columns: int
    nonzeros: int
    formulate_seconds: float
    solve_seconds: float


Model = tuple[Any, dict[tuple[int, int], Any], list[Any]]
"""The problem, the seats by (row, vendor), and the quantity of each vendor."""


@attrs.frozen
class Peer:
    """A named model.

    Attributes
    ----------
    name
        As it stands in the tables.
    about
        One line for people.
    build
        Writes the model.
    merged
        Whether groups with equal needs are added up before it sees them.
    """

    name: str
    about: str
    build: Callable[[Market], Model]
    merged: bool = True

    def can(self, instance: Instance) -> bool:
        """Tell whether it is asked: no rounded tax, and groups to merge, but few."""
        groups, needs = (
            len(instance.document["people"]),
            len(instance.document["needs"]),
        )
        single = needs < groups <= GROUPS_AT_MOST
        return not instance.rounded and (self.merged or single)


def market_of(document: Document, *, merged: bool) -> Market:
    """Read an instance as plain numbers."""
    needs = [entry[0] for entry in document["needs"]]
    demands: dict[int, int] = defaultdict(int)
    row_needs: dict[int, int] = {}
    pairs = zip(document["people"], document["need"], strict=True)
    for group, (people, need) in enumerate(pairs):
        row = need if merged else group
        demands[row] += people
        row_needs[row] = need
    vendors = tuple(_vendor(tariff, needs) for tariff in document["tariffs"])
    return Market(vendors, dict(demands), row_needs)


def _vendor(tariff: Document, needs: list[str]) -> Vendor:
    seats, fee = tariff["charges"]
    tiers, first = [], 1
    for tier in seats["tiers"]:
        last = tier.get("up_to")
        tiers.append((first, last, _taxed(tier["price"] * MONTHS)))
        first = (last or 0) + 1
    grants = tariff["items"]["seat"]["grants"]
    serves = frozenset(needs.index(need) for need in grants)
    return Vendor(serves, tuple(tiers), _taxed(fee["price"]))


def _taxed(yen: int) -> int:
    """Add the tax, which is whole yen for the prices of the families.

    Raises
    ------
    ValueError
        Where it is not: the instance needs rounding.
    """
    taxed, rest = divmod(yen * (100 + TAX_PERCENT), 100)
    if rest:
        raise ValueError(f"{TAX_PERCENT} % on {yen} yen is no whole yen")
    return taxed


def big_m(market: Market) -> Model:
    """Write the textbook model with big M.

    One binary for each tier says that the quantity lies in it; the cost of a vendor
    is a free column, pushed up by ``cost >= price * quantity - M * (1 - in_tier)``:
    Rubin, "Modeling the All Units Discount" (OR in an OB World, 2013).
    """
    problem, seats, bought = _frame(market)
    costs = []
    for v, vendor in enumerate(market.vendors):
        most = vendor.most(_by_need(market))
        used = problem.add_variable(f"used_{v}", 0, 1, pulp.LpBinary)
        cost = problem.add_variable(f"cost_{v}", 0, None)
        problem += bought[v] <= most * used
        chosen = []
        for t, (first, last, price) in enumerate(vendor.tiers):
            tier = problem.add_variable(f"tier_{v}_{t}", 0, 1, pulp.LpBinary)
            end = most if last is None else last
            problem += bought[v] >= first * tier
            problem += bought[v] <= end * tier + most * (1 - tier)
            problem += cost >= price * bought[v] - price * most * (1 - tier)
            chosen.append(tier)
        problem += pulp.lpSum(chosen) - used == 0
        costs.append(cost + vendor.fee * used)
    problem.setObjective(pulp.lpSum(costs))
    return problem, seats, bought


def big_m_by_tier(market: Market) -> Model:
    """Write the kinder textbook model: a quantity for each tier, at most M if chosen.

    Nothing stops a quantity from passing the end of its tier but that the next tier
    is cheaper, which is so for every vendor of the families.
    """
    return _by_tier(market, ends=False)


def multiple_choice(market: Market) -> Model:
    """Write the multiple-choice model with whole seats.

    A quantity for each tier, between the tier's ends if it is chosen: the "all items
    discount" of solver manuals, and the model of Goossens, Maas, Spieksma and van de
    Klundert (EJOR 178, 2007).
    """
    return _by_tier(market, ends=True)


def _by_tier(market: Market, *, ends: bool) -> Model:
    problem, seats, bought = _frame(market)
    costs = []
    for v, vendor in enumerate(market.vendors):
        most = vendor.most(_by_need(market))
        parts, chosen = [], []
        for t, (first, last, price) in enumerate(vendor.tiers):
            end = last if ends and last is not None else most
            tier = problem.add_variable(f"tier_{v}_{t}", 0, 1, pulp.LpBinary)
            part = problem.add_variable(f"part_{v}_{t}", 0, None, pulp.LpInteger)
            problem += part >= first * tier
            problem += part <= end * tier
            parts.append(part)
            chosen.append(tier)
            costs.append(price * part + vendor.fee * tier)
        problem += pulp.lpSum(chosen) <= 1
        problem += bought[v] - pulp.lpSum(parts) == 0
    problem.setObjective(pulp.lpSum(costs))
    return problem, seats, bought


def _by_need(market: Market) -> dict[int, int]:
    totals: dict[int, int] = defaultdict(int)
    for row, seats in market.demands.items():
        totals[market.needs[row]] += seats
    return totals


def _frame(market: Market) -> Model:
    """Start a model: everybody is served, and nobody by what is not bought."""
    problem = pulp.LpProblem("peer", pulp.LpMinimize)
    bought = [
        problem.add_variable(f"q_{v}", 0, vendor.most(_by_need(market)), pulp.LpInteger)
        for v, vendor in enumerate(market.vendors)
    ]
    seats: dict[tuple[int, int], Any] = {}
    served: dict[int, list[Any]] = defaultdict(list)
    for row, demand in market.demands.items():
        own = []
        for v in market.eligible(row):
            x = problem.add_variable(f"x_{row}_{v}", 0, demand, pulp.LpInteger)
            seats[row, v] = x
            served[v].append(x)
            own.append(x)
        problem += pulp.lpSum(own) == demand
    for v, columns in served.items():
        problem += bought[v] - pulp.lpSum(columns) >= 0
    return problem, seats, bought


PEERS = (
    Peer("big-M", "one binary a tier, big M, whole seats", big_m),
    Peer("big-M-by-tier", "a quantity a tier up to M, whole seats", big_m_by_tier),
    Peer("multiple-choice", "a quantity a tier up to its end", multiple_choice),
    Peer(
        "multiple-choice-groups",
        "the same on single groups, not merged",
        multiple_choice,
        merged=False,
    ),
)
"""The first is the textbook's; the next two are kinder to the solver."""


def ask(peer: Peer, market: Market, settings: Settings, seed: int) -> Claim:
    """Let a peer build its model, and HiGHS solve it through PuLP with gap 0.

    Raises
    ------
    RuntimeError
        HiGHS did not run; nothing may be said of the peer then.
    """
    # HiGHS runs nothing when an earlier solve in this thread had another number of
    # threads, which by default is half of the machine's.
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003 - HiGHS's signature
    started = time.perf_counter()
    problem, seats, bought = peer.build(market)
    built = time.perf_counter()
    solver = pulp.HiGHS(
        msg=False,
        gapRel=0,
        timeLimit=settings.time_limit,
        threads=settings.threads,
        random_seed=seed,
    )
    report = problem.solve(solver)
    solved = time.perf_counter()
    model = problem.solverModel
    if model.getModelStatus() == highspy.HighsModelStatus.kNotset:
        raise RuntimeError(f"HiGHS did not run the model of {peer.name}")
    info = model.getInfo()
    there = int(info.primal_solution_status) == _FEASIBLE
    return Claim(
        status=pulp.LpStatus[report] if isinstance(report, int) else report.status.name,
        purchased={v: _whole(q) for v, q in enumerate(bought)} if there else {},
        seats={key: _whole(x) for key, x in seats.items()} if there else {},
        bound=float(info.mip_dual_bound),
        nodes=int(info.mip_node_count),
        rows=int(model.getNumRow()),
        columns=int(model.getNumCol()),
        nonzeros=int(model.getNumNz()),
        formulate_seconds=built - started,
        solve_seconds=solved - built,
    )


_FEASIBLE = 2  # highspy.kSolutionStatusFeasible


def _whole(variable: Any) -> int:
    value = variable.varValue
    return 0 if value is None else round(value)
