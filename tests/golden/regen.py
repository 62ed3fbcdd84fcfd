"""Write the expected texts again: ``python -m tests.golden.regen``; then read them."""

from __future__ import annotations

import sys

from tests.golden.cases import expected


def regenerate() -> list[str]:
    """Write every file whose text has changed, and give their names."""
    changed = []
    for file, make in expected().items():
        text = make() + "\n"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            changed.append(file.name)
    return changed


if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}\n" for name in regenerate()))
