"""What is asked: groups, offers, terms and limits, and the files that state them."""

from tariffopt.errors import Note
from tariffopt.scenario.aiming import read_present
from tariffopt.scenario.group import Group, seats_needed
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.model import BudgetFigure, Limits, Scenario
from tariffopt.scenario.objectives import Level, Switching
from tariffopt.scenario.offers import Resolve
from tariffopt.scenario.overriding import override
from tariffopt.scenario.reading import read_scenario, scenario_from_dict
from tariffopt.scenario.requirements import (
    Budget,
    Coverage,
    DifferentVendors,
    GroupsServed,
    MarketShare,
    OneVendor,
    Purchased,
    Requirement,
    SameVendor,
    Seller,
    Unit,
    VendorCount,
)
from tariffopt.scenario.source import Source
from tariffopt.scenario.table import read_groups
from tariffopt.scenario.writing import scenario_to_dict

__all__ = [
    "Budget",
    "BudgetFigure",
    "Coverage",
    "DifferentVendors",
    "Group",
    "Groups",
    "GroupsServed",
    "Level",
    "Limits",
    "MarketShare",
    "Note",
    "OneVendor",
    "Purchased",
    "Requirement",
    "Resolve",
    "SameVendor",
    "Scenario",
    "Seller",
    "Source",
    "Switching",
    "Unit",
    "VendorCount",
    "override",
    "read_groups",
    "read_present",
    "read_scenario",
    "scenario_from_dict",
    "scenario_to_dict",
    "seats_needed",
]
