"""Finding the tariffs that a scenario offers: by a path seen from it, or by an id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from tariffopt.documents import guess
from tariffopt.errors import Fault, InputErrors, Place, ScenarioError, TariffoptError
from tariffopt.tariff.model import Tariff
from tariffopt.tariff.reading import read_tariff

Resolve = Callable[[str], Tariff]
"""Gives the tariff of an id; raises `UnknownTariffError` or ``KeyError``."""
_ENDINGS = (".toml", ".json")


def installed_tariffs() -> Resolve:
    """Resolve ids among the installed tariffs; nothing is searched before the first."""
    from tariffopt.registry import Registry

    return Registry().get


def is_path(offer: str) -> bool:
    """Tell whether an offer names a file: by its ending, or by a slash in it.

    Examples
    --------
    >>> is_path("lgwan-chat.toml"), is_path("tariffs/chat.v2"), is_path("lgwan-chat")
    (True, True, False)
    """
    return offer.endswith(_ENDINGS) or "/" in offer or "\\" in offer


def find_offers(
    offers: Sequence[str], resolve: Resolve, base: Path, root: Place
) -> tuple[Tariff, ...]:
    """Find all tariffs of a scenario.

    Parameters
    ----------
    offers
        Paths and ids, as the document has them.
    resolve
        Gives the tariff of an id.
    base
        The folder from which paths are seen.
    root
        The document's own place.

    Raises
    ------
    ScenarioError
        All faults of all of them: those of a tariff's file name that file.
    """
    found: list[Tariff] = []
    faults: list[Fault] = []
    for number, offer in enumerate(offers):
        place = root.at("offers", number)
        try:
            found.append(_find(offer, resolve, base, place))
        except TariffoptError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


def _find(offer: str, resolve: Resolve, base: Path, place: Place) -> Tariff:
    if is_path(offer):
        return _read(offer, base, place)
    try:
        return resolve(offer)
    except KeyError:
        raise ScenarioError(_unknown(offer, base, place)) from None
    except TariffoptError as error:
        raise ScenarioError(
            [_placed(fault, offer, base, place) for fault in error.faults]
        ) from None


def _read(offer: str, base: Path, place: Place) -> Tariff:
    path = base / offer.replace("\\", "/")
    if not path.exists():
        near = guess(path.name, _beside(path.parent, place))
        fields = {"found": offer, "folder": str(path.parent), "guess": near}
        raise InputErrors(Fault("offer-file-missing", place, fields))
    return read_tariff(path)


def _beside(folder: Path, place: Place) -> list[str]:
    """List the files of a folder that may be tariffs: all but the scenario itself."""
    if not folder.is_dir():
        return []
    own = Path(place.file).name if place.file else ""
    files = (file for file in folder.iterdir() if file.suffix in _ENDINGS)
    return sorted(file.name for file in files if file.name != own)


def _unknown(offer: str, base: Path, place: Place) -> Fault:
    near = guess(f"{offer}.toml", _beside(base, place))
    return Fault("unknown-offer", place, {"found": offer, "guess": near})


def _placed(fault: Fault, offer: str, base: Path, place: Place) -> Fault:
    """Put a fault that stands nowhere to the offer; a file beside is the best guess."""
    if fault.place != Place():
        return fault
    fields = dict(fault.fields)
    file = f"{offer}.toml".replace("_", "-")
    if "guess" in fields and file in _beside(base, place):
        fields["guess"] = file
    return attrs.evolve(fault, place=place, fields=fields)
