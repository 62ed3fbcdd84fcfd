"""What plans, bills and tariffs say, case by case; the whole texts are in golden/."""

from __future__ import annotations

import ast
import csv
import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import tariffopt.report
from tariffopt.errors import OutputError, QuantityError
from tariffopt.optimizing import optimize
from tariffopt.plan import Plan, read_plan
from tariffopt.report import (
    ENDINGS,
    bill_text,
    plan_text,
    steps_text,
    tariff_text,
    write_report,
)
from tariffopt.report.bills import cheaper_larger
from tariffopt.report.csv import assignments_csv
from tariffopt.scenario import BudgetFigure, Group, Limits, Scenario
from tariffopt.tariff import Tariff, Tax, Terms, quote, tariff_from_dict
from tariffopt.texts import LANGS, Lang, catalogue
from tariffopt.texts.columns import width_of
from tests.building import MONTH, chat

FISCAL = Terms(date(2021, 4, 1), 12, Tax("10%", "floor", "year"))
TIERS = [{"up_to": 500, "price": 400}, {"up_to": 3000, "price": 350}]
SEAT = {"seat": {"name": "seats", "grants": ["chat"]}}


def tariff(**more: Any) -> Tariff:
    """Make the all-units tariff of the real case, with changes."""
    document: dict[str, Any] = {
        "id": "chat",
        "name": "Chat",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": SEAT,
        "charges": [{"per": "month", "scheme": "volume", "tiers": TIERS}],
    }
    return tariff_from_dict(document | more)


def plan(people: int = 501, terms: Terms = FISCAL, **more: Any) -> Plan:
    """Decide for one group of people on that tariff."""
    offer = more.pop("offer", None) or tariff()
    group = more.pop("group", Group("All", people, needs="chat"))
    return optimize(Scenario([group], [offer], terms, "Chat", **more))


def line_of(text: str, start: str) -> str:
    """Give the first line that starts so, spaces aside."""
    return next(line for line in text.splitlines() if line.lstrip().startswith(start))


# --- the head of a plan -----------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "said"),
    [
        (date(2021, 4, 1), 12, "令和3年度(2021年4月から12か月)"),
        (date(2019, 4, 1), 12, "令和元年度(2019年4月から12か月)"),
        (date(2018, 4, 1), 12, "平成30年度(2018年4月から12か月)"),
        (date(1988, 4, 1), 12, "1988年4月から12か月"),
        (date(2021, 4, 1), 24, "2021年4月から24か月"),
        (date(2021, 5, 1), 12, "2021年5月から12か月"),
        (date(2021, 4, 2), 12, "2021年4月2日から12か月"),
    ],
)
def test_only_fiscal_years_have_an_era(start: date, months: int, said: str) -> None:
    """A horizon is named by its era only where it is a fiscal year from April."""
    terms = Terms(start, months, Tax("10%"))

    assert plan_text(plan(5, terms), lang="ja").splitlines()[0].endswith(" " + said)


def test_a_long_name_leaves_the_horizon_its_own_line() -> None:
    """A name that leaves no room is a line of its own, broken if need be."""
    long = attrs.evolve(plan(5).scenario, name="採用計画 " * 20)
    lines = plan_text(optimize(long), lang="ja").splitlines()

    assert lines[lines.index("") - 1] == "令和3年度(2021年4月から12か月)"


@pytest.mark.parametrize(
    ("unit", "rounding", "en", "ja"),
    [
        (1000, "up", "2,315 thousand (rounded up)", "2,315千円(千円未満切上げ)"),
        (1000, "down", "2,314 thousand (rounded down)", "2,314千円(千円未満切捨て)"),
        (
            1000,
            "half-up",
            "2,315 thousand (rounded half up)",
            "2,315千円(千円未満四捨五入)",
        ),
        (1_000_000, "up", "3 million (rounded up)", "3百万円(百万円未満切上げ)"),
        (100, "up", "JPY 2,314,700 (rounded up)", "2,314,700円(100円未満切上げ)"),
        (1, "up", "JPY 2,314,620 (rounded up)", "2,314,620円(1円未満切上げ)"),
    ],
)
def test_budget_figures(unit: int, rounding: str, en: str, ja: str) -> None:
    """A budget figure is said in its unit, with how it was rounded."""
    decided = plan(budget_figure=BudgetFigure(unit, rounding))

    assert "budget figure " + en in plan_text(decided)
    assert "予算額 " + ja in plan_text(decided, lang="ja")


