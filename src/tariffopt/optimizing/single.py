"""Scenarios that one item settles: no solver is needed, and the proof is exact."""

from __future__ import annotations

from tariffopt.analysis import envelope
from tariffopt.optimizing.found import Found, as_rows
from tariffopt.plan.model import SolverReport
from tariffopt.scenario.problem import Problem
from tariffopt.tariff import Charge

SINGLE_OFFER = "single-offer"


def settle_single(problem: Problem) -> Found | None:
    """Buy the cheapest quantity of the only item there is.

    Precondition: there is one contract, every demand is served by the same item and
    by nothing else, no limit on idle seats is set, no ratio rule limits that item,
    and no charge is due on an item that is not bought (a second item with
    ``at_zero = "as-priced"`` may cost less when some of it is bought). Then the least
    cost is ``V(n)``, the envelope of the tariff at the sum of the needs, which is
    computed exactly from every piece of the tariff.

    Returns
    -------
    Found or None
        ``None`` when the precondition does not hold.
    """
    ways = {way for access in problem.eligible for way in access}
    if len(problem.contracts) != 1 or len(ways) != 1 or problem.surplus is not None:
        return None
    (way,) = ways
    supplies = problem.access[way]
    if len(supplies) != 1 or any(item == supplies[0] for item, _, _ in problem.rules()):
        return None
    if not all(problem.eligible[need] for need in problem.need):
        return None
    need = int(problem.seats.sum())
    supply = problem.supplies[supplies[0]]
    contract = problem.contracts[supply.contract]
    prices = envelope(contract.tariff, problem.terms, supply.item.id)
    if prices.last is not None and need > prices.last:
        return None
    if any(_counts_others(c.charge, supply.item.id) for c in contract.charges):
        return None
    point = prices.at_least(need)
    purchased = [0] * len(problem.supplies)
    purchased[supplies[0]] = point.purchase
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


def _counts_others(charge: Charge, item: str) -> bool:
    """Tell whether a charge is due though nothing else is bought, and counts it."""
    others = {counted for counted, _ in charge.meter.weights} - {item}
    pooled = item in dict(charge.meter.weights)
    return bool(others) and (pooled or charge.priced_at_zero)
