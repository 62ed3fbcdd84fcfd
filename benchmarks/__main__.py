"""The command line: ``python -m benchmarks [list | generate | run]``."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import tariffopt as to
from benchmarks.families import Instance, canonical
from benchmarks.methods import METHODS
from benchmarks.runner import run_suite, say, warm_up
from benchmarks.runs import Settings
from benchmarks.suites import Suite, suites
from benchmarks.tables import Results
from tariffopt.solvers import write_program

RESULTS = Path(__file__).parent / "results"
INTERRUPTED = 130
_QUICK = Settings(time_limit=3.0, repeats=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; ``run`` when nothing is said.

    Returns
    -------
    int
        0, or 130 after Ctrl-C; the rows that were there by then are written.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0].startswith("--"):
        words = ["run", *words]
    asked = _parser().parse_args(words)
    chosen = [s for s in suites(quick=asked.quick) if asked.family in (None, s.family)]
    if asked.command == "list":
        return _list(chosen)
    if asked.command == "generate":
        return _generate(chosen, asked.output, asked.format)
    return _run(chosen, _settings(asked), _folder(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    families = [suite.family for suite in suites()]
    for name, about in (
        ("list", "name the instances, their hashes and the methods"),
        ("generate", "write the instances as files"),
        ("run", "run all methods and write tables"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--family", choices=families, help="only this one")
        command.add_argument("--quick", action="store_true", help="the small instances")
        if name == "generate":
            command.add_argument("--output", type=Path, required=True, metavar="DIR")
            command.add_argument(
                "--format", choices=("json", "lp", "mps"), default="json"
            )
        if name == "run":
            command.add_argument("--output", type=Path, metavar="DIR")
            command.add_argument("--time-limit", type=float, metavar="S")
            command.add_argument("--repeats", type=int, metavar="N")
            command.add_argument("--threads", type=int, default=1, metavar="N")
            names = [method.name for method in METHODS]
            command.add_argument("--method", choices=names, action="append")
    return parser


def _settings(asked: argparse.Namespace) -> Settings:
    usual = _QUICK if asked.quick else Settings()
    return Settings(
        time_limit=usual.time_limit if asked.time_limit is None else asked.time_limit,
        repeats=usual.repeats if asked.repeats is None else asked.repeats,
        threads=asked.threads,
        methods=tuple(asked.method or ()),
    )


def _folder(asked: argparse.Namespace) -> Path | None:
    """Give the folder for results; a quick run writes only where it is told to."""
    if asked.output is not None:
        return Path(asked.output)
    return None if asked.quick else RESULTS


def _list(chosen: Sequence[Suite]) -> int:
    for suite in chosen:
        print(suite.family)
        for instance in suite.instances():
            print(f"  {instance.name}  sha256 {instance.sha256}")
    print("methods")
    for method in METHODS:
        print(f"  {method.name}: {method.about}")
    return 0


def _generate(chosen: Sequence[Suite], folder: Path, form: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for suite in chosen:
        for instance in suite.instances():
            path = folder / f"{instance.name}.{form}"
            _write(instance, path, form)
            print(f"{path}  sha256 of the instance {instance.sha256}")
    return 0


def _write(instance: Instance, path: Path, form: str) -> None:
    """Write an instance's document, or its program with groups merged only."""
    if form == "json":
        path.write_text(canonical(instance.document), encoding="ascii", newline="\n")
        return
    program = to.formulate(instance.scenario, reductions=["merge-groups"])
    write_program(program, path)


def _run(chosen: Sequence[Suite], settings: Settings, folder: Path | None) -> int:
    today, code = date.today(), 0  # noqa: DTZ011 - the day on the wall names the files
    done = []
    try:
        with _apart():
            warm_up()
            for suite in chosen:
                done.append(Results(folder, suite.family, today))
                run_suite(suite, settings, done[-1].add)
    except KeyboardInterrupt:
        say("interrupted; what is done is kept")
        code = INTERRUPTED
    print("\n".join(filter(None, [results.close() for results in done])))
    return code


@contextlib.contextmanager
def _apart() -> Iterator[None]:
    """Send what solvers print to standard error: HiGHS greets through PuLP."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    sys.exit(main())
