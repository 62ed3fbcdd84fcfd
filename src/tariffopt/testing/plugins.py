"""The conformance kit for a plugin's package: what its tariffs cannot show."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping

from tariffopt.registry import Entry, Registry
from tariffopt.testing.checks import PLUGIN_CHECKS
from tariffopt.testing.checks.packages import plugin_of
from tariffopt.testing.conformance import Checked, CheckResult, run_checks

_AT_A_GLANCE = ("plugin-loads", "plugin-licence")


def check_plugin(
    distribution: str,
    *,
    expected_failures: Mapping[str, str] | None = None,
    raise_: bool = True,
    checks_up_to: str | None = None,
) -> list[CheckResult]:
    """Run all checks of a plugin's package; `check_tariff` is for each of its tariffs.

    Every entry point must give tariffs, without asking the clock, the network or the
    environment and in less than 200 ms of processor time, and the metadata must state
    a license. To see that, the plugin is loaded here and in four fresh processes.

    Parameters
    ----------
    distribution
        The name of an installed distribution, as ``pip`` knows it.
    expected_failures, raise_, checks_up_to
        As for `check_tariff`.

    Returns
    -------
    list of CheckResult
        One for each check, in the order of the kit.

    Raises
    ------
    ConformanceError
        With all failed checks, unless ``raise_`` is false.
    importlib.metadata.PackageNotFoundError
        When no distribution of that name is installed.
    ValueError
        For the name of a check that does not exist.

    Examples
    --------
    >>> [result.outcome for result in check_plugin("tariffopt")]
    ['passed', 'passed', 'passed', 'passed']
    """
    return run_checks(
        _on(distribution),
        expected_failures,
        raise_=raise_,
        checks_up_to=checks_up_to,
    )


def plugin_checks(
    distribution: str, *, checks_up_to: str | None = None
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Give every check by name, as a function that raises when it fails.

    Parameters
    ----------
    distribution, checks_up_to
        As for `check_plugin`.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        When no distribution of that name is installed.
    ConformanceError
        By the functions given, for the one check each runs.

    Examples
    --------
    >>> [name for name, run in plugin_checks("tariffopt")][:2]
    ['plugin-loads', 'plugin-licence']
    """
    checked = _on(distribution)
    for check in checked.known_by(checks_up_to):
        yield check.name, functools.partial(checked.require, check)


def glance_at_plugin(distribution: str, found: Iterable[Entry]) -> list[CheckResult]:
    """Run the checks that need no process of their own, on what a registry found."""
    checked = _on(distribution, found)
    return [checked.run(c) for c in checked.checks if c.name in _AT_A_GLANCE]


def _on(distribution: str, found: Iterable[Entry] | None = None) -> Checked:
    plugin = plugin_of(distribution, Registry().entries() if found is None else found)
    return Checked(
        plugin.where, plugin.place, PLUGIN_CHECKS, lambda check: check.find(plugin)
    )
