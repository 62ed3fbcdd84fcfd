# noqa: INP001 - tests need no package
"""The conformance kit, on everything that this distribution installs.

Without pytest it is ``tariffopt.testing.check_tariff(tariff)`` for each tariff, and
``check_plugin("acme-tariffs")`` for the package.
"""

from collections.abc import Callable

from tariffopt import Registry
from tariffopt.testing import check_plugin, parametrize_with_checks

TARIFFS = [
    entry.tariff
    for entry in Registry().entries()
    if entry.where.startswith("acme-tariffs ") and entry.tariff is not None
]


def test_tariffs_are_installed() -> None:
    """All tariffs of this distribution are found."""
    assert len(TARIFFS) == 4  # noqa: PLR2004, S101 - as many as there are files


@parametrize_with_checks(TARIFFS)
def test_tariff(check: Callable[[], None]) -> None:
    """The tariff keeps to everything that tariffopt expects of a tariff."""
    check()


def test_package() -> None:
    """The package states its license, and loads quickly without asking anything."""
    check_plugin("acme-tariffs")
