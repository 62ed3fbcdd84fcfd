"""``tariffopt optimize``: what to buy, for whom, at the least cost."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer, answer_json, tell
from tariffopt.cli.exits import DONE, UNPROVED, USAGE
from tariffopt.cli.program import Command, argument, folders_option, option, switch
from tariffopt.texts import Lang, text

if TYPE_CHECKING:
    from tariffopt.plan import Plan

_THREADS = 256
_SEED = 2**31 - 1


def command(lang: Lang) -> Command:
    """Make the command."""
    out = take.name(lang, "file")
    params = [
        argument("scenario", take.name(lang, "scenario")),
        option(lang, "-o", out, "o", multiple=True),
        switch(lang, "--json", "json"),
        switch(lang, "--force", "force"),
        option(lang, "--set", take.setting(lang), "set", multiple=True),
        option(lang, "--budget", take.money(lang), "budget"),
        option(lang, "--max-surplus", take.surplus(lang), "max-surplus"),
        option(lang, "--time-limit", take.seconds(lang), "time-limit"),
        option(lang, "--gap", take.gap(lang), "gap", default="0"),
        option(lang, "--solver", take.name(lang, "solver"), "solver", default="HiGHS"),
        option(lang, "--threads", take.count(lang, 1, _THREADS), "threads", default=1),
        option(lang, "--seed", take.count(lang, 0, _SEED), "seed", default=0),
        folders_option(lang),
    ]
    return Command(lang, "optimize", find_plan, params)


def find_plan(
    lang: Lang,
    *,
    scenario: str,
    o: Sequence[str],
    json: bool,
    force: bool,
    set: Sequence[tuple[str, str]],  # noqa: A002 - click names it after the option
    budget: str | None,
    max_surplus: str | None,
    tariffs: Sequence[str],
    **solving: Any,
) -> int:
    """Read the scenario, find its plan, say and write it.

    ``solving`` are the options of `optimize` itself.
    """
    from tariffopt.cli.finding import Finder
    from tariffopt.cli.kinds import read_as
    from tariffopt.cli.progress import Progress
    from tariffopt.cli.writing import require_writable, write_none, write_plans
    from tariffopt.errors import InfeasibleError, NoPlanError
    from tariffopt.optimizing import optimize
    from tariffopt.plan.writing import infeasible_to_json
    from tariffopt.scenario import read_scenario

    require_writable(o, force=force)
    limits = {"limits.budget": budget, "limits.max_surplus": max_surplus}
    given = [(path, value) for path, value in limits.items() if value is not None]
    finder = Finder(lang, tariffs)
    read = functools.partial(
        read_scenario, resolve=finder.get, overrides=[*set, *given]
    )
    with Progress(lang) as progress:
        asked = read_as("scenario", scenario, read)
    for note in asked.notes:
        tell(text("cli.note", lang, message=note.text(lang)))
    try:
        with Progress(lang) as progress:
            plan = optimize(asked, **solving, progress=progress)
    except (InfeasibleError, NoPlanError) as error:
        none = infeasible_to_json(asked, error)
        if json:
            answer_json(none)
        write_none(none, o, lang)
        raise
    _say(plan, lang, json=json)
    failed = write_plans(plan, o, lang, force=force)
    return USAGE if failed else code_of(plan)


def code_of(plan: Plan) -> int:
    """Give the exit code of a plan, proved or not."""
    return DONE if plan.status == "optimal" else UNPROVED


def _say(plan: Plan, lang: Lang, *, json: bool) -> None:
    from tariffopt.report import plan_text

    if json:
        answer_json(plan.to_json())
    else:
        answer(plan_text(plan, lang=lang))
