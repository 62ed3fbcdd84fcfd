"""The public names as a page: ``make api`` writes it to docs/api.md."""

from __future__ import annotations

import inspect
import sys

import tariffopt

HEAD = """\
# The public names

Everything in `tariffopt.__all__`, with the first sentence of its docstring. What is
listed here is covered by the [deprecation policy](deprecation.md); what is not may
change without notice. `make api` writes this page, and a test holds it to the code.

| name | what it is |
|---|---|
"""


def sentence_of(name: str) -> str:
    """Give the first line of a public name's docstring; a module's too."""
    value = getattr(tariffopt, name)
    described = inspect.ismodule(value) or callable(value)
    lines = (inspect.getdoc(value) or "").strip().splitlines() if described else []
    return lines[0].replace("|", "\\|") if lines else f"A {type(value).__name__}."


def page() -> str:
    """Write the page of all public names."""
    rows = (f"| `{name}` | {sentence_of(name)} |\n" for name in tariffopt.__all__)
    return HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(page())
