"""``tariffopt verify``: whether an answer stands, and what it costs exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer, tell
from tariffopt.cli.exits import DONE, FAULTY
from tariffopt.cli.layout import paragraph
from tariffopt.cli.program import Command, argument, folders_option, option
from tariffopt.texts import Lang, text

if TYPE_CHECKING:
    from tariffopt.certifying import Check
    from tariffopt.errors import Fault
    from tariffopt.plan import Answer, Certificate
    from tariffopt.scenario import Scenario


def command(lang: Lang) -> Command:
    """Make the command."""
    params = [
        argument("plan", take.name(lang, "plan")),
        option(lang, "--scenario", take.name(lang, "file"), "scenario"),
        folders_option(lang),
    ]
    return Command(lang, "verify", verify_file, params)


def verify_file(
    lang: Lang, *, plan: str, scenario: str | None, tariffs: Sequence[str]
) -> int:
    """Re-certify a plan from itself, or check an answer against a scenario."""
    if scenario is None:
        return _certify(lang, plan)
    return _check(lang, plan, scenario, tariffs)


def _certify(lang: Lang, file: str) -> int:
    from tariffopt.certifying import certify
    from tariffopt.cli.kinds import read_as
    from tariffopt.errors import CertificationError
    from tariffopt.optimizing import confirm
    from tariffopt.plan.files import read_plan

    plan = read_as("plan", file, read_plan)
    try:
        certificate = certify(plan)
        confirm(plan)
    except CertificationError as error:
        for line in _fails(error.faults, file, lang):
            answer(line)
        return FAULTY
    answer(text("cli.verify.stands", lang, file=file, cost=plan.cost.incl_tax))
    answer(_checked(certificate, lang))
    code = "cli.verify.claim" if plan.status == "optimal" else "cli.verify.no-claim"
    answer(text(code, lang))
    return DONE


def _check(lang: Lang, file: str, scenario: str, tariffs: Sequence[str]) -> int:
    from tariffopt.certifying import verify
    from tariffopt.cli.finding import Finder
    from tariffopt.scenario import read_scenario

    asked = read_scenario(scenario, Finder(lang, tariffs).get)
    for note in asked.notes:
        tell(text("cli.note", lang, message=note.text(lang)))
    check = verify(asked, _answer(file, asked))
    for line in _verdict(check, file, lang):
        answer(line)
    return DONE if check.stands else FAULTY


def _answer(file: str, asked: Scenario) -> Answer:
    """Read anybody's answer; the groups of a large plan stand in a file beside it."""
    from tariffopt.documents import read_document
    from tariffopt.plan.files import read_plan
    from tariffopt.plan.reading import answer_from_json

    document = read_document(Path(file), file).document
    if isinstance(document.get("groups"), dict):
        content = read_plan(file).to_json(indent=None)
    else:
        content = Path(file).read_text("utf-8-sig")
    return answer_from_json(content, asked, file=file)


def _verdict(check: Check, file: str, lang: Lang) -> Iterator[str]:
    cost = check.cost.incl_tax if check.cost else None
    if check.stands:
        yield text("cli.verify.stands", lang, file=file, cost=cost)
        yield _checked(check.certificate, lang)
        return
    yield from _fails(check.faults, file, lang)
    if cost is not None:
        yield text("cli.verify.would-cost", lang, cost=cost)


def _fails(faults: Sequence[Fault], file: str, lang: Lang) -> Iterator[str]:
    """Say that an answer does not stand, and why: the first faults of very many."""
    from tariffopt.scenario.checking import capped

    yield text("cli.verify.fails", lang, file=file, n=len(faults))
    yield from (fault.text(lang) for fault in capped(faults))


def _checked(certificate: Certificate, lang: Lang) -> str:
    counts = {
        "requirements": certificate.requirements,
        "rules": certificate.rules,
    }
    return "\n".join(paragraph(text("cli.verify.checked", lang, **counts)))
