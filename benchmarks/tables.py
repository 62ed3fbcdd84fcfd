"""Result files: every run as a row of CSV, and a Markdown table to be read."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.runs import OURS, Run, Size

_HOW_TO_READ = (
    "Seconds are medians, with the least and the greatest; CPU is the processor's.",
    "The ratio is a method's median CPU to tariffopt's in the same run, `>` where the",
    "method ended without a proof. A method that did was not repeated.",
)
_COLUMNS = (
    "instance",
    "method",
    "proved",
    "seconds",
    "CPU",
    "ratio",
    "gap",
    "nodes",
    "rows x columns (terms)",
    "cost",
)
_PHASES = ("read", "compile", "reduce", "formulate", "solve", "certify", "explain")


class Results:
    """The files of one family: rows are written when they come, the table at the end.

    Parameters
    ----------
    folder
        Where the files go, made if needed; ``None`` writes none.
    family
        Stands in the files' names, after the day.
    day
        The day of the run.
    """

    def __init__(self, folder: Path | None, family: str, day: date) -> None:
        self.runs: list[Run] = []
        self._family, self._day = family, day
        self._stem = None if folder is None else folder / f"{day}-{family}"
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, run: Run) -> None:
        """Keep a run, and write it down."""
        self.runs.append(run)
        if self._stem is None:
            return
        row, first = run.as_row(), len(self.runs) == 1
        path = self._stem.with_name(f"{self._stem.name}.csv")
        with path.open("w" if first else "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            if first:
                writer.writeheader()
            writer.writerow(row)

    def close(self) -> str:
        """Write the table of what there is, and give it."""
        if not self.runs:
            return ""
        table = markdown(self._family, self._day, self.runs)
        if self._stem is not None:
            path = self._stem.with_name(f"{self._stem.name}.md")
            path.write_text(table, encoding="utf-8", newline="\n")
        return table


def markdown(family: str, day: date, runs: Sequence[Run]) -> str:
    """Write the runs of a family as Markdown: who proved what, and how fast."""
    machine, settings = runs[0].machine, runs[0].settings
    repeats = settings.repeats
    seeds = "1 solver seed" if repeats == 1 else f"{repeats} solver seeds"
    made = (
        f"tariffopt {machine.tariffopt}, {machine.solver}, PuLP {machine.pulp},"
        f" Python {machine.python}, {machine.processors} processors;"
        f" threads {settings.threads}, gap 0, limit {settings.time_limit:g} s, {seeds}."
    )
    head = [f"# {family}, {day}", "", made, *_HOW_TO_READ, ""]
    lines = [*head, *_methods(runs), "", *_phases(runs), ""]
    return "\n".join([*lines, *_disagreements(runs)])


def _methods(runs: Sequence[Run]) -> list[str]:
    lines = _headed(_COLUMNS)
    for instance in _names(runs):
        ours = _of(runs, instance, OURS)
        for method in dict.fromkeys(r.method for r in runs if r.instance == instance):
            own = _of(runs, instance, method)
            lines.append(_line(own, ours))
    return lines


def _headed(columns: Sequence[str]) -> list[str]:
    return [_row(columns), f"|{'---|' * len(columns)}"]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _names(runs: Sequence[Run]) -> list[str]:
    return list(dict.fromkeys(run.instance for run in runs))


def _of(runs: Sequence[Run], instance: str, method: str) -> list[Run]:
    return [r for r in runs if (r.instance, r.method) == (instance, method)]


def _line(own: Sequence[Run], ours: Sequence[Run]) -> str:
    last = own[-1]
    proved = sum(run.proved for run in own)
    nodes = sorted({run.nodes for run in own if run.nodes is not None})
    cells = [
        last.instance,
        last.method,
        f"{proved} of {len(own)}" + ("" if last.certified else ", not certified"),
        _spread([run.seconds.total for run in own]),
        f"{_median(own):.2f}",
        _ratio(own, ours),
        "-" if last.gap is None else f"{100 * float(last.gap):.2f} %",
        "-" if not nodes else f"{nodes[0]}" + (f"-{nodes[-1]}" if nodes[1:] else ""),
        _sized(last.after),
        last.price,
    ]
    return _row(cells)


def _spread(seconds: Sequence[float]) -> str:
    middle = f"{statistics.median(seconds):.2f}"
    if len(seconds) == 1:
        return middle
    return f"{middle} ({min(seconds):.2f}-{max(seconds):.2f})"


def _ratio(own: Sequence[Run], ours: Sequence[Run]) -> str:
    if not all(run.proved for run in ours) or not any(r.seconds.cpu for r in ours):
        return "-"
    ratio = _median(own) / _median(ours)
    return f"{'' if all(run.proved for run in own) else '> '}{ratio:.1f}"


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds.cpu for run in runs)


def _sized(size: Size) -> str:
    if size.rows is None:
        return "-"
    return f"{size.rows:,} x {size.columns:,} ({size.nonzeros:,})"


def _phases(runs: Sequence[Run]) -> list[str]:
    """Write where tariffopt's seconds go, and what its reductions do."""
    sizes = ("without reductions", "with")
    lines = _headed(("tariffopt's seconds", *_PHASES, "total", *sizes))
    for instance in _names(runs):
        own = _of(runs, instance, OURS)
        if not own:
            continue
        medians = [_phase(own, name) for name in (*_PHASES, "total")]
        size = [_sized(own[-1].before), _sized(own[-1].after)]
        lines.append(_row([instance, *medians, *size]))
    return lines


def _phase(runs: Sequence[Run], name: str) -> str:
    known = [s for run in runs if (s := getattr(run.seconds, name)) is not None]
    return f"{statistics.median(known):.3f}" if known else "-"


def _disagreements(runs: Sequence[Run]) -> list[str]:
    """Tell where two proofs contradict each other; there should be none."""
    lines = []
    for instance in _names(runs):
        prices = {run.price for run in runs if run.instance == instance and run.proved}
        if len(prices) > 1:
            shown = ", ".join(sorted(prices))
            lines.append(f"**Proofs disagree** on {instance}: {shown}.")
    return [*lines, ""] if lines else []
