"""Tariffs built in Python: worth it where many share one pattern."""

from typing import Any

from tariffopt import Tariff, tariff_from_dict

SOURCE = {
    "title": "Acme price list 2026",
    "date": "2026-01-15",
    "confidence": "high",
    "url": "https://acme.example/prices",
}


def drive(plan: str, price: str) -> Tariff:
    """Make the tariff of one plan; prices are text, never floats."""
    document: dict[str, Any] = {
        "id": f"acme-drive-{plan}",
        "name": f"Acme Drive {plan.title()}",
        "vendor": "Acme",
        "currency": "EUR",
        "prices": "excluding-tax",
        "source": SOURCE,
        "items": {"seat": {"name": "Seat", "grants": ["file-storage"]}},
        "charges": [{"per": "month", "scheme": "per_unit", "price": price}],
        "examples": [{"buy": {"seat": 1}, "monthly": price}],
    }
    return tariff_from_dict(document)


TARIFFS = [drive("team", "9.90"), drive("school", "2.95")]
