"""The conformance kit: is this tariff right? For plugins, and for tariffs in files.

`check_tariff` needs neither pytest nor Hypothesis; `parametrize_with_checks` makes a
pytest test of every check.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeVar, get_args

import attrs

from tariffopt.errors import Fault, Place, TariffoptError
from tariffopt.tariff import Tariff, combinations, holding
from tariffopt.tariff.places import root_of
from tariffopt.testing.checks import CHECKS, Check
from tariffopt.texts import Lang, text

_Test = TypeVar("_Test", bound=Callable[..., object])
Outcome = Literal["passed", "failed", "expected", "unexpected"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@attrs.frozen
class CheckResult:
    """What one check found about one tariff, or one plugin's package.

    Attributes
    ----------
    subject, check
        Id of the tariff, or the distribution with its version; the check.
    outcome
        ``"passed"``; ``"failed"``; ``"expected"``: it failed, as was said beforehand;
        ``"unexpected"``: it was said to fail, and passed.
    faults
        What it found.
    reason
        Why it was expected to fail.
    """

    subject: str
    check: Check
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is left to be done."""
        return self.outcome in ("passed", "expected")

    def text(self, lang: Lang = "en") -> str:
        """Say the outcome in a line, and each fault in one more."""
        head = text(
            f"check-outcome.{self.outcome}",
            lang,
            name=self.check.name,
            sentence=self.check.sentence(lang),
            reason=self.reason,
        )
        faults = () if self.outcome == "unexpected" else self.faults
        return "\n".join([head, *(f"  {fault.text(lang)}" for fault in faults)])


class ConformanceError(TariffoptError, AssertionError):
    """A tariff or a plugin breaks checks; ``.results`` are those that failed.

    Parameters
    ----------
    results
        The results that are not right, at least one.
    """

    def __init__(self, results: Iterable[CheckResult]) -> None:
        self.results = tuple(results)
        faults = (fault for result in self.results for fault in result.faults)
        super().__init__(faults)

    def text(self, lang: Lang = "en") -> str:
        """Say every failed check and its faults."""
        return "\n".join(result.text(lang) for result in self.results)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.results,)


def check_tariff(
    tariff: Tariff,
    *,
    expected_failures: Mapping[str, str] | None = None,
    raise_: bool = True,
    checks_up_to: str | None = None,
) -> list[CheckResult]:
    """Run all checks of the conformance kit on a tariff.

    Parameters
    ----------
    tariff
        The tariff, however it was made.
    expected_failures
        Names of checks known to fail, each with the reason. One that passes all the
        same is a failure: the entry is out of date.
    raise_
        Whether to raise when anything is not right; otherwise only the results say so.
    checks_up_to
        Run only checks that this version of tariffopt already had: ``"0.1"``.

    Returns
    -------
    list of CheckResult
        One for each check, in the order of the kit.

    Raises
    ------
    ConformanceError
        With all failed checks, unless ``raise_`` is false.
    ValueError
        For the name of a check that does not exist.

    Examples
    --------
    >>> from tariffopt.tariff import tariff_from_dict
    >>> tiers = [{"up_to": 5, "price": 400}, {"price": 350}]
    >>> tariff = tariff_from_dict(
    ...     {
    ...         "id": "t",
    ...         "name": "T",
    ...         "vendor": "V",
    ...         "currency": "JPY",
    ...         "prices": "excluding-tax",
    ...         "items": {"seat": {}},
    ...         "charges": [{"per": "month", "scheme": "volume", "tiers": tiers}],
    ...         "source": {"title": "price list", "date": "2020-12-10"},
    ...         "examples": [
    ...             {"buy": {"seat": 5}, "monthly": 2000},
    ...             {"buy": {"seat": 6}, "monthly": 2100},
    ...         ],
    ...     }
    ... )
    >>> {result.outcome for result in check_tariff(tariff)}
    {'passed'}
    """
    return run_checks(
        _on(tariff), expected_failures, raise_=raise_, checks_up_to=checks_up_to
    )


