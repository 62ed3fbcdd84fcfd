"""The certificate: what a plan must be, and the code each way of breaking it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest

import tariffopt as to
from tariffopt.plan import Assignments, ContractBill, ContractKey, ItemKey
from tests.building import (
    MONTH,
    YEAR,
    charge,
    chat,
    codes,
    item,
    scenario,
    tariff,
    volume,
)

Change = Callable[[to.Plan], to.Plan]
Row = tuple[int, tuple[str, ...], int]


def messenger(**limits: Any) -> to.Scenario:
    """Give staff and guests; guests in fives, at least ten, five for each member."""
    offer = tariff(
        "messenger",
        charge(volume((50, 10), (500, 9)), "member"),
        charge(1, "guest"),
        charge(1000, None, "once"),
        items=[item("member", "staff"), item("guest", "guest", minimum=10, step=5)],
        rules=[to.Ratio("guest", 5, "member")],
    )
    mail = tariff("mail", charge(3, "box"), items=[item("box", "mail")])
    wanted = {"staff": 60, "guest": 330, "staff mail": 4}
    return scenario(wanted, offer, mail, terms=YEAR, limits=to.Limits(**limits))


@pytest.fixture(scope="module")
def plan() -> to.Plan:
    """Give the optimal plan of the messenger case."""
    return to.optimize(messenger())


def key(offer: str, of: str) -> ItemKey:
    """Name an item of an offer's only contract."""
    return ItemKey(ContractKey(offer), of)


def found(plan: to.Plan) -> list[str]:
    """Name what certifying a plan finds, each code once; nothing if it stands."""
    try:
        to.certify(plan)
    except to.CertificationError as error:
        return list(dict.fromkeys(codes(error)))
    return []


def faults(given: to.Scenario, answer: to.Answer) -> list[str]:
    """Name what is wrong with an answer, each code once."""
    check = to.verify(given, answer)
    assert check.stands == (not check.faults)
    return list(dict.fromkeys(fault.code for fault in check.faults))


def purchases(answer: to.Answer, changes: dict[ItemKey, int]) -> to.Answer:
    """Change quantities bought by so many each."""
    changed = tuple(
        (of, quantity + changes.get(of, 0)) for of, quantity in answer.purchases
    )
    return attrs.evolve(answer, purchases=changed)


def seats(answer: to.Answer, row: int, change: int) -> to.Answer:
    """Change the seats of one row of the assignments."""
    rows = answer.assignments
    column = rows.seats.copy()
    column[row] += change
    return attrs.evolve(answer, assignments=attrs.evolve(rows, seats=column))


def without_group(answer: to.Answer, group: int) -> to.Answer:
    """Take all seats from one group."""
    rows = answer.assignments
    kept = rows.group != group
    columns = {name: getattr(rows, name)[kept] for name in ("group", "access", "seats")}
    return attrs.evolve(answer, assignments=attrs.evolve(rows, **columns))


def first_purchase(plan: to.Plan, **changes: Any) -> to.Plan:
    """Change what the plan says of its first purchase."""
    first, *others = plan.purchases
    return attrs.evolve(plan, purchases=(attrs.evolve(first, **changes), *others))


# --- what stands --------------------------------------------------------------------


def test_an_optimal_plan_stands(plan: to.Plan) -> None:
    """Three groups, a ratio rule; every bill is recomputed."""
    assert to.Certificate(3, 1, bill_recomputed=True) == to.certify(plan)
    assert faults(plan.scenario, plan.answer) == []


def test_a_dear_answer_stands_too(plan: to.Plan) -> None:
    """Verifying is not optimizing: more seats than needed are priced, not refused."""
    more = purchases(plan.answer, {key("messenger", "member"): 40})

    check = to.verify(plan.scenario, more)

    assert check.stands
    assert check.cost is not None
    assert check.cost.incl_tax > plan.cost.incl_tax


def test_limits_count_as_rules() -> None:
    """A budget and a limit on idle seats are each one rule more."""
    limited = to.optimize(messenger(budget=10**6, max_surplus=20))

    assert limited.certificate.rules == 3


def test_nothing_bought_and_nothing_needed_stands() -> None:
    """An empty answer is right where nobody needs anything."""
    empty = to.optimize(scenario(0, chat()))

    assert to.Certificate(1, 0, bill_recomputed=True) == to.certify(empty)


