"""The three streams: the answer to stdout, everything else to stderr.

A console that lacks a character shows ``?`` for it; output never fails on one.
"""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TextIO


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
