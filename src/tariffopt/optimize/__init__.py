"""The one road: reduce, formulate, solve, recover, certify."""

from tariffopt.optimize.road import formulate_scenario, optimize

__all__ = ["formulate_scenario", "optimize"]