@attrs.frozen
class Checked:
    """What checks are run on: for the two kits, that of tariffs and that of plugins.

    Attributes
    ----------
    subject
        What the results call it.
    place
        Where a check that cannot be run is reported.
    checks
        The checks of its kit.
    find
        Runs one of them.
    """

    subject: str
    place: Place
    checks: tuple[Check, ...]
    find: Callable[[Check], Iterator[Fault]]

    def known_by(self, version: str | None) -> list[Check]:
        """List the checks that a version of tariffopt already had; all without one."""
        return [
            check
            for check in self.checks
            if version is None or _version(check.since) <= _version(version)
        ]

    def run(self, check: Check, reason: str | None = None) -> CheckResult:
        """Run a check, which is expected to fail when there is a reason."""
        faults = tuple(self._faults(check))
        if reason is None:
            outcome: Outcome = "failed" if faults else "passed"
        else:
            outcome = "expected" if faults else "unexpected"
        return CheckResult(self.subject, check, outcome, faults, reason or "")

    def _faults(self, check: Check) -> Iterator[Fault]:
        try:
            yield from self.find(check)
        except Exception as error:  # noqa: BLE001 - a plugin's error is what is reported
            fields = {"type": type(error).__name__, "why": str(error)}
            yield Fault("check-raised", self.place, fields)

    def require(self, check: Check, reason: str | None = None) -> None:
        """Run a check, and raise when it is not right."""
        result = self.run(check, reason)
        if not result.ok:
            raise ConformanceError([result])


def run_checks(
    checked: Checked,
    expected_failures: Mapping[str, str] | None,
    *,
    raise_: bool,
    checks_up_to: str | None,
) -> list[CheckResult]:
    """Run all checks of a kit; see `check_tariff`, and `check_plugin`."""
    expected = dict(expected_failures or {})
    names = [check.name for check in checked.checks]
    if unknown := set(expected) - set(names):
        known = ", ".join(names)
        raise ValueError(f"no check {', '.join(sorted(unknown))}; there are {known}")
    known_checks = checked.known_by(checks_up_to)
    results = [checked.run(check, expected.get(check.name)) for check in known_checks]
    wrong = [result for result in results if not result.ok]
    if wrong and raise_:
        raise ConformanceError(wrong)
    return results


def _version(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")[:2]))


_AS_DECLARED = {
    "round-trip",
    "pickles",
    "unchanging",
    "examples-agree",
    "program-agrees",
}
"""Checks of the tariff itself; the others price it as if nothing were held."""


def _on(tariff: Tariff) -> Checked:
    find = functools.partial(_find, tariff)
    return Checked(tariff.id, root_of(tariff), CHECKS, find)


def _find(tariff: Tariff, check: Check) -> Iterator[Fault]:
    options = combinations(tariff.choices) if check.bought else ()
    for choices in options or (None,):
        sold = tariff if choices is None else tariff.under(dict(choices))
        declared = check.name in _AS_DECLARED
        yield from check.find(sold if declared else holding(sold, {}))


def tariff_checks(
    tariff: Tariff, *, checks_up_to: str | None = None
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Give every check by name, as a function that raises when it fails.

    Parameters
    ----------
    tariff, checks_up_to
        As for `check_tariff`.

    Raises
    ------
    ConformanceError
        By the functions given, for the one check each runs.

    Examples
    --------
    >>> from tariffopt.tariff import Tariff, holding, Item, Version
    >>> tariff = Tariff(
    ...     "t", "T", "V", "JPY", "excluding-tax", (Item("a", "A"),), (Version(()),)
    ... )
    >>> [name for name, run in tariff_checks(tariff)][:2]
    ['exact-amounts', 'nothing-for-nothing']
    """
    checked = _on(tariff)
    for check in checked.known_by(checks_up_to):
        yield check.name, functools.partial(checked.require, check)


def parametrize_with_checks(
    tariffs: Iterable[Tariff],
    expected_failures: Mapping[str, Mapping[str, str]] | None = None,
    *,
    checks_up_to: str | None = None,
) -> Callable[[_Test], _Test]:
    """Make a pytest test of every check on every tariff.

    Parameters
    ----------
    tariffs
        What to check.
    expected_failures
        By tariff id: names of checks known to fail, with reasons.
    checks_up_to
        As for `check_tariff`: so a newer tariffopt adds no check to a plugin's tests.

    Returns
    -------
    decorator
        For a test function with one parameter ``check``, which it calls.

    Raises
    ------
    ImportError
        When pytest is missing: ``pip install tariffopt[testing]``.
    """
    try:
        import pytest
    except ImportError as error:
        raise ImportError(
            "parametrize_with_checks needs pytest: pip install tariffopt[testing]"
        ) from error
    known = expected_failures or {}
    cases = [
        pytest.param(
            functools.partial(
                checked.require, check, known.get(checked.subject, {}).get(check.name)
            ),
            id=f"{checked.subject}-{check.name}",
        )
        for checked in map(_on, tariffs)
        for check in checked.known_by(checks_up_to)
    ]
    return pytest.mark.parametrize("check", cases)
