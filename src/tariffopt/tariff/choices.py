"""What the buyer chooses: a plan, a billing period; and what is sold under a choice.

A choice is free for the optimizer and must be stated in a quote. A vendor's rule, such
as the tier that a quantity reaches, is never a choice.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping

import attrs

from tariffopt.errors import Fault, TariffError

Choices = tuple[tuple[str, str], ...]
"""(choice, option) pairs, in the order in which the tariff declares them."""

When = tuple[tuple[str, tuple[str, ...]], ...]
"""(choice, options) pairs; it holds where each choice is one of its options."""

COMBINATIONS_AT_MOST = 200
"""A tariff with more combinations of options is refused: each may be a contract."""


def choices_of(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> Choices:
    """Make (choice, option) pairs of a table, or of pairs."""
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((choice, option) for choice, option in pairs)


def when_of(
    value: Mapping[str, str | Iterable[str]]
    | Iterable[tuple[str, str | Iterable[str]]],
) -> When:
    """Make a condition of a table of options; one option may stand alone.

    Examples
    --------
    >>> when_of({"plan": "light", "billing": ["monthly", "yearly"]})
    (('plan', ('light',)), ('billing', ('monthly', 'yearly')))
    """
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(
        (choice, (options,) if isinstance(options, str) else tuple(options))
        for choice, options in pairs
    )


def holds(when: When, chosen: Mapping[str, str]) -> bool:
    """Tell whether a condition holds under what was chosen.

    Examples
    --------
    >>> holds((("plan", ("light",)),), {"plan": "light"}), holds((), {})
    (True, True)
    """
    return all(chosen.get(choice) in options for choice, options in when)


def _options(
    value: Mapping[str, str] | Iterable[str | tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple((o, o) if isinstance(o, str) else (o[0], o[1]) for o in value)


@attrs.frozen
class Choice:
    """Something the buyer chooses for a whole contract: its plan, how it is billed.

    Attributes
    ----------
    id
        Stable key.
    options
        (id, name) pairs, at least one; a table of names or a list of ids will do.
    name
        The name people see; the id when left out.

    Examples
    --------
    >>> Choice("billing", ["monthly", "yearly"]).ids
    ('monthly', 'yearly')
    """

    id: str
    options: tuple[tuple[str, str], ...] = attrs.field(converter=_options)
    name: str = attrs.field(
        default=attrs.Factory(lambda self: self.id, takes_self=True)
    )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option for option, _ in self.options)

    def option_name(self, option: str) -> str:
        """Give the name of an option; the id itself where it is unknown."""
        return dict(self.options).get(option, option)

    def only(self, option: str) -> Choice:
        """Give the choice with one option left, so that nothing is to be chosen."""
        return attrs.evolve(self, options=((option, self.option_name(option)),))


def choose(
    tariff: str, declared: Iterable[Choice], given: Mapping[str, str]
) -> Choices:
    """Settle every declared choice; one with a single option needs no word.

    Parameters
    ----------
    tariff
        The tariff's id, for messages.
    declared
        Its choices.
    given
        What the buyer says: option by choice.

    Raises
    ------
    TariffError
        For a choice that is missing or unknown, or an unknown option: all at once,
        each with what may be chosen.
    """
    declared = tuple(declared)
    faults = list(choice_faults(tariff, declared, given))
    faults += [
        Fault("choice-missing", fields=_fields(tariff, choice))
        for choice in declared
        if choice.id not in given and len(choice.options) > 1
    ]
    if faults:
        raise TariffError(faults)
    return tuple((c.id, given.get(c.id, c.ids[0])) for c in declared)


def choice_faults(
    tariff: str, declared: Iterable[Choice], given: Mapping[str, str]
) -> Iterator[Fault]:
    """Find choices and options that a tariff does not have."""
    known = {choice.id: choice for choice in declared}
    for name, option in given.items():
        if name not in known:
            yield Fault(
                "choice-unknown" if known else "choice-none",
                fields={"tariff": tariff, "found": name, "allowed": ", ".join(known)},
            )
        elif option not in known[name].ids:
            more = _fields(tariff, known[name])
            yield Fault("choice-option", fields={**more, "found": option})


def _fields(tariff: str, choice: Choice) -> dict[str, str]:
    return {
        "tariff": tariff,
        "choice": choice.id,
        "name": choice.name,
        "first": choice.ids[0],
        "allowed": ", ".join(choice.ids),
    }


def count_combinations(declared: Iterable[Choice]) -> int:
    """Count the ways to choose one option of each choice."""
    return math.prod(len(choice.options) for choice in declared)


def combinations(declared: Iterable[Choice]) -> Iterator[Choices]:
    """List the ways to choose one option of each choice, the last choice fastest.

    Examples
    --------
    >>> plans, bills = Choice("plan", ["a", "b"]), Choice("billing", ["monthly"])
    >>> list(combinations([plans, bills]))
    [(('plan', 'a'), ('billing', 'monthly')), (('plan', 'b'), ('billing', 'monthly'))]
    """
    declared = tuple(declared)
    for options in itertools.product(*(choice.ids for choice in declared)):
        yield tuple(
            (choice.id, option)
            for choice, option in zip(declared, options, strict=True)
        )
