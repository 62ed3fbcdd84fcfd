"""A price that no table says: any function from a quantity to a total."""

from decimal import Decimal

from tariffopt.tariff import price_function


@price_function(
    maximum=700,
    id="acme-storage",
    name="Acme Storage",
    vendor="Acme",
    currency="EUR",
    prices="excluding-tax",
    per="month",
    item="gigabyte",
    grants=["archive"],
    source={
        "title": "Acme price list 2026",
        "date": "2026-01-15",
        "confidence": "high",
        "url": "https://acme.example/prices",
    },
    examples=[
        {"buy": {"gigabyte": 249}, "monthly": "149.40"},
        {"buy": {"gigabyte": 250}, "monthly": "147.50"},
        {"buy": {"gigabyte": 499}, "monthly": "294.41"},
        {"buy": {"gigabyte": 500}, "monthly": 290},
    ],
)
def price(quantity: int) -> Decimal:
    """Price a month: 60 cents a gigabyte, a cent less for every 250."""
    return quantity * (60 - quantity // 250) / Decimal(100)
