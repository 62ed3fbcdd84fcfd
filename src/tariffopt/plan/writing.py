"""Writing plans as documents, ``tariffopt.plan/1``.

Amounts are decimal text in the currency's main unit, counts are whole numbers, and
the only float is the solver's seconds. Keys are English in every language; notes are
codes with fields. A plan carries its inputs, so that it can be certified from
itself alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import tariffopt
from tariffopt.documents import Document, Origin
from tariffopt.errors import InfeasibleError, NoPlanError, json_fields
from tariffopt.money import Money, decimal_text
from tariffopt.plan.model import (
    Assignments,
    ContractBill,
    LevelValue,
    Note,
    Plan,
    Purchase,
    SolverReport,
)
from tariffopt.plan.reaching import reached, reached_to_dict
from tariffopt.scenario import Scenario
from tariffopt.scenario.writing import scenario_to_dict
from tariffopt.tariff import (
    BillLine,
    ItemKey,
    Reached,
    Tariff,
    TaxLine,
    tariff_to_dict,
)

FORMAT = "tariffopt.plan/1"
_NONE_WITHOUT_PLAN = "groups requirements contracts bill taxes notes".split()


def plan_to_json(plan: Plan, *, indent: int | None = 1) -> str:
    """Write a plan as JSON text.

    Parameters
    ----------
    plan
        The plan.
    indent
        Spaces a level; ``None`` for a single line.

    Examples
    --------
    >>> import json
    >>> import tariffopt as to
    >>> document = json.loads(plan_to_json(to.optimize(to.demo_scenario())))
    >>> document["format"], document["cost"]["incl_tax"]
    ('tariffopt.plan/1', '2314620')
    """
    return _json(plan_to_dict(plan), indent)


def infeasible_to_json(
    scenario: Scenario, error: InfeasibleError | NoPlanError, *, indent: int | None = 1
) -> str:
    """Write that there is no plan, in the same envelope: ``purchases`` is ``null``.

    Parameters
    ----------
    scenario
        What was asked.
    error
        Why there is no plan: ``status`` is ``"infeasible"`` with a ``conflict`` of
        requirements, or ``"none"`` when the time ran out, with the bound if any.
    indent
        As `plan_to_json`.
    """
    infeasible = isinstance(error, InfeasibleError)
    bound = None if isinstance(error, InfeasibleError) else error.bound
    proof = error.proof if isinstance(error, InfeasibleError) else "none"
    reasons = [
        {**json_fields(fault.fields), "code": fault.code} for fault in error.faults
    ]
    document = {
        **_head(scenario, "infeasible" if infeasible else "none", proof),
        "stopped_because": None if infeasible else error.faults[0].fields.get("why"),
        "cost": None,
        "bound": None if bound is None else {"incl_tax": bound.decimal()},
        "gap": None,
        "levels": [],
        "ties": "unresolved",
        "budget_figure": None,
        "purchases": None,
        "conflict": list(error.conflict) if isinstance(error, InfeasibleError) else [],
        "reasons": reasons,
        **{key: [] for key in _NONE_WITHOUT_PLAN},
        "inputs": _inputs(scenario),
        "solver": None,
        "certificate": None,
    }
    return _json(document, indent)


def _json(document: Document, indent: int | None) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent, default=str)


def plan_to_dict(plan: Plan) -> Document:
    """Write a plan as a document of JSON's own types."""
    bound, gap, cost = plan.bound, plan.gap, plan.cost
    return {
        **_head(plan.scenario, plan.status, plan.proof),
        "stopped_because": plan.stopped_because,
        "cost": {
            "excl_tax": cost.excl_tax.decimal(),
            "tax": cost.tax.decimal(),
            "incl_tax": cost.incl_tax.decimal(),
        },
        "bound": None if bound is None else {"incl_tax": bound.decimal()},
        "gap": None if gap is None else gap.decimal(),
        "levels": [_level(level) for level in plan.levels],
        "ties": plan.ties,
        "budget_figure": _figure(plan),
        "purchases": [_purchase(purchase) for purchase in plan.purchases],
        "groups": list(_groups(plan.scenario, plan.assignments)),
        "requirements": [reached_to_dict(entry) for entry in reached(plan)],
        "contracts": [_contract(entry) for entry in plan.bills],
        "bill": list(_lines(plan)),
        "taxes": [
            entry.contract.fields | _tax(row)
            for entry in plan.bills
            for row in entry.bill.taxes
        ],
        "notes": [_note(note) for note in plan.notes],
        "inputs": _inputs(plan.scenario),
        "solver": _solver(plan.solver),
        "certificate": {
            "requirements": plan.certificate.requirements,
            "rules": plan.certificate.rules,
            "bill_recomputed": plan.certificate.bill_recomputed,
        },
    }


def _head(scenario: Scenario, status: str, proof: str) -> Document:
    start, months = scenario.terms.start, scenario.terms.months
    return {
        "format": FORMAT,
        "tariffopt": tariffopt.__version__,
        "status": status,
        "proof": proof,
        "currency": scenario.currency,
        "horizon": {"start": start.isoformat(), "months": months},
    }