def test_figure_in_dollars_is_not_in_yen() -> None:
    """The currency of a budget figure is the plan's."""
    decided = plan(offer=tariff(currency="USD"), budget_figure=BudgetFigure(1000, "up"))

    assert "2,315千米ドル(千米ドル未満切上げ)" in plan_text(decided, lang="ja")


def test_without_tax_none_is_claimed() -> None:
    """Where no tax is computed, the total says whether tax is in it."""
    terms = Terms(date(2021, 4, 1), 12)
    net = plan_text(plan(terms=terms), lang="ja")
    gross = plan_text(
        plan(terms=terms, offer=tariff(prices="including-tax")), lang="ja"
    )

    assert line_of(net, "税抜").startswith("税抜    2,104,200円")
    assert line_of(gross, "税込").startswith("税込    2,104,200円")
    assert "×1.1" not in net + gross
    assert "消費税10%" not in net + gross


def test_factor_stands_only_where_it_is_true() -> None:
    """Where tax is cut per month, the equation ends before tax."""
    cut = Terms(date(2021, 4, 1), 12, Tax("7.7%", "floor", "month"))
    text = plan_text(plan(3, cut), lang="ja")

    assert "×1.077" not in text
    assert "月額400円×3seats×12か月=14,400円" in text
    assert "税抜 14,400円 + 消費税7.7% 1,104円(請求は月1回、1円未満切捨て)" in text
    assert "\n  税込 15,504円\n" in text


def test_tax_in_the_price_is_shown_as_part_of_it() -> None:
    """Prices that include tax say how much of them is tax."""
    text = plan_text(plan(10, offer=tariff(prices="including-tax")))

    assert "JPY 400/month x 10 seats x 12 months = JPY 48,000" in text
    assert "incl. tax 48,000, of which tax 10 % 4,363" in text


def test_tax_classes_are_shown_each() -> None:
    """Two rates are two parts of the tax line."""
    charges = [
        {"per": "month", "scheme": "per_unit", "price": 100},
        {"per": "once", "scheme": "flat", "price": 1000, "tax_class": "reduced"},
    ]
    rates = Tax(rates={"standard": "10%", "reduced": "8%"})
    text = plan_text(
        plan(10, Terms(date(2021, 4, 1), 12, rates), offer=tariff(charges=charges))
    )

    assert "tax 8 % 80 + tax 10 % 1,200" in " ".join(text.split())
    assert "Chat, flat: JPY 1,000 = JPY 1,000" in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("time-limit", "the time limit ended the search"),
        ("interrupted", "the search was interrupted"),
        ("gap", "the search ended within the gap asked for"),
        ("node-limit", "node-limit"),
    ],
)
def test_an_unproved_plan_says_so(reason: str, words: str) -> None:
    """Without a proof the text names the gap in money, the bound, and the reason."""
    found = plan()
    bound = attrs.evolve(found.cost.incl_tax, amount=found.cost.incl_tax.amount - 4620)
    open_plan = attrs.evolve(
        found, status="feasible", proof="none", bound=bound, stopped_because=reason
    )
    text = " ".join(plan_text(open_plan).split())

    assert f"not proved: {words}" in text
    assert "No plan costs less than JPY 2,310,000" in text
    assert "JPY 4,620 (0.2 %) less" in text
    assert "optimal" not in text


def test_a_plan_without_a_bound_says_so() -> None:
    """Without a bound nothing is said about how far the plan is from the least."""
    found = attrs.evolve(plan(), proof="none", bound=None, stopped_because="time-limit")

    assert "How much less a plan could cost is not known" in " ".join(
        plan_text(found).split()
    )


