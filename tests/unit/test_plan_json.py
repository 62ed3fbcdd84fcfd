"""Plans and answers as JSON: written, read back, refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from tariffopt.certifying import certify
from tariffopt.documents import Origin, faults_of
from tariffopt.errors import (
    Fault,
    InfeasibleError,
    InputErrors,
    NoPlanError,
    OutputError,
    PlanError,
)
from tariffopt.money import GrossMoney
from tariffopt.optimizing import optimize
from tariffopt.plan import (
    Answer,
    Plan,
    answer_from_json,
    files,
    infeasible_to_json,
    plan_from_json,
    plan_to_json,
    read_plan,
    write_plan,
)
from tariffopt.plan.writing import plan_to_dict
from tariffopt.report import plan_text
from tariffopt.scenario import Group, Limits, Note, Scenario
from tariffopt.tariff import Tariff, Tax, Terms, tariff_from_dict

FISCAL = Terms(date(2021, 4, 1), 12, Tax("10%", "floor", "year"))


def offer(
    key: str, grants: str, *prices: tuple[int | None, int], **more: Any
) -> Tariff:
    """Make a tariff of one item under all-units tiers."""
    tiers = [
        {"price": price} | ({"up_to": end} if end else {}) for end, price in prices
    ]
    document: dict[str, Any] = {
        "id": key,
        "name": key,
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"name": "Seat", "grants": grants.split()}},
        "charges": [{"per": "month", "scheme": "volume", "tiers": tiers}],
    }
    return tariff_from_dict(document | more, Origin(f"{key}.toml", "0" * 64))


CHAT = offer("chat", "chat", (500, 400), (3000, 350))
MAIL = offer("mail", "mail", (50, 30), (None, 20))


def one(people: int = 450, **more: Any) -> Plan:
    """Decide for one tariff and two groups."""
    groups = [Group("Sales", people - 100), Group("Office", 100, note="x")]
    return optimize(Scenario(groups, [CHAT], FISCAL, "One", needs="chat", **more))


def two() -> Plan:
    """Decide for two tariffs, some people needing a seat of each."""
    groups = [
        Group("Sales", 300, needs="chat", coverage="80%", name="The sales"),
        Group("Office", 20, needs={"chat", "mail"}, meta={"cc": 7}),
        Group("None", 0, needs="chat"),
    ]
    terms = Terms(date(2021, 4, 1), 12, Tax("7%", "half-up", "month"))
    return optimize(Scenario(groups, [CHAT, MAIL], terms, "Two"))


PLANS: dict[str, Callable[[], Plan]] = {
    "one": one,
    "two": two,
    "limits": lambda: one(
        limits=Limits(budget="2_400_000".replace("_", ""), max_surplus="5%")
    ),
}


@pytest.fixture(scope="module", params=PLANS)
def plan(request: pytest.FixtureRequest) -> Plan:
    """Give each of the plans."""
    return PLANS[request.param]()


def changed(plan: Plan, change: Callable[[dict[str, Any]], object]) -> str:
    """Write a plan after something in its document was changed."""
    document: dict[str, Any] = json.loads(plan_to_json(plan))
    change(document)
    return json.dumps(document)


def faults(content: str) -> list[tuple[str, str]]:
    """Read a plan that cannot be read, and give its faults' codes and paths."""
    with pytest.raises(PlanError) as caught:
        plan_from_json(content)
    return [(fault.code, fault.place.path) for fault in caught.value.faults]


# --- there and back ---------------------------------------------------------------


def test_plan_reads_back_equal(plan: Plan) -> None:
    """A plan read back equals the one written, its inputs included."""
    assert plan_from_json(plan_to_json(plan)) == plan


def test_writing_again_gives_the_same_text(plan: Plan) -> None:
    """Reading and writing changes nothing, the seconds apart."""
    again = plan_from_json(plan_to_json(plan)).to_json()

    assert again == plan_to_json(plan)


def test_plan_read_back_is_certified(plan: Plan) -> None:
    """A plan is certified from its own copy of the inputs."""
    assert certify(Plan.from_json(plan.to_json())) == plan.certificate


