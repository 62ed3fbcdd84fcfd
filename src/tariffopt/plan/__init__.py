"""What comes out of a decision: plans and answers."""

from tariffopt.plan.changes import Change, changes
from tariffopt.plan.files import read_plan, write_plan
from tariffopt.plan.levels import LevelValue
from tariffopt.plan.model import (
    Answer,
    Assignment,
    Assignments,
    Certificate,
    ContractBill,
    ContractKey,
    Cost,
    ItemKey,
    Note,
    Plan,
    Purchase,
    SolverReport,
)
from tariffopt.plan.reading import answer_from_json, plan_from_json
from tariffopt.plan.writing import infeasible_to_json, plan_to_json

__all__ = [
    "Answer",
    "Assignment",
    "Assignments",
    "Certificate",
    "Change",
    "ContractBill",
    "ContractKey",
    "Cost",
    "ItemKey",
    "LevelValue",
    "Note",
    "Plan",
    "Purchase",
    "SolverReport",
    "answer_from_json",
    "changes",
    "infeasible_to_json",
    "plan_from_json",
    "plan_to_json",
    "read_plan",
    "write_plan",
]
