from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import attrs
import pytest

import tariffopt as to
from tariffopt.formulation import Formulated, build_program, linking
from tariffopt.formulation.build import slug
from tariffopt.formulation.tax import rounding_matters
from tariffopt.problem import compile_scenario
from tariffopt.program import Column, Program, Row
from tariffopt.reductions import reduce
from tariffopt.solvers import solve, write_program
from tariffopt.tariff import Minimum
from tariffopt.testing import brute_force
from tests.building import (
    MONTH,
    TAX,
    YEAR,
    charge,
    chat,
    item,
    scenario,
    tariff,
    volume,
)

ODD = to.Terms(MONTH.start, 12, to.Tax("7.7%", "floor", "month"))


def formulated(given: to.Scenario, names: tuple[str, ...] = ()) -> Formulated:
    """Formulate a scenario, without reductions if none are named."""
    return build_program(reduce(compile_scenario(given), names).problem)


def column(program: Program, name: str) -> Column:
    """Find a column by its name."""
    found = {column.name: column for column in program.columns}
    assert name in found
    return found[name]


def row(program: Program, name: str) -> Row:
    """Find a row by its name."""
    found = {row.name: row for row in program.rows}
    assert name in found
    return found[name]


def terms(program: Program, name: str) -> Mapping[str, int]:
    """Give a row's coefficients by the columns' names."""
    pairs = row(program, name).terms
    return {program.columns[index].name: factor for index, factor in pairs}


def families(program: Program) -> set[str]:
    """Name the kinds of rows: the letters their names start with."""
    return {re.match("[a-z]+", r.name).group() for r in program.rows}  # type: ignore[union-attr]


def rich() -> to.Scenario:
    """Give a scenario that has every kind of column and row."""
    one = tariff(
        "one",
        charge(volume((5, 100), (None, 70)), "member"),
        charge(0, "guest"),
        charge(1001, None, "once"),
        items=[item("member"), item("guest", "guest", minimum=3)],
        rules=[to.Ratio("guest", "5/2", "member")],
    )
    two = tariff(
        "two",
        charge(to.Package(4, 511), "mail"),
        items=[item("mail", "mail", step=2)],
    )
    wanted = {"chat": 7, "guest": 9, "chat mail": 4}
    return scenario(wanted, one, two, terms=ODD, limits=to.Limits(max_surplus=9))


# --- the real case ------------------------------------------------------------------


def test_the_real_case_is_a_choice_of_one_piece() -> None:
    """One binary and one quantity for each tier; money divided by 50 x 12 x 1.1."""
    program = formulated(scenario(501, chat(), terms=YEAR)).program

    assert [c.name for c in program.columns] == [
        "q0_seat", "x0_0", "y0_0_0", "z0_0_0", "y0_0_1", "z0_0_1",
    ]  # fmt: skip
    assert Fraction(660) == program.unit
    assert {c.name: c.cost for c in program.columns if c.cost} == {
        "z0_0_0": 8,
        "z0_0_1": 7,
    }
    assert {"need0", "seats0", "use0_0", "split0_0", "one0_0"} <= {
        r.name for r in program.rows
    }
    assert terms(program, "from0_0_1") == {"z0_0_1": 1, "y0_0_1": -501}
    assert terms(program, "upto0_0_0") == {"z0_0_0": 1, "y0_0_0": -500}


def test_the_objective_is_what_is_payable() -> None:
    """At 501 accounts the objective is the whole bill: 2,314,620 yen."""
    program = formulated(scenario(501, chat(), terms=YEAR)).program

    assert program.violations([501, 501, 0, 0, 1, 501]) == ()
    assert Fraction(2_314_620) == program.objective([501, 501, 0, 0, 1, 501])


def test_a_tier_prices_only_its_own_quantities() -> None:
    """500 at the price of the second tier, or 501 at the first, break a row."""
    program = formulated(scenario(400, chat(), terms=YEAR)).program

    assert program.violations([500, 400, 0, 0, 1, 500]) == ("from0_0_1",)
    assert "upto0_0_0" in program.violations([501, 400, 1, 501, 0, 0])
    assert "split0_0" in program.violations([501, 400, 0, 0, 0, 0])
    assert "one0_0" in program.violations([501, 400, 1, 0, 1, 501])