def test_a_solvers_proof_names_the_solver() -> None:
    """What a solver proved is its word, under its name and version."""
    found = attrs.evolve(
        plan(),
        proof="solver",
        solver=attrs.evolve(plan().solver, name="HiGHS", version="1.2"),
    )

    assert line_of(plan_text(found), "Status") == "Status  optimal, proved by HiGHS 1.2"


def test_limits_and_their_price_are_said() -> None:
    """A limit that costs something says how much."""
    text = plan_text(plan(450, limits=Limits(max_surplus=50)), lang="ja")

    assert "予備 50まで、予備の制限により61,380円高い" in text.replace("\n        ", "")


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "en",
            [
                "439 to 500 seats cost more than 501: ",
                "501 seats would cost JPY 2,314,620, JPY 61,380 less.",
            ],
        ),
        (
            "ja",
            [
                "439～500seatsは501seatsよりも割高となる。",
                "501seatsなら2,314,620円で、61,380円安い。",
            ],
        ),
    ],
)
def test_a_limit_that_buys_inside_a_dead_zone(lang: Any, sentences: list[str]) -> None:
    """All quantities around the one bought cost more than 501; what that costs."""
    text = plan_text(plan(450, limits=Limits(max_surplus=50)), lang=lang)

    for sentence in sentences:
        assert sentence in text


def test_savings_are_those_under_the_limit() -> None:
    """Where the limit on idle seats decides, savings are those under the limit."""
    text = plan_text(plan(450, limits=Limits(max_surplus=50)))

    assert "449, the first that saves" in text
    assert "438, the first that saves" not in text
    assert "at the same cost" not in text


# --- idle seats -------------------------------------------------------------------


def test_idle_seats_have_a_reason_and_a_price() -> None:
    """Seats nobody uses are explained by what it would cost not to buy them."""
    text = plan_text(plan(450), lang="ja")

    assert line_of(text, "購入") == "購入    seats 501 (必要 450、予備 51)"
    assert "必要数どおり450を購入すると2,376,000円で、61,380円高くなる。" in text
    assert "予備を50以下に抑える(--max-surplus 50)と最安は2,376,000円。" in text


def test_idle_seats_by_a_minimum() -> None:
    """Where the need cannot be bought, the text says what can."""
    items = {"seat": {"grants": ["chat"], "minimum": 5, "step": 5}}
    text = plan_text(plan(12, offer=tariff(items=items)))

    assert "seat for just 12 cannot be bought: it is sold in steps of 5." in text


def test_idle_seats_by_a_rule() -> None:
    """Seats that a ratio rule asks for are explained by the rule."""
    items = SEAT | {"guest": {"name": "guests", "grants": ["guest"]}}
    charges = [{"item": "seat", "per": "month", "scheme": "per_unit", "price": 7}]
    rules = [{"rule": "ratio", "item": "guest", "at_most": 5, "per": "seat"}]
    offer = tariff(items=items, charges=charges, rules=rules)
    groups = [Group("Staff", 60, needs="chat"), Group("Guests", 330, needs="guest")]
    text = plan_text(optimize(Scenario(groups, [offer], FISCAL)))

    assert "330 guests need 66 seats, at most 5 for each." in text


# --- seats ------------------------------------------------------------------------


