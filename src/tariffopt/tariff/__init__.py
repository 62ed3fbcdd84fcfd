"""What things cost, exactly: tariffs as values, quoting, and the compiled curves."""

from tariffopt.tariff.bill import Bill, BillLine, TaxLine
from tariffopt.tariff.charges import Charge, Item
from tariffopt.tariff.choices import Choice, Choices, When, combinations
from tariffopt.tariff.curve import Curve, Piece
from tariffopt.tariff.functions import price_function, tariff_from_function
from tariffopt.tariff.holding import counts_held, holding
from tariffopt.tariff.keys import ContractKey, ItemKey
from tariffopt.tariff.meters import Meter, Reached
from tariffopt.tariff.model import Citation, Example, Tariff, Version, last_quantity
from tariffopt.tariff.pieces import Compiled, compile_charge
from tariffopt.tariff.quoting import quantity_faults, quote
from tariffopt.tariff.reading import read_tariff, tariff_from_dict
from tariffopt.tariff.rules import (
    RULES,
    Equal,
    Excludes,
    FamilyCap,
    MinimumContract,
    Ratio,
    Requires,
    Rule,
    WholeHeadcount,
    bought_alone,
)
from tariffopt.tariff.schedules import (
    SCHEMES,
    Flat,
    Graduated,
    Package,
    PerUnit,
    Run,
    Stairstep,
    Tabulated,
    Tier,
    Tiered,
    Volume,
)
from tariffopt.tariff.schemes import Schedule, Scheme
from tariffopt.tariff.steps import STEPS, Count, Included, Minimum, Step
from tariffopt.tariff.tabulating import tabulate
from tariffopt.tariff.terms import Period, Tax, Terms
from tariffopt.tariff.writing import tariff_to_dict

__all__ = [
    "RULES",
    "SCHEMES",
    "STEPS",
    "Bill",
    "BillLine",
    "Charge",
    "Choice",
    "Choices",
    "Citation",
    "Compiled",
    "ContractKey",
    "Count",
    "Curve",
    "Equal",
    "Example",
    "Excludes",
    "FamilyCap",
    "Flat",
    "Graduated",
    "Included",
    "Item",
    "ItemKey",
    "Meter",
    "Minimum",
    "MinimumContract",
    "Package",
    "PerUnit",
    "Period",
    "Piece",
    "Ratio",
    "Reached",
    "Requires",
    "Rule",
    "Run",
    "Schedule",
    "Scheme",
    "Stairstep",
    "Step",
    "Tabulated",
    "Tariff",
    "Tax",
    "TaxLine",
    "Terms",
    "Tier",
    "Tiered",
    "Version",
    "Volume",
    "When",
    "WholeHeadcount",
    "bought_alone",
    "combinations",
    "compile_charge",
    "counts_held",
    "holding",
    "last_quantity",
    "price_function",
    "quantity_faults",
    "quote",
    "read_tariff",
    "tabulate",
    "tariff_from_dict",
    "tariff_from_function",
    "tariff_to_dict",
]
