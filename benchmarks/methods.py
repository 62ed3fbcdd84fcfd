"""The methods that are compared: tariffopt, and the peers, on one instance each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

import tariffopt as to
from benchmarks.families import Instance
from benchmarks.peers import PEERS, Claim, Peer, ask, market_of
from benchmarks.runs import OURS, UNREDUCED, Run, Seconds, Settings, Size
from tariffopt.plan import Assignments
from tariffopt.reductions.groups import split_rows

UNREDUCED_AT_MOST = 20_000
"""Groups times vendors up to which the program without reductions is built."""


@attrs.frozen
class Method:
    """A named way to solve an instance; without a peer it is tariffopt's."""

    name: str
    about: str
    peer: Peer | None = None
    reductions: tuple[str, ...] | None = None

    def can(self, instance: Instance) -> bool:
        """Tell whether the method is asked for an instance of this size."""
        if self.peer is not None:
            return self.peer.can(instance)
        return self.reductions is None or is_small(instance)


METHODS = (
    Method(OURS, "the road, all reductions"),
    Method(UNREDUCED, "the road without reductions", reductions=()),
    *(Method(peer.name, peer.about, peer) for peer in PEERS),
)


def is_small(instance: Instance) -> bool:
    """Tell whether the program without reductions is of a size worth building."""
    document = instance.document
    return len(document["people"]) * len(document["tariffs"]) <= UNREDUCED_AT_MOST


def run_method(
    method: Method, instance: Instance, settings: Settings, seed: int
) -> Run:
    """Run a method once; what goes wrong becomes a row, except an interruption.

    Raises
    ------
    KeyboardInterrupt
        The user pressed Ctrl-C, also where the solver caught it and stopped.
    """
    run = Run(
        family=instance.document["family"],
        instance=instance.name,
        sha256=instance.sha256,
        groups=len(instance.document["people"]),
        method=method.name,
        seed=seed,
        settings=settings,
        status="error",
    )
    try:
        if method.peer is None:
            return _run_ours(run, method, instance)
        return _run_peer(run, method.peer, instance)
    except to.TariffoptError as error:
        return attrs.evolve(run, claimed=type(error).__name__, why=str(error))


def _run_ours(run: Run, method: Method, instance: Instance) -> Run:
    scenario, settings = instance.scenario, run.settings
    steps: list[tuple[str, float]] = []
    begun = time.process_time()
    try:
        plan = to.optimize(
            scenario,
            time_limit=settings.time_limit,
            threads=settings.threads,
            seed=run.seed,
            reductions=method.reductions,
            ties="any",  # no peer tells equal plans apart
            progress=lambda step: steps.append((step, time.perf_counter())),
        )
    except to.NoPlanError as error:
        seconds = _phases(steps, time.perf_counter(), begun)
        bound = error.bound.amount if isinstance(error.bound, to.GrossMoney) else None
        return attrs.evolve(
            run, status="none", claimed="no plan", bound=bound, seconds=seconds
        )
    ended = time.perf_counter()
    if plan.stopped_because == "interrupted":
        raise KeyboardInterrupt
    return attrs.evolve(
        run,
        status=plan.status,
        claimed=plan.proof,
        cost=plan.cost.incl_tax.amount,
        bound=None if plan.bound is None else plan.bound.amount,
        certified=plan.certificate.bill_recomputed,
        nodes=plan.solver.nodes,
        seconds=_phases(steps, ended, begun),
    )


def _phases(steps: list[tuple[str, float]], ended: float, cpu: float) -> Seconds:
    """Turn the moments at which steps began into seconds; unknown steps only count."""
    ends = [moment for _, moment in steps[1:]] + [ended]
    known = {field.name for field in attrs.fields(Seconds)} - {"total", "cpu"}
    seconds: dict[str, float] = {}
    for (step, begun), end in zip(steps, ends, strict=True):
        if step in known:
            seconds[step] = seconds.get(step, 0.0) + end - begun
    return Seconds(**seconds, total=ended - steps[0][1], cpu=time.process_time() - cpu)


def _run_peer(run: Run, peer: Peer, instance: Instance) -> Run:
    started = time.perf_counter()
    market = market_of(instance.document, merged=peer.merged)
    read, begun = time.perf_counter(), time.process_time()
    claim = ask(peer, market, run.settings, run.seed)
    asked, cpu = time.perf_counter(), time.process_time() - begun
    cost, fault = _checked(peer, instance, claim)
    seconds = Seconds(
        read=read - started,
        formulate=claim.formulate_seconds,
        solve=claim.solve_seconds,
        certify=time.perf_counter() - asked,
        total=asked - read,
        cpu=cpu,
    )
    bound = None if claim.bound is None else Fraction(claim.bound)
    return attrs.evolve(
        run,
        status=_status(cost, bound),
        claimed=claim.status,
        cost=cost,
        bound=bound,
        certified=cost is not None and not fault,
        nodes=claim.nodes,
        after=Size(claim.rows, claim.columns, claim.nonzeros),
        seconds=seconds,
        why=fault,
    )


def _status(cost: Fraction | None, bound: Fraction | None) -> str:
    """Judge by the bound, whatever the peer calls it: costs are whole yen."""
    if cost is None:
        return "none"
    proved = bound is not None and cost - bound < Fraction(1, 2)
    return "optimal" if proved else "feasible"


def _checked(
    peer: Peer, instance: Instance, claim: Claim
) -> tuple[Fraction | None, str]:
    """Price a peer's answer exactly, and tell the first thing wrong with it."""
    if not claim.purchased:
        return None, ""
    check = to.verify(instance.scenario, _answer(peer, instance, claim))
    cost = None if check.cost is None else check.cost.incl_tax.amount
    return cost, str(check.faults[0]) if check.faults else ""


def _answer(peer: Peer, instance: Instance, claim: Claim) -> to.Answer:
    scenario = instance.scenario
    keys = [to.ItemKey(to.ContractKey(o.id), "seat") for o in scenario.offers]
    rows = _rows(claim.seats)
    if peer.merged:
        groups = scenario.groups
        rows = split_rows(rows, groups.need, groups.needed[:, 0])
    return to.Answer(
        purchases=tuple((keys[v], n) for v, n in claim.purchased.items() if n),
        assignments=Assignments(
            sets=tuple((key,) for key in keys),
            groups=scenario.groups.ids,
            group=rows[:, 0],
            access=rows[:, 1],
            seats=rows[:, 2],
        ),
    )


def _rows(seats: Mapping[tuple[int, int], int]) -> np.ndarray[Any, Any]:
    found = [(row, vendor, n) for (row, vendor), n in sorted(seats.items()) if n]
    return np.array(found, dtype=np.int64).reshape(len(found), 3)


@attrs.frozen
class Shape:
    """What is measured once for an instance.

    Attributes
    ----------
    read_seconds
        Turning its document into a scenario.
    formulate_seconds
        Compiling, reducing and building the program.
    before, after
        Size of the program without reductions, unknown where that is too large to
        build, and with them.
    """

    read_seconds: float
    formulate_seconds: float
    before: Size
    after: Size


def shape_of(instance: Instance) -> Shape:
    """Read an instance and build its programs, to be timed and counted."""
    started = time.perf_counter()
    scenario = instance.scenario
    read = time.perf_counter()
    program = to.formulate(scenario)
    built = time.perf_counter()
    small = is_small(instance)
    before = _size(to.formulate(scenario, reductions=())) if small else Size()
    return Shape(read - started, built - read, before, _size(program))


def _size(program: to.Program) -> Size:
    stats = program.stats
    return Size(stats.rows, stats.columns, stats.nonzeros)
