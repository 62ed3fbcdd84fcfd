"""The streams: the answer to stdout, everything else to stderr, the step to a terminal.

A console that lacks a character shows ``?`` for it; output never fails on one.
"""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import time
from types import TracebackType
from typing import Self, TextIO

from tariffopt.cli.language import spoken
from tariffopt.texts import text
from tariffopt.texts.columns import width_of

_PATIENCE = 1.0
_BEAT = 0.2


def calm_streams() -> None:
    """Let no character that a console lacks end the process."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the process
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), "utf-8"))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


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


class Progress:
    """The step that runs and its seconds, on stderr if that is a terminal, after 1 s.

    A context manager; called with the name of each step as it starts.
    """

    def __init__(self) -> None:
        self.lang = spoken()  # which the thread that watches would not know
        self._step, self._since = "read", time.monotonic()
        self._began, self._shown = self._since, 0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, step: str) -> None:
        """Note that a step starts."""
        self._step, self._since = step, time.monotonic()

    def __enter__(self) -> Self:
        """Start watching, if stderr is a terminal."""
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._show("")

    def _watch(self) -> None:
        while not self._over.wait(_BEAT):
            now = time.monotonic()
            if now - self._began > _PATIENCE:
                step = text(f"cli.step.{self._step}", self.lang)
                took = f"{now - self._since:.0f}"
                self._show(text("cli.progress", self.lang, step=step, seconds=took))

    def _show(self, line: str) -> None:
        """Replace the line shown by another."""
        if line or self._shown:
            blanks = " " * max(0, self._shown - width_of(line, "ja"))
            sys.stderr.write(f"\r{line}{blanks}" + ("" if line else "\r"))
            sys.stderr.flush()
            self._shown = width_of(line, "ja")
