"""``tariffopt check``: whether the input files are right."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer, answer_json
from tariffopt.cli.exits import DONE, FAULTY
from tariffopt.cli.program import (
    Command,
    argument,
    folders_option,
    option,
    switch,
)
from tariffopt.errors import json_fields
from tariffopt.texts import Lang, text

if TYPE_CHECKING:
    from tariffopt.cli.judging import Verdict
    from tariffopt.errors import Fault
    from tariffopt.testing.conformance import CheckResult

FORMAT = "tariffopt.check/1"
_CODINGS = ("utf-8", "cp932")


def command(lang: Lang) -> Command:
    """Make the command."""
    params = [
        argument("inputs", take.name(lang, "inputs"), nargs=-1, required=True),
        option(
            lang,
            "--encoding",
            take.choice(lang, _CODINGS),
            "encoding",
            default="utf-8",
        ),
        switch(lang, "--json", "check-json"),
        folders_option(lang),
    ]
    return Command(lang, "check", check_inputs, params)


def check_inputs(
    lang: Lang,
    *,
    inputs: Sequence[str],
    encoding: str,
    json: bool,
    tariffs: Sequence[str],
) -> int:
    """Judge every input, and say of each whether it is in order."""
    from tariffopt.cli.finding import Finder
    from tariffopt.cli.judging import judge

    finder = Finder(lang, tariffs)
    verdicts: list[Verdict] = []
    for word in _expanded(inputs):
        for verdict in judge(word, finder, encoding):
            verdicts.append(verdict)
            if not json:
                answer("\n".join(_lines(verdict, lang)))
    if json:
        content = {"format": FORMAT, "inputs": [_entry(v, lang) for v in verdicts]}
        answer_json(json_module.dumps(content, ensure_ascii=False, indent=1))
    elif len(verdicts) > 1:
        answer(_total(verdicts, lang))
    return FAULTY if any(verdict.count for verdict in verdicts) else DONE


def _expanded(words: Sequence[str]) -> Iterator[str]:
    """Resolve ``*.toml`` where the shell does not, as on Windows."""
    for word in words:
        pattern = sys.platform == "win32" and "*" in word and not Path(word).exists()
        found = [str(path) for path in Path().glob(word)] if pattern else []
        yield from sorted(found) or [word]


def _lines(verdict: Verdict, lang: Lang) -> Iterator[str]:
    code = "cli.check.bad" if verdict.count else "cli.check.good"
    fields = {"input": verdict.input, "kind": verdict.summary(lang)}
    yield text(code, lang, **fields, n=verdict.count)
    said = [fault.text(lang) for fault in verdict.faults]
    said += [result.text(lang) for result in verdict.failed]
    said += [_advice(result, lang) for result in verdict.advice]
    said += [text("cli.note", lang, message=n.text(lang)) for n in verdict.notes]
    yield from (f"  {line}" for words in said for line in words.splitlines())


def _advice(result: CheckResult, lang: Lang) -> str:
    head = text("cli.check.advice", lang, message=result.check.sentence(lang))
    return "\n".join([head, *(f"  {fault.text(lang)}" for fault in result.faults)])


def _total(verdicts: Sequence[Verdict], lang: Lang) -> str:
    bad = sum(verdict.count > 0 for verdict in verdicts)
    fields = {"n": len(verdicts), "good": len(verdicts) - bad, "bad": bad}
    return text("cli.check.total", lang, **fields)


def _entry(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    return {
        "input": verdict.input,
        "kind": verdict.kind,
        "in_order": verdict.count == 0,
        "faults": [_fault(fault, lang) for fault in verdict.faults],
        "checks": [_result(result, lang) for result in verdict.checks],
        "notes": [{"code": n.code, "text": n.text(lang)} for n in verdict.notes],
    }


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
