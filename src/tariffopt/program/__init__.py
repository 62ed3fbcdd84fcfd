"""The exact program: columns, rows and costs in whole numbers, and no solver."""

from tariffopt.program.building import ProgramBuilder, common_divisor
from tariffopt.program.forms import LinearForm, add_up
from tariffopt.program.model import Program, Stats
from tariffopt.program.rows import Column, Row
from tariffopt.program.soundness import LIMIT, Exact, ProgramSizeError

__all__ = [
    "LIMIT",
    "Column",
    "Exact",
    "LinearForm",
    "Program",
    "ProgramBuilder",
    "ProgramSizeError",
    "Row",
    "Stats",
    "add_up",
    "common_divisor",
]
