"""X4: inventors who claim one patent with ranks that cannot all be.

Source: 二(四)6(5) 名次在前 5 名者. Co-inventors may share a patent and its certificate; they
cannot share a rank, nor stand behind the last inventor printed, nor can two certificates of
one patent print other inventors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from evidence.findings import Result
from evidence.footprints import Footprint, InventorsTrace, RankTrace
from evidence.places import Place
from verifiers.cross.parties import Holders, Rivals
from verifiers.rules.checks import Check

Trace = TypeVar("Trace")
Key = TypeVar("Key")
_Claims = list[tuple[Footprint, RankTrace]]
_Lists = list[tuple[Footprint, InventorsTrace]]


def impossible_ranks(
    own: Sequence[Footprint], elsewhere: Sequence[Footprint]
) -> Iterator[tuple[str, Check]]:
    """Two of one rank, a rank beyond the printed inventors, and certificates that differ."""
    claims: dict[str, _Claims] = {}
    lists: dict[str, _Lists] = {}
    for footprint in (*own, *elsewhere):
        for rank in footprint.ranks:
            claims.setdefault(rank.number, []).append((footprint, rank))
        for printed in footprint.inventors:
            lists.setdefault(printed.number, []).append((footprint, printed))
    batches = {footprint.batch for footprint in own}
    for number in sorted({*claims, *lists}):
        claimed, printed_lists = claims.get(number, []), lists.get(number, [])
        found = chain(
            _same_rank(claimed),
            _beyond_the_last(claimed, printed_lists),
            _lists_differ(printed_lists),
        )
        yield from (
            (footprint.application, check)
            for footprint, check in found
            if footprint.batch in batches
        )


def _same_rank(claims: _Claims) -> Iterator[tuple[Footprint, Check]]:
    for _, sharing in sorted(_grouped(claims, lambda claim: claim.rank).items()):
        holders = Holders(footprint for footprint, _ in sharing)
        for footprint, claim in sharing:
            rivals = holders.rivals_of(footprint)
            if rivals.count:
                yield footprint, _check(Result.MISMATCH, "X4.rank", footprint, claim, rivals)


def _beyond_the_last(claims: _Claims, lists: _Lists) -> Iterator[tuple[Footprint, Check]]:
    """A rank against certificates of others; one's own is told by the rule about ranks (H65)."""
    for rank, sharing in sorted(_grouped(claims, lambda claim: claim.rank).items()):
        too_short = Holders(one for one, printed in lists if len(printed.inventors) < rank)
        for footprint, claim in sharing:
            rivals = too_short.rivals_of(footprint)
            if rivals.count:
                yield footprint, _check(Result.MISMATCH, "X4.beyond", footprint, claim, rivals)
    for length, sheets in sorted(_grouped(lists, lambda one: len(one.inventors)).items()):
        behind = Holders(one for one, claim in claims if claim.rank > length)
        for footprint, printed in sheets:
            rivals = behind.rivals_of(footprint)
            if rivals.count:
                yield footprint, _check(Result.UNSURE, "X4.too_few", footprint, printed, rivals)


def _lists_differ(lists: _Lists) -> Iterator[tuple[Footprint, Check]]:
    by_list = _grouped(lists, lambda printed: printed.inventors)
    for inventors, sheets in sorted(by_list.items()) if len(by_list) > 1 else ():
        others = Holders(one for one, printed in lists if printed.inventors != inventors)
        for footprint, printed in sheets:
            rivals = others.rivals_of(footprint)
            if rivals.count:
                yield footprint, _check(Result.UNSURE, "X4.order", footprint, printed, rivals)


def _grouped(
    traced: list[tuple[Footprint, Trace]], key: Callable[[Trace], Key]
) -> dict[Key, list[tuple[Footprint, Trace]]]:
    groups: dict[Key, list[tuple[Footprint, Trace]]] = {}
    for one in traced:
        groups.setdefault(key(one[1]), []).append(one)
    return groups


def _check(
    result: Result,
    sentence: str,
    own: Footprint,
    trace: RankTrace | InventorsTrace,
    rivals: Rivals,
) -> Check:
    """One side's sentence: its own rank or certificate, and the numbers of the others."""
    values = rivals.values(own.batch)
    return Check(
        result, sentence, trace.shown, values["others"], _places(trace.place), values=values
    )


def _places(place: Place | None) -> tuple[Place, ...]:
    return () if place is None else (place,)
