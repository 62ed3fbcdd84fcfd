"""Reading plans and answers back from JSON; every fault is found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from tariffopt.documents import (
    Document,
    Origin,
    faults_of,
    parse_document,
    shown_value,
)
from tariffopt.errors import Fault, InputErrors, Place, PlanError
from tariffopt.money import GrossMoney, Money, NetMoney, exact
from tariffopt.plan.answers import Names, read_assignments, read_pairs
from tariffopt.plan.billing import read_bills, read_tier
from tariffopt.plan.model import (
    Answer,
    Certificate,
    Cost,
    ItemKey,
    LevelValue,
    Note,
    Plan,
    Purchase,
    SolverReport,
)
from tariffopt.plan.writing import plan_to_dict
from tariffopt.scenario import Scenario
from tariffopt.scenario.offers import Resolve
from tariffopt.scenario.reading import scenario_from_dict
from tariffopt.tariff import Tariff, tariff_from_dict

Entry = Mapping[str, Any]
_AMOUNTS: Mapping[str, type[Money]] = {
    **dict.fromkeys(("cost", "extra", "least", "plain"), GrossMoney),
    "saves": Money,
}
"""The fields of notes that are money, and whether tax is in it."""
_BY_NAME = frozenset({"instead", "items", "choices", "other"})
"""The fields of notes that are tables by item or choice, whatever those are called."""
_MAY_DIFFER = frozenset({"tariffopt", "content", "seconds"})
"""Keys that say by what, and how, a plan was written; not what it says."""


def plan_from_json(content: str, *, file: str | None = None) -> Plan:
    """Read a plan; it equals the one that was written, its inputs included.

    Parameters
    ----------
    content
        JSON text, ``tariffopt.plan/1``.
    file
        The name for messages.

    Raises
    ------
    PlanError
        All faults: of the syntax, of the plan, of its copy of the inputs; also for
        a document that says that there is no plan.
    """
    return plan_from_dict(parse(content, file), file=file)


def plan_from_dict(document: Document, *, file: str | None = None) -> Plan:
    """Read a plan from a document that `parse` gave; see `plan_from_json`."""
    root = Place(file, "$")
    faults = faults_of(document, "plan", file, parsed=True)
    if faults:
        raise PlanError(faults)
    if document["purchases"] is None:
        fields = {"status": document["status"]}
        raise PlanError(Fault("plan-none", root.at("purchases"), fields))
    return _plan(document, _scenario(document["inputs"], root.at("inputs")), root)


def answer_from_json(
    content: str, scenario: Scenario, *, file: str | None = None
) -> Answer:
    """Read anybody's purchases and seats for a scenario; a whole plan will do too.

    Parameters
    ----------
    content
        ``{"purchases": [{"offer", "item", "purchased"}], "groups": [{"id",
        "assigned": [{"offer", "item", "seats", "together"}]}]}``. ``together`` lists
        the further items that each of these people gets too. Other keys are left
        alone. Whether the answer is any good is for `verify` to say.
    scenario
        What it answers.
    file
        The name for messages.

    Raises
    ------
    PlanError
        All faults, such as names the scenario does not know.
    """
    return answer_from_dict(parse(content, file), scenario, file=file)


def answer_from_dict(
    document: Document, scenario: Scenario, *, file: str | None = None
) -> Answer:
    """Read anybody's purchases and seats from a document; see `answer_from_json`."""
    faults = faults_of(document, "answer", file)
    if faults:
        raise PlanError(faults)
    names = Names.of(scenario, file)
    pairs = read_pairs(document["purchases"], names)
    assignments = read_assignments(document["groups"], scenario, names)
    if names.faults:
        raise PlanError(names.faults)
    return Answer(pairs, assignments)


def parse(content: bytes | str, file: str | None) -> Document:
    """Parse JSON to a table; whatever is wrong with it is a fault of the plan."""
    try:
        return parse_document(content, file)
    except InputErrors as error:
        fault = error.faults[0]
        # No command reads a plan in another coding, so none is advised.
        code = "coding" if fault.code == "coding-cp932" else fault.code
        raise PlanError(attrs.evolve(fault, code=code)) from None


# --- inputs -----------------------------------------------------------------------


def _scenario(inputs: Entry, root: Place) -> Scenario:
    """Read the plan's copy of the inputs; their faults are placed in the plan."""
    faults: list[Fault] = []
    tariffs: dict[str, Tariff] = {}
    for number, entry in enumerate(inputs["tariffs"]):
        try:
            tariff = tariff_from_dict(entry["content"], _origin(entry, "found"))
            tariffs[tariff.id] = tariff
        except InputErrors as error:
            faults += _moved(error, root.at("tariffs", number, "content"))
    if faults:
        raise PlanError(faults)
    entry = inputs["scenario"]
    try:
        scenario = scenario_from_dict(
            *_offered(entry["content"], tariffs), None, _origin(entry, "path")
        )
    except InputErrors as error:
        raise PlanError(_moved(error, root.at("scenario", "content"))) from None
    return attrs.evolve(scenario, notes=_notes(entry.get("notes", ())))


