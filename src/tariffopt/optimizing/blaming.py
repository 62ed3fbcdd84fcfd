"""Which rule of a vendor's leaves no plan: each is left out in turn."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from tariffopt.errors import Fault, InfeasibleError, NoPlanError, SolverError
from tariffopt.problem import Problem, compile_scenario
from tariffopt.scenario import Scenario
from tariffopt.tariff import Rule, WholeHeadcount

TRIED_AT_MOST = 20
"""Of more rules none is tried: each takes a search of its own."""

_SAID = {
    "ratio": "no-plan-ratio",
    "requires": "no-plan-requires",
    "excludes": "no-plan-excludes",
    "equals": "no-plan-equals",
    "cap": "no-plan-cap",
    "minimum": "no-plan-minimum",
    "headcount": "no-plan-headcount",
}


def blame_rules(
    scenario: Scenario, error: InfeasibleError, decided: Callable[[Problem], object]
) -> InfeasibleError:
    """Name the rules of which each alone, left out, would leave a plan.

    Parameters
    ----------
    scenario
        What has no plan.
    error
        How that was said so far; it is kept where no single rule is in the way.
    decided
        Decides a problem; raises where it cannot.
    """
    rules = [
        (offer.id, number, rule)
        for offer in scenario.offers
        for number, rule in enumerate(offer.version_for(scenario.terms).rules)
    ]
    faults, conflict = [], []
    for tariff, number, rule in rules if len(rules) <= TRIED_AT_MOST else ():
        problem = compile_scenario(_without(scenario, tariff, number))
        if _has_plan(problem, decided):
            faults.append(_fault(scenario, tariff, rule))
            conflict.append(f"rules:{tariff}[{number}]")
    return InfeasibleError(faults, conflict, error.proof) if faults else error


def _has_plan(problem: Problem, decided: Callable[[Problem], object]) -> bool:
    try:
        decided(problem)
    except (InfeasibleError, NoPlanError, SolverError):
        return False
    return True


def _without(scenario: Scenario, tariff: str, number: int) -> Scenario:
    offers = []
    for offer in scenario.offers:
        if offer.id == tariff:
            used = offer.version_for(scenario.terms)
            kept = (rule for n, rule in enumerate(used.rules) if n != number)
            fewer = attrs.evolve(used, rules=kept)
            versions = (fewer if v is used else v for v in offer.versions)
            offers.append(attrs.evolve(offer, versions=versions))
        else:
            offers.append(offer)
    return attrs.evolve(scenario, offers=offers)


def _fault(scenario: Scenario, tariff: str, rule: Rule) -> Fault:
    code, (headcount, *others) = _SAID[rule.kind], scenario.groups.headcounts.values()
    if others and isinstance(rule, WholeHeadcount):  # each body has its own number
        code = "no-plan-headcount-bodies"
    fields = rule.fields({}, headcount)
    return Fault(code, fields={"tariff": tariff, **fields})
