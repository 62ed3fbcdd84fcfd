"""Branch and bound over linear programs, each part closed in whole numbers.

For programs whose relaxation is strong: few parts are left then, and to go from one to
the next by the dual simplex method takes less than a solver that brings up its whole
machinery. A part counts as closed when rounded multipliers close it exactly, so that
what is found is the cheapest point by whole numbers alone, and comes with its proof.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable
from fractions import Fraction

import attrs

from tariffopt.program import Program
from tariffopt.program.proofs import (
    Box,
    Branch,
    Leaf,
    Multipliers,
    Tree,
    dual_bound,
    halves,
)
from tariffopt.solvers.outcome import Deadline, Reason, Searched, Settings
from tariffopt.solvers.relaxing import (
    SCALE,
    WHOLE,
    GivenUp,
    Interrupted,
    NotWhole,
    Relaxation,
)

PARTS_AT_MOST = 300
"""Parts after which the search is given up."""

STEPS_AT_MOST = 3_000
TIMES_AT_MOST = 5
"""The same of steps of the simplex method: so many, and so many times those that the
relaxation took at first."""

_HALF = 0.5


def branch_and_bound(
    program: Program,
    settings: Settings,
    deadline: Deadline,
    known: Callable[[], Fraction | None],
) -> Searched:
    """Find the cheapest whole point of a program, and prove that it is.

    See `tariffopt.solvers.branch`.
    """
    search = _Search(program, settings, deadline, known)
    why: Reason | None = None
    try:
        search.run()
    except NotWhole:
        why = "not-whole"
    except GivenUp:
        why = "time-limit" if deadline.is_over() else "work"
    except Interrupted:
        why = "interrupted"
    return Searched(
        values=search.values,
        tree=None if why else search.tree(),
        parts=len(search.nodes),
        stopped_because=why,
        is_first=not search.asked,
        name="HiGHS",
        version=search.relaxation.version,
    )


@attrs.frozen
class _Part:
    """A part that waits, with what is known of it from the one around it."""

    bound: float
    number: int
    box: Box = attrs.field(eq=False, order=False, default=Box())
    around: Multipliers = attrs.field(eq=False, order=False, factory=dict)

    def __lt__(self, other: _Part) -> bool:
        return (self.bound, self.number) < (other.bound, other.number)


class _Search:
    """The tree in the making, and the cheapest point so far, in objective units."""

    def __init__(
        self,
        program: Program,
        settings: Settings,
        deadline: Deadline,
        known: Callable[[], Fraction | None],
    ) -> None:
        self.program, self.known = program, known
        self.relaxation = Relaxation(program, settings, deadline)
        # Whole costs: what lies above the next lower unit is no less than this one.
        self.slack = 1 if program.counts_in_units else 0
        self.values: tuple[int, ...] | None = None
        self.units: Fraction | None = None
        self.numbers = itertools.count(1)
        self.asked = False
        self.nodes: dict[int, Leaf | tuple[Branch, int, int]] = {}
        self.waiting: list[_Part] = [_Part(-math.inf, 0)]

    def run(self) -> None:
        """Take the part with the least bound, and go down within it.

        Raises
        ------
        GivenUp
            With parts left.
        Interrupted
            After Ctrl-C.
        """
        allowed = STEPS_AT_MOST
        while self.waiting:
            part: _Part | None = heapq.heappop(self.waiting)
            while part is not None:
                if len(self.nodes) >= PARTS_AT_MOST or self.relaxation.steps > allowed:
                    raise GivenUp
                is_first = not part.number
                part = self._look_at(part)
                allowed += is_first * TIMES_AT_MOST * self.relaxation.first_steps

    def tree(self) -> Tree:
        """Put the parts in order."""
        waiting: list[int] = [0]
        found: list[Branch | Leaf] = []
        while waiting:
            node = self.nodes[waiting.pop()]
            if isinstance(node, Leaf):
                found.append(node)
            else:
                cut, first, second = node
                found.append(cut)
                waiting += [second, first]
        return Tree(SCALE, tuple(found))

    def _look_at(self, part: _Part) -> _Part | None:
        """Close a part, or cut it in two and give the half to go on with."""
        if part.around and self._close(part, part.around):
            return None
        if not self.relaxation.solve(part.box):
            self._close_empty(part)
            return None
        column = self.relaxation.broken()
        multipliers = self.relaxation.multipliers()
        bound, values = self.relaxation.bound, self.relaxation.values
        if column is None:
            self._keep(part.box)
        elif not part.number:
            self._ask()
        if self._looks_closed(bound) and self._close(part, multipliers):
            return None
        if column is None:
            raise GivenUp
        cut = Branch(column, math.floor(values[column]))
        return self._cut(part, cut, values[column], bound, multipliers)

    def _cut(
        self, part: _Part, cut: Branch, value: float, bound: float, around: Multipliers
    ) -> _Part:
        """Let one half wait, and give the one the vertex is nearer to."""
        numbers = next(self.numbers), next(self.numbers)
        self.nodes[part.number] = (cut, *numbers)
        boxes = zip(numbers, halves(self.program, cut, part.box), strict=True)
        near, far = (_Part(bound, number, box, around) for number, box in boxes)
        if value - cut.at > _HALF:
            near, far = far, near
        heapq.heappush(self.waiting, far)
        return near

    def _looks_closed(self, bound: float) -> bool:
        return self.units is not None and bound > self.units - self.slack - WHOLE

    def _close(self, part: _Part, multipliers: Multipliers) -> bool:
        """Close a part, if it exactly holds nothing cheaper than the best point."""
        if self.units is None:
            return False
        bound = dual_bound(self.program, multipliers, SCALE, part.box)
        if bound is None:
            return False
        units = Fraction(bound, SCALE)
        if units <= self.units - self.slack and units < self.units:
            return False
        self.nodes[part.number] = Leaf(multipliers)
        return True

    def _close_empty(self, part: _Part) -> None:
        for ray in self.relaxation.rays():
            bound = dual_bound(self.program, ray, 0, part.box)
            if bound is not None and bound > 0:
                self.nodes[part.number] = Leaf(ray, is_empty=True)
                return
        raise GivenUp  # HiGHS says so, and shows nothing that holds exactly

    def _ask(self) -> None:
        self.asked = True
        cost = self.known()
        if cost is not None:
            self.units = (cost - self.program.constant) / self.program.unit

    def _keep(self, box: Box) -> None:
        """Keep the vertex, all of whose integer columns are whole, if it is cheaper.

        Raises
        ------
        GivenUp
            In vain.
        NotWhole
            Where its other columns are not whole, or it breaks a row.
        """
        relaxation = self.relaxation
        whole = [round(value) for value in relaxation.values.tolist()]
        if self.program.violations(whole):
            fixed = {i: whole[i] for i in relaxation.integers.tolist()}
            # A face of the part: its vertices are those of a flow, where there is one.
            if not relaxation.solve(attrs.evolve(box, lower=fixed, upper=fixed)):
                raise GivenUp
            whole = [round(value) for value in relaxation.values.tolist()]
            if self.program.violations(whole):
                raise NotWhole
        pairs = zip(self.program.columns, whole, strict=True)
        units = sum(column.cost * value for column, value in pairs if column.cost)
        if self.units is None or units < self.units:
            self.values, self.units = tuple(whole), Fraction(units)
