"""The shipped collection, as users receive it: through the registry."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import tariffopt as to
from tariffopt.registry import Registry
from tariffopt.tariff.choices import holds
from tariffopt.tariff.rules import MinimumContract, bought_alone

SHIPPED = {
    entry.id: entry
    for entry in Registry().entries()
    if entry.where.startswith("tariffopt ")
}
AMOUNTS = {"monthly": "month", "yearly": "year", "once": "once"}


def tariff_of(tariff_id: str) -> to.Tariff:
    """Give a shipped tariff that is whole."""
    tariff = SHIPPED[tariff_id].tariff
    assert tariff is not None
    return tariff


def printed(tariff: to.Tariff, example: to.Example, period: str) -> Fraction:
    """Give the sum of the charges of a period, as a price list prints it."""
    version = tariff.versions[-1]
    until = version.until or date(2030, 1, 1)
    bill = to.quote(
        tariff,
        dict(example.buy),
        to.Terms((until - timedelta(days=40)).replace(day=1), 1),
        choices=dict(example.choices),
        headcount=example.headcount,
        held=dict(example.held) or None,
    )
    due = (line.amount.amount for line in bill.lines if line.per.value == period)
    return sum(due, Fraction(0))


def test_collection_is_there() -> None:
    """More than a handful of real tariffs is installed, the seed case among them."""
    assert len(SHIPPED) > 8
    assert "lgwan-chat" in SHIPPED


@pytest.mark.parametrize("tariff_id", SHIPPED)
def test_shipped_tariff_is_whole(tariff_id: str) -> None:
    """No shipped file has a fault, and its file is named after its id."""
    entry = SHIPPED[tariff_id]

    assert entry.faults == ()
    assert entry.where.endswith(f": shipped/{tariff_id}.toml")


@pytest.mark.parametrize("tariff_id", SHIPPED)
def test_shipped_tariff_has_its_source(tariff_id: str) -> None:
    """Each says where and when its prices were read, and how far to trust them."""
    source = tariff_of(tariff_id).source

    assert source is not None
    assert source.date is not None
    assert source.confidence in {"high", "medium"}
    assert source.url or tariff_id == "lgwan-chat"
    assert source.note


@pytest.mark.parametrize("tariff_id", SHIPPED)
def test_historic_tariff_says_so_in_its_name(tariff_id: str) -> None:
    """Nobody takes a price of the past for an offer: its name or id has a year."""
    tariff = tariff_of(tariff_id)

    assert tariff.source is not None
    if "historic" in (tariff.source.note or "").casefold():
        assert re.search(r"\b(19|20)\d\d|historic|旧", f"{tariff.id} {tariff.name}")


def test_page_lists_the_collection(project: Path) -> None:
    """docs/collection.md has a line for each shipped tariff, and for no other."""
    page = (project / "docs" / "collection.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == sorted(SHIPPED)


@pytest.mark.parametrize("tariff_id", SHIPPED)
def test_examples_of_shipped_tariff(tariff_id: str) -> None:
    """Every worked example costs what the file says, to the last digit."""
    tariff = tariff_of(tariff_id)

    assert tariff.examples
    for example in tariff.examples:
        for name, period in AMOUNTS.items():
            expected = getattr(example, name)
            if expected is not None:
                assert printed(tariff, example, period) == expected


@pytest.mark.parametrize("tariff_id", SHIPPED)
def test_examples_stand_on_both_sides(tariff_id: str) -> None:
    """Every boundary of every tier has an example on each side of it."""
    tariff = tariff_of(tariff_id)
    for charge in tariff.versions[-1].charges:
        if charge.meter.item is None or charge.selector is not None:
            continue
        rules = [
            rule
            for rule in tariff.versions[-1].rules
            if isinstance(rule, MinimumContract) and set(rule.when) <= set(charge.when)
        ]
        item = bought_alone(rules, tariff.item(charge.meter.item))
        shown = {
            dict(example.buy).get(item.id)
            for example in tariff.examples
            if holds(charge.when, dict(example.choices))
        }
        tiers = getattr(charge.schedule, "tiers", ())
        ends = [tier.up_to for tier in tiers if tier.up_to is not None]
        last = charge.schedule.maximum
        beyond = {item.next_allowed(end + 1) for end in ends if end != last}

        assert {*ends, *beyond} <= shown
        assert item.next_allowed(max(1, item.minimum)) in shown


LIGHT, STANDARD = {"plan": "light"}, {"plan": "standard"}
MONTHLY, YEARLY = {"billing": "monthly"}, {"billing": "yearly"}
OFFICE = {"user": 45, "guest": 8}


@pytest.mark.parametrize(
    ("tariff_id", "buy", "choices", "period", "expected"),
    [
        ("lgwan-chat", {"account": 501}, {}, "month", "175350"),
        ("kintone-2024", OFFICE, LIGHT | MONTHLY, "month", "39740"),
        ("kintone-2024", OFFICE, LIGHT | YEARLY, "year", "467210"),
        ("kintone-2024", OFFICE, STANDARD | MONTHLY, "month", "77100"),
        ("kintone-2024", OFFICE, STANDARD | YEARLY, "year", "906680"),
        ("marketplace-app", {"user": 205}, MONTHLY, "month", "245.85"),
        ("marketplace-app", {"user": 205}, YEARLY, "year", "3005"),
        ("atlassian-access-2018", {"user": 1200}, {}, "month", "2450"),
        ("afsoft-shareware-1000", {"copy": 18}, {}, "once", "15300"),
        ("soracom-air-slot", {"sim": 900}, {}, "month", "272250"),
    ],
)
def test_published_figures(
    tariff_id: str,
    buy: dict[str, int],
    choices: dict[str, str],
    period: str,
    expected: str,
) -> None:
    """Figures that vendors and users published come out of the shipped files."""
    example = to.Example(tuple(buy.items()), choices=choices)

    assert printed(tariff_of(tariff_id), example, period) == Fraction(expected)


def test_a_second_store_carries_users() -> None:
    """14 users cost less with a second store, and 13 no more than with one alone."""
    terms = to.Terms(date(2026, 11, 1), 1)

    def bought(users: int) -> tuple[list[tuple[str, int]], Fraction]:
        groups = [to.Group("s", 1, needs={"store-service"})]
        groups += [to.Group("u", users, needs={"store-user"})]
        plan = to.optimize(to.Scenario(groups, [tariff_of("vaps-store")], terms))
        found = sorted((p.item, p.purchased) for p in plan.purchases)
        return found, plan.cost.incl_tax.amount

    assert bought(12) == ([("store", 1), ("user", 12)], Fraction(5500))
    assert bought(13)[1] == Fraction(6600)
    assert bought(14) == ([("store", 2), ("user", 14)], Fraction(6600))