def numbers(line: str) -> list[int]:
    """Give the last three numbers of a row."""
    return [int(cell.replace(",", "")) for cell in line.split()[-3:]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("people", [3, 450, 501, 2999])
def test_seats_add_up_to_what_is_bought(lang: Lang, people: int) -> None:
    """Assigned and spare seats add up to the purchase, whether or not some are idle."""
    groups = [
        Group("A", people, needs="chat", coverage="50%"),
        Group("B", 7, needs="chat"),
    ]
    decided = optimize(Scenario(groups, [tariff()], FISCAL))
    lines = plan_text(decided, lang=lang).splitlines()
    start = lines.index(next(line for line in lines if line.startswith("  A ")))
    needed = [numbers(line)[2] for line in lines[start : start + 2]]
    spare = int(lines[start + 2].split()[-1].replace(",", ""))

    assert sum(needed) + spare == numbers(lines[start + 3])[2]
    assert numbers(lines[start + 3])[2] == decided.purchases[0].purchased


@pytest.mark.parametrize("lang", LANGS)
def test_seats_of_several_items_add_up(lang: Lang) -> None:
    """With two items the spare seats, item by item, lead to all that is bought."""
    two = {
        "staff": {"name": "staff", "grants": ["chat"]},
        "guest": {"name": "guests", "grants": ["visit"], "step": 25},
    }
    prices = [
        {"item": "staff", "per": "month", "scheme": "volume", "tiers": TIERS},
        {"item": "guest", "per": "month", "scheme": "per_unit", "price": 9},
    ]
    groups = [Group("A", 450, needs="chat"), Group("B", 60, needs="visit")]
    offer = tariff(items=two, charges=prices)

    text = plan_text(optimize(Scenario(groups, [offer], FISCAL)), lang=lang)

    label = {"en": "Spare (nobody", "ja": "予備(割当なし)"}[lang]
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if label in line)
    last = [int(line.split()[-1]) for line in lines[start : start + 4]]
    assert last == [51 + 15, 51, 15, 501 + 75]


def test_a_table_of_many_groups_is_cut_and_still_adds_up() -> None:
    """Groups past the fortieth are one row with their sums."""
    groups = [Group(f"g{n}", n + 1, needs="chat") for n in range(60)]
    text = plan_text(optimize(Scenario(groups, [tariff()], FISCAL)))

    assert numbers(line_of(text, "... 20 more groups")) == [1010, 1010, 1010]
    assert numbers(line_of(text, "Total        ")) == [1830, 1830, 1830]
    assert "g40" not in text


def test_names_cannot_break_the_table() -> None:
    """Names with line ends, escapes or no end stay in their row and its width."""
    group = Group("x\n\x1b[2Jy" + "長い名前" * 30, 5, needs="chat", note="n\nm")
    for lang in LANGS:
        lines = plan_text(plan(group=group), lang=lang).splitlines()

        assert [line for line in lines if "\x1b" in line] == []
        assert max(width_of(line, lang) for line in lines) <= 80


def test_notes_are_marked() -> None:
    """Groups with one note share a mark; different notes are numbered."""
    same = [
        Group("A", 1, needs="chat", note="n"),
        Group("B", 1, needs="chat", note="n"),
    ]
    other = [*same, Group("C", 1, needs="chat", note="m")]
    one, two = (
        plan_text(optimize(Scenario(g, [tariff()], FISCAL))) for g in (same, other)
    )

    assert (one.count("(*)"), two.count("(*1)"), two.count("(*2)")) == (3, 3, 2)


def test_nothing_needed_is_a_plan_too() -> None:
    """Where nobody needs a seat, nothing is bought and the text says so."""
    for lang, words in (("en", "nothing: nobody needs a seat"), ("ja", "なし")):
        text = plan_text(plan(0), lang=lang)  # type: ignore[arg-type]

        assert words in text


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("lang", LANGS)
def test_width_is_kept(lang: Lang, width: int) -> None:
    """All that is said keeps to a width between 60 and any; commands are broken."""
    terms = Terms(date(2021, 4, 1), 24, Tax("10%", "ceil", "month"))
    text = plan_text(plan(450, terms), lang=lang, width=width)

    wide = [line for line in text.splitlines() if width_of(line, lang) > width]
    assert [line for line in wide if "tariffopt" not in line or os.name != "nt"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_headings_are_broken(lang: Lang) -> None:
    """The heading of an item with a long name goes on in a second line."""
    offer = tariff(items={"seat": {"name": "seats of any kind " * 9, "grants": ["x"]}})

    text = steps_text(offer, FISCAL, lang=lang)

    assert [line for line in text.splitlines() if width_of(line, lang) > 80] == []


# --- bills, steps, tariffs --------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "last"),
    [
        (438, None),
        (439, "501 would cost JPY 3,300 less."),
        (500, "501 would cost JPY 325,380 less."),
        (501, None),
        (3000, None),
    ],
)
def test_a_bill_ends_with_a_cheaper_larger_quantity(
    quantity: int, last: str | None
) -> None:
    """The last line says when more would cost less, and says nothing when not."""
    bill = quote(tariff(), {"seat": quantity}, FISCAL)
    text = bill_text(bill, tariff())

    assert (text.splitlines()[-1] == last) if last else ("would cost" not in text)


