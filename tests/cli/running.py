"""Running the command line: in this process, or as the installed script."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Protocol

import attrs

SCRIPT = Path(sysconfig.get_path("scripts")) / "tariffopt"


@attrs.frozen
class Result:
    """The exit code, and what was written to the two streams."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs the command line with these words."""

    def __call__(self, *words: str | Path) -> Result:
        """Give the exit code and the streams."""


def run_script(
    *words: str | Path, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the installed script; its streams are kept as bytes."""
    return subprocess.run(
        [SCRIPT, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )
