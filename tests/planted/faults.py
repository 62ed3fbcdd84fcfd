"""Faults to be planted into the road, each as a change of one function or value."""

from __future__ import annotations

import math
import types
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest

from tariffopt.certifying import checking, requirements
from tariffopt.deciding import problems, search
from tariffopt.deciding.single import settle_single
from tariffopt.formulation import build, selecting, tax
from tariffopt.formulation.linking import link_seats
from tariffopt.money import Rounding, round_to
from tariffopt.optimizing import road
from tariffopt.plan import Answer
from tariffopt.plan.serving import Served
from tariffopt.problem import (
    KINDS,
    Problem,
    ServedRange,
    bounds,
    compile_scenario,
    contracting,
    requiring,
)
from tariffopt.program import ProgramBuilder, building
from tariffopt.reductions import REDUCTIONS, groups, quantities
from tariffopt.reductions.groups import split_rows
from tariffopt.scenario import Scenario
from tariffopt.scenario.requirements import REQUIREMENTS
from tariffopt.tariff import (
    Charge,
    Compiled,
    Curve,
    Period,
    Tier,
    Volume,
    bill,
    drawing,
    pieces,
    quoting,
    schedules,
)
from tariffopt.tariff import terms as tariff_terms
from tariffopt.testing.checks import prices

Patch = pytest.MonkeyPatch
OTHER_WAY = {
    Rounding.FLOOR: Rounding.CEIL,
    Rounding.CEIL: Rounding.FLOOR,
    Rounding.HALF_UP: Rounding.FLOOR,
}


# --- prices -------------------------------------------------------------------------


def tier_ends_late_in_print(patch: Patch) -> None:
    """Let ``up_to`` price one unit too many where a bill is written."""
    tiered = schedules.Tiered
    tier = tiered.tier

    def late(self: Any, quantity: int) -> tuple[int, Tier]:
        return tier(self, max(1, quantity - 1))

    patch.setattr(tiered, "tier", late)


def tier_ends_early_in_pieces(patch: Patch) -> None:
    """Start the second piece of a volume price one unit too soon."""
    _shift_second_piece(patch, end=-1, start=-1)


def gap_in_pieces(patch: Patch) -> None:
    """Start the second piece of a curve one unit too late."""

    def holed(charge: Charge) -> Compiled:
        compiled = pieces.compile_charge(charge)
        if len(compiled.curve.pieces) > 1:
            first, second, *others = compiled.curve.pieces
            late = attrs.evolve(second, first=second.first + 1)
            # Past the curve's own check, which would refuse it.
            object.__setattr__(compiled.curve, "pieces", (first, late, *others))
        return compiled

    for user in (prices, contracting):
        patch.setattr(user, "compile_charge", holed)


def _shift_second_piece(patch: Patch, *, end: int, start: int) -> None:
    curve_of = drawing.curve_of

    def shifted(schedule: Any) -> Curve:
        curve = curve_of(schedule)
        if not isinstance(schedule, Volume) or len(curve.pieces) == 1:
            return curve
        first, second, *others = curve.pieces
        return Curve(
            (
                attrs.evolve(first, last=(first.last or 0) + end),
                attrs.evolve(second, first=second.first + start),
                *others,
            )
        )

    patch.setattr(pieces, "curve_of", shifted)


def selected_tier_late_in_pieces(patch: Patch) -> None:
    """Let the tier that another quantity selects start one unit too late."""
    branches = pieces._branches

    def late(*args: Any) -> Iterator[pieces.Branch]:
        for branch in branches(*args):
            first = branch.first + 1 if branch.first else 0
            last = None if branch.last is None else branch.last + 1
            yield attrs.evolve(branch, first=first, last=last)

    patch.setattr(pieces, "_branches", late)


def selecting_unit_too_large(patch: Patch) -> None:
    """Count the reading that selects a tier in twice the unit its weights share."""

    def twice(*weights: int) -> int:
        return 2 * math.gcd(*weights)

    patch.setattr(selecting, "math", types.SimpleNamespace(gcd=twice))


