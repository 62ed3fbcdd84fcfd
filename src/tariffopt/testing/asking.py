"""What rules, and units carried for free, ask of other items: for the oracles alone."""

from __future__ import annotations

from collections.abc import Mapping

from tariffopt.tariff import (
    Charge,
    Equal,
    Excludes,
    FamilyCap,
    MinimumContract,
    Ratio,
    Requires,
    Rule,
    Tariff,
    WholeHeadcount,
)


def asked(rule: Rule, bounds: Mapping[str, int], headcount: int) -> dict[str, int]:
    """Say how many of other items the bounds of some may ask for, by a rule."""
    match rule:
        case Ratio(item, at_most, per):
            return {per: int(-(-bounds[item] // at_most))} if at_most else {}
        case Requires(item, needed):
            return {needed: min(1, bounds[item])}
        case Equal(item, other):
            most = max(bounds[item], bounds[other])
            return {item: most, other: most}
        case MinimumContract(_, least):
            return dict.fromkeys(rule.items, least if any(bounds.values()) else 0)
        case WholeHeadcount():
            asked = any(bounds[item] for item in rule.items)
            return dict.fromkeys(rule.items, headcount if asked else 0)
        case FamilyCap() | Excludes():
            return {}
    raise ValueError(f"{rule!r} is not known to the oracles")


def carrying(
    charge: Charge, tariff: Tariff, bounds: Mapping[str, int]
) -> dict[str, int]:
    """Say how many may carry others for free: all that there may be, or be sold.

    With prices that may fall both sides have a last quantity; then nothing is cut.
    """
    if charge.free is None:
        return {}
    named = [item for item, _ in (*charge.meter.weights, *charge.free.weights)]
    ends = {item: tariff.item(item).maximum for item in named}
    if None not in ends.values():
        return {item: end or 0 for item, end in ends.items()}
    return dict.fromkeys(dict(charge.free.weights), charge.meter.read(bounds))