def test_a_larger_quantity_beside_other_items() -> None:
    """Beside other items, whose quantities stay, later tiers are looked at."""
    items = SEAT | {"room": {"name": "rooms"}}
    charges = [
        {"item": "seat", "per": "month", "scheme": "volume", "tiers": TIERS},
        {"item": "room", "per": "month", "scheme": "per_unit", "price": 10},
    ]
    offer = tariff(items=items, charges=charges)
    bill = quote(offer, {"seat": 450, "room": 2}, FISCAL)
    larger = cheaper_larger(bill, offer)

    assert larger is not None
    assert (larger.item.id, larger.quantity) == ("seat", 501)
    assert bill_text(bill, offer).endswith("501 of seats would cost JPY 61,380 less.")


def test_an_empty_bill() -> None:
    """Nothing bought is nothing to pay."""
    text = bill_text(quote(tariff(), {}, FISCAL), tariff())

    assert "nothing bought" in text
    assert "JPY 0 incl. tax" in text


def test_packs_are_counted_as_packs() -> None:
    """A line of packages does not call them units."""
    charges = [{"per": "month", "scheme": "package", "size": 10, "price": 900}]
    bill = quote(tariff(charges=charges), {"seat": 25}, FISCAL)

    assert "JPY 900/month x 3 packs of 10 seats" in bill_text(
        bill, tariff(charges=charges)
    )


def test_steps_name_the_dead_zone_and_what_to_buy() -> None:
    """Steps show the zone, the cheapest way to a need, and the most for a budget."""
    text = steps_text(tariff(), FISCAL, need=450, budget="2000000")

    assert "439 to 500: buy 501, up to JPY 325,380 less" in text
    assert "buy 501: JPY 2,314,620" in text
    assert "378 at most: JPY 1,995,840" in text
    assert line_of(text, "438, the first that saves").split()[-2:] == [
        "2,312,640",
        "-1,980",
    ]


def test_steps_past_the_last_price_are_an_error() -> None:
    """A need without a price is the tariff's fault to tell, not a number."""
    with pytest.raises(QuantityError):
        steps_text(tariff(), FISCAL, need=3001)


def test_steps_of_a_range_say_where_there_is_no_price() -> None:
    """A range that leaves the prices shows that there are none."""
    text = steps_text(tariff(), FISCAL, span=(2999, 3001))

    assert line_of(text, "3,001").split() == ["3,001", "no", "price"]


def test_all_of_a_range_is_shown() -> None:
    """Who asks for a range gets all of it; of a very long one, the way to the rest."""
    text = steps_text(tariff(), FISCAL, span=(1, 3000))
    long = steps_text(tariff(), FISCAL, span=(1, 10**12))

    assert all(line_of(text, f"{n:,}") for n in range(1, 3001))
    assert "more" not in text
    assert "--range 10001:1000000000000" in long


def test_no_line_ends_in_spaces() -> None:
    """Rows without a price end where their words end."""
    text = steps_text(tariff(), FISCAL, span=(2999, 3001))

    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_budgets_too_small_and_without_end() -> None:
    """A budget that buys nothing, and one that buys anything, are said in words."""
    free = tariff(charges=[{"per": "month", "scheme": "flat", "price": 100}])

    assert "not even the least quantity" in steps_text(tariff(), FISCAL, budget=1)
    assert "any quantity" in steps_text(free, FISCAL, budget=2000)


