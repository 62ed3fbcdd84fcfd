"""What a plan says beyond its certificate is derived again."""

from __future__ import annotations

import attrs
import pytest

import tariffopt as to
from tariffopt.optimizing import confirm
from tests.building import MONTH, YEAR, charge, chat, scenario, tariff


def test_a_plan_as_made_is_confirmed() -> None:
    """What was said when the plan was made is what is derived again."""
    confirm(to.optimize(scenario(450, chat(), terms=YEAR)))


def test_a_changed_note_is_found() -> None:
    """A figure in a note that the tariff does not give is a fault."""
    plan = to.optimize(scenario(450, chat(), terms=YEAR))
    zone = plan.notes_of("dead-zone-below")[0]
    changed = attrs.evolve(zone, fields={**zone.fields, "from": 440})
    notes = tuple(changed if note is zone else note for note in plan.notes)

    with pytest.raises(to.CertificationError) as caught:
        confirm(attrs.evolve(plan, notes=notes))

    assert [fault.code for fault in caught.value.faults] == ["claim-note"]


def test_a_changed_reason_is_found() -> None:
    """A reason for idle seats that is not the plan's is a fault."""
    plan = to.optimize(scenario(450, chat(), terms=YEAR))
    purchase = attrs.evolve(plan.purchases[0], idle_reason="idle-required")

    with pytest.raises(to.CertificationError) as caught:
        confirm(attrs.evolve(plan, purchases=(purchase,)))

    assert [fault.code for fault in caught.value.faults] == ["claim-reason"]


def test_a_dearer_plan_is_not_proved_exactly() -> None:
    """A plan for more seats than are needed cannot claim the envelope's proof."""
    plan = to.optimize(scenario(501, chat(), terms=YEAR))
    dearer = to.optimize(scenario(600, chat(), terms=YEAR))
    false = attrs.evolve(dearer, scenario=plan.scenario, notes=())

    with pytest.raises(to.CertificationError) as caught:
        confirm(false)

    assert "claim-exact" in [fault.code for fault in caught.value.faults]


def test_half_a_coin_of_tax_is_rounded_up_in_the_program() -> None:
    """105 yen carry 10.5 yen of tax, half up 11: 116, which 106 yen pay as well."""
    terms = attrs.evolve(MONTH, tax=to.Tax("10%", "half-up", "month"))
    offers = [tariff("a", charge(105)), tariff("b", charge(106))]

    plan = to.optimize(scenario(1, *offers, terms=terms))

    assert plan.status == "optimal"
    assert plan.cost.incl_tax == plan.bound == to.GrossMoney(116, "JPY")
