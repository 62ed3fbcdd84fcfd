"""English texts about answers: what a plan breaks, and why there is none."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # answers that do not stand
    "error.answer-item": 'no offer "{offer}" with an item "{item}" in the scenario.',
    "error.answer-contract": "contract {number} of {offer}: no such contract may be signed.",
    "error.answer-contracts": "{found} contracts of {offer}; a body may hold {allowed} of this tariff.",
    "error.answer-choice": "{offer}: {choice} is {found}, and the scenario chooses {chosen}.",
    "error.answer-body": "{group} belongs to {body} and cannot be served by a contract of {found}.",
    "error.answer-negative": "{offer} {item}: {found} seats cannot be bought.",
    "error.answer-seats-negative": "group {group}: {found} seats cannot be assigned.",
    "error.answer-lacking": (
        "group {group}: seats assigned to it do not grant what it needs: {lacking}."
    ),
    "error.answer-short": "group {group}: {found} people are served, {needed} needed.",
    "error.answer-oversold": (
        "{offer} {item}: {assigned} seats are assigned, {purchased} are bought."
    ),
    "error.answer-budget": "{found} with tax is over the budget of {allowed}.",
    "error.answer-surplus": "{found} seats stand idle; at most {allowed} may.",
    "error.claim-cost": "says it costs {found}; recomputed exactly it costs {exact}.",
    "error.claim-bill": "the bills are not those that its purchases have.",
    "error.claim-assigned": (
        "{offer} {item}: says {found} seats are assigned; its rows add up to {exact}."
    ),
    "error.claim-people": (
        "{offer} {item}: says that one unit serves {found}; the tariff says {exact}."
    ),
    "error.claim-tier": (
        "{offer} {item}: says the tier {found}, which its bill does not have."
    ),
    "error.claim-level": "says {goal} {found}; counted again it is {exact}.",
    "error.claim-levels": (
        "says that these levels of the objective were reached: {found}. The scenario "
        "has others."
    ),
    "error.claim-bound": "the bound {bound} is above the cost {cost}.",
    "error.claim-reason": (
        "the reasons for idle seats are not those of its own tariffs."
    ),
    "error.claim-note": (
        'a note ("{found}") is not what its own tariffs and quantities give.'
    ),
    "error.claim-exact": (
        "says it is proved exactly; no exact proof gives the cost {cost}."
    ),
    "error.claim-status": (
        'says status "{status}" and proof "{proof}", which its cost and bound do not bear out.'
    ),
    # no plan
    "error.capacity": (
        'No plan: {seats} seats with "{needs}" are needed; the offers have prices for '
        "{limits}. Ask the vendor for more, add an offer, or reduce by {less}."
    ),
    "error.capacity-together": (
        "No plan: all bodies together need {found} of {tariff}, which has prices up to "
        "{last} in total. Ask the vendor for more, add an offer, or reduce by {less}."
    ),
    "error.no-plan": (
        "No plan: the requirements cannot be met together (proved by {name})."
    ),
    "error.conflict-ratio": (
        "{tariff} sells at most {at_most} of {item} for each of {other} ({requirement})."
    ),
    "error.conflict-requires": (
        "{tariff} sells {item} only together with {other} ({requirement})."
    ),
    "error.conflict-excludes": (
        "{tariff} does not sell {item} and {other} together ({requirement})."
    ),
    "error.conflict-equals": (
        "{tariff} sells only as many of {item} as of {other} ({requirement})."
    ),
    "error.conflict-cap": (
        "{tariff} sells at most {at_most} of {items} in total ({requirement})."
    ),
    "error.conflict-minimum": (
        "{tariff} sells at least {at_least} of {items} in total ({requirement})."
    ),
    "error.conflict-headcount": (
        "{tariff} sells {items} for all {headcount} people or for nobody ({requirement})."
    ),
    "error.conflict-need": ("{seats} people need {needs} ({requirement})."),
    "error.conflict-need-of": (
        "{seats} people of {body} need {needs} ({requirement})."
    ),
    "error.conflict-requirement": "{said} ({requirement}).",
    "error.conflict-surplus": (
        "at most {allowed} seats may stand idle ({requirement})."
    ),
    "error.conflict-open": ("Time ran out: fewer of these may conflict already."),
    "error.conflict-headcount-bodies": (
        "{tariff} sells {items} for all people of a body or for none of them ({requirement})."
    ),
    "error.over-budget": (
        "No plan within the budget of {budget}: the least cost is {least}, {over} more."
    ),
    "error.budget-open": (
        "no plan within the budget of {budget} was found before the search stopped "
        "({why}); the best so far is above it, the bound is {least}."
    ),
    "error.no-plan-yet": "{name} stopped ({why}) before it found any plan.",
    "error.access-sets": (
        'more than {allowed} combinations of items serve the needs "{needs}". Offer '
        "fewer items, or split the scenario."
    ),
}
