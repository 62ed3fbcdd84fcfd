"""Every tariff the installation offers passes the kit, as a plugin would."""

from __future__ import annotations

from collections.abc import Callable

from tariffopt.registry import Registry
from tariffopt.testing import parametrize_with_checks

ENTRIES = Registry().entries()
TARIFFS = [entry.tariff for entry in ENTRIES if entry.tariff is not None]


def test_shipped_tariffs_are_found() -> None:
    """The shipped collection is there, and nothing in it is broken."""
    assert {"lgwan-chat"} <= {tariff.id for tariff in TARIFFS}
    assert [entry.fault for entry in ENTRIES if entry.fault] == []


@parametrize_with_checks(TARIFFS)
def test_shipped_tariff(check: Callable[[], None]) -> None:
    """The tariff passes this check."""
    check()