@pytest.mark.parametrize("lang", LANGS)
def test_every_scheme_has_words(lang: Lang) -> None:
    """Each scheme is named, and its prices are shown."""
    charges: list[dict[str, Any]] = [
        {"per": "month", "scheme": "volume", "tiers": TIERS, "included": 3},
        {"per": "month", "scheme": "graduated", "tiers": TIERS, "minimum": 77},
        {"per": "year", "scheme": "stairstep", "tiers": TIERS},
        {"per": "once", "scheme": "package", "size": 9, "price": 1, "round": "down"},
        {"per": "month", "scheme": "per_unit", "price": "0.5", "at_zero": "as-priced"},
        {"per": "month", "scheme": "flat", "price": 11, "tax_class": "other"},
    ]
    text = tariff_text(tariff(charges=charges, facts={"hours": ["9", "17"]}), lang=lang)

    assert [line for line in text.splitlines() if width_of(line, lang) > 80] == []
    for words in ("77", "0.5", "11", "other", "hours"):
        assert words in text


def test_versions_name_their_days() -> None:
    """Dated prices are shown with the days they hold."""
    charge = {"per": "month", "scheme": "per_unit", "price": 1}
    versions = [
        {"from": "2021-04-01", "until": "2022-04-01", "charges": [charge]},
        {"from": "2022-04-01", "charges": [charge]},
    ]
    document = {"versions": versions, "charges": None}
    offer = tariff_from_dict(
        {
            "id": "t",
            "name": "T",
            "vendor": "V",
            "currency": "JPY",
            "prices": "excluding-tax",
            "items": SEAT,
            "versions": document["versions"],
        }
    )

    assert "Charges from 2021-04-01 until 2022-04-01 (exclusive)" in tariff_text(offer)


# --- files ------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_is_written(ending: str, tmp_path: Path) -> None:
    """Each ending writes a file, in either case of its letters."""
    write_report(plan(), tmp_path / f"a{ending}")
    write_report(plan(), tmp_path / f"b{ending.upper()}", lang="ja")

    assert all(file.stat().st_size for file in tmp_path.iterdir())


def test_json_is_the_plan(tmp_path: Path) -> None:
    """The JSON file holds the plan whole."""
    write_report(plan(), tmp_path / "a.json")

    assert read_plan(tmp_path / "a.json") == plan()


@pytest.mark.parametrize("name", ["plan.xlsx", "plan", ".json", "plan.json.bak"])
def test_unknown_endings_name_the_allowed_ones(name: str, tmp_path: Path) -> None:
    """Another ending is refused, and nothing is written."""
    with pytest.raises(OutputError) as caught:
        write_report(plan(), tmp_path / name)

    (fault,) = caught.value.faults
    assert fault.code == "output-ending"
    assert ".json" in fault.fields["allowed"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_existing_files_are_kept(ending: str, tmp_path: Path) -> None:
    """No ending replaces a file without force."""
    file = tmp_path / f"a{ending}"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError):
        write_report(plan(), file)

    assert file.read_text(encoding="utf-8") == "mine"


def rows_of(decided: Plan, lang: Lang = "en") -> Iterator[list[str]]:
    """Read the table of a plan as a spreadsheet would."""
    text = assignments_csv(decided, lang).decode("utf-8-sig")
    return csv.reader(io.StringIO(text))


def test_csv_adds_up_to_what_is_bought() -> None:
    """The seats of the table, spare ones among them, are those bought."""
    _, *rows = rows_of(plan(450))

    assert sum(int(row[6]) for row in rows) == 501
    assert [row[1] for row in rows] == ["All", "(spare)"]


@pytest.mark.parametrize(
    ("lang", "body", "others"),
    [("en", "body", "the organisation"), ("ja", "団体", "組織")],
)
def test_csv_says_for_which_body_seats_are(lang: Lang, body: str, others: str) -> None:
    """Each row names who signs, spare seats too, where a scenario has bodies."""
    offer = chat("t", (6, 3), (10, 2))
    groups = [Group("a", 5, body="City"), Group("b", 7), Group("c", 2, body="City")]
    decided = optimize(Scenario(groups, [offer], MONTH, needs={"chat"}))

    head, *rows = rows_of(decided, lang)

    assert head[2] == body
    assert [row[2] for row in rows] == ["City", others, "City"]
    assert [int(row[7]) for row in rows] == [5, 7, 2]
    text = plan_text(decided, lang=lang)
    assert all(f"({name})" in text.replace("（", "(") for name in ("City", others))


