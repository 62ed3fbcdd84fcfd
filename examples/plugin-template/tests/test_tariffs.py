# noqa: INP001 - tests need no package
"""The conformance kit, on everything that this distribution installs."""

import pytest

from tariffopt import Registry, Tariff
from tariffopt.testing import check_tariff

TARIFFS = {
    entry.id: entry.tariff
    for entry in Registry().entries()
    if entry.where.startswith("acme-tariffs ")
}


@pytest.mark.parametrize("tariff", TARIFFS.values(), ids=TARIFFS)
def test_tariff(tariff: Tariff) -> None:
    """The tariff keeps to everything that tariffopt expects of a tariff."""
    check_tariff(tariff)
