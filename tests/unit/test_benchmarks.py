"""Benchmarks: instances never change, peers agree, and no row is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import tariffopt as to
from benchmarks import __main__ as command
from benchmarks import families, methods, peers, runner, runs, suites, tables
from tariffopt.testing.dynamic import dynamic_program

HASHES = {
    ("one-product", 1): (
        "47d87bd317a69f700d00c00d28fe18ae2e272ac2f52a1fc7dac88e660f101081"
    ),
    ("one-product", 2): (
        "0b3668c8197f5f94c40b304ae90b91d432b6e00c14ed28a3bee0f413ac6fbc81"
    ),
    ("easy", 1): ("a77c0d96603ebb9ab5fa0dab04516d18d5f967e32249de91868f16dfb18c8b4c"),
    ("easy", 2): ("8d0a906d3cd71217be1ebf23f0ff94c1b3ba5c1a582b37fd44d681cf97e17e21"),
    ("hard", 1): ("0076725f63555d56fee923c23b3ed350c3c509cf7b72f740fa645686e3f0279b"),
    ("hard", 2): ("087dcbe9a45c91afbf8b61d4ea017ecb14f3e2ac6a3263542f49aafef1fa8a3f"),
    ("rounded", 1): (
        "e3ef7826404d6f9398c53585314513eb61d5f646e64c7ab28e6a42e2ff4d0f51"
    ),
    ("rounded", 2): (
        "c6a052f643046d927b0ef8509d2517b57a11aa7141902609635dca001c3acede"
    ),
}
SETTINGS = runs.Settings(time_limit=10.0, repeats=1)


def made(kind: str, seed: int) -> families.Instance:
    """Make the small instance of a family that the hashes are for."""
    if kind == "one-product":
        return families.one_product(8, 4, 2_000, seed=seed)
    rounded = kind == "rounded"
    regime = "hard" if rounded else kind
    return families.large_organization(
        200, 8, 4, 8, regime=regime, rounded=rounded, seed=seed
    )


def tiny() -> families.Instance:
    """Make an instance small enough for every method to prove its optimum."""
    return families.large_organization(12, 3, 2, 3, regime="hard", seed=5)


@pytest.mark.parametrize(("kind", "seed"), HASHES)
def test_instances_are_the_same_everywhere(kind: str, seed: int) -> None:
    """An instance has the stored hash on every Python, whatever NumPy there is."""
    assert HASHES[kind, seed] == made(kind, seed).sha256


def test_draws_keep_their_sequence() -> None:
    """The numbers behind all instances are those of Python's `random()` for a seed."""
    draw = families.Draw("a")

    assert [draw.below(1000) for _ in range(5)] == [667, 47, 666, 128, 567]
    assert draw.rising(3, 1, 3) == [1, 2, 3]


def test_the_hard_regime_has_thresholds_up_to_27_percent() -> None:
    """In the hard regime thresholds reach 27 % of all seats, in the easy one 2 %."""
    for kind, share in (("easy", Fraction(2, 100)), ("hard", Fraction(27, 100))):
        document = made(kind, 1).document
        last = [t["charges"][0]["tiers"][-2]["up_to"] for t in document["tariffs"]]
        assert share / 2 < Fraction(max(last), sum(document["people"])) <= share


def test_rounded_instances_need_rounding_and_others_do_not() -> None:
    """A rounded instance has columns for rounded tax, and no peer is asked for it."""
    rounded, plain = made("rounded", 1), made("hard", 1)

    assert _has_tax_columns(rounded)
    assert not _has_tax_columns(plain)
    assert not any(peer.can(rounded) for peer in peers.PEERS)
    assert all(peer.can(plain) for peer in peers.PEERS)
    with pytest.raises(ValueError, match="no whole yen"):
        peers.market_of(rounded.document, merged=True)


def _has_tax_columns(instance: families.Instance) -> bool:
    columns = to.formulate(instance.scenario).columns
    return any(column.name.startswith("t") for column in columns)


def test_more_profiles_than_groups_are_refused() -> None:
    """Every profile needs a group of its own."""
    with pytest.raises(ValueError, match="5 profiles"):
        families.large_organization(4, profiles=5, seed=1)


def test_one_product_is_what_the_dynamic_program_says() -> None:
    """The optimum of a small one-product instance is the exact oracle's."""
    instance = families.one_product(3, 2, 60, seed=3)
    scenario = instance.scenario

    plan = to.optimize(scenario)

    expected = dynamic_program(scenario.offers, 60, scenario.terms)
    assert expected == plan.cost.incl_tax.amount


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
@pytest.mark.parametrize("make", [tiny, lambda: families.one_product(3, 2, 60, seed=3)])
def test_peers_find_the_same_optimum(peer: peers.Peer, make: object) -> None:
    """Every peer, given time, finds tariffopt's optimum, and its answer stands."""
    instance = make()  # type: ignore[operator]
    plan = to.optimize(instance.scenario)
    method = methods.Method(peer.name, peer.about, peer)

    run = methods.run_method(method, instance, SETTINGS, seed=0)

    assert (run.status, run.certified, run.why) == ("optimal", True, "")
    assert plan.cost.incl_tax.amount == run.cost
    assert {"Optimal"} == {run.claimed}


def test_peers_run_with_any_number_of_threads() -> None:
    """A peer's solve does not depend on what HiGHS solved before in its thread."""
    market = peers.market_of(tiny().document, merged=True)

    for threads in (2, 1, 2):
        settings = attrs.evolve(SETTINGS, threads=threads)
        for peer in peers.PEERS:
            assert peers.ask(peer, market, settings, seed=0).status == "Optimal"


