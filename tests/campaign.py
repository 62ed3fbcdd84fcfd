"""The long comparison of requirements with brute force: ``python -m tests.campaign``.

Random scenarios with random subsets of all that can be required: the optimum is what
trying everything finds, or there is none and trying everything finds none. Of those
without a plan, the conflict that is named has no plan either, and one as soon as any
part of it is left out, by brute force again. Of some, both solvers and no reductions
give the same cost, and the same plan where ties are settled; so do all scenario files
of the examples. It ends with a table of what was drawn and what was binding, and with
1 where something was not, or a count falls short.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import tariffopt as to
from tariffopt.scenario.requirements import REQUIREMENTS, Budget
from tariffopt.testing.oracles import brute_force
from tariffopt.testing.strategies import (
    required_scenarios,
    scenarios,
    scenarios_with_choices,
)
from tests.features import FEATURES, Feature
from tests.laws import least
from tests.properties.test_conflicts import demanding, relaxed
from tests.solvers.programs import SOLVERS

PROJECT = Path(__file__).parents[1]
DRAWN_PER_CASE = 100
"""So many scenarios are drawn at most for each one that is wanted."""


def _budget_of_some(scenario: to.Scenario) -> to.Scenario:
    kept = [r for r in scenario.requirements if not (isinstance(r, Budget) and r.of)]
    return attrs.evolve(scenario, requirements=kept)


COUNTED: dict[str, Feature] = {
    name: feature
    for name, feature in FEATURES.items()
    if name.startswith(("requirements.", "rules."))
} | {
    "budget of a unit": Feature("restriction", _budget_of_some),
    "limits.max_surplus": FEATURES["limits.max_surplus"],
    "limits.budget": FEATURES["limits.budget"],
    "groups.at_most": FEATURES["groups.at_most"],
    "groups.people_per_seat": FEATURES["groups.people_per_seat"],
    "choose": FEATURES["choose"],
}
"""What has to be drawn, and binding in some case: without it the optimum is another."""


@attrs.define
class Counts:
    """What was seen so far."""

    compared: int = 0
    without_plan: int = 0
    conflicts: int = 0
    agreed: int = 0
    drawn: Counter[str] = attrs.Factory(Counter)
    bound: Counter[str] = attrs.Factory(Counter)


SOURCES = (
    required_scenarios(most=2),
    required_scenarios(most=4),
    scenarios(
        most_tariffs=1, most_groups=2, most_seats=3, last=4, most_items=2, limited=False
    ),
    scenarios_with_choices(),
)


@st.composite
def cases(draw: st.DrawFn, *sources: st.SearchStrategy[to.Scenario]) -> to.Scenario:
    """Draw requirements, vendors' rules or choices, often with a limit that decides."""
    scenario: to.Scenario = draw(st.one_of(*(sources or SOURCES)))
    limit = draw(st.sampled_from([None, None, "budget", "max_surplus"]))
    if limit is not None:
        amount = draw(st.integers(0, 1))
        if limit == "budget":
            amount += int(brute_force(scenario) or 0) - draw(st.integers(0, 1))
        limits: Any = attrs.evolve(scenario.limits, **{limit: max(0, amount)})
        scenario = attrs.evolve(scenario, limits=limits)
    if draw(st.booleans()):
        chosen = {
            offer.id: {c.id: draw(st.sampled_from(c.ids)) for c in offer.choices}
            for offer in scenario.offers
            if offer.choices
        }
        scenario = attrs.evolve(scenario, choose=chosen)
    return scenario


def cases_of(name: str) -> st.SearchStrategy[to.Scenario]:
    """Draw more of the cases in which something rare may be binding."""
    kind, _, part = name.partition(".")
    if kind == "requirements":
        return required_scenarios(kinds=[part], most=1)
    if kind == "rules":
        return cases(SOURCES[2])
    return cases(SOURCES[3]) if kind == "choose" else cases(SOURCES[0])


def compare(scenario: to.Scenario, counts: Counts) -> None:
    """Hold the optimum against brute force, and see what is binding."""
    optimum = brute_force(scenario)
    assert least(scenario) == optimum, scenario
    counts.compared += 1
    counts.without_plan += optimum is None
    for name, feature in COUNTED.items():
        stripped = feature.stripped(scenario)
        if stripped is not None:
            counts.drawn[name] += 1
            counts.bound[name] += brute_force(stripped) != optimum


def judge_conflict(scenario: to.Scenario, counts: Counts) -> None:
    """See by brute force that a conflict has no plan, and one without any part."""
    try:
        to.optimize(scenario, ties="any")
    except to.InfeasibleError as error:
        found = error.conflict
    else:
        return
    if not found or any(name.startswith("offer:") for name in found):
        return
    assert brute_force(relaxed(scenario, found)) is None, (scenario, found)
    for left_out in found:
        kept = [name for name in found if name != left_out]
        assert brute_force(relaxed(scenario, kept)) is not None, (scenario, found, kept)
    counts.conflicts += 1


