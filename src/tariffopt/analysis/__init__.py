"""A tariff alone: dead zones, envelope, thresholds, budgets, and what is odd in it.

Everything here is exact and needs no solver. It reads the compiled curves, while the
oracles in `tariffopt.testing` read only `tariffopt.quote`.
"""

from tariffopt.analysis.envelope import Envelope, Point, Saving, envelope
from tariffopt.analysis.limited import least_within, less_within
from tariffopt.analysis.linting import Finding, lint
from tariffopt.analysis.neighborhood import (
    Neighborhood,
    ZoneCosts,
    neighborhood,
    zone_costs,
)
from tariffopt.analysis.payable import Payable, payable
from tariffopt.analysis.zones import DeadZone, dead_zones

__all__ = [
    "DeadZone",
    "Envelope",
    "Finding",
    "Neighborhood",
    "Payable",
    "Point",
    "Saving",
    "ZoneCosts",
    "dead_zones",
    "envelope",
    "least_within",
    "less_within",
    "lint",
    "neighborhood",
    "payable",
    "zone_costs",
]
