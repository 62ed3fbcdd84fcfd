"""How the command line ends: exit codes, which scripts rely on, and what went wrong.

Whatever says an error is imported when there is one.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import click

from tariffopt.cli.console import tell
from tariffopt.cli.language import say, spoken

if TYPE_CHECKING:
    from tariffopt.errors import TariffoptError
    from tariffopt.plan import Plan

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
TERMINATED: Final = 143
"""As a shell reports the end by SIGTERM (128 + 15)."""

DEBUG: Final = "TARIFFOPT_DEBUG"
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
# What the command line asked for and this machine or folder cannot do.
_ASKED = ("solver-unknown", "solver-missing", "solver-not-on-path", "solver-option")


def fail(error: BaseException) -> int:
    """Say what went wrong, and give the exit code."""
    from tariffopt.errors import CertificationError, TariffoptError, one_line

    match error:
        case click.Abort() | KeyboardInterrupt():
            tell(say("cli.interrupted"))
            return INTERRUPTED
        case click.ClickException():
            return _misused(error)
        case TariffoptError():
            tell(error.text(spoken()))
            if not isinstance(error, CertificationError):
                return code_of_error(error)
        case OSError():
            tell(say("cli.system", error=one_line(error)))
            return INTERNAL
    return _internal(error)


def code_of_error(error: TariffoptError) -> int:
    """Give the exit code of an error of ours.

    Examples
    --------
    >>> from tariffopt.errors import Fault, InfeasibleError
    >>> code_of_error(InfeasibleError(Fault("capacity")))
    3
    """
    from tariffopt import errors

    if any(fault.code in _ASKED for fault in error.faults):
        return USAGE
    match error:
        case errors.OutputError():
            return USAGE
        case errors.InfeasibleError():
            return INFEASIBLE
        case errors.NoPlanError():
            return NO_PLAN
        case errors.SolverError():
            return INTERNAL
    return FAULTY


def code_of_plan(plan: Plan) -> int:
    """Give the exit code of a plan, proved or not."""
    return DONE if plan.status == "optimal" else UNPROVED


# --- usage ------------------------------------------------------------------------


def _misused(error: click.ClickException) -> int:
    from tariffopt.cli.pages import usage

    context = error.ctx if isinstance(error, click.UsageError) else None
    tell(_sentence(error))
    if context is not None:
        tell(usage(context.command))
        tell(say("cli.see-help", command=context.command_path))
    return USAGE


def _sentence(error: click.ClickException) -> str:
    """Say a usage error in our own words, or in click's where it has rarer ones."""
    match error:
        case click.NoSuchOption():
            near = error.possibilities or ()
            guess = say("error.guess", guess=near[0]) if near else ""
            return say("cli.no-option", found=error.option_name, guess=guess)
        case click.MissingParameter():
            return say("cli.missing", what=_shown(error.param))
        case click.BadParameter():
            return say("cli.bad", what=_shown(error.param), message=error.message)
        case click.BadOptionUsage():
            return say("cli.option-value", found=error.option_name)
    extra = _EXTRA.search(error.message)
    return say("cli.extra", found=extra[1]) if extra else error.message


def _shown(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.name or "") if param else ""


# --- defects ----------------------------------------------------------------------


def _internal(error: BaseException) -> int:
    import traceback
    from pathlib import Path

    from tariffopt import __version__
    from tariffopt.errors import TariffoptError, one_line

    if os.environ.get(DEBUG):
        tell("".join(traceback.format_exception(error)))
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    ours = isinstance(error, TariffoptError)  # said in full already
    words = type(error).__name__ if ours else one_line(error)
    fields = {"error": words, "where": where, "version": __version__}
    tell(say("cli.internal", **fields, variable=DEBUG))
    return INTERNAL