def _offered(
    content: Document, tariffs: Mapping[str, Tariff]
) -> tuple[Document, Resolve]:
    """Take the offers from the plan itself: no name of one is looked for in files."""
    offers: Any = content.get("offers")
    known = isinstance(offers, list) and all(
        isinstance(name, str) and name in tariffs for name in offers
    )
    if not known:
        return content, tariffs.__getitem__
    numbered = {str(number): tariffs[name] for number, name in enumerate(offers)}
    return content | {"offers": list(numbered)}, numbered.__getitem__


def _origin(entry: Entry, key: str) -> Origin | None:
    return Origin(entry[key], entry.get("sha256") or "") if entry.get(key) else None


def _notes(entries: Iterable[Entry]) -> tuple[Note, ...]:
    return tuple(Note(entry["code"], _without_code(entry)) for entry in entries)


def _without_code(entry: Entry) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "code"}


def _moved(error: InputErrors, place: Place) -> Iterator[Fault]:
    """Say faults of a copy where the copy stands."""
    for fault in error.faults:
        path = place.path + fault.place.path.removeprefix("$")
        yield attrs.evolve(fault, place=Place(place.file, path))


def _note(entry: Entry, currency: str) -> Note:
    return Note(entry["code"], _values(_without_code(entry), currency))


def _values(fields: Entry, currency: str) -> dict[str, Any]:
    """Give the fields of a note the types they were written from."""
    return {key: _value(key, found, currency) for key, found in fields.items()}


def _value(key: str, found: Any, currency: str) -> Any:
    if isinstance(found, dict):
        return found if key in _BY_NAME else _values(found, currency)
    try:
        if key in _AMOUNTS:
            return _AMOUNTS[key](found, currency)
        return date.fromisoformat(found) if key == "date" else found
    except (TypeError, ValueError):
        return found  # of a note that this version does not know


# --- the plan ---------------------------------------------------------------------


def _plan(document: Document, scenario: Scenario, root: Place) -> Plan:
    names, currency = Names.of(scenario, root.file), scenario.currency
    pairs = read_pairs(document["purchases"], names)
    assignments = read_assignments(document["groups"], scenario, names)
    bills = read_bills(document, pairs, scenario, names)
    if names.faults:
        raise PlanError(names.faults)
    bound, entries = document["bound"], document["purchases"]
    plan = Plan(
        scenario=scenario,
        status=document["status"],
        proof=document["proof"],
        stopped_because=document["stopped_because"],
        cost=_cost(document["cost"], currency),
        bound=None if bound is None else GrossMoney(bound["incl_tax"], currency),
        purchases=tuple(
            _purchase(entry, key, scenario)
            for entry, (key, _) in zip(entries, pairs, strict=True)
        ),
        assignments=assignments,
        bills=bills,
        notes=tuple(_note(entry, currency) for entry in document["notes"]),
        solver=_solver(document["solver"]),
        certificate=_certificate(document["certificate"]),
        levels=tuple(map(_level, document.get("levels", ()))),
        ties=document.get("ties", "any"),
    )
    differing = _differences(document, plan_to_dict(plan), "$")
    faults = [
        Fault("plan-differs", Place(root.file, path), {"found": old, "exact": new})
        for path, old, new in differing
    ]
    if faults:
        raise PlanError(faults)
    return plan


def _differences(found: Any, written: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Find where a plan says twice what is not the same, such as ``idle``."""
    if isinstance(written, dict) and isinstance(found, dict):
        for key in (k for k in written if k in found and k not in _MAY_DIFFER):
            yield from _differences(found[key], written[key], f"{path}.{key}")
    elif isinstance(written, list) and isinstance(found, list):
        if len(found) != len(written):
            yield path, f"{len(found)}", f"{len(written)}"
        for number, (old, new) in enumerate(zip(found, written, strict=False)):
            if old != new:
                yield from _differences(old, new, f"{path}[{number}]")
    elif found != written:
        yield path, shown_value(found), shown_value(written)


def _cost(entry: Entry, currency: str) -> Cost:
    return Cost(
        NetMoney(entry["excl_tax"], currency),
        Money(entry["tax"], currency),
        GrossMoney(entry["incl_tax"], currency),
    )


def _purchase(entry: Entry, key: ItemKey, scenario: Scenario) -> Purchase:
    return Purchase(
        key=key,
        item_name=scenario.offer(key.offer).item(key.item).name,
        purchased=entry["purchased"],
        people=entry.get("people", 1),
        assigned=entry["assigned"],
        start=date.fromisoformat(entry["from"]),
        end=date.fromisoformat(entry["until"]),
        tier=read_tier(entry["tier"], scenario.offer(key.offer)),
        idle_reason=entry["idle_reason"],
    )


def _solver(entry: Entry) -> SolverReport:
    known = {key: entry[key] for key in ("seed", "threads", "rows", "columns", "nodes")}
    return SolverReport(
        name=entry["name"],
        version=entry["version"],
        seconds=float(entry["seconds"]),
        reductions=tuple(entry["reductions"]),
        **known,
    )


def _level(entry: Entry) -> LevelValue:
    return LevelValue(entry["goal"], exact(entry["value"]), entry["proved"])


def _certificate(entry: Entry) -> Certificate:
    return Certificate(entry["requirements"], entry["rules"], entry["bill_recomputed"])
