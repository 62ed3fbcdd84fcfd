"""Scenario to integer program: exact rows, columns and costs, no solver."""

from tariffopt.formulation.build import Formulated, formulate
from tariffopt.formulation.program import Program, ProgramBuilder

__all__ = ["Formulated", "Program", "ProgramBuilder", "formulate"]
