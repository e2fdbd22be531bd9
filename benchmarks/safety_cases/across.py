"""What only shows across applicants: X1 to X4, and what may well be shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.safety_cases import genuine_claims as claims
from benchmarks.safety_cases import genuine_people as people
from benchmarks.safety_cases.candidates import (
    Candidate,
    claim_of,
    declare,
    reclaim,
    repaper,
    rerecord,
)
from benchmarks.safety_cases.papers import award_paper, decision_paper, patent_paper
from benchmarks.safety_cases.patents import patent as made_patent
from benchmarks.safety_cases.patents import with_patents

Batch = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Across:
    """A way in which two applicants may touch; `rules` empty where that is permitted."""

    rule: str
    name: str
    make: Callable[[Random], Batch | None]
    rules: frozenset[str]


def _two(rng: Random, maker: claims.Maker) -> Batch:
    """Two different people of one kind."""
    one, other = maker(rng, "XX2024001"), maker(rng, "XX2024002")
    while _name(other) == _name(one):
        other = maker(rng, "XX2024002")
    return one, other


def _name(candidate: Candidate) -> str:
    return candidate.application.name if candidate.application else ""


def _sharing_decision(rng: Random) -> Batch | None:
    """Both are named in one decision of the city government, with certificates of their own."""
    one, other = _two(rng, claims.city_government)
    first, second = claim_of(one, 1), claim_of(other, 1)
    if first is None or second is None or first.date is None:
        return None
    application = other.application
    if application is None or application.certified is None:
        return None
    if application.certified.last >= first.date.first:
        return None
    named = [_name(one), "崔永利", _name(other)]
    moved = reclaim(
        other, 1, title=first.title, issuers=first.issuers, document_title=first.document_title,
        document_number=first.document_number, date=first.date,
        certificate_number=f"{first.certificate_number}9",
    )  # fmt: skip
    day, issuers = first.date.iso, list(first.issuers)
    moved = (
        repaper(
            moved, award_paper(1), issuer=issuers, seal_text=issuers, honour=first.title, date=day,
            document_number=first.document_number, certificate_number=f"{first.certificate_number}9",
        )
        if moved
        else None
    )  # fmt: skip
    shared = repaper(one, decision_paper(1), named_person=named)
    if moved is None or shared is None:
        return None
    document = shared.papers[decision_paper(1)]
    copied = replace(document, upload=f"uploads/{other.id}/{decision_paper(1)}")
    return shared, replace(moved, papers={**moved.papers, decision_paper(1): copied})


def _same_certificate_number(rng: Random) -> Batch | None:
    """The same certificate number for the same honour, in two names."""
    batch = _sharing_decision(rng)
    if batch is None:
        return None
    one, other = batch
    claim = claim_of(one, 1)
    if claim is None:
        return None
    made = reclaim(other, 1, certificate_number=claim.certificate_number)
    made = (
        repaper(made, award_paper(1), certificate_number=claim.certificate_number) if made else None
    )
    return (one, made) if made else None


def _same_certificate_file(rng: Random) -> Batch | None:
    """The very file of the one's certificate lies in the other's folder, differently read."""
    batch = _sharing_decision(rng)
    if batch is None:
        return None
    one, other = batch
    copied = replace(other.papers[award_paper(1)], sha256=one.papers[award_paper(1)].sha256)
    return one, replace(other, papers={**other.papers, award_paper(1): copied})


def _different_titles(rng: Random) -> Batch | None:
    """One document number over two different decisions."""
    one, other = _two(rng, claims.province)
    claim, theirs = claim_of(one, 1), claim_of(other, 1)
    if claim is None or theirs is None or claim.document_title == theirs.document_title:
        return None
    if claim.date is None or theirs.date is None or claim.date.year != theirs.date.year:
        return None  # the number carries the year, and would give itself away
    made = reclaim(other, 1, document_number=claim.document_number)
    for paper in (award_paper(1), decision_paper(1)):
        made = repaper(made, paper, document_number=claim.document_number) if made else None
    return (one, made) if made else None


def _one_person_twice(rng: Random) -> Batch | None:
    """One person in two applications."""
    one = people.regular(rng, "XX2024001")
    rng_state = rng.getstate()
    other = people.regular(rng, "XX2024002")
    rng.setstate(rng_state)
    if one.application is None or other.application is None:
        return None
    twin = replace(one.application, id=other.id, region="省直")
    papers = {
        name: replace(paper, upload=f"uploads/{other.id}/{name}", sha256="c" * 64)
        for name, paper in one.papers.items()
    }
    return one, replace(other, application=twin, papers=papers)


def _other_number_same_identity(rng: Random) -> Batch | None:
    """Two names under one identity number."""
    one, other = _two(rng, people.regular)
    if one.application is None:
        return None
    made = declare(
        other, id_number=one.application.id_number, birth=one.application.birth,
        sex=one.application.sex,
    )  # fmt: skip
    return (one, made) if made else None


def _inventors(rng: Random, ranks: tuple[int, int], *, reorder: bool = False) -> Batch | None:
    """Two applicants claim one invention with these ranks; each certificate is in order by itself.

    With `reorder` the two certificates list the same inventors in different order.
    """
    one, other = _two(rng, claims.invention)
    certified = [one.application, other.application]
    if any(each is None or each.certified is None for each in certified):
        return None
    crew = ["苏文杰", "魏东升", "薛梅", "彭丽", "叶明"]
    first = list(crew)
    first[ranks[0] - 1] = _name(one)
    if ranks[0] != ranks[1]:
        first[ranks[1] - 1] = _name(other)
    second = list(first)
    if ranks[0] == ranks[1]:
        second[ranks[1] - 1] = _name(other)
    if reorder:
        second.reverse()
    base = made_patent(rng, "1", tuple(first), 2020)
    theirs = replace(base, inventors=tuple(second))
    bare = [replace(each, papers={k: v for k, v in each.papers.items() if k != patent_paper(1)})
            for each in (one, other)]  # fmt: skip
    mine = with_patents(bare[0], (base, first.index(_name(one)) + 1))
    yours = with_patents(bare[1], (theirs, second.index(_name(other)) + 1))
    return mine, yours


def _strangers(rng: Random) -> Batch | None:
    return _two(rng, rng.choice((people.regular, claims.city_government, claims.invention)))


def _record_for_all(rng: Random) -> Batch | None:
    """Two inventors of one patent, with one official record."""
    batch = _inventors(rng, (2, 4))
    if batch is None:
        return None
    one, other = batch
    made = rerecord(other, 1, inventors=one.records[0].inventors)
    return (one, made) if made else None


NOTHING: frozenset[str] = frozenset()

ACROSS = (
    Across("X1", "same certificate number and honour", _same_certificate_number, frozenset({"X1"})),
    Across("X1", "same certificate file", _same_certificate_file, frozenset({"X1"})),
    Across("X2", "one person twice", _one_person_twice, frozenset({"X2"})),
    Across("X2", "two names, one identity number", _other_number_same_identity, frozenset({"X2"})),
    Across("X3", "one document number, two titles", _different_titles, frozenset({"X3"})),
    Across("X4", "the same rank in one patent", lambda rng: _inventors(rng, (2, 2)), frozenset({"X4"})),
    Across("X4", "inventors in different order", lambda rng: _inventors(rng, (2, 3), reorder=True),
           frozenset({"X4"})),
    Across("X1", "one decision that names both", _sharing_decision, NOTHING),
    Across("X4", "two inventors of one patent", _record_for_all, NOTHING),
    Across("X2", "two strangers", _strangers, NOTHING),
)  # fmt: skip
