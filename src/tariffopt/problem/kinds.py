"""Every kind of constraint there is, by its name."""

from __future__ import annotations

from tariffopt.problem.constraints import (
    RULE_KINDS,
    Constraint,
    ContractLimit,
    SurplusLimit,
)
from tariffopt.problem.requirements import BUYER_KINDS

KINDS: dict[str, type[Constraint]] = {
    kind.kind: kind for kind in (*RULE_KINDS, SurplusLimit, ContractLimit, *BUYER_KINDS)
}
