"""English texts of the conformance kit: what is checked, and what was found."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "check-outcome.passed": "ok        {name}: {sentence}",
    "check-outcome.failed": "failed    {name}: {sentence}",
    "check-outcome.expected": "expected  {name}: fails as expected ({reason})",
    "check-outcome.unexpected": (
        "failed    {name}: passes, though it was expected to fail ({reason}). Remove it "
        "from the expected failures."
    ),
    "check.exact-amounts": "every amount is exact, never a float.",
    "check.nothing-for-nothing": "buying nothing costs nothing.",
    "check.refuses-quantities": (
        "quantities without a price are refused, all others are priced."
    ),
    "check.same-answer-twice": "the same quantity costs the same when asked again.",
    "check.unchanging": "nothing in the tariff can be changed.",
    "check.pickles": "the tariff can be sent to another process.",
    "check.round-trip": "written to a document and read again, it is the same tariff.",
    "check.pieces-cover": (
        "the optimizer's pieces cover every quantity, without hole or overlap."
    ),
    "check.pieces-agree": (
        "the optimizer's pieces give the printed price on both sides of every boundary."
    ),
    "check.pieces-merged": "neighboring pieces on one line are one piece.",
    "check.never-negative": "no price is below zero.",
    "check.lines-add-up": "the lines of a bill add up to its total.",
    "check.shape-claims": "a scheme lists its ends, and says rightly where it settles.",
    "check.surroundings": "prices ask no clock, network, file or environment.",
    "check.tier-labels": (
        "the last unit of a tier is billed in it, the next one in the next tier."
    ),
    "check.examples-agree": "the worked examples cost what they say.",
    "check.examples-at-boundaries": (
        "both sides of every price boundary have a worked example."
    ),
    "check.dates": "versions follow one another without overlap.",
    "check.names": "ids, names, vendor and currency are in order.",
    "check.source": "the source of the prices is named, with its date.",
    "check.cheapest-purchase": (
        "the cheapest purchase for a need is the one a search finds."
    ),
    "check.optimum": "the solver's optimum costs what a search finds.",
    "check.program-agrees": (
        "the optimizer's program gives every purchase the price of its quote."
    ),
    "check.plugin-loads": "every entry point of the package gives tariffs.",
    "check.plugin-licence": "the package states its license.",
    "check.plugin-alone": (
        "loading the package asks no clock, network or environment."
    ),
    "check.plugin-quick": "loading the package is quick.",
    "error.check-claim": "{claim}() is wrong: it does not tell what happens at {found}.",
    "error.check-surroundings": "the price looks at {found}. It may depend on the quantity only.",
    "error.check-program": "for {quantities} the program says {found}, the quote {expected}.",
    "error.check-program-held": (
        "for {quantities} beside {held} held the program says {found}, the quote "
        "{expected}."
    ),
    "error.check-float": "{found} is not exact. Allowed: int, Fraction.",
    "error.check-zero": "buying nothing costs {found}; it must cost {expected}.",
    "error.check-refuse": (
        "{found} of {item} is neither priced nor refused as it must be. Raise no other "
        "error, and let schedule.maximum say where prices end."
    ),
    "error.check-twice": "{found} of {item} has two prices when asked twice.",
    "error.check-hash": "the tariff has no hash: {why}.",
    "error.check-changeable": (
        "{found} can be changed. Use attrs.frozen classes, tuples and frozensets."
    ),
    "error.check-pickle": "cannot be pickled: {why}.",
    "error.check-round-trip": "is not the same after writing and reading: {why}.",
    "error.check-compile": "cannot be compiled to pieces: {why}.",
    "error.check-cover": "a piece runs from {first} to {last}; {next} was expected next.",
    "error.check-short": "the pieces end at {last}; the schedule at {expected}.",
    "error.check-differs": (
        "at {reading} the pieces give {found}, the schedule prints {expected}."
    ),
    "error.check-merge": "{found} pieces; some neighbors lie on one line.",
    "error.check-negative": ("a price is below zero: {price}."),
    "error.check-lines": "{found} of {item}: {what} does not add up.",
    "error.check-tier": "unit {reading} is billed in the tier {first} to {last}.",
    "error.check-example-priced": "the example has no price: {why}",
    "error.check-example": "the example says {expected}; it costs {found} ({key}).",
    "error.check-no-example": "no worked example for {item} = {missing}.",
    "error.check-dates": (
        "prices from {start} until {until} (exclusive) overlap others, or are not the "
        "ones in force on their first day."
    ),
    "error.check-name": "{found} is empty, not unique, unknown or misspelled.",
    "error.check-source": "~ is missing.",
    "error.check-cheapest": (
        "for {need} of {item} the answer is {found}; a search finds {expected}."
    ),
    "error.check-raised": "the check ended with {type}: {why}",
    "error.check-plugin-empty": (
        "no entry point of the group tariffopt.tariffs. Name what holds the tariffs "
        "there."
    ),
    "error.check-plugin-licence": (
        'no license is stated. Write one into pyproject.toml, as license = "CC-BY-4.0".'
    ),
    "error.check-plugin-asks": (
        "{module}, line {line:s}, asks {found} while it is loaded. Tariffs must be the "
        "same wherever and whenever they are loaded."
    ),
    "error.check-plugin-slow": (
        "loading takes {found} ms of processor time; it should take less than {most} ms."
    ),
    # verdicts on inputs
    "verdict.note": "note: {message}",
    "verdict.kind.tariff": "tariff",
    "verdict.kind.scenario": "scenario",
    "verdict.kind.groups": "groups",
    "verdict.kind.plan": "plan",
    "verdict.kind.no-plan": "statement that there is no plan",
    "verdict.no-plan": "{kind} ({status})",
    "verdict.kind.plugin": "plugin",
    "verdict.plugin": "{kind}, {checks} checks",
    "verdict.kind.file": "file",
    "verdict.kind.unknown": "unknown",
    "verdict.tariff": "{kind} {id}, {checks} checks",
    "verdict.scenario": "{kind}, {groups} groups, {seats} seats, offers: {offers}",
    "verdict.groups": "{kind}, {groups} groups, {seats} seats",
    "verdict.plan": "{kind}, {cost}; to certify it: tariffopt verify",
    "verdict.good": "{input}: in order ({kind})",
    "verdict.bad": "{input}: {kind}; faults: {n}",
    "verdict.warning": "warning: {message}",
    "verdict.advice": "advice: {message}",
    "verdict.kind.answer": "answer",
    "verdict.answer.one": "{kind}, one purchase; to check it: tariffopt verify --scenario",
    "verdict.answer": "{kind}, {n} purchases; to check it: tariffopt verify --scenario",
}
