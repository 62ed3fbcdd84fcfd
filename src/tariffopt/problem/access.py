"""The ways to serve one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tariffopt.errors import Fault, ScenarioError

ACCESS_SETS_AT_MOST = 50_000
"""Above it, the ways to serve one person are too many to be listed."""


def access_sets(
    needs: frozenset[str],
    grants: Sequence[frozenset[str]],
    fits: Callable[[tuple[int, ...]], bool] = lambda _: True,
) -> tuple[tuple[int, ...], ...]:
    """List the minimal sets of items that together grant everything needed.

    Parameters
    ----------
    needs
        The capabilities one person needs.
    grants
        What each item grants.
    fits
        Tells whether items may be had together; what contains others may not be had
        where they may not.

    Raises
    ------
    ScenarioError
        When there are more than `ACCESS_SETS_AT_MOST`.

    Examples
    --------
    >>> chat, mail, both = frozenset({"c"}), frozenset({"m"}), frozenset({"c", "m"})
    >>> access_sets(frozenset({"c", "m"}), [chat, mail, both])
    ((0, 1), (2,))
    """
    found: set[tuple[int, ...]] = set()
    for chosen in _covers(needs, (), grants, fits):
        if _is_minimal(needs, chosen, grants):
            found.add(tuple(sorted(chosen)))
        if len(found) > ACCESS_SETS_AT_MOST:
            fields = {"needs": ", ".join(sorted(needs)), "allowed": ACCESS_SETS_AT_MOST}
            raise ScenarioError(Fault("access-sets", fields=fields))
    return tuple(sorted(found))


def _covers(
    missing: frozenset[str],
    chosen: tuple[int, ...],
    grants: Sequence[frozenset[str]],
    fits: Callable[[tuple[int, ...]], bool],
) -> Iterator[tuple[int, ...]]:
    if not fits(chosen):
        return
    if not missing:
        yield chosen
        return
    capability = min(missing)
    for index, granted in enumerate(grants):
        if capability in granted:
            yield from _covers(missing - granted, (*chosen, index), grants, fits)


def _is_minimal(
    needs: frozenset[str], chosen: tuple[int, ...], grants: Sequence[frozenset[str]]
) -> bool:
    for left_out in chosen:
        rest = [grants[index] for index in chosen if index != left_out]
        if needs <= frozenset().union(*rest):
            return False
    return True
