from __future__ import annotations

import pytest

from tests.cli.running import Run

TAX = ("--tax", "10%")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("lang", "zone"), [("en", "439"), ("ja", "439")])
def test_dead_zone(cli: Run, lang: str, zone: str) -> None:
    """The tiers and the dead zone from 439 to 500 are shown."""
    done = cli("steps", "lgwan-chat.toml", *TAX, "--lang", lang)

    assert done.code == 0
    for word in (zone, "500", "501", "3,000", "400", "350"):
        assert word in done.out
    assert done.err == ""


@pytest.mark.usefixtures("city")
def test_japanese_names_the_dead_zone(cli: Run) -> None:
    """The Japanese text uses the word that reviewers use."""
    assert "割高" in cli("steps", "lgwan-chat", *TAX, "--lang", "ja").out


@pytest.mark.usefixtures("city")
def test_need(cli: Run) -> None:
    """For 450 needed, 501 are bought, and 438 are the first that save."""
    done = cli("steps", "lgwan-chat", *TAX, "--need", "450")

    assert done.code == 0
    for word in ("501", "2,314,620", "438"):
        assert word in done.out


@pytest.mark.usefixtures("city")
def test_budget(cli: Run) -> None:
    """Within 2,000,000 yen with tax, 378 accounts can be bought."""
    done = cli("steps", "lgwan-chat", *TAX, "--budget", "2,000,000")

    assert done.code == 0
    assert "378" in done.out


@pytest.mark.usefixtures("city")
def test_range(cli: Run) -> None:
    """``--range`` shows each quantity, with the cheapest purchase that covers it."""
    done = cli("steps", "lgwan-chat", *TAX, "--range", "499:502")

    rows = [line.split() for line in done.out.splitlines()]
    assert done.code == 0
    assert ["499", "2,634,720", "501", "2,314,620"] in rows
    assert ["502", "2,319,240", "502", "2,319,240"] in rows


@pytest.mark.usefixtures("city")
def test_need_without_a_price(cli: Run) -> None:
    """A need past the last tier has no price; exit 5."""
    assert cli("steps", "lgwan-chat", "--need", "3001").code == 5


@pytest.mark.usefixtures("club")
def test_item(cli: Run) -> None:
    """``--item`` chooses among several items."""
    done = cli("steps", "messenger.toml", "--item", "member", "--months", "1")

    assert done.code == 0
    assert "7.25" in done.out
