from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from tariffopt.program import Column, Program, Row
from tariffopt.solvers import Outcome, pulp_adapter
from tariffopt.solvers.highs import _closed
from tariffopt.solvers.outcome import Settings
from tests.solvers.programs import SOLVERS, market_split, solve, tiers

every_solver = pytest.mark.parametrize("solver", SOLVERS)
PROVABLE_SLOWLY = market_split(50, 5, slack=True)
UNFINDABLE = market_split(40, 4, slack=False)


INTERRUPT = """
import _thread, threading, time
def interrupt(seconds):  # after the solver began, however late
    while not any(t.name.startswith("tariffopt-") for t in threading.enumerate()):
        time.sleep(0.01)
    time.sleep(seconds)
    _thread.interrupt_main()
def interrupt_after(seconds):
    threading.Thread(target=interrupt, args=[seconds], daemon=True).start()
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, so that every byte it prints is seen."""
    header = (
        "from tests.solvers.programs import *\n"
        # Where the tests run in the background, it is ignored, by children too.
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"{INTERRUPT}\n"
    )
    script = folder / "script.py"
    script.write_text(header + code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", f"exec(open({str(script)!r}).read())"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@every_solver
def test_time_limit_with_a_point(solver: str) -> None:
    """Out of time with a point in hand is "stopped", never "optimal"."""
    outcome = solve(PROVABLE_SLOWLY, solver=solver, time_limit=1)

    assert (outcome.status, outcome.stopped_because) == ("stopped", "time-limit")
    assert outcome.values is not None
    assert 0.5 < outcome.seconds < 30


def test_time_limit_bound_is_below_the_point() -> None:
    """What is proved so far is told, and no point is cheaper than that."""
    outcome = solve(PROVABLE_SLOWLY, time_limit=3)

    assert outcome.values is not None
    assert outcome.bound is not None
    cost = PROVABLE_SLOWLY.objective([round(value) for value in outcome.values])
    assert 0 <= outcome.bound < cost


@every_solver
def test_time_limit_without_a_point(solver: str) -> None:
    """Out of time with nothing: no values, though solvers leave some lying about."""
    outcome = solve(UNFINDABLE, solver=solver, time_limit=1)

    assert (outcome.status, outcome.stopped_because) == ("stopped", "time-limit")
    assert outcome.values is None


@every_solver
@pytest.mark.parametrize("limit", [0, 1e-9, 0.01])
def test_no_time_at_all(solver: str, limit: float) -> None:
    """A time limit of nothing ends at once, in order."""
    outcome = solve(PROVABLE_SLOWLY, solver=solver, time_limit=limit)

    assert (outcome.status, outcome.stopped_because) == ("stopped", "time-limit")
    assert outcome.seconds < 20


def test_a_relaxation_is_not_called_optimal(monkeypatch: pytest.MonkeyPatch) -> None:
    """CBC may be stopped before it branches, and then tell the relaxation's optimum."""
    pytest.importorskip("cbcbox")
    render = pulp_adapter.render

    def relaxed(program: Program, **options: bool) -> pulp_adapter.Rendered:
        free = tuple(attrs.evolve(c, integer=False) for c in program.columns)
        return render(attrs.evolve(program, columns=free), **options)

    monkeypatch.setattr(pulp_adapter, "render", relaxed)
    column, row = Column("x", upper=5, integer=True, cost=1), Row("r", ((0, 2),), 3)

    outcome = solve(Program((column,), (row,)), solver="CBC", time_limit=60)

    assert (outcome.status, outcome.stopped_because) == ("stopped", "time-limit")
    assert outcome.values is None
    assert outcome.bound is None


@every_solver
def test_wide_gap_is_not_called_optimal(solver: str) -> None:
    """A point within the gap that was asked for is good enough, but not proved."""
    first, *others = PROVABLE_SLOWLY.columns
    costly = attrs.evolve(first, lower=1, cost=1000)
    program = attrs.evolve(PROVABLE_SLOWLY, columns=(costly, *others))

    outcome = solve(program, solver=solver, gap=Fraction(1, 2))

    assert (outcome.status, outcome.stopped_because) == ("stopped", "gap-limit")
    assert outcome.values is not None
    assert outcome.bound is None or 0 < outcome.bound <= 1000


@pytest.mark.parametrize(
    ("objective", "bound", "closed"),
    [
        (100.0, 100.0, True),
        (100.0, 99.01, True),
        (100.0, 99.0, False),
        (1e9, 1e9 - 0.5, True),
        (1e9, 1e9 - 5e4, False),
    ],
)
def test_optimal_needs_a_bound_that_meets_the_cost(
    objective: float, bound: float, closed: bool
) -> None:
    """HiGHS's own "optimal" at its default gap, 0.01 % off, would not pass."""
    assert closed is _closed(objective, bound, Settings(unit_gap=0.999))


def test_two_threads_at_once() -> None:
    """Two solves run side by side and both find their optimum."""
    outcomes: dict[int, Outcome] = {}

    def work(number: int) -> None:
        for _ in range(5):
            outcomes[number] = solve(tiers(), threads=1 + number % 2)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    expected = Fraction(1000 + 501 * 350)
    assert [expected] * 2 == [outcomes[number].bound for number in range(2)]


def test_two_threads_run_side_by_side() -> None:
    """Two solves of a second take one second, not two: neither waits for the other."""
    started = time.perf_counter()
    workers = [
        threading.Thread(target=solve, args=(UNFINDABLE,), kwargs={"time_limit": 2})
        for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert time.perf_counter() - started < 3.9


def test_another_number_of_threads() -> None:
    """HiGHS solves nothing if a used thread asks for another number; we do."""
    outcomes = [solve(tiers(), threads=threads) for threads in (1, 2, 1, 2, 1)]

    assert {"optimal"} == {outcome.status for outcome in outcomes}


@every_solver
def test_interrupted_with_a_point(tmp_path: Path, solver: str) -> None:
    """Ctrl-C ends the solve and keeps the best point so far; nothing is printed."""
    code = f"""
interrupt_after(2.5)
outcome = solve(market_split(50, 5, slack=True), solver={solver!r}, time_limit=50)
print(outcome.status, outcome.stopped_because, outcome.values is not None)
print(outcome.seconds < 25, outcome.bound)
"""
    done = run(code, tmp_path)

    bound = {"HiGHS": 0}.get(solver)  # PuLP does not say how far CBC came
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["stopped interrupted True", f"True {bound}"]


@pytest.mark.skipif(os.name == "nt" or "CBC" not in SOLVERS, reason="of Unix, of CBC")
def test_a_program_is_gone_after_the_second_interrupt(tmp_path: Path) -> None:
    """The second Ctrl-C ends everything at once, a program that will not end too."""
    code = """
import subprocess
from tariffopt.solvers.apart import run_apart
code = "import signal as s, time; s.signal(2, s.SIG_IGN); print(flush=1); time.sleep(9)"
program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
program.stdout.readline()
import _thread, threading
for seconds in (0.5, 1.5):
    threading.Timer(seconds, _thread.interrupt_main).start()
try:
    run_apart(program.wait)
except KeyboardInterrupt:
    print("ended", program.returncode)
"""
    done = run(f"import sys\n{code}", tmp_path)

    assert (done.stdout, done.stderr) == ("ended -9\n", "")


@every_solver
def test_no_files_are_left(
    tmp_path: Path, solver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A solve that ends, and one that is interrupted, leave no file behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = f"""
import _thread, threading
solve(tiers(), solver={solver!r})
threading.Timer(2.5, _thread.interrupt_main).start()
solve(market_split(50, 5, slack=True), solver={solver!r}, time_limit=50)
"""
    assert run(code, tmp_path).stderr == ""

    assert [file.name for file in tmp_path.iterdir()] == ["script.py"]


def test_interrupted_without_a_point(tmp_path: Path) -> None:
    """Ctrl-C before anything was found gives no values."""
    code = """
interrupt_after(1)
outcome = solve(market_split(40, 4, slack=False), time_limit=30)
print(outcome.status, outcome.stopped_because, outcome.values)
"""
    done = run(code, tmp_path)

    assert (done.stdout, done.stderr) == ("stopped interrupted None\n", "")


def test_signal_handlers_are_left_alone(tmp_path: Path) -> None:
    """The library installs no signal handler, before, while or after it solves."""
    code = """
import signal
before = [signal.getsignal(number) for number in signal.valid_signals()]
solve(tiers())
after = [signal.getsignal(number) for number in signal.valid_signals()]
print(before == after)
"""
    assert run(code, tmp_path).stdout == "True\n"


@every_solver
def test_nothing_is_printed(tmp_path: Path, solver: str) -> None:
    """Not a byte on either stream, at the level of the process: no banner, no log."""
    code = f"""
from tariffopt.solvers import available_solvers
for program in (tiers(), INFEASIBLE, UNBOUNDED, RAY_WITHOUT_POINT):
    solve(program, solver={solver!r})
    solve(program, solver={solver!r}, relaxed=True, threads=2)
solve(market_split(50, 5, slack=True), solver={solver!r}, time_limit=0.3)
available_solvers()
"""
    done = run(code, tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
