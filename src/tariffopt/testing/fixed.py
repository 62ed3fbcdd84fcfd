"""The optimizer at fixed quantities: what its program says that a purchase costs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from tariffopt.tariff import Tariff, Terms, last_quantity


def cost_in_program(
    tariff: Tariff,
    quantities: Mapping[str, int],
    terms: Terms,
    choices: Mapping[str, str] | None = None,
    *,
    headcount: int = 0,
) -> Fraction | None:
    """Solve the integer program of a tariff with its quantities fixed.

    It must agree with `tariffopt.quote`, written apart from it: the same total, and no
    solution exactly where the quote is refused.

    Parameters
    ----------
    tariff
        Some item of it must grant something.
    quantities, terms, choices, headcount
        As for `tariffopt.quote`; without people where no headcount is given.

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

    tariff = attrs.evolve(tariff.under(choices), contracts=1)
    granted = {grant for item in tariff.items for grant in item.grants}
    idle = Group("idle", headcount, needs={min(granted)}, coverage=0)
    problem = compile_scenario(Scenario([idle], [tariff], terms))
    wanted = [quantities.get(supply.item.id, 0) for supply in problem.supplies]
    ends = (
        last_quantity(problem.contracts[supply.contract].version, supply.item)
        for supply in problem.supplies
    )  # past which the bounds of the program may not be raised
    if any(e is not None and q > e for q, e in zip(wanted, ends, strict=True)):
        return None
    supplies = tuple(
        attrs.evolve(supply, upper=max(supply.upper, quantity))
        for supply, quantity in zip(problem.supplies, wanted, strict=True)
    )
    formulated = build_program(attrs.evolve(problem, supplies=supplies))
    fixed = dict(zip(formulated.purchased, wanted, strict=True))
    outcome = solve(formulated.program, fixed=fixed)
    return outcome.bound if outcome.status == "optimal" else None
