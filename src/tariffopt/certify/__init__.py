"""Certifying: every requirement, rule and price checked again, exactly.

From the original scenario and an answer alone, and with `quote` only: neither the
reductions nor the compiled curves nor the solver are trusted or used here.
"""

from tariffopt.certify.checking import Check, certify, check_answer

__all__ = ["Check", "certify", "check_answer"]
