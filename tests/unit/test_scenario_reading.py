"""Scenarios from documents and files, the examples, and the way back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from tariffopt import documents
from tariffopt.errors import Fault, InputErrors, ScenarioError, UnknownTariffError
from tariffopt.scenario import (
    BudgetFigure,
    Group,
    Limits,
    Scenario,
    override,
    read_scenario,
    scenario_from_dict,
    scenario_to_dict,
)
from tariffopt.tariff import Period, Ratio, Tariff, Tax, Terms, tariff_from_dict

CHAT = tariff_from_dict(
    {
        "id": "chat",
        "name": "Chat",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}, "extra": {"grants": ["mail"]}},
        "charges": [
            {"item": "seat", "per": "month", "scheme": "per_unit", "price": 400},
            {"item": "extra", "per": "year", "scheme": "per_unit", "price": 70},
        ],
    }
)
TARIFFS = {"chat": CHAT, "other": attrs.evolve(CHAT, id="other")}
PLAIN: Mapping[str, Any] = {
    "offers": ["chat"],
    "needs": ["chat"],
    "groups": [{"name": "Sales", "people": 48}],
    "horizon": {"start": "2021-04-01", "months": 12},
    "tax": {"rate": "10%", "rounding": "floor", "invoice": "year"},
}


def make(**changes: Any) -> Scenario:
    """Make a scenario of the plain document with some keys changed."""
    return scenario_from_dict({**PLAIN, **changes}, TARIFFS.__getitem__)


def faults_of(**changes: Any) -> dict[str, str]:
    """Give the codes of all faults by their places; ``None`` leaves a key out."""
    document = {k: v for k, v in {**PLAIN, **changes}.items() if v is not None}
    with pytest.raises(ScenarioError) as caught:
        scenario_from_dict(document, TARIFFS.__getitem__)
    return {fault.place.path: fault.code for fault in caught.value.faults}


# --- the examples -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["chat.toml", "chat-csv.toml"])
def test_city_chat(project: Path, name: str) -> None:
    """The city's case is 501 accounts, inline and from its table."""
    scenario = read_scenario(project / "examples" / "lgwan-chat" / name)

    assert scenario.groups.people.tolist() == [48, 72, 100, 196, 85]
    assert scenario.groups.needed.sum() == 501
    assert scenario.groups.notes == {3: "判読不能のため逆算"}
    assert scenario.terms == Terms(date(2021, 4, 1), 12, Tax("10%", "floor", "year"))
    assert scenario.budget_figure == BudgetFigure(1000, "up")
    assert [offer.id for offer in scenario.offers] == ["lgwan-chat"]


def test_city_chat_is_the_same_from_its_table(project: Path) -> None:
    """Where groups stand makes no difference to the value."""
    folder = project / "examples" / "lgwan-chat"

    table = read_scenario(folder / "chat-csv.toml")

    assert table == read_scenario(folder / "chat.toml")
    assert table.groups.source.file == str(folder / "groups.csv")


def test_ngo_messenger(project: Path) -> None:
    """The organization's case: members and guests, a ratio rule, no tax."""
    scenario = read_scenario(project / "examples" / "ngo-messenger" / "ngo.toml")

    assert scenario.versions[0].rules == (Ratio("guest", 5, "member"),)
    assert scenario.groups.needed[:, 0].tolist() == [60, 330]
    assert scenario.terms.tax is None
    assert scenario.currency == "USD"


