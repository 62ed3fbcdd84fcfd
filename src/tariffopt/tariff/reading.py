"""Reading tariffs from documents: TOML and JSON files, or dictionaries.

Reading never runs code. All faults of a document are raised together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tariffopt.documents import (
    Origin,
    faults_of,
    plain,
    read_document,
)
from tariffopt.errors import Fault, Place, TariffError
from tariffopt.money import exact
from tariffopt.tariff.charges import Charge, Item
from tariffopt.tariff.choices import Choice
from tariffopt.tariff.drawing import BLOCKS_AT_MOST
from tariffopt.tariff.freeing import endless_items
from tariffopt.tariff.judging import (
    counts_across,
    counts_held_too,
    day_of,
    meaning_faults,
    selecting,
    versions_of,
)
from tariffopt.tariff.judging_rules import kind_of
from tariffopt.tariff.meters import Meter
from tariffopt.tariff.model import Citation, Example, Tariff, Version
from tariffopt.tariff.pieces import compile_charge
from tariffopt.tariff.rules import (
    HEADCOUNT,
    RULES,
    FamilyCap,
    MinimumContract,
    Rule,
    WholeHeadcount,
)
from tariffopt.tariff.schedules import SCHEMES, Tiered
from tariffopt.tariff.sharpening import sharpen
from tariffopt.tariff.spending import as_readings, spending, unknown_listed
from tariffopt.tariff.steps import STEPS


def read_tariff(path: Path | str, encoding: str = "utf-8") -> Tariff:
    """Read a tariff from a ``.toml`` or ``.json`` file; no code is run.

    Parameters
    ----------
    path
        The file.
    encoding
        ``"utf-8"`` (with or without a byte order mark) or ``"cp932"``.

    Raises
    ------
    TariffError
        All faults of the file, each with its ``$.path``.
    InputErrors
        When the file is missing, in another coding, or breaks the syntax.

    Examples
    --------
    >>> read_tariff("nowhere.toml")
    Traceback (most recent call last):
    tariffopt.errors.InputErrors: nowhere.toml: no such file.
    """
    loaded = read_document(Path(path), str(path), encoding)
    return tariff_from_dict(loaded.document, loaded.origin)


def tariff_from_dict(
    document: Mapping[str, Any], origin: Origin | None = None
) -> Tariff:
    """Make a tariff from a document, as `read_tariff` does from a file.

    Parameters
    ----------
    document
        Keys as in the TOML file; numbers with a point as ``Decimal`` or text.
    origin
        Where the document came from, for messages and for the audit.

    Raises
    ------
    TariffError
        All faults, each with its ``$.path``.

    Examples
    --------
    >>> tariff = tariff_from_dict(
    ...     {
    ...         "id": "chat",
    ...         "name": "Chat",
    ...         "vendor": "Example Ltd",
    ...         "currency": "JPY",
    ...         "prices": "excluding-tax",
    ...         "items": {"seat": {"grants": ["chat"], "minimum": 5}},
    ...         "charges": [{"per": "month", "scheme": "per_unit", "price": "302.5"}],
    ...     }
    ... )
    >>> tariff.items[0].minimum, tariff.versions[0].charges[0].schedule.price
    (5, Fraction(605, 2))
    """
    file = origin.found if origin else None
    faults = faults_of(dict(document), "tariff", file)
    faults = [sharpen(fault, document) for fault in faults]
    document = plain(document)
    if not faults:
        faults = list(meaning_faults(document, Place(file, "$")))
    else:
        faults += unknown_listed(document, Place(file, "$"))
    if faults:
        raise TariffError(faults)
    tariff = _build(document, origin)
    faults = list(_endless_blocks(tariff, document, Place(file, "$")))
    if faults := faults or list(_endless_free(tariff, document, Place(file, "$"))):
        raise TariffError(faults)
    return tariff


def _endless_free(
    tariff: Tariff, document: Mapping[str, Any], root: Place
) -> Iterator[Fault]:
    """Find units carried for free at a price that falls, without a last quantity."""
    places = [place for place, _ in versions_of(document, root)]
    for place, version in zip(places, tariff.versions, strict=True):
        for number, item in endless_items(tariff, version):
            at = place.at("charges", number, "free")
            yield Fault("free-falls", at, {"item": item})


def _endless_blocks(
    tariff: Tariff, document: Mapping[str, Any], root: Place
) -> Iterator[Fault]:
    """Find blocks that have to be written out and are too many, or without end."""
    places = [place for place, _ in versions_of(document, root)]
    for place, version in zip(places, tariff.versions, strict=True):
        for number, charge in enumerate(version.charges):
            try:
                compile_charge(charge)
            except ValueError:
                key = "tiers" if isinstance(charge.schedule, Tiered) else "maximum"
                fields = {"allowed": BLOCKS_AT_MOST}
                yield Fault("blocks-end", place.at("charges", number, key), fields)


# --- building, once nothing is wrong ----------------------------------------------


def _build(document: Mapping[str, Any], origin: Origin | None) -> Tariff:
    items = tuple(_item(key, entry) for key, entry in document["items"].items())
    only = items[0].id if len(items) == 1 else None
    entries = [entry for _, entry in versions_of(document, Place())]
    return Tariff(
        id=document["id"],
        name=document["name"],
        vendor=document["vendor"],
        currency=document["currency"],
        prices=document["prices"],
        items=items,
        versions=tuple(_version(entry, only) for entry in entries),
        source=_citation(document.get("source")),
        facts=document.get("facts", {}),
        examples=tuple(map(_example, document.get("examples", []))),
        choices=(_choice(*entry) for entry in document.get("choices", {}).items()),
        contracts=document.get("contracts", 1),
        origin=origin,
    )


def _choice(key: str, entry: Mapping[str, Any]) -> Choice:
    return Choice(key, entry["options"], entry.get("name", key))


def _item(key: str, entry: Mapping[str, Any]) -> Item:
    return Item(
        id=key,
        name=entry.get("name", key),
        grants=entry.get("grants", ()),
        minimum=entry.get("minimum", 0),
        maximum=entry.get("maximum"),
        step=entry.get("step", 1),
        people=entry.get("people", 1),
        when=entry.get("when", {}),
    )


def _version(entry: Mapping[str, Any], only: str | None) -> Version:
    return Version(
        charges=tuple(_charge(charge, only) for charge in entry["charges"]),
        rules=map(_rule, entry.get("rules", [])),
        start=day_of(entry.get("from")),
        until=day_of(entry.get("until")),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    pool = Meter.pool(entry.get("pool") or [entry["item"]])
    when = entry.get("when", {})
    if entry.get("at_least") == HEADCOUNT:
        return WholeHeadcount(pool, when=when)
    if "at_least" in entry:
        return MinimumContract(pool, entry["at_least"], when=when)
    if "at_most" in entry and "per" not in entry:
        return FamilyCap(pool, entry["at_most"], when=when)
    keys = {key: value for key, value in entry.items() if key != "rule"}
    return RULES[str(kind_of(entry))](**keys)


def _charge(entry: Mapping[str, Any], only: str | None) -> Charge:
    selector = spending(entry)
    if selector is not None:
        entry = as_readings(entry, selector)
    elif "tier_by" in entry:
        selector = Meter.pool(selecting(entry))
    return Charge(
        schedule=SCHEMES[entry["scheme"]].from_keys(entry),
        per=entry["per"],
        meter=_meter(entry, only),
        selector=selector,
        with_held=counts_held_too(entry),
        across=counts_across(entry),
        free=_free(entry.get("free")),
        steps=[
            kind.from_key(entry[key]) for key, kind in STEPS.items() if key in entry
        ],
        priced_at_zero=entry.get("at_zero") == "as-priced",
        tax_class=entry.get("tax_class", "standard"),
        name=entry.get("name"),
        when=entry.get("when", {}),
    )


def _free(entry: Mapping[str, Any] | None) -> Meter | None:
    return None if entry is None else Meter.pool({entry["item"]: entry["each"]})


def _meter(entry: Mapping[str, Any], only: str | None) -> Meter:
    if "pool" in entry:
        return Meter.pool(entry["pool"])
    return Meter.of(entry.get("item", None if entry["scheme"] == "flat" else only))


def _citation(entry: Mapping[str, Any] | None) -> Citation | None:
    if entry is None:
        return None
    return Citation(
        title=entry["title"],
        date=day_of(entry.get("date")),
        confidence=entry.get("confidence"),
        url=entry.get("url"),
        note=entry.get("note"),
        order_by=day_of(entry.get("order_by")),
    )


def _example(entry: Mapping[str, Any]) -> Example:
    amounts = {
        key: exact(entry[key]) for key in ("monthly", "yearly", "once") if key in entry
    }
    return Example(
        buy=tuple(entry["buy"].items()),
        held=tuple(entry.get("held", {}).items()),
        on=day_of(entry.get("on")),
        source=entry.get("source"),
        choices=entry.get("choices", {}),
        headcount=entry.get("headcount"),
        **amounts,
    )
