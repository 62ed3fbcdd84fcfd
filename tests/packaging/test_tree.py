"""The tree as a reader finds it: nothing of one machine, nothing too long."""

from __future__ import annotations

import ast
import importlib.util
import re
import statistics
import subprocess
from pathlib import Path

import pytest

SUFFIXES = {"", ".cff", ".csv", ".json", ".lp", ".md", ".py", ".toml", ".txt", ".typed"}
SKIPPED = {"__pycache__", "build", "dist", "results", "wheels"}
PACKAGE = Path(str(importlib.util.find_spec("tariffopt").origin)).parent  # type: ignore[union-attr]

# Joined here, so that this file does not contain what it looks for.
REGISTRIES = [".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"))]
FOLDERS = ("root", "work", "home", "Users", "opt", "mnt", "tmp/venv")
MACHINE = re.compile(rf"(?<![\w.~/:-])/(?:{'|'.join(FOLDERS)})/[\w.]")


@pytest.fixture(scope="session")
def texts(project: Path) -> dict[str, str]:
    """Give every text file of the project by its path: what git knows, else all."""
    return {
        name: (project / name).read_text(encoding="utf-8", errors="replace")
        for name in _names(project)
        if (project / name).suffix in SUFFIXES and (project / name).is_file()
    }


def _names(project: Path) -> list[str]:
    """List the files that are, or would be, committed."""
    if (project / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(
            command, cwd=project, capture_output=True, encoding="utf-8", check=True
        )
        return listed.stdout.splitlines()
    files = (file.relative_to(project) for file in project.rglob("*"))
    return [
        file.as_posix()
        for file in files
        if not any(part in SKIPPED or part[0] == "." for part in file.parts)
    ]


def test_there_is_something_to_read(texts: dict[str, str]) -> None:
    """The files looked at include those users read first."""
    assert {"README.md", "pyproject.toml", "tests/packaging/test_tree.py"} <= set(texts)


def test_no_registry_is_named(texts: dict[str, str]) -> None:
    """Packages come from wherever pip looks; no file names a registry's host."""
    naming = {
        name: host
        for name, text in texts.items()
        for host in REGISTRIES
        if host in text
    }

    assert naming == {}


def test_no_machine_is_named(texts: dict[str, str]) -> None:
    """No file holds a path that exists on one machine only."""
    found = {name: m[0] for name, text in texts.items() if (m := MACHINE.search(text))}

    assert found == {}


def test_documents_are_finished(texts: dict[str, str]) -> None:
    """No document leaves a place to be filled in."""
    # In backquotes or quotation marks it is ISO 4217's code for no currency.
    marks = re.compile(
        r"\b(?:TO" "DO|FIX" "ME|T" 'BD)\\b|(?<![`"])\\bX' "XX\\b",
    )

    assert {name for name, text in texts.items() if marks.search(text)} == set()


def test_source_files_are_short() -> None:
    """A file of the package has at most 350 lines."""
    lengths = {
        file.relative_to(PACKAGE).as_posix(): len(_lines(file))
        for file in PACKAGE.rglob("*.py")
    }

    assert {name: length for name, length in lengths.items() if length > 350} == {}


def test_functions_are_short() -> None:
    """No function exceeds 50 lines, its docstring apart; half stay within 10."""
    lengths = {
        f"{file.relative_to(PACKAGE).as_posix()}: {node.name}": _length(node)
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse("\n".join(_lines(file))))
        if isinstance(node, ast.FunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert statistics.median(lengths.values()) <= 10


def test_no_file_of_odds_and_ends() -> None:
    """Everything has a room with a name: there is no utils or helpers module."""
    names = {file.stem for file in PACKAGE.rglob("*.py")}

    assert names & {"utils", "util", "helpers", "misc", "common"} == set()


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _length(function: ast.FunctionDef) -> int:
    """Count a function's lines from its def on, without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
