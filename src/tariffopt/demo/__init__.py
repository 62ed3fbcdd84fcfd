"""The real case that tariffopt was started for, shipped with it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources

from tariffopt.registry import Registry
from tariffopt.scenario.model import Scenario
from tariffopt.scenario.reading import scenario_from_dict

_FILE = "chat.toml"


def demo_scenario() -> Scenario:
    """Give the shipped scenario: business chat for 501 people of a city.

    Its tariff, ``lgwan-chat``, is found like anybody's: by its id among what is
    installed. It has no origin, since it is no file that a command could name.

    Raises
    ------
    ScenarioError
        When the shipped collection of tariffs is not installed, or another
        distribution has a tariff of the same id.

    Examples
    --------
    >>> scenario = demo_scenario()
    >>> len(scenario.groups), int(scenario.groups.needed.sum())
    (5, 501)
    """
    content = resources.files(__name__).joinpath(_FILE).read_text("utf-8")
    document = tomllib.loads(content, parse_float=Decimal)
    return scenario_from_dict(document, Registry().get)
