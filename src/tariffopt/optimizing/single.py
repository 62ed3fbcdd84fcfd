"""Scenarios that one item settles: no solver is needed, and the proof is exact."""

from __future__ import annotations

from tariffopt.analysis import Envelope, Point, envelope
from tariffopt.optimizing.found import Found, as_rows
from tariffopt.plan.model import SolverReport
from tariffopt.problem import ContractLimit, Problem, RatioRule, SurplusLimit

SINGLE_OFFER = "single-offer"
TOLERATES = frozenset({RatioRule.kind, SurplusLimit.kind, ContractLimit.kind})
"""Kinds of constraints that are looked at here; it declines under any other."""
TRIED_AT_MOST = 50
"""Contracts of which one may be held that are settled one after another."""


def settle_single(problem: Problem) -> Found | None:
    """Buy the cheapest quantity of the only item there is.

    Precondition: every demand is served by the same item and by nothing else, no limit
    on idle seats is exceeded, no ratio rule limits that item, and no charge is due on
    an item that is not bought (a second item with ``at_zero = "as-priced"`` may cost
    less when some of it is bought). Then the least cost is ``V(n)``, the envelope of
    the tariff at the sum of the needs, which is computed exactly from every piece of
    the tariff. Where just one of several contracts may be held, such as those of the
    options of a choice, each is settled alone, and the cheapest is taken.

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
        prices, need = _prices(alternative, supply), int(problem.seats.sum())
        if prices.last is None or need <= prices.last:
            settled = _settled(alternative, supply, prices.at_least(need))
            if settled is None:
                return None
            found.append(settled)
    return min(found, key=lambda settled: settled.cost, default=None)


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
    idle = point.purchase - point.need
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
        report=SolverReport("none (envelope)"),
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
    ruled = any(r.item == supplies[0] for r in problem.constraints_of(RatioRule))
    charges = problem.contracts[entry.contract].charges
    mixed = any(c.charge.is_shared(entry.item.id) for c in charges)
    shared = supplies[0] in problem.pooled
    return None if ruled or mixed or shared else supplies[0]