def test_peers_know_the_prices_with_tax() -> None:
    """A peer's price is what tariffopt charges for a seat over the horizon."""
    instance = tiny()
    market = peers.market_of(instance.document, merged=True)
    offer, vendor = instance.scenario.offers[0], market.vendors[0]

    for first, _, price in vendor.tiers:
        bill = to.quote(offer, {"seat": first}, instance.scenario.terms)
        assert first * price + vendor.fee == bill.incl_tax.amount


def test_a_bad_answer_of_a_peer_is_not_certified() -> None:
    """A peer that leaves somebody out gets a row that says so."""
    instance = tiny()

    def careless(market: peers.Market) -> peers.Model:
        row = next(iter(market.demands))
        short = {**market.demands, row: market.demands[row] - 1}
        return peers.multiple_choice(attrs.evolve(market, demands=short))

    peer = peers.Peer("careless", "one short", careless)
    run = methods.run_method(
        methods.Method("careless", "", peer), instance, SETTINGS, seed=0
    )

    assert not run.certified
    assert "$.groups[" in run.why


def test_a_run_of_ours_has_its_phases() -> None:
    """A run of tariffopt is certified and has all phases and both sizes."""
    found = list(runner.runs_of(tiny(), attrs.evolve(SETTINGS, methods=(runs.OURS,))))

    (run,) = found
    phases = attrs.asdict(run.seconds)
    assert (run.status, run.certified) == ("optimal", True)
    assert all(seconds is not None for seconds in phases.values())
    assert run.before.columns > run.after.columns  # type: ignore[operator]
    assert run.seconds.total >= run.seconds.solve  # type: ignore[operator]


def test_no_plan_in_time_is_a_row() -> None:
    """A time limit of nothing gives a row without a plan, not an error."""
    instance = families.large_organization(60, 8, 4, 8, regime="hard", seed=2)
    settings = runs.Settings(time_limit=0.0)

    run = methods.run_method(methods.METHODS[0], instance, settings, seed=0)

    assert run.status in {"none", "feasible"}
    assert not run.proved


def test_quick_run_writes_rows_and_tables(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A quick run writes a row a run and a table, and prints the table."""
    words = ["run", "--quick", "--family", "large-org-hard", "--output", str(tmp_path)]
    limit = ["--time-limit", "0.5", "--method", runs.OURS, "--method", "big-M"]

    assert command.main([*words, *limit]) == 0

    table, rows = sorted(tmp_path.iterdir(), key=lambda path: path.suffix, reverse=True)
    with rows.open(encoding="utf-8") as file:
        methods_run = [row["method"] for row in csv.DictReader(file)]
    assert methods_run == [runs.OURS, "big-M"]
    printed, told = capfd.readouterr()
    assert table.read_text(encoding="utf-8") in printed
    assert "HiGHS" not in printed.replace("HiGHS 1.", "")
    assert "seed 0" in told


def test_interruption_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the second run leaves the row and the table of the first."""
    done = iter([runs.Run("f", "i", "0", 1, runs.OURS, 0, SETTINGS, "optimal")])

    def interrupted(*_: object) -> Iterator[runs.Run]:
        yield next(done)
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "runs_of", interrupted)

    code = command.main(["--quick", "--output", str(tmp_path)])

    assert code == command.INTERRUPTED
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".md"]


def test_ratios_are_of_medians_and_mark_what_is_not_proved() -> None:
    """A peer twice as slow has ratio 2.0, and `>` before it when it proved nothing."""

    def run(method: str, seed: int, status: str, seconds: float) -> runs.Run:
        return runs.Run(
            "f", "i", "0", 1, method, seed, SETTINGS, status,
            seconds=runs.Seconds(total=2 * seconds, cpu=seconds),
        )  # fmt: skip

    ours = [run(runs.OURS, s, "optimal", t) for s, t in enumerate((1.0, 2.0, 9.0))]
    slow = [run("slow", s, "optimal", t) for s, t in enumerate((4.0, 3.0, 8.0))]
    stuck = [run("stuck", 0, "feasible", 20.0)]

    table = tables.markdown("f", date(2026, 4, 1), [*ours, *slow, *stuck])

    assert "| slow | 3 of 3, not certified | 8.00 (6.00-16.00) | 4.00 | 2.0 |" in table
    assert "| stuck | 0 of 1, not certified | 40.00 | 20.00 | > 10.0 |" in table


def test_contradicting_proofs_are_told() -> None:
    """Two proofs of different costs are a defect, and the table says so."""
    proved = [
        runs.Run("f", "i", "0", 1, n, 0, SETTINGS, "optimal", cost=Fraction(c))
        for n, c in ((runs.OURS, 1000), ("other", 1001))
    ]

    assert "**Proofs disagree** on i: 1,000, 1,001." in tables.markdown(
        "f", date(2026, 4, 1), proved
    )


def test_list_and_generate_name_the_instances(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`list` names each instance with its hash; `generate` writes what is hashed."""
    assert command.main(["list", "--quick"]) == 0
    listed = capsys.readouterr().out

    words = ["generate", "--quick", "--family", "one-product", "--output"]
    assert command.main([*words, str(tmp_path)]) == 0
    assert command.main([*words, str(tmp_path), "--format", "mps"]) == 0

    (instance,) = suites.suites(quick=True)[0].instances()
    assert f"{instance.name}  sha256 {instance.sha256}" in listed
    written = (tmp_path / f"{instance.name}.json").read_text(encoding="ascii")
    assert families.canonical(instance.document) == written
    assert "ROWS" in (tmp_path / f"{instance.name}.mps").read_text(encoding="ascii")
