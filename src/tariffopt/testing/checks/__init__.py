"""The checks of the conformance kit, each a small function in one of these rooms.

============  ===================================================================
`values`      amounts are exact, quantities are refused, values do not change
`prices`      the compiled pieces say the same as the printed schedules
`claims`      what a scheme says of itself; prices look at nothing around them
`declared`    tiers, worked examples, dates, names and the source
`answers`     cheapest purchases agree with a search over `tariffopt.quote`
`packages`    a plugin's package: its license, and what happens on loading it
============  ===================================================================

A new check is one function, one line in `CHECKS` or `PLUGIN_CHECKS`, a sentence in both
languages, and a planted fault in ``tests/kit``; a test holds these together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from tariffopt.errors import Fault
from tariffopt.testing.checks import answers, claims, declared, packages, prices, values
from tariffopt.texts import Lang, text


@attrs.frozen
class Check:
    """One thing a good tariff has, or a good plugin.

    Attributes
    ----------
    name
        Stable, in lower case with hyphens; ``check.<name>`` is its sentence.
    since
        The version of tariffopt that first ran it.
    find
        Finds every way in which a tariff, or a `Plugin`, breaks it.
    advice
        Whether breaking it leaves all usable: a missing source, or missing worked
        examples.
    bought
        Whether it buys: it then runs under every combination of options.
    """

    name: str
    since: str
    find: Callable[[Any], Iterator[Fault]]
    advice: bool = False
    bought: bool = False

    def sentence(self, lang: Lang = "en") -> str:
        """Say what is checked, in one sentence."""
        return text(f"check.{self.name}", lang)


CHECKS: tuple[Check, ...] = (
    Check("exact-amounts", "0.1", values.exact_amounts),
    Check("nothing-for-nothing", "0.1", values.nothing_for_nothing, bought=True),
    Check("refuses-quantities", "0.1", values.refuses_quantities, bought=True),
    Check("same-answer-twice", "0.1", values.same_answer_twice, bought=True),
    Check("unchanging", "0.1", values.unchanging),
    Check("pickles", "0.1", values.pickles),
    Check("round-trip", "0.1", values.round_trip),
    Check("pieces-cover", "0.1", prices.pieces_cover),
    Check("pieces-agree", "0.1", prices.pieces_agree),
    Check("pieces-merged", "0.1", prices.pieces_merged),
    Check("never-negative", "0.1", prices.never_negative),
    Check("lines-add-up", "0.1", prices.lines_add_up, bought=True),
    Check("shape-claims", "0.1", claims.shape_claims),
    Check("surroundings", "0.1", claims.surroundings),
    Check("tier-labels", "0.1", declared.tier_labels),
    Check("examples-agree", "0.1", declared.examples_agree),
    Check(
        "examples-at-boundaries", "0.1", declared.examples_at_boundaries, advice=True
    ),
    Check("dates", "0.1", declared.dates),
    Check("names", "0.1", declared.names),
    Check("source", "0.1", declared.source, advice=True),
    Check("cheapest-purchase", "0.1", answers.cheapest_purchase, bought=True),
    Check("optimum", "0.1", answers.optimum, bought=True),
    Check("program-agrees", "0.1", answers.program_agrees, bought=True),
)

PLUGIN_CHECKS: tuple[Check, ...] = (
    Check("plugin-loads", "0.1", packages.loads),
    Check("plugin-licence", "0.1", packages.states_license, advice=True),
    Check("plugin-alone", "0.1", packages.asks_nothing),
    Check("plugin-quick", "0.1", packages.is_quick, advice=True),
)
