"""Reading tariffs from documents: TOML and JSON files, or dictionaries.

Reading never runs code. All faults of a document are raised together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tariffopt.documents import (
    Document,
    Origin,
    faults_of,
    guess,
    plain,
    read_document,
)
from tariffopt.errors import Fault, Place, TariffError
from tariffopt.money import exact
from tariffopt.tariff.charges import Charge, Item, Meter, Ratio
from tariffopt.tariff.model import Citation, Example, Tariff, Version
from tariffopt.tariff.schedules import (
    Flat,
    Graduated,
    Package,
    PerUnit,
    Run,
    Schedule,
    Stairstep,
    Tabulated,
    Tier,
    Volume,
)
from tariffopt.tariff.sharpening import sharpen


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
    """
    file = origin.found if origin else None
    faults = faults_of(dict(document), "tariff", file)
    faults = [sharpen(fault, document) for fault in faults]
    document = plain(document)
    if not faults:
        faults = list(_meaning(document, Place(file, "$")))
    if faults:
        raise TariffError(faults)
    return _build(document, origin)


# --- what no schema can say -------------------------------------------------------


def _meaning(document: Document | Mapping[str, Any], root: Place) -> Iterator[Fault]:
    items = list(document["items"])
    yield from _version_faults(document, root)
    for key, item in document["items"].items():
        yield from _domain_faults(item, root.at("items", key))
    for place, entry in _versions(document, root):
        for number, charge in enumerate(entry["charges"]):
            at = place.at("charges", number)
            yield from _item_faults(charge, items, at)
            yield from _tier_faults(charge, document, items, at)
            yield from _package_faults(charge, at)
            yield from _scheme_faults(charge, at)
        for number, rule in enumerate(entry.get("rules", [])):
            for key in ("item", "per"):
                yield from _known(rule[key], items, place.at("rules", number, key))
    for number, example in enumerate(document.get("examples", [])):
        for item in example["buy"]:
            yield from _known(item, items, root.at("examples", number, "buy", item))


def _versions(
    document: Mapping[str, Any], root: Place
) -> list[tuple[Place, Mapping[str, Any]]]:
    if "versions" in document:
        entries = document["versions"]
        return [(root.at("versions", n), entry) for n, entry in enumerate(entries)]
    return [(root, document)] if "charges" in document else []


def _version_faults(document: Mapping[str, Any], root: Place) -> Iterator[Fault]:
    if ("charges" in document) == ("versions" in document):
        yield Fault("charges-or-versions", root.at("charges"))
        return
    ends: date | None = date.min
    for place, entry in _versions(document, root):
        start, until = _day(entry.get("from")), _day(entry.get("until"))
        if start and until and until <= start:
            fields = {"start": str(start), "until": str(until)}
            yield Fault("version-empty", place.at("until"), fields)
        if start and (ends is None or start < ends):
            yield Fault("version-overlap", place.at("from"), {"found": str(start)})
        ends = until


