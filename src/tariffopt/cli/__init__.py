"""The command line: parsing, exit codes, and nothing that computes.

Whatever is heavy is imported inside the commands, so that ``tariffopt --help`` loads
neither a solver nor NumPy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tariffopt.cli.console import calm_streams, leave_pipe
from tariffopt.cli.exits import BROKEN_PIPE
from tariffopt.cli.language import language_of
from tariffopt.cli.program import Program


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    Parameters
    ----------
    args
        The words after ``tariffopt``; those of the process when left out.

    Raises
    ------
    SystemExit
        Always, with 0 proved optimal (or done), 1 internal error, 2 usage, 3 infeasible,
        4 a plan without proof, 5 faulty input, 6 no plan found in the time.
    """
    calm_streams()
    try:
        code = run(list(sys.argv[1:] if args is None else args))
        sys.stdout.flush()
    except BrokenPipeError:
        leave_pipe()
        code = BROKEN_PIPE
    sys.exit(code)


def run(args: list[str]) -> int:
    """Run the command line and give its exit code; only a broken pipe is raised."""
    lang = language_of(args)
    try:
        done = Program(lang).main(args, prog_name="tariffopt", standalone_mode=False)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - nobody is shown a traceback
        from tariffopt.cli.failing import fail

        return fail(error, lang)
    return done if isinstance(done, int) else 0