def test_useful_quantities_cut_the_dead_zone_from_the_pieces() -> None:
    """Once the dead zone is known, the first tier ends at 438, the last is a point."""
    given = scenario(400, chat(), terms=YEAR)
    program = formulated(given, ("useful-quantities",)).program

    assert terms(program, "upto0_0_0") == {"z0_0_0": 1, "y0_0_0": -438}
    assert column(program, "z0_0_0").upper == 438
    assert column(program, "z0_0_1").upper == 501


# --- names --------------------------------------------------------------------------


def test_every_kind_of_row_is_there() -> None:
    """The rich scenario has all families of rows, so tests on it miss none."""
    expected = {
        "need", "seats", "use", "split", "from", "upto", "one", "ratio", "least",
        "most", "step", "signed", "bought", "pack", "tax", "surplus", "part", "load",
    }  # fmt: skip

    assert expected == families(formulated(rich()).program)


def test_names_are_unique_and_survive_an_lp_file(tmp_path: object) -> None:
    """Every name is ASCII, short, used once, and stands in the file that is written."""
    from pathlib import Path

    program = formulated(rich()).program
    names = [c.name for c in program.columns] + [r.name for r in program.rows]

    assert all(re.fullmatch(r"[a-z][A-Za-z0-9_]{0,60}", name) for name in names)
    assert len(set(names)) == len(names)
    path = Path(str(tmp_path)) / "rich.lp"
    write_program(program, path)
    written = path.read_text(encoding="ascii")
    assert all(re.search(rf"\b{c.name}\b", written) for c in program.columns)


def test_ids_in_japanese_become_names() -> None:
    """Items whose ids are not ASCII, or alike after that, have names of their own."""
    sold = [item("席"), item("席 2"), item("a-b"), item("a_b"), item("x" * 300)]
    offer = tariff("t", *(charge(1, i.id) for i in sold), items=sold)

    program = formulated(scenario(3, offer)).program

    assert [c.name for c in program.columns[:4]] == [
        "q0_item",
        "q1_2",
        "q2_a_b",
        "q3_a_b",
    ]
    assert len(program.columns[4].name) == 43


@pytest.mark.parametrize(
    ("name", "part"), [("lgwan-chat", "lgwan_chat"), ("席", "item"), ("__", "item")]
)
def test_slugs(name: str, part: str) -> None:
    """Anything but ASCII letters and digits becomes an underscore."""
    assert part == slug(name)


# --- what is whole ------------------------------------------------------------------


def whole(program: Program, letter: str) -> set[bool]:
    """Tell whether the columns of one kind are integer columns."""
    return {c.integer for c in program.columns if re.match(rf"{letter}\d", c.name)}


def test_seats_are_continuous_where_vertices_are_whole() -> None:
    """One seat a person and no rounding: only the choice of tiers is integer."""
    given = scenario({"chat": 50, "mail": 20}, chat(), mixed(), terms=YEAR)
    program = formulated(given).program

    assert {False} == whole(program, "q") == whole(program, "x") == whole(program, "z")
    assert {True} == whole(program, "y")
    assert all(c.upper == 1 for c in program.columns if c.integer)


def test_seats_are_whole_with_ratio_rules() -> None:
    """Items that a ratio rule binds are integer columns, others are not."""
    program = formulated(attrs.evolve(rich(), terms=MONTH, limits=to.Limits())).program

    assert column(program, "q0_member").integer
    assert column(program, "q1_guest").integer
    assert not column(program, "q2_mail").integer


def test_seats_are_whole_with_access_sets_of_two_items() -> None:
    """Where one person takes two seats, people are integer columns."""
    two = tariff("two", charge(9), items=[item("seat", "mail")])

    alone = formulated(scenario({"chat": 3, "mail": 3}, chat(), two)).program
    both = formulated(scenario({"chat mail": 3}, chat(), two)).program

    assert {False} == whole(alone, "x")
    assert {True} == whole(both, "x")


