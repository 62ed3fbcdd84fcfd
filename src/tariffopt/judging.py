"""Judging input files by their content: what each is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from tariffopt.analysis import Finding, lint
from tariffopt.documents import Document, faults_of, read_document
from tariffopt.documents.kinds import TABLES, kind_of
from tariffopt.errors import Fault, Note, Place, PlanError, TariffoptError, json_fields
from tariffopt.explaining import capacity_faults
from tariffopt.plan.files import read_plan
from tariffopt.registry import Entry, Registry
from tariffopt.scenario import read_scenario
from tariffopt.scenario.offers import is_path
from tariffopt.scenario.table import read_groups
from tariffopt.tariff import Tariff, read_tariff
from tariffopt.testing.conformance import CheckResult, check_tariff
from tariffopt.testing.plugins import glance_at_plugin
from tariffopt.texts import Lang, text

FORMAT = "tariffopt.check/1"
_DOCUMENTS = (".toml", ".json")
# A table's empty cells take the scenario's needs, which a table alone does not have.
_SOMETHING = ("-",)


@attrs.frozen
class Verdict:
    """What one input is, and what is wrong with it.

    Attributes
    ----------
    input
        As it was named.
    kind
        ``"tariff"``, ``"scenario"``, ``"groups"``, ``"plan"``, ``"answer"``, or
        ``"no-plan"``, a document that says there is none; ``"file"`` for one that
        cannot be read, ``"unknown"`` for a strange one; ``"plugin"`` for the package
        that brought a tariff.
    about
        Fields of the sentence that sums it up; none for a faulty one.
    faults, notes
        What is wrong with reading it; what is only worth saying.
    checks
        Results of the conformance kit, for a tariff that could be read or a plugin.
    findings
        What `tariffopt.lint` finds in it: advice, and nothing wrong with the file.
    """

    input: str
    kind: str
    about: dict[str, Any] = attrs.field(factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks of the kit that find the tariff unusable."""
        return tuple(r for r in self.checks if not r.ok and not r.check.advice)

    @property
    def advised(self) -> tuple[Fault, ...]:
        """What a plugin's checks advise; for a tariff the findings do."""
        checks = self.checks if self.kind == "plugin" else ()
        advice = (r for r in checks if not r.ok and r.check.advice)
        return tuple(fault for result in advice for fault in result.faults)

    @property
    def count(self) -> int:
        """How many things are wrong; advice is nothing wrong."""
        return len(self.faults) + len(self.failed)

    def summary(self, lang: Lang = "en") -> str:
        """Say what it is."""
        kind = text(f"verdict.kind.{self.kind}", lang)
        if not self.about:
            return kind
        return text(f"verdict.{self.kind}", lang, kind=kind, **self.about)

    def text(self, lang: Lang = "en") -> str:
        """Say whether it is in order, and below that all that is wrong."""
        code = "verdict.bad" if self.count else "verdict.good"
        fields = {"input": self.input, "kind": self.summary(lang), "n": self.count}
        said = [fault.text(lang) for fault in self.faults]
        said += [result.text(lang) for result in self.failed]
        said += [_advice(finding, lang) for finding in self.findings]
        said += [
            text("verdict.advice", lang, message=f.text(lang)) for f in self.advised
        ]
        said += [text("verdict.note", lang, message=n.text(lang)) for n in self.notes]
        own = f"{self.input}: "  # the heading names it
        below = (f"  {line}" for words in said for line in words.splitlines())
        below = (line.replace(own, "", 1) for line in below)
        return "\n".join([text(code, lang, **fields), *below])

    def to_dict(self, lang: Lang = "en") -> Document:
        """Write the verdict as a document, with its sentences in one language."""
        return {
            "input": self.input,
            "kind": self.kind,
            "in_order": self.count == 0,
            "faults": [_fault(fault, lang) for fault in self.faults],
            "checks": [_result(result, lang) for result in self.checks],
            "findings": [finding.to_dict(lang) for finding in self.findings],
            "notes": [{"code": n.code, "text": n.text(lang)} for n in self.notes],
        }


def check_input(
    source: Path | str,
    *,
    resolve: Callable[[str], Tariff] | None = None,
    encoding: str = "utf-8",
    today: date | None = None,
) -> Verdict:
    """Judge one input by its content: whether it is in order, and what is wrong.

    A tariff is put through the conformance kit, and a scenario must be one that its
    offers have room for; nothing is optimized.

    Parameters
    ----------
    source
        A file with a tariff, a scenario, a plan, an answer or a table of groups; or
        the id of a tariff.
    resolve
        Finds tariffs by their ids, those of scenarios too; among what is installed
        when left out.
    encoding
        Of TOML and JSON files.
    today
        The day on which the source of a tariff is judged stale; without it none is.

    Returns
    -------
    Verdict
        Faults are in it, not raised.

    Examples
    --------
    >>> verdict = check_input("no-such-file.toml")
    >>> verdict.kind, verdict.count
    ('file', 1)
    >>> print(verdict.text())
    no-such-file.toml: file; faults: 1
      no such file.
    """
    word, find = str(source), resolve or Registry().get
    if Path(word).suffix.lower() in TABLES:
        return _guarded(word, "groups", _groups)
    if not _is_id(word):
        return _document(word, find, encoding, today)
    return _guarded(word, "tariff", lambda word: _tariff(word, find(word), today))


def _is_id(word: str) -> bool:
    table = Path(word).suffix.lower() in TABLES
    return not (table or Path(word).exists() or is_path(word))


