from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import pytest

import tariffopt as to
from tariffopt.problem import Problem, compile_scenario
from tariffopt.reductions import REDUCTIONS, reduce
from tariffopt.reductions.groups import merge_groups, split_rows
from tariffopt.reductions.quantities import keep_useful_quantities
from tariffopt.tariff import Run, Schedule
from tests.building import MONTH, TIERS, charge, chat, item, scenario, tariff, volume

PACKAGES = to.Charge(to.Package(10, 3000), "month", to.Meter.of("seat"))


def many(*people: int, needs: Sequence[str] = ()) -> Problem:
    """Compile groups of so many people each, who need chat if nothing else is said."""
    groups = [
        to.Group(f"g{n}", count, needs=(needs[n] if needs else "chat").split())
        for n, count in enumerate(people)
    ]
    offer = tariff("t", charge(volume(*TIERS)), items=[item("seat", "chat", "mail")])
    return compile_scenario(to.Scenario(groups, [offer], MONTH))


def kept(problem: Problem) -> list[tuple[tuple[int, int], ...] | None]:
    """Give the quantities that each item keeps; nothing where it declines."""
    outcome = keep_useful_quantities(problem)
    return [] if outcome is None else useful(outcome[0])


def useful(problem: Problem) -> list[tuple[tuple[int, int], ...] | None]:
    """Give the quantities worth buying of each item."""
    return [supply.useful for supply in problem.supplies]


def one(priced: to.Charge, *more: to.Charge, seats: int = 3) -> Problem:
    """Compile one tariff of one item."""
    return compile_scenario(scenario(seats, tariff("t", priced, *more)))


def metered(schedule: Schedule, per: str = "month", **more: object) -> to.Charge:
    """Make a charge on seats with anything a charge can have."""
    return to.Charge(schedule, per, to.Meter.of("seat"), **more)  # type: ignore[arg-type]


# --- the list -----------------------------------------------------------------------


def test_unknown_reductions_are_refused() -> None:
    """A name nobody knows is an error that lists the known ones."""
    with pytest.raises(ValueError, match=r"no reduction shrink; .*merge-groups"):
        reduce(many(1), ["shrink"])


@pytest.mark.parametrize("names", [[], ["merge-groups"], ["useful-quantities"], None])
def test_only_what_is_named_is_applied(names: list[str] | None) -> None:
    """None are applied when none are named; all when nothing is said."""
    reduced = reduce(many(3, 4), names)

    assert tuple(REDUCTIONS if names is None else names) == reduced.applied


def test_nothing_applied_is_the_same_problem() -> None:
    """Without reductions, problem and assignments pass through unchanged."""
    problem, rows = many(3, 4), np.array([[0, 0, 3], [1, 0, 4]])

    reduced = reduce(problem, [])

    assert reduced.problem is problem
    assert reduced.recover(rows) is rows


@pytest.mark.parametrize("name", REDUCTIONS)
def test_applying_twice_is_applying_once(name: str) -> None:
    """What is reduced has nothing left that the same reduction would change."""
    once = reduce(many(3, 4), [name]).problem
    twice = reduce(once, [name]).problem

    assert once.seats.tolist() == twice.seats.tolist()
    assert useful(once) == useful(twice)


# --- merging groups -----------------------------------------------------------------


def test_groups_with_equal_needs_are_added_up() -> None:
    """Ten groups of two kinds become two demands with the sums of their seats."""
    needs = ["chat", "chat mail"] * 5

    reduced = reduce(many(*range(10), needs=needs), ["merge-groups"]).problem

    assert len(reduced.need) == 2
    assert reduced.seats.tolist() == [0 + 2 + 4 + 6 + 8, 1 + 3 + 5 + 7 + 9]


def test_groups_with_different_needs_are_not_merged() -> None:
    """It declines when no two groups need the same, even if the same items serve."""
    assert merge_groups(many(3, 4, needs=["chat", "mail"])) is None
    assert merge_groups(many(3)) is None


def test_seats_go_back_in_file_order() -> None:
    """The first group is filled first; a group may get seats of two kinds."""
    rows = np.array([[0, 5, 4], [0, 7, 6]])
    seats = np.array([3, 0, 5, 2])

    split = split_rows(rows, np.zeros(4, dtype=np.int64), seats)

    assert split.tolist() == [[0, 5, 3], [2, 5, 1], [2, 7, 4], [3, 7, 2]]


def test_merged_kinds_are_told_apart() -> None:
    """Groups of two kinds, mixed in the file, each get the seats of their own kind."""
    rows = np.array([[0, 1, 5], [1, 2, 7]])

    split = split_rows(rows, np.array([1, 0, 1, 0]), np.array([4, 2, 3, 3]))

    assert split.tolist() == [[0, 2, 4], [1, 1, 2], [2, 2, 3], [3, 1, 3]]


def test_no_seats_give_no_rows() -> None:
    """Groups that need nobody served get no rows."""
    split = split_rows(
        np.empty((0, 3), dtype=np.int64), np.zeros(2, dtype=np.int64), np.array([0, 0])
    )

    assert split.shape == (0, 3)


