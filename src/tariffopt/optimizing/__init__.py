"""The one road: reduce, formulate, solve, recover, certify."""

from tariffopt.optimizing.road import formulate, optimize

__all__ = ["formulate", "optimize"]
