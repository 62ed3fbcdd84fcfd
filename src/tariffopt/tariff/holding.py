"""What is held already: a tariff as it prices what is bought on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from tariffopt.errors import Fault, Place, TariffError
from tariffopt.tariff.charges import Charge
from tariffopt.tariff.meters import Meter
from tariffopt.tariff.model import Tariff, Version
from tariffopt.tariff.schedules import Tier, Volume

Held = Mapping[str, int]
"""Units held already, by item id; items left out are none."""


def counts_held(versions: Iterable[Version]) -> bool:
    """Tell whether some tier is selected by what is held, too."""
    return any(charge.with_held for v in versions for charge in v.charges)


def holding(tariff: Tariff, held: Held) -> Tariff:
    """Give a tariff as it prices what is bought on top of what is held.

    Tiers that count what is held begin that much earlier, and those used up are gone;
    one just filled stays, up to 0, where a price may be due with none added. Where all
    are used up, none of what they price or count can be bought any more.
    The answer counts nothing held any more, so that quantities are those bought.

    Parameters
    ----------
    tariff
        The price list.
    held
        Units held, by item id; an empty mapping says that none are.

    Raises
    ------
    TariffError
        For an unknown item, or a number that is not whole or below 0.

    Examples
    --------
    >>> from tariffopt.tariff import tariff_from_dict
    >>> band = {"items": ["seat"], "held": True}
    >>> tiers = [{"up_to": 99, "price": 5410}, {"up_to": 249, "price": 4200}]
    >>> charge = {"per": "year", "scheme": "volume", "tier_by": band, "tiers": tiers}
    >>> tariff = tariff_from_dict(
    ...     {
    ...         "id": "t",
    ...         "name": "T",
    ...         "vendor": "V",
    ...         "currency": "JPY",
    ...         "prices": "excluding-tax",
    ...         "items": {"seat": {}},
    ...         "charges": [{**charge, "item": "seat"}],
    ...     }
    ... )
    >>> more = holding(tariff, {"seat": 95})
    >>> [tier.up_to for tier in more.versions[0].charges[0].schedule.tiers]
    [4, 154]
    """
    if faults := list(unit_faults(tariff, held)):
        raise TariffError(faults)
    if not counts_held(tariff.versions):
        return tariff
    versions = tuple(
        attrs.evolve(v, charges=[_after(charge, tariff, held) for charge in v.charges])
        for v in tariff.versions
    )
    return attrs.evolve(tariff, versions=versions)


def _after(charge: Charge, tariff: Tariff, held: Held) -> Charge:
    if not charge.with_held or not isinstance(charge.schedule, Volume):
        return charge
    used = charge.selecting.read(held)
    least = used if _may_add_none(charge) else used + 1
    left = tuple(_left(charge.schedule.tiers, used, least))
    if not left:
        return _used_up(charge, [item.id for item in tariff.items])
    return attrs.evolve(charge, schedule=Volume(left), with_held=False)


def _used_up(charge: Charge, items: Iterable[str]) -> Charge:
    """Let none be bought of what a charge without any tier left prices or counts.

    A charge that is due whatever is bought leaves nothing to buy.
    """
    always = charge.priced_at_zero or charge.of_contract
    named = [item for item in items if always or charge.bears_on(item)]
    return Charge(
        Volume((Tier(0, 0),)),
        charge.per,
        Meter.pool(named),
        tax_class=charge.tax_class,
        name=charge.name,
        when=charge.when,
    )


def _may_add_none(charge: Charge) -> bool:
    """Tell whether it may be due where nothing that selects the tier is added.

    Then the tier that what is held just fills is the one that prices it.
    """
    own = [item for item, _ in charge.meter.weights]
    counted = own and all(charge.selecting.weight(item) for item in own)
    return charge.priced_at_zero or not counted


def _left(tiers: Iterable[Tier], used: int, least: int) -> Iterator[Tier]:
    """Move the ends of tiers that hold at least some reading by what is used of it."""
    for tier in tiers:
        if tier.up_to is None:
            yield tier
        elif tier.up_to >= least:
            yield attrs.evolve(tier, up_to=tier.up_to - used)


def held_faults(
    tariff: Tariff, version: Version, held: Held | None, place: Place | None = None
) -> Iterator[Fault]:
    """Find what is wrong with what is said to be held: nothing said, too, if asked."""
    if held is None:
        if counts_held([version]):
            yield Fault("held-needed", place or Place(), {"tariff": tariff.id})
        return
    yield from unit_faults(tariff, held, place)


def unit_faults(
    tariff: Tariff, units: Held, place: Place | None = None
) -> Iterator[Fault]:
    """Find unknown items, and numbers that are not whole or below 0."""
    place = place or Place()
    known = [item.id for item in tariff.items]
    for item, count in units.items():
        fields = {"tariff": tariff.id, "item": item}
        if item not in known:
            found = {**fields, "allowed": ", ".join(known)}
            yield Fault("quantity-item", place.at(item), found)
        elif type(count) is not int or count < 0:
            shown = {**fields, "found": repr(count)}
            yield Fault("quantity-number", place.at(item), shown)


def left_beside(tariff: Tariff, version: Version, held: Held) -> Iterator[Fault]:
    """Say how many more have a price, where a tier counts what is held and ends."""
    counting = {
        (charge.selecting, charge.last_reading): None
        for charge in version.charges
        if charge.with_held
    }
    for meter, last in counting:
        used = meter.read(held)
        if used and last is not None:
            ends = {"held": used, "last": last, "left": max(0, last - used)}
            shown = {
                key: meter.shown(end, tariff.currency) for key, end in ends.items()
            }
            names = "+".join(item for item, _ in meter.weights)
            yield Fault(
                "held-left", fields={"tariff": tariff.id, "item": names, **shown}
            )
