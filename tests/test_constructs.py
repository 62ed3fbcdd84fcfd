"""docs/constructs.md is whole: what it names exists, what it shows is bought."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import tariffopt as to
from tariffopt.testing import check_tariff
from tests.dates import START

PROJECT = Path(__file__).parents[1]
PAGE = PROJECT / "docs" / "constructs.md"
WANTED = {*range(1, 10), 11, 12, *range(17, 23), 26, 27}
TERMS = to.Terms(START, 12)
_LINK = re.compile(r"\[([^]]+)\]\(([^)#]*)#?([^)]*)\)")
_TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Row:
    """One line of the table, its cells as they stand."""

    number: str
    name: str
    file: str
    quote: str
    optimum: str
    test: str


def rows() -> list[Row]:
    """Read the table."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [Row(*row) for row in cells if re.fullmatch(r"\d+|[A-Z]", row[0])]


def sections() -> dict[str, list[str]]:
    """Give the TOML blocks below each heading of the page, by its anchor."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^#+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading, _, text = part.partition("\n")
        anchor = re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")
        found[anchor] = _TOML.findall(text)
    return found


SHOWN = {
    f"{anchor} {number}": text
    for anchor, texts in sections().items()
    for number, text in enumerate(texts)
    if anchor != "the-examples"
}


def document(text: str) -> dict[str, Any]:
    """Make a whole document of what the page shows."""
    (head,) = sections()["the-examples"]
    return tomllib.loads(head + text, parse_float=Decimal)


def test_no_line_is_missing() -> None:
    """The table has each construct of the survey that is about quantities, once."""
    numbers = [int(row.number) for row in rows() if row.number.isdigit()]

    assert sorted(set(numbers)) == sorted(WANTED)
    assert len(numbers) == len(WANTED)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.number}")
def test_no_cell_is_empty(row: Row) -> None:
    """Each cell says something; a construct that is not there says why."""
    cells = attrs.astuple(row)[1:]

    assert all(cell and cell != "-" for cell in cells)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.number}")
def test_what_a_line_names_exists(row: Row) -> None:
    """The example stands on the page, and the test in the file that is named."""
    for _, path, anchor in _LINK.findall(row.file):
        assert not path
        assert sections()[anchor], f"no TOML below #{anchor}"
    for name, path, _ in _LINK.findall(row.test):
        text = (PAGE.parent / path).read_text(encoding="utf-8")
        assert re.search(rf"^\s*def {name}\(", text, re.MULTILINE)


@pytest.mark.parametrize("name", SHOWN)
def test_example_is_a_tariff(name: str) -> None:
    """What is shown reads, writes, and costs what its worked examples say."""
    source = {"title": "docs", "date": START}
    tariff = to.tariff_from_dict({**document(SHOWN[name]), "source": source})

    assert tariff.examples
    check_tariff(tariff)


@pytest.mark.parametrize("name", SHOWN)
def test_example_is_bought(name: str) -> None:
    """The optimizer serves what each worked example serves, and for no more."""
    tariff = to.tariff_from_dict(document(SHOWN[name]))
    for example in tariff.examples:
        bought = dict(example.buy)
        groups = [
            to.Group(
                item,
                seats * tariff.item(item).people,
                needs=tariff.item(item).grants,
            )
            for item, seats in bought.items()
            if tariff.item(item).grants and seats
        ]
        chosen = dict(example.choices)
        held = dict(example.held)
        plan = to.optimize(
            to.Scenario(
                groups,
                [tariff],
                TERMS,
                choose={tariff.id: chosen} if chosen else {},
                held={tariff.id: held} if held else {},
            )
        )

        assert plan.status == "optimal"
        assert plan.cost is not None
        bill = to.quote(tariff, bought, TERMS, choices=chosen, held=held or None)
        assert plan.cost.excl_tax <= bill.excl_tax