def float_price(patch: Patch) -> None:
    """Compute amounts of units in floating point."""
    units = schedules.Tier.units

    def inexact(*args: Any) -> Any:
        part = units(*args)
        return attrs.evolve(part, amount=float(part.amount))  # type: ignore[arg-type]

    patch.setattr(schedules.Tier, "units", inexact)


def minimum_forgotten_in_pieces(patch: Patch) -> None:
    """Compile no minimum charge."""
    patch.setattr(Curve, "at_least", lambda self, _: self)


def included_units_twice_in_pieces(patch: Patch) -> None:
    """Take included units off two times."""
    delayed = Curve.delayed
    patch.setattr(Curve, "delayed", lambda self, units: delayed(self, 2 * units))


def contract_charges_without_contract(patch: Patch) -> None:
    """Make the program without the charges of the contract."""
    patch.setattr(road, "compile_scenario", _without_contract_charges)


def _without_contract_charges(scenario: Scenario) -> Problem:
    problem = compile_scenario(scenario)
    contracts = tuple(
        attrs.evolve(c, charges=tuple(x for x in c.charges if not x.charge.of_contract))
        for c in problem.contracts
    )
    return attrs.evolve(problem, contracts=contracts)


# --- tax ----------------------------------------------------------------------------


def tax_rounded_the_other_way_in_bills(patch: Patch) -> None:
    """Round the tax the other way where a bill is written."""

    def other(value: Fraction, unit: Any, mode: Rounding) -> Fraction:
        return round_to(value, unit, OTHER_WAY[mode])

    patch.setattr(bill, "round_to", other)


def ties_rounded_down_in_bills(patch: Patch) -> None:
    """Round half a coin down where a bill is written, not up."""

    def down(value: Fraction, unit: Any, mode: Rounding) -> Fraction:
        if mode is Rounding.HALF_UP:
            return -round_to(-value, unit, mode)
        return round_to(value, unit, mode)

    patch.setattr(bill, "round_to", down)


def ties_rounded_down_in_the_program(patch: Patch) -> None:
    """Round half a coin down where the program is made, not up."""
    row = ProgramBuilder.row

    def turned(self: Any, name: str, *args: Any, **bounds: Any) -> None:
        if name.startswith("tax"):
            lower, upper = bounds["lower"], bounds["upper"]
            bounds |= {"lower": -upper, "upper": -lower}
        row(self, name, *args, **bounds)

    patch.setattr(ProgramBuilder, "row", turned)


def tax_rounded_the_other_way_in_the_program(patch: Patch) -> None:
    """Round the tax the other way where the program is made."""
    tie = tax._tie

    def other(builder: Any, name: str, column: int, coins: Any, terms: Any) -> None:
        turned = attrs.evolve(terms.tax, rounding=OTHER_WAY[terms.tax.rounding])
        tie(builder, name, column, coins, attrs.evolve(terms, tax=turned))

    patch.setattr(tax, "_tie", other)


def tax_never_rounded_in_the_program(patch: Patch) -> None:
    """Take the tax for a plain factor, though it is no whole coin."""
    patch.setattr(tax, "rounding_matters", lambda *_: False)


def tax_rounded_once_for_all_invoices(patch: Patch) -> None:
    """Round on one invoice over the horizon, however often one is issued."""
    invoices = tariff_terms.Terms.invoices

    def once(self: Any) -> Any:
        if self.tax is None:
            return invoices(self)
        return invoices(
            attrs.evolve(self, tax=attrs.evolve(self.tax, invoice=Period.ONCE))
        )

    patch.setattr(tariff_terms.Terms, "invoices", once)


# --- the program --------------------------------------------------------------------


def dropped_rows(family: str) -> Any:
    """Give a fault: one kind of row never reaches the program."""

    def drop(patch: Patch) -> None:
        row = ProgramBuilder.row

        def some(self: Any, name: str, *args: Any, **kwargs: Any) -> None:
            if name.rstrip("0123456789_") != family:
                row(self, name, *args, **kwargs)

        patch.setattr(ProgramBuilder, "row", some)

    return drop