def test_seats_are_whole_where_tax_is_rounded() -> None:
    """A rounded tax needs a whole quantity, and so does nothing else."""
    dollars = tariff("d", charge("7.25"), currency="USD")
    cents = to.Terms(MONTH.start, 12, to.Tax("7.25%", "floor", "month"))

    assert {True} == whole(formulated(scenario(3, dollars, terms=cents)).program, "q")
    assert {False} == whole(formulated(scenario(3, dollars)).program, "q")


def test_whole_seats_can_be_asked_for() -> None:
    """Quantities and people are integer columns when the caller wants them."""
    problem = compile_scenario(scenario(3, chat()))
    program = build_program(problem, whole_seats=True).program

    assert {True} == whole(program, "q") == whole(program, "x")


# --- strong rows --------------------------------------------------------------------


def test_strong_rows_tie_people_to_the_choice_of_a_piece() -> None:
    """Nobody is served by an item of which no piece is chosen, demand by demand."""
    given = scenario({"chat": 30, "chat mail": 20}, chat(), mixed())

    program = formulated(given).program

    uses = {r.name: terms(program, r.name) for r in program.rows if r.name[:3] == "use"}
    # The second tariff has one price without steps, so nothing is to be chosen there.
    assert uses == {"use0_0": {"x0_0": 1, "y0_0_0": -30, "y0_0_1": -30}}


def mixed() -> to.Tariff:
    """Give a tariff of one price that serves everybody."""
    return tariff("mixed", charge(900), items=[item("seat", "chat", "mail")])


def test_strong_rows_make_the_relaxation_better() -> None:
    """Half the people on a step of 5,000 cost all of it, and not 2,500."""
    both = [item("seat", "chat", "mail")]
    step = tariff("step", charge(to.Stairstep((to.Tier(60, 5000),))), items=both)
    cheap = tariff("cheap", charge(10), items=[item("seat", "mail")])
    program = formulated(scenario({"chat": 30, "mail": 30}, step, cheap)).program
    weak = attrs.evolve(
        program, rows=tuple(r for r in program.rows if not r.name.startswith("use"))
    )
    strong_bound = solve(program, relaxed=True).bound
    weak_bound = solve(weak, relaxed=True).bound

    assert (Fraction(2800), Fraction(5000)) == (weak_bound, strong_bound)


def test_strong_rows_are_left_out_when_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above the limit they would cost more than they give; the optimum is the same."""
    monkeypatch.setattr(linking, "LINKED_AT_MOST", 0)

    program = formulated(scenario(450, chat(), terms=YEAR)).program

    assert "use" not in families(program)
    assert Fraction(2_314_620) == solve(program).bound


def split_case() -> to.Scenario:
    """Give two demands, rounded tax, and a tier that is reached by both together."""
    both = [item("seat", "chat", "mail")]
    lone = [
        tariff(f"only-{of}", charge(price), items=[item("seat", of)])
        for of, price in (("chat", 90), ("mail", 60))
    ]
    steep = tariff("both", charge(volume((15, 120), (None, 60))), items=both)
    return scenario({"chat": 10, "mail": 5}, steep, *lone, terms=ODD)


def relaxed(program: Program, without: str = "") -> Fraction | None:
    """Bound a program by its relaxation, with or without one family of rows."""
    rows = (r for r in program.rows if r.name.rstrip("0123456789_") != without)
    return solve(attrs.evolve(program, rows=tuple(rows)), relaxed=True).bound


def test_seats_are_split_by_piece_where_tax_is_rounded() -> None:
    """The people of a demand sit in the piece that is chosen, part by part."""
    program = formulated(split_case()).program

    assert terms(program, "part0_0") == {"x0_0": 1, "w0_0_0": -1, "w0_0_1": -1}
    assert terms(program, "use0_0_0") == {"w0_0_0": 1, "y0_0_0": -10}
    assert terms(program, "load0_0_1") == {"z0_0_1": 1, "w0_0_1": -1, "w1_0_1": -1}
    assert (row(program, "part0_0").lower, row(program, "part0_0").upper) == (0, 0)
    assert row(program, "load0_0_1").lower == 0


def test_split_rows_make_the_relaxation_better() -> None:
    """Here the relaxation is the optimum; without any one family it is 6 % below."""
    program = formulated(split_case()).program
    weaker = [relaxed(program, without) for without in ("use", "part", "load")]

    assert Fraction(12_396) == relaxed(program) == solve(program).bound
    assert [Fraction(11_609)] * 3 == weaker


def test_split_rows_need_rounded_tax_and_several_demands() -> None:
    """Elsewhere, and where there would be too many, the linked form is enough."""
    several = split_case()
    whole = formulated(attrs.evolve(several, terms=MONTH)).program
    alone = formulated(scenario(3, *several.offers, terms=ODD)).program

    assert not {"part", "load"} & (families(whole) | families(alone))
    assert "use" in families(whole)


def test_split_rows_are_replaced_when_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above the limit the linked form is used; the optimum is the same."""
    monkeypatch.setattr(linking, "SPLIT_AT_MOST", 3)

    program = formulated(split_case()).program

    assert "part" not in families(program)
    assert Fraction(12_396) == solve(program).bound


