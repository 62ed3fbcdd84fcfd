"""English texts of estimates and plans."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money.JPY": "JPY {n}",
    "money.USD": "USD {n}",
    "money.EUR": "EUR {n}",
    "money.about": "about {n}",
    "money.other": "{currency} {n}",
    "estimate.by": " x ",
    "estimate.equation": "{left} = {right}",
    "estimate.per-month": "{price}/month",
    "estimate.per-year": "{price}/year",
    "estimate.per-once": "{price}",
    "estimate.units": "{n} {item}",
    "estimate.times-month": "{n} months",
    "estimate.times-month.one": "{n} month",
    "estimate.times-year.one": "{n} year",
    "estimate.times-year": "{n} years",
    # plans and answers read back
    "error.plan-unknown-offer": '"{found}" is not among the offers.{guess} Offers: {allowed}.',
    "error.plan-unknown-item": '"{found}" is not an item of this offer.{guess} Items: {allowed}.',
    "error.plan-unknown-group": (
        '"{found}" is not a group of the scenario.{guess} Groups: {allowed}.'
    ),
    "error.plan-none": "the document says that there is no plan: {status}.",
    "error.plan-differs": (
        "says {found}; from the rest of the document it is {exact}. The plan was changed "
        "after it was written."
    ),
    "error.plan-groups-changed": (
        "this is not the file of groups that was written with {file}: its hash differs."
    ),
    # files written
    "error.output-exists": "the file exists. Choose another name, or replace it with --force.",
    "error.output-is-folder": "this is a folder. Name a file in it.",
    "error.output-no-folder": "there is no folder {folder} to write into.",
    "error.output-failed": (
        "cannot be written: {why}. If it is open in another program, close it there. "
        "Nothing was changed."
    ),
    "error.output-ending": '"{found}" is not an ending that can be written. Allowed: {allowed}.',
}
