"""``tariffopt check``: whether the input files are right."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tariffopt.cli.console import answer, answer_json
from tariffopt.cli.endings import DONE, FAULTY
from tariffopt.cli.language import say, spoken
from tariffopt.cli.parameters import DAY, choice, name
from tariffopt.cli.program import Command, argument, folders_option, option, switch

if TYPE_CHECKING:
    from tariffopt.cli.finding import Finder
    from tariffopt.judging import Verdict


def check_command() -> Command:
    """Make the command."""
    return Command(
        "check",
        check_inputs,
        argument("inputs", name("inputs"), nargs=-1, required=True),
        option("--on", DAY, code="check-on"),
        option("--encoding", choice("utf-8", "cp932"), default="utf-8"),
        switch("--json", code="check-json"),
        folders_option(),
    )


def check_inputs(
    *,
    inputs: Sequence[str],
    on: date | None,
    encoding: str,
    json: bool,
    tariffs: Sequence[str],
) -> int:
    """Judge every input, and say of each whether it is in order."""
    from tariffopt.cli.finding import Finder
    from tariffopt.judging import verdicts_to_dict

    finder, today = Finder(tariffs), on or date.today()  # noqa: DTZ011 - the buyer's
    verdicts: list[Verdict] = []
    for judged in _judged(list(_expanded(inputs)), finder, encoding, today):
        verdicts += judged
        if judged and not json:
            answer("\n".join(verdict.text(spoken()) for verdict in judged))
    bad = sum(verdict.count > 0 for verdict in verdicts)
    if json:
        content = verdicts_to_dict(verdicts, spoken())
        answer_json(json_module.dumps(content, ensure_ascii=False, indent=1))
    elif len(verdicts) > 1:
        fields = {"n": len(verdicts), "good": len(verdicts) - bad, "bad": bad}
        answer(say("cli.check.total", **fields))
    return FAULTY if bad else DONE


def _judged(
    words: Sequence[str], finder: Finder, encoding: str, today: date
) -> Iterator[Sequence[Verdict]]:
    """Judge each input, and last the packages of those that are installed."""
    from tariffopt.judging import check_folder, check_input, check_plugins

    about: dict[str, Any] = {"resolve": finder.get, "encoding": encoding}
    for word in words:
        if Path(word).is_dir():
            yield check_folder(word, today=today, **about)
        else:
            yield [check_input(word, today=today, **about)]
    yield check_plugins(words, finder.registry)


def _expanded(words: Sequence[str]) -> Iterator[str]:
    """Resolve ``*.toml`` where the shell does not, as on Windows."""
    for word in words:
        pattern = sys.platform == "win32" and "*" in word and not Path(word).exists()
        found = [str(path) for path in Path().glob(word)] if pattern else []
        yield from sorted(found) or [word]