def test_paths_are_seen_from_the_file(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scenario is read alike from any folder, with slashes either way."""
    shutil.copytree(project / "examples" / "lgwan-chat", tmp_path / "deep" / "case")
    file = tmp_path / "deep" / "case" / "chat-csv.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('"lgwan-chat.toml"', "'..\\case\\lgwan-chat.toml'")
    file.write_text(text.replace("groups.csv", "../case/groups.csv"), encoding="utf-8")
    expected = read_scenario(file)

    monkeypatch.chdir(tmp_path)

    assert read_scenario(Path("deep/case/chat-csv.toml")) == expected


# --- documents --------------------------------------------------------------------


def test_plain_document() -> None:
    """A document of a database is a scenario."""
    terms = Terms(date(2021, 4, 1), 12, Tax("10%", "floor", "year"))

    expected = Scenario([Group("Sales", 48, needs={"chat"})], [CHAT], terms)
    assert make() == expected


def test_fiscal_year_is_april_to_march() -> None:
    """A fiscal year starts on 1 April and has 12 months unless others are given."""
    assert make(horizon={"fiscal_year": 2021}).terms == make().terms
    three = make(horizon={"fiscal_year": 2021, "months": 36}).terms
    assert three.end == date(2024, 4, 1)


@pytest.mark.parametrize("rate", ["10%", "0.1", "1/10", Decimal("0.10")])
def test_rates_are_exact(rate: Any) -> None:
    """A rate is a share, however it is written."""
    tax = {"rates": {"standard": rate}, "rounding": "half-up", "invoice": "month"}

    terms = make(tax=tax).terms

    assert terms.tax == Tax("10%", "half-up", Period.MONTH)


def test_tax_none_is_declared() -> None:
    """No tax is computed only where the scenario says so."""
    assert make(tax="none").terms.tax is None
    assert faults_of(tax=None) == {"$.tax": "missing-key"}
    assert faults_of(tax="no") == {"$.tax": "not-allowed"}


def test_limits() -> None:
    """A budget is money with tax; a surplus is seats or a share."""
    limits = make(limits={"budget": Decimal("2.5"), "max_surplus": "5%"}).limits

    assert limits == Limits(Fraction(5, 2), Fraction(1, 20))
    assert make(limits={"max_surplus": 20}).limits == Limits(max_surplus=20)
    assert make(limits={}).limits == Limits()


def test_group_keys() -> None:
    """Every key of a group arrives."""
    entry = {
        "id": "a",
        "name": "A",
        "people": 9,
        "needs": ["chat", "mail"],
        "coverage": Decimal("0.8"),
        "note": "n",
        "meta": {"since": date(2021, 4, 1), "cc": 7},
    }

    (group,) = make(groups=[entry]).groups

    meta = {"since": "2021-04-01", "cc": 7}
    expected = Group("a", 9, "A", {"chat", "mail"}, "80%", None, "n", meta)
    assert group == expected


def test_offers_by_id() -> None:
    """Ids are resolved in their order."""
    assert [o.id for o in make(offers=["other", "chat"]).offers] == ["other", "chat"]


def test_installed_tariffs_are_the_default() -> None:
    """Without a resolver, ids are those of the installed tariffs."""
    scenario = scenario_from_dict({**PLAIN, "offers": ["lgwan-chat"]})

    assert scenario.offers[0].id == "lgwan-chat"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"horizon": {"months": 12}}, {"$.horizon.start": "start-or-fiscal-year"}),
        (
            {"horizon": {"start": "2021-04-01", "fiscal_year": 2021, "months": 1}},
            {"$.horizon.start": "start-or-fiscal-year"},
        ),
        ({"horizon": {"start": "2021-04-01"}}, {"$.horizon.months": "missing-key"}),
        (
            {"horizon": {"start": "2021-04-31", "months": 0}},
            {"$.horizon.start": "not-allowed", "$.horizon.months": "out-of-range"},
        ),
        ({"offers": []}, {"$.offers": "empty"}),
        ({"offers": ["chat", "chat"]}, {"$.offers[1]": "offer-twice"}),
        ({"offers": ["caht"]}, {"$.offers[0]": "unknown-offer"}),
        ({"groups": []}, {"$.groups": "empty"}),
        ({"needs": None}, {"$.needs": "needs-missing"}),
        ({"needs": ["caht"]}, {"$.needs[0]": "unknown-need"}),
        ({"name": 5}, {"$.name": "not-allowed"}),
        ({"limits": {"budget": 2.5}}, {"$.limits.budget": "float"}),
        ({"limits": {"budget": Decimal("NaN")}}, {"$.limits.budget": "not-allowed"}),
        ({"limits": {"budget": float("nan")}}, {"$.limits.budget": "not-finite"}),
        (
            {"limits": {"budget": Decimal("1E+99999")}},
            {"$.limits.budget": "not-allowed"},
        ),
        ({"tax": {"rate": 0.1}, "horizon": None}, {"$.tax.rate": "float"}),
        ({"limits": {"max_surplus": "5"}}, {"$.limits.max_surplus": "not-allowed"}),
        (
            {"budget_figure": {"unit": 0}},
            {
                "$.budget_figure.unit": "out-of-range",
                "$.budget_figure.rounding": "missing-key",
            },
        ),
    ],
)
def test_faults(changes: dict[str, Any], expected: dict[str, str]) -> None:
    """Each fault is told at its own path."""
    assert faults_of(**changes) == expected


@pytest.mark.parametrize(
    ("rate", "code"),
    [(10, "share-percent"), ("10", "share-percent"), ("120%", "share-range")],
)
def test_rate_above_the_whole(rate: Any, code: str) -> None:
    """A rate of 10 would be 1,000 %: the message says what was meant."""
    tax = {"rate": rate, "rounding": "floor", "invoice": "year"}

    assert faults_of(tax=tax) == {"$.tax.rate": code}


def test_tax_needs_rate_rounding_and_rhythm() -> None:
    """Nothing about a tax is assumed."""
    assert faults_of(tax={}) == {
        "$.tax.rounding": "missing-key",
        "$.tax.invoice": "missing-key",
        "$.tax.rate": "rate-or-rates",
    }
    rest = {"rounding": "floor", "invoice": "year"}
    assert faults_of(tax=rest) == {"$.tax.rate": "rate-or-rates"}
    both = {"rate": "10%", "rates": {"standard": "10%"}, **rest}
    assert faults_of(tax=both) == {"$.tax.rate": "rate-or-rates"}


def test_faults_of_all_parts_at_once() -> None:
    """A fault in one part does not hide those of the others."""
    found = faults_of(
        horizon={"months": 12},
        offers=["chat", "nobody"],
        groups=[{"people": 5, "needs": ["chat"]}, {"name": "B", "needs": ["x"]}],
        needs=None,
        colour="red",
    )

    assert found == {
        "$.colour": "unknown-key",
        "$.groups[0].name": "group-unnamed",
        "$.groups[1].people": "group-uncounted",
        "$.horizon.start": "start-or-fiscal-year",
        "$.offers[1]": "unknown-offer",
    }


def test_faults_of_groups_come_with_found_and_allowed() -> None:
    """Mistakes of three groups are told at once, with what is there and what may be."""
    groups = [
        {"name": "A", "people": -48},
        {"name": "B", "people": 5, "coverage": Decimal("1.5")},
        {"name": "C", "people": 5, "coverage": "80%", "seats": 4},
    ]
    with pytest.raises(ScenarioError) as caught:
        make(groups=groups)

    words = {
        "$.groups[0].people": ["-48 is out of range", "48."],
        "$.groups[1].coverage": ["1.5 would be 150 %", '"80%" or 0.8'],
        "$.groups[2].coverage": ["coverage and seats", "one of the two"],
    }
    texts = {fault.place.path: fault.text() for fault in caught.value.faults}
    assert texts.keys() == words.keys()
    assert all(word in texts[path] for path in words for word in words[path])


def test_share_in_words_is_told_how_to_write_it() -> None:
    """What may stand in place of 8割 is a coverage, not a rate of tax."""
    with pytest.raises(ScenarioError, match=r'"8割".* "80%", "0.8"'):
        make(groups=[{"name": "A", "people": 5, "coverage": "8割"}])


@pytest.mark.parametrize("more", [{}, {"colour": "red"}])
def test_very_many_faults_are_counted_once(more: dict[str, Any]) -> None:
    """Of 60 needs that nobody grants 50 are told, each at its own place."""
    groups = [{"name": f"g{n}", "people": 1, "needs": ["x"]} for n in range(60)]
    with pytest.raises(ScenarioError) as caught:
        make(groups=groups, **more)

    *listed, last = caught.value.faults
    assert len(listed) == 50
    assert last.text() == f"and {10 + len(more)} more faults."
    assert listed[-1].place.path == f"$.groups[{49 - len(more)}].needs[0]"


def test_needs_are_named_by_their_own_paths() -> None:
    """A need is the j-th of the i-th group, or of the default."""
    groups = [
        {"name": "A", "people": 1, "needs": ["chat", "caht"]},
        {"name": "B", "people": 1},
        {"name": "C", "people": 1, "needs": ["x"]},
    ]

    assert faults_of(needs=["chat", "x"], groups=groups) == {
        "$.needs[1]": "unknown-need",
        "$.groups[0].needs[1]": "unknown-need",
        "$.groups[2].needs[0]": "unknown-need",
    }


def test_groups_below_a_section() -> None:
    """The trap of TOML: groups that became part of a section are told so, once."""
    figure = {"unit": 1000, "rounding": "up", "groups": [{"name": "A", "people": 1}]}

    found = faults_of(groups=None, budget_figure=figure)

    assert found == {"$.budget_figure.groups": "misplaced-key"}


@pytest.mark.parametrize(
    "error", [KeyError("x"), UnknownTariffError(Fault("file-missing"))]
)
def test_resolvers_may_fail_either_way(error: Exception) -> None:
    """A dictionary's KeyError and the registry's error both stand at the offer."""

    def resolve(_: str) -> Tariff:
        raise error

    with pytest.raises(ScenarioError) as caught:
        scenario_from_dict(PLAIN, resolve)

    assert [fault.place.path for fault in caught.value.faults] == ["$.offers[0]"]


def test_faults_of_tariff_files_name_that_file(tmp_path: Path) -> None:
    """A broken tariff is told beside the scenario's own faults."""
    (tmp_path / "bad.toml").write_text('id = "bad"\n', encoding="utf-8")
    (tmp_path / "good-one.toml").touch()
    document = {**PLAIN, "offers": ["bad.toml", "good_one.toml"], "tax": "no"}

    with pytest.raises(ScenarioError) as caught:
        scenario_from_dict(document, TARIFFS.__getitem__, tmp_path)

    places = {(f.place.file, f.place.path): f for f in caught.value.faults}
    missing = places[None, "$.offers[1]"]
    assert missing.code == "offer-file-missing"
    assert missing.fields["guess"] == "good-one.toml"
    assert (None, "$.tax") in places
    assert (str(tmp_path / "bad.toml"), "$.vendor") in places


def test_missing_file() -> None:
    """A scenario that is not there is named."""
    with pytest.raises(InputErrors, match=r"nowhere\.toml: no such file"):
        read_scenario("nowhere.toml")


def test_cp932_scenario(tmp_path: Path, project: Path) -> None:
    """A scenario in CP932 is told so, and read when asked to."""
    text = (project / "examples/lgwan-chat/chat.toml").read_text(encoding="utf-8")
    file = tmp_path / "chat.toml"
    file.write_text(text.replace("lgwan-chat.toml", "chat"), encoding="cp932")

    with pytest.raises(InputErrors) as caught:
        read_scenario(file)

    assert [fault.code for fault in caught.value.faults] == ["coding-cp932"]
    read = read_scenario(file, TARIFFS.__getitem__, "cp932")
    assert read.groups.ids[0] == "テレビ会議用タブレット"


# --- the way back -----------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"tax": "none", "name": "N", "offers": ["other", "chat"]},
        {"limits": {"budget": "1/3", "max_surplus": "12.5%"}},
        {
            "limits": {"max_surplus": "1/3"},
            "budget_figure": {"unit": 1, "rounding": "down"},
        },
        {"limits": {"max_surplus": 0}},
        {
            "tax": {
                "rates": {"standard": "1/3", "low": "8%"},
                "rounding": "ceil",
                "invoice": "once",
            }
        },
        {
            "groups": [
                {"id": "a", "name": "A", "people": 5, "coverage": "1/3", "note": "n"},
                {"id": "b", "seats": 2, "needs": ["mail", "chat"], "meta": {"x": [1]}},
                {"id": "c", "people": 2, "needs": ["mail", "chat"]},
            ]
        },
    ],
)
def test_written_scenario_reads_back(changes: dict[str, Any]) -> None:
    """A scenario survives JSON; what is written keeps to the published schema."""
    scenario = make(**changes)

    document = json.loads(json.dumps(scenario_to_dict(scenario)))

    assert scenario_from_dict(document, TARIFFS.__getitem__) == scenario
    assert documents.faults_of(document, "scenario", None) == []


