"""Running every method on every instance, keeping each row as soon as it is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import attrs

from benchmarks.families import Instance, one_product
from benchmarks.methods import METHODS, Method, Shape, run_method, shape_of
from benchmarks.runs import OURS, UNREDUCED, Run, Settings
from benchmarks.suites import Suite

Record = Callable[[Run], object]


def warm_up() -> None:
    """Load PuLP and HiGHS, so that no run pays for it."""
    instance = one_product(2, 2, 100, seed=1)
    for method in METHODS:
        run_method(method, instance, Settings(time_limit=1.0), seed=0)


def run_suite(suite: Suite, settings: Settings, record: Record) -> None:
    """Run all methods on the instances of a family.

    Parameters
    ----------
    suite
        The family.
    settings
        Shared by all methods.
    record
        Called with each run when it is done, so that an interruption loses none.

    Raises
    ------
    KeyboardInterrupt
        Passed on; what was recorded stays recorded.
    """
    for instance in suite.instances():
        for run in runs_of(instance, settings):
            record(run)


def runs_of(instance: Instance, settings: Settings) -> Iterator[Run]:
    """Run all methods on one instance, the repeats of a method one after another."""
    say(f"{instance.name} {instance.sha256[:12]}")
    shape = shape_of(instance)
    for method in METHODS:
        if not (settings.wants(method.name) and method.can(instance)):
            continue
        for run in _repeats(method, instance, settings):
            yield _shaped(run, shape)


def _shaped(run: Run, shape: Shape) -> Run:
    """Add what was measured once for the instance."""
    if run.method == UNREDUCED:
        return attrs.evolve(run, after=shape.before)
    if run.method != OURS:
        return run
    seconds = attrs.evolve(
        run.seconds, read=shape.read_seconds, formulate=shape.formulate_seconds
    )
    return attrs.evolve(run, before=shape.before, after=shape.after, seconds=seconds)


def _repeats(method: Method, instance: Instance, settings: Settings) -> Iterator[Run]:
    for seed in range(settings.repeats):
        run = run_method(method, instance, settings, seed)
        ended = f"{run.seconds.total:8.2f} s  {run.status:8} {run.price:>16}"
        say(f"  {method.name:24} seed {seed} {ended}  {run.why}".rstrip())
        yield run
        if not run.proved:
            return


def say(line: str) -> None:
    """Tell the progress on the standard error stream."""
    print(line, file=sys.stderr, flush=True)
