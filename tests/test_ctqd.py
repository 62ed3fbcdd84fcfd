"""Published instances of the total quantity discount, read as pooled tariffs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tariffopt as to
from benchmarks.ctqd import as_scenario, read_ctqd

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "instances" / "ctqd"
TEN = "Rec.10.40.3.*.ctqd"
TINY = """\
NAME : tiny
TYPE : CTQD
CLASS : 1
DIMENSION : 2
MAX_N_RANGE : 1
DEMAND_SECTION :
2
1 4
2 3
OFFER_SECTION :
1 2 1 10 5 2 20 5
2 2 1 9 2 2 21 5
DISCOUNT_SECTION :
1 1 6 50
2 0
EOF
"""


def test_a_small_instance_by_hand(tmp_path: Path) -> None:
    """All 7 from the first supplier reach its half price: (4 x 10 + 3 x 20) / 2."""
    path = tmp_path / "tiny.ctqd"
    path.write_text(TINY, encoding="ascii")

    plan = to.optimize(as_scenario(read_ctqd(path)))

    assert plan.cost.incl_tax.amount == 50
    assert {p.offer: p.idle for p in plan.purchases} == {"s1": 0}


def small() -> list[Path]:
    """Give the smaller instances; none where they are not there."""
    return sorted(FOLDER.glob(TEN))


@pytest.mark.skipif(not FOLDER.exists(), reason="the instances are not beside this")
@pytest.mark.parametrize("path", small(), ids=lambda path: str(path.stem))
def test_the_optimum_is_the_proved_one(path: Path) -> None:
    """10 suppliers of 40 products: the objective is the one two models proved."""
    known = json.loads((FOLDER / "optimal_values.json").read_text("utf-8"))

    plan = to.optimize(as_scenario(read_ctqd(path)))

    assert plan.status == "optimal"
    assert plan.cost.incl_tax.amount * 100 == known[path.name]["opt_x100"]
