"""How many examples a property test tries, by Hypothesis profile."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

_DEEP = 20_000
_SMOKE = 10
_SMOKE_SCENARIOS = 20


def register_profiles() -> None:
    """Register the profiles and load the one the environment asks for.

    ``HYPOTHESIS_PROFILE`` names it; without it ``CI`` chooses ``ci``, else ``dev``.
    The option ``--hypothesis-profile`` goes before all of these.
    """
    settings.register_profile(
        "smoke", max_examples=_SMOKE, deadline=None, derandomize=True
    )
    settings.register_profile("dev", max_examples=50, deadline=None)
    settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
    settings.register_profile("deep", max_examples=_DEEP, deadline=None)
    fallback = "ci" if os.environ.get("CI") else "dev"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or fallback)


def examples(count: int) -> int:
    """Give the number of examples for a test that promises ``count`` of them.

    That number under ``dev`` and ``ci``, at most 20 under ``smoke``, 20,000 under
    ``deep``. Write ``@settings(max_examples=examples(300))``.
    """
    loaded = settings().max_examples
    if loaded >= _DEEP:
        return _DEEP
    if loaded <= _SMOKE:
        return min(count, _SMOKE_SCENARIOS)
    return count


def skip_in_smoke() -> None:
    """Leave a test of what full counts draw to the profiles that have full counts."""
    if settings().max_examples <= _SMOKE:
        pytest.skip("needs full counts")


def skip_unless_deep() -> None:
    """Leave a search that takes minutes to ``make deep``."""
    if settings().max_examples < _DEEP:
        pytest.skip("searches for minutes: make deep")
