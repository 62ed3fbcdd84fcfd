"""The command line: parsing, exit codes, and nothing that computes.

Whatever is heavy is imported inside the commands, so that ``tariffopt --help`` loads
neither a solver nor NumPy.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence

from click.exceptions import Exit

from tariffopt.cli.console import calm_streams, keep_stdout, leave_streams
from tariffopt.cli.endings import BROKEN_PIPE, INTERNAL, TERMINATED, fail
from tariffopt.cli.language import language_of, speak
from tariffopt.cli.program import Program

# What is read is kept to the end: looking for garbage takes a fifth of the time.
_SELDOM = 500_000
_COMPLETE = "_TARIFFOPT_COMPLETE"


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    Parameters
    ----------
    args
        The words after ``tariffopt``; those of the process when left out.

    Raises
    ------
    SystemExit
        Always: 0 proved optimal (or done), 1 internal error, 2 usage, 3 infeasible,
        4 a plan without proof, 5 faulty input, 6 no plan found in the time, 130
        interrupted before there was a plan.
    """
    calm_streams()
    keep_stdout()
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(_SELDOM)
    words = list(sys.argv[1:] if args is None else args)
    if os.environ.get(_COMPLETE):  # a shell asks how a word might go on
        speak(language_of(words))
        Program().main(words, prog_name="tariffopt")
    try:
        code = run(words)
    except BrokenPipeError:
        code = BROKEN_PIPE
    except _Terminated:
        os._exit(TERMINATED)  # not waiting for a solver's thread
    try:
        sys.stdout.flush()
    except OSError:
        leave_streams()
    sys.exit(code)


class _Terminated(BaseException):
    """The process was asked to end, by SIGTERM."""


def _terminate(*_: object) -> None:
    """End in order: a solver's program is ended too, and its files are removed."""
    raise _Terminated


def run(args: list[str]) -> int:
    """Run the command line and give its exit code.

    Raises
    ------
    BrokenPipeError
        When the reader of the output has gone.
    """
    speak(language_of(args))
    try:
        program = Program()
        with program.make_context("tariffopt", list(args)) as context:
            return program.invoke(context)
    except Exit as done:
        return done.exit_code
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - no traceback, ever
        return _fail(error)


def _fail(error: BaseException) -> int:
    try:
        return fail(error)
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - the installation itself is broken
        sys.stderr.write(f"internal error: {type(error).__name__}: {error}\n")
        return INTERNAL