def _domain_faults(item: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find an item of which no quantity can be bought."""
    maximum, step = item.get("maximum"), item.get("step", 1)
    least = -(-max(item.get("minimum", 0), 1) // step) * step
    if maximum is not None and least > maximum:
        fields = {"found": maximum, "least": least}
        yield Fault("item-never", place.at("maximum"), fields)


def _known(item: str, items: list[str], place: Place) -> Iterator[Fault]:
    if item not in items:
        fields = {
            "found": item,
            "allowed": ", ".join(items),
            "guess": guess(item, items),
        }
        yield Fault("unknown-item", place, fields)


def _item_faults(
    charge: Mapping[str, Any], items: list[str], place: Place
) -> Iterator[Fault]:
    if "item" in charge:
        yield from _known(charge["item"], items, place.at("item"))
    elif len(items) > 1 and charge["scheme"] != "flat":
        yield Fault("item-needed", place.at("item"), {"allowed": ", ".join(items)})


def _tier_faults(
    charge: Mapping[str, Any],
    document: Mapping[str, Any],
    items: list[str],
    place: Place,
) -> Iterator[Fault]:
    item = charge.get("item", items[0])
    least = document["items"].get(item, {}).get("minimum", 0)
    end, price = 0, None
    tiers = charge.get("tiers", charge.get("runs", []))
    kind = "tiers" if "tiers" in charge else "runs"
    for number, tier in enumerate(tiers):
        at = place.at(kind, number)
        if tier.get("from", end + 1) != end + 1:
            at_number = {"number": number, "end": end, "price_before": price}
            yield from _from_faults(tier, at_number, least, at)
        up_to, last = tier.get("up_to"), number == len(tiers) - 1
        if up_to is None and not last:
            yield Fault("tier-open", at.at("up_to"))
            return
        if up_to is not None and up_to <= end:
            yield Fault("tier-order", at.at("up_to"), {"found": up_to, "before": end})
            return
        end, price = up_to or 0, tier["price"]


def _from_faults(
    tier: Mapping[str, Any], before: Mapping[str, Any], least: int, place: Place
) -> Iterator[Fault]:
    first, end = tier["from"], before["end"]
    fields = {
        "first": first,
        "end": end,
        "next": end + 1,
        "before": before["number"] - 1,
        "price": tier["price"],
        "price_before": before["price_before"],
    }
    if before["number"] == 0:
        if first > max(1, least):
            yield Fault("tier-late", place.at("from"), {**fields, "last": first - 1})
    elif first <= end:
        yield Fault("tier-overlap", place.at("from"), fields)
    else:
        yield Fault("tier-hole", place.at("from"), {**fields, "last": first - 1})


_OWN_KEYS = {
    "volume": {"tiers"},
    "graduated": {"tiers"},
    "stairstep": {"tiers"},
    "per_unit": {"price", "maximum"},
    "flat": {"price", "maximum"},
    "package": {"size", "price", "round", "maximum"},
    "tabulated": {"runs"},
}
"""The keys that only some schemes have, and which have them."""


def _scheme_faults(charge: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Find keys of other schemes: left in, they would be silently without effect."""
    allowed = _OWN_KEYS[charge["scheme"]]
    for key in sorted(set().union(*_OWN_KEYS.values()) - allowed):
        if key in charge:
            fields = {"scheme": charge["scheme"], "allowed": ", ".join(sorted(allowed))}
            yield Fault("key-of-another-scheme", place.at(key), fields)


def _package_faults(charge: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    unfilled = charge.get("included") or charge.get("round") == "down"
    has_both = unfilled and charge.get("minimum")
    if charge["scheme"] == "package" and has_both and "maximum" not in charge:
        yield Fault("package-maximum", place.at("maximum"))


# --- building, once nothing is wrong ----------------------------------------------


def _build(document: Mapping[str, Any], origin: Origin | None) -> Tariff:
    items = tuple(_item(key, entry) for key, entry in document["items"].items())
    only = items[0].id if len(items) == 1 else None
    entries = [entry for _, entry in _versions(document, Place())]
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
        origin=origin,
    )


def _item(key: str, entry: Mapping[str, Any]) -> Item:
    return Item(
        id=key,
        name=entry.get("name", key),
        grants=entry.get("grants", ()),
        minimum=entry.get("minimum", 0),
        maximum=entry.get("maximum"),
        step=entry.get("step", 1),
    )


def _version(entry: Mapping[str, Any], only: str | None) -> Version:
    rules = (
        Ratio(rule["item"], rule["at_most"], rule["per"])
        for rule in entry.get("rules", [])
    )
    return Version(
        charges=tuple(_charge(charge, only) for charge in entry["charges"]),
        rules=tuple(rules),
        start=_day(entry.get("from")),
        until=_day(entry.get("until")),
    )


def _charge(entry: Mapping[str, Any], only: str | None) -> Charge:
    item = entry.get("item", None if entry["scheme"] == "flat" else only)
    return Charge(
        schedule=_SCHEDULES[entry["scheme"]](entry),
        per=entry["per"],
        meter=Meter.of(item),
        included=entry.get("included", 0),
        minimum=entry.get("minimum", 0),
        priced_at_zero=entry.get("at_zero") == "as-priced",
        tax_class=entry.get("tax_class", "standard"),
        name=entry.get("name"),
    )


def _tiers(entry: Mapping[str, Any]) -> tuple[Tier, ...]:
    return tuple(
        Tier(tier.get("up_to"), tier["price"], tier.get("flat", 0))
        for tier in entry["tiers"]
    )


_SCHEDULES: dict[str, Callable[[Mapping[str, Any]], Schedule]] = {
    "volume": lambda e: Volume(_tiers(e)),
    "graduated": lambda e: Graduated(_tiers(e)),
    "stairstep": lambda e: Stairstep(_tiers(e)),
    "per_unit": lambda e: PerUnit(e["price"], e.get("maximum")),
    "flat": lambda e: Flat(e["price"], e.get("maximum")),
    "package": lambda e: Package(
        e["size"], e["price"], e.get("round", "up") == "up", e.get("maximum")
    ),
    "tabulated": lambda e: Tabulated(
        tuple(Run(run["up_to"], run["base"], run["price"]) for run in e["runs"])
    ),
}


def _citation(entry: Mapping[str, Any] | None) -> Citation | None:
    if entry is None:
        return None
    return Citation(
        title=entry["title"],
        date=_day(entry.get("date")),
        confidence=entry.get("confidence"),
        url=entry.get("url"),
        note=entry.get("note"),
        order_by=_day(entry.get("order_by")),
    )


def _example(entry: Mapping[str, Any]) -> Example:
    amounts = {
        key: exact(entry[key]) for key in ("monthly", "yearly", "once") if key in entry
    }
    return Example(
        buy=tuple(entry["buy"].items()),
        on=_day(entry.get("on")),
        source=entry.get("source"),
        **amounts,
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
