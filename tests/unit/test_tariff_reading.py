"""Tariffs as files and documents, by example. Messages are tested in tests/errors."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tariffopt as to
from tariffopt.documents import Document, schema
from tariffopt.report.tariffs import tariff_text
from tariffopt.tariff import SCHEMES, Scheme, compile_charge
from tariffopt.tariff.drawing import curve_of
from tariffopt.tariff.writing import schedule_to_dict
from tariffopt.texts import LANGS, catalogue

TOML = """
id       = "lgwan-chat"
name     = "LGWAN対応ビジネスチャット"
vendor   = "(vendor not named in the source)"
currency = "JPY"
prices   = "excluding-tax"

[source]
title = "事務事業評価(事前)シート 22001"
date  = 2020-12-10
confidence = "high"
order_by = 2021-03-31

[facts]
storage = "10 GB"
hours = { weekdays = "9-17", holidays = "none" }
rooms = [1, 2]

[items.account]
name   = "アカウント"
grants = ["chat"]
step   = 1

[[charges]]
item   = "account"
per    = "month"
scheme = "volume"
tiers = [
  { up_to = 500,  price = 400 },
  { from = 501, up_to = 3000, price = 350.00 },
]

[[examples]]
buy = { account = 501 }
monthly = 175_350
source = "page 2"
"""


def document(**more: Any) -> Document:
    """Give a small sound document, with keys added or replaced."""
    charge = {
        "per": "month",
        "scheme": "volume",
        "tiers": [{"up_to": 5, "price": 400}, {"price": 350}],
    }
    return {
        "id": "t",
        "name": "T",
        "vendor": "V",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {}},
        "charges": [charge],
    } | more


def test_file_is_read(tmp_path: Path) -> None:
    """Everything in a tariff file becomes part of the value, exactly."""
    path = tmp_path / "lgwan-chat.toml"
    path.write_text(TOML, "utf-8")

    tariff = to.read_tariff(path)

    (charge,) = tariff.versions[0].charges
    assert charge.schedule == to.Volume((to.Tier(500, 400), to.Tier(3000, 350)))
    assert tariff.item("account").grants == ("chat",)
    assert tariff.source is not None
    assert tariff.source.date == date(2020, 12, 10)
    assert dict(tariff.facts)["storage"] == "10 GB"
    assert tariff.examples[0].monthly == 175_350
    assert tariff.origin is not None
    assert tariff.origin.found == str(path)
    assert len(tariff.origin.sha256) == 64


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_file_codings(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without a mark is read; CP932 when it is said."""
    path = tmp_path / "chat.toml"
    path.write_text(TOML, encoding)

    if encoding == "cp932":
        with pytest.raises(to.InputErrors, match="it reads as CP932"):
            to.read_tariff(path)
        assert to.read_tariff(path, "cp932").name == "LGWAN対応ビジネスチャット"
    else:
        assert to.read_tariff(path).name == "LGWAN対応ビジネスチャット"


def test_json_file_is_the_same_tariff(tmp_path: Path) -> None:
    """A tariff written as JSON and read is equal; where it came from does not count."""
    toml, other = tmp_path / "chat.toml", tmp_path / "chat.json"
    toml.write_text(TOML, "utf-8")
    tariff = to.read_tariff(toml)
    other.write_text(json.dumps(to.tariff_to_dict(tariff)), "utf-8")

    assert to.read_tariff(other) == tariff


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.toml", None, "no such file"),
        ("bad.toml", "id = ", "line 1"),
        ("bad.json", "{", "line 1"),
        ("list.json", "[]", "not a table"),
        ("deep.json", "[" * 100_000, "nested too deeply"),
        ("odd.toml", b"\xff\xff\xff", "not UTF-8"),
    ],
)
def test_unreadable_files(
    tmp_path: Path, name: str, content: str | bytes | None, words: str
) -> None:
    """A file that cannot be read is one plain sentence with its name."""
    path = tmp_path / name
    if content is not None:
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)

    with pytest.raises(to.InputErrors, match=words) as caught:
        to.read_tariff(path)

    assert str(path) in str(caught.value)


def test_folder_is_no_file(tmp_path: Path) -> None:
    """A folder is named as one."""
    with pytest.raises(to.InputErrors, match="folder"):
        to.read_tariff(tmp_path)


@pytest.mark.parametrize(
    "price", [7, "7.25", Decimal("7.25"), "29/4", 0, "0.000001", 10**15]
)
def test_prices_are_exact(price: Any) -> None:
    """A price is a whole number, a decimal or a fraction as text."""
    charge = {"per": "month", "scheme": "per_unit", "price": price}

    tariff = to.tariff_from_dict(document(charges=[charge]))

    (read,) = tariff.versions[0].charges
    assert read.schedule == to.PerUnit(Fraction(price))


@pytest.mark.parametrize("price", [7.25, "400円", "1,234", "", -1, None, True, "400\n"])
def test_other_prices_are_refused(price: Any) -> None:
    """Anything else is a fault at the price's place."""
    charge = {"per": "month", "scheme": "per_unit", "price": price}

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document(charges=[charge]))

    assert caught.value.faults[0].place.path == "$.charges[0].price"