def test_json_file_is_a_scenario(tmp_path: Path) -> None:
    """A scenario may be a JSON file."""
    file = tmp_path / "s.json"
    file.write_text(json.dumps(scenario_to_dict(make())), encoding="utf-8")

    assert read_scenario(file, TARIFFS.__getitem__) == make()


# --- overrides --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "look"),
    [
        ("groups[0].people", "50", lambda s: s.groups.people[0] == 50),
        ("$.groups.0.people", "50", lambda s: s.groups.people[0] == 50),
        ("groups[Sales].people", "50", lambda s: s.groups.people[0] == 50),
        ('groups["Sales"].seats', "7", lambda s: s.groups.needed[0, 0] == 7),
        ("tax.rate", "8%", lambda s: s.terms.tax.rate("standard") == Fraction(2, 25)),
        ("tax", "none", lambda s: s.terms.tax is None),
        ("limits.budget", "2_400_000", lambda s: s.limits.budget == 2_400_000),
        ("horizon.start", "2022-04-01", lambda s: s.terms.start == date(2022, 4, 1)),
        ("needs", '["mail"]', lambda s: s.groups.need_sets == (frozenset({"mail"}),)),
        ("name", "a = b", lambda s: s.name == "a = b"),
    ],
)
def test_overrides(path: str, value: str, look: Callable[[Scenario], bool]) -> None:
    """One value is changed by its path before anything is checked."""
    document = override(PLAIN, [(path, value)])

    assert look(scenario_from_dict(document, TARIFFS.__getitem__))
    assert PLAIN["groups"] == [{"name": "Sales", "people": 48}]


@pytest.mark.parametrize(
    "path",
    ["groups[7].people", "groups[Nobody].people", "tax.rate.x", "", "a[", "groups.x"],
)
def test_overrides_that_lead_nowhere(path: str) -> None:
    """A path that leads nowhere is a fault that quotes it."""
    with pytest.raises(ScenarioError, match="--set") as caught:
        override(PLAIN, [(path, "1")], "s.toml")

    assert [f.place.file for f in caught.value.faults] == ["s.toml"]


def test_overrides_are_said(project: Path) -> None:
    """A scenario remembers that it is not what its file says."""
    file = project / "examples" / "lgwan-chat" / "chat.toml"

    scenario = read_scenario(file, overrides=[("groups[3].people", "145")])

    assert scenario.groups.needed.sum() == 450
    assert [note.text() for note in scenario.notes] == ["groups[3].people set to 145"]
