"""Scenario to integer program: exact rows, columns and costs, no solver."""

from tariffopt.formulation.build import Formulated, build_program
from tariffopt.formulation.program import Program, ProgramBuilder

__all__ = ["Formulated", "Program", "ProgramBuilder", "build_program"]
