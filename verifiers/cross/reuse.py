"""X1: one certificate used by two applicants, told by its bytes or by its number.

Decision documents are shared by everyone they commend and are no finding; co-inventors may
share a patent certificate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.findings import Result
from evidence.footprints import Footprint, masked
from evidence.places import Place
from verifiers.cross.parties import Holders, Rivals
from verifiers.rules.checks import Check


@dataclass(frozen=True, slots=True)
class _Use:
    """One applicant's use of something that only one may use."""

    footprint: Footprint
    sure: bool
    shown: str
    place: Place | None


def used_by_several(
    own: Sequence[Footprint], elsewhere: Sequence[Footprint]
) -> Iterator[tuple[str, Check]]:
    """The same file, or the same certificate number beside the same honour or issuer.

    A number in doubt, on either side, is no mismatch but unsure.
    """
    groups: dict[tuple[str, ...], list[_Use]] = {}
    for footprint in (*own, *elsewhere):
        for key, use in _uses(footprint):
            groups.setdefault(key, []).append(use)
    batches = {footprint.batch for footprint in own}
    for key, uses in sorted(groups.items(), key=lambda group: group[0]):
        if len(uses) > 1:
            yield from _shared(key[0], uses, batches)


def _uses(footprint: Footprint) -> Iterator[tuple[tuple[str, ...], _Use]]:
    """Each thing that must be one applicant's alone, with the key it is compared by."""
    for trace in footprint.certificates:
        if trace.sha256:
            shown = trace.place.upload.rsplit("/", 1)[-1] if trace.place else ""
            key = ("bytes", trace.sha256, *map(str, trace.pages))
            yield key, _Use(footprint, True, shown, trace.place)
        for number in trace.numbers:
            for beside in trace.beside:
                key = ("number", trace.kind.value, number.value, beside)
                yield key, _Use(footprint, number.sure, number.shown, number.place)


def _shared(what: str, uses: list[_Use], batches: set[str]) -> Iterator[tuple[str, Check]]:
    holders = Holders(use.footprint for use in uses)
    if len(holders) < 2:
        return
    surely = Holders(use.footprint for use in uses if use.sure)
    mine: dict[str, list[_Use]] = {}
    for use in uses:
        if use.footprint.batch in batches:
            mine.setdefault(use.footprint.application, []).append(use)
    for application, own in mine.items():
        rivals = surely.rivals_of(own[0].footprint)
        if rivals.count and any(use.sure for use in own):
            yield application, _check(Result.MISMATCH, f"X1.{what}", own, rivals)
        elif (rivals := holders.rivals_of(own[0].footprint)).count:
            yield application, _check(Result.UNSURE, f"X1.{what}_doubtful", own, rivals)


def _check(result: Result, sentence: str, own: list[_Use], rivals: Rivals) -> Check:
    """One side's sentence: its own value and places, and the numbers of the others."""
    values = rivals.values(own[0].footprint.batch)
    where = tuple(dict.fromkeys(use.place for use in own if use.place))
    return Check(result, sentence, masked(own[0].shown), values["others"], where, values=values)
