from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tariffopt.cli.pages import columns
from tests.cli.running import Run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.usefixtures("city")
def test_quote_of_the_city(cli: Run) -> None:
    """501 accounts for a year cost 2,104,200 yen before tax, as the tariff prints."""
    done = cli("quote", "lgwan-chat.toml", "501")

    assert done.code == 0
    assert "2,104,200" in done.out
    assert "12" in done.out
    assert done.err == ""


@pytest.mark.usefixtures("city")
def test_quote_with_tax(cli: Run) -> None:
    """``--tax`` adds the tax; how it is rounded, and how often, is printed."""
    done = cli("quote", "lgwan-chat", "501", "--tax", "10%", "--lang", "ja")

    assert done.code == 0
    assert "2,314,620円" in done.out
    assert "210,420円" in done.out
    assert "切捨て" in done.out
    assert "年1回" in done.out


@pytest.mark.usefixtures("city")
def test_monthly_invoices_round_differently(cli: Run) -> None:
    """The invoice and the rounding are the reader's to choose, and are printed."""
    words = ("quote", "lgwan-chat", "501", "--tax", "8.33%", "--rounding", "ceil")

    yearly = cli(*words)
    monthly = cli(*words, "--invoice", "month")

    assert yearly.code == monthly.code == 0
    assert "2,279,480" in yearly.out  # 2,104,200 x 0.0833 = 175,279.86
    assert "2,279,484" in monthly.out  # 12 x ceil(175,350 x 0.0833 = 14,606.655)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("lang", "word"), [("en", "less"), ("ja", "安い")])
def test_last_line_says_when_more_costs_less(cli: Run, lang: str, word: str) -> None:
    """450 accounts cost 61,380 yen more than 501: the last line says so."""
    done = cli("quote", "lgwan-chat", "450", "--tax", "10%", "--lang", lang)

    last = done.out.strip().splitlines()[-1]
    assert "2,376,000" in done.out
    assert "501" in last
    assert "61,380" in last
    assert word in last


@pytest.mark.usefixtures("city")
def test_nothing_is_said_where_more_costs_more(cli: Run) -> None:
    """Outside the dead zone no larger quantity is recommended."""
    done = cli("quote", "lgwan-chat", "438", "--tax", "10%")

    assert "less" not in done.out.splitlines()[-1]


@pytest.mark.usefixtures("club")
def test_several_items(cli: Run) -> None:
    """Items are named with their quantities: 66 members at USD 7.25, guests free."""
    done = cli("quote", "messenger.toml", "member=66", "guest=330", "--months", "1")

    assert done.code == 0
    assert "478.50" in done.out


@pytest.mark.usefixtures("club")
def test_several_items_must_be_named(cli: Run) -> None:
    """A bare number is refused where it could mean several items."""
    done = cli("quote", "messenger.toml", "66")

    assert done.code == 2
    assert "member" in done.err
    assert "guest" in done.err


@pytest.mark.usefixtures("club")
def test_unknown_item(cli: Run) -> None:
    """An item the tariff does not have is answered with those it has."""
    done = cli("quote", "messenger.toml", "membr=66")

    assert done.code == 5
    assert "member" in done.err


@pytest.mark.usefixtures("club")
def test_rule_of_the_vendor(cli: Run) -> None:
    """More guests than the members allow cannot be quoted."""
    done = cli("quote", "messenger.toml", "member=65", "guest=330")

    assert done.code == 5
    assert "guest" in done.err


@pytest.mark.usefixtures("city")
def test_past_the_last_tier(cli: Run) -> None:
    """There is no price past the last tier: ask for a quotation; exit 5."""
    done = cli("quote", "lgwan-chat", "3001")

    assert done.code == 5
    assert "3,001" in done.err
    assert "quotation" in done.err


@pytest.mark.usefixtures("city")
def test_quantities_may_be_written_as_in_a_table(cli: Run) -> None:
    """Thousands separators and full-width digits are read."""
    plain = cli("quote", "lgwan-chat", "1200")

    assert cli("quote", "lgwan-chat", "1,200") == plain
    assert cli("quote", "lgwan-chat", "１２００") == plain
    assert cli("quote", "lgwan-chat", "account=1_200") == plain


@pytest.mark.usefixtures("city")
def test_dated_tariff_needs_a_day_it_covers(cli: Run) -> None:
    """``--on`` chooses the version; a day before the first one is an error."""
    text = Path("lgwan-chat.toml").read_text("utf-8")
    head, charges = text.split("[[charges]]", 1)
    body, _, _ = charges.partition("[[examples]]")
    dated = head + "[[versions]]\nfrom = 2021-04-01\n[[versions.charges]]" + body
    Path("dated.toml").write_text(dated, encoding="utf-8")

    before = cli("quote", "dated.toml", "501", "--on", "2021-03-31")
    after = cli("quote", "dated.toml", "501", "--on", "2021-04-01")

    assert before.code == 5
    assert "2021-04-01" in before.err
    assert after.code == 0
    assert "2,104,200" in after.out


@pytest.mark.usefixtures("city")
def test_today_is_the_default(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``--on`` the tariff's prices of today are taken."""

    class Calendar:
        def today(self) -> date:
            return date(2023, 1, 31)

    monkeypatch.setattr("tariffopt.cli.commands.prices.date", Calendar())

    assert "2023-01-31" in cli("quote", "lgwan-chat", "501").out


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "words",
    [
        ("quote", "lgwan-chat", "450", "--tax", "10%"),
        ("quote", "atlassian-access-2018", "501"),
        ("steps", "lgwan-chat", "--tax", "10%", "--need", "450"),
        ("steps", "osaka-u-mail"),
        ("tariffs", "show", "lgwan-chat"),
    ],
)
def test_texts_fit_the_console(cli: Run, words: tuple[str, ...], lang: str) -> None:
    """Bills and steps fit 80 columns and a CP932 console."""
    done = cli(*words, "--lang", lang)

    assert done.code == 0
    assert max(columns(line) for line in done.out.splitlines()) <= 80
    assert done.out.encode("cp932")


@pytest.mark.parametrize(("others", "total"), [(250, "1,200,000"), (251, "1,050,000")])
def test_others(cli: Run, others: int, total: str) -> None:
    """``--others`` says what the other bodies buy, which reach the tier together."""
    pooled = EXAMPLES / "s6-municipalities" / "pooled-chat.toml"
    done = cli("quote", str(pooled), "250", "--others", f"account={others}")

    assert done.code == 0
    assert total in done.out


def test_others_of_an_unknown_item(cli: Run) -> None:
    """An item that the tariff does not have is told with its place; exit 5."""
    pooled = EXAMPLES / "s6-municipalities" / "pooled-chat.toml"
    done = cli("quote", str(pooled), "250", "--others", "seat=1", "--lang", "ja")

    assert done.code == 5
    assert "$.others.seat" in done.err
