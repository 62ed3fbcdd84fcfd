"""On which grounds a plan stands, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from tariffopt.money import Rounding
from tariffopt.plan.model import Plan
from tariffopt.report.blocks import Commands, Labelled, labelled
from tariffopt.report.phrases import Book, citation
from tariffopt.tariff import Period, Tariff, Terms
from tariffopt.tariff.terms import STANDARD
from tariffopt.texts import typed

_LIMITS = {"limits.budget": "--budget", "limits.max_surplus": "--max-surplus"}
_MONTHS = 12
"""What the command line takes when it is not told."""
_OFFERS_AT_MOST = 8
"""A text names the sources of so many price lists, those bought from first."""


def basis(plan: Plan, book: Book) -> Labelled:
    """Name the price lists with their sources, and what was checked."""
    offers = _bought_first(plan)
    words = [source_of(offer, book) for offer in offers[:_OFFERS_AT_MOST]]
    if offers[_OFFERS_AT_MOST:]:
        rest = len(offers) - _OFFERS_AT_MOST
        words.append(book.say("basis.more", n=rest))
    for offer in offers:
        words += [_version(offer, plan, book), _dates(offer, book)]
    words.append(_checked(plan, book))
    return labelled(book.say("label.basis"), *filter(None, words), aligned=False)


def _bought_first(plan: Plan) -> list[Tariff]:
    bought = {purchase.offer for purchase in plan.purchases}
    return sorted(plan.scenario.offers, key=lambda offer: offer.id not in bought)


def source_of(tariff: Tariff, book: Book) -> str:
    """Say where the prices of a tariff were read, and how far to trust that."""
    source = tariff.source
    if source is None:
        dated = any(version.start for version in tariff.versions)
        code = "basis.no-source-dated" if dated else "basis.no-source"
        return book.say(code, tariff=tariff.id)
    code = "basis.source" if source.date else "basis.source-undated"
    return book.say(code, tariff=tariff.id, **citation(source, book))


def _version(tariff: Tariff, plan: Plan, book: Book) -> str:
    """Say from which day on the prices hold, where the price list has several."""
    version = tariff.version_for(plan.scenario.terms)
    if version.start is None:
        return ""
    return book.say("basis.version", tariff=tariff.id, date=version.start)


def _dates(tariff: Tariff, book: Book) -> str:
    source = tariff.source
    if source is None or source.order_by is None:
        return ""
    return book.say("basis.order-by", tariff=tariff.id, date=source.order_by)


def _checked(plan: Plan, book: Book) -> str:
    certificate = plan.certificate
    parts = [book.say("checked.groups", n=certificate.requirements)]
    if certificate.rules:
        parts.append(book.say("checked.rules", n=certificate.rules))
    if certificate.bill_recomputed:
        parts.append(book.say("checked.bill"))
    return book.say("checked", parts=book.listed(parts))


def next_steps(plan: Plan, book: Book) -> Commands:
    """Name the commands that go on from here."""
    return Commands(book.say("label.next"), list(_commands(plan, book)))


def _commands(plan: Plan, book: Book) -> Iterator[tuple[str, str]]:
    terms = plan.scenario.terms
    if len(plan.purchases) == 1 and _sayable(terms):
        purchase = plan.purchases[0]
        offer = plan.scenario.offer(purchase.offer)
        options = f"--need {purchase.assigned}{_terms_options(terms)}"
        if len(offer.items) > 1:
            options += f" --item {_quoted(purchase.item)}"
        chosen = purchase.key.contract.choices
        options += "".join(f" --choose {choice}={option}" for choice, option in chosen)
        if any(version.start or version.until for version in offer.versions):
            options += f" --on {terms.start.isoformat()}"
        yield f"tariffopt steps {_named(offer)} {options}", book.say("next.steps")
    origin = plan.scenario.origin
    if origin is not None:
        command = f"tariffopt optimize {_quoted(origin.found)}{_overrides(plan)}"
        yield f"{command} -o plan.json", book.say("next.keep")
        yield "tariffopt verify plan.json", book.say("next.verify")


def _overrides(plan: Plan) -> str:
    """Give the options by which the scenario differs from its file."""
    words = ""
    for note in plan.scenario.notes:
        if note.code == "override":
            path, value = note.fields["path"], note.fields["value"]
            option = _LIMITS.get(path)
            words += f" {option} {value}" if option else f' --set "{path}={value}"'
    return words


def _sayable(terms: Terms) -> bool:
    """Tell whether the command line's options can say the tax: it takes one rate."""
    return terms.tax is None or [name for name, _ in terms.tax.rates] == [STANDARD]


def _terms_options(terms: Terms) -> str:
    """Give the options under which the command line prices as the plan does."""
    options = "" if terms.months == _MONTHS else f" --months {terms.months}"
    tax = terms.tax
    if tax is None:
        return options
    options += f" --tax {typed(tax.rate(STANDARD) * 100)}%"
    if tax.invoice is not Period.YEAR:
        options += f" --invoice {tax.invoice.value}"
    if tax.rounding is not Rounding.FLOOR:
        options += f" --rounding {tax.rounding.value}"
    return options


def _named(tariff: Tariff) -> str:
    """Name a tariff as the command line takes it: its file, or its id.

    What was installed was found in ``distribution version: entry point/file``, which
    is no file that anybody could name.
    """
    found = tariff.origin.found if tariff.origin else ""
    is_file = found.endswith((".toml", ".json")) and ": " not in found
    return _quoted(found) if is_file else tariff.id


def _quoted(path: str) -> str:
    plain = all(char.isalnum() or char in "-_./\\:+@" for char in path)
    return path if plain else f'"{path}"'