# --- what falls: the answer ---------------------------------------------------------


def test_a_purchase_below_what_is_assigned(plan: to.Plan) -> None:
    """One box fewer than are given away."""
    less = purchases(plan.answer, {key("mail", "box"): -1})

    assert faults(plan.scenario, less) == ["answer-oversold"]


def test_a_seat_too_few_for_a_group(plan: to.Plan) -> None:
    """One person fewer than needed; the fault names the group and both numbers."""
    check = to.verify(plan.scenario, seats(plan.answer, 0, -1))

    fields = {"group": "g0", "found": 59, "needed": 60}
    assert [("answer-short", "$.groups[0]", fields)] == [
        (fault.code, fault.place.path, fault.fields) for fault in check.faults
    ]


@pytest.mark.parametrize("group", [0, 1, 2])
def test_a_group_forgotten(plan: to.Plan, group: int) -> None:
    """Every group is looked at, the last one too."""
    check = to.verify(plan.scenario, without_group(plan.answer, group))

    assert [("answer-short", f"g{group}")] == [
        (fault.code, fault.fields["group"]) for fault in check.faults
    ]


def test_seats_that_do_not_grant_what_is_needed(plan: to.Plan) -> None:
    """Guests' seats for staff: what is lacking is named, and nobody is served."""
    rows = plan.answer.assignments
    guest = rows.sets.index((key("messenger", "guest"),))
    access = np.where(rows.group == 0, guest, rows.access)
    swapped = attrs.evolve(plan.answer, assignments=attrs.evolve(rows, access=access))

    check = to.verify(plan.scenario, swapped)

    assert {"answer-lacking", "answer-short", "answer-oversold"} == {
        fault.code for fault in check.faults
    }
    assert "staff" in str(check.faults[0].text())


def test_one_item_of_two_is_not_enough(plan: to.Plan) -> None:
    """A person who needs staff and mail is not served by the seat alone."""
    rows = plan.answer.assignments
    sets = tuple(items[:1] for items in rows.sets)
    halved = attrs.evolve(plan.answer, assignments=attrs.evolve(rows, sets=sets))

    assert "answer-lacking" in faults(plan.scenario, halved)


@pytest.mark.parametrize(
    "unknown",
    [key("nobody", "member"), key("messenger", "admin")],
)
def test_items_that_are_not_on_offer(plan: to.Plan, unknown: ItemKey) -> None:
    """An offer or an item nobody offers is named, bought or assigned."""
    bought = (*plan.answer.purchases, (unknown, 1))
    rows = plan.answer.assignments
    given = attrs.evolve(rows, sets=(*rows.sets[:-1], (unknown,)))

    one = to.verify(plan.scenario, attrs.evolve(plan.answer, purchases=bought))
    two = to.verify(plan.scenario, attrs.evolve(plan.answer, assignments=given))

    assert "answer-item" == one.faults[0].code == two.faults[0].code
    assert {"offer": unknown.offer, "item": unknown.item} == one.faults[0].fields
    assert one.cost is None


@pytest.mark.parametrize(
    "contract", [ContractKey("mail", "another"), ContractKey("mail", number=2)]
)
def test_contracts_that_nobody_may_sign(plan: to.Plan, contract: ContractKey) -> None:
    """A second contract, or one of another body, is not possible yet."""
    bought = (*plan.answer.purchases, (ItemKey(contract, "box"), 5))

    assert "answer-contract" in faults(
        plan.scenario, attrs.evolve(plan.answer, purchases=bought)
    )


@pytest.mark.parametrize(
    ("of", "change", "code"),
    [
        ("guest", 1, "quantity-domain"),  # guests are sold in fives
        ("guest", -325, "quantity-domain"),  # and at least ten of them
        ("guest", 5, "quantity-ratio"),  # and five for each member
        ("member", 500, "quantity-no-price"),  # and no more than 500 members
    ],
)
def test_quantities_that_the_vendor_does_not_sell(
    plan: to.Plan, of: str, change: int, code: str
) -> None:
    """Step, minimum, ratio and the last price are each found, and there is no cost."""
    other = purchases(plan.answer, {key("messenger", of): change})

    check = to.verify(plan.scenario, other)

    assert code in {fault.code for fault in check.faults}
    assert check.cost is None
    assert not check.certificate.bill_recomputed


