"""The one road: reduce, formulate, solve, recover, certify."""

from tariffopt.optimizing.confirming import confirm
from tariffopt.optimizing.road import formulate, optimize

__all__ = ["confirm", "formulate", "optimize"]
