"""The exceptions of tariffopt.

::

    TariffoptError
    ├── InputErrors              (also ValueError) all faults of an input at once
    │   ├── TariffError          a tariff file or document
    │   ├── ScenarioError        a scenario, its groups
    │   └── PlanError            a plan or an answer read back
    ├── QuantityError            (also ValueError) a quantity without a price
    ├── UnknownTariffError       no tariff with this id
    ├── PluginError              a plugin that could not be loaded
    ├── InfeasibleError          no plan exists; ``.conflict``
    ├── NoPlanError              the time ran out without a plan; ``.bound``
    ├── SolverError              the solver is missing, or failed
    ├── OutputError              a file that cannot be written, or must not be replaced
    └── CertificationError       a plan that does not stand up; ``.faults``

Every one carries fields beside its text: a `Fault` is a code, a place and values,
and its sentence is made from the catalogue in either language. A `Note` is the same
without a place, for what is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any, Literal, TypeVar

import attrs

from tariffopt.texts import Lang, text, typed


@attrs.frozen
class Place:
    """Where in an input something stands.

    Attributes
    ----------
    file
        The file as the user named it, or ``None`` for values made in code.
    path
        ``$.charges[0].tiers[1]`` in a document; empty for a table.
    row, column
        In a table: the row counted from 1 with the header, and the column's header.
    """

    file: str | None = None
    path: str = ""
    row: int | None = None
    column: str | None = None

    def text(self, lang: Lang = "en") -> str:
        """Write the place as it stands before a message: ``chat.toml: $.tax``."""
        parts = [self.file] if self.file else []
        if self.row is not None and self.column is not None:
            parts.append(text("place.cell", lang, row=self.row, column=self.column))
        elif self.row is not None:
            parts.append(text("place.row", lang, row=self.row))
        elif self.path:
            parts.append(self.path)
        return ": ".join(parts)

    def __str__(self) -> str:
        return self.text()

    def at(self, *steps: str | int) -> Place:
        """Give the place further down: ``at("tiers", 1)`` adds ``.tiers[1]``."""
        tail = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)
        return attrs.evolve(self, path=(self.path or "$") + tail)


@attrs.frozen
class Note:
    """Something a reader should know, as a code and the values it names.

    Attributes
    ----------
    code
        The message's code without ``note.``: ``"read-as-cp932"``.
    fields
        The values the message names; a `Place` or another note among them is said in
        the language of the message.
    """

    code: str
    fields: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: Lang = "en") -> str:
        """Say a note about an input in one line; a report words a plan's own notes."""
        return text(f"note.{self.code}", lang, **_said(self.fields, lang))


@attrs.frozen
class Fault:
    """One thing that is wrong: what kind, where, and with which values.

    Attributes
    ----------
    code
        The message's code without ``error.``: ``"unknown-item"``.
    place
        Where it stands.
    fields
        The values the message names: what was found, what is allowed. Numbers,
        money and days are values, not words; each language writes them its own way.
        A `Place` or a `Note` among them is said in the language of the message.
    """

    code: str
    place: Place = Place()
    fields: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def text(self, lang: Lang = "en") -> str:
        """Say the fault in one line: where, what was found, what is allowed.

        A sentence that starts with ``~`` has its place as its subject.
        """
        fields = _said(self.fields, lang)
        if "guess" in fields:
            near = fields["guess"]
            fields["guess"] = text("error.guess", lang, guess=near) if near else ""
        message = text(f"error.{self.code}", lang, **fields)
        where = self.place.text(lang)
        if message.startswith("~"):
            return where + message[1:]
        return f"{where}: {message}" if where else message


def _said(fields: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Say the places and notes among fields."""
    return {
        key: value.text(lang) if isinstance(value, Place | Note) else value
        for key, value in fields.items()
    }


def json_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Write the fields of a fault or a note in JSON's own types.

    Whole numbers stay numbers; money, shares and days become text without separators.

    Examples
    --------
    >>> from tariffopt.money import Money
    >>> json_fields({"found": 1200, "paid": Money("2314620", "JPY")})
    {'found': 1200, 'paid': '2314620'}
    """
    return {key: _json_value(value) for key, value in fields.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json_fields(value)
    if value is None or isinstance(value, bool | str):
        return value
    return int(value) if isinstance(value, Integral) else typed(value)


class TariffoptError(Exception):
    """Base of everything tariffopt raises on purpose.

    Parameters
    ----------
    faults
        What is wrong, each with its code, place and values.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(self.faults)  # keeps the exception picklable

    def text(self, lang: Lang = "en") -> str:
        """Say all faults, a line each."""
        return "\n".join(fault.text(lang) for fault in self.faults)

    def __str__(self) -> str:
        return self.text()


class InputErrors(TariffoptError, ValueError):
    """All faults of one input."""


class TariffError(InputErrors):
    """A tariff that cannot be used."""


class ScenarioError(InputErrors):
    """A scenario that cannot be used."""


class PlanError(InputErrors):
    """A plan or an answer that cannot be read."""


class QuantityError(TariffoptError, ValueError):
    """A quantity for which the tariff has no price, or which its rules forbid."""


class UnknownTariffError(TariffoptError):
    """No tariff has this id."""


class PluginError(TariffoptError):
    """A plugin could not be loaded."""


class InfeasibleError(TariffoptError):
    """No plan meets all requirements.

    Attributes
    ----------
    conflict
        The ids of requirements that cannot be met together, none of which can be left
        out: ``needs:chat``, ``rules:TARIFF[0]``, ``limits.max_surplus``. Empty where
        there are too many to tell.
    proof
        Whose proof it is: ``"exact"`` ours, or ``"solver"`` the solver's word.
    """

    def __init__(
        self,
        faults: Fault | Iterable[Fault],
        conflict: Iterable[str] = (),
        proof: Literal["exact", "solver"] = "exact",
    ) -> None:
        super().__init__(faults)
        self.conflict = tuple(conflict)
        self.proof = proof


class NoPlanError(TariffoptError):
    """The time ran out before any plan was found.

    Attributes
    ----------
    bound
        The proved lower bound of the cost as `GrossMoney`, or ``None``.
    """

    def __init__(self, faults: Fault | Iterable[Fault], bound: Any = None) -> None:
        super().__init__(faults)
        self.bound = bound


class SolverError(TariffoptError):
    """The solver is not there, or ended in a way that gives no answer."""


class OutputError(TariffoptError):
    """A file cannot be written, or must not be replaced; nothing was changed."""


class CertificationError(TariffoptError):
    """A plan broke a requirement or a rule, or its cost is not what it says."""


_LINE = 300
_T = TypeVar("_T")


def require_type(value: object, kind: type[_T], advice: str) -> _T:
    """Refuse a value of another type, and say how to get one of the right type.

    Raises
    ------
    TypeError
        When the value is of another type.

    Examples
    --------
    >>> require_type("chat.toml", Place, "Place(file) gives one")
    Traceback (most recent call last):
    TypeError: 'chat.toml' is a str, not a Place; Place(file) gives one
    """
    if isinstance(value, kind):
        return value
    found = f"{value!r:.60} is a {type(value).__name__}, not a {kind.__name__}"
    raise TypeError(f"{found}; {advice}")


def one_line(error: BaseException) -> str:
    """Say any exception in one short line: its type and its first words.

    Examples
    --------
    >>> one_line(SystemExit(3))
    'SystemExit: 3'
    """
    try:
        words = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - a plugin's own exception may be broken too
        words = ""
    line = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return line if len(line) <= _LINE else line[: _LINE - 3] + "..."