def test_fewer_than_nothing(plan: to.Plan) -> None:
    """Quantities and seats below zero are refused, though sums might come out right."""
    box = key("mail", "box")
    sold = attrs.evolve(
        plan.answer, purchases=(*plan.answer.purchases, (box, -1), (box, 1))
    )
    taken = seats(plan.answer, 0, -61)

    assert faults(plan.scenario, sold) == ["answer-negative"]
    assert "answer-seats-negative" in faults(plan.scenario, taken)


def test_over_the_budget(plan: to.Plan) -> None:
    """A yen over the budget is over it; the budget itself is not."""
    cost = plan.cost.incl_tax.amount
    just, less = (
        attrs.evolve(plan.scenario, limits=to.Limits(budget=budget))
        for budget in (cost, cost - 1)
    )

    assert faults(just, plan.answer) == []
    assert faults(less, plan.answer) == ["answer-budget"]


def test_more_idle_seats_than_allowed(plan: to.Plan) -> None:
    """Two members stand idle, since guests need 66 and staff only 64."""
    idle = sum(purchase.idle for purchase in plan.purchases)
    just, less = (
        attrs.evolve(plan.scenario, limits=to.Limits(max_surplus=most))
        for most in (idle, idle - 1)
    )

    assert idle == 2
    assert faults(just, plan.answer) == []
    assert faults(less, plan.answer) == ["answer-surplus"]


def test_all_faults_at_once(plan: to.Plan) -> None:
    """Everything that is wrong is told together, and all of it in both languages."""
    wrong = seats(plan.answer, 0, -1)
    wrong = purchases(wrong, {key("mail", "box"): -1, key("messenger", "guest"): 5})
    limited = attrs.evolve(plan.scenario, limits=to.Limits(max_surplus=0))

    check = to.verify(limited, wrong)

    assert [fault.code for fault in check.faults] == [
        "answer-short", "answer-oversold", "quantity-ratio", "answer-surplus",
    ]  # fmt: skip
    assert all(fault.text("en") and fault.text("ja") for fault in check.faults)


# --- what falls: what the plan says of itself ---------------------------------------


def with_cost(plan: to.Plan, **parts: Any) -> to.Plan:
    """Change the cost a plan says it has."""
    return attrs.evolve(plan, cost=attrs.evolve(plan.cost, **parts))


@pytest.mark.parametrize("more", [1, -1, Fraction(1, 100), Fraction(-1, 1000)])
@pytest.mark.parametrize("part", ["excl_tax", "tax", "incl_tax"])
def test_a_cost_that_is_off(plan: to.Plan, part: str, more: Fraction) -> None:
    """One coin more or less, in any of the three sums, or less than a coin."""
    amount = getattr(plan.cost, part)
    wrong = with_cost(plan, **{part: attrs.evolve(amount, amount=amount.amount + more)})

    assert "claim-cost" in found(wrong)


def test_a_bill_that_is_off(plan: to.Plan) -> None:
    """A line at another price, or naming another tier, is another bill."""
    (first, *others), line = plan.bills, plan.bills[0].bill.lines[0]

    def with_line(**changes: Any) -> to.Plan:
        lines = (attrs.evolve(line, **changes), *first.bill.lines[1:])
        bill = attrs.evolve(first.bill, lines=lines)
        changed = ContractBill(first.contract, bill)
        return attrs.evolve(plan, bills=(changed, *others))

    assert found(with_line(unit_price=line.unit_price + 1)) == ["claim-bill"]
    assert found(with_line(tier=(1, 50))) == ["claim-bill"]
    assert found(attrs.evolve(plan, bills=plan.bills[:1])) == ["claim-bill"]


@pytest.mark.parametrize("tier", [(1, 50), (51, None), (50, 500), None])
def test_a_tier_that_is_another(plan: to.Plan, tier: Any) -> None:
    """66 members are priced in the tier of 51 to 500, and no other may be named."""
    assert plan.purchases[0].tier == (51, 500)
    assert found(first_purchase(plan, tier=tier)) == ["claim-tier"]


