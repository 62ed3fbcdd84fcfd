"""English texts of scenarios: their faults, and the notes about reading them."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.more-faults": "and {n} more faults.",
    "error.more-faults.one": "and {n} more fault.",
    # groups
    "error.groups-none": "no groups. Needed: at least one group of people.",
    "error.group-id-twice": (
        '"{found}" is the id of {first} too (the name counts as the id where there is '
        "none). Give each group an id of its own."
    ),
    "error.count-negative": "{found} is below zero. Allowed: whole numbers from 0.",
    "error.count-large": "the number is too large. Allowed: whole numbers from 0 to {most}.",
    "error.share-percent": (
        '{found:s} would be {percent} %. Write "{found:s}%" or {decimal:s}.'
    ),
    "error.share-range": (
        '{found:s} would be {percent} %. Allowed: 0 % to 100 %, such as "80%" or 0.8.'
    ),
    "error.coverage-and-seats": (
        "coverage and seats are both given. Write one of the two: coverage is a share "
        "of the people, seats an exact count."
    ),
    "error.needs-none": (
        "the group needs nothing. Name at least one capability, or give the scenario "
        "default needs."
    ),
    "error.meta-value": (
        "{found} cannot be kept. Allowed: texts, whole numbers, booleans, dates, and "
        "lists and tables of these."
    ),
    # offers
    "error.offers-none": "no offers. Needed: at least one tariff.",
    "error.offer-twice": '"{found}" is offered by {first} too. Leave one of them out.',
    "error.currencies-mixed": (
        "the offers are in different currencies, which are never converted: {found}."
    ),
    "error.tax-bases-mixed": (
        "the offers cannot be compared without a tax, since some prices are before tax "
        "and some with it: {found}. Write a [tax] section."
    ),
    "error.choose-offer": '"{found}" is not an offer of this scenario.{guess} Offers: {allowed}.',
    "error.nothing-granted": (
        '"{found}": no offer grants anything. An item that serves it has grants = ["{found}"].'
    ),
    "error.unknown-need": ('"{found}": no offer grants it. Granted: {allowed}.{guess}'),
    # reading
    "error.unknown-offer": ('"{found}": no such tariff.{guess}'),
    "error.offer-file-missing": (
        '"{found}": no such file in the folder "{folder}".{guess}'
    ),
    "error.group-unnamed": ("~ is missing. Write a name, or an id."),
    "error.group-uncounted": (
        "the group has no people and no seats. Write a head-count, or an exact count of seats."
    ),
    "error.needs-missing": (
        "~ is missing, and {first} names no needs of its own. Write the capabilities that every group needs, or those of each group."
    ),
    "error.start-or-fiscal-year": (
        "write either start, the first day, or fiscal_year (from 1 April of that year); one of the two."
    ),
    "error.rate-or-rates": (
        "write either rate, or rates with one for each tax class; one of the two."
    ),
    "error.override-nowhere": ("--set {path}: nothing stands at {found}."),
    # tables
    "error.table-ending": (
        "not a table that can be read. Allowed: {allowed}. Save a workbook as CSV (UTF-8)."
    ),
    "error.table-coding": ("neither UTF-8 nor CP932. Save it as CSV (UTF-8)."),
    "error.table-syntax": (
        "a quotation mark is not closed, or stands where none may be ({why})."
    ),
    "error.header-unknown": (
        "unknown header.{guess} Accepted, in any order: {allowed}."
    ),
    "error.header-twice": (
        'the column means the same as "{first}". Leave one of them out.'
    ),
    "error.header-missing": (
        "no column {either} and none {other}. Needed: one of the two. Accepted: {allowed}."
    ),
    "error.row-total": (
        'the row "{found}" is the total of the rows above, {n}, and would be counted '
        "again as a group. Take the row out, or give the group another name."
    ),
    "error.row-total-differs": (
        'the row "{found}" reads as a total, and is {n} where the rows above are {sum} '
        "together. Take the row out, or give the group another name."
    ),
    "error.row-long": (
        "{found} cells, but the header has {allowed}. Put quotation marks around a cell that contains the separator."
    ),
    "error.cell-number": (
        "{found} is not a number of people or seats. Allowed: 1234, 1,234."
    ),
    "error.cell-limit": (
        "{found} is neither a number of seats nor a share. Allowed: 60, 80%."
    ),
    "error.cell-share": ("{found} is not a share. Allowed: 80%, 0.8."),
    "note.read-as-cp932": ("{file} read as CP932"),
    "note.override": ("{path} set to {value}"),
    "error.present-missing": "least-change compares with the licences of today, and there are none. Write [present.TARIFF] with the units of each item.",
    "error.present-item": '"{found}" is no item of this offer. Items: {allowed}.',
    "error.present-file": 'holds no licences. Needed: "purchases", each with offer, item and purchased, as in a plan.',
    "error.priority-none": "{found} is before the first. Allowed: whole numbers from 1.",
}
