"""The exit codes, which scripts rely on."""

from typing import Final

DONE: Final = 0
"""Proved optimal, or simply done."""
INTERNAL: Final = 1
USAGE: Final = 2
INFEASIBLE: Final = 3
UNPROVED: Final = 4
"""There is a plan, and no proof that it is the best."""
FAULTY: Final = 5
"""An input, or an answer to be verified, has faults."""
NO_PLAN: Final = 6
"""The time ran out before any plan was found."""
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""Whoever read the output left: what a shell reports for that (128 + SIGPIPE)."""