def test_csv_opens_in_excel() -> None:
    """The table has a byte order mark, and no cell is a formula."""
    group = Group("=1+1", 3, needs="chat", note="@x")
    data = assignments_csv(plan(group=group), "ja")
    _, row = rows_of(plan(group=group))

    assert data.startswith(b"\xef\xbb\xbf")
    assert (row[0], row[7]) == ("'=1+1", "'@x")


# --- the catalogue ----------------------------------------------------------------


def said() -> Iterator[str]:
    """Find every code that the report's sources write out."""
    folder = Path(str(tariffopt.report.__file__)).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="say" | "counted"),
                    args=[ast.Constant(value=str(code)), *_],
                ):
                    yield f"report.{code}"


def test_every_code_said_has_a_text() -> None:
    """What the reports say by a plain code is in the catalogue."""
    codes = set(said())

    assert len(codes) > 50
    assert codes - catalogue("en").keys() == set()


def test_a_tier_that_others_select_is_told() -> None:
    """Where several items select a tier together, the plan says so for each."""
    lines = [
        {
            "per": "month",
            "scheme": "volume",
            "item": name,
            "tier_by": ["gold", "silver"],
            "tiers": [{"up_to": 9, "price": dear}, {"price": cheap}],
        }
        for name, dear, cheap in (("gold", 100, 50), ("silver", 20, 15))
    ]
    offer = tariff_from_dict(
        {
            "id": "metals",
            "name": "Metals",
            "vendor": "V",
            "currency": "JPY",
            "prices": "excluding-tax",
            "items": {"gold": {"grants": ["gold"]}, "silver": {"grants": ["silver"]}},
            "charges": lines,
        }
    )
    groups = [Group("a", 8, needs="gold"), Group("b", 1, needs="silver")]
    terms = Terms(date(2021, 4, 1), 1)
    plan = optimize(Scenario(groups, [offer], terms))

    said = plan_text(plan, lang="en")
    assert plan.cost.incl_tax.amount == 8 * 50 + 2 * 15
    assert said.count("tier by gold + silver: 10 bought, tier ") == 1


def _estimated(tmp: dict[str, Any], needs: dict[str, int], **more: Any) -> str:
    """Give the English text of the plan of one tariff without tax."""
    head = {"id": "t", "name": "T", "vendor": "V", "currency": "JPY"}
    offer = tariff_from_dict(head | {"prices": "excluding-tax"} | tmp)
    groups = [Group(need, count, needs=need) for need, count in needs.items()]
    terms = Terms(date(2021, 4, 1), 1)
    return plan_text(optimize(Scenario(groups, [offer], terms, **more)), lang="en")


@pytest.mark.parametrize(("n", "tier"), [(4, "1 to 9"), (5, "10 and up")])
def test_what_is_held_is_said_where_a_tier_counts_it(n: int, tier: str) -> None:
    """5 are held: one more bought reaches the next tier, and both counts are said."""
    line = {
        "item": "a",
        "per": "month",
        "scheme": "volume",
        "tier_by": {"items": ["a"], "held": True},
        "tiers": [{"up_to": 9, "price": 100}, {"price": 90}],
    }
    said = _estimated(
        {"items": {"a": {"grants": ["x"]}}, "charges": [line]},
        {"x": n},
        held={"t": {"a": 5}},
    )

    assert f"tier by a: 5 held + {n} bought = {5 + n}, tier {tier}" in said


def test_units_that_cost_nothing_are_said() -> None:
    """Included units, and those that others carry, stand below the lines billed."""
    store = {"item": "store", "per": "month", "scheme": "per_unit", "price": 3300}
    user = {**store, "item": "user", "price": 1100}
    free = {"free": {"item": "store", "each": 10}, "included": 2}
    said = _estimated(
        {
            "items": {"store": {"grants": ["s"]}, "user": {"grants": ["u"]}},
            "charges": [store, user | free],
        },
        {"s": 3, "u": 33},
    )

    assert "30 of 33 user free, carried by 3 store" in said
    assert "2 of 3 user included" in said
