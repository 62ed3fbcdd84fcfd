"""Scenarios that one item settles: no solver is needed, and the proof is exact."""

from __future__ import annotations

from tariffopt.analysis import Envelope, Point, envelope
from tariffopt.deciding.found import Found, as_rows
from tariffopt.plan.solver import ENVELOPE, SolverReport
from tariffopt.problem import (
    RULE_KINDS,
    ContractLimit,
    Problem,
    RatioRule,
    SurplusLimit,
    VendorRule,
)

SINGLE_OFFER = "single-offer"
_KNOWN = (*RULE_KINDS, SurplusLimit, ContractLimit)
TOLERATES = frozenset(kind.kind for kind in _KNOWN)
"""Kinds of constraints that are looked at here; it declines under any other."""
TRIED_AT_MOST = 50
"""Contracts of which one may be held that are settled one after another."""


def settle_single(problem: Problem) -> Found | None:
    """Buy the cheapest quantity of the only item there is.

    Precondition: every demand is served by the same item and by nothing else, no limit
    on idle seats is exceeded, no rule looks at that item (it may carry others, of which
    none is bought), and no charge is due on an item that is not bought (a second item
    with ``at_zero = "as-priced"`` may cost less when some of it is bought). Then the
    least cost is ``V(n)``, the envelope of the tariff at the sum of the needs, which is
    computed exactly from every piece of the tariff. Where just one of several contracts
    may be held, such as those of the options of a choice, each is settled alone, and
    the cheapest is taken.

    Returns
    -------
    Found or None
        ``None`` when the precondition does not hold.
    """
    if not problem.kinds <= TOLERATES:
        return None
    found = []
    for alternative in _alternatives(problem):
        if not _serves_all(alternative):
            continue
        supply = _only_supply(alternative)
        if supply is None:
            return None
        prices, item = _prices(alternative, supply), alternative.supplies[supply].item
        need = item.units_for(int(problem.seats.sum()))
        if prices.last is None or need <= prices.last:
            settled = _settled(alternative, supply, prices.at_least(need))
            if settled is None:
                return None
            found.append(settled)
    # Of equal ones the canonical: the least quantities, contract by contract.
    return min(found, key=lambda one: (one.cost, one.purchased), default=None)


def _alternatives(problem: Problem) -> list[Problem]:
    """Give the problems of holding one contract, where one is all that may be held."""
    limits, everything = problem.constraints_of(ContractLimit), len(problem.contracts)
    alone = [li for li in limits if li.at_most == 1 and len(li.contracts) == everything]
    if not alone or everything > TRIED_AT_MOST:
        return [problem]
    return [problem.holding({number}) for number in range(everything)]


def _serves_all(problem: Problem) -> bool:
    """Tell whether everybody in need has some way to be served."""
    return all(problem.eligible[need] for need in problem.need[problem.seats > 0])


def _prices(problem: Problem, supply: int) -> Envelope:
    entry = problem.supplies[supply]
    tariff = problem.contracts[entry.contract].tariff
    return envelope(tariff, problem.terms, entry.item.id)


def _settled(problem: Problem, supply: int, point: Point) -> Found | None:
    people = problem.supplies[supply].item.people
    idle = point.purchase * people - int(problem.seats.sum())
    if any(idle > limit.seats for limit in problem.constraints_of(SurplusLimit)):
        return None
    way = problem.access.index((supply,))
    purchased = [0] * len(problem.supplies)
    purchased[supply] = point.purchase
    served = {(d, way): int(seats) for d, seats in enumerate(problem.seats)}
    return Found(
        purchased=tuple(purchased),
        rows=as_rows(served),
        cost=point.cost.amount,
        bound=point.cost.amount,
        proof="exact",
        stopped_because=None,
        report=SolverReport(ENVELOPE),
    )


def _only_supply(problem: Problem) -> int | None:
    """Find the one item that serves everybody and whose price nothing else touches."""
    ways = {way for access in problem.eligible for way in access}
    if len(ways) != 1:
        return None
    (way,) = ways
    supplies = problem.access[way]
    everybody = all(problem.eligible[need] for need in problem.need)
    if len(supplies) != 1 or not everybody:
        return None
    entry = problem.supplies[supplies[0]]
    rules = (c for c in problem.constraints if isinstance(c, VendorRule))
    ruled = any(_binds(rule, supplies[0]) for rule in rules)
    charges = problem.contracts[entry.contract].charges
    mixed = any(c.charge.is_shared(entry.item.id) for c in charges)
    shared = supplies[0] in problem.pooled
    return None if ruled or mixed or shared else supplies[0]


def _binds(rule: VendorRule, supply: int) -> bool:
    if isinstance(rule, RatioRule):
        return rule.item == supply
    return supply in rule.supplies
