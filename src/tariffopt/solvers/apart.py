"""Running the program of a solver so that Ctrl-C ends it without losing its answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

_T = TypeVar("_T")
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 10.0
"""A program that was told to end, and has not by then, is killed."""


def run_apart(work: Callable[[], _T]) -> tuple[Future[_T], bool]:
    """Run what waits for a program, in a fresh thread.

    The first Ctrl-C is handed on to that program alone, which may still say what it
    has found; the second, and whatever else ends this thread, kills it.

    Parameters
    ----------
    work
        Starts a program with `subprocess` and waits for it.

    Returns
    -------
    tuple
        What the work gave or raised, and whether Ctrl-C was pressed.

    Raises
    ------
    KeyboardInterrupt
        At the second Ctrl-C.

    Examples
    --------
    >>> done, interrupted = run_apart(lambda: 501)
    >>> done.result(), interrupted
    (501, False)
    """
    future: Future[_T] = Future()
    thread = threading.Thread(
        target=_run, args=(work, future), name="tariffopt-program", daemon=True
    )
    thread.start()
    pressed: float | None = None
    told: set[int] = set()
    try:
        while not future.done():
            try:
                wait([future], _POLL_SECONDS)
            except KeyboardInterrupt:
                if pressed is not None:
                    raise
                pressed = time.monotonic()
            if pressed is not None:
                _end(thread, told, kill=time.monotonic() - pressed > _GRACE_SECONDS)
    finally:
        while not future.done():
            _end(thread, told, kill=True)
            wait([future], _POLL_SECONDS)
    return future, pressed is not None


def _run(work: Callable[[], _T], future: Future[_T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - told to whoever asks for the result
        future.set_exception(error)


def _end(thread: threading.Thread, told: set[int], *, kill: bool) -> None:
    """Tell the program that a thread waits for to end, once; or kill it."""
    program = _waited_for(thread)
    if program is None:
        return
    if kill:
        program.kill()
    elif program.pid not in told:
        told.add(program.pid)
        if os.name != "nt":  # there the console tells all its programs itself
            program.send_signal(signal.SIGINT)


def _waited_for(thread: threading.Thread) -> subprocess.Popen[bytes] | None:
    """Find the program that a thread waits for: PuLP keeps it to itself."""
    frames = sys._current_frames()  # noqa: SLF001 - documented, for such purposes
    frame = frames.get(thread.ident or 0)
    while frame is not None:
        program = frame.f_locals.get("self")
        if isinstance(program, subprocess.Popen):
            return program
        frame = frame.f_back
    return None