def agree(scenario: to.Scenario, counts: Counts) -> None:
    """Solve by each solver and without reductions; settled ties are settled alike."""
    plans: list[to.Plan | None] = []
    ways: list[dict[str, Any]] = [{"solver": solver} for solver in SOLVERS]
    for way in (*ways, {"reductions": ()}):
        try:
            plans.append(to.optimize(scenario, **way))
        except to.InfeasibleError:
            plans.append(None)
    first, *others = plans
    for other in others:
        assert (first is None) == (other is None), scenario
        if first is None or other is None:
            continue  # neither has a plan
        assert first.cost == other.cost, scenario
        if first.ties == other.ties == "canonical":
            assert first.purchases == other.purchases, scenario
            assert first.assignments == other.assignments, scenario
    counts.agreed += 1


def repeat(
    law: Callable[[to.Scenario, Counts], None],
    drawn: st.SearchStrategy[to.Scenario],
    counts: Counts,
    done: Callable[[], int],
    wanted: int,
) -> None:
    """Ask a law of random scenarios until enough are counted, or too many drawn."""
    asked = settings(
        max_examples=max(50, wanted) * DRAWN_PER_CASE,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],  # the last will do, not the smallest
        suppress_health_check=list(HealthCheck),
    )

    def is_last(scenario: to.Scenario) -> bool:
        if done() < wanted:  # the last one is asked twice
            law(scenario, counts)
            if sys.stderr.isatty():
                print(f"\r{done()} of {wanted} ", end="", file=sys.stderr)
        return done() >= wanted

    with contextlib.suppress(NoSuchExample):
        find(drawn, is_last, settings=asked)


def timed(name: str, work: Callable[[], None], counts: Counts, wanted: int) -> None:
    """Do a part of it, and say how many it came to, and how long it took."""
    started = time.monotonic()
    work()
    seconds = time.monotonic() - started
    print(f"{name}: {getattr(counts, name)} of {wanted} in {seconds:.0f} s", flush=True)


def look_for(name: str, counts: Counts) -> None:
    """Draw what was not binding so far by itself, until it is."""

    def compare_stating(scenario: to.Scenario, counts: Counts) -> None:
        if COUNTED[name].stripped(scenario) is not None:
            compare(scenario, counts)

    repeat(compare_stating, cases_of(name), counts, lambda: counts.bound[name], 1)


def scenario_files() -> list[Path]:
    """Find the scenarios of the examples."""
    paths = sorted(PROJECT.glob("examples/*/*.toml"))
    return [path for path in paths if "\noffers" in path.read_text(encoding="utf-8")]


def shortfalls(counts: Counts, wanted: dict[str, int]) -> list[str]:
    """Say what was drawn or found too seldom."""
    found = [
        f"{field}: {getattr(counts, field)} of {number}"
        for field, number in wanted.items()
        if getattr(counts, field) < number
    ]
    found += [f"never drawn: {name}" for name in COUNTED if not counts.drawn[name]]
    found += [f"never binding: {name}" for name in COUNTED if not counts.bound[name]]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all of it."""
    parser = argparse.ArgumentParser("python -m tests.campaign", description=__doc__)
    for name, number in (("compared", 1000), ("conflicts", 200), ("agreed", 200)):
        parser.add_argument(f"--{name}", type=int, default=number, metavar="N")
    wanted = vars(parser.parse_args(arguments))
    counts = Counts()
    for path in scenario_files():
        agree(to.read_scenario(path), counts)
    print(f"both solvers, and no reductions, agree on {counts.agreed} example files")
    wanted["agreed"] += counts.agreed
    parts: dict[str, tuple[Callable[[to.Scenario, Counts], None], Any]] = {
        "compared": (compare, cases()),
        "conflicts": (judge_conflict, demanding()),
        "agreed": (agree, cases()),
    }
    for name, (law, drawn) in parts.items():
        count = functools.partial(getattr, counts, name)
        work = functools.partial(repeat, law, drawn, counts, count, wanted[name])
        timed(name, work, counts, wanted[name])
    print(f"of those compared without a plan: {counts.without_plan}")
    for name in COUNTED:
        if not counts.bound[name]:
            print(f"looked for by itself, since it was not binding yet: {name}")
            look_for(name, counts)
    print(f"\n{'':30s}{'drawn':>8s}{'binding':>9s}")
    for name in COUNTED:
        print(f"{name:30s}{counts.drawn[name]:8d}{counts.bound[name]:9d}")
    short = shortfalls(counts, wanted)
    print(
        "\n"
        + (
            "\n".join(short)
            if short
            else f"all kinds of {len(REQUIREMENTS)} "
            "requirements, and all rules and limits, were drawn and binding"
        )
    )
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