def one_idle_seat_fewer_of_each_item(patch: Patch) -> None:
    """Let less of each item stand idle than of all together."""
    row = ProgramBuilder.row

    def tighter(self: Any, name: str, *args: Any, **kwargs: Any) -> None:
        if name.startswith("seats") and kwargs.get("upper"):
            kwargs["upper"] -= 1
        row(self, name, *args, **kwargs)

    patch.setattr(ProgramBuilder, "row", tighter)


def split_for_too_few(patch: Patch) -> None:
    """Let one person less of each demand sit in a piece than may."""

    def fewer(draft: Any, priced: Any, *, strong: bool) -> None:
        seats = draft.problem.seats - 1
        problem = attrs.evolve(draft.problem, seats=seats)
        link_seats(attrs.evolve(draft, problem=problem), priced, strong=strong)

    patch.setattr(build, "link_seats", fewer)


def seats_bought_too_few(patch: Patch) -> None:
    """Bound a quantity one below what is needed or useful."""
    one_bound = bounds._bound
    patch.setattr(bounds, "_bound", lambda *args: max(0, one_bound(*args) - 1))


def cost_divided_wrongly(patch: Patch) -> None:
    """Divide money by twice its divisor, so that costs are cut off."""
    divisor = building.common_divisor
    patch.setattr(building, "common_divisor", lambda costs: 2 * divisor(costs))


# --- reductions ---------------------------------------------------------------------


def _replace(patch: Patch, name: str, change: Any) -> None:
    """Let a reduction's outcome be changed."""
    reduction = REDUCTIONS[name]

    def faulty(problem: Problem) -> Any:
        outcome = reduction.apply(problem)
        return None if outcome is None else change(problem, *outcome)

    patch.setitem(REDUCTIONS, name, attrs.evolve(reduction, apply=faulty))


def merging_keeps_too_little(patch: Patch) -> None:
    """Give merged demands the seats of one group, not of all."""

    def change(problem: Problem, merged: Problem, recover: Any) -> Any:
        first = [np.flatnonzero(problem.need == kind)[0] for kind in merged.need]
        return attrs.evolve(merged, seats=problem.seats[first]), recover

    _replace(patch, "merge-groups", change)


def merging_groups_with_other_needs(patch: Patch) -> None:
    """Merge all groups into the first, whatever they need."""

    def change(problem: Problem) -> Any:
        seats = np.array([problem.seats.sum()])
        merged = attrs.evolve(problem, need=problem.need[:1], seats=seats)
        none = np.zeros(len(problem.need), dtype=np.int64)
        return merged, lambda rows: split_rows(rows, none, problem.seats)

    merging = REDUCTIONS["merge-groups"]
    patch.setitem(REDUCTIONS, "merge-groups", attrs.evolve(merging, apply=change))


def merging_whom_a_requirement_tells_apart(patch: Patch) -> None:
    """Merge all groups with the same needs, whatever is required of some."""
    patch.setattr(groups, "labels_of", lambda _, size: np.zeros(size, dtype=np.int64))


def merging_forgets_who_is_optional(patch: Patch) -> None:
    """Let the first of merged demands say how many more may be served."""

    def change(_: Problem, merged: Problem, recover: Any) -> Any:
        most = ServedRange(tuple(merged.seats.tolist()))
        rest = [c for c in merged.constraints if not isinstance(c, ServedRange)]
        return attrs.evolve(merged, constraints=(*rest, most)), recover

    _replace(patch, "merge-groups", change)


def optional_seats_all_to_the_first(patch: Patch) -> None:
    """Give what is left over to the first of merged demands, however much it is."""

    def dealt(rows: Any, inverse: Any, seats: Any, _: Any) -> Any:
        given = seats.copy()
        for kind in range(inverse.max() + 1):
            own = np.flatnonzero(inverse == kind)
            given[own[0]] += rows[rows[:, 0] == kind, 2].sum() - seats[own].sum()
        return given

    patch.setattr(groups, "deal_out", dealt)


def seats_given_back_to_the_wrong_group(patch: Patch) -> None:
    """Give every group the seats of the one before it."""

    def change(problem: Problem, merged: Problem, recover: Any) -> Any:
        def moved(rows: Any) -> Any:
            back = recover(rows).copy()
            back[:, 0] = (back[:, 0] + 1) % len(problem.need)
            return back[np.argsort(back[:, 0], kind="stable")]

        return merged, moved

    _replace(patch, "merge-groups", change)


