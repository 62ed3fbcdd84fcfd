"""Reading scenarios from documents: TOML and JSON files, or dictionaries.

Reading never runs code of a tariff file. All faults of a document are raised
together, those of its tariffs and of its table of groups among them.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tariffopt.documents import (
    Origin,
    faults_of,
    plain,
    read_document,
    set_of,
    shown_value,
)
from tariffopt.errors import Fault, InputErrors, Note, Place, ScenarioError
from tariffopt.money import share
from tariffopt.scenario.aiming import present_of
from tariffopt.scenario.checking import (
    capped,
    group_faults,
    offer_faults,
    share_fault,
)
from tariffopt.scenario.checking_requirements import (
    Asked,
    requirement_faults,
)
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.inline import (
    blocked_paths,
    inline_groups,
    numbered,
    sharpen,
    uncounted,
)
from tariffopt.scenario.model import BudgetFigure, Limits, Scenario
from tariffopt.scenario.objectives import Switching
from tariffopt.scenario.offers import Resolve, find_offers, installed_tariffs
from tariffopt.scenario.overriding import override
from tariffopt.scenario.requiring import sound_requirements, units_of
from tariffopt.scenario.table import read_table, table_faults, table_groups
from tariffopt.tariff.terms import Tax, Terms

_APRIL = 4
_MONTHS = 12
_GROUP = re.compile(r"\$\.groups\[(\d+)\]")
_T = TypeVar("_T")


def read_scenario(
    path: Path | str,
    resolve: Resolve | None = None,
    encoding: str = "utf-8",
    overrides: Sequence[tuple[str, str]] = (),
) -> Scenario:
    """Read a scenario from a ``.toml`` or ``.json`` file.

    Tariffs and tables that the scenario names by a path are looked for beside it.

    Parameters
    ----------
    path
        The file.
    resolve
        Gives the tariff of an id; what is installed when left out.
    encoding
        Of the scenario's own file: ``"utf-8"`` (with or without a byte order mark)
        or ``"cp932"``. Tables find their coding themselves.
    overrides
        Pairs of a path and a text, applied before anything is checked:
        ``("horizon.months", "24")``, ``("groups[0].people", "50")``,
        ``("tax.rate", "8%")``. A text that is a TOML value is taken as that value.

    Raises
    ------
    ScenarioError
        All faults of the scenario, its tariffs and its table, each with its
        ``$.path``, or its row and column.
    InputErrors
        When the file is missing, in another coding, or breaks the syntax.

    Examples
    --------
    >>> read_scenario("no-such.toml")
    Traceback (most recent call last):
    tariffopt.errors.InputErrors: no-such.toml: no such file.
    """
    path = Path(path)
    loaded = read_document(path, str(path), encoding)
    document = loaded.document
    if overrides:  # else no copy of a large document is made
        document = override(document, overrides, str(path))
    notes = [
        Note("override", {"path": key, "value": value}) for key, value in overrides
    ]
    return _read(document, resolve, path.parent, loaded.origin, notes)


def scenario_from_dict(
    document: Mapping[str, Any],
    resolve: Resolve | None = None,
    base: Path | None = None,
    origin: Origin | None = None,
) -> Scenario:
    """Make a scenario from a document, such as a row of a database.

    Parameters
    ----------
    document
        As the JSON Schema says; numbers with a point as ``Decimal`` or text.
    resolve
        Gives the tariff of an id; what is installed when left out. It may raise
        `UnknownTariffError` or ``KeyError``.
    base
        The folder from which paths are seen; the current one when left out.
    origin
        Where the document came from, for messages and for the audit.

    Raises
    ------
    ScenarioError
        As `read_scenario`.

    Examples
    --------
    >>> from tariffopt import demo_scenario
    >>> offers = {"chat": demo_scenario().offers[0]}
    >>> scenario = scenario_from_dict(
    ...     {
    ...         "offers": ["chat"],
    ...         "needs": ["chat"],
    ...         "tax": "none",
    ...         "groups": [{"name": "Sales", "people": 48}],
    ...         "horizon": {"fiscal_year": 2021},
    ...     },
    ...     resolve=offers.__getitem__,
    ... )
    >>> scenario.terms.start, scenario.groups.group(0).needed
    (datetime.date(2021, 4, 1), 48)
    """
    return _read(document, resolve, base or Path(), origin, [])


def _read(
    document: Mapping[str, Any],
    resolve: Resolve | None,
    base: Path,
    origin: Origin | None,
    notes: list[Note],
) -> Scenario:
    root = Place(origin.found if origin else None, "$")
    # The schema saw dates as texts: so does the rest.
    document, found = plain(document), _judged(document, root)
    blocked, faults = blocked_paths(found), sharpen(found)
    sound = functools.partial(_is_sound, blocked)
    terms = offers = groups = None
    faults += (term_faults := list(_term_faults(document, root, sound)))
    if not term_faults and sound("$.horizon") and sound("$.tax"):
        terms = _terms(document)
    if sound("$.offers"):
        find, names = resolve or installed_tariffs(), document["offers"]
        offers = _made(lambda: find_offers(names, find, base, root), faults)
    if sound("$.needs") and not {"$.groups", "$"} & {*blocked}:
        groups = _made(lambda: _groups(document, base, root, blocked, faults), faults)
    units = units_of(document.get("units", ())) if sound("$.units") else None
    today = document.get("present", {}) if sound("$.present") else {}
    present = _made(functools.partial(present_of, today, base), faults) or {}
    if faults or terms is None or offers is None or groups is None:
        held = document.get("held", {}) if sound("$.held") else {}
        if terms is not None and offers is not None:
            faults += offer_faults(offers, terms, root, held)
        faults += [] if groups is None else group_faults(groups, offers, root)
        asked = Asked(groups if sound("$.groups") else None, units, offers, root)
        faults += requirement_faults(asked, sound_requirements(document, blocked))
        raise ScenarioError(capped(set_of([numbered(f, document) for f in faults])))
    with _numbering(document):
        return Scenario(
            groups=groups,
            offers=offers,
            terms=terms,
            name=document.get("name", ""),
            limits=Limits(**document.get("limits", {})),
            budget_figure=_figure(document.get("budget_figure")),
            held=document.get("held", {}),
            choose=document.get("choose", {}),
            units=units or (),
            requirements=sound_requirements(document, blocked).values(),
            objective=document.get("objective", "least-cost"),
            present=present,
            switching=Switching(**document.get("switching", {})),
            origin=origin,
            notes=[*notes, *groups.source.notes],
        )


def _judged(document: Mapping[str, Any], root: Place) -> list[Fault]:
    """Give the faults that the schema finds, where anything else can be judged."""
    found = faults_of(dict(document), "scenario", root.file)
    if any(fault.code in ("float", "not-finite") for fault in found):
        raise ScenarioError(capped(found))
    return found


@contextlib.contextmanager
def _numbering(document: Mapping[str, Any]) -> Iterator[None]:
    """Name needs by their own places in the document."""
    try:
        yield
    except ScenarioError as error:  # capped already
        found = [numbered(fault, document) for fault in error.faults]
        raise ScenarioError(found) from None


def _is_sound(blocked: Sequence[str], path: str) -> bool:
    """Tell whether a part of the document can be read further."""
    return not any(found.startswith(path) for found in blocked)


def _made(make: Callable[[], _T], faults: list[Fault]) -> _T | None:
    """Make a part of the scenario, or keep its faults."""
    try:
        return make()
    except InputErrors as error:
        faults += error.faults
        return None


def _groups(
    document: Mapping[str, Any],
    base: Path,
    root: Place,
    blocked: Sequence[str],
    faults: list[Fault],
) -> Groups | None:
    """Make the groups of a document or of its table, and add what is not there."""
    entries, needs = document["groups"], document.get("needs", ())
    if isinstance(entries, str):
        table = read_table(base / entries.replace("\\", "/"))
        faults += table_faults(table)
        return table_groups(table, needs)
    matches = (_GROUP.match(path) for path in blocked)
    broken = frozenset(int(match[1]) for match in matches if match)
    faults += uncounted(entries, broken, root)
    if len(broken) == len(entries):
        return None
    return inline_groups(entries, needs, root.file, broken)


# --- terms ------------------------------------------------------------------------


def _term_faults(
    document: Mapping[str, Any], root: Place, sound: Callable[[str], bool]
) -> Iterator[Fault]:
    if sound("$.horizon"):
        yield from _horizon_faults(document["horizon"], root.at("horizon"))
    if isinstance(document.get("tax"), Mapping) and sound("$.tax.rate"):
        yield from _tax_faults(document["tax"], root.at("tax"))


def _terms(document: Mapping[str, Any]) -> Terms:
    horizon, tax = document["horizon"], document["tax"]
    months = horizon.get("months", _MONTHS)
    return Terms(_start(horizon), months, None if tax == "none" else Tax(**tax))


def _start(horizon: Mapping[str, Any]) -> date:
    if "fiscal_year" in horizon:
        return date(horizon["fiscal_year"], _APRIL, 1)
    return date.fromisoformat(horizon["start"])


def _horizon_faults(horizon: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    if ("start" in horizon) == ("fiscal_year" in horizon):
        yield Fault("start-or-fiscal-year", place.at("start"))
    elif _start(horizon).year + horizon.get("months", 0) // _MONTHS >= date.max.year:
        key = "start" if "start" in horizon else "fiscal_year"
        fields = {"found": shown_value(horizon[key]), "allowed": "2021-04-01"}
        yield Fault("out-of-range", place.at(key), fields)
    if "months" not in horizon and "fiscal_year" not in horizon:
        yield Fault("missing-key", place.at("months"), {"allowed": "12, 24, 36"})


def _tax_faults(tax: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    if ("rate" in tax) == ("rates" in tax):
        yield Fault("rate-or-rates", place.at("rate"))
    rates = {place.at("rates", key): r for key, r in tax.get("rates", {}).items()}
    if "rate" in tax:
        rates[place.at("rate")] = tax["rate"]
    for at, rate in rates.items():
        if share(rate) > 1:
            yield share_fault(share(rate), at)


def _figure(entry: Mapping[str, Any] | None) -> BudgetFigure | None:
    return BudgetFigure(entry["unit"], entry["rounding"]) if entry else None