def test_plan_keeps_its_schema(plan: Plan) -> None:
    """What is written is what the published schema says."""
    document = json.loads(plan_to_json(plan), parse_float=str)
    document["solver"]["seconds"] = 0

    assert faults_of(document, "plan", None) == []


def test_one_line_and_indented_say_the_same(plan: Plan) -> None:
    """Indenting is a matter of looks."""
    flat = plan_to_json(plan, indent=None)

    assert "\n" not in flat
    assert json.loads(flat) == json.loads(plan_to_json(plan))


def test_no_number_is_a_float_but_seconds(plan: Plan) -> None:
    """Money is text and counts are whole: the only float is the solver's seconds."""
    found: list[str] = []
    json.loads(plan_to_json(plan), parse_float=found.append)

    assert len(found) == 1


def test_names_of_the_interface_stand() -> None:
    """The published names and values of the seed plan are those written."""
    document = json.loads(plan_to_json(one(501)))

    assert document["cost"] == {
        "excl_tax": "2104200",
        "tax": "210420",
        "incl_tax": "2314620",
    }
    assert (document["bound"], document["gap"]) == ({"incl_tax": "2314620"}, "0")
    assert (
        document["purchases"][0].items()
        >= {
            "offer": "chat",
            "item": "seat",
            "purchased": 501,
            "assigned": 501,
            "idle": 0,
            "idle_reason": None,
            "tier": {"from": 501, "to": 3000},
        }.items()
    )
    assert document["groups"][1] == {
        "id": "Office",
        "people": 100,
        "needed": 100,
        "assigned": [{"offer": "chat", "item": "seat", "seats": 100}],
    }
    assert document["taxes"][0].items() >= {"rate": "1/10", "invoices": 1}.items()
    assert document["inputs"]["tariffs"][0]["found"] == "chat.toml"


def test_seats_given_together_are_one_row() -> None:
    """A person who gets two items is counted once, with the other item beside."""
    office = json.loads(plan_to_json(two()))["groups"][1]

    assert office["assigned"] == [
        {
            "offer": "chat",
            "item": "seat",
            "seats": 20,
            "together": [{"offer": "mail", "item": "seat"}],
        }
    ]


def test_origins_and_notes_of_reading_are_kept() -> None:
    """Where the inputs came from and what was set by hand survive in the plan."""
    origin = Origin("chat.toml", "a" * 64)
    notes = [Note("override", {"path": "tax.rate", "value": "8%"})]
    read = plan_from_json(one(origin=origin, notes=notes).to_json()).scenario

    assert (read.origin, list(read.notes)) == (origin, notes)
    assert read.offers[0].origin == CHAT.origin


def test_an_amount_without_finite_decimal_is_kept() -> None:
    """A price of 100/3 stays exact on its way through JSON."""
    third = offer("third", "chat", (None, 1))
    charge = attrs.evolve(third.versions[0].charges[0].schedule.tiers[0], price="100/3")  # type: ignore[attr-defined]
    schedule = attrs.evolve(third.versions[0].charges[0].schedule, tiers=[charge])  # type: ignore[misc]
    charges = [attrs.evolve(third.versions[0].charges[0], schedule=schedule)]
    version = attrs.evolve(third.versions[0], charges=charges)
    tariff = attrs.evolve(third, versions=[version])
    groups = [Group("a", 5, needs="chat")]
    plan = optimize(Scenario(groups, [tariff], Terms(date(2021, 4, 1), 1)))

    assert plan.cost.incl_tax.amount == Fraction(500, 3)
    assert plan_from_json(plan.to_json()) == plan


def test_offers_named_like_files_are_taken_from_the_plan() -> None:
    """An offer's id may look like a path: no file is looked for."""
    odd = offer("prices/chat.toml", "chat", (None, 10))
    groups = [Group("a", 5, needs="chat")]
    plan = optimize(Scenario(groups, [odd], FISCAL))

    assert plan_from_json(plan.to_json()) == plan


# --- plans that are refused -------------------------------------------------------


def test_broken_syntax_is_told() -> None:
    """Text that is no JSON names its line."""
    assert faults('{"format": ') == [("json-syntax", "")]
    assert faults("[1]") == [("not-a-table", "$")]
    assert faults("[" * 200_000) == [("file-unreadable", "")]


