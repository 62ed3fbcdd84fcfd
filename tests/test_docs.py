"""The pages of docs/ are true: what they show runs, what they name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_readme import _commands, _matches, _run

_STEP = re.compile(
    r"(?:Save\s+this\s+as\s+`(?P<file>[^`]+)`:\n\n)?"
    r"^```(?P<language>[a-z]+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#([\w-]+))?\)")
_PATH = re.compile(r"`([\w-]+/(?:[\w*-]+/)*[\w.-]*)`")
_ROOTS = ("", "src/tariffopt")
PAGES = (
    "README.md",
    "docs/README.md",
    "docs/architecture.md",
    "docs/collection.md",
    "docs/constructs.md",
    "docs/formats.md",
    "docs/glossary.md",
    "docs/guide.md",
    "examples/README.md",
)


def test_guide_does_what_it_shows(project: Path, tmp_path: Path) -> None:
    """Followed from top to bottom, each command answers what is shown below it."""
    page = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    commands = 0

    for line, step in _steps(page):
        if step["file"]:
            (tmp_path / step["file"]).write_text(step["text"], encoding="utf-8")
        if step["language"] == "console":
            for command, shown in _commands(step["text"]):
                answer = _run(command, tmp_path)
                commands += 1

                where = f"docs/guide.md line {line}: {command}"
                assert _matches(answer, shown), f"{where}\nanswers\n{answer}"

    assert commands > 0


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(project: Path, name: str) -> None:
    """Each link of a page leads to a file that exists, and to a heading of it."""
    page = project / name
    lost = []

    for target, heading in _LINK.findall(page.read_text(encoding="utf-8")):
        found = page.parent / target
        if not found.exists() or (heading and heading not in _headings(found)):
            lost.append(f"{target}#{heading}")

    assert lost == []


@pytest.mark.parametrize("name", PAGES)
def test_paths_exist(project: Path, name: str) -> None:
    """Each path in code letters with a slash is one of the tree."""
    if not (project / "src").exists():
        pytest.skip("the tree is tested without its sources")
    page = (project / name).read_text(encoding="utf-8")

    named = {path.replace("*", "en") for path in _PATH.findall(page)}

    assert sorted(path for path in named if not _is_there(project, path)) == []


def _is_there(project: Path, path: str) -> bool:
    return any((project / root / path).exists() for root in _ROOTS)


def _headings(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as they are commonly made."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", line.casefold()) for line in lines)
    return {line.replace(" ", "-") for line in kept}


def _steps(page: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Give the blocks in order, each with its line and the name it is saved under."""
    for match in _STEP.finditer(page):
        yield page.count("\n", 0, match.start("language")) + 1, match