def test_all_faults_at_once() -> None:
    """A document with several faults names each of them, with its place."""
    wrong = document(
        currency="yen",
        prices="with tax",
        charges=[{"per": "weekly", "scheme": "volume", "tiers": []}],
        pirces="excluding-tax",
    )

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(wrong)

    assert {fault.place.path for fault in caught.value.faults} == {
        "$.charges[0].per",
        "$.charges[0].tiers",
        "$.currency",
        "$.pirces",
        "$.prices",
    }


def test_missing_scheme_shows_both_totals() -> None:
    """The scheme is never guessed: the error shows what each would cost."""
    tiers = [{"up_to": 500, "price": 400}, {"up_to": 3000, "price": 350}]

    with pytest.raises(to.TariffError, match=r"175,350.*200,350"):
        to.tariff_from_dict(document(charges=[{"per": "month", "tiers": tiers}]))


def test_missing_tax_basis_shows_both_totals() -> None:
    """Whether prices include tax is never guessed either."""
    without = document()
    del without["prices"]

    with pytest.raises(to.TariffError, match=r"\$.prices is missing"):
        to.tariff_from_dict(without)


@pytest.mark.parametrize(
    ("tiers", "code"),
    [
        ([{"up_to": 5, "price": 4}, {"from": 5, "price": 3}], "tier-overlap"),
        ([{"up_to": 5, "price": 4}, {"from": 7, "price": 3}], "tier-hole"),
        ([{"from": 3, "up_to": 5, "price": 4}], "tier-late"),
        ([{"price": 4}, {"up_to": 9, "price": 3}], "tier-open"),
        ([{"up_to": 5, "price": 4}, {"up_to": 5, "price": 3}], "tier-order"),
    ],
)
def test_tables_with_both_ends_are_checked(tiers: list[Document], code: str) -> None:
    """Holes and overlaps of a table with both ends given are faults."""
    charge = {"per": "month", "scheme": "volume", "tiers": tiers}

    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document(charges=[charge]))

    assert [fault.code for fault in caught.value.faults] == [code]


def test_first_tier_may_start_at_the_minimum() -> None:
    """A table from the least order on is sound where the item has that minimum."""
    tiers = [{"from": 3, "up_to": 5, "price": 4}]
    charge = {"per": "month", "scheme": "volume", "tiers": tiers}

    assert (
        to.tariff_from_dict(document(charges=[charge], items={"seat": {"minimum": 3}}))
        .item("seat")
        .allows(3)
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"charges": [{"per": "month", "scheme": "flat", "price": 1, "item": "chair"}]},
         "unknown-item"),
        ({"items": {"seat": {}, "guest": {}}}, "item-needed"),
        ({"rules": [{"rule": "ratio", "item": "seat", "at_most": 5, "per": "chair"}]},
         "unknown-item"),
        ({"examples": [{"buy": {"chair": 1}, "monthly": 5}]}, "unknown-item"),
        ({"versions": []}, "empty"),
        ({"charges": [{"per": "month", "scheme": "package", "size": 5, "price": 9,
                       "included": 1, "minimum": 5}]}, "blocks-end"),
        ({"charges": [{"per": "month", "scheme": "package", "size": 5, "price": 9,
                       "round": "down", "minimum": 5}]}, "blocks-end"),
    ],
)  # fmt: skip
def test_what_no_schema_can_say(more: Document, code: str) -> None:
    """Items that do not exist, charges that fit no item, packages without an end."""
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(document(**more))

    assert code in {fault.code for fault in caught.value.faults}


def versions(*spans: tuple[str | None, str | None]) -> Document:
    """Give a document of dated versions."""
    dated = document()
    charges = dated.pop("charges")
    dated["versions"] = [
        {k: v for k, v in (("from", a), ("until", b)) if v} | {"charges": charges}
        for a, b in spans
    ]
    return dated


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([("2021-04-01", "2021-04-01")], "version-empty"),
        ([("2020-04-01", "2021-05-01"), ("2021-04-01", None)], "version-overlap"),
        ([("2020-04-01", None), ("2021-04-01", None)], "version-overlap"),
    ],
)
def test_versions_in_disorder(
    spans: list[tuple[str | None, str | None]], code: str
) -> None:
    """Versions are not empty, and follow one another without overlap."""
    with pytest.raises(to.TariffError) as caught:
        to.tariff_from_dict(versions(*spans))

    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    "spans",
    [
        [("2020-04-01", "2021-04-01"), ("2021-04-01", None)],
        [("2020-04-01", "2021-04-01")],
        [("2020-04-01", "2020-12-01"), ("2021-04-01", "2022-04-01")],
    ],
)
def test_versions_round_trip(spans: list[tuple[str | None, str | None]]) -> None:
    """Dated versions, with gaps or without, are written and read back."""
    tariff = to.tariff_from_dict(versions(*spans))

    assert to.tariff_from_dict(to.tariff_to_dict(tariff)) == tariff


