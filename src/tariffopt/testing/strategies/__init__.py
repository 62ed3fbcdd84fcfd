"""Hypothesis strategies for money, tariffs, terms and scenarios.

Small by default, so that `tariffopt.testing.oracles` stays affordable, and full of
what goes wrong: prices that fall at a boundary, sevenths of a yen, minimum charges,
packages, ratio rules. Everything drawn can be written to a document and read back.

Needs Hypothesis: ``pip install tariffopt[testing]``.
"""

try:
    import hypothesis as _hypothesis
except ImportError as error:
    raise ImportError(
        "tariffopt.testing.strategies needs Hypothesis: pip install tariffopt[testing]"
    ) from error

from tariffopt.testing.strategies.choices import (
    scenarios_with_choices,
    with_bodies,
    with_choices,
)
from tariffopt.testing.strategies.compositions import (
    composed,
    composed_scenarios,
    compositions,
    constructs_of,
    holdings,
    names_of,
    selected,
)
from tariffopt.testing.strategies.organisations import organised_scenarios, trees
from tariffopt.testing.strategies.requirements import (
    required_scenarios,
    requirements,
)
from tariffopt.testing.strategies.scenarios import (
    feasible_scenarios,
    groups,
    limits,
    scenarios,
)
from tariffopt.testing.strategies.tariffs import (
    CAPABILITIES,
    SCHEMES,
    amounts,
    boundary_quantities,
    charges,
    items,
    money,
    quantities,
    schedules,
    tariffs,
    terms,
    tiers,
)

__all__ = [
    "CAPABILITIES",
    "SCHEMES",
    "amounts",
    "boundary_quantities",
    "charges",
    "composed",
    "composed_scenarios",
    "compositions",
    "constructs_of",
    "feasible_scenarios",
    "groups",
    "holdings",
    "items",
    "limits",
    "money",
    "names_of",
    "organised_scenarios",
    "quantities",
    "register",
    "required_scenarios",
    "requirements",
    "scenarios",
    "scenarios_with_choices",
    "schedules",
    "selected",
    "tariffs",
    "terms",
    "tiers",
    "trees",
    "with_bodies",
    "with_choices",
]


def register() -> None:
    """Let ``hypothesis.strategies.from_type`` draw tariffopt's values.

    Call it once, in ``conftest.py``. It is no entry point of Hypothesis: that would
    import tariffopt whenever anything in the environment imports Hypothesis.
    """
    from tariffopt.money import GrossMoney, Money, NetMoney
    from tariffopt.scenario import Group, Scenario
    from tariffopt.tariff import Tariff, Terms

    define = _hypothesis.strategies.register_type_strategy
    for kind in (Money, NetMoney, GrossMoney):
        define(kind, money(kind=kind))
    define(Tariff, tariffs())
    define(Terms, terms())
    define(Group, groups())
    define(Scenario, scenarios())
