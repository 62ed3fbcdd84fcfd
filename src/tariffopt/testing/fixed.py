"""The optimizer at fixed quantities: what its program says that a purchase costs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from tariffopt.tariff import Tariff, Terms, holding, last_quantity

if TYPE_CHECKING:
    from tariffopt.problem import Problem


def cost_in_program(
    tariff: Tariff,
    quantities: Mapping[str, int],
    terms: Terms,
    choices: Mapping[str, str] | None = None,
    *,
    headcount: int = 0,
    held: Mapping[str, int] | None = None,
    others: Mapping[str, int] | None = None,
) -> Fraction | None:
    """Solve the integer program of a tariff with its quantities fixed.

    It must agree with `tariffopt.quote`, written apart from it: the same total, and no
    solution exactly where the quote is refused.

    Parameters
    ----------
    tariff
        Some item of it must grant something.
    quantities, terms, choices, headcount, held
        As for `tariffopt.quote`; without people where no headcount is given, and
        nothing held where that is not said.
    others
        What a second body of as many people buys under the same choices. It pays, too:
        the total is that of both bodies.

    Returns
    -------
    Fraction or None
        The total payable, tax included; ``None`` where the program has no such point.

    Raises
    ------
    SolverError
        When the solver gives no answer.

    Examples
    --------
    >>> from datetime import date
    >>> import tariffopt as to
    >>> tariff = to.demo_scenario().offers[0]
    >>> cost_in_program(tariff, {"account": 501}, to.Terms(date(2021, 4, 1), 1))
    Fraction(175350, 1)
    """
    from tariffopt.formulation import build_program
    from tariffopt.problem import compile_scenario
    from tariffopt.scenario import Group, Scenario
    from tariffopt.solvers import solve  # loads the solver, only now

    tariff = attrs.evolve(holding(tariff.under(choices), held or {}), contracts=1)
    needs = {min(grant for item in tariff.items for grant in item.grants)}
    bought = {"one": quantities} | ({} if others is None else {"other": others})
    idle = [Group(n, headcount, needs=needs, coverage=0, body=n) for n in bought]
    problem = compile_scenario(Scenario(idle, [tariff], terms))
    fixed = _fixed(problem, bought)
    if fixed is None:
        return None
    supplies = tuple(
        attrs.evolve(supply, upper=max(supply.upper, quantity))
        for supply, quantity in zip(problem.supplies, fixed, strict=True)
    )
    formulated = build_program(attrs.evolve(problem, supplies=supplies))
    pins = dict(zip(formulated.purchased, fixed, strict=True))
    outcome = solve(formulated.program, fixed=pins)
    return outcome.bound if outcome.status == "optimal" else None


def _fixed(
    problem: Problem, bought: Mapping[str, Mapping[str, int]]
) -> list[int] | None:
    """Give the quantity of each supply; ``None`` past an end, where no bound may be."""
    found = []
    for supply in problem.supplies:
        contract = problem.contracts[supply.contract]
        quantity = bought[contract.key.body].get(supply.item.id, 0)
        end = last_quantity(contract.version, supply.item)
        if end is not None and quantity > end:
            return None
        found.append(quantity)
    return found
