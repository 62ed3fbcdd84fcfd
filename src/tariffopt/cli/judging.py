"""Judging input files by their content: what each is, and what is wrong with it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from tariffopt.cli.finding import Finder
from tariffopt.cli.kinds import kind_of
from tariffopt.documents import faults_of, read_document
from tariffopt.errors import Fault, Place, TariffoptError
from tariffopt.plan.files import read_plan
from tariffopt.scenario import Scenario, read_scenario
from tariffopt.scenario.offers import is_path
from tariffopt.scenario.places import Note
from tariffopt.scenario.table import read_groups
from tariffopt.tariff import Tariff, read_tariff
from tariffopt.testing.conformance import CheckResult, check_tariff
from tariffopt.texts import Lang, text

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm")
_DOCUMENTS = (".toml", ".json")
# A table's empty cells take the scenario's needs, which a table alone does not have.
_SOMETHING = ("-",)
_STRANGE = {"groups": "check-side-file"}


@attrs.frozen
class Verdict:
    """What one input is, and what is wrong with it.

    Attributes
    ----------
    input
        As it was named.
    kind
        ``"tariff"``, ``"scenario"``, ``"groups"``, ``"plan"``, ``"answer"``; or
        ``"file"`` for one that cannot be read, ``"unknown"`` for a strange one.
    about
        Fields of the sentence that sums it up; none for a faulty one.
    faults, notes
        What is wrong with reading it; what is only worth saying.
    checks
        Results of the conformance kit, for a tariff that could be read.
    """

    input: str
    kind: str
    about: dict[str, Any] = attrs.field(factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    checks: tuple[CheckResult, ...] = ()

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks of the kit that find the tariff unusable."""
        return tuple(r for r in self.checks if not r.ok and not r.check.advice)

    @property
    def advice(self) -> tuple[CheckResult, ...]:
        """What would make a usable tariff better: its source, worked examples."""
        return tuple(r for r in self.checks if not r.ok and r.check.advice)

    @property
    def count(self) -> int:
        """How many things are wrong; advice is nothing wrong."""
        return len(self.faults) + len(self.failed)

    def summary(self, lang: Lang) -> str:
        """Say what it is."""
        kind = text(f"cli.kind.{self.kind}", lang)
        if not self.about:
            return kind
        return text(f"cli.check.{self.kind}", lang, kind=kind, **self.about)


def judge(word: str, finder: Finder, encoding: str) -> Iterator[Verdict]:
    """Judge a file, the documents of a folder, or the tariff of an id.

    Parameters
    ----------
    word
        As it was typed.
    finder
        Finds tariffs by their ids, those of scenarios too.
    encoding
        Of TOML and JSON files.
    """
    path = Path(word)
    if path.is_dir():
        yield from _folder(word, finder, encoding)
    elif path.suffix.lower() in TABLES:
        yield _guarded(word, "groups", lambda: _groups(word))
    elif path.exists() or is_path(word):
        yield _file(word, finder, encoding)
    else:
        yield _guarded(word, "tariff", lambda: _tariff(word, finder.get(word)))


def _folder(word: str, finder: Finder, encoding: str) -> Iterator[Verdict]:
    """Judge the documents of a folder; its tables belong to scenarios, which read them.

    Documents that are evidently nothing of tariffopt are passed over.
    """
    files = [f for f in sorted(Path(word).iterdir()) if f.suffix in _DOCUMENTS]
    verdicts = [_file(str(f), finder, encoding) for f in files if f.is_file()]
    known = [verdict for verdict in verdicts if verdict.kind != "unknown"]
    yield from known
    if not known:
        yield Verdict(word, "unknown", faults=(Fault("check-nothing", Place(word)),))


def _guarded(word: str, kind: str, judge_it: Callable[[], Verdict]) -> Verdict:
    try:
        return judge_it()
    except TariffoptError as error:
        return Verdict(word, kind, faults=tuple(error.faults))


def _file(word: str, finder: Finder, encoding: str) -> Verdict:
    try:
        document = read_document(Path(word), word, encoding).document
    except TariffoptError as error:
        return Verdict(word, "file", faults=tuple(error.faults))
    kind = kind_of(document)
    if kind == "plan":
        return _guarded(word, kind, lambda: _plan(word))
    if kind == "answer":
        faults = tuple(faults_of(document, kind, word))
        return Verdict(word, kind, {"purchases": len(document["purchases"])}, faults)
    if kind == "scenario":
        read = functools.partial(read_scenario, word, finder.get, encoding)
        return _guarded(word, kind, lambda: _scenario(word, read()))
    if kind == "tariff":
        read_it = functools.partial(read_tariff, word, encoding)
        return _guarded(word, kind, lambda: _tariff(word, read_it()))
    code = _STRANGE.get(kind, "check-unknown") if document else "check-empty"
    return Verdict(word, "unknown", faults=(Fault(code, Place(word)),))


def _groups(word: str) -> Verdict:
    groups = read_groups(word, needs=_SOMETHING)
    about = {"groups": len(groups), "seats": int(groups.needed.sum())}
    return Verdict(word, "groups", about, notes=groups.source.notes)


def _plan(word: str) -> Verdict:
    plan = read_plan(word)
    return Verdict(word, "plan", {"cost": plan.cost.incl_tax})


def _scenario(word: str, scenario: Scenario) -> Verdict:
    about = {
        "groups": len(scenario.groups),
        "seats": int(scenario.groups.needed.sum()),
        "offers": ", ".join(offer.id for offer in scenario.offers),
    }
    return Verdict(word, "scenario", about, notes=scenario.notes)


def _tariff(word: str, tariff: Tariff) -> Verdict:
    results = tuple(check_tariff(tariff, raise_=False))
    about = {"id": tariff.id, "checks": len(results)}
    return Verdict(word, "tariff", about, checks=results)