def test_packages_are_linked_and_not_split() -> None:
    """Where a piece counts packages, people are no part of its reading."""
    packages = to.Charge(
        to.Package(4, 10), "month", to.Meter.of("seat"), steps=(Minimum(15),)
    )
    both = [item("seat", "chat", "mail")]
    tiers = tariff("u", charge(volume((500, 400), (3000, 350))), items=both)
    offer = tariff("t", packages, items=both)
    given = scenario({"chat": 3, "mail": 4}, offer, tiers, terms=ODD)
    program = formulated(given).program

    assert {"pack", "use", "part"} <= families(program)
    assert terms(program, "use1_0") == {"x1_0": 1, "y0_0_0": -4, "y0_0_1": -4}
    assert solve(program).bound == brute_force(given)


def test_what_one_demand_takes_is_linked_and_not_split() -> None:
    """Where nobody else takes a supply, its loads are the people of the demand."""
    prices = volume((3, 405), (None, 395))
    both = tariff("b", charge(prices), items=[item("seat", "chat", "mail")])
    given = scenario({"chat": 3, "mail": 4}, both, chat(), terms=ODD)
    program = formulated(given).program

    assert {f"part{demand}_0" for demand in (0, 1)} <= {r.name for r in program.rows}
    assert "part0_1" not in {r.name for r in program.rows}
    assert solve(program).bound == brute_force(given)


def test_no_piece_is_chosen_without_the_contract() -> None:
    """Where charges hang on the contract, its binary bounds the choice of a piece."""
    offer = tariff("t", charge(volume((9, 100), (None, 50))), charge(500, None, "once"))
    program = formulated(scenario(3, offer)).program

    assert terms(program, "one0_0") == {"y0_0_0": 1, "y0_0_1": 1, "held0": -1}
    assert (row(program, "one0_0").lower, row(program, "one0_0").upper) == (None, 0)


# --- rules of items and contracts ---------------------------------------------------


def test_the_contract_is_held_exactly_when_something_is_bought() -> None:
    """Its charges are due with the first unit, and never without one."""
    offer = tariff("t", charge(10), charge(500, None, "once"))
    program = formulated(scenario(3, offer)).program

    assert terms(program, "signed0") == {"q0_seat": 1, "held0": -3}
    assert terms(program, "bought0") == {"q0_seat": 1, "held0": -1}
    assert (row(program, "signed0").upper, row(program, "bought0").lower) == (0, 0)


def test_minimum_and_step_hold_once_anything_is_bought() -> None:
    """None, or at least the minimum and a multiple of the step."""
    offer = tariff("t", charge(10), items=[item(minimum=6, step=4)])
    program = formulated(scenario(3, offer)).program

    assert terms(program, "step0") == {"q0_seat": 1, "n0": -4}
    assert terms(program, "least0") == {"q0_seat": 1, "on0": -6}
    assert terms(program, "most0") == {"q0_seat": 1, "on0": -8}


