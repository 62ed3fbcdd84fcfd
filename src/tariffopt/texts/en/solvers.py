"""English texts of the solvers: what is missing, what failed."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.solver-unknown": (
        '"{found}" is not a solver PuLP knows.{guess} Installed here: {available}.'
    ),
    "error.solver-missing": (
        "the solver {found} is not installed. Install it with: {install}. "
        "Installed here: {available}."
    ),
    "error.solver-not-on-path": (
        "the solver {found} is not installed, or PuLP does not find its program on "
        "the PATH. Installed here: {available}."
    ),
    "error.solver-option": "the solver {name} does not take the option {option}.",
    "error.solver-failed": "the solver {name} ended without an answer: {why}.",
    "error.solver-digits": (
        "{name}: the number {found:s} has more than the {digits} digits that LP and MPS "
        "files carry. Solve with HiGHS, which needs no file."
    ),
    "error.program-too-large": (
        "{name}: {found} is too large for a solver to see exactly; at most {allowed}. "
        "Use a larger currency unit, or fewer people or months at once."
    ),
}
