"""Reductions: equivalent smaller problems, and the way back.

Each reduction takes a problem and gives a smaller one with the same least cost, or
declines; assignments of the smaller one are carried back by its ``recover``.
"""

from tariffopt.reductions.chain import REDUCTIONS, Reduced, chosen, reduce

__all__ = ["REDUCTIONS", "Reduced", "chosen", "reduce"]