def test_ratios_are_written_without_fractions() -> None:
    """At most 5/2 guests for each member: 2 guests less 5 members is at most 0."""
    program = formulated(rich()).program

    assert terms(program, "ratio0") == {"q1_guest": 2, "q0_member": -5}
    assert row(program, "ratio0").upper == 0


def test_idle_seats_are_counted_over_all_items() -> None:
    """Bought less assigned, where a person with two items takes two seats."""
    program = formulated(rich()).program
    counted = terms(program, "surplus")

    assert {1} == {n for name, n in counted.items() if name.startswith("q")}
    assert {-1, -2} == {n for name, n in counted.items() if name.startswith("x")}
    assert row(program, "surplus").upper == 9


# --- the objective ------------------------------------------------------------------


@pytest.mark.parametrize("terms_", [YEAR, ODD], ids=["factor", "rounded"])
def test_the_objective_is_the_total_payable_as_a_form(terms_: to.Terms) -> None:
    """The form is money itself: a row of it says what a budget would."""
    made = formulated(scenario(450, chat(), terms=terms_))
    outcome = solve(made.program)
    assert outcome.values is not None
    values = [round(value) for value in outcome.values]

    money = sum(n * values[index] for index, n in made.payable.terms.items())

    bill = to.quote(chat(), {"seat": 501}, terms_).incl_tax.amount
    assert money + made.payable.constant == made.program.objective(values) == bill


# --- tax ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "tax", "matters"),
    [
        (400, TAX, False),  # 400 x 12 x 10 % is whole yen for any number of seats
        (400, to.Tax("10%", "floor", "month"), False),
        (401, to.Tax("10%", "floor", "month"), True),
        (401, to.Tax("10%", "floor", "year"), True),  # 401 x 12 x 10 % is 481.2
        (405, to.Tax("10%", "floor", "year"), False),
        (400, to.Tax("7.7%", "ceil", "month"), True),
        (401, None, False),
    ],
)
def test_rounding_is_written_only_where_it_can_happen(
    price: int, tax: to.Tax | None, matters: bool
) -> None:
    """A tax that is whole coins for every quantity is a plain factor."""
    terms = to.Terms(MONTH.start, 12, tax)
    given = scenario(3, tariff("t", charge(price)), terms=terms)

    assert matters is rounding_matters(compile_scenario(given), 0)
    assert matters is ("tax" in families(formulated(given).program))


def test_prices_with_tax_are_never_rounded() -> None:
    """Where the tariff includes tax, what is printed is what is payable."""
    offer = attrs.evolve(tariff("t", charge(401)), prices="including-tax")
    given = scenario(3, offer, terms=ODD)

    assert not rounding_matters(compile_scenario(given), 0)
    assert Fraction(401 * 3 * 12) == solve(formulated(given).program).bound


@pytest.mark.parametrize(
    ("rounding", "payable"),
    [("floor", 12 * (1203 + 92)), ("ceil", 12 * (1203 + 93)), ("half-up", 12 * 1296)],
)
def test_tax_is_rounded_as_declared_on_every_invoice(
    rounding: str, payable: int
) -> None:
    """7.7 % of 3 x 401 = 1,203 is 92.631 yen, on each of twelve invoices."""
    terms = to.Terms(MONTH.start, 12, to.Tax("7.7%", rounding, "month"))
    given = scenario(3, tariff("t", charge(401)), terms=terms)

    assert Fraction(payable) == solve(formulated(given).program).bound


def test_invoices_of_each_kind_have_their_own_tax() -> None:
    """The first invoice carries what is due once as well, the other eleven do not."""
    offer = tariff("t", charge(401), charge(1001, None, "once"))
    given = scenario(3, offer, terms=ODD)
    program = formulated(given).program

    assert [c.name for c in program.columns if c.name[0] == "t"] == ["t0_0_0", "t0_1_0"]
    first, later = (column(program, name) for name in ("t0_0_0", "t0_1_0"))
    assert later.cost == 11 * first.cost
    bill = to.quote(offer, {"seat": 3}, given.terms)
    assert bill.incl_tax.amount == solve(program).bound
