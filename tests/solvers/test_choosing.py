from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from tariffopt.errors import SolverError
from tariffopt.program import Column, Program, Row
from tariffopt.solvers import available_solvers, pulp_adapter
from tariffopt.solvers.outcome import Answer, Settings
from tests.solvers.programs import SOLVERS, UNBOUNDED, solve, tiers

every_solver = pytest.mark.parametrize("solver", SOLVERS)
NEEDS_CBC = pytest.mark.skipif("CBC" not in SOLVERS, reason="cbcbox is not installed")


def fault_of(error: pytest.ExceptionInfo[SolverError]) -> tuple[str, dict[str, object]]:
    """Give code and fields of the only fault."""
    (fault,) = error.value.faults
    return fault.code, dict(fault.fields)


@pytest.mark.parametrize("name", ["HiGHS", "highs", "HIGHS"])
def test_highs_in_any_case(name: str) -> None:
    """HiGHS is found however it is written, and signs with name and version."""
    outcome = solve(tiers(), solver=name)

    assert outcome.name == "HiGHS"
    assert outcome.version is not None
    assert outcome.version.startswith("1.")
    assert outcome.nodes is not None


@NEEDS_CBC
@pytest.mark.parametrize("name", ["CBC", "cbc", "COIN_CMD", "coin_cmd"])
def test_cbc_by_its_names(name: str) -> None:
    """CBC goes by its own name and by PuLP's, and is called as it was asked for."""
    assert solve(tiers(), solver=name).name == name.upper()


def test_available_solvers_lists_highs() -> None:
    """HiGHS comes with the project, so it is always there."""
    assert "HiGHS" in available_solvers()


def test_unknown_solver_is_named_with_a_guess() -> None:
    """A slip of the pen gets a "did you mean" and the list of what is there."""
    with pytest.raises(SolverError) as caught:
        solve(tiers(), solver="GUROBY")

    code, fields = fault_of(caught)
    assert (code, fields["found"]) == ("solver-unknown", "GUROBY")
    assert fields["guess"] == "GUROBI"
    assert "HiGHS" in str(fields["available"])
    assert "GUROBI" in caught.value.text("en")
    assert "GUROBI" in caught.value.text("ja")


def test_missing_solver_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver that is not there is an error with the command that installs it."""
    monkeypatch.setattr(pulp_adapter, "solver_is_there", lambda name: name == "HiGHS")

    with pytest.raises(SolverError) as caught:
        solve(tiers(), solver="CBC")

    code, fields = fault_of(caught)
    assert code == "solver-missing"
    assert fields["install"] == 'pip install "tariffopt[cbc]"'
    assert fields["available"] == "HiGHS"


def test_missing_program_is_looked_for_on_the_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver no package brings is said to be missing, not to be unknown."""
    monkeypatch.setattr(pulp_adapter, "solver_is_there", lambda _: False)

    with pytest.raises(SolverError) as caught:
        solve(tiers(), solver="GLPK_CMD")

    assert fault_of(caught)[0] == "solver-not-on-path"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"time_limit": -1}, ValueError),
        ({"time_limit": math.nan}, ValueError),
        ({"time_limit": math.inf}, ValueError),
        ({"threads": 0}, ValueError),
        ({"seed": -1}, ValueError),
        ({"seed": 2**31}, ValueError),
        ({"gap": Fraction(-1, 2)}, ValueError),
        ({"gap": 0.01}, TypeError),
    ],
)
def test_settings_outside_their_range(
    wrong: dict[str, object], error: type[Exception]
) -> None:
    """Nonsense is refused with its parameter's name, before a solver runs."""
    with pytest.raises(error, match=next(iter(wrong))):
        solve(tiers(), **wrong)  # type: ignore[arg-type]


@every_solver
def test_log_goes_to_the_file(tmp_path: Path, solver: str) -> None:
    """The solver's own log is written where asked, replacing what was there."""
    log = tmp_path / "run.log"
    log.write_text("old", encoding="utf-8")

    solve(tiers(), solver=solver, log=log)

    words = log.read_text(encoding="utf-8", errors="replace")
    assert not words.startswith("old")
    assert len(words.splitlines()) > 3