def check_folder(
    folder: Path | str,
    *,
    resolve: Callable[[str], Tariff] | None = None,
    encoding: str = "utf-8",
    today: date | None = None,
) -> tuple[Verdict, ...]:
    """Judge the documents of a folder; its tables belong to scenarios, which read them.

    Documents that are evidently nothing of tariffopt are passed over; a folder of
    nothing else is a fault.

    Parameters
    ----------
    folder
        Where the documents are, by the endings ``.toml`` and ``.json``.
    resolve, encoding, today
        As `check_input`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [verdict.kind for verdict in check_folder(folder)]
    ['unknown']
    """
    files = [f for f in sorted(Path(folder).iterdir()) if f.suffix in _DOCUMENTS]
    verdicts = (
        check_input(file, resolve=resolve, encoding=encoding, today=today)
        for file in files
        if file.is_file()
    )
    known = tuple(verdict for verdict in verdicts if verdict.kind != "unknown")
    return known or (_strange(str(folder), "check-nothing"),)


def check_plugins(words: Iterable[str], registry: Registry) -> tuple[Verdict, ...]:
    """Judge the packages that brought tariffs named by their ids, each package once.

    Parameters
    ----------
    words
        Inputs of `check_input`; files are passed over.
    registry
        Finds the tariffs.

    Returns
    -------
    tuple of Verdict
        Of the packages about which there is anything to say.
    """
    asked = {word for word in words if _is_id(word)}
    entries = registry.entries() if asked else ()
    named = (e.distribution for e in entries if e.id in asked and e.tariff is not None)
    verdicts = (_plugin(name, entries) for name in dict.fromkeys(named) if name)
    return tuple(v for v in verdicts if not all(result.ok for result in v.checks))


def _plugin(name: str, entries: Iterable[Entry]) -> Verdict:
    results = tuple(glance_at_plugin(name, entries))
    about = {"checks": len(results)}
    return Verdict(results[0].subject, "plugin", about, checks=results)


def verdicts_to_dict(verdicts: Iterable[Verdict], lang: Lang = "en") -> Document:
    """Write verdicts as one document, ``tariffopt.check/1``."""
    return {"format": FORMAT, "inputs": [v.to_dict(lang) for v in verdicts]}


# --- by kind ----------------------------------------------------------------------


def _guarded(word: str, kind: str, judge: Callable[[str], Verdict]) -> Verdict:
    try:
        return judge(word)
    except TariffoptError as error:
        return Verdict(word, kind, faults=error.faults)


def _strange(word: str, code: str) -> Verdict:
    return Verdict(word, "unknown", faults=(Fault(code, Place(word)),))


def _document(
    word: str, find: Callable[[str], Tariff], encoding: str, today: date | None
) -> Verdict:
    try:
        document = read_document(Path(word), word, encoding).document
    except TariffoptError as error:
        return Verdict(word, "file", faults=error.faults)
    kind = kind_of(document)
    judges: dict[str, Callable[[str], Verdict]] = {
        "plan": _plan,
        "answer": lambda word: _answer(word, document),
        "scenario": lambda word: _scenario(word, find, encoding),
        "tariff": lambda word: _tariff(word, read_tariff(word, encoding), today),
    }
    if kind in judges:
        return _guarded(word, kind, judges[kind])
    odd = "check-unknown" if document else "check-empty"
    return _strange(word, "check-side-file" if kind == "groups" else odd)


def _answer(word: str, document: Document) -> Verdict:
    faults = tuple(faults_of(document, "answer", word))
    return Verdict(word, "answer", {"n": len(document["purchases"])}, faults)


def _groups(word: str) -> Verdict:
    groups = read_groups(word, needs=_SOMETHING)
    about = {"groups": len(groups), "seats": groups.seats_needed}
    return Verdict(word, "groups", about, notes=groups.source.notes)


def _plan(word: str) -> Verdict:
    try:
        plan = read_plan(word)
    except PlanError as error:
        only, *others = error.faults
        if only.code != "plan-none" or others:
            raise
        return Verdict(word, "no-plan", dict(only.fields))
    return Verdict(word, "plan", {"cost": plan.cost.incl_tax})


def _scenario(word: str, find: Callable[[str], Tariff], encoding: str) -> Verdict:
    scenario = read_scenario(word, find, encoding)
    about = {
        "groups": len(scenario.groups),
        "seats": scenario.groups.seats_needed,
        "offers": ", ".join(offer.id for offer in scenario.offers),
    }
    faults = tuple(
        attrs.evolve(f, place=Place(word)) for f in capacity_faults(scenario)
    )
    return Verdict(word, "scenario", about, faults, scenario.notes)


def _tariff(word: str, tariff: Tariff, today: date | None) -> Verdict:
    results = tuple(check_tariff(tariff, raise_=False))
    about = {"id": tariff.id, "checks": len(results)}
    findings = lint(tariff, today=today)
    return Verdict(word, "tariff", about, checks=results, findings=findings)


# --- texts and documents ----------------------------------------------------------


def _advice(finding: Finding, lang: Lang) -> str:
    code = "verdict.warning" if finding.level == "warning" else "verdict.advice"
    return text(code, lang, message=finding.text(lang))


def _result(result: CheckResult, lang: Lang) -> dict[str, Any]:
    return {
        "name": result.check.name,
        "outcome": result.outcome,
        "advice": result.check.advice,
        "faults": [_fault(fault, lang) for fault in result.faults],
    }


def _fault(fault: Fault, lang: Lang) -> dict[str, Any]:
    place = fault.place
    where = {
        "file": place.file,
        "path": place.path or None,
        "row": place.row,
        "column": place.column,
    }
    known = {key: value for key, value in where.items() if value is not None}
    said = {"fields": json_fields(fault.fields), "text": fault.text(lang)}
    return {"code": fault.code, **known, **said}
