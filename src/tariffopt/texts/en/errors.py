"""English texts of faults: where, what was found, what is allowed, what to do."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "place.cell": "row {row:s}, column {column}",
    "place.row": "row {row:s}",
    "error.guess": ' Did you mean "{guess}"?',
    # files
    "error.file-missing": "no such file.",
    "error.file-is-folder": "this is a folder, not a file.",
    "error.file-unreadable": "cannot be read: {why}.",
    "error.coding-cp932": (
        "not UTF-8 (byte {byte} at line {line:s}); it reads as CP932. "
        "Save it as UTF-8, or: tariffopt check --encoding cp932 {file}."
    ),
    "error.coding": "not {encoding} (byte {byte} at line {line:s}). Save it as UTF-8.",
    "error.toml-syntax": "line {line:s}, column {column:s}: {why}. The line: {found}",
    "error.json-syntax": "line {line:s}, column {column:s}: {why}. The line: {found}",
    "note.syntax-value": 'this is no value; a text needs quotation marks: "10%"',
    "note.syntax-date": "this is no date; write 2021-04-01",
    "note.syntax-key": (
        "here stands no key with = and a value; a key of other characters than a to z, "
        "0 to 9, - and _ needs quotation marks"
    ),
    "note.syntax-key-json": 'here must stand a key in quotation marks and a colon: "id":',
    "note.syntax-twice": "the key, or the [section], was written before",
    "note.syntax-more": (
        "something follows the value; a line holds one value, and a text needs quotation "
        'marks: "10%"'
    ),
    "note.syntax-unclosed": "a quotation mark or a bracket is not closed",
    "note.syntax-comma": "a comma is missing, or one too many",
    "note.syntax-escape": (
        "in a text \\ begins a special character; write \\\\, or put a path in '...' (TOML)"
    ),
    "note.syntax-character": "here stands a character that may not stand here",
    "note.syntax-beyond": "nested too deeply, or a number with too many digits",
    "note.syntax-other": "{message}",
    "error.not-a-table": "{found} is not a table of keys and values.",
    # keys and values
    "error.missing-key": "~ is missing. Allowed: {allowed}.",
    "error.unknown-key": "unknown key.{guess} Allowed: {allowed}.",
    "error.misplaced-key": (
        'unknown key. "{key}" belongs above the first [section]; in TOML everything '
        "below [{section}] is part of it."
    ),
    "error.not-one-of": "{found} is not allowed.{guess} Allowed: {allowed}.",
    "error.not-allowed": "{found} is not allowed here. Allowed, for example: {allowed}.",
    "error.not-a-price": (
        "{found} is not a price. Allowed, for example: {allowed}. The period goes into "
        '"per", the currency into "currency".'
    ),
    "error.out-of-range": "{found} is out of range. Allowed, for example: {allowed}.",
    "error.empty": "{found} is empty. Needed, for example: {allowed}.",
    "error.not-finite": "{found} is no number that can be reckoned with. Write a number.",
    "error.float": (
        '{found} is a float, whose digits are not exact; write "{found}" or '
        'Decimal("{found}").'
    ),
    # tariffs
    "error.scheme-missing": (
        '~ is missing. Write "volume" (the tier reached prices every unit: {n} cost '
        '{volume}) or "graduated" (each tier prices its own units: {n} cost '
        "{graduated}). The quotation says which; the table alone does not."
    ),
    "error.prices-missing": (
        '~ is missing. Write "excluding-tax" (tax is added: {n} for 12 months cost '
        '{gross} at 10 %) or "including-tax" (tax is in the prices: they cost {net}).'
    ),
    "error.charges-or-versions": (
        "write either charges, or versions with charges in each; one of the two."
    ),
    "error.version-empty": "until {until} is not after from {start}.",
    "error.version-overlap": (
        "{found} is not after the end of the version before it; versions must follow "
        "one another, each with its until."
    ),
    "error.unknown-item": '"{found}" is not an item of this tariff.{guess} Items: {allowed}.',
    "error.item-needed": (
        "~ is missing: the tariff has several items, so the charge must name the one it "
        "counts. Items: {allowed}."
    ),
    "error.tier-open": (
        "~ is missing: only the last tier may be open. Write the last quantity of this "
        "tier, inclusive."
    ),
    "error.tier-order": (
        "up_to = {found:s} must be greater than the tier before it ({before:s}), "
        "or than 0 in the first."
    ),
    "error.tier-overlap": (
        "from = {first:s} overlaps up_to = {end:s} of tiers[{before:s}]; {first} would have "
        "two prices, {price_before} and {price}. Write from = {next:s}."
    ),
    "error.tier-hole": (
        "from = {first:s} leaves a hole after up_to = {end:s} of tiers[{before:s}]; {next:s} to "
        "{last:s} would have no price. Write from = {next:s}, or another tier."
    ),
    "error.tier-late": (
        "from = {first:s} leaves 1 to {last:s} without a price. Write minimum = {first:s} at "
        "the item if that is the least order, or from = 1."
    ),
    "error.item-and-pool": (
        "~ stands beside item: a charge counts one item, or a pool of items."
    ),
    "error.free-by-itself": (
        "{found} is what the charge counts, or nothing is counted: free units are carried "
        "by another item. Units free for everybody are included = N."
    ),
    "error.free-tier-by": "~ does not go with tier_by; write one of the two.",
    "error.free-up-to": (
        "~ needs a price without a last quantity, since what is carried for free is bought "
        "beyond it. Leave up_to or maximum out, and give the item a maximum instead."
    ),
    "error.free-falls": (
        "free units stand with a price that falls, so that more might always cost less; "
        "give {item} a maximum."
    ),
    "error.rule-unclear": (
        "says no rule. Write at_most with per, requires, excludes, equals, at_most or "
        "at_least; the kinds are: {allowed}."
    ),
    "error.rule-key-missing": (
        '~ is missing: a rule of the kind "{rule}" has the keys {allowed}.'
    ),
    "error.rule-key": (
        '~ does not belong to a rule of the kind "{rule}", which has: {allowed}. Take it '
        "out, or write another rule for it."
    ),
    "error.rule-same": '"{found}" stands on both sides of the rule; name another item.',
    "error.rule-whole": "{found} is not a total that can be bought; write a whole number.",
    "error.rule-at-least": (
        '{found} does not fit a rule of the kind "{rule}": "headcount" is for '
        '"headcount", a whole number for "minimum".'
    ),
    "error.held-bodies": "what is held already cannot be told apart by bodies yet; plan each body alone: {allowed}.",
    "error.held-needed": (
        "{tariff}: it is not said what is held already, and a tier counts it. Write [held.{tariff}], or give held; with 0 where nothing is held."
    ),
    "error.held-too-many": (
        "{tariff}: {held} of {item} are held and {found} added, and prices end at {last}: ask for a quotation."
    ),
    "error.held-left": (
        "{tariff}: {held} of {item} are held, and prices end at {last}: {left} more can be bought."
    ),
    "error.held-offer": '"{found}" is not offered. Offers: {allowed}.',
    "error.blocks-end": (
        "a last quantity is missing, or too far. Units in one block that cost the same "
        "are written out, {allowed} blocks at most: where a tier has a size, and where "
        "something is due on units that fill no block. Write a last quantity."
    ),
    "error.blocks-and": (
        "{found} cannot stand beside this {other}. Take one of them out."
    ),
    "error.key-of-another-scheme": (
        'does not belong to scheme "{scheme}", which has: {allowed}. Take it out, or '
        "write another scheme."
    ),
    "error.across-when": '~ is "bodies" beside when, and the last tier ends: leave its up_to out, or take when away. Else nobody could tell what a total beyond it costs those who chose otherwise.',
    "error.item-never": (
        "maximum = {found:s} is below {least}, the least quantity that minimum and step "
        "allow; the item could never be bought."
    ),
    "error.list-price-size": (
        "{found} is too large: amounts that select a tier are counted here in steps of "
        "{unit}, up to {allowed}."
    ),
    "error.choices-missing": (
        "the tariff declares no choices, and its parts name some: {named}. Declare each "
        'with its options: [choices.{first:s}] and options = ["...", "..."].'
    ),
    "error.when-choice": '"{found}" is not a choice of this tariff.{guess} Choices: {allowed}.',
    "error.when-option": '"{found}" is not an option of this choice.{guess} Options: {allowed}.',
    "error.example-choice": "~ is missing: the example must say which {choice} it is for. Options: {allowed}.",
    "error.choice-combinations": "there are {found} combinations of options; at most {allowed} can be compared.",
    "error.choice-missing": (
        "{tariff}: choose {choice} ({name}), as in {choice}={first}. Options: {allowed}."
    ),
    "error.choice-unknown": '{tariff}: there is no choice "{found}". Choices: {allowed}.',
    "error.choice-none": '{tariff}: there is no choice "{found}": this tariff leaves nothing to choose.',
    "error.choice-option": '{tariff}: "{found}" is not an option of {choice} ({name}). Options: {allowed}.',
    "error.no-version": (
        "{tariff} has no prices for {day}. Its versions (until is exclusive): {allowed}."
    ),
    "error.more-than-one-period": (
        "{tariff} changes its prices on {day}, within {start} to {end} (exclusive). "
        "A horizon of more than one period cannot be planned yet: plan up to {day} and "
        "from it on separately."
    ),
    "error.no-rate": (
        'no tax rate for class "{found}" of {tariff}. Classes with a rate: {allowed}.'
    ),
    # quantities
    "error.quantity-item": '{tariff}: no item "{item}". Items: {allowed}.',
    "error.quantity-number": (
        "{tariff}: {found} of {item} is not a quantity. Allowed: whole numbers from 0."
    ),
    "error.quantity-domain": (
        "{tariff}: {found} of {item} cannot be bought. Allowed: 0, or {minimum} to "
        "{maximum} in steps of {step}."
    ),
    "error.quantity-not-sold": (
        "{tariff}: {item} is not sold under {choices}; {found} cannot be bought."
    ),
    "error.quantity-no-price": (
        "{tariff}: {found} of {item} have no price ({first} to {last}): ask for a quotation."
    ),
    "error.quantity-ratio": (
        "{tariff}: {found} of {item} are more than {at_most} for each of {base} {other}."
    ),
    "error.quantity-requires": (
        "{tariff}: {found} of {item} need {other} beside them, at least one."
    ),
    "error.quantity-excludes": (
        "{tariff}: {found} of {item} and {base} of {other} are not sold together."
    ),
    "error.quantity-equals": (
        "{tariff}: {found} of {item} and {base} of {other} must be as many."
    ),
    "error.quantity-cap": (
        "{tariff}: {found} of {items} in total are more than {at_most}."
    ),
    "error.quantity-minimum": (
        "{tariff}: {found} of {items} are fewer than {at_least}, the least that the "
        "contract is sold with."
    ),
    "error.quantity-headcount": (
        "{tariff}: {found} of {items} are fewer than all {headcount} people, for whom it "
        "is sold, or for nobody."
    ),
    "error.headcount-needed": (
        "{tariff}: {items} is sold for all people of the buyer or for nobody, and their "
        "number is not given. Say headcount = N, or --headcount N."
    ),
}
