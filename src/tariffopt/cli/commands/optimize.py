"""``tariffopt optimize``: what to buy, for whom, at the least cost."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tariffopt.cli import parameters as take
from tariffopt.cli.console import answer, answer_json, showing_steps, tell
from tariffopt.cli.endings import USAGE, code_of_plan
from tariffopt.cli.language import say, spoken
from tariffopt.cli.program import Command, argument, folders_option, option, switch

if TYPE_CHECKING:
    from tariffopt.plan import Plan

_THREADS = 256
_SEED = 2**31 - 1


def optimize_command() -> Command:
    """Make the command."""
    return Command(
        "optimize",
        find_plan,
        argument("scenario", take.name("scenario")),
        option("-o", take.name("file"), multiple=True),
        switch("--json"),
        switch("--force"),
        option("--set", take.SETTING, multiple=True),
        option("--budget", take.MONEY),
        option("--max-surplus", take.SURPLUS),
        option("--time-limit", take.SECONDS),
        option("--gap", take.GAP, default="0"),
        option("--solver", take.name("solver"), default="HiGHS"),
        option("--threads", take.count(1, _THREADS), default=1),
        option("--seed", take.count(0, _SEED), default=0),
        folders_option(),
    )


def find_plan(
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
    from tariffopt.cli.finding import Finder, read_as
    from tariffopt.cli.writing import require_writable, write_none, write_plans
    from tariffopt.errors import InfeasibleError, NoPlanError
    from tariffopt.optimizing import optimize
    from tariffopt.plan.writing import infeasible_to_json
    from tariffopt.scenario import read_scenario

    require_writable(o, force=force)
    limits = {"limits.budget": budget, "limits.max_surplus": max_surplus}
    given = [(path, value) for path, value in limits.items() if value is not None]
    finder = Finder(tariffs)
    read = functools.partial(
        read_scenario, resolve=finder.get, overrides=[*set, *given]
    )
    with showing_steps():
        asked = read_as("scenario", scenario, read)
    for note in asked.notes:
        tell(say("cli.note", message=note.text(spoken())))
    try:
        with showing_steps() as progress:
            plan = optimize(asked, **solving, progress=progress)
    except (InfeasibleError, NoPlanError) as error:
        none = infeasible_to_json(asked, error)
        if json:
            answer_json(none)
        write_none(none, o)
        raise
    _say(plan, json=json)
    failed = write_plans(plan, o, force=force)
    return USAGE if failed else code_of_plan(plan)


def _say(plan: Plan, *, json: bool) -> None:
    from tariffopt.report import plan_text

    if json:
        answer_json(plan.to_json())
    else:
        answer(plan_text(plan, lang=spoken()))