def test_another_format_is_told() -> None:
    """A document of another kind is refused by its format."""
    content = changed(one(), lambda d: d.update(format="tariffopt.plan/2"))

    assert ("not-one-of", "$.format") in faults(content)


def test_every_missing_key_is_told() -> None:
    """All keys that are missing are named at once."""

    def cut(document: dict[str, Any]) -> None:
        del document["bill"][0]["amount"], document["cost"]["tax"], document["notes"]

    assert faults(changed(one(), cut)) == [
        ("missing-key", "$.bill[0].amount"),
        ("missing-key", "$.cost.tax"),
        ("missing-key", "$.notes"),
    ]


def test_a_float_is_told() -> None:
    """An amount written as a number is refused."""
    content = changed(one(), lambda d: d["cost"].update(tax=210420.0))

    assert faults(content) == [("not-allowed", "$.cost.tax")]


def test_unknown_names_are_told_with_a_guess() -> None:
    """Offers, items and groups the inputs do not have are faults, all at once."""

    def rename(document: dict[str, Any]) -> None:
        document["purchases"][0]["offer"] = "chta"
        document["groups"][0]["id"] = "Slaes"
        document["groups"][1]["assigned"][0]["item"] = "sheet"

    with pytest.raises(PlanError) as caught:
        plan_from_json(changed(one(), rename))

    found = {fault.code: fault.fields["guess"] for fault in caught.value.faults}
    assert found == {
        "plan-unknown-offer": "chat",
        "plan-unknown-group": "Sales",
        "plan-unknown-item": "seat",
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("gap", "1"),
        ("currency", "USD"),
        ("horizon.months", 13),
        ("purchases.0.idle", 50),
        ("groups.0.needed", 349),
        ("groups.0.people", 351),
    ],
)
def test_what_is_said_twice_must_agree(path: str, value: object) -> None:
    """A figure that follows from the rest cannot be changed by itself."""

    def set_value(document: Any) -> None:
        *steps, last = path.split(".")
        for step in steps:
            document = document[int(step) if step.isdigit() else step]
        document[last] = value

    found = faults(changed(one(), set_value))

    assert [code for code, _ in found] == ["plan-differs"]


def test_faults_of_the_inputs_are_placed_in_the_plan() -> None:
    """A fault in the plan's copy of a tariff is found below $.inputs."""

    def spoil(document: dict[str, Any]) -> None:
        tiers = document["inputs"]["tariffs"][0]["content"]["charges"][0]["tiers"]
        tiers[1]["up_to"] = 400

    path = "$.inputs.tariffs[0].content.charges[0].tiers[1].up_to"
    assert faults(changed(one(), spoil)) == [("tier-order", path)]


def test_faults_of_the_scenario_are_placed_in_the_plan() -> None:
    """A fault in the plan's copy of the scenario is found below $.inputs."""

    def spoil(document: dict[str, Any]) -> None:
        document["inputs"]["scenario"]["content"]["groups"][0]["people"] = -1

    ((_, path),) = faults(changed(one(), spoil))
    assert path == "$.inputs.scenario.content.groups[0].people"


def test_an_offer_without_a_tariff_is_told() -> None:
    """The copy of the scenario may offer only tariffs that are in the plan."""

    def spoil(document: dict[str, Any]) -> None:
        document["inputs"]["scenario"]["content"]["offers"] = ["chat", "other"]

    assert faults(changed(one(), spoil)) == [
        ("unknown-offer", "$.inputs.scenario.content.offers[1]")
    ]


def test_unknown_keys_are_left_alone() -> None:
    """A later version may add keys within the format."""
    content = changed(one(), lambda d: d.update(later={"x": [1]}))

    assert plan_from_json(content) == one()


def paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value in a document."""
    entries: Iterable[tuple[Any, object]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for key, item in entries:
        yield (*path, key)
        yield from paths(item, (*path, key))


@pytest.mark.parametrize("value", [None, "x", -1, 10**30, []], ids=str)
def test_any_spoiled_plan_is_refused_in_words_or_read(value: object) -> None:
    """Whatever is changed in a plan, reading it tells the faults, or it can be said."""
    text, told = plan_to_json(one()), 0
    for *steps, last in paths(json.loads(text)):
        document = spoiled = json.loads(text)
        for step in steps:
            spoiled = spoiled[step]
        spoiled[last] = value
        try:
            assert plan_text(plan_from_json(json.dumps(document)))
        except PlanError as error:
            told += bool(error.text("en") and error.text("ja"))

    assert told > 100


# --- no plan ----------------------------------------------------------------------


def test_infeasible_keeps_the_envelope() -> None:
    """That no plan exists is said in the same envelope: purchases are null."""
    scenario = one().scenario
    fault = Fault("no-plan", fields={"name": "HiGHS"})
    error = InfeasibleError(fault, ["needs:chat"], proof="solver")
    content = infeasible_to_json(scenario, error)
    document = json.loads(content)

    assert faults_of(document, "plan", None) == []
    assert (document["status"], document["proof"]) == ("infeasible", "solver")
    assert (document["purchases"], document["conflict"]) == (None, ["needs:chat"])
    assert faults(content) == [("plan-none", "$.purchases")]
    assert json.loads(plan_to_json(one())).keys() - document.keys() == set()


def test_no_plan_in_time_keeps_the_bound() -> None:
    """When the time ran out without a plan, the bound is said."""
    fault = Fault("no-plan-yet", fields={"name": "HiGHS", "why": "time-limit"})
    error = NoPlanError(fault, GrossMoney(2_000_000, "JPY"))
    document = json.loads(infeasible_to_json(one().scenario, error))

    assert faults_of(document, "plan", None) == []
    assert (document["status"], document["proof"]) == ("none", "none")
    assert document["bound"] == {"incl_tax": "2000000"}
    assert document["stopped_because"] == "time-limit"


# --- answers ----------------------------------------------------------------------


def test_answer_of_a_whole_plan(plan: Plan) -> None:
    """A plan's document will do as an answer."""
    assert Answer.from_json(plan.to_json(), plan.scenario) == plan.answer


def test_answer_of_purchases_and_seats() -> None:
    """Purchases and seats are enough, in any order of the groups."""
    content = json.dumps(
        {
            "purchases": [{"offer": "chat", "item": "seat", "purchased": 501}],
            "groups": [
                {"id": "Office", "assigned": [seats(40), seats(60)]},
                {"id": "Sales", "assigned": [seats(350)]},
            ],
        }
    )
    answer = answer_from_json(content, one().scenario)

    assert [(a.group, a.seats) for a in answer.assignments] == [
        ("Sales", 350),
        ("Office", 40),
        ("Office", 60),
    ]
    assert dict(answer.purchases) == dict(one().answer.purchases)


def seats(count: int) -> dict[str, object]:
    """Give a row of an answer."""
    return {"offer": "chat", "item": "seat", "seats": count}


def test_answer_with_unknown_names() -> None:
    """Every unknown name of an answer is told, with its path."""
    content = json.dumps(
        {
            "purchases": [{"offer": "chat", "item": "seats", "purchased": 1}],
            "groups": [{"id": "Home", "assigned": []}],
        }
    )
    with pytest.raises(PlanError) as caught:
        answer_from_json(content, one().scenario, file="theirs.json")

    assert [fault.place.text() for fault in caught.value.faults] == [
        "theirs.json: $.purchases[0].item",
        "theirs.json: $.groups[0].id",
    ]


def test_answer_without_seats_is_refused() -> None:
    """An answer says who is given what, or it is none."""
    with pytest.raises(PlanError) as caught:
        answer_from_json('{"purchases": []}', one().scenario)

    assert [fault.place.path for fault in caught.value.faults] == ["$.groups"]


# --- files ------------------------------------------------------------------------


def test_plan_file_reads_back(plan: Plan, tmp_path: Path) -> None:
    """A plan written to a file is read back from it."""
    write_plan(plan, tmp_path / "plan.json")

    assert read_plan(tmp_path / "plan.json") == plan
    assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]


