"""A6: a department's commendation counts only where it went beyond its own offices and units."""

from __future__ import annotations

import re

from evidence.applications import Claim
from evidence.documents import Document, Field
from evidence.findings import Result
from verifiers.authorities.entries import Kind
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import certain, places_of, text_of
from verifiers.rules.issuers import declared_matches
from verifiers.rules.registry import claim_rule

_LEADING = frozenset({Kind.PARTY_COMMITTEE, Kind.GOVERNMENT})
_BETWEEN = re.compile(r"[、，,；;：:。\s]+")


@claim_rule("A6", frozenset({1}))
def beyond_its_own_units(case: Case, claim: Claim) -> list[Check]:
    """面向各地区各部门或本系统本行业, by addressee and title. Source: 附件1第六条."""
    papers = case.awards[claim.no]
    matches = declared_matches(case, claim, papers.certificate)
    leading = [
        match.name
        for match in matches
        if match.counts_for(1) and match.entry is not None and match.entry.kind in _LEADING
    ]
    if leading:
        return [Check(Result.MATCH, "A6.not_a_department", "、".join(leading))]
    if papers.document is None:
        return [Check(Result.NOT_CHECKED, "A6.no_document", "、".join(claim.issuers))]
    return [_audience(case, papers.document)]


def _audience(case: Case, document: Document) -> Check:
    """The addressee decides; the title alone where there is none; whatever is doubtful stays so."""
    words = case.notice.vocabulary
    addressees, titles = document.all("addressee"), document.all("title")
    read = (*addressees, *titles)
    where, found = places_of(document, read), "；".join(_plain(text_of((one,))) for one in read)
    inside = [field for field in addressees if words.audience_internal.search(field.value)]
    wide = _sure_wide(case, addressees)
    if inside and not any(words.audience_wide.search(field.value) for field in addressees):
        sure = all(map(certain, inside)) and not _sure_wide(case, titles)
        result = Result.MISMATCH if sure else Result.UNSURE
        return Check(result, "A6.internal" if sure else "A6.unclear", found=found, where=where)
    inside = [field for field in titles if words.audience_internal.search(field.value)]
    if wide or (not addressees and not inside and _sure_wide(case, titles)):
        return Check(Result.MATCH, "A6.wide", found=found, where=where)
    return Check(Result.UNSURE, "A6.unclear", found=found, where=where)


def _plain(addressee: str) -> str:
    return addressee.rstrip("：:")


def _sure_wide(case: Case, fields: tuple[Field, ...]) -> bool:
    """Whether somebody else is surely addressed: 厅属各市管理局 are its own units wherever they are."""
    words = case.notice.vocabulary
    return any(
        certain(field) and words.audience_wide.search(_beyond(case, field)) for field in fields
    )


def _beyond(case: Case, field: Field) -> str:
    """What is addressed but for those parts that are the department's own."""
    own = case.notice.vocabulary.audience_internal
    return "、".join(part for part in _BETWEEN.split(field.value) if not own.search(part))