def cutting_one_quantity_too_much(patch: Patch) -> None:
    """Cut the last quantity before a dead zone as well."""
    last = quantities._last_unbeaten

    def less(first: int, end: int, *args: Any) -> int:
        found = last(first, end, *args)
        return found if found == end else found - 1

    patch.setattr(quantities, "_last_unbeaten", less)


def cutting_where_idle_seats_are_limited(patch: Patch) -> None:
    """Cut dead zones although buying more may be forbidden."""
    cut = REDUCTIONS["useful-quantities"]
    careless = attrs.evolve(cut, tolerates=frozenset(KINDS))
    patch.setitem(REDUCTIONS, "useful-quantities", careless)


def cutting_items_of_ratio_rules(patch: Patch) -> None:
    """Cut dead zones although a rule binds the item."""
    cut = REDUCTIONS["useful-quantities"]

    def careless(problem: Problem) -> Any:
        outcome = cut.apply(attrs.evolve(problem, constraints=()))
        if outcome is None:
            return None
        return attrs.evolve(outcome[0], constraints=problem.constraints), outcome[1]

    patch.setitem(REDUCTIONS, "useful-quantities", attrs.evolve(cut, apply=careless))


# --- the certificate, and what is claimed -------------------------------------------


def certificate_skips_the_last_group(patch: Patch) -> None:
    """Never look at the last group of the scenario."""
    needs = checking._need_faults

    def skipping(scenario: Scenario, answer: Answer) -> Iterator[Any]:
        last = f"$.groups[{len(scenario.groups) - 1}]"
        return (f for f in needs(scenario, answer) if f.place.path != last)

    patch.setattr(checking, "_need_faults", skipping)


def certificate_skips_seats(patch: Patch) -> None:
    """Never count whether more is given away than bought."""
    patch.setattr(checking, "_seat_faults", lambda *_: iter(()))


def certificate_believes_the_cost(patch: Patch) -> None:
    """Compare nothing of what a plan says of itself."""
    patch.setattr(checking, "_claims", lambda *_: iter(()))


def certificate_skips_ratio_rules(patch: Patch) -> None:
    """Check quantities, and not the vendor's ratio rules."""
    find = quoting.quantity_faults

    def lenient(*args: Any) -> Iterator[Any]:
        return (fault for fault in find(*args) if fault.code != "quantity-ratio")

    patch.setattr(quoting, "quantity_faults", lenient)


def certificate_skips(kind: str) -> Any:
    """Give a fault: one kind of requirement is never checked."""

    def skip(patch: Patch) -> None:
        find = requirements.broken
        asked = REQUIREMENTS[kind]

        def lenient(requirement: Any, served: Any) -> Any:
            return () if isinstance(requirement, asked) else find(requirement, served)

        patch.setattr(requirements, "broken", lenient)

    return skip


def rows_forget_whose_budget_it_is(patch: Patch) -> None:
    """Let a budget of a unit limit what all bodies pay together."""
    find = requiring.Ledger.signed_for
    patch.setattr(requiring.Ledger, "signed_for", lambda ledger, _: find(ledger, ()))


def certificate_forgets_whose_budget_it_is(patch: Patch) -> None:
    """Hold what all bodies pay against the budget of a unit."""
    add_up = Served.paid
    patch.setattr(Served, "paid", lambda own, seller, _: add_up(own, seller, ()))


def certificate_skips_seats_beyond_a_groups_own_limit(patch: Patch) -> None:
    """Never look whether a group is given more than it may have."""
    patch.setattr(requirements, "_too_many", lambda _: iter(()))


def every_plan_is_called_optimal(patch: Patch) -> None:
    """Take the cost for the bound, whatever the solver proved."""
    patch.setattr(search, "_bound", lambda _outcome, point, _: point and point.cost)


def shortcut_forgets_the_limit(patch: Patch) -> None:
    """Settle one item by its envelope although idle seats are limited."""

    def careless(problem: Problem) -> Any:
        return settle_single(attrs.evolve(problem, constraints=()))

    patch.setattr(problems, "settle_single", careless)
