"""What lint finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from tariffopt.errors import Place, json_fields
from tariffopt.texts import Lang, text

Level = Literal["warning", "note"]
NOTES = frozenset(
    {
        "option-never-chosen",
        "no-open-tier",
        "other-reading",
        "one-time-too",
        "no-source",
        "no-source-date",
        "stale-source",
        "order-by-passed",
        "no-example",
    }
)
"""Findings that are worth knowing; all others are probably mistakes, or cost money.

An option that nobody needs nearly always has something that the file does not tell.
"""


@attrs.frozen
class Finding:
    """One thing in a price list that a buyer should know, or should ask about.

    Attributes
    ----------
    code
        What kind it is: ``"falling-total"``.
    place
        Where it stands in the tariff's document, also for a tariff made in Python.
    fields
        The values its sentence names: quantities are ``int``, amounts are money.
    """

    code: str
    place: Place
    fields: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def level(self) -> Level:
        """``"warning"`` for what is probably a mistake or costs money; ``"note"``."""
        return "note" if self.code in NOTES else "warning"

    def sentence(self, lang: Lang = "en") -> str:
        """Say what was found."""
        return self._said("finding", lang)

    def fix(self, lang: Lang = "en") -> str:
        """Say what to do about it."""
        return self._said("fix", lang)

    def _said(self, kind: str, lang: Lang) -> str:
        fields = dict(self.fields)
        if "per" in fields:
            fields["per"] = text(f"finding.per.{fields['per']}", lang)
        return text(f"{kind}.{self.code}", lang, **fields)

    def text(self, lang: Lang = "en") -> str:
        """Say where, what, and what to do, in one line."""
        space = " " if lang == "en" else ""
        said = f"{self.sentence(lang)}{space}{self.fix(lang)}"
        if "under" in self.fields:
            said = text("finding.under", lang, under=self.fields["under"], said=said)
        return f"{self.place.text(lang)}: {said}"

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Write it as a document, with its sentences in one language."""
        return {
            "code": self.code,
            "level": self.level,
            "path": self.place.path,
            "fields": json_fields(self.fields),
            "text": self.sentence(lang),
            "fix": self.fix(lang),
        }
