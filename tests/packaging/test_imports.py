"""What starting and importing tariffopt does, and above all what it does not."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

SOLVERS = {"pulp", "highspy", "cbcbox"}

# Every read of the environment, by the module that asked for it.
RECORD_ENVIRONMENT = """
    import os, sys

    class Recorder(dict):
        asked = set()

        def record(self):
            frame = sys._getframe(2)
            while frame.f_globals["__name__"] in {"os", "_collections_abc", __name__}:
                frame = frame.f_back
                if frame is None:
                    return
            self.asked.add(frame.f_globals["__name__"])

        def __getitem__(self, key):
            self.record()
            return super().__getitem__(key)

        def get(self, key, default=None):
            self.record()
            return super().get(key, default)

        def __contains__(self, key):
            self.record()
            return super().__contains__(key)

    os.environ = Recorder(os.environ)
    os.getenv = lambda key, default=None: os.environ.get(key, default)
"""


def run(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


def loaded_by(code: str) -> set[str]:
    """Give the top-level modules that are loaded after running the code."""
    report = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    return set(run(f"{code}\n{report}").splitlines()[-1].split())


HELP = """
import sys
from tariffopt.cli import main
sys.argv = ["tariffopt", "--help"]
try:
    main()
except SystemExit as stop:
    assert not stop.code
"""


def test_help_loads_no_solver() -> None:
    """``tariffopt --help`` loads neither PuLP nor a solver nor numpy."""
    loaded = loaded_by(HELP)

    assert "click" in loaded
    assert loaded & (SOLVERS | {"numpy", "hypothesis"}) == set()


def test_help_is_quick(tmp_path: Path) -> None:
    """``tariffopt --help`` costs under 150 ms of CPU once it is compiled.

    On a machine where Python alone takes long to start: under ten times that.
    """
    compiled = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def least_cpu(code: str) -> float:
        timed = f"{code}\nimport time; print(time.process_time())"
        return min(float(run(timed, **compiled).splitlines()[-1]) for _ in range(6))

    assert least_cpu(HELP) < max(0.15, 10 * least_cpu(""))


def test_import_loads_no_solver_and_no_tariffs() -> None:
    """``import tariffopt`` loads no solver, no plugin and no test library."""
    loaded = loaded_by("import tariffopt")

    unwanted = SOLVERS | {"tariffopt_tariffs", "click", "hypothesis", "pytest"}
    assert loaded & unwanted == set()


def test_import_asks_for_no_plugins() -> None:
    """``import tariffopt`` does not look up entry points."""
    code = """
        import importlib.metadata as metadata

        def refuse(*_, **__):
            raise AssertionError("entry points looked up")

        metadata.entry_points = refuse
        metadata.EntryPoint.load = refuse
        import tariffopt
        print("imported")
    """

    assert run(code) == "imported"


def test_import_prints_nothing() -> None:
    """``import tariffopt`` writes nothing, not even a warning."""
    assert (
        run("import warnings; warnings.simplefilter('error'); import tariffopt") == ""
    )


def test_import_reads_no_environment() -> None:
    """No module of tariffopt asks the environment anything while it is imported."""
    code = textwrap.dedent(RECORD_ENVIRONMENT) + textwrap.dedent("""
        os.path.expanduser("~")  # shows that the recorder records
        import tariffopt
        for name in tariffopt.__all__:
            getattr(tariffopt, name)
        print(*Recorder.asked)
    """)

    asked = set(run(code).split())

    assert "posixpath" in asked or os.name == "nt"
    assert not {name for name in asked if name.split(".")[0] == "tariffopt"}
