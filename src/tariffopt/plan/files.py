"""Plans in files.

A plan of many groups is two files: the plan, and beside it the groups, which the
plan names together with their hash.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tariffopt.documents import Document, read_bytes
from tariffopt.errors import Fault, Place, PlanError
from tariffopt.files import require_free, write_beside
from tariffopt.plan.model import Plan
from tariffopt.plan.reading import parse, plan_from_dict
from tariffopt.plan.writing import plan_to_dict

INLINE_GROUPS = 10_000
"""Above it, the groups of a written plan are a file of their own."""


def write_plan(
    plan: Plan, path: Path | str, *, force: bool = False
) -> tuple[Path, ...]:
    """Write a plan to a JSON file, and the groups of a large one to a second file.

    Parameters
    ----------
    plan
        The plan.
    path
        Where to. Above 10,000 groups they go to ``NAME.groups-HASH.json`` beside it.
    force
        Whether an existing file may be replaced.

    Returns
    -------
    tuple of Path
        What was written: the plan, and the file of its groups, which belongs to it.

    Raises
    ------
    OutputError
        When the file exists, or cannot be written; nothing is changed then.
    """
    path = Path(path)
    require_free(path, force=force)
    document = plan_to_dict(plan)
    large = len(plan.scenario.groups) > INLINE_GROUPS
    sides = (_take_out(document, path),) if large else ()
    write_beside(path, _bytes(document, indent=1))
    return (path, *sides)


def _take_out(document: Document, path: Path) -> Path:
    """Move the groups of a plan, and of its copy of the scenario, beside it."""
    content = document["inputs"]["scenario"]["content"]
    count = len(document["groups"])
    groups = {"groups": document["groups"], "content": content["groups"]}
    data = _bytes(groups, indent=None)
    digest = hashlib.sha256(data).hexdigest()
    side = path.with_name(f"{path.stem}.groups-{digest[:8]}.json")
    write_beside(side, data)
    reference = {"file": side.name, "sha256": digest, "count": count}
    document["groups"] = content["groups"] = reference
    return side


def _bytes(document: Document, indent: int | None) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=indent, default=str)
    return (text + "\n").encode()


def read_plan(path: Path | str) -> Plan:
    """Read a plan from a JSON file, with the groups beside it if it names them.

    Parameters
    ----------
    path
        The file that `write_plan`, or ``tariffopt optimize -o``, wrote.

    Raises
    ------
    PlanError
        All faults of the plan; also when the file of groups is not the one that was
        written with it.
    InputErrors
        When a file is missing or cannot be read.

    Examples
    --------
    >>> read_plan("no-such-plan.json")
    Traceback (most recent call last):
    tariffopt.errors.InputErrors: no-such-plan.json: no such file.
    """
    path = Path(path)
    document = parse(read_bytes(path, str(path)), str(path))
    reference = document.get("groups")
    if isinstance(reference, dict):
        _put_back(document, reference, path)
    return plan_from_dict(document, file=str(path))


def _put_back(document: Document, reference: Document, path: Path) -> None:
    name, digest = str(reference.get("file")), reference.get("sha256")
    side = path.with_name(Path(name).name)
    data = read_bytes(side, str(side))
    if hashlib.sha256(data).hexdigest() != digest:
        fields = {"file": path.name}
        raise PlanError(Fault("plan-groups-changed", Place(str(side)), fields))
    groups = parse(data, str(side))
    document["groups"] = groups.get("groups")
    content: Any = document
    for key in ("inputs", "scenario", "content"):
        content = content.get(key) if isinstance(content, dict) else None
    if isinstance(content, dict):  # else it is for the schema to say what is wrong
        content["groups"] = groups.get("content")
