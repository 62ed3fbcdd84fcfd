"""English texts of lint: what is odd in a price list, and what to do about it."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "finding.per.month": "a month",
    "finding.per.year": "in a year",
    "finding.per.once": "once",
    "finding.under": "{said} (With {under}.)",
    "finding.option-never-chosen": (
        "by what this file says, {option} sells no more than {other} and never costs less."
    ),
    "fix.option-never-chosen": (
        "What {option} has of its own, a feature or a shorter term, is not in the file; "
        "features can be written as what items grant."
    ),
    "finding.option-dearer": (
        "over no number of months does {option} cost less, before tax, than {other}, "
        "which sells as much."
    ),
    "fix.option-dearer": (
        "Check both prices and their periods. Where both cost the same, the commitment "
        "itself may have a value, such as a price that is fixed."
    ),
    "finding.hole": "{next} to {last} have no price: the table has a hole.",
    "fix.hole": "Write from = {next:s}, or give these quantities a tier of their own.",
    "finding.overlap": (
        "{first} to {end} have two prices, {price_before} and {price}: the tiers overlap."
    ),
    "fix.overlap": "Ask which one holds, and write from = {next:s} or another up_to.",
    "finding.hole-in-time": "from {start} until {until} (exclusive) nothing has a price.",
    "fix.hole-in-time": "Let the earlier version end where the later one begins.",
    "finding.mixed-periods": (
        "{item} is charged for several periods at once ({periods}), and all are due."
    ),
    "fix.mixed-periods": (
        "If the buyer chooses one of them, make it a choice, or write two tariffs."
    ),
    "finding.one-time-too": (
        "{item} is charged for several periods ({periods}): what it costs depends on the "
        "horizon."
    ),
    "fix.one-time-too": "Compare over the months you plan for.",
    "finding.no-source": "no source: nobody can tell later where the prices were read.",
    "fix.no-source": "Add [source] with title and date.",
    "finding.no-source-date": "the source has no date.",
    "fix.no-source-date": "Write the day the prices were issued or read.",
    "finding.stale-source": '"{title}" is of {day}, {months} months ago.',
    "fix.stale-source": "Ask whether these prices still hold.",
    "finding.order-by-passed": '"{title}" was to be ordered by {day}.',
    "fix.order-by-passed": "Ask for a new quotation.",
    "finding.no-example": "no worked example for {item} = {missing}.",
    "fix.no-example": (
        "Write an example with the vendor's own total for both sides of each boundary."
    ),
    "finding.no-open-tier": "prices of {item} end at {last}; above it nothing has a price.",
    "fix.no-open-tier": (
        "If that is so, nothing is to be done; if the price goes on, leave up_to out."
    ),
    "finding.unit-price-rises": (
        "a unit costs {price:about} here, and {before:about} in the tier up to {end}."
    ),
    "fix.unit-price-rises": "Check both prices; a tier for more is seldom dearer.",
    "finding.tier-unreachable": (
        "no quantity of {item} that can be bought is priced in this tier ({first} to {last})."
    ),
    "fix.tier-unreachable": (
        "Take the tier out, or change minimum, maximum or step of the item."
    ),
    "finding.other-reading": (
        'read as "{scheme}", {n} cost {total}; read as "{other}", {other_total}.'
    ),
    "fix.other-reading": 'Make sure that the quotation means "{scheme}".',
    "finding.item-never": (
        "{item} can never be bought: its prices end below {least}, the least quantity."
    ),
    "fix.item-never": "Change minimum or step of the item, or where the prices end.",
    "finding.tier-never-bought": (
        "nobody should buy in this tier ({zones} of {item}): {buy} cost less, and {worst} "
        "waste {wastes} {per}."
    ),
    "fix.tier-never-bought": "Check the price; if it is right, buy {buy} instead.",
    "finding.falling-total": (
        "{zones} of {item} cost more than a larger quantity. Worst is {worst}: {wastes} {per} "
        "more than {buy}."
    ),
    "fix.falling-total": "Buy {buy} instead, or ask whether all units have one price.",
    "finding.item-never-bought": (
        "nobody needs to buy {item}: {other} grants as much and never costs more."
    ),
    "fix.item-never-bought": "Check both prices and what the items grant.",
}
