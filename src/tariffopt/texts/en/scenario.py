"""English texts of scenarios: their faults, and the notes about reading them."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.more-faults": "and {n} more faults.",
    # groups
    "error.groups-none": "no groups. Needed: at least one group of people.",
    "error.group-id-empty": "the id is empty. Write a key that is unique in this scenario.",
    "error.group-id-twice": (
        '"{found}" is the id of {first} too (the name counts as the id where there is '
        "none). Give each group an id of its own."
    ),
    "error.count-negative": "{found} is below zero. Allowed: whole numbers from 0.",
    "error.count-large": "the number is too large. Allowed: whole numbers from 0 to {most}.",
    "error.share-percent": (
        '{found} would be {percent} %. Write "{found}%" or {decimal}.'
    ),
    "error.share-range": (
        '{found} would be {percent} %. Allowed: 0 % to 100 %, such as "80%" or 0.8.'
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
    "error.unknown-need": (
        '"{found}": no offer grants it. Granted: {allowed}.{guess}'
    ),
}
