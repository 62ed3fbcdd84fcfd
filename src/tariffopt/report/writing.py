"""Writing a plan to a file: the ending decides what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tariffopt.errors import Fault, OutputError, Place
from tariffopt.plan.files import require_free, write_beside, write_plan
from tariffopt.plan.model import Plan
from tariffopt.report.csv import assignments_csv
from tariffopt.report.plans import plan_markdown, plan_text
from tariffopt.texts import Lang


def _text(plan: Plan, lang: Lang) -> bytes:
    return (plan_text(plan, lang=lang) + "\n").encode()


def _markdown(plan: Plan, lang: Lang) -> bytes:
    return (plan_markdown(plan, lang=lang) + "\n").encode()


_WRITERS: Mapping[str, Callable[[Plan, Lang], bytes]] = {
    ".txt": _text,
    ".csv": assignments_csv,
    ".md": _markdown,
}
ENDINGS = (".json", *_WRITERS)
"""What `write_report` can write."""


def write_report(
    plan: Plan, path: Path | str, *, lang: Lang = "en", force: bool = False
) -> None:
    """Write a plan to a file; its ending decides what is written.

    Parameters
    ----------
    plan
        The plan.
    path
        ``.json`` is the plan itself, ``tariffopt.plan/1``; ``.txt`` its text, and
        ``.md`` the same as Markdown; ``.csv`` who is given what, as a table that
        Excel opens (UTF-8 with a byte order mark).
    lang
        ``"en"`` or ``"ja"``; JSON is the same in both.
    force
        Whether an existing file may be replaced.

    Raises
    ------
    OutputError
        For another ending, an existing file without ``force``, or a file that cannot
        be written; nothing is changed then.

    Examples
    --------
    >>> import tempfile
    >>> import tariffopt as to
    >>> plan = to.optimize(to.demo_scenario())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_report(plan, f"{folder}/plan.json")
    ...     to.read_plan(f"{folder}/plan.json") == plan
    True
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        fields = {"found": path.suffix or path.name, "allowed": ", ".join(ENDINGS)}
        raise OutputError(Fault("output-ending", Place(str(path)), fields))
    if ending == ".json":
        write_plan(plan, path, force=force)
        return
    require_free(path, force=force)
    write_beside(path, _WRITERS[ending](plan, lang))
