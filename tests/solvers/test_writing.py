from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs
import highspy
import pytest

from tariffopt.errors import OutputError, SolverError
from tariffopt.program import Column, Program, Row
from tariffopt.solvers import write_program
from tests.solvers.programs import tiers

GOLDEN = r"""\* cost in money = 1000 + 50 x objective *\
\* tariffopt *\
Minimize
OBJ: 7 high + 8 low
Subject To
high_least: - 501 at_high + high >= 0
high_most: - 3000 at_high + high <= 0
low_least: - at_low + low >= 0
low_most: - 500 at_low + low <= 0
need: high + low >= 439
one_tier: at_high + at_low <= 1
Bounds
 0 <= high
 0 <= low
Generals
high
low
Binaries
at_high
at_low
End
"""


def optimum(path: Path) -> float:
    """Let HiGHS read a file with its own reader, and solve it."""
    model = highspy.Highs.__new__(highspy.Highs)
    super(highspy.Highs, model).__init__()
    model.setOptionValue("output_flag", False)
    assert highspy.HighsStatus.kOk == model.readModel(str(path))
    model.run()
    return float(model.getObjectiveValue())


def test_lp_file_is_readable_and_the_same_everywhere(tmp_path: Path) -> None:
    """The names of the formulation stand in the file, sorted, on every Python."""
    path = tmp_path / "tiers.lp"

    write_program(tiers(), path)

    assert path.read_text(encoding="ascii") == GOLDEN
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("name", ["p.lp", "p.mps", "p.LP", "p.MPS"])
def test_files_hold_the_program(tmp_path: Path, name: str) -> None:
    """Another reader finds the same optimum in the file: 501 x 7 units of 50."""
    path = tmp_path / name

    write_program(tiers(), path)

    assert pytest.approx(optimum(path.rename(tmp_path / name.lower()))) == 501 * 7


@pytest.mark.parametrize("name", ["p.lp", "p.mps"])
def test_bounds_and_ranges_reach_the_file(tmp_path: Path, name: str) -> None:
    """Negative, open and missing bounds, ranges and free integers mean the same."""
    columns = (
        Column("credit", -7, 3, integer=True, cost=6),
        Column("open", integer=True, cost=5),
        Column("part", -2, None, cost=1),
        Column("idle", 2, 5),
    )
    rows = (
        Row("both", ((0, 1), (1, 1)), -4, 9),
        Row("least", ((1, 1), (2, 1)), lower=8),
    )
    path = tmp_path / name

    write_program(Program(columns, rows), path)

    assert pytest.approx(optimum(path)) == -7 * 6 + 3 * 5 + 5


def test_no_costs_and_no_rows(tmp_path: Path) -> None:
    """Programs without costs or rows are written all the same."""
    path = tmp_path / "p.lp"

    write_program(Program((Column("x", upper=3),), (Row("r", ((0, 1),), 1),)), path)
    assert optimum(path) == 0

    write_program(Program((Column("x", 2, 3, cost=4),), ()), path)
    assert optimum(path) == 8


def test_unit_and_constant_are_told(tmp_path: Path) -> None:
    """The file says how its objective becomes money, as exact numbers."""
    path = tmp_path / "p.mps"
    program = attrs.evolve(tiers(), unit=Fraction(1, 3), constant=Fraction(5, 2))

    write_program(program, path)

    first = path.read_text(encoding="ascii").splitlines()[0]
    assert first == "* cost in money = 2.5 + 1/3 x objective"


def test_writing_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    """An older file is replaced at once, and no draft stays beside it."""
    path = tmp_path / "p.lp"
    path.write_text("old", encoding="utf-8")

    write_program(tiers(), path)

    assert [path] == list(tmp_path.iterdir())
    assert path.read_text(encoding="ascii").startswith("\\*")


def test_other_endings_are_refused(tmp_path: Path) -> None:
    """Only .lp and .mps are programs; the error names both."""
    with pytest.raises(OutputError, match=r"\.lp, \.mps"):
        write_program(tiers(), tmp_path / "p.txt")


@pytest.mark.parametrize("name", ["p.lp", "p.mps"])
def test_long_numbers_are_not_cut(tmp_path: Path, name: str) -> None:
    """A number the file cannot carry is an error, and no file is left."""
    program = Program((Column("x", cost=1_000_000_000_001),), ())

    with pytest.raises(SolverError, match="1000000000001"):
        write_program(program, tmp_path / name)

    assert list(tmp_path.iterdir()) == []
