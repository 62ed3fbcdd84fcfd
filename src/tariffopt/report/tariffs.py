"""The text of a tariff: what it offers, its prices, rules and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from tariffopt.report.blocks import Block, Heading, Paragraph, Section, Title, labelled
from tariffopt.report.phrases import (
    Book,
    citation,
    pool_name,
    tariff_name,
    tier_by,
    tier_text,
)
from tariffopt.report.text import render_text
from tariffopt.tariff import (
    Charge,
    Citation,
    Count,
    Flat,
    Item,
    Meter,
    Package,
    PerUnit,
    Rule,
    Schedule,
    Tabulated,
    Tariff,
    Tier,
    Tiered,
    Version,
    When,
)
from tariffopt.texts import Lang
from tariffopt.texts.columns import clean


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
    book = Book(lang)
    document: list[Section] = [
        [Title(tariff_name(tariff, book))],
        list(_head(tariff, book)),
        list(_choices(tariff, book)),
        list(_items(tariff, book)),
        *(list(_version(tariff, version, book)) for version in tariff.versions),
        list(_facts(tariff, book)),
        list(_examples(tariff, book)),
    ]
    return render_text(document, lang, width)


def _head(tariff: Tariff, book: Book) -> Iterator[Block]:
    basis = book.say(f"basis.{tariff.prices}")
    prices = book.say("tariff.prices", currency=tariff.currency, basis=basis)
    yield labelled(book.say("label.vendor"), clean(tariff.vendor))
    yield labelled(book.say("label.prices"), prices)
    yield labelled(book.say("label.source"), *_source(tariff.source, book))


def _source(source: Citation | None, book: Book) -> Iterator[str]:
    if source is None:
        yield book.say("source.none")
        return
    yield book.say("source", **citation(source, book))
    yield from (clean(words) for words in (source.url, source.note) if words)


def _examples(tariff: Tariff, book: Book) -> Iterator[Block]:
    if tariff.examples:
        count = len(tariff.examples)
        words = book.say("tariff.examples", n=count, id=tariff.id)
        yield Paragraph(words, level=0)


# --- choices ----------------------------------------------------------------------


def _choices(tariff: Tariff, book: Book) -> Iterator[Block]:
    if tariff.choices:
        yield Heading(book.say("tariff.choices"))
    for choice in tariff.choices:
        words = book.say("bill.title", tariff=clean(choice.name), id=choice.id)
        options = [
            book.say("bill.title", tariff=clean(name), id=option)
            if name != option
            else option
            for option, name in choice.options
        ]
        yield Paragraph(f"{words}: {book.listed(options)}")
    if tariff.contracts > 1:
        yield Paragraph(book.say("tariff.contracts", n=tariff.contracts), level=0)


def _when(when: When, tariff: Tariff, book: Book) -> Iterator[str]:
    """Say under which choices something holds, if not under all of them."""
    known = {choice.id: choice for choice in tariff.choices}
    if when:
        named = (known[choice].option_name(o) for choice, some in when for o in some)
        words = book.listed([clean(name) for name in named])
        yield book.say("tariff.when", options=words)


# --- items ------------------------------------------------------------------------


def _items(tariff: Tariff, book: Book) -> Iterator[Block]:
    yield Heading(book.say("tariff.items"))
    for item in tariff.items:
        words = book.say("bill.title", tariff=clean(item.name), id=item.id)
        parts = [*_limits(item, book), *_when(item.when, tariff, book)]
        limits = book.listed(parts)
        yield Paragraph(f"{words}: {limits}" if limits else words)


def _limits(item: Item, book: Book) -> Iterator[str]:
    if item.grants:
        yield book.say("tariff.grants", grants=book.listed(list(item.grants)))
    if item.minimum:
        yield book.say("tariff.minimum", n=item.minimum)
    if item.maximum is not None:
        yield book.say("tariff.maximum", n=item.maximum)
    if item.step != 1:
        yield book.say("tariff.step", n=item.step)
    if item.people != 1:
        yield book.say("tariff.people", n=item.people)


# --- charges ----------------------------------------------------------------------


def _version(tariff: Tariff, version: Version, book: Book) -> Iterator[Block]:
    yield Heading(_version_title(version, book))
    for charge in version.charges:
        yield from _charge(tariff, charge, book)
    if version.rules:
        yield Heading(book.say("tariff.rules"))
    for rule in version.rules:
        words = rule_text(tariff, rule, book)
        yield Paragraph(book.listed([words, *_when(rule.when, tariff, book)]))


def rule_text(tariff: Tariff, rule: Rule, book: Book) -> str:
    """Say a rule in words, with the names of its items."""
    names = {item.id: clean(item.name) for item in tariff.items}
    fields = attrs.asdict(rule, recurse=False)
    for key, value in fields.items():
        if isinstance(value, Meter):
            fields[key] = pool_name(tariff, value, book)
        elif isinstance(value, str):
            fields[key] = names[value]
    return book.say(f"rule.{rule.kind}", **fields)


def _version_title(version: Version, book: Book) -> str:
    if version.start is None and version.until is None:
        return book.say("tariff.charges")
    start, until = (
        day or book.say("tariff.open") for day in (version.start, version.until)
    )
    return book.say("tariff.version", start=start, until=until)


def _charge(tariff: Tariff, charge: Charge, book: Book) -> Iterator[Block]:
    per = book.say(f"per.{charge.per.value}")
    fields = {"meter": _counted(tariff, charge, book), "per": per}
    scheme = _scheme(charge.schedule, book)
    yield Paragraph(book.say("tariff.charge", **fields, scheme=scheme))
    for words in _prices(charge, tariff, book):
        yield Paragraph(words, level=2)
    extras = list(_extras(charge, tariff, book))
    if extras:
        yield Paragraph(book.listed(extras), level=2)


def _counted(tariff: Tariff, charge: Charge, book: Book) -> str:
    return (
        pool_name(tariff, charge.meter, book)
        or clean(charge.name or "")
        or book.say("tariff.contract")
    )


def _carried(charge: Charge, tariff: Tariff, book: Book) -> Iterator[str]:
    for item, each in charge.free.weights if charge.free else ():
        name = clean(tariff.item(item).name)
        yield book.say("tariff.free", n=each, item=name)


def _extras(charge: Charge, tariff: Tariff, book: Book) -> Iterator[str]:
    yield from tier_by(tariff, charge, book)
    yield from _carried(charge, tariff, book)
    if charge.included:
        yield book.say("tariff.included", n=charge.included)
    for step in charge.steps:
        if isinstance(step, Count):
            rounding = book.say(f"count.{step.round}")
            yield book.say("tariff.count", size=step.size, rounding=rounding)
    if charge.minimum:
        yield book.say("tariff.least", price=tariff.money(charge.minimum))
    if charge.priced_at_zero:
        yield book.say("tariff.at-zero")
    if charge.tax_class != "standard":
        yield book.say("tariff.tax-class", name=charge.tax_class)
    yield from _when(charge.when, tariff, book)


def _scheme(schedule: Schedule, book: Book) -> str:
    """Name the way a schedule prices."""
    match schedule:
        case Package(size=size, round_up=up):
            rounding = book.say("package.up" if up else "package.down")
            return book.say("scheme.package", size=size, rounding=rounding)
        case Tabulated(runs=runs, maximum=last):
            return book.say("scheme.tabulated", n=len(runs), last=last)
    kind = getattr(schedule, "scheme", type(schedule).__name__)
    return book.named("scheme", kind.replace("_", "-"))


def _prices(charge: Charge, tariff: Tariff, book: Book) -> Iterator[str]:
    """Give the prices of a charge, a tier a line."""
    match charge.schedule:
        case Tiered() as schedule:
            for first, tier in schedule.placed():
                ends = charge.tier_shown(first, tier.up_to, tariff.currency)
                yield _tier(tier_text(*ends, book), tier, tariff, book)
        case Flat(price=price):
            yield book.say("tariff.amount", price=tariff.money(price))
        case PerUnit(price=price) | Package(price=price):
            yield book.say("tariff.price", price=tariff.money(price))


def _tier(ends: str, tier: Tier, tariff: Tariff, book: Book) -> str:
    price = tariff.money(tier.charged)
    if tier.flat:
        flat = tariff.money(tier.flat)
        words = book.say("tariff.tier-flat", flat=flat, tier=ends, price=price)
    else:
        words = book.say("tariff.tier", tier=ends, price=price)
    extras = [words]
    if tier.size > 1:
        extras.append(book.say("tariff.tier-size", n=tier.size))
    if tier.discount:
        percent, listed = book.percent(tier.discount), tariff.money(tier.price)
        extras.append(book.say("tariff.tier-off", percent=percent, price=listed))
    return book.listed(extras)


# --- facts ------------------------------------------------------------------------


def _facts(tariff: Tariff, book: Book) -> Iterator[Block]:
    if tariff.facts:
        yield Heading(book.say("tariff.facts"))
    for key, value in tariff.facts:
        words = book.say("tariff.fact", key=clean(key), value=_fact(value, book))
        yield Paragraph(words)


def _fact(value: Any, book: Book) -> str:
    """Write a free value on one line."""
    if isinstance(value, tuple):
        return book.listed([_fact(part, book) for part in value])
    return clean(str(value))
