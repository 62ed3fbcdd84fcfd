"""``tariffopt verify``: whether an answer stands, and what it costs exactly."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tariffopt.cli.console import answer, tell
from tariffopt.cli.endings import DONE, FAULTY
from tariffopt.cli.language import say, spoken
from tariffopt.cli.pages import paragraph
from tariffopt.cli.parameters import name
from tariffopt.cli.program import Command, argument, folders_option, option

if TYPE_CHECKING:
    from tariffopt.certifying import Check
    from tariffopt.errors import Fault
    from tariffopt.plan import Answer, Certificate
    from tariffopt.scenario import Scenario


def verify_command() -> Command:
    """Make the command."""
    plan = argument("plan", name("plan"))
    scenario = option("--scenario", name("file"))
    return Command("verify", verify_file, plan, scenario, folders_option())


def verify_file(*, plan: str, scenario: str | None, tariffs: Sequence[str]) -> int:
    """Re-certify a plan from itself, or check an answer against a scenario."""
    return _certify(plan) if scenario is None else _check(plan, scenario, tariffs)


def _certify(file: str) -> int:
    from tariffopt.certifying import certify
    from tariffopt.cli.finding import read_as
    from tariffopt.errors import CertificationError
    from tariffopt.optimizing import confirm
    from tariffopt.plan.files import read_plan

    plan = read_as("plan", file, read_plan)
    try:
        certificate = certify(plan)
        confirm(plan)
    except CertificationError as error:
        for line in _fails(error.faults, file):
            answer(line)
        return FAULTY
    answer(say("cli.verify.stands", file=file, cost=plan.cost.incl_tax))
    answer(_checked(certificate))
    code = "cli.verify.claim" if plan.status == "optimal" else "cli.verify.no-claim"
    answer(say(code))
    return DONE


def _check(file: str, scenario: str, tariffs: Sequence[str]) -> int:
    from tariffopt.certifying import verify
    from tariffopt.cli.finding import Finder, read_as
    from tariffopt.scenario import read_scenario

    read = functools.partial(read_scenario, resolve=Finder(tariffs).get)
    asked = read_as("scenario", scenario, read)
    for note in asked.notes:
        tell(say("cli.note", message=note.text(spoken())))
    answered = functools.partial(_answer, asked=asked)
    check = verify(asked, read_as("plan answer", file, answered))
    for line in _verdict(check, file):
        answer(line)
    return DONE if check.stands else FAULTY


def _answer(file: str, asked: Scenario) -> Answer:
    """Read anybody's answer; the groups of a large plan stand in a file beside it."""
    from tariffopt.documents import read_document
    from tariffopt.plan.files import read_plan
    from tariffopt.plan.reading import answer_from_dict
    from tariffopt.plan.writing import plan_to_dict

    document = read_document(Path(file), file).document
    if isinstance(document.get("groups"), dict):
        whole = plan_to_dict(read_plan(file))
        document = {key: whole[key] for key in ("purchases", "groups")}
    return answer_from_dict(document, asked, file=file)


def _verdict(check: Check, file: str) -> Iterator[str]:
    cost = check.cost.incl_tax if check.cost else None
    if check.stands:
        yield say("cli.verify.stands", file=file, cost=cost)
        yield _checked(check.certificate)
        return
    yield from _fails(check.faults, file)
    if cost is not None:
        yield say("cli.verify.would-cost", cost=cost)


def _fails(faults: Sequence[Fault], file: str) -> Iterator[str]:
    """Say that an answer does not stand, and why: the first faults of very many."""
    from tariffopt.scenario.checking import capped

    yield say("cli.verify.fails", file=file, n=len(faults))
    yield from (fault.text(spoken()) for fault in capped(faults))


def _checked(certificate: Certificate) -> str:
    counts = {
        "requirements": certificate.requirements,
        "rules": certificate.rules,
    }
    return "\n".join(paragraph(say("cli.verify.checked", **counts)))
