"""Certifying: every requirement, rule and price checked again, exactly.

From the original scenario and an answer alone, and with `quote` only: neither the
reductions nor the compiled curves nor the solver are trusted or used here.
"""

from tariffopt.certifying.checking import Check, certify, verify

__all__ = ["Check", "certify", "verify"]
