"""Japanese texts of estimates and plans."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money.JPY": "{n}円",
    "money.USD": "{n}米ドル",
    "money.EUR": "{n}ユーロ",
    "money.other": "{n} {currency}",
    "estimate.by": "×",
    "estimate.equation": "{left}={right}",
    "estimate.per-month": "月額{price}",
    "estimate.per-year": "年額{price}",
    "estimate.per-once": "一時{price}",
    "estimate.units": "{n}{item}",
    "estimate.times-month": "{n}か月",
    "estimate.times-year": "{n}年",
}