def _level(level: LevelValue) -> Document:
    value = decimal_text(level.value)
    return {"goal": level.goal, "value": value, "proved": level.proved}


def _figure(plan: Plan) -> Document | None:
    figure, amount = plan.scenario.budget_figure, plan.budget_figure
    if figure is None or amount is None:
        return None
    unit = str(figure.unit)
    return {"unit": unit, "rounding": figure.word, "amount": amount.decimal()}


# --- purchases and seats ----------------------------------------------------------


def _key(key: ItemKey) -> Document:
    return key.contract.fields | {"item": key.item}


def _tier(tier: Reached | None) -> Document | None:
    if tier is None:
        return None
    first, last = (e.decimal() if isinstance(e, Money) else e for e in tier)
    return {"from": first, "to": last}


def _purchase(purchase: Purchase) -> Document:
    return {
        **_key(purchase.key),
        "name": purchase.item_name,
        "purchased": purchase.purchased,
        **({"people": purchase.people} if purchase.people != 1 else {}),
        "assigned": purchase.assigned,
        "idle": purchase.idle,
        "idle_reason": purchase.idle_reason,
        "tier": _tier(purchase.tier),
        "from": purchase.start.isoformat(),
        "until": purchase.end.isoformat(),
    }


def _groups(scenario: Scenario, assignments: Assignments) -> Iterator[Document]:
    groups = scenario.groups
    sets = [_set(items) for items in assignments.sets]
    given: list[list[Document]] = [[] for _ in range(len(groups))]
    columns = (assignments.group, assignments.access, assignments.seats)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for group, access, seats in rows:
        first, together = sets[access]
        given[group].append({**first, "seats": seats, **together})
    needed = groups.needed[:, 0].tolist()
    people = groups.people.tolist()
    for index, assigned in enumerate(given):
        name = groups.names[index]
        entry: Document = {"id": groups.ids[index]}
        if name != groups.ids[index]:
            entry["name"] = name
        counts = {"people": people[index], "needed": needed[index]}
        yield {**entry, **counts, "assigned": assigned}


def _set(items: tuple[ItemKey, ...]) -> tuple[Document, Document]:
    """Write an access set: its first item, and what goes together with it."""
    first, *rest = (_key(key) for key in items)
    return first, {"together": rest} if rest else {}


# --- bills and notes --------------------------------------------------------------


def _contract(entry: ContractBill) -> Document:
    bill = entry.bill
    return {
        **entry.contract.fields,
        "version": bill.version,
        "excl_tax": bill.excl_tax.decimal(),
        "tax": bill.tax.decimal(),
        "incl_tax": bill.incl_tax.decimal(),
    }


def _lines(plan: Plan) -> Iterator[Document]:
    pairs = (
        (entry.contract, line) for entry in plan.bills for line in entry.bill.lines
    )
    for number, (contract, line) in enumerate(pairs, start=1):
        yield {"line": number, **contract.fields, **_line(line)}


def _line(line: BillLine) -> Document:
    factor = line.tax_factor
    return {
        "charge": line.charge,
        "item": line.item,
        "name": line.item_name,
        "kind": line.kind,
        "quantity": line.quantity,
        "unit_price": decimal_text(line.unit_price),
        "per": line.per.value,
        "times": line.times,
        "amount": line.amount.decimal(),
        "tax_class": line.tax_class,
        "tier": _tier(line.tier),
        "tax_factor": None if factor is None else decimal_text(factor),
    }


def _tax(row: TaxLine) -> Document:
    return {
        "class": row.tax_class,
        "rate": str(row.rate),
        "invoices": row.invoices,
        "base": row.base.decimal(),
        "tax": row.tax.decimal(),
    }


def _note(note: Note) -> Document:
    return {"code": note.code, **json_fields(note.fields)}


# --- inputs and solver ------------------------------------------------------------


def _inputs(scenario: Scenario) -> Document:
    entry = {**_origin(scenario.origin, "path"), "content": scenario_to_dict(scenario)}
    if scenario.notes:
        entry["notes"] = [{"code": n.code, **n.fields} for n in scenario.notes]
    inputs: Document = {"scenario": entry}
    if scenario.groups.source.origin is not None:
        inputs["groups"] = _origin(scenario.groups.source.origin, "path")
    inputs["tariffs"] = [_tariff(offer, scenario) for offer in scenario.offers]
    return inputs


def _origin(origin: Origin | None, key: str) -> Document:
    if origin is None:
        return {key: None, "sha256": None}
    return {key: origin.found, "sha256": origin.sha256}


def _tariff(tariff: Tariff, scenario: Scenario) -> Document:
    content = tariff_to_dict(tariff)
    source = content.get("source", {})
    known = {key: source[key] for key in ("title", "date") if key in source}
    return {
        "id": tariff.id,
        "version": tariff.version_for(scenario.terms).id,
        **_origin(tariff.origin, "found"),
        "source": known or None,
        "content": content,
    }


def _solver(report: SolverReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "version": report.version,
        "seconds": round(float(report.seconds), 3),
        "seed": report.seed,
        "threads": report.threads,
        "rows": report.rows,
        "columns": report.columns,
        "nodes": report.nodes,
        "reductions": list(report.reductions),
    }
