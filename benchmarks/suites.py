"""Which instances a run consists of, family by family."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import attrs

from benchmarks.families import EASY, HARD, Instance, large_organization, one_product


@attrs.frozen
class Suite:
    """The instances of one family, made when they are asked for.

    Attributes
    ----------
    family
        Names the result files.
    makers
        One for each instance.
    """

    family: str
    makers: tuple[Callable[[], Instance], ...]

    def instances(self) -> Iterator[Instance]:
        """Make the instances, one after another."""
        return (make() for make in self.makers)


_SIZES = (
    (1_000, 20, 5, 20),
    (10_000, 20, 5, 100),
    (10_000, 50, 8, 50),
    (100_000, 50, 10, 100),
)


def _products(*sizes: tuple[int, int, int, int]) -> Suite:
    makers = [
        functools.partial(one_product, vendors, tiers, demand, seed=seed)
        for vendors, tiers, demand, seed in sizes
    ]
    return Suite("one-product", tuple(makers))


def _organizations(
    regime: str, *sizes: tuple[int, int, int, int], rounded: bool = False
) -> Suite:
    makers = [
        functools.partial(
            large_organization, *size, regime=regime, rounded=rounded, seed=1
        )
        for size in sizes
    ]
    kind = "-rounded" if rounded else ""
    return Suite(f"large-org-{regime}{kind}", tuple(makers))


def suites(*, quick: bool = False) -> tuple[Suite, ...]:
    """Give the families of a run, the quick one small enough for a smoke test.

    Examples
    --------
    >>> [suite.family for suite in suites()]
    ['one-product', 'large-org-easy', 'large-org-hard', 'large-org-hard-rounded']
    """
    if quick:
        small = (200, 8, 4, 8)
        return (
            _products((8, 4, 2_000, 1)),
            _organizations(EASY, small),
            _organizations(HARD, small),
            _organizations(HARD, small, rounded=True),
        )
    products = ((10, 4, 20_000, 1), (20, 5, 20_000, 1), (50, 10, 20_000, 1))
    return (
        _products(*products, (50, 10, 1_000_000, 2)),
        _organizations(EASY, *_SIZES),
        _organizations(HARD, *_SIZES),
        _organizations(HARD, *_SIZES[:3], rounded=True),
    )
