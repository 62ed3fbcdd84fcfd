"""Where things stand in the document of a tariff, also of one made in code."""

from __future__ import annotations

from tariffopt.errors import Place
from tariffopt.tariff.model import Tariff


def root_of(tariff: Tariff) -> Place:
    """Give the place of the whole tariff."""
    return Place(tariff.origin.found if tariff.origin else None, "$")


def version_place(tariff: Tariff, index: int) -> Place:
    """Give the place of a version, as the reader of documents names it."""
    place = root_of(tariff)
    return place.at("versions", index) if len(tariff.versions) > 1 else place
