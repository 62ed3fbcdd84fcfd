"""The keys of what is signed and bought."""

from __future__ import annotations

from typing import Any

import attrs

from tariffopt.tariff.choices import Choices, choices_of

ORGANISATION = "organisation"
"""The body that signs where a scenario names none."""


@attrs.frozen(order=True)
class ContractKey:
    """What purchases, meters, rules and invoices belong to.

    Attributes
    ----------
    offer
        The tariff's id.
    body
        Who signs.
    choices
        What the buyer chose: (choice, option) pairs; a table will do.
    number
        Counts the contracts that a body holds of one tariff with the same choices,
        from 1.
    """

    offer: str
    body: str = ORGANISATION
    choices: Choices = attrs.field(default=(), converter=choices_of)
    number: int = 1

    @property
    def fields(self) -> dict[str, Any]:
        """Name the contract as documents do, with what is usual left out."""
        named: dict[str, Any] = {"offer": self.offer}
        if self.number != 1:
            named["contract"] = self.number
        if self.body != ORGANISATION:
            named["body"] = self.body
        if self.choices:
            named["choices"] = dict(self.choices)
        return named


@attrs.frozen(order=True)
class ItemKey:
    """An item of a contract."""

    contract: ContractKey
    item: str

    @property
    def offer(self) -> str:
        """The tariff's id."""
        return self.contract.offer
