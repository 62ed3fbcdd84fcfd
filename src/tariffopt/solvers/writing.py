"""Programs as files that any solver reads."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tariffopt.files import require_ending, write_beside
from tariffopt.money import decimal_text
from tariffopt.solvers.digits import require_digits

if TYPE_CHECKING:
    from tariffopt.program import Program

_ENDINGS = (".lp", ".mps")


def write_program(program: Program, path: str | Path) -> None:
    r"""Write a program as an LP or MPS file, by the path's ending.

    Columns and rows are sorted by name, so that one program gives one file. Costs
    are in the program's units; a comment at the top says what a unit and the constant
    are in money. A row with two bounds becomes two, ``_min`` and ``_max``.

    Parameters
    ----------
    program
        What to write.
    path
        Ends in ``.lp`` or ``.mps``; replaced if it exists.

    Raises
    ------
    OutputError
        The ending is another one, or the file cannot be written.
    SolverError
        A number has more than 12 digits, which these files cannot carry.

    Examples
    --------
    >>> from tariffopt.program import Column, Program, Row
    >>> need = Row("need", ((0, 1),), lower=501)
    >>> program = Program((Column("seats", upper=3000, cost=7),), (need,))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "seats.lp")
    ...     write_program(program, path)
    ...     print(path.read_text().splitlines()[3])
    OBJ: 7 seats
    """
    path = Path(path)
    require_ending(path, _ENDINGS)
    from tariffopt.solvers.pulp_adapter import write_file

    require_digits(program, path.name)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, path.name)
        write_file(program, draft)
        text = _heading(program, path) + draft.read_text(encoding="ascii")
    write_beside(path, text.encode("ascii"))


def _heading(program: Program, path: Path) -> str:
    unit, constant = decimal_text(program.unit), decimal_text(program.constant)
    words = f"cost in money = {constant} + {unit} x objective"
    return f"\\* {words} *\\\n" if path.suffix.lower() == ".lp" else f"* {words}\n"
