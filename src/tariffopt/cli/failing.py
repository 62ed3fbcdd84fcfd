"""From an exception to a sentence on stderr and an exit code."""

from __future__ import annotations

import os
import re
import traceback
from importlib import metadata
from pathlib import Path

import click

from tariffopt import errors
from tariffopt.cli.console import tell
from tariffopt.cli.exits import (
    FAULTY,
    INFEASIBLE,
    INTERNAL,
    INTERRUPTED,
    NO_PLAN,
    USAGE,
)
from tariffopt.cli.helping import usage
from tariffopt.texts import Lang, text

DEBUG = "TARIFFOPT_DEBUG"
_LINE = 300
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
# What the command line asked for and this machine or folder cannot do.
_ASKED = ("solver-unknown", "solver-missing", "solver-not-on-path", "solver-option")
_CODES: tuple[tuple[type[errors.TariffoptError], int], ...] = (
    (errors.OutputError, USAGE),
    (errors.InfeasibleError, INFEASIBLE),
    (errors.NoPlanError, NO_PLAN),
    (errors.SolverError, INTERNAL),
)


def fail(error: BaseException, lang: Lang) -> int:
    """Say what went wrong, and give the exit code."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        tell(text("cli.interrupted", lang))
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        return _misused(error, lang)
    if isinstance(error, errors.TariffoptError):
        tell(error.text(lang))
        defect = isinstance(error, errors.CertificationError)
        return _internal(error, lang) if defect else code_of(error)
    if isinstance(error, OSError):
        tell(text("cli.system", lang, error=_said(error)))
        return INTERNAL
    return _internal(error, lang)


def code_of(error: errors.TariffoptError) -> int:
    """Give the exit code of an error of ours.

    Examples
    --------
    >>> code_of(errors.InfeasibleError(errors.Fault("capacity")))
    3
    """
    if any(fault.code in _ASKED for fault in error.faults):
        return USAGE
    known = (code for kind, code in _CODES if isinstance(error, kind))
    return next(known, FAULTY)


# --- usage ------------------------------------------------------------------------


def _misused(error: click.ClickException, lang: Lang) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    tell(_sentence(error, lang))
    if context is not None:
        tell(usage(context.command, lang))
        tell(text("cli.see-help", lang, command=context.command_path))
    return USAGE


def _sentence(error: click.ClickException, lang: Lang) -> str:
    """Say a usage error in our own words, or in click's where it has rarer ones."""
    match error:
        case click.NoSuchOption():
            near = error.possibilities or ()
            guess = text("error.guess", lang, guess=near[0]) if near else ""
            return text("cli.no-option", lang, found=error.option_name, guess=guess)
        case click.MissingParameter():
            return text("cli.missing", lang, what=_shown(error.param))
        case click.BadParameter():
            words = error.message
            return text("cli.bad", lang, what=_shown(error.param), message=words)
        case click.BadOptionUsage():
            return text("cli.option-value", lang, found=error.option_name)
    extra = _EXTRA.search(error.message)
    return text("cli.extra", lang, found=extra[1]) if extra else error.message


def _shown(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.name or "") if param else ""


# --- defects ----------------------------------------------------------------------


def _internal(error: BaseException, lang: Lang) -> int:
    if os.environ.get(DEBUG):
        tell("".join(traceback.format_exception(error)))
    fields = {"error": _said(error), "where": _where(error), "version": _version()}
    tell(text("cli.internal", lang, **fields, variable=DEBUG))
    return INTERNAL


def _said(error: BaseException) -> str:
    """Say an exception in one short line."""
    ours = isinstance(error, errors.TariffoptError)  # said in full already
    words = "" if ours else " ".join(str(error).split())[:_LINE]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _version() -> str:
    try:
        return metadata.version("tariffopt")
    except metadata.PackageNotFoundError:
        return "?"
