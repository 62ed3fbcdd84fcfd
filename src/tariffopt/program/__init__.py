"""The exact program: columns, rows and costs in whole numbers, and no solver."""

from tariffopt.program.building import ProgramBuilder, common_divisor
from tariffopt.program.model import Program, Stats
from tariffopt.program.rows import Column, Row
from tariffopt.program.soundness import LIMIT, Exact, ProgramSizeError

__all__ = [
    "LIMIT",
    "Column",
    "Exact",
    "Program",
    "ProgramBuilder",
    "ProgramSizeError",
    "Row",
    "Stats",
    "common_divisor",
]
