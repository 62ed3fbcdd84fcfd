"""Findings of options that nobody should choose: another one never costs more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from tariffopt.analysis.linting.comparing import (
    Prices,
    added,
    gains_of,
    is_due,
    over_months,
    taxed_alike,
)
from tariffopt.analysis.linting.finding import Finding
from tariffopt.tariff import Charge, Choice, Item, Tariff, combinations
from tariffopt.tariff.choices import Choices
from tariffopt.tariff.places import root_of

_MOST_COMPARED = 20
_T = TypeVar("_T")


def dominated_options(tariff: Tariff) -> Iterator[Finding]:
    """Find options that sell no more than others, and never cost less.

    First period by period: what no period of is cheaper, is not cheaper under any
    horizon, tax and rounding. Then over every number of months, where a year begun is
    due in full, before tax: whether twelve taxes rounded are more than one depends on
    the rounding, which a price list does not say.

    An option beaten by one and the same other, whatever else is chosen, is told once.
    """
    options = list(combinations(tariff.choices))
    if not 1 < len(options) <= _MOST_COMPARED:
        return
    told: set[tuple[str, str, str]] = set()
    for index in range(len(tariff.versions)):
        sold = {chosen: _sold(tariff.under(dict(chosen)), index) for chosen in options}
        left = dict(sold)
        for code, ways in (
            ("option-never-chosen", slice(1)),
            ("option-dearer", slice(1, None)),
        ):
            for option, other in _beaten(tariff.choices, sold, left, ways):
                if (code, option, other) not in told:
                    told.add((code, option, other))
                    fields = {"option": option, "other": other}
                    yield Finding(code, root_of(tariff).at("choices"), fields)


def _beaten(
    declared: Iterable[Choice],
    sold: Mapping[Choices, _Sold],
    left: dict[Choices, _Sold],
    ways: slice,
) -> Iterator[tuple[str, str]]:
    """Give what is beaten among what is left, with what beats it, and take it out."""

    def beats(one: Choices, two: Choices) -> bool:
        return _is_better(sold[one], sold[two], ways)

    for choice, option in [(some, own) for some in declared for own in some.ids]:
        rows = [row for row in sold if (choice.id, option) in row]
        best = _best(option, choice.ids, _throughout(choice.id, rows, beats))
        if best is not None and any(row in left for row in rows):
            yield said(((choice.id, option),)), said(((choice.id, best),))
            for row in rows:
                left.pop(row, None)
    for row in list(left):
        best_row = _best(row, sold, beats)
        if best_row is not None:
            del left[row]
            yield said(row), said(best_row)


def _throughout(
    choice: str, rows: Iterable[Choices], beats: Callable[[Choices, Choices], bool]
) -> Callable[[str, str], bool]:
    """Tell whether one option beats another whatever else is chosen."""

    def to(row: Choices, option: str) -> Choices:
        return tuple((key, option if key == choice else own) for key, own in row)

    return lambda one, two: all(beats(to(row, one), to(row, two)) for row in rows)


def _best(one: _T, others: Iterable[_T], beats: Callable[[_T, _T], bool]) -> _T | None:
    """Give what beats one and is itself beaten by nothing that does."""
    better = [other for other in others if other != one and beats(other, one)]
    for found in better:
        if not any(other != found and beats(other, found) for other in better):
            return found
    return None


def said(choices: Choices) -> str:
    """Write choices in a row."""
    return ", ".join(f"{choice} = {option}" for choice, option in choices)


@attrs.frozen
class _Sold:
    """What is sold under some choices, and what it costs.

    Attributes
    ----------
    ways
        The prices of each period apart; then what they come to in one month and in
        twelve, and what each further year adds. Costs being straight in the months of
        a year and in whole years, what costs no more in these costs no more ever.
    """

    items: Mapping[str, Item]
    charges: tuple[Charge, ...]
    rules: frozenset[object]
    ways: tuple[Prices, ...]


def _sold(tariff: Tariff, index: int) -> _Sold:
    version = tariff.versions[index]
    items = {item.id: item for item in tariff.items if item.maximum != 0}
    rules = frozenset(attrs.evolve(rule, when=()) for rule in version.rules)
    prices = added(version.charges)
    spans = [(1, True), (12, True), (12, False)]
    ways = [over_months(prices, months, once=once) for months, once in spans]
    return _Sold(items, version.charges, rules, (prices, *ways))


def _is_better(better: _Sold, worse: _Sold, ways: slice) -> bool:
    if not worse.items.items() <= better.items.items() or better.rules != worse.rules:
        return False
    if not taxed_alike([*better.charges, *worse.charges]):
        return False
    gains = [
        gain
        for dear, cheap in zip(worse.ways[ways], better.ways[ways], strict=True)
        for kind in {*dear, *cheap}
        if is_due(kind, worse.items)
        for gain in gains_of(kind, dear, cheap)
    ]
    return min(gains, default=0) >= 0 and max(gains, default=0) > 0
