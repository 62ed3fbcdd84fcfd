"""Showing on a terminal which step is running, once it takes a second."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Self

from tariffopt.cli.layout import columns
from tariffopt.texts import Lang, text

_PATIENCE = 1.0
_BEAT = 0.2


class Progress:
    """A line on stderr with the step and the seconds; nothing where nobody watches.

    A context manager; called with the name of each step as it starts.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
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
            blanks = " " * max(0, self._shown - columns(line))
            sys.stderr.write(f"\r{line}{blanks}" + ("" if line else "\r"))
            sys.stderr.flush()
            self._shown = columns(line)