def test_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    """Without force an existing file stays as it is."""
    file = tmp_path / "plan.json"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError) as caught:
        write_plan(one(), file)

    assert caught.value.faults[0].code == "output-exists"
    assert file.read_text(encoding="utf-8") == "mine"
    write_plan(one(), file, force=True)
    assert read_plan(file) == one()


def test_failed_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a file is locked, the old one is whole and no part lies about."""
    file = tmp_path / "plan.json"
    file.write_text("old", encoding="utf-8")

    def locked(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError) as caught:
        write_plan(one(), file, force=True)

    assert caught.value.faults[0].code == "output-failed"
    assert [found.name for found in tmp_path.iterdir()] == ["plan.json"]
    assert file.read_text(encoding="utf-8") == "old"


def test_folder_is_no_place_for_a_plan(tmp_path: Path) -> None:
    """A folder, and a folder that is not there, are told apart."""
    (tmp_path / "a.json").mkdir()
    codes = []
    for path in (tmp_path / "a.json", tmp_path / "no" / "b.json"):
        with pytest.raises(OutputError) as caught:
            write_plan(one(), path)
        codes.append(caught.value.faults[0].code)

    assert codes == ["output-is-folder", "output-no-folder"]


@pytest.mark.skipif(os.name == "nt", reason="modes of files are POSIX's")
def test_mode_of_a_replaced_file_is_kept(tmp_path: Path) -> None:
    """A file that was readable for others stays so."""
    file = tmp_path / "plan.json"
    file.write_text("", encoding="utf-8")
    file.chmod(0o664)
    write_plan(one(), file, force=True)

    assert file.stat().st_mode & 0o777 == 0o664


def test_many_groups_are_a_file_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit the groups stand beside the plan, which names their hash."""
    monkeypatch.setattr(files, "INLINE_GROUPS", 1)
    write_plan(two(), tmp_path / "plan.json")
    document = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))

    assert document["groups"]["count"] == 3
    assert (tmp_path / document["groups"]["file"]).exists()
    assert read_plan(tmp_path / "plan.json") == two()


def test_changed_groups_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of groups that is not the one written is refused."""
    monkeypatch.setattr(files, "INLINE_GROUPS", 1)
    write_plan(two(), tmp_path / "plan.json")
    (side,) = tmp_path.glob("plan.groups-*.json")
    side.write_bytes(side.read_bytes().replace(b"240", b"241"))

    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.json")

    assert caught.value.faults[0].code == "plan-groups-changed"


def test_unreadable_files_are_told(tmp_path: Path) -> None:
    """A missing file, another coding and a byte order mark are each handled."""
    with pytest.raises(InputErrors) as caught:
        read_plan(tmp_path / "none.json")
    assert caught.value.faults[0].code == "file-missing"
    (tmp_path / "sjis.json").write_bytes('{"名": 1}'.encode("cp932"))
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "sjis.json")
    assert caught.value.faults[0].code == "coding"
    (tmp_path / "bom.json").write_text(one().to_json(), encoding="utf-8-sig")
    assert read_plan(tmp_path / "bom.json") == one()


def test_document_is_of_plain_types() -> None:
    """The document holds nothing but what JSON has."""
    document = plan_to_dict(two())

    assert json.loads(json.dumps(document)) == document


def test_a_plan_is_a_value_among_others() -> None:
    """Equal plans have equal hashes: a plan may be a key, and stand in a set."""
    scenario = Scenario(
        [Group("A", 450, needs="a")], [offer("o", "a", (None, 5))], FISCAL
    )
    plan = optimize(scenario)
    again, other = (
        Plan.from_json(plan.to_json()),
        optimize(attrs.evolve(scenario, name="b")),
    )

    assert hash(again) == hash(plan)
    assert {plan: 1, other: 2}[again] == 1
    assert len({*plan.notes, *again.notes}) == len(plan.notes)


def test_a_plan_says_itself() -> None:
    """``plan.text`` is `plan_text` as a method."""
    scenario = Scenario(
        [Group("A", 450, needs="a")], [offer("o", "a", (None, 5))], FISCAL
    )
    plan = optimize(scenario)

    assert plan.text() == plan_text(plan)
    assert plan.text(lang="ja", width=60) == plan_text(plan, lang="ja", width=60)
