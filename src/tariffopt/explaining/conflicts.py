"""Why there is no plan: a smallest set of requirements that cannot be met together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs
import numpy as np

from tariffopt.deciding.first import first_plan
from tariffopt.deciding.problems import Names, decide
from tariffopt.errors import Fault, InfeasibleError, NoPlanError, SolverError
from tariffopt.problem import Problem, ServedRange, SurplusLimit, compile_scenario
from tariffopt.reductions import reduce
from tariffopt.scenario import Scenario
from tariffopt.scenario.phrasing import requirement_note
from tariffopt.solvers import Deadline, Settings
from tariffopt.tariff import WholeHeadcount

_SECONDS = 30.0  # without a time limit; a proof that there is no plan may take long
_SAID = {
    "ratio": "conflict-ratio",
    "requires": "conflict-requires",
    "excludes": "conflict-excludes",
    "equals": "conflict-equals",
    "cap": "conflict-cap",
    "minimum": "conflict-minimum",
    "headcount": "conflict-headcount",
}
_LIMIT = "limits.max_surplus"
_ANY_GAP = Fraction(10**6)
_AS_WHOLE = 500  # of more requirements none is left out: each asks for searches


@attrs.frozen
class Requirement:
    """Something that a plan must keep, and that can be left out to see what happens.

    Attributes
    ----------
    id
        ``needs:CAPABILITIES`` (of one body: ``needs:CAPABILITIES@BODY``),
        ``rules:TARIFF[NUMBER]``, ``limits.max_surplus`` or ``requirements[NUMBER]``.
    fault
        What it asks for, as a sentence.
    need, rule, asked
        Its index among the sets of needs; its tariff, and its number there; its
        number among the buyer's requirements.
    """

    id: str
    fault: Fault
    need: int | None = None
    rule: tuple[str, int] | None = None
    asked: int | None = None


Requirements = tuple[Requirement, ...]


def explain_infeasible(
    scenario: Scenario,
    problem: Problem,
    error: InfeasibleError,
    *,
    settings: Settings,
    deadline: Deadline,
    allowed: Names = None,
) -> InfeasibleError:
    """Name requirements that conflict: of these none can be left out.

    Parameters
    ----------
    scenario, problem
        What has no plan, and the same compiled.
    error
        How that was said so far; it says more already where it names a conflict.
    settings, deadline, allowed
        How to search, until when at the latest, and with which reductions.

    Returns
    -------
    InfeasibleError
        ``conflict`` is minimal: there is no plan that keeps these requirements, and
        one as soon as any of them is left out. Without requirements of the buyer, the
        limit on idle seats is among them only together with all needs, which are not
        named then. Where the time did not suffice to see that, the last of the faults
        says so.
    """
    if error.conflict:
        return error
    until = deadline if deadline.moment is not None else Deadline.after(_SECONDS)
    trial = _Trial(scenario, attrs.evolve(settings, log=None), until, allowed)
    wanted = tuple(_requirements(scenario, problem))
    if len(wanted) > _AS_WHOLE:
        return error
    found = _conflict(trial, wanted)
    faults = [*error.faults, *(r.fault for r in found)]
    if trial.is_open:
        faults.append(Fault("conflict-open"))
    return InfeasibleError(faults, [r.id for r in found], error.proof)


def _conflict(trial: _Trial, wanted: Requirements) -> Requirements:
    """Give a smallest conflict; with a limit on idle seats, one for all the needs.

    A pack, or a minimum, that two needs fill leaves seats idle where one is left out:
    under such a limit fewer needs are no lesser requirement, so all are kept. Where
    some groups may have more than they must, a need left out may still be filled:
    then each is a requirement for itself, and so is the limit.
    """
    limit = tuple(r for r in wanted if r.id == _LIMIT)
    if trial.is_ranged:
        return _smallest(trial.has_none, wanted)
    needs = tuple(r for r in wanted if r.need is not None)
    rules = tuple(r for r in wanted if r.rule is not None)
    if not limit or trial.has_none(needs + rules):
        return _smallest(trial.has_none, needs + rules)
    given = needs + limit
    return limit + _smallest(lambda some: trial.has_none(given + some), rules)


def _requirements(scenario: Scenario, problem: Problem) -> Iterator[Requirement]:
    """Give all that can be left out; first what is to be kept in doubt, the needs."""
    totals = np.bincount(
        problem.need, weights=problem.seats, minlength=len(problem.needs)
    )
    bodies = _bodies(scenario, problem)
    for number, needs in enumerate(problem.needs):
        if totals[number]:
            said = ", ".join(sorted(needs))
            name = f"needs:{said}" + (f"@{bodies[number]}" if bodies else "")
            fields = {"needs": said, "seats": int(totals[number])}
            fault = (
                _fault("conflict-need-of", name, body=bodies[number], **fields)
                if bodies
                else _fault("conflict-need", name, **fields)
            )
            yield Requirement(name, fault, need=number)
    if problem.surplus is not None:
        fault = _fault("conflict-surplus", _LIMIT, allowed=problem.surplus)
        yield Requirement(_LIMIT, fault)
    yield from _rules(scenario)
    for number, asked in enumerate(scenario.requirements):
        name = f"requirements[{number}]"
        note = requirement_note(asked, scenario.currency)
        fault = _fault("conflict-requirement", name, said=note)
        yield Requirement(name, fault, asked=number)


def _rules(scenario: Scenario) -> Iterator[Requirement]:
    headcounts = scenario.groups.headcounts.values()
    for offer in scenario.offers:
        for number, rule in enumerate(offer.version_for(scenario.terms).rules):
            name = f"rules:{offer.id}[{number}]"
            code, (headcount, *others) = _SAID[rule.kind], headcounts
            if others and isinstance(rule, WholeHeadcount):  # each body has its own
                code = "conflict-headcount-bodies"
            fields = rule.fields({}, headcount)
            fault = _fault(code, name, tariff=offer.id, **fields)
            yield Requirement(name, fault, rule=(offer.id, number))


def _fault(code: str, requirement: str, **fields: object) -> Fault:
    return Fault(code, fields={"requirement": requirement, **fields})


def _bodies(scenario: Scenario, problem: Problem) -> dict[int, str]:
    """Name the body of each set of needs; nothing where there is only one body."""
    names = scenario.groups.bodies
    if len(names) == 1:
        return {}
    needs, first = np.unique(problem.need, return_index=True)
    own = scenario.groups.body[first]
    return {n: names[b] for n, b in zip(needs.tolist(), own.tolist(), strict=True)}


class _Trial:
    """Scenarios with some of the requirements only, asked whether they have a plan."""

    def __init__(
        self, scenario: Scenario, settings: Settings, until: Deadline, allowed: Names
    ) -> None:
        # Any plan will do.
        self.scenario, self.settings = scenario, attrs.evolve(settings, gap=_ANY_GAP)
        self.until, self.allowed = until, allowed
        self.is_open = False
        self._compiled = functools.cache(self._compile)
        self.is_ranged = bool(scenario.requirements or scenario.groups.at_most)

    def has_none(self, kept: Requirements) -> bool:
        """Tell whether there certainly is no plan that keeps these."""
        rules = frozenset(r.rule for r in kept if r.rule)
        asked = tuple(r.asked for r in kept if r.asked is not None)
        problem = self._compiled(rules, asked)
        if not any(r.id == _LIMIT for r in kept):
            problem = problem.without(SurplusLimit)
        needed = np.isin(problem.need, [r.need for r in kept if r.need is not None])
        problem = attrs.evolve(problem, seats=np.where(needed, problem.seats, 0))
        if first_plan(problem, lambda: True) is not None:
            return False
        try:
            decide(problem, self.settings, self.until, self.allowed)
        except InfeasibleError:
            return True
        except (NoPlanError, SolverError):
            self.is_open = True
        return False

    def _compile(
        self, rules: frozenset[tuple[str, int]], asked: tuple[int, ...]
    ) -> Problem:
        offers = []
        for offer in self.scenario.offers:
            used = offer.version_for(self.scenario.terms)
            own = [r for n, r in enumerate(used.rules) if (offer.id, n) in rules]
            fewer = attrs.evolve(used, rules=own)
            versions = [fewer if v is used else v for v in offer.versions]
            offers.append(attrs.evolve(offer, versions=versions))
        kept = tuple(self.scenario.requirements[number] for number in asked)
        lesser = attrs.evolve(self.scenario, offers=offers, requirements=kept)
        problem = compile_scenario(lesser)
        if self.is_ranged and not problem.constraints_of(ServedRange):
            ranges = ServedRange(tuple(problem.seats.tolist()))
            problem = attrs.evolve(problem, constraints=(*problem.constraints, ranges))
        return reduce(problem, ("merge-groups",)).problem


def _smallest(
    has_none: Callable[[Requirements], bool], wanted: Requirements
) -> Requirements:
    """Leave out, from the last on, what is not needed for there to be no plan.

    More and more at once as long as that goes well, so that few searches do where few
    requirements conflict, and one for each where most do.
    """
    needed: Requirements = ()
    left, most = wanted, 1
    while left:
        fewer, tried = left[:-most], left[-most:]
        if has_none(fewer + needed):
            left, most = fewer, 2 * most
        elif len(tried) == 1:
            left, needed, most = fewer, tried + needed, 1
        else:
            most = len(tried) // 2
    return needed
