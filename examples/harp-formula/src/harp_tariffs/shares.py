"""A power law as a tariff: twice the population, half as much again to pay.

Hokkaido's municipalities ran an electronic application service together and shared its
cost by this rule, beside a fee of 10,000 yen a year for each. The rule and the fee are
published, the scale is not: that 1,000 residents pay 100,000 yen, and that shares are
cut to 1,000 yen, is assumed here.
"""

from decimal import Context, Decimal
from fractions import Fraction

from tariffopt.tariff import price_function

FEE = 10_000
RESIDENTS, SHARE = 1_000, 100_000  # assumed: who pays how much
UNIT = 1_000  # assumed: shares are cut to whole thousands of yen
_EXACT = Context(prec=30)
_EXPONENT = _EXACT.divide(_EXACT.ln(Decimal("1.5")), _EXACT.ln(Decimal(2)))
_DOUBT = Decimal("1e-15")  # far more than thirty digits are off, far less than a yen


@price_function(
    maximum=10_000,
    id="harp-e-application",
    name="共同電子申請サービス(負担金、累乗式の例)",
    vendor="HARP",
    currency="JPY",
    prices="excluding-tax",
    per="year",
    item="resident",
    item_name="住民",
    grants=["e-application"],
    minimum=1,
    source={
        "title": "北海道電子自治体共同運営協議会 負担金の考え方",
        "date": "2026-11-23",
        "confidence": "medium",
        "url": "http://www.pref.hokkaido.lg.jp.cache.yimg.jp/ss/dtf/harp/harpnew7.html",
        "note": "Rule and fee are the source's. Assumption: 1,000 residents pay "
        "100,000 yen, and shares are cut to 1,000 yen; the source gives neither, nor "
        "does it mention tax. The date is when a stored copy was read.",
    },
    examples=[
        {"buy": {"resident": 1}, "yearly": 11_000},  # 1,758 cut, and the fee
        {"buy": {"resident": 2}, "yearly": 12_000},  # 2,637 cut, and the fee
        {"buy": {"resident": 500}, "yearly": 76_000},  # 66,666 cut, and the fee
        {"buy": {"resident": 1000}, "yearly": 110_000},
        {"buy": {"resident": 2000}, "yearly": 160_000},
        {"buy": {"resident": 4000}, "yearly": 235_000},
        {"buy": {"resident": 8000}, "yearly": 347_000},  # 337,500 cut, and the fee
    ],
)
def price(residents: int) -> int:
    """Price a year: the fee, and a share that grows by half as residents double."""
    units = share(residents) / UNIT
    nearest = round(units)
    if 0 < abs(units - nearest) < _DOUBT:
        raise ArithmeticError(f"{residents} residents: thirty digits do not decide")
    return FEE + UNIT * int(units)


def share(residents: int) -> Decimal | Fraction:
    """Give the share before it is cut: exact at doublings, else to thirty digits."""
    ratio = Fraction(residents, RESIDENTS)
    if ratio.numerator.bit_count() == ratio.denominator.bit_count() == 1:
        doublings = ratio.numerator.bit_length() - ratio.denominator.bit_length()
        return SHARE * Fraction(3, 2) ** doublings
    logarithm = _EXACT.ln(_EXACT.divide(Decimal(residents), Decimal(RESIDENTS)))
    return SHARE * _EXACT.exp(_EXACT.multiply(_EXPONENT, logarithm))
