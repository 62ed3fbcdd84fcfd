"""From a problem to quantities: reduced, settled or searched, level after level."""

from tariffopt.deciding.aims import Aim, aims_of
from tariffopt.deciding.found import Found
from tariffopt.deciding.levels import decide_levels
from tariffopt.deciding.problems import Names, decide
from tariffopt.deciding.ties import settle_ties

__all__ = [
    "Aim",
    "Found",
    "Names",
    "aims_of",
    "decide",
    "decide_levels",
    "settle_ties",
]
