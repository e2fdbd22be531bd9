"""X1: one paper photographed again. Looks propose, key fields decide.

Two certificates may be one paper where they look alike, are of the same day, and neither what
was given, nor by whom, nor their numbers, nor the people they name are surely different; at
least what was given or by whom must be read alike. Thousands of papers of one conferral look alike; those whose number and name were
surely read differ from all others, so that only papers in doubt are searched for, each among a
bounded number: the work grows as the certificates do. Where many papers look like one in doubt
they show their common form, and only the one in doubt is for a person; where more are of its
day and look than are examined it is so unexamined. So no certificate in doubt is let pass, and none
that surely names somebody suffers from the crowd.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from evidence.findings import Result
from evidence.footprints import CertificateTrace, Footprint, Read
from verifiers.cross.parties import Holders, one_holder
from verifiers.rules.checks import Check

MOST_APART = 12
"""Bits of 64 in which two pictures of one paper differ at most. `benchmarks/looks.py`: 96 % of
scans of one paper, 93 % of a scan and a photo, 89 % of two photos; and 1.5 % of papers of
different forms, which their key fields tell apart."""
_BANDS = MOST_APART + 1
"""Two looks so near have at least one of so many bands of bits in common (pigeonhole)."""
_MANY = 5
"""Applicants with papers like one in doubt, from which on they show a common form."""
_EXAMINED = 256
"""Papers that one is compared with at most."""
_BITS = 64


@dataclass(frozen=True, slots=True)
class _Paper:
    """A certificate with all that is compared of it; `number` and `recipient` where sure."""

    footprint: Footprint
    trace: CertificateTrace
    looks: tuple[int, ...]
    number: str
    recipient: str

    @property
    def mine(self) -> tuple[str, str]:
        """Whose it is."""
        return self.footprint.batch, self.footprint.known_as


@dataclass(frozen=True, slots=True)
class _Found:
    """Papers that may be the same as one, and whether there were too many to look at all."""

    papers: tuple[_Paper, ...]
    cut_short: bool

    @property
    def is_form(self) -> bool:
        """Whether they rather show the form that papers of one conferral have in common."""
        return self.cut_short or len({paper.mine for paper in self.papers}) > _MANY


def look_alikes(
    own: Sequence[Footprint], elsewhere: Sequence[Footprint]
) -> Iterator[tuple[str, Check]]:
    """Certificates of two holders that may be one paper: unsure for both."""
    batches = {footprint.batch for footprint in own}
    days: dict[tuple[str, str], list[_Paper]] = {}
    for paper in _papers((*own, *elsewhere)):
        days.setdefault((paper.trace.kind.value, paper.trace.date), []).append(paper)
    for _, papers in sorted(days.items()):
        if len(papers) > 1:
            yield from _of_one_day(papers, batches)


def _of_one_day(papers: list[_Paper], batches: set[str]) -> Iterator[tuple[str, Check]]:
    pairs: dict[int, dict[int, _Paper]] = {}
    crowded: set[int] = set()
    for paper, shelf in _searches(papers):
        found = shelf.like(paper)
        if found.is_form:
            crowded.add(id(paper))
            continue
        for other in found.papers:
            pairs.setdefault(id(paper), {})[id(other)] = other
            pairs.setdefault(id(other), {})[id(paper)] = paper
    for paper in papers:
        if paper.footprint.batch in batches:
            if id(paper) in crowded:
                yield paper.footprint.application, _check("X1.look_crowd", paper, {})
            elif id(paper) in pairs:
                yield paper.footprint.application, _check("X1.look", paper, pairs[id(paper)])


def _searches(papers: list[_Paper]) -> Iterator[tuple[_Paper, _Shelf]]:
    """Which papers look for others that may be the same, and among which.

    One whose recipient is sure can only be one that names the same, or one in doubt, and those
    look for it. One whose number is sure can only be one without a sure number: equal numbers
    are told by `used_by_several`.
    """
    by_recipient: dict[str, list[_Paper]] = {}
    for paper in papers:
        by_recipient.setdefault(paper.recipient, []).append(paper)
    doubtful = by_recipient.pop("", [])
    for namesakes in by_recipient.values():
        if len(namesakes) > 1:
            shelf = _Shelf(namesakes)
            yield from ((paper, shelf) for paper in namesakes)
    if doubtful:
        everything = _Shelf(papers)
        unnumbered = _Shelf([paper for paper in papers if not paper.number])
        yield from ((paper, unnumbered if paper.number else everything) for paper in doubtful)


class _Shelf:
    """Papers of one day, found by the bands of their looks."""

    def __init__(self, papers: Sequence[_Paper]) -> None:
        self._by_band: dict[tuple[int, int], list[_Paper]] = {}
        for paper in papers:
            for band in _bands(paper):
                self._by_band.setdefault(band, []).append(paper)

    def like(self, paper: _Paper) -> _Found:
        """The papers of others that may be this one, among so many as are examined."""
        examined = list(islice(self._sharing_a_band(paper), _EXAMINED + 1))
        alike = tuple(other for other in examined[:_EXAMINED] if _may_be_one(paper, other))
        return _Found(alike, len(examined) > _EXAMINED)

    def _sharing_a_band(self, paper: _Paper) -> Iterator[_Paper]:
        seen: set[int] = set()
        for band in _bands(paper):
            for other in self._by_band.get(band, ()):
                if id(other) not in seen and not one_holder(paper.footprint, other.footprint):
                    seen.add(id(other))
                    yield other


def _bands(paper: _Paper) -> Iterator[tuple[int, int]]:
    """Number and bits of each band of each look."""
    for look in dict.fromkeys(paper.looks):
        for band in range(_BANDS):
            start, end = band * _BITS // _BANDS, (band + 1) * _BITS // _BANDS
            yield band, (look >> start) & ((1 << (end - start)) - 1)


def _papers(footprints: Sequence[Footprint]) -> list[_Paper]:
    """Every certificate with a look and a day, in an order of their own."""
    papers = [
        _Paper(
            footprint,
            trace,
            tuple(int(look, 16) for look in trace.looks if look),
            _sure_number(trace.numbers),
            trace.recipient.value if trace.recipient and trace.recipient.sure else "",
        )
        for footprint in footprints
        for trace in footprint.certificates
        if trace.date and any(trace.looks)
    ]
    return sorted(papers, key=lambda paper: (*paper.mine, paper.trace.sha256, paper.trace.pages))


def _sure_number(numbers: Sequence[Read]) -> str:
    values = {number.value for number in numbers}
    sure = len(values) == 1 and all(number.sure for number in numbers)
    return values.pop() if sure else ""


def _may_be_one(one: _Paper, two: _Paper) -> bool:
    differ = (one.recipient and two.recipient and one.recipient != two.recipient) or (
        one.number and two.number
    )
    # The same bytes are told as such.
    same_file = one.trace.sha256 == two.trace.sha256 != ""
    return not differ and not same_file and _of_one_conferral(one, two) and _near(one, two)


def _of_one_conferral(one: _Paper, two: _Paper) -> bool:
    """Whether what was given or its issuers are read alike, and the other not surely different."""
    pairs = ((one.trace.given, two.trace.given), (one.trace.issuers, two.trace.issuers))
    read = [(first, second) for first, second in pairs if first and second]
    alike = [first.value in second.value or second.value in first.value for first, second in read]
    return any(alike) and all(
        same or not (first.sure and second.sure)
        for same, (first, second) in zip(alike, read, strict=True)
    )


def _near(one: _Paper, two: _Paper) -> bool:
    return any(
        (first ^ second).bit_count() <= MOST_APART for first in one.looks for second in two.looks
    )


def _check(sentence: str, paper: _Paper, others: dict[int, _Paper]) -> Check:
    trace, own = paper.trace, paper.footprint
    rivals = Holders(other.footprint for other in others.values()).rivals_of(own)
    values = rivals.values(own.batch)
    shown = trace.place.upload.rsplit("/", 1)[-1] if trace.place else ""
    where = (trace.place,) if trace.place else ()
    return Check(Result.UNSURE, sentence, shown, values["others"], where, values=values)
