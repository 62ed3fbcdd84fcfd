"""Writing a plan to a file: the ending decides what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tariffopt.files import require_ending, require_free, write_beside
from tariffopt.plan.files import write_plan
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
) -> tuple[Path, ...]:
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

    Returns
    -------
    tuple of Path
        What was written: the file; of a plan with more than 10,000 groups as JSON also
        the file of its groups, which must stay beside it.

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
    ...     files = write_report(plan, f"{folder}/plan.json")
    ...     to.read_plan(f"{folder}/plan.json") == plan
    True
    """
    path = Path(path)
    ending = path.suffix.lower()
    require_ending(path, ENDINGS)
    if ending == ".json":
        return write_plan(plan, path, force=force)
    require_free(path, force=force)
    write_beside(path, _WRITERS[ending](plan, lang))
    return (path,)
