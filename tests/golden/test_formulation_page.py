"""The page on the formulation shows the program that is really built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tariffopt as to
from tariffopt.solvers import write_program


@pytest.fixture
def page(project: Path) -> str:
    """Read the page."""
    return (project / "docs" / "formulation.md").read_text(encoding="utf-8")


def test_page_shows_the_seed_case(page: str, tmp_path: Path) -> None:
    """The LP file on the page is the one written for the real case, to the letter."""
    file = tmp_path / "seed.lp"
    write_program(to.formulate(to.demo_scenario(), reductions=()), file)

    (shown,) = re.findall(r"```lp\n(.*?)```", page, re.DOTALL)

    assert shown.strip() == file.read_text(encoding="ascii").strip()


def test_page_tells_the_optimum_of_its_program(page: str) -> None:
    """The page's 3,507 units of 660 yen are the certified cost of the real case."""
    program = to.formulate(to.demo_scenario(), reductions=())

    cost = to.optimize(to.demo_scenario()).cost.incl_tax.amount

    assert (cost - program.constant) / program.unit == 3507
    assert "3,507 units, which is 2,314,620 yen" in page
    assert cost == 2_314_620


def test_page_names_every_kind_of_row_and_column(page: str) -> None:
    """Each name in the code's own list of names is explained on the page."""
    kinds = "q x y z w on n held b t need seats step least most ratio split from"
    kinds += " upto one pack signed bought use part load tax last"
    kinds += " yt zt splitt fromt uptot onet sharet in cap apart first asks asked"
    kinds += " enough r paid none just some"

    missing = [kind for kind in kinds.split() if f"{kind}{{" not in page]

    assert missing == []
    assert "surplus:" in page
