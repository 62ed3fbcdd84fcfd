"""tariffopt: how many seats of what to buy for whom, at the least cost, provably."""

from tariffopt.tariff import *  # noqa: F403