def test_hundred_thousand_groups_come_back_complete() -> None:
    """Every one of very many groups gets just its seats."""
    count = 100_000
    seats = np.arange(count) % 5
    total = int(seats.sum())
    rows = np.array([[0, 0, total // 3], [0, 1, total - total // 3]])

    split = split_rows(rows, np.zeros(count, dtype=np.int64), seats)

    given = np.bincount(split[:, 0], split[:, 2], minlength=count)
    assert seats.tolist() == given.astype(int).tolist()
    assert [total // 3, total - total // 3] == [
        int(split[split[:, 1] == access, 2].sum()) for access in (0, 1)
    ]


# --- useful quantities --------------------------------------------------------------


def test_the_dead_zone_is_cut_exactly() -> None:
    """439 to 500 go, for 501 costs less; 438 and 501 stay."""
    assert kept(one(metered(volume(*TIERS)))) == [((1, 438), (501, 501))]


def test_equal_cost_is_no_reason_to_cut() -> None:
    """Quantities that cost just what a larger one costs are kept."""
    # 8 x 100 = 800 = 10 x 80; 9 x 100 = 900 is more.
    assert kept(one(metered(volume((9, 100), (None, 80))))) == [((1, 8), (10, 10))]


def test_a_chain_of_tiers_is_cut_from_the_right() -> None:
    """Every larger purchase counts, not only the start of the next tier."""
    steep = volume((10, 100), (20, 90), (30, 20))

    # 21 x 20 = 420: 5 and more at 100 cost more, and so does the whole second tier.
    assert kept(one(metered(steep))) == [((1, 4), (21, 21))]


def test_nothing_to_cut_declines() -> None:
    """Prices that never fall leave nothing to cut."""
    assert kept(one(metered(to.PerUnit(5)))) == []
    assert kept(one(metered(to.Graduated((to.Tier(9, 5), to.Tier(None, 1)))))) == []


def test_charges_of_one_period_are_added_up() -> None:
    """A set-up price per seat and month narrows the dead zone of the monthly price."""
    alone = kept(one(metered(volume((9, 100), (None, 50)))))
    both = kept(one(metered(volume((9, 100), (None, 50))), metered(to.PerUnit(30))))

    assert alone == [((1, 5), (10, 10))]
    assert both == [((1, 6), (10, 10))]  # 6 x 130 = 780 < 800 <= 7 x 130


def test_a_yearly_price_that_rises_keeps_what_it_would_cost() -> None:
    """More seats are cheaper by the month and dearer by the year: nothing is cut."""
    monthly = metered(volume((9, 100), (None, 50)))

    assert kept(one(monthly, metered(to.PerUnit(1), "year"))) == []


def test_a_price_of_another_tax_class_is_compared_apart() -> None:
    """Less of one class and more of another is not less of both after rounding."""
    monthly = metered(volume((9, 100), (None, 50)))
    reduced = metered(to.PerUnit(1), tax_class="reduced")

    assert kept(one(monthly, reduced)) == []


def test_free_units_of_another_period_do_not_matter() -> None:
    """A yearly price that is level keeps the dead zone of the monthly one."""
    monthly = metered(volume((9, 100), (None, 50)))

    assert kept(one(monthly, metered(to.Flat(7), "year"))) == [((1, 5), (10, 10))]


def test_cuts_are_quantities_that_can_be_bought() -> None:
    """The larger purchase is one the vendor sells: the next step, not the boundary."""
    sold = [item(step=4)]
    offer = tariff("t", charge(volume((9, 100), (None, 50))), items=sold)

    # 12 x 50 = 600 is the first beyond 9, so 7 and more cost more, and 6 does not.
    assert kept(compile_scenario(scenario(3, offer))) == [((1, 6), (10, 12))]


def test_a_limit_on_idle_seats_declines() -> None:
    """More seats than needed may be forbidden, so every quantity stays."""
    limits = to.Limits(max_surplus=20)

    problem = compile_scenario(scenario(450, chat(), limits=limits))

    assert reduce(problem, ["useful-quantities"]).applied == ()


def test_items_in_ratio_rules_are_left_alone() -> None:
    """More of an item may break a rule, or be what keeps one; others are still cut."""
    items = [item("a"), item("b"), item("c")]
    lines = [charge(volume((9, 100), (None, 50)), of) for of in ("a", "b", "c")]
    offer = tariff("t", *lines, items=items, rules=[to.Ratio("a", 5, "b")])

    assert kept(compile_scenario(scenario(3, offer))) == [
        None,
        None,
        ((1, 5), (10, 10)),
    ]


def test_items_of_a_pool_are_left_alone() -> None:
    """An item that also counts towards another price is not judged by its own."""
    lines = [
        charge(volume((9, 100), (None, 50)), "a"),
        to.Charge(to.PerUnit(3), "month", to.Meter((("a", 1), ("b", 1)))),
    ]
    offer = tariff("t", *lines, items=[item("a"), item("b")])

    assert kept(compile_scenario(scenario(3, offer))) == []


def test_packages_are_left_alone() -> None:
    """Blocks of units are not on the curve of the units."""
    assert kept(one(PACKAGES)) == []
    assert kept(one(PACKAGES, metered(volume((9, 100), (None, 50))))) == []


def test_falling_prices_are_left_alone() -> None:
    """A tabulated price that falls within a piece is not cut inside it."""
    falling = to.Tabulated((Run(3, 0, 50), Run(9, 200, -10)))
    problem = one(metered(falling), seats=2)

    (ranges,) = kept(problem) or [((1, 9),)]

    assert ranges is not None
    assert any(first <= 9 <= last for first, last in ranges)


def test_cutting_keeps_everything_else() -> None:
    """Only the quantities worth buying are noted; demands and supplies stay."""
    problem = many(3, 4)
    outcome = keep_useful_quantities(problem)
    assert outcome is not None
    reduced, recover = outcome

    assert reduced.seats is problem.seats
    plain = tuple(attrs.evolve(supply, useful=None) for supply in reduced.supplies)
    assert plain == problem.supplies
    rows = np.array([[0, 0, 3]])
    assert recover(rows) is rows
