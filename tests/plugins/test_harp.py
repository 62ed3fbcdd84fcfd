"""The formula of examples/harp-formula: exact, rounded as declared, and installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

import tariffopt as to
from tariffopt.tariff.functions import marked_tariff
from tariffopt.testing import check_tariff

TERMS = to.Terms(date(2026, 4, 1), 12, None)
ASK = """
import json
from tariffopt.registry import Registry
tariff = Registry().get("harp-e-application")
print(json.dumps([tariff.id, tariff.origin.found]))
"""


@pytest.fixture(scope="module")
def shares(project: Path) -> ModuleType:
    """Give the example's module, from its folder."""
    folder = project / "examples" / "harp-formula" / "src"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.delitem(sys.modules, "harp_tariffs", raising=False)
        from harp_tariffs import shares  # type: ignore[import-not-found]

        return shares  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def tariff(shares: ModuleType) -> to.Tariff:
    """Give the formula as a tariff."""
    made = marked_tariff(shares.price)
    assert made is not None
    return made


@pytest.mark.parametrize("residents", [125, 250, 500, 1000, 4000, 16_000, 2**30 * 1000])
def test_share_grows_by_half_where_residents_double(
    shares: ModuleType, residents: int
) -> None:
    """The published rule holds exactly, before rounding, at each doubling."""
    assert shares.share(2 * residents) == Fraction(3, 2) * shares.share(residents)


@pytest.mark.parametrize("residents", [3, 700, 1001, 9999])
def test_rule_holds_between_the_doublings(shares: ModuleType, residents: int) -> None:
    """Elsewhere the rule holds to more digits than any rounding could show."""
    twice, once = Fraction(shares.share(2 * residents)), shares.share(residents)

    assert abs(twice - Fraction(3, 2) * Fraction(once)) < Fraction(1, 10**18)


def test_price_is_rounded_as_declared(shares: ModuleType) -> None:
    """The price is a whole number: the fee and the share cut to 1,000 yen."""
    for residents in range(1, 3000, 7):
        price = shares.price(residents)
        over = Fraction(shares.share(residents)) - (price - shares.FEE)

        assert type(price) is int
        assert 0 <= over < shares.UNIT


@pytest.mark.parametrize(
    ("residents", "yearly"),
    [(999, 109_000), (1000, 110_000), (1999, 159_000), (2000, 160_000)],
)
def test_quote_is_the_formula(tariff: to.Tariff, residents: int, yearly: int) -> None:
    """The tabulated tariff costs what the formula says, on both sides of a doubling."""
    terms = TERMS

    assert to.quote(tariff, {"resident": residents}, terms).excl_tax.amount == yearly


def test_formula_passes_the_kit(tariff: to.Tariff) -> None:
    """All that is expected of a tariff holds for the formula."""
    check_tariff(tariff)


def test_optimum_lies_on_the_formula(tariff: to.Tariff) -> None:
    """The formula is decided exactly: no more is bought than needed, for its price."""
    plan = to.optimize(
        to.Scenario(
            groups=[to.Group("town", 7654, needs={"e-application"})],
            offers=[tariff],
            terms=TERMS,
        )
    )

    assert plan.proof == "exact"
    assert plan.cost is not None
    assert plan.cost.excl_tax.amount == 338_000


def test_formula_is_found_when_installed(project: Path, tmp_path: Path) -> None:
    """Installed with pip, without a network, it is found by its id."""
    copy, site = tmp_path / "copy", tmp_path / "site"
    shutil.copytree(project / "examples" / "harp-formula", copy)
    options = "--quiet --no-build-isolation --no-deps --disable-pip-version-check"
    pip = [sys.executable, "-m", "pip", "install", *options.split()]
    subprocess.run([*pip, "--target", str(site), str(copy)], check=True)

    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *sys.path])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert json.loads(done.stdout) == ["harp-e-application", "harp-tariffs 1.0: shares"]


@pytest.mark.parametrize(
    ("price", "runs"),
    [
        (lambda n: 400 * n if n <= 500 else 350 * n, 2),
        (lambda n: 1000 * -(-n // 10), 10_001),
        (lambda n: max(5000, 3 * n), 2),
    ],
    ids=["volume", "packages", "minimum"],
)
def test_tabulating_is_quick_and_short(price: Callable[[int], int], runs: int) -> None:
    """A hundred thousand quantities take about a second, in as few runs as possible."""
    started = time.process_time()

    made = to.tariff_from_function(
        price,
        maximum=100_000,
        id="quick",
        name="Quick",
        vendor="V",
        currency="JPY",
        prices="excluding-tax",
    )

    assert time.process_time() - started < 10  # about one; a busy machine has more
    assert len(made.versions[0].charges[0].schedule.runs) == runs  # type: ignore[attr-defined]
