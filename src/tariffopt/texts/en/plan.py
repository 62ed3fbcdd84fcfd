"""English texts of estimates and plans."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money.JPY": "JPY {n}",
    "money.USD": "USD {n}",
    "money.EUR": "EUR {n}",
    "money.other": "{currency} {n}",
    "estimate.by": " x ",
    "estimate.equation": "{left} = {right}",
    "estimate.per-month": "{price}/month",
    "estimate.per-year": "{price}/year",
    "estimate.per-once": "{price}",
    "estimate.units": "{n} {item}",
    "estimate.times-month": "{n} months",
    "estimate.times-year": "{n} years",
}
