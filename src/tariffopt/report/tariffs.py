"""The text of a tariff: what it offers, its prices, rules and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tariffopt.report.head import tier_text
from tariffopt.report.page import Page
from tariffopt.tariff import (
    Charge,
    Citation,
    Flat,
    Item,
    Package,
    Schedule,
    Tabulated,
    Tariff,
    Tier,
    Version,
)
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean

_SCHEMES = {
    "Flat": "flat",
    "Graduated": "graduated",
    "PerUnit": "per-unit",
    "Stairstep": "stairstep",
    "Volume": "volume",
}


def tariff_text(tariff: Tariff, *, lang: Lang = "en", width: int = 80) -> str:
    """Say what a tariff offers and charges, and where that was read.

    Parameters
    ----------
    tariff
        The price list.
    lang, width
        As `plan_text`.

    Examples
    --------
    >>> import tariffopt as to
    >>> print(
    ...     tariff_text(
    ...         to.tariff_from_dict(
    ...             {
    ...                 "id": "chat",
    ...                 "name": "Chat",
    ...                 "vendor": "V",
    ...                 "currency": "USD",
    ...                 "prices": "excluding-tax",
    ...                 "items": {
    ...                     "seat": {"name": "seats", "grants": ["chat"], "minimum": 5}
    ...                 },
    ...                 "charges": [
    ...                     {"per": "month", "scheme": "per_unit", "price": "7.25"}
    ...                 ],
    ...             }
    ...         )
    ...     )
    ... )
    Chat (chat)
    <BLANKLINE>
    Vendor  V
    Prices  USD, before tax
    Source  unknown, undated
    <BLANKLINE>
    Items
      seats (seat): grants chat, at least 5
    <BLANKLINE>
    Charges
      seats, a month: per unit
        USD 7.25 each
    """
    page = Page(lang, width)
    blocks = [
        page.lines(_named(clean(tariff.name), tariff.id, page), 0),
        _head(tariff, page),
        [page.say("tariff.items"), *_items(tariff, page)],
        *(_version(tariff, version, page) for version in tariff.versions),
        _facts(tariff, page),
    ]
    if tariff.examples:
        count = len(tariff.examples)
        blocks.append([page.counted("tariff.examples", count, id=tariff.id)])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _named(name: str, key: str, page: Page) -> str:
    return page.say("bill.title", tariff=name, id=key)


def _head(tariff: Tariff, page: Page) -> list[str]:
    basis = page.say(f"basis.{tariff.prices}")
    prices = page.say("tariff.prices", currency=tariff.currency, basis=basis)
    return [
        *page.labelled(page.say("label.vendor"), clean(tariff.vendor)),
        *page.labelled(page.say("label.prices"), prices),
        *page.labelled(page.say("label.source"), _source(tariff.source, page)),
        *_source_lines(tariff.source, page),
    ]


def _source(source: Citation | None, page: Page) -> str:
    if source is None:
        return page.say("source.none")
    dated = page.say("undated") if source.date is None else source.date.isoformat()
    confidence = page.named("confidence", source.confidence or "unknown")
    fields = {"title": clean(source.title), "date": dated, "confidence": confidence}
    return page.say("source", **fields)


def _source_lines(source: Citation | None, page: Page) -> Iterator[str]:
    for words in (source.url, source.note) if source else ():
        if words:
            yield from page.labelled("", clean(words))


# --- items ------------------------------------------------------------------------


def _items(tariff: Tariff, page: Page) -> Iterator[str]:
    for item in tariff.items:
        words = _named(clean(item.name), item.id, page)
        limits = page.say("comma").join(_limits(item, page))
        yield from page.lines(f"{words}: {limits}" if limits else words)


def _limits(item: Item, page: Page) -> Iterator[str]:
    if item.grants:
        yield page.say("tariff.grants", grants=page.say("comma").join(item.grants))
    if item.minimum:
        yield page.say("tariff.minimum", n=item.minimum)
    if item.maximum is not None:
        yield page.say("tariff.maximum", n=item.maximum)
    if item.step != 1:
        yield page.say("tariff.step", n=item.step)


# --- charges ----------------------------------------------------------------------


def _version(tariff: Tariff, version: Version, page: Page) -> list[str]:
    lines = [_version_title(version, page)]
    for charge in version.charges:
        lines += _charge(tariff, charge, page)
    if version.rules:
        lines.append(page.say("tariff.rules"))
    names = {item.id: clean(item.name) for item in tariff.items}
    for rule in version.rules:
        named = {"item": names[rule.item], "per": names[rule.per]}
        lines += page.lines(page.say("tariff.ratio", **named, at_most=rule.at_most))
    return lines


def _version_title(version: Version, page: Page) -> str:
    if version.start is None and version.until is None:
        return page.say("tariff.charges")
    start, until = (
        day.isoformat() if day else page.say("tariff.open")
        for day in (version.start, version.until)
    )
    return page.say("tariff.version", start=start, until=until)


def _charge(tariff: Tariff, charge: Charge, page: Page) -> list[str]:
    per = page.say(f"per.{charge.per.value}")
    fields = {"meter": _meter(tariff, charge, page), "per": per}
    scheme = _scheme(charge.schedule, page)
    lines = page.lines(page.say("tariff.charge", **fields, scheme=scheme))
    for words in _prices(charge.schedule, tariff, page):
        lines += page.lines(words, 4)
    extras = page.say("comma").join(_extras(charge, tariff, page))
    return lines + (page.lines(extras, 4) if extras else [])


def _meter(tariff: Tariff, charge: Charge, page: Page) -> str:
    names = {item.id: clean(item.name) for item in tariff.items}
    parts = [
        names[item] if weight == 1 else f"{weight} {names[item]}"
        for item, weight in charge.meter.weights
    ]
    return (
        page.say("together").join(parts)
        or clean(charge.name or "")
        or page.say("tariff.contract")
    )


def _extras(charge: Charge, tariff: Tariff, page: Page) -> Iterator[str]:
    if charge.included:
        yield page.say("tariff.included", n=charge.included)
    if charge.minimum:
        yield page.say("tariff.least", price=tariff.money(charge.minimum))
    if charge.priced_at_zero:
        yield page.say("tariff.at-zero")
    if charge.tax_class != "standard":
        yield page.say("tariff.tax-class", name=charge.tax_class)


def _scheme(schedule: Schedule, page: Page) -> str:
    """Name the way a schedule prices."""
    match schedule:
        case Package(size=size, round_up=up):
            rounding = page.say("package.up" if up else "package.down")
            return page.say("scheme.package", size=size, rounding=rounding)
        case Tabulated(runs=runs, maximum=last):
            return page.say("scheme.tabulated", n=len(runs), last=last)
    kind = type(schedule).__name__
    return page.named("scheme", _SCHEMES.get(kind, kind))


def _prices(schedule: Schedule, tariff: Tariff, page: Page) -> Iterator[str]:
    """Give the prices of a schedule, a tier a line."""
    first = 1
    for tier in getattr(schedule, "tiers", ()):
        yield _tier(first, tier, tariff, page)
        first = (tier.up_to or 0) + 1
    price = getattr(schedule, "price", None)
    if price is not None:
        code = "tariff.amount" if isinstance(schedule, Flat) else "tariff.price"
        yield page.say(code, price=tariff.money(price))


def _tier(first: int, tier: Tier, tariff: Tariff, page: Page) -> str:
    ends, price = tier_text(first, tier.up_to, page), tariff.money(tier.price)
    if tier.flat:
        flat = tariff.money(tier.flat)
        return page.say("tariff.tier-flat", flat=flat, tier=ends, price=price)
    return page.say("tariff.tier", tier=ends, price=price)


# --- facts ------------------------------------------------------------------------


def _facts(tariff: Tariff, page: Page) -> list[str]:
    if not tariff.facts:
        return []
    lines = [page.say("tariff.facts")]
    for key, value in tariff.facts:
        words = page.say("tariff.fact", key=clean(key), value=_fact(value, page))
        lines += page.lines(words)
    return lines


def _fact(value: Any, page: Page) -> str:
    """Write a free value on one line."""
    if isinstance(value, tuple):
        return page.say("comma").join(_fact(part, page) for part in value)
    return clean(str(value))
