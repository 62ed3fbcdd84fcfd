"""The streams: the answer to stdout, everything else to stderr, the step to a terminal.

A console that lacks a character shows ``?`` for it; output never fails on one.
"""

from __future__ import annotations

import contextlib
import contextvars
import io
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TextIO

from tariffopt.cli.language import say
from tariffopt.texts.columns import width_of

_PATIENCE = 1.0
_BEAT = 0.2
_STDOUT = 1


def calm_streams() -> None:
    """Let no character that a console lacks end the process."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the process
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), "utf-8"))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def keep_stdout() -> None:
    """Lead to stderr what anybody but this module writes to the file of stdout.

    A plugin, or a program that it starts, may write to the file descriptor itself; the
    answer goes on to where stdout was. For a process of the command line alone.
    """
    ours = sys.stdout
    try:
        if ours.fileno() != _STDOUT:
            return
        others = sys.stderr.fileno()
        kept = os.dup(_STDOUT)
    except (OSError, ValueError):  # closed, or no file
        return
    ours.flush()
    os.dup2(others, _STDOUT)
    sys.stdout = os.fdopen(kept, "w", encoding=ours.encoding, errors=ours.errors)


def answer(text: str) -> None:
    """Write a part of the answer to stdout, ended by a newline."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write what is not the answer to stderr, ended by a newline."""
    if text:
        sys.stdout.flush()
        _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    stream.write(text if text.endswith("\n") else f"{text}\n")
    stream.flush()


def answer_json(text: str) -> None:
    """Write JSON to stdout so that it is valid whatever the stream's coding is.

    Where stdout is not UTF-8, other characters than ASCII are written as escapes.
    """
    coding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    if coding.replace("-", "").replace("_", "") not in ("utf8", "utf8sig"):
        text = escaped(text)
    answer(text)


def escaped(text: str) -> str:
    r"""Write the characters of JSON text beyond ASCII as escapes.

    Examples
    --------
    >>> escaped('{"unit": "円"}')
    '{"unit": "\\u5186"}'
    """
    return re.sub(r"[^\x00-\x7f]", _escape, text)


def _escape(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be", "surrogatepass")
    pairs = (data[at : at + 2].hex() for at in range(0, len(data), 2))
    return "".join(f"\\u{pair}" for pair in pairs)


def leave_streams() -> None:
    """Write nowhere from now on, so that nothing complains when the process ends.

    For streams that take no more: the reader has gone, or the disk is full.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue


@contextlib.contextmanager
def showing_steps() -> Iterator[Callable[[str], None]]:
    """Show the step that runs and its seconds, on stderr if that is a terminal.

    Gives a function to be called with the name of each step as it starts. Nothing is
    shown in the first second.
    """
    began = time.monotonic()
    steps, over = [("read", began)], threading.Event()

    def watch() -> None:
        shown = 0
        while not over.wait(_BEAT):
            (step, since), now = steps[-1], time.monotonic()
            if now - began > _PATIENCE:
                fields = {
                    "step": say(f"cli.step.{step}"),
                    "seconds": f"{now - since:.0f}",
                }
                shown = _replace_line(shown, say("cli.progress", **fields))
        _replace_line(shown, "")

    def note(step: str) -> None:
        steps.append((step, time.monotonic()))

    # The thread speaks the language of this one.
    watcher = threading.Thread(target=contextvars.copy_context().run, args=(watch,))
    if sys.stderr.isatty():
        watcher.start()
    try:
        yield note
    finally:
        over.set()
        if watcher.ident is not None:
            watcher.join()


def _replace_line(shown: int, line: str) -> int:
    """Replace a line of so many columns by another, and give the columns of that."""
    columns = width_of(line, "ja")
    if line or shown:
        blanks = " " * max(0, shown - columns)
        sys.stderr.write(f"\r{line}{blanks}" + ("" if line else "\r"))
        sys.stderr.flush()
    return columns
