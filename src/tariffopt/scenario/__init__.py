"""What is asked: groups, offers, terms and limits, and the files that state them."""

from tariffopt.scenario.groups import Group, Groups, seats_needed
from tariffopt.scenario.model import BudgetFigure, Limits, Scenario
from tariffopt.scenario.places import Note, Source

__all__ = [
    "BudgetFigure",
    "Group",
    "Groups",
    "Limits",
    "Note",
    "Scenario",
    "Source",
    "seats_needed",
]
