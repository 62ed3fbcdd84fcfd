"""The README's code blocks do what they show; see README.md beside this file."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

_BLOCK = re.compile(r"^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^\s*```[a-z]", re.MULTILINE)
_FILE = re.compile(r"# file: (\S+)\n")


@attrs.frozen
class Block:
    """One code block: its language, the line it starts at, and its text."""

    language: str
    line: int
    text: str


@pytest.fixture(scope="module")
def readme(project: Path) -> Path:
    """Give the README of the tree these tests stand in."""
    return project / "README.md"


@pytest.fixture
def folder(
    readme: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Go to a folder with the examples and the files that the README shows."""
    if (project / "examples").exists():
        shutil.copytree(project / "examples", tmp_path / "examples")
    for block in _blocks(readme):
        if match := _FILE.match(block.text):
            (tmp_path / match[1]).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_readme_has_blocks_once_it_has_text(readme: Path) -> None:
    """A README that says anything shows commands, answers, Python and a tariff."""
    text = readme.read_text(encoding="utf-8")
    blocks = list(_blocks(readme))

    assert len(_FENCE.findall(text)) == len(blocks)
    if text.strip():
        shown = {block.language for block in blocks}
        assert {"sh", "console", "python", "toml"} - shown == set()


@pytest.mark.usefixtures("folder")
def test_python_blocks_run(readme: Path) -> None:
    """Python blocks run in order, in one namespace, beside the files shown."""
    document = Sybil([PythonCodeBlockParser()], encoding="utf-8").parse(readme)
    lines = set()

    for example in document.examples():
        example.evaluate()
        lines.add(example.line)

    blocks = [block for block in _blocks(readme) if block.language == "python"]
    assert len(lines) >= len(blocks)


@pytest.mark.parametrize("language", ["toml", "json"])
def test_data_blocks_parse(readme: Path, language: str) -> None:
    """Files shown are well-formed."""
    parse = {"toml": tomllib.loads, "json": json.loads}[language]

    for block in _blocks(readme):
        if block.language == language:
            parse(block.text)


def test_console_blocks_show_the_real_output(readme: Path, folder: Path) -> None:
    """Each command shown answers what is shown below it."""
    for block in _blocks(readme):
        if block.language == "console":
            for command, shown in _commands(block.text):
                answer = _run(command, folder)
                where = f"README.md line {block.line}: {command}"

                assert _matches(answer, shown), f"{where}\nanswers\n{answer}"


def test_setup_commands_name_what_exists(readme: Path, project: Path) -> None:
    """Targets, extras and files in shell blocks are those of this tree."""
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    extras = set(table["project"]["optional-dependencies"])
    shell = [block.text for block in _blocks(readme) if block.language == "sh"]
    paths = _named(shell, r"\b((?:examples|benchmarks|docs)/[\w./-]+)")

    assert _named(shell, r"^\s*make (?:\w+=\S+ )*([a-z]+)") <= targets
    assert _named(shell, r"\[([a-z,]+)\]") <= extras
    assert [path for path in paths if not (project / path).exists()] == []


def _blocks(readme: Path) -> Iterator[Block]:
    """Find all blocks that name a language."""
    text = readme.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        yield Block(match[1], text.count("\n", 0, match.start()) + 1, match[2])


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Split a console block into commands and what each answers."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _run(command: str, folder: Path) -> str:
    """Run a tariffopt command and give all it prints."""
    program, *arguments = shlex.split(command, comments=True)
    assert program == "tariffopt", f"only tariffopt is run here, not: {command}"
    done = subprocess.run(
        [Path(sysconfig.get_path("scripts")) / program, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    return done.stdout


def _matches(answer: str, shown: str) -> bool:
    """Compare line by line; a line of three dots stands for any lines."""
    parts = re.split(r"^\s*\.\.\.\n", _trimmed(shown), flags=re.MULTILINE)
    pattern = "(?:.*\n)*".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, _trimmed(answer)) is not None


def _trimmed(text: str) -> str:
    """Drop blank ends of lines and of the whole."""
    lines = (line.rstrip() for line in text.strip("\n").splitlines())
    return "".join(f"{line}\n" for line in lines)


def _named(texts: Iterable[str], pattern: str) -> set[str]:
    """Give all names a pattern finds; a name may be several, joined by commas."""
    found = (name for text in texts for name in re.findall(pattern, text, re.MULTILINE))
    return {part for name in found for part in name.split(",")}
