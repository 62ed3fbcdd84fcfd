"""Problem to integer program: exact rows, columns and costs, no solver."""

from tariffopt.formulation.build import Formulated, build_program

__all__ = ["Formulated", "build_program"]