def test_round_trip_of_everything(tmp_path: Path) -> None:
    """Source, facts, examples and names survive being written and read."""
    path = tmp_path / "chat.toml"
    path.write_text(TOML, "utf-8")
    tariff = to.read_tariff(path)

    again = to.tariff_from_dict(json.loads(json.dumps(to.tariff_to_dict(tariff))))

    assert again == tariff
    assert hash(again) == hash(tariff)


def test_charges_or_versions() -> None:
    """A tariff has either charges or versions."""
    neither = document()
    del neither["charges"]

    for wrong in (neither, document() | versions(("2021-04-01", None))):
        with pytest.raises(to.TariffError, match="either charges, or versions"):
            to.tariff_from_dict(wrong)


def test_unknown_schedule_cannot_be_written() -> None:
    """A schedule nobody wrote a document for is refused by name."""
    with pytest.raises(TypeError, match="no document for schedule str"):
        schedule_to_dict("volume")  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_each_scheme_is_complete(scheme: type[Scheme]) -> None:
    """Schema, curve and the texts of both languages know every scheme."""
    keys = schema("tariff")["$defs"]["charge"]["properties"]
    code = f"report.scheme.{scheme.scheme.replace('_', '-')}"

    assert keys["scheme"]["enum"] == list(SCHEMES)
    assert set(scheme.key_names()) <= set(keys)
    assert scheme in curve_of.registry
    assert all(code in catalogue(lang) for lang in LANGS)


def _pooled(**charge: Any) -> Document:
    """Give a tariff of two items with one charge."""
    return {
        "id": "metals",
        "name": "Metals",
        "vendor": "Example Ltd",
        "currency": "USD",
        "prices": "excluding-tax",
        "items": {"gold": {"name": "Gold"}, "silver": {}},
        "charges": [{"per": "once", **charge}],
    }


def _cost(tariff: to.Tariff, **buy: int) -> to.Bill:
    return to.quote(tariff, buy, to.Terms(date(2021, 4, 1), 1))


def test_pools_are_counted_together() -> None:
    """A pool of names counts each unit once; with weights, so often; JSON says both."""
    tiers = [{"up_to": 9, "price": 10}, {"up_to": 20, "price": 8}]
    each = _pooled(pool=["gold", "silver"], scheme="volume", tiers=tiers)
    weighed = _pooled(pool={"gold": 3, "silver": 1}, scheme="volume", tiers=tiers)

    one, other = to.tariff_from_dict(each), to.tariff_from_dict(weighed)

    assert _cost(one, gold=2, silver=5).incl_tax.amount == 70
    assert _cost(other, gold=2, silver=5).incl_tax.amount == 88
    assert _cost(one, gold=1).lines[0].item_name == "Gold + silver"
    with pytest.raises(to.QuantityError, match="21"):
        _cost(one, gold=10, silver=11)
    for tariff, document in ((one, each), (other, weighed)):
        written = json.loads(json.dumps(to.tariff_to_dict(tariff)))
        assert written["charges"][0]["pool"] == document["charges"][0]["pool"]
        assert to.tariff_from_dict(written) == tariff


def test_another_quantity_selects_the_tier() -> None:
    """The total reaches the tier, the item alone is priced, after included units."""
    document = _pooled(
        item="gold",
        tier_by=["gold", "silver"],
        scheme="volume",
        included=2,
        tiers=[{"up_to": 9, "price": 100, "flat": 7}, {"up_to": 30, "price": 95}],
    )
    tariff = to.tariff_from_dict(document)

    assert _cost(tariff, gold=6, silver=3).incl_tax.amount == 4 * 100 + 7
    assert _cost(tariff, gold=6, silver=4).incl_tax.amount == 4 * 95
    assert _cost(tariff, gold=6, silver=4).lines[0].tier == (10, 30)
    assert _cost(tariff, silver=20).incl_tax.amount == 0
    with pytest.raises(to.QuantityError, match=r"gold\+silver"):
        _cost(tariff, silver=31)
    assert to.tariff_from_dict(to.tariff_to_dict(tariff)) == tariff
    assert "tier by Gold + silver" in tariff_text(tariff)


def test_only_volume_prices_have_a_selector() -> None:
    """What another quantity would select in a graduated price, nobody could say."""
    graduated = to.Graduated([to.Tier(None, 1)])

    with pytest.raises(ValueError, match="only a volume price"):
        to.Charge(graduated, "month", to.Meter.of("a"), selector=to.Meter.of("b"))


def test_reading_past_the_last_branch_has_no_price() -> None:
    """The pieces refuse a selecting reading that quoting refuses."""
    volume = to.Volume([to.Tier(9, 10)])
    line = to.Charge(volume, "month", to.Meter.of("a"), selector=to.Meter.of("b"))

    with pytest.raises(ValueError, match="selecting reading 10 has no price"):
        compile_charge(line).amount(1, 10)