def test_log_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A log in a folder that does not exist is not lost in silence."""
    with pytest.raises(FileNotFoundError):
        solve(tiers(), log=tmp_path / "none" / "run.log")


@NEEDS_CBC
def test_numbers_too_long_for_a_file_are_refused() -> None:
    """PuLP hands CBC twelve digits; a thirteenth is not dropped in silence."""
    long = 1_234_567_890_123
    program = Program(
        (Column("x", upper=1, integer=True),), (Row("r", ((0, long),), lower=1),)
    )

    with pytest.raises(SolverError) as caught:
        solve(program, solver="CBC")

    code, fields = fault_of(caught)
    assert ("solver-digits", long) == (code, fields["found"])
    assert solve(program).status == "optimal"


def lying(status: str) -> Answer:
    """Give an answer of another solver that has the given status."""
    return Answer(status, "COIN_CMD")  # type: ignore[arg-type]


@NEEDS_CBC
@pytest.mark.parametrize("status", ["infeasible", "infeasible-or-unbounded"])
def test_false_infeasible_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    """If HiGHS finds a point where another says there is none, that is an error."""
    monkeypatch.setattr(pulp_adapter, "solve_by_name", lambda *_: lying(status))

    with pytest.raises(SolverError) as caught:
        solve(tiers(), solver="CBC")

    assert fault_of(caught)[0] == "solver-failed"


@NEEDS_CBC
def test_unknown_status_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """CBC's "status unknown" of an unbounded program becomes "unbounded"."""
    answer = lying("infeasible-or-unbounded")
    monkeypatch.setattr(pulp_adapter, "solve_by_name", lambda *_: answer)

    assert solve(UNBOUNDED, solver="CBC").status == "unbounded"


@NEEDS_CBC
def test_unsettled_status_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time left to settle it, "infeasible or unbounded" stays as it is."""
    answer = lying("unbounded")
    monkeypatch.setattr(pulp_adapter, "solve_by_name", lambda *_: answer)
    rows = (Row("r", ((0, 2), (1, -3)), 3, 3),)
    columns = (Column("x", integer=True, cost=-1), Column("y", integer=True))

    outcome = solve(Program(columns, rows), solver="CBC", time_limit=0)

    assert outcome.status == "infeasible-or-unbounded"
    assert outcome.stopped_because == "time-limit"


@pytest.mark.parametrize(
    ("codes", "limit", "expected"),
    [
        ((1, 1), None, ("optimal", None, True)),
        ((1, 2), 5, ("stopped", "time-limit", True)),
        ((1, 2), None, ("stopped", "unknown", True)),
        ((0, 0), 5, ("stopped", "time-limit", False)),
        ((-1, -1), None, ("infeasible", None, False)),
        ((-2, -2), None, ("unbounded", None, False)),
        ((-3, 0), None, ("infeasible-or-unbounded", None, False)),
    ],
)
def test_old_status_codes(
    codes: tuple[int, int], limit: float | None, expected: tuple[object, ...]
) -> None:
    """PuLP 3.3.2's "Optimal" means "has a solution": its second code tells more."""
    settings = Settings(solver="COIN_CMD", time_limit=limit)

    class Problem:
        sol_status = codes[1]

    assert expected == pulp_adapter._read_report(Problem, codes[0], settings)


def test_optimal_within_a_gap_is_not_optimal() -> None:
    """Of a solver that tells no bound, "optimal" within a gap proves nothing."""
    settings = Settings(solver="COIN_CMD", gap=Fraction(1, 100))

    class Problem:
        sol_status = 1

    assert pulp_adapter._read_report(Problem, 1, settings) == (
        "stopped",
        "gap-limit",
        True,
    )


def test_columns_reach_every_solver_in_one_order() -> None:
    """Both PuLPs hand over columns by name, so both Pythons give the same answer."""
    columns = tuple(Column(name, upper=1, cost=1) for name in ("b", "c", "a"))
    program = Program((*columns, Column("unused")), (Row("r", ((1, 1),), lower=1),))

    assert pulp_adapter.render(program).order == (2, 0, 1)


def test_importing_loads_no_solver() -> None:
    """The package can be imported, and a trivial program solved, without any."""
    code = (
        "import sys; from tariffopt.solvers import solve;"
        "from tariffopt.program import Program; solve(Program((), ()));"
        "print({'pulp', 'highspy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"


def test_values_are_plain() -> None:
    """An outcome is a frozen value that outlives the solver's model."""
    outcome = solve(tiers())

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        outcome.status = "stopped"  # type: ignore[misc]
    assert all(type(value) is float for value in outcome.values or ())