@pytest.mark.parametrize("change", [1, -1])
def test_seats_assigned_that_are_not(plan: to.Plan, change: int) -> None:
    """What a purchase says is assigned is what its rows add up to."""
    said = plan.purchases[0].assigned + change

    assert found(first_purchase(plan, assigned=said)) == ["claim-assigned"]


@pytest.mark.parametrize("change", [-1, 1])
def test_another_quantity_has_another_bill(plan: to.Plan, change: int) -> None:
    """A quantity that is changed after the fact no longer has the bill it had."""
    said = plan.purchases[0].purchased + change
    codes_found = found(first_purchase(plan, purchased=said))

    assert {"claim-cost", "quantity-ratio"} & set(codes_found)


def test_a_bound_above_the_cost(plan: to.Plan) -> None:
    """No plan costs less than its bound, so a bound above the cost is a lie."""
    above = attrs.evolve(
        plan.cost.incl_tax, amount=plan.cost.incl_tax.amount + Fraction(1, 100)
    )
    wrong = attrs.evolve(plan, bound=above, status="feasible", proof="none")

    assert found(wrong) == ["claim-bound"]


@pytest.mark.parametrize(
    ("status", "proof", "bound", "stands"),
    [
        ("optimal", "solver", 0, True),
        ("optimal", "exact", 0, True),
        ("feasible", "none", -1, True),
        ("feasible", "none", None, True),
        ("optimal", "solver", -1, False),
        ("optimal", "solver", None, False),
        ("optimal", "none", 0, False),
        ("optimal", "none", -1, False),
        ("feasible", "solver", -1, False),
        ("feasible", "exact", None, False),
        ("feasible", "none", 0, False),
    ],
)
def test_a_status_without_its_proof(
    plan: to.Plan, status: Any, proof: Any, bound: int | None, stands: bool
) -> None:
    """Optimal, and proved by anybody, is only what has a bound that meets the cost."""
    cost = plan.cost.incl_tax
    at = None if bound is None else attrs.evolve(cost, amount=cost.amount + bound)
    said = attrs.evolve(plan, status=status, proof=proof, bound=at)

    assert found(said) == ([] if stands else ["claim-status"])


def test_all_claims_at_once(plan: to.Plan) -> None:
    """Several untruths are told together."""
    wrong = first_purchase(with_cost(plan, tax=to.Money(0, "JPY")), tier=None)
    wrong = attrs.evolve(wrong, status="feasible")

    assert found(wrong) == ["claim-cost", "claim-tier", "claim-status"]


def test_a_plan_of_another_scenario(plan: to.Plan) -> None:
    """A plan whose tariff was changed by a yen no longer has its bill."""
    offer, other = plan.scenario.offers
    version = offer.versions[0]
    first, *lines = version.charges
    dearer = attrs.evolve(first, schedule=volume((50, 10), (500, "9.01")))
    changed = attrs.evolve(
        offer, versions=(attrs.evolve(version, charges=(dearer, *lines)),)
    )
    given = attrs.evolve(plan.scenario, offers=(changed, other))

    assert found(attrs.evolve(plan, scenario=given)) == ["claim-cost", "claim-bill"]


# --- anybody's answers --------------------------------------------------------------


def test_anybodys_answer_is_priced() -> None:
    """Buying 500, as a reviewer might propose, stands and costs 325,380 more."""
    given = scenario(450, chat(), terms=YEAR)
    rows = rows_of(["g0"], [(0, 0, 450)], [(key("chat", "seat"),)])

    check = to.verify(given, to.Answer(((key("chat", "seat"), 500),), rows))

    assert check.stands
    assert check.cost is not None
    assert to.GrossMoney(2_314_620 + 325_380, "JPY") == check.cost.incl_tax


def test_one_item_bought_in_two_lines_is_one_quantity() -> None:
    """Two purchases of one item are priced as their sum, in one tier."""
    given = scenario(501, chat(), terms=YEAR)
    rows = rows_of(["g0"], [(0, 0, 501)], [(key("chat", "seat"),)])
    bought = ((key("chat", "seat"), 500), (key("chat", "seat"), 1))

    check = to.verify(given, to.Answer(bought, rows))

    assert check.stands
    assert check.cost is not None
    assert to.GrossMoney(2_314_620, "JPY") == check.cost.incl_tax


