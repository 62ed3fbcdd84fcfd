"""The real case that tariffopt was started for, shipped with it."""

from __future__ import annotations

import hashlib
import tomllib
from decimal import Decimal
from importlib import resources

from tariffopt.documents import Origin
from tariffopt.registry import Registry
from tariffopt.scenario.model import Scenario
from tariffopt.scenario.reading import scenario_from_dict

_FILE = "chat.toml"


def demo_scenario() -> Scenario:
    """Give the shipped scenario: business chat for 501 people of a city.

    Its tariff, ``lgwan-chat``, is found like anybody's: by its id among what is
    installed.

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
    data = resources.files(__name__).joinpath(_FILE).read_bytes()
    document = tomllib.loads(data.decode(), parse_float=Decimal)
    origin = Origin(_FILE, hashlib.sha256(data).hexdigest())
    return scenario_from_dict(document, Registry().get, origin=origin)
