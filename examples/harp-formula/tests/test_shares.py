# noqa: INP001 - tests need no package
"""The conformance kit, on the formula as it is installed."""

from tariffopt import Registry
from tariffopt.testing import check_tariff


def test_tariff() -> None:
    """The tabulated formula keeps to everything that tariffopt expects of a tariff."""
    check_tariff(Registry().get("harp-e-application"))