def test_rows_of_no_seats_need_not_serve() -> None:
    """A row of zero seats of an item that serves nobody is no fault."""
    other = tariff("other", charge(1, "box"), items=[item("box", "mail")])
    given = scenario({"chat": 3, "mail": 1}, chat(), other)
    sets = [(key("chat", "seat"),), (key("other", "box"),)]
    rows = rows_of(["g0", "g1"], [(0, 0, 3), (0, 1, 0), (1, 1, 1)], sets)
    bought = ((key("chat", "seat"), 3), (key("other", "box"), 1))

    assert faults(given, to.Answer(bought, rows)) == []


def rows_of(
    groups: Iterable[str],
    rows: list[tuple[int, int, int]],
    sets: Iterable[tuple[ItemKey, ...]],
) -> Assignments:
    """Write (group, access set, seats) rows as assignments."""
    table = np.array(rows, dtype=np.int64)
    return Assignments(
        tuple(sets), tuple(groups), table[:, 0], table[:, 1], table[:, 2]
    )


def test_the_certificate_uses_quotes_only(
    plan: to.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither curves, reductions, program nor solver take part in certifying."""
    import tariffopt.formulation
    import tariffopt.reductions
    import tariffopt.solvers
    import tariffopt.tariff.pieces

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the certificate trusts nobody")

    monkeypatch.setattr(tariffopt.tariff.pieces, "compile_charge", refuse)
    monkeypatch.setattr(tariffopt.tariff.pieces.Compiled, "amount", refuse)
    monkeypatch.setattr(tariffopt.tariff.curve.Curve, "piece", refuse)
    monkeypatch.setattr(tariffopt.formulation, "build_program", refuse)
    monkeypatch.setattr(tariffopt.reductions, "reduce", refuse)
    monkeypatch.setattr(tariffopt.solvers, "solve", refuse)

    assert to.certify(plan) == plan.certificate


def test_terms_belong_to_what_is_certified(plan: to.Plan) -> None:
    """The same purchases under a shorter horizon are another cost."""
    given = attrs.evolve(plan.scenario, terms=MONTH)

    assert "claim-cost" in found(attrs.evolve(plan, scenario=given))


# --- seats that serve nobody ----------------------------------------------------------


def served(given: to.Scenario, bought: dict[str, int], *rows: Row) -> to.Answer:
    """Answer with quantities of offers' only item, and (group, offers, seats) rows."""
    sets = list(dict.fromkeys(offers for _, offers, _ in rows))
    columns = np.array([[g, sets.index(offers), n] for g, offers, n in rows])
    return to.Answer(
        purchases=tuple((key(offer, "seat"), n) for offer, n in bought.items()),
        assignments=Assignments(
            sets=tuple(tuple(key(offer, "seat") for offer in some) for some in sets),
            groups=given.groups.ids,
            group=columns[:, 0],
            access=columns[:, 1],
            seats=columns[:, 2],
        ),
    )


def pair(most: int) -> to.Scenario:
    """Let eight and five people chat by either of two offers, or both."""
    limits = to.Limits(max_surplus=most)
    given = scenario(8, chat("a"), chat("b"), limits=limits)
    groups = [to.Group("g0", 8, needs={"chat"}), to.Group("g1", 5, needs={"chat"})]
    return to.Scenario(groups, given.offers, given.terms, limits=limits)


@pytest.mark.parametrize(
    ("rows", "idle"),
    [
        ([(0, ("a",), 8), (1, ("a",), 5)], 3),
        ([(0, ("a",), 11), (1, ("a",), 5)], 3),
        ([(0, ("a",), 8), (1, ("a",), 3), (1, ("a",), 5)], 3),
        ([(0, ("a",), 8), (1, ("a",), 2), (1, ("b",), 3)], 6),
        ([(0, ("a", "b"), 8), (1, ("a",), 5)], 11),
        ([(0, ("a",), 3), (0, ("a", "b"), 8), (1, ("a",), 5)], 11),
    ],
)
def test_seats_beyond_the_need_stand_idle(rows: list[Row], idle: int) -> None:
    """More seats than a group must have, and items besides the needed, are idle."""
    bought = {"a": 16, "b": idle - 3}

    assert faults(pair(idle), served(pair(idle), bought, *rows)) == []
    assert faults(pair(idle - 1), served(pair(idle), bought, *rows)) == [
        "answer-surplus"
    ]
