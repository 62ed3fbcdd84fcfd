"""Capacitated total quantity discount: instances read as pooled tariffs.

A supplier is a tariff, a product an item with its availability as the maximum, and
the total bought of a supplier selects the discount on all of it (Manerba and Mansini,
European Journal of Operational Research 222, 2012). Demand is met exactly, so that
nothing may stand idle.

``python -m benchmarks.ctqd FOLDER [--naive] [--time-limit S]`` solves every file of a
folder, holds it against ``optimal_values.json`` there, and says the times, of the clock
and of the processor; the naive model is the textbook one, a range for each supplier and
no forcing of single products.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import attrs
import pulp

import tariffopt as to

MONTH = to.Terms(date(2021, 4, 1), 1)
_CENTS = 100


@attrs.frozen
class Supplier:
    """What one supplier offers.

    Attributes
    ----------
    offers
        (product, price, availability) triples.
    ranges
        (first total, discount in per cent) pairs, rising; below the first, none.
    """

    offers: tuple[tuple[int, int, int], ...]
    ranges: tuple[tuple[int, int], ...]

    @property
    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """The first and the last total of each range, and its discount."""
        most = sum(available for _, _, available in self.offers)
        starts = ((0, 0), *(r for r in self.ranges if r[0] <= most), (most + 1, 0))
        return tuple(
            (first, after - 1, percent)
            for (first, percent), (after, _) in pairwise(starts)
            if after > first
        )


@attrs.frozen
class Instance:
    """A named instance: what is needed of each product, and the suppliers."""

    name: str
    demand: tuple[tuple[int, int], ...]
    suppliers: tuple[Supplier, ...]


def read_ctqd(path: Path) -> Instance:
    """Read a ``.ctqd`` file."""
    sections: dict[str, list[list[int]]] = {}
    name, rows = path.stem, []
    for line in path.read_text(encoding="ascii").splitlines():
        word = line.partition(":")[0].strip()
        if word.endswith("_SECTION"):
            rows = sections.setdefault(word, [])
        elif line.strip() and line.split()[0].isdigit():
            rows.append([int(number) for number in line.split()])
    offers = {row[0]: tuple(_threes(row[2:])) for row in sections["OFFER_SECTION"]}
    ranges = {row[0]: tuple(_pairs(row[2:])) for row in sections["DISCOUNT_SECTION"]}
    demand = tuple((row[0], row[1]) for row in sections["DEMAND_SECTION"][1:])
    return Instance(
        name, demand, tuple(Supplier(offers[v], ranges.get(v, ())) for v in offers)
    )


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def _threes(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    return zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)


def as_scenario(instance: Instance) -> to.Scenario:
    """Say an instance in tariffs and groups; nothing more than needed is bought."""
    return to.Scenario(
        [to.Group(f"p{p}", need, needs={f"p{p}"}) for p, need in instance.demand],
        [_tariff(number, entry) for number, entry in enumerate(instance.suppliers)],
        MONTH,
        instance.name,
        limits=to.Limits(max_surplus=0),
    )


def _tariff(number: int, supplier: Supplier) -> to.Tariff:
    names = [f"p{product}" for product, _, _ in supplier.offers]
    charges = [
        to.Charge(
            to.Volume(
                tuple(
                    to.Tier(last, price, discount=Fraction(percent, _CENTS))
                    for _, last, percent in supplier.spans
                )
            ),
            "once",
            to.Meter.of(f"p{product}"),
            selector=to.Meter.pool(names),
        )
        for product, price, _ in supplier.offers
    ]
    items = [
        to.Item(
            f"p{product}", f"product {product}", (f"p{product}",), maximum=available
        )
        for product, _, available in supplier.offers
    ]
    return to.Tariff(
        id=f"s{number + 1}",
        name=f"Supplier {number + 1}",
        vendor="synthetic",
        currency="USD",
        prices="excluding-tax",
        items=items,
        versions=[to.Version(charges)],
    )


def naive(instance: Instance, time_limit: float) -> tuple[str, float | None, str]:
    """Solve the textbook model: its status, 100 times its objective, its times."""
    model = pulp.LpProblem("ctqd", pulp.LpMinimize)
    bought: dict[int, list[pulp.LpVariable]] = {}
    costs = []
    for v, supplier in enumerate(instance.suppliers):
        chosen = []
        for t, (first, last, percent) in enumerate(supplier.spans):
            y = model.add_variable(f"y{v}_{t}", 0, 1, pulp.LpInteger)
            total = []
            for product, price, available in supplier.offers:
                x = model.add_variable(f"x{product}_{v}_{t}", 0, available)
                bought.setdefault(product, []).append(x)
                costs.append(price * (_CENTS - percent) * x)
                total.append(x)
            model += pulp.lpSum(total) >= first * y
            model += pulp.lpSum(total) <= last * y
            chosen.append(y)
        model += pulp.lpSum(chosen) == 1
    model += pulp.lpSum(costs)
    for product, need in instance.demand:
        model += pulp.lpSum(bought[product]) == need
    clock = _Clock()
    solver = pulp.HiGHS(msg=False, timeLimit=time_limit, gapRel=0, threads=1)
    found = model.solve(solver)
    return str(found.status), pulp.value(model.objective), clock.said()


class _Clock:
    """Seconds since it was made: of the clock, and of this process's processors."""

    def __init__(self) -> None:
        self.start, self.cpu = time.perf_counter(), time.process_time()

    def said(self) -> str:
        passed, cpu = time.perf_counter() - self.start, time.process_time() - self.cpu
        return f"{passed:.1f} s ({cpu:.1f} s CPU)"


def _ours(instance: Instance, time_limit: float) -> tuple[str, Fraction | None]:
    """Optimize: the status, and 100 times the cost; none where time ran out before."""
    try:
        plan = to.optimize(
            as_scenario(instance), time_limit=time_limit, threads=1, ties="any"
        )
    except to.NoPlanError:
        return "none", None
    return plan.status, plan.cost.incl_tax.amount * _CENTS


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve the files of a folder; 1 when one differs from the known optimum."""
    parser = argparse.ArgumentParser("python -m benchmarks.ctqd", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--naive", action="store_true", help="the textbook model too")
    parser.add_argument("--time-limit", type=float, default=600.0, metavar="S")
    asked = parser.parse_args(arguments)
    known = json.loads((asked.folder / "optimal_values.json").read_text("utf-8"))
    wrong = 0
    paths = sorted(asked.folder.glob("*.ctqd"), key=lambda path: path.stat().st_size)
    for path in paths:
        instance, optimum = read_ctqd(path), known[path.name]["opt_x100"]
        clock = _Clock()
        status, found = _ours(instance, asked.time_limit)
        times = clock.said()
        wrong += status == "optimal" and found != optimum
        line = f"{path.stem} {status} {found} ({optimum}) {times}"
        if asked.naive:
            status, value, took = naive(instance, asked.time_limit)
            best = "no plan" if value is None else f"{value:.0f}"
            line += f"; naive {status} {best} {took}"
        print(line, flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
