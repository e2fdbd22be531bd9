"""X3: one document number (发文字号) with different titles.

Source: 附件1第四条 应提供有关正式文件. Codes are not unique (facts §5: 新政 may be 新乡市's or
新安县's), so that this is a question for a person and no mismatch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.findings import Result
from evidence.footprints import Footprint, TitleTrace
from verifiers.cross.parties import Holders, Rivals
from verifiers.rules.checks import Check
from verifiers.rules.fields import plain_text

_MOST_COMPARED = 100
"""Titles of one number above which parts are no longer looked for: then all differ."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one application says a document is titled."""

    footprint: Footprint
    trace: TitleTrace
    plain: str

    @property
    def voter(self) -> str:
        """Who says so: a person who hands in anew has one vote."""
        one = self.footprint
        return one.person or f"{one.batch}/{one.known_as}"


def differing_titles(
    own: Sequence[Footprint], elsewhere: Sequence[Footprint]
) -> Iterator[tuple[str, Check]]:
    """Unsure for those whose title most others contradict, or for all where no title has a majority.

    A title that is a part of another is that other, cut at a line break or declared in short.
    """
    numbers: dict[str, list[_Statement]] = {}
    for footprint in (*own, *elsewhere):
        for trace in footprint.titles:
            statement = _Statement(footprint, trace, plain_text(trace.title))
            numbers.setdefault(trace.number, []).append(statement)
    batches = {footprint.batch for footprint in own}
    for number, statements in sorted(numbers.items()):
        titles = _whole_titles({one.plain for one in statements})
        if len(titles) > 1:
            yield from _contradicted(number, statements, titles, batches)


def _whole_titles(plain: set[str]) -> set[str]:
    """The titles that are no part of another."""
    if len(plain) > _MOST_COMPARED:
        return plain
    return {one for one in plain if not any(one in two and one != two for two in plain)}


def _contradicted(
    number: str, statements: list[_Statement], titles: set[str], batches: set[str]
) -> Iterator[tuple[str, Check]]:
    voting = [one for one in statements if one.plain in titles]
    voters = {one.voter for one in voting}
    if len(voters) < 2:
        return  # one applicant's own contradiction is told by the rule about papers (A4b)
    votes: dict[str, list[_Statement]] = {}
    for one in voting:
        votes.setdefault(one.plain, []).append(one)
    most = [t for t, by in votes.items() if 2 * len({one.voter for one in by}) > len(voters)]
    settled = most[0] if len(most) == 1 else None
    # Where very many differ, whoever else states anything differs.
    anybody = Holders(one.footprint for one in voting) if len(titles) > _MOST_COMPARED else None
    for title in sorted(titles - {settled}):
        others = anybody or Holders(one.footprint for one in voting if one.plain != title)
        for one in votes[title]:
            rivals = others.rivals_of(one.footprint)
            if one.footprint.batch in batches and rivals.count:
                yield one.footprint.application, _check(number, one, rivals)


def _check(number: str, one: _Statement, rivals: Rivals) -> Check:
    """One side's sentence; the titles of others may name people and are not told."""
    values = rivals.values(one.footprint.batch) | {"number": number}
    where = (one.trace.place,) if one.trace.place else ()
    return Check(
        Result.UNSURE, "X3.titles", one.trace.title, values["others"], where, values=values
    )
