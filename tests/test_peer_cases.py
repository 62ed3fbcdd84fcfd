"""Prices that other billing systems publish in their tests and documents.

The table below holds the numbers (facts) with the system they come from; `quote`
agrees with every one exactly. Where a larger collection lies beside the project, all
of its cases are run too, and each that cannot be said is listed with the reason.

Quantities that are not whole are counted in tenths or hundredths, and amounts of which
a share is charged in whole dollars: the prices are then those of that unit.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from tariffopt.documents import Document
from tariffopt.errors import QuantityError
from tariffopt.money import decimal_place, decimal_text
from tariffopt.tariff import Bill, Tax, Terms, quote, tariff_from_dict
from tests.dates import START

TERMS = Terms(START, 1)
OM = "5 0 100, 10 0 150, 15 10 0, - 5 0"
OMG = "5 0 100, 10 0 50, 15 10 0, - 5 0"
LAGO = "100 2 10, 200 1 0, - 0.5 50"
LAGO_G = "10 10 2, 20 5 3, - 5 3"
FISCA = "1 0 0, 2 0.1 0, 3 0.2 0, - 0 0"
STRIPE = "5 7 0, 10 6.5 0, - 6 0"

# source | scheme | tiers as "up_to price flat" or terms | quantity | total
CASES = f"""
Lago volume tests | volume | {LAGO} | 0 | 10
Lago volume tests | volume | {LAGO} | 1 | 12
Lago volume tests | volume | {LAGO} | 200 | 200
Lago volume tests | volume | {LAGO} | 210 | 155
Lago volume tests | volume | {LAGO} | 300 | 200
Lago volume tests | volume | 1 0 0, 100 2 10, - 0.5 50 | 0 | 0
Lago documentation | volume | 10000 0.001 10, 50000 0.0008 10, - 0.0006 10 | 65000 | 49
LogiSense bracket | volume | 100 2 0, 200 1.5 0, - 1 0 | 250 | 250
OpenMeter tests | volume | {OM} | 3 | 100
OpenMeter tests | volume | {OM} | 15 | 150
OpenMeter tests, minimum | volume | {OM}; minimum=150 | 5 | 150
Polar issue 7361 | volume | 10 30 0, 20 25 0, - 20 0 | 20 | 500
Polar issue 7361 | volume | 10 30 0, 20 25 0, - 20 0 | 21 | 420
Stripe documentation | volume | {STRIPE} | 25 | 150
Metrifox documentation | volume | 1000 0.10 0, 5000 0.08 0 | 2500 | 200
Zuora documentation | volume | 50 120 0, 100 100 0 | 60 | 6000
Zuora documentation | volume | 50 120 0, 100 100 0 | 50 | 6000
Zuora documentation | volume | 50 120 0, 100 100 0 | 51 | 5100
Business chat | volume | 500 400 0, 3000 350 0 | 439 | 175600
Business chat | volume | 500 400 0, 3000 350 0 | 501 | 175350
Lago graduated tests | graduated | {LAGO_G} | 1 | 12
Lago graduated tests | graduated | {LAGO_G} | 11 | 110
Lago graduated tests | graduated | {LAGO_G} | 12 | 115
OpenMeter tests | graduated | {OMG} | 5 | 100
OpenMeter tests | graduated | {OMG} | 12 | 170
OpenMeter tests | graduated | 5 0 100, 10 0 50, 15 5 0, - 1 0 | 22 | 182
OpenFisca tests | graduated | {FISCA} | 2 | 0.1
OpenFisca tests | graduated | {FISCA} | 3 | 0.3
OpenFisca tests | graduated | {FISCA} | 4 | 0.3
OpenFisca tests | graduated | 100 0 0, - 0.1 0 | 150 | 5
Metrifox documentation | graduated | 1000 0.10 0, 5000 0.08 0 | 2500 | 220
Zuplo documentation | graduated | 1000 0.10 0, 10000 0.05 0, - 0.01 0 | 15000 | 600
Solvimon staircase | graduated | 100 0 25, 1000 0 20, - 0 15 | 200 | 45
Stripe tiers, own sum | graduated | {STRIPE} | 20 | 127.5
Chargify documentation | stairstep | 50 0 0, 500 49 0 | 50 | 0
Chargify documentation | stairstep | 50 0 0, 500 49 0 | 51 | 49
Lago package tests | package | size=2 price=10 included=1 | 5 | 20
Lago package tests | package | size=10 price=100 | 121 | 1300
Lago package tests | package | size=10 price=100 included=5 | 12 | 100
Lago documentation | package | size=100 price=5 included=100 | 201 | 10
Stripe transform | package | size=60 price=10 | 150 | 30
Stripe transform | package | size=5 price=10 | 5 | 10
Stripe transform | package | size=5 price=10 | 6 | 20
Authgear issue 2166 | package | size=5000 price=50 round=down | 4000 | 0
Authgear issue 2166 | package | size=5000 price=50 round=down | 5000 | 50
OpenMeter tests | package | size=10 price=15 | 0 | 0
Chargebee documentation | package | size=1000000 price=1.25 | 1000000 | 1.25
OpenMeter tests | per_unit | price=100 | 10 | 1000
OpenMeter tests, minimum | per_unit | price=10 minimum=100 | 0 | 100
Lago documentation, minimum | per_unit | price=0.010 minimum=100 | 5000 | 100
Lago standard tests | per_unit | price=5.12345 | 10 | 51.2345
Lago documentation | per_unit | price=0.05 | 1000 | 50
Zuplo documentation | per_unit | price=0.001 | 100000 | 100
Lago true-up tests | flat | price=1500 minimum=1000 | 1 | 1500
"""

BESIDE = Path(__file__).parents[2] / "shared" / "data" / "peer_cases.json"

DISCOUNT = "coupons and credits are money-side, and not among the constructs yet"
ROUNDED = "amounts stay exact; only tax and the budget figure are rounded"
PRORATED = "nothing is prorated by days; quantities are those of the whole period"
CLAMPED = "no charge clamps each transaction by itself"
DECLARED = {
    "lago-spendmin-filters": PRORATED,
    "lago-pgrad-8": PRORATED,
    "lago-pgrad-9": PRORATED,
    "lago-pgrad-11": PRORATED,
    "lago-pgrad-12": PRORATED,
    "lago-coupon-10-then-20pct": DISCOUNT,
    "lago-coupon-15pct-20pct": DISCOUNT,
    "om-credits-10-150": DISCOUNT,
    "om-credits-15-150": DISCOUNT,
    "om-round-1.9556789-1": ROUNDED,
    "om-dyn-10": ROUNDED,
    "cloudcart-order": ROUNDED,
    "cloudcart-line": ROUNDED,
    "stripe-tax-lines": "tax is rounded once for each invoice and rate, not by line",
    "zuora-dyn-1500": "the document's own arithmetic is wrong: 1,000 x 0.05 is not 40",
    "lago-cur-pct-minmax-1-tax": CLAMPED,
    "lago-cur-pct-minmax-2": CLAMPED,
}


@attrs.frozen
class Case:
    """One published price: what is charged for, each with its quantity.

    Attributes
    ----------
    lines
        (charge, quantity) pairs; a charge is on an item of its own.
    total
        What all of them come to.
    more
        Charges of the contract, choices and rules; items are called ``unit0`` on.
    """

    lines: tuple[tuple[Document, int], ...]
    total: Fraction
    more: Document = attrs.field(factory=dict)

    def quoted(self, terms: Terms = TERMS, **choices: str) -> Bill:
        """Quote it inside a contract, held for a free item beside it.

        So a quantity of 0 is priced as those systems do: the first tier is due.
        """
        charges = [
            {"item": f"unit{n}", "per": "month", "at_zero": "as-priced", **charge}
            for n, (charge, _) in enumerate(self.lines)
        ]
        free = {"item": "other", "per": "month", "scheme": "per_unit", "price": 0}
        tariff = tariff_from_dict(
            {
                "id": "peer",
                "name": "Peer",
                "vendor": "Peer",
                "currency": "USD",
                "prices": "excluding-tax",
                "items": {f"unit{n}": {} for n in range(len(charges))} | {"other": {}},
                **self.more,
                "charges": [*charges, *self.more.get("charges", ()), free],
            }
        )
        bought = {f"unit{n}": units for n, (_, units) in enumerate(self.lines)}
        return quote(tariff, {**bought, "other": 1}, terms, choices)

    def cost(self) -> Fraction:
        """Give what is due; of several sizes, by the first whose limits all hold."""
        for size in self.more.get("choices", {}).get("size", {}).get("options", [None]):
            try:
                bill = self.quoted(**({} if size is None else {"size": size}))
            except QuantityError:
                continue
            return bill.incl_tax.amount
        raise AssertionError("no size holds what is needed")


def written(line: str) -> Case:
    """Read a line of the table."""
    _, scheme, terms, quantity, total = (part.strip() for part in line.split("|"))
    charge: Document = {"scheme": scheme}
    tiers, _, extra = terms.partition(";")
    if "=" in tiers:
        tiers, extra = "", tiers
    if tiers:
        charge["tiers"] = [tier(*row.split()) for row in tiers.split(",")]
    for pair in extra.split():
        key, value = pair.split("=")
        charge[key] = int(value) if key in ("size", "included") else value
    return Case(((charge, int(quantity)),), Fraction(total))


def tier(up_to: str, price: str, flat: str) -> Document:
    """Write one tier of a document."""
    return (
        {}
        | ({} if up_to == "-" else {"up_to": int(up_to)})
        | {
            "price": price,
            "flat": flat,
        }
    )


STEPS = {"free_units": "included", "at_least": "minimum"}
SCHEMES = {
    "block_all_tiers": "graduated",
    "block_top_tier": "volume",
    "graduated_percentage": "graduated",
    "threshold_amount": "stairstep",
}
"""What the schemes of others are called here; the rest have one name."""


def collected(case: dict[str, Any]) -> Case:
    """Read a case of the collection."""
    total = Fraction(case["expected_total"])
    fee = case.get("base_fee", 0)
    fees: Document = {"charges": [FEE | {"price": fee}]} if fee else {}
    match case["scheme"]:
        case "sum":
            return Case(tuple(map(line_of, case["lines"])), total)
        case "capacity" if len(case["quantity"]) > 1:
            return sized(case, total)
        case "percentage":
            return Case(shared(case), total)
        case "percentage_per_txn":
            if {"min", "max"} & set(case["percentage"]):
                raise ValueError(CLAMPED)
            amounts = sum(map(int, case["quantity"]))
            price = case["percentage"]["rate"]
            return Case((({"scheme": "per_unit", "price": price}, amounts),), total)
    return Case((line_of(case),), total, fees)


FEE: Document = {"per": "month", "scheme": "flat", "name": "Base fee"}


def line_of(case: dict[str, Any]) -> tuple[Document, int]:
    """Read what one item costs, and how much of it there is."""
    quantity = Fraction(next(iter(counted(case.get("quantity", 1)))))
    tiers = tiers_of(case, quantity)
    ends = [Fraction(end) for end, *_ in tiers if end is not None]
    unit = decimal_place([quantity, *ends])
    charge: Document = {"scheme": SCHEMES.get(case["scheme"], case["scheme"])}
    if case["scheme"] == "capacity":
        charge["scheme"] = "stairstep"
    for end, price, flat, size in tiers:
        step = charge["scheme"] == "stairstep"
        entry: Document = {
            "price": price if step or size > 1 else decimal_text(price * unit),
            "flat": flat,
        }
        entry |= {} if end is None else {"up_to": int(Fraction(end) / unit)}
        charge.setdefault("tiers", []).append(
            entry | ({"size": size} if size > 1 else {})
        )
    if "package" in case:
        package = case["package"]
        charge |= {**package, "size": int(int(package["size"]) / unit)}
    price = case.get("unit_price", case.get("price"))
    charge |= {} if price is None else {"price": price}
    return charge | steps_of(case), int(quantity / unit)


def counted(quantity: Any) -> list[Any]:
    """Give the quantities of each meter."""
    return list(quantity.values()) if isinstance(quantity, dict) else [quantity]


def steps_of(case: dict[str, Any]) -> Document:
    """Read what happens beside the price."""
    found: Document = {}
    steps = [*case.get("pre", []), *case.get("post", [])]
    if [step["op"] for step in steps] == ["divide", "round_qty"]:
        ways = {"ceiling": "up", "floor": "down", "half_up": "half-up"}
        return {"count": {"size": int(steps[0]["by"]), "round": ways[steps[1]["mode"]]}}
    for step in steps:
        key = STEPS[step["op"]]
        found[key] = int(step["value"]) if key == "included" else step["value"]
    return found


Row = tuple[str | None, Any, Any, int]
"""A tier: its end, price, flat and size."""


def tiers_of(case: dict[str, Any], quantity: Fraction) -> list[Row]:
    """Read tiers, blocks, sizes or thresholds, whichever a case is told by."""
    if "blocks" in case:
        return blocks(case["blocks"], quantity)
    if "capacity" in case:
        ends = [next(iter(row["limits"].values())) for row in case["capacity"]]
        rows = zip(ends, case["capacity"], strict=True)
        return [(end, row["price"], 0, 1) for end, row in rows]
    if "thresholds" in case:
        rows = case["thresholds"]
        ends = [str(int(row["from"]) - 1) for row in rows]
        amounts = [0, *(row["amount"] for row in rows)]
        return [(e, a, 0, 1) for e, a in zip([*ends, None], amounts, strict=True)]
    if case["scheme"] == "stairstep":
        return [
            (r["up_to"], r["flat_price"], r["unit_price"], 1) for r in case["tiers"]
        ]
    return [
        (row["up_to"], Fraction(row["unit_price"]), row["flat_price"], 1)
        for row in case.get("tiers", [])
    ]


def blocks(rows: list[dict[str, Any]], quantity: Fraction) -> list[Row]:
    """Read tiers in blocks, which follow on; the last goes on as far as is needed."""
    found: list[Row] = []
    end = 0
    for number, row in enumerate(rows):
        size, last = int(row["size"]), number == len(rows) - 1
        end += size * int(row["max_blocks"] or 0)
        if last:
            end = max(end, -(-int(quantity) // size) * size)
        price = row["price"] if size > 1 else Fraction(row["price"])
        opened = row["max_blocks"] is None
        found.append((None if opened else str(end), price, 0, size))
    return found


def sized(case: dict[str, Any], total: Fraction) -> Case:
    """Read sizes whose limits are of several meters: options, with caps on each."""
    meters = list(case["capacity"][0]["limits"])
    names = [f"size{number}" for number in range(len(case["capacity"]))]
    prices = [Fraction(row["price"]) for row in case["capacity"]]
    assert prices == sorted(prices)  # else the first size is not the cheapest
    charges = [
        {**FEE, "price": row["price"], "when": {"size": name}}
        for name, row in zip(names, case["capacity"], strict=True)
    ]
    rules = [
        {"pool": [f"unit{meters.index(m)}"], "at_most": int(most)}
        | {"when": {"size": name}}
        for name, row in zip(names, case["capacity"], strict=True)
        for m, most in row["limits"].items()
    ]
    free: Document = {"scheme": "per_unit", "price": 0}
    units = [int(case["quantity"].get(meter, 0)) for meter in meters]
    choices = {"size": {"options": dict.fromkeys(names, "size")}}
    more = {"choices": choices, "charges": charges, "rules": rules}
    return Case(tuple((free, n) for n in units), total, more)


def shared(case: dict[str, Any]) -> tuple[tuple[Document, int], ...]:
    """Read a share of an amount in whole dollars, and a fee for each event."""
    terms = case["percentage"]
    share = {"scheme": "per_unit", "price": terms["rate"]}
    share |= {"included": int(terms["free_amount"])}
    fee = {"scheme": "per_unit", "price": terms["fixed_per_event"]}
    fee |= {"included": terms["free_events"]}
    return (share, int(case["quantity"])), (fee, terms["events"])


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_published_price(line: str) -> None:
    """The quote is the published total, exactly."""
    case = written(line)

    assert case.cost() == case.total


def collection() -> list[dict[str, Any]]:
    """Give the cases of the collection; none where it is not there."""
    if not BESIDE.exists():
        return []
    cases: list[dict[str, Any]] = json.loads(BESIDE.read_text("utf-8"))["cases"]
    return cases


@pytest.mark.parametrize("case", collection(), ids=lambda case: str(case["id"]))
def test_collected_price(case: dict[str, Any]) -> None:
    """Each collected price agrees exactly, or the difference is declared above."""
    if case["id"] in DECLARED:
        with pytest.raises((KeyError, ValueError, AssertionError)):
            agree(case)
        return
    agree(case)


def agree(case: dict[str, Any]) -> None:
    """Fail unless a collected case is priced as published."""
    if case["scheme"] == "tax":
        assert tax_of(case) == Fraction(case["expected_total"])
        return
    read = collected(case)

    assert read.cost() == read.total


def tax_of(case: dict[str, Any]) -> Fraction:
    """Give the tax of an invoice; only what is rounded by rate can be said."""
    rule, (rate,) = case["tax_rounding"], {line["rate"] for line in case["lines"]}
    if rule["scope"] != "rate":
        raise ValueError(f"tax rounded by {rule['scope']}")
    charges = [FEE | {"price": line["amount"]} for line in case["lines"]]
    tax = Tax(f"{rate}%", rule["mode"], "month")
    more = {"currency": case["currency"], "charges": charges}
    return Case((), Fraction(0), more).quoted(Terms(START, 1, tax)).tax.amount


def test_declared_differences_exist() -> None:
    """No reason is kept for a case that is not, or no longer, in the collection."""
    if not BESIDE.exists():
        pytest.skip("the collection is not beside the project")
    assert set(DECLARED) <= {case["id"] for case in collection()}
