from __future__ import annotations

import contextlib
import io
import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffopt.cli import run
from tests.profiles import examples

COMMANDS = {
    "lgwan-chat.toml": ["check", "quote {} 501 --tax 10%", "steps {} --need 9"],
    "chat.toml": ["check", "optimize {} --time-limit 3", "optimize {} --json"],
    "plan.json": ["check", "verify", "verify {} --scenario chat.toml"],
}
VALUES: list[Any] = [
    *(None, True, 0, 1, -1, 13, 10**13, 10**30, "", "x", "１", "1/3", "10%", "-5"),
    *("0.1", [], {}, [1], {"a": 1}, "2021-02-30", "volume", "package", "none"),
    *("once", ["chat"], "言葉" * 50, "a\0b", 7.25),
]


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Go to a folder with the city's files and its plan."""
    folder = tmp_path_factory.mktemp("mutated")
    for file in (project / "examples" / "lgwan-chat").iterdir():
        shutil.copy(file, folder)
    with contextlib.chdir(folder):
        assert call("optimize chat.toml -o plan.json")[0] == 0
        yield folder


def call(line: str) -> tuple[int, str]:
    """Run a command, and give its exit code and all it says."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(line.split())
    return code, said.getvalue()


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """List the path of every value in a document."""
    if path:
        yield path
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, (*path, key))
    elif isinstance(document, list):
        for number, value in enumerate(document):
            yield from places(value, (*path, number))


def mutated(document: Any, data: st.DataObject) -> Any:
    """Leave a value out, replace it, or put it under another name."""
    path = data.draw(st.sampled_from(list(places(document))))
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    change = data.draw(st.sampled_from(["replace", "remove", "rename"]))
    if change == "replace":
        holder[path[-1]] = data.draw(st.sampled_from(VALUES))
    elif change == "remove":
        del holder[path[-1]]
    elif isinstance(holder, dict):
        holder["price"] = holder.pop(path[-1])
    return document


@pytest.mark.parametrize("name", COMMANDS)
@settings(max_examples=examples(60))
@given(data=st.data())
def test_no_input_is_our_defect(folder: Path, name: str, data: st.DataObject) -> None:
    """However a file is changed, the answer is a plan or a fault of the file."""
    content = (folder / name).read_text("utf-8")
    read = tomllib.loads if name.endswith(".toml") else json.loads
    plain = json.loads(json.dumps(read(content), default=str))
    changed = mutated(plain, data)
    (folder / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    command = data.draw(st.sampled_from(COMMANDS[name]))
    line = command if "{}" in command else f"{command} {{}}"

    code, said = call(line.format("changed.json"))

    assert code in (0, 2, 3, 4, 5, 6), said
    assert "internal error" not in said
