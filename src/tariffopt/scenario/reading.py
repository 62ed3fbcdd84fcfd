"""Reading scenarios from documents: TOML and JSON files, or dictionaries.

Reading never runs code of a tariff file. All faults of a document are raised
together, those of its tariffs and of its table of groups among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tariffopt.documents import Document, Origin, faults_of, read_document, set_of
from tariffopt.errors import Fault, InputErrors, Place, ScenarioError
from tariffopt.money import Exact, share
from tariffopt.scenario.checking import capped, offer_faults, share_fault
from tariffopt.scenario.entries import document_groups
from tariffopt.scenario.groups import Groups
from tariffopt.scenario.model import BudgetFigure, Limits, Scenario
from tariffopt.scenario.offers import Resolve, find_offers, installed_tariffs
from tariffopt.scenario.overriding import override
from tariffopt.scenario.places import Note
from tariffopt.scenario.sharpening import sharpen
from tariffopt.scenario.table import read_groups
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.terms import Tax, Terms

_APRIL = 4
_YEAR = 12
_Found = Callable[[Sequence[Fault]], None]


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
    document = override(loaded.document, overrides, str(path))
    notes = [Note("override", {"path": key, "value": value}) for key, value in overrides]
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
    >>> from tariffopt.tariff import tariff_from_dict
    >>> chat = tariff_from_dict({
    ...     "id": "chat", "name": "Chat", "vendor": "V", "currency": "JPY",
    ...     "prices": "excluding-tax", "items": {"seat": {"grants": ["chat"]}},
    ...     "charges": [{"per": "month", "scheme": "per_unit", "price": 400}]})
    >>> scenario = scenario_from_dict({
    ...     "offers": ["chat"], "needs": ["chat"], "tax": "none",
    ...     "groups": [{"name": "Sales", "people": 48}],
    ...     "horizon": {"fiscal_year": 2021}}, resolve={"chat": chat}.__getitem__)
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
    faults = sharpen(faults_of(dict(document), "scenario", root.file), document)
    parts = _Parts(document, root, faults)
    terms = parts.part(("horizon", "tax"), lambda: _terms(document, root))
    offers = parts.part(
        ("offers",),
        lambda: find_offers(document["offers"], resolve or installed_tariffs(), base, root),
    )
    groups = parts.part(
        ("groups", "needs"), lambda: _groups(document, base, root, offers)
    )
    if terms is not None and offers is not None:
        faults += offer_faults(offers, terms, root)
    if faults or terms is None or offers is None or groups is None:
        raise ScenarioError(capped(set_of(faults)))
    return Scenario(
        groups=groups,
        offers=offers,
        terms=terms,
        name=document.get("name", ""),
        limits=Limits(**document.get("limits", {})),
        budget_figure=_figure(document.get("budget_figure")),
        origin=origin,
        notes=[*notes, *groups.source.notes],
    )


class _Parts:
    """Makes the parts of a document that are there and have no fault so far."""

    def __init__(
        self, document: Mapping[str, Any], root: Place, faults: list[Fault]
    ) -> None:
        self._document, self._faults = document, faults
        self._bad = {fault.place.path.removeprefix("$.") for fault in faults}

    def part[T](self, keys: Sequence[str], make: Callable[[], T]) -> T | None:
        if any(path.startswith(key) for key in keys for path in self._bad):
            return None
        try:
            return make()
        except InputErrors as error:
            self._faults += error.faults
            return None
