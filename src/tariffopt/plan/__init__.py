"""What comes out of a decision: plans and answers."""

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

__all__ = [
    "Answer",
    "Assignment",
    "Assignments",
    "Certificate",
    "ContractBill",
    "ContractKey",
    "Cost",
    "ItemKey",
    "Note",
    "Plan",
    "Purchase",
    "SolverReport",
]
